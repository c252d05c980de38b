/*
 * manifest_component - read components, their intent filters and metadata.
 */
#include "format/manifest_parts.h"

#include "bytes/cursor.h"
#include "bytes/text.h"

#include <stdlib.h>

static const char *name_attribute(struct manifest *m)
{
	return manifest_class_name(m, manifest_fixed_text(m, ATTR_NAME));
}

/*
 * Providers are exported by default below the target 17 read so far, which of a split its base says; the others when they have
 * a filter, which is known at their end.
 */
static int64_t default_exported(const struct manifest *m)
{
	int64_t target = m->package->target_sdk;

	if (strcmp(m->component.row.kind, "provider") != 0)
		return m->component.num_counted > 0;
	return m->package->split != NULL ? FACT_ABSENT : target == FACT_ABSENT || target < 17;
}

/* Of a split's aliases the activities may stand in the base. */
static void read_alias(struct manifest *m)
{
	struct fact_component *row = &m->component.row;

	row->target = manifest_class_name(m, manifest_fixed_text(m, ATTR_TARGET_ACTIVITY));
	if (row->target == NULL)
		manifest_lacks(m, "targetActivity", EFFECT_REFUSED);
	else if (m->package->split == NULL && !manifest_seen(m, SEEN_ACTIVITY, row->target))
		anomaly_report(m->anomalies, ANOMALY_MANIFEST_MALFORMED, MANIFEST_PATH, ANOMALY_NO_OFFSET,
			       "an alias of %s, which is no activity that stands before it", row->target);
}

static const char *kind_of(const struct axml *xml)
{
	static const char *const kinds[] = {"activity", "service", "receiver", "provider"};

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (axml_element_is(xml, kinds[i]))
			return kinds[i];
	return "alias";
}

static bool is_activity(const struct fact_component *row)
{
	return strcmp(row->kind, "activity") == 0 || strcmp(row->kind, "alias") == 0;
}

/* One that is empty is none. In a split it stays, for without one the base's application is asked. */
static void read_permission(struct manifest *m)
{
	struct fact_component *row = &m->component.row;

	row->permission = manifest_fixed_text(m, ATTR_PERMISSION);
	if (row->permission == NULL && strcmp(row->kind, "alias") != 0)
		row->permission = m->package->application_permission;
	if (row->permission != NULL && *row->permission == '\0' && m->package->split == NULL)
		row->permission = NULL;
}

static void check_refused(struct manifest *m)
{
	const struct fact_component *row = &m->component.row;

	manifest_check_class(m, row->name);
	if (is_activity(row) || strcmp(row->kind, "receiver") == 0)
		manifest_check_activity(m, strcmp(row->kind, "alias") == 0);
	if (!is_activity(row))
		manifest_check_heavy_component(m, row->kind, row->process);
}

/* ComponentParseUtils.buildTaskAffinityName. */
const char *manifest_task_affinity(struct manifest *m, const char *inherited)
{
	const char *name = manifest_fixed_text(m, ATTR_TASK_AFFINITY), *whole = name;

	manifest_check_compound(m, ATTR_TASK_AFFINITY, name);
	if (name == NULL)
		return inherited;
	if (*name == ':' && m->package->app_id != NULL) {
		whole = arena_printf(m->arena, "%s%s", m->package->app_id, name);
		m->stopped |= whole == NULL;
	}
	return m->package->app_id != NULL && strcmp(name, m->package->app_id) == 0 ? NULL : whole;
}

/* 0 where it is none, or not known here. */
static uint32_t mode(struct manifest *m, uint32_t attribute)
{
	struct arsc_value value;
	bool from_table;

	return manifest_peek(m, attribute, &value, &from_table) && axml_is_number(value.type) ? value.data : 0;
}

/* Whether recent apps have it as one of its own: ActivityInfo.documentLaunchMode, launchMode and taskAffinity. */
static bool begins_task(struct manifest *m)
{
	const uint32_t into_existing = 1, always = 2, single_instance = 3, single_instance_per_task = 4;
	uint32_t document = mode(m, ATTR_DOCUMENT_LAUNCH_MODE), launch = mode(m, ATTR_LAUNCH_MODE);

	return document == into_existing || document == always || launch == single_instance || launch == single_instance_per_task ||
	       !text_same(m->component.row.task_affinity, m->application_affinity);
}

static void read_task(struct manifest *m)
{
	struct fact_component *row = &m->component.row;

	row->task_affinity = manifest_task_affinity(m, m->application_affinity);
	row->allow_task_reparenting = manifest_bool(m, ATTR_ALLOW_TASK_REPARENTING, m->application_reparenting);
	m->component.is_offered = begins_task(m) && row->exclude_from_recents != 1;
}

bool manifest_read_component(struct manifest *m)
{
	struct fact_component *row = &m->component.row;
	const char *kind = kind_of(&m->xml);

	m->component = (struct manifest_component){.row = fact_component_row(), .open = true, .element = m->xml.element, .inside = m->xml.next};
	row->path = MANIFEST_PATH;
	row->kind = kind;
	row->name = name_attribute(m);
	row->exported = manifest_bool(m, ATTR_EXPORTED, FACT_ABSENT);
	row->exported_declared = row->exported != FACT_ABSENT || (m->is_unread && manifest_has(m, ATTR_EXPORTED));
	row->enabled = manifest_bool(m, ATTR_ENABLED, 1);
	row->exclude_from_recents = manifest_bool(m, ATTR_EXCLUDE_FROM_RECENTS, FACT_ABSENT);
	read_permission(m);
	if (strcmp(kind, "alias") != 0)
		row->split = manifest_fixed_text(m, ATTR_SPLIT_NAME);
	row->process = manifest_fixed_text(m, ATTR_PROCESS);
	if (strcmp(kind, "alias") != 0)
		manifest_check_compound(m, ATTR_PROCESS, row->process);
	if (strcmp(kind, "activity") == 0)
		read_task(m);
	if (row->process == NULL)
		row->process = m->application_process;
	if (strcmp(kind, "alias") != 0)
		manifest_run_in(m, row->process);
	check_refused(m);
	if (strcmp(kind, "provider") == 0)
		manifest_read_provider(m);
	if (strcmp(kind, "alias") == 0)
		read_alias(m);
	manifest_read_look(m, &m->component.look);
	if (row->name == NULL)
		manifest_lacks(m, "name", EFFECT_REFUSED);
	else if (is_activity(row))
		manifest_seen(m, SEEN_ACTIVITY, row->name);
	return !m->stopped;
}

static void declare(struct manifest *m)
{
	const struct manifest_component *component = &m->component;
	struct manifest_declared *grown = manifest_grow(m, m->declared, m->num_declared, &m->room_declared, sizeof *grown);
	const char *key = arena_printf(m->arena, "%s %s", component->row.kind, component->row.name);

	m->stopped |= key == NULL;
	if (grown == NULL || key == NULL)
		return;
	m->declared = grown;
	grown[m->num_declared] = (struct manifest_declared){
		.key = key, .element = component->element, .position = m->num_declared,
		.inside = span_slice(m->xml.data, component->inside, m->xml.next - component->inside)};
	m->num_declared++;
}

static int compare_declared(const void *a, const void *b)
{
	const struct manifest_declared *one = a, *two = b;
	int order = strcmp(one->key, two->key);

	return order != 0 ? order : (one->position > two->position) - (one->position < two->position);
}

/* But for the line in which they stand in the source, and the comment there. */
static bool is_same_node(struct cursor *a, struct cursor *b)
{
	enum { BEFORE_SIZE = 4, CHUNK_HEADER = 8, LINE_AND_COMMENT = 8 };
	struct span one = cursor_bytes(a, CHUNK_HEADER), two = cursor_bytes(b, CHUNK_HEADER);
	struct cursor head = cursor_of(span_slice(one, BEFORE_SIZE, one.len));
	uint32_t size = cursor_u32(&head);

	if (!span_equal(one, two) || size < CHUNK_HEADER + LINE_AND_COMMENT || !cursor_skip(a, LINE_AND_COMMENT) || !cursor_skip(b, LINE_AND_COMMENT))
		return false;
	size -= CHUNK_HEADER + LINE_AND_COMMENT;
	return span_equal(cursor_bytes(a, size), cursor_bytes(b, size)) && !a->bad && !b->bad;
}

static bool is_same(const struct manifest_declared *a, const struct manifest_declared *b)
{
	struct cursor one = cursor_of(a->inside), two = cursor_of(b->inside);
	bool same = span_equal(a->element, b->element) && a->inside.len == b->inside.len;

	while (same && cursor_left(&one) > 0)
		same = is_same_node(&one, &two);
	return same;
}

/* Phones take the first of two or both, and what is the same in either is so for every reader. */
void manifest_check_declared(struct manifest *m)
{
	const struct manifest_declared *first = m->declared;

	if (m->num_declared > 1)
		qsort(m->declared, m->num_declared, sizeof *m->declared, compare_declared);
	for (const struct manifest_declared *next = first; next != NULL && next < m->declared + m->num_declared; next++)
		if (strcmp(next->key, first->key) != 0)
			first = next;
		else if (next != first)
			anomaly_report_as(m->anomalies, ANOMALY_MANIFEST_DUPLICATE_COMPONENT, is_same(first, next) ? EFFECT_ODD : EFFECT_EVASIVE,
					  MANIFEST_PATH, ANOMALY_NO_OFFSET, "%s", next->key);
}

/* Not of a provider, which nobody shows. */
static bool add_shown(struct manifest *m, const char *kind, const struct manifest_look *look, int64_t filter)
{
	const struct fact_component *row = &m->component.row;

	return strcmp(row->kind, "provider") == 0 ||
	       manifest_add_shown(m, &(struct manifest_shown){.kind = kind, .name = row->name, .filter = filter, .look = *look});
}

bool manifest_end_component(struct manifest *m)
{
	struct fact_component *row = &m->component.row;

	if (!m->component.open)
		return !m->stopped;
	m->component.open = false;
	if (row->name == NULL)
		return !m->stopped;
	if (row->exported == FACT_ABSENT && row->exported_declared != 1)
		row->exported = default_exported(m);
	declare(m);
	/* An alias has no class of its own. */
	if (strcmp(row->kind, "alias") != 0)
		manifest_name_class(m, row->name);
	if (!manifest_add_named(m))
		return false;
	if (is_activity(row) ? !manifest_add_entry(m) : !add_shown(m, row->kind, &m->component.look, FACT_ABSENT))
		return false;
	return manifest_emit(m, FACT_TABLE_component, row);
}

bool manifest_begin_filter(struct manifest *m)
{
	m->component.auto_verify = manifest_bool(m, ATTR_AUTO_VERIFY, 0) == 1;
	m->component.has_action = m->component.has_main = m->component.has_launcher = m->component.has_leanback = m->component.has_data = false;
	m->component.has_other = m->component.has_choice = false;
	m->component.num_filters++;
	manifest_read_look(m, &m->component.filter_look);
	return !m->stopped;
}

static struct fact_intent_filter filter_row(const struct manifest *m)
{
	struct fact_intent_filter row = fact_intent_filter_row();

	row.path = MANIFEST_PATH;
	row.component = m->component.row.name;
	row.position = m->component.num_filters - 1;
	if (m->component.auto_verify)
		row.auto_verify = 1;
	return row;
}

static bool emit_filter(struct manifest *m, const struct fact_intent_filter *row)
{
	return row->component == NULL || manifest_emit(m, FACT_TABLE_intent_filter, row);
}

const char *manifest_intent_text(struct manifest *m, enum anomaly_effect effect)
{
	const char *text = manifest_light_text(m, MANIFEST_NS, "name");

	if (text == NULL)
		manifest_lacks(m, "name", effect);
	m->has_empty_intent |= text != NULL && *text == '\0';
	return text;
}

bool manifest_read_action(struct manifest *m)
{
	struct fact_intent_filter row = filter_row(m);

	row.action = manifest_intent_text(m, EFFECT_REFUSED);
	m->component.has_action = true;
	m->component.has_main |= row.action != NULL && strcmp(row.action, "android.intent.action.MAIN") == 0;
	m->component.has_other |= row.action == NULL || strcmp(row.action, "android.intent.action.MAIN") != 0;
	return emit_filter(m, &row);
}

/* Of a preferred filter, which nothing of an app's asks. */
bool manifest_pass_action(struct manifest *m)
{
	manifest_intent_text(m, EFFECT_REFUSED);
	return !m->stopped;
}

bool manifest_pass_data(struct manifest *m)
{
	manifest_data_of(m, EFFECT_REFUSED);
	return !m->stopped;
}

/* Of home apps, docks, the settings' page of an app, and kinds of app (APP_BROWSER); others (SAMPLE_CODE, TEST) are asked for by no part of the system. */
static bool is_choice(const char *category)
{
	static const char prefix[] = "android.intent.category.";
	static const char *const choices[] = {"HOME", "SECONDARY_HOME", "VR_HOME", "INFO", "CAR_DOCK", "CAR_MODE", "DESK_DOCK", "LE_DESK_DOCK", "HE_DESK_DOCK"};
	const char *name = category + strlen(prefix);

	if (strncmp(category, prefix, strlen(prefix)) != 0)
		return false;
	for (size_t i = 0; i < sizeof choices / sizeof choices[0]; i++)
		if (strcmp(name, choices[i]) == 0)
			return true;
	return strncmp(name, "APP_", strlen("APP_")) == 0;
}

bool manifest_read_category(struct manifest *m)
{
	struct fact_intent_filter row = filter_row(m);

	row.category = manifest_intent_text(m, EFFECT_REFUSED);
	m->component.has_launcher |= row.category != NULL && strcmp(row.category, "android.intent.category.LAUNCHER") == 0;
	m->component.has_leanback |= row.category != NULL && strcmp(row.category, "android.intent.category.LEANBACK_LAUNCHER") == 0;
	m->component.has_choice |= row.category != NULL && is_choice(row.category);
	return emit_filter(m, &row);
}

/* What a filter compares with the part of an address behind its scheme, and with the path in it. */
static const struct pattern {
	uint32_t id;
	bool is_ssp;
	const char *kind;
} patterns[] = {
	{ATTR_SSP, true, "literal"},		       {ATTR_SSP_PREFIX, true, "prefix"},  {ATTR_SSP_PATTERN, true, "pattern"},
	{ATTR_SSP_ADVANCED_PATTERN, true, "advanced-pattern"}, {ATTR_SSP_SUFFIX, true, "suffix"},  {ATTR_PATH, false, "literal"},
	{ATTR_PATH_PREFIX, false, "prefix"},	       {ATTR_PATH_PATTERN, false, "pattern"}, {ATTR_PATH_ADVANCED_PATTERN, false, "advanced-pattern"},
	{ATTR_PATH_SUFFIX, false, "suffix"},
};

/* The filter takes each of them, beside the others. */
static bool emit_patterns(struct manifest *m, const struct fact_intent_filter *data, bool *any)
{
	for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
		const struct pattern *pattern = &patterns[i];
		const char *text = manifest_fixed_text(m, pattern->id);
		struct fact_intent_filter row = *data;

		if (text == NULL)
			continue;
		*any = true;
		*(pattern->is_ssp ? &row.ssp : &row.path_pattern) = text;
		row.pattern_kind = pattern->kind;
		if (!emit_filter(m, &row))
			return false;
	}
	return !m->stopped;
}

bool manifest_read_data(struct manifest *m)
{
	struct fact_intent_filter row = filter_row(m);
	struct manifest_data data = manifest_data_of(m, EFFECT_REFUSED);
	bool any = false;

	row.scheme = data.scheme;
	row.host = data.authority;
	row.mime = data.mime;
	row.mime_group = manifest_fixed_text(m, ATTR_MIME_GROUP); /* empty when the app is installed: no data yet */
	m->component.has_data |= row.scheme != NULL || row.mime != NULL ||
				 (m->is_unread && (manifest_has(m, ATTR_SCHEME) || manifest_has(m, ATTR_MIME_TYPE)));
	return emit_patterns(m, &row, &any) && (any || emit_filter(m, &row));
}

/* Activities do without a filter that has no action. */
static bool counts(const struct manifest *m)
{
	const char *kind = m->component.row.kind;

	return m->component.has_action || strcmp(kind, "service") == 0 || strcmp(kind, "provider") == 0;
}

static void take_main(const struct manifest *m, bool is_entry, const char **main_component)
{
	const struct fact_component *row = &m->component.row;

	if (is_entry && *main_component == NULL && row->enabled == 1 && m->application_enabled && is_activity(row))
		*main_component = row->name;
}

/* PackageManager.getLeanbackLaunchIntentForPackage beside getLaunchIntentForPackage: a home screen asks for one of the two. */
void manifest_choose_main(struct manifest *m)
{
	if (m->leanback_component != NULL && (m->is_for_tv || m->package->main_component == NULL))
		m->package->main_component = m->leanback_component;
}

/*
 * The first enabled activity or alias with a launcher filter is what the home screen shows; it asks without data, which no
 * filter with a scheme or type answers.
 */
bool manifest_end_filter(struct manifest *m)
{
	const struct manifest_component *component = &m->component;
	const struct fact_component *row = &component->row;
	bool is_entry = component->has_main && !component->has_data, is_shown = is_entry && (component->has_launcher || component->has_leanback);
	bool is_offered = component->has_other || (component->has_main && component->has_choice);

	m->component.num_counted += counts(m);
	m->component.is_launcher |= is_shown;
	take_main(m, is_entry && component->has_launcher, &m->package->main_component);
	take_main(m, is_entry && component->has_leanback, &m->leanback_component);
	if (is_activity(row) && !is_shown && !is_offered)
		return !m->stopped;
	m->component.is_offered |= is_offered;
	return add_shown(m, !is_activity(row) ? row->kind : is_shown ? NULL : "activity", &component->filter_look, component->num_filters - 1);
}
