/*
 * manifest_permission - read permissions that are asked for, and those that are defined.
 */
#include "format/manifest_parts.h"

#include <stdlib.h>

/*
 * Android 12 was the first to know flags and conditions, 15 the first to read minSdkVersion (parseUsesPermission), and not to take a
 * maxSdkVersion of 0 for none. The last: beyond all that there are.
 */
enum { FIRST_SDK = 31, FIRST_SDK_WITH_MIN = 35, LAST_SDK = 63 };

/* Only an integer of its own bounds the versions; text does not. */
static int64_t own_number(struct manifest *m, uint32_t id)
{
	struct arsc_value value;
	bool from_table;

	if (!manifest_value(m, id, &value, &from_table) || !axml_is_int(value.type))
		return FACT_ABSENT;
	return (int32_t)value.data;
}

static void ask(struct manifest *m, const struct fact_permission *row)
{
	struct manifest_asked *grown = manifest_grow(m, m->asked, m->num_asked, &m->room_asked, sizeof *grown);

	if (grown == NULL)
		return;
	m->asked = grown;
	grown[m->num_asked] = (struct manifest_asked){
		.name = row->name, .flags = manifest_number(m, ATTR_USES_PERMISSION_FLAGS, 0), .min_sdk = row->min_sdk,
		.max_sdk = row->max_sdk, .position = m->num_asked,
		.has_conditions = manifest_has(m, ATTR_REQUIRED_FEATURE) || manifest_has(m, ATTR_REQUIRED_NOT_FEATURE)};
	m->num_asked++;
	m->is_asking = true;
}

bool manifest_read_condition(struct manifest *m)
{
	const char *name = manifest_text(m, ATTR_NAME);

	if (m->package->split == NULL && (name == NULL || *name == '\0'))
		manifest_lacks(m, "name", EFFECT_AMBIGUOUS);
	if (m->is_asking)
		m->asked[m->num_asked - 1].has_conditions = true;
	return !m->stopped;
}

static int compare_asked(const void *a, const void *b)
{
	const struct manifest_asked *one = a, *two = b;
	int order = strcmp(one->name, two->name);

	return order != 0 ? order : (one->position > two->position) - (one->position < two->position);
}

static bool is_asked_on(const struct manifest_asked *asked, int sdk)
{
	if (sdk < FIRST_SDK_WITH_MIN)
		return asked->max_sdk == FACT_ABSENT || asked->max_sdk == 0 || sdk <= asked->max_sdk;
	return (asked->min_sdk == FACT_ABSENT || sdk >= asked->min_sdk) && (asked->max_sdk == FACT_ABSENT || sdk <= asked->max_sdk);
}

static bool is_same(const struct manifest_asked *a, const struct manifest_asked *b)
{
	return a->flags == b->flags && a->min_sdk == b->min_sdk && a->max_sdk == b->max_sdk && !a->has_conditions && !b->has_conditions;
}

/* All versions take what was asked for twice for once, and readers too where it is the same. */
static void report_again(struct manifest *m, const struct manifest_asked *first, size_t num)
{
	for (size_t i = 1; i < num; i++)
		anomaly_report_as(m->anomalies, ANOMALY_MANIFEST_DUPLICATE_PERMISSION, is_same(first, &first[i]) ? EFFECT_ODD : EFFECT_EVASIVE, MANIFEST_PATH,
				  ANOMALY_NO_OFFSET, "%s", first->name);
}

/* The number of those of the name of the first. Which features a phone has nobody knows here. */
static size_t check_asked(struct manifest *m, const struct manifest_asked *first, size_t left)
{
	int64_t flags[LAST_SDK + 1];
	bool is_asked[LAST_SDK + 1] = {false}, differs = false;
	size_t num = 0;

	for (; num < left && strcmp(first[num].name, first->name) == 0; num++)
		for (int sdk = FIRST_SDK; sdk <= LAST_SDK && !first[num].has_conditions; sdk++) {
			if (!is_asked_on(&first[num], sdk))
				continue;
			differs |= is_asked[sdk] && flags[sdk] != first[num].flags;
			is_asked[sdk] = true;
			flags[sdk] = first[num].flags;
		}
	if (differs)
		anomaly_report_as(m->anomalies, ANOMALY_MANIFEST_MALFORMED, EFFECT_AMBIGUOUS, MANIFEST_PATH, ANOMALY_NO_OFFSET,
				  "the permission %s is asked for twice, with other usesPermissionFlags, which Android 12 and later refuse", first->name);
	report_again(m, first, num);
	return num;
}

void manifest_check_asked(struct manifest *m)
{
	if (m->num_asked > 1)
		qsort(m->asked, m->num_asked, sizeof *m->asked, compare_asked);
	for (size_t i = 0; i < m->num_asked;)
		i += check_asked(m, &m->asked[i], m->num_asked - i);
}

bool manifest_read_permission(struct manifest *m, bool from_sdk_23)
{
	struct fact_permission row = fact_permission_row();
	struct axml_attribute name;

	m->is_asking = false;
	if (axml_find_id(&m->xml, ATTR_NAME, &name) && axml_is_reference(name.type)) {
		anomaly_report(m->anomalies, ANOMALY_MANIFEST_PERMISSION_REFERENCE, MANIFEST_PATH, ANOMALY_NO_OFFSET,
			       ANOMALY_TITLE_SAYS_IT);
		return true;
	}
	row.path = MANIFEST_PATH;
	row.name = manifest_own_text(m, ATTR_NAME);
	if (row.name == NULL || *row.name == '\0')
		return !m->stopped;
	if (m->package->split != NULL) {
		anomaly_report(m->anomalies, ANOMALY_SPLIT_PERMISSION_IGNORED, MANIFEST_PATH, ANOMALY_NO_OFFSET, "%s", row.name);
		return true;
	}
	row.origin = from_sdk_23 ? "declared-sdk-23" : "declared";
	row.min_sdk = own_number(m, ATTR_MIN_SDK);
	if (from_sdk_23 && (row.min_sdk == FACT_ABSENT || row.min_sdk < 23))
		row.min_sdk = 23;
	row.max_sdk = own_number(m, ATTR_MAX_SDK);
	row.required = manifest_bool(m, ATTR_REQUIRED, FACT_ABSENT);
	ask(m, &row);
	return manifest_emit(m, FACT_TABLE_permission, &row);
}

bool manifest_misplaced_permission(struct manifest *m)
{
	const char *name = manifest_own_text(m, ATTR_NAME);

	anomaly_report(m->anomalies, ANOMALY_MANIFEST_MISPLACED_PERMISSION, MANIFEST_PATH, ANOMALY_NO_OFFSET,
		       "%s inside application", name == NULL ? "" : name);
	return !m->stopped;
}

/* Protection level: a base in the lower four bits, flags above them. */
static const char *level_words(struct manifest *m, uint32_t level)
{
	static const char *const bases[] = {"normal", "dangerous", "signature", "signatureOrSystem", "internal"};
	static const char *const flags[] = {
		"privileged", "development", "appop", "pre23", "installer", "verifier", "preinstalled", "setup",
		"instant", "runtime", "oem", "vendorPrivileged", "textClassifier", "wellbeing", "documenter", "configurator",
		"incidentReportApprover", "appPredictor", "module", "companion", "retailDemo", "recents", "role", "knownSigner"};
	const char *words = (level & 15) < 5 ? bases[level & 15] : "unknown";

	for (size_t i = 0; i < sizeof flags / sizeof flags[0] && words != NULL; i++)
		if ((level >> (4 + i) & 1) != 0)
			words = arena_printf(m->arena, "%s|%s", words, flags[i]);
	if (words == NULL)
		m->stopped = true;
	return words;
}

bool manifest_read_definition(struct manifest *m)
{
	struct fact_permission_definition row = fact_permission_definition_row();
	uint32_t level;

	row.path = MANIFEST_PATH;
	row.name = manifest_class_name(m, manifest_fixed_text(m, ATTR_NAME));
	if (row.name == NULL) {
		manifest_lacks(m, "name", EFFECT_REFUSED);
		return !m->stopped;
	}
	manifest_check_class(m, row.name);
	level = (uint32_t)manifest_number(m, ATTR_PROTECTION_LEVEL, 0);
	row.level = level_words(m, level);
	row.permission_group = manifest_own_text(m, ATTR_PERMISSION_GROUP);
	row.max_sdk = manifest_number(m, ATTR_MAX_SDK, FACT_ABSENT);
	if (row.max_sdk == -1)
		row.max_sdk = FACT_ABSENT;
	manifest_add_definition(m, &(struct manifest_definition){.name = row.name, .group = row.permission_group, .level = level});
	return manifest_add_label(m, "permission", row.name) && manifest_emit(m, FACT_TABLE_permission_definition, &row);
}

/* The text of a resource in Chinese where there is one, else in the default locale. */
struct purpose {
	const struct arsc *arsc;
	struct arsc_value value;
	bool found, is_chinese;
};

static bool look_at_purpose(void *owner, const struct arsc_config *config, const struct arsc_value *value)
{
	struct purpose *purpose = owner;
	bool is_chinese = strncmp(config->locale, "zh", 2) == 0;

	if (value->type != AXML_TYPE_STRING || (config->has_locale && !is_chinese) || purpose->is_chinese)
		return true;
	if (is_chinese || !purpose->found)
		purpose->value = *value;
	purpose->found = true;
	purpose->is_chinese = is_chinese;
	return true;
}

/* The text that a split has in Chinese comes before one that is in no language. */
static const char *purpose_text(struct manifest *m, const char *permission)
{
	struct axml_attribute attribute;
	struct purpose purpose = {.arsc = &m->arsc};
	uint32_t id = manifest_meta_data_attribute(m);

	if (!axml_find_id(&m->xml, id, &attribute))
		return NULL;
	if (!axml_is_reference(attribute.type))
		return manifest_text(m, id);
	arsc_each(&m->arsc, attribute.data, look_at_purpose, &purpose);
	if (!purpose.is_chinese)
		manifest_note_purpose(m, id, permission, attribute.data);
	return purpose.found ? manifest_string(m, &purpose.value, true) : manifest_text(m, id);
}

static bool is_permission_name(const char *name)
{
	return strstr(name, ".permission.") != NULL || strncmp(name, "android.permission", 18) == 0;
}

/* Both meta-data and, since Android 12, property. */
static void check_property(struct manifest *m, enum anomaly_effect effect)
{
	if (manifest_fixed_text(m, ATTR_NAME) == NULL)
		manifest_lacks(m, "name", effect);
	if (manifest_meta_data_attribute(m) == ATTR_VALUE && !manifest_has(m, ATTR_VALUE))
		manifest_lacks(m, "value", effect);
}

bool manifest_read_property(struct manifest *m)
{
	check_property(m, EFFECT_AMBIGUOUS);
	return !m->stopped;
}

bool manifest_read_meta_data(struct manifest *m)
{
	struct fact_meta_data row = fact_meta_data_row();
	struct fact_purpose purpose = fact_purpose_row();

	check_property(m, EFFECT_REFUSED);
	row.path = purpose.path = MANIFEST_PATH;
	row.component = m->component.open && m->component.row.name != NULL ? m->component.row.name : "";
	row.name = manifest_fixed_text(m, ATTR_NAME);
	if (row.name == NULL)
		return !m->stopped;
	row.value = manifest_text(m, manifest_meta_data_attribute(m));
	manifest_note_named(m, row.name);
	if (*row.component == '\0' && is_permission_name(row.name)) {
		purpose.permission = row.name;
		purpose.text = purpose_text(m, row.name);
		purpose.origin = "manifest";
		if (purpose.text != NULL && !manifest_emit(m, FACT_TABLE_purpose, &purpose))
			return false;
	}
	return manifest_emit(m, FACT_TABLE_meta_data, &row);
}
