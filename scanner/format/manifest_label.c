/*
 * manifest_label - read the labels and icons of the app and of its entries on the home screen, in every configuration; and the labels of what settings,
 * permission dialogs, quick settings and lists of widgets show: services, receivers and permissions; shortcuts and accounts; activities that are offered to share or open with, or are among
 * recent apps; attributions.
 *
 * source   AOSP PackageItemInfo.loadLabel and loadIcon, ResolveInfo.loadLabel and loadIcon, ParsedActivityImpl.makeAlias (Android 14)
 */
#include "format/manifest_parts.h"

#include "bytes/buf.h"
#include "format/resource_value.h"

#include <stdlib.h>

#define HOPS_MAX 20
#define STEPS_MAX 32768 /* values looked at: references that branch at every hop would never end */
#define NAME_MAX 512	/* of a configuration */
#define LABEL_SIZE 64	/* that a label takes besides its text */
#define PATH "resources.arsc"

/* The labels of a resource, one a configuration; a reference is followed in all of what it names. */
struct labels {
	struct manifest *m;
	const char *path;      /* where what is looked at stands */
	const char *kind;      /* NULL: of the home screen */
	const char *component; /* NULL: the application's */
	int64_t filter; /* of the component; FACT_ABSENT: its own */
	const char *locale, *configuration; /* that led here */
	bool shown[ARSC_LANGUAGES];	    /* whether a phone goes this way */
	const struct arsc_config *next[ARSC_LANGUAGES]; /* of the resource that is being looked at: which it takes */
	enum arsc_chinese chinese;
	int hops;
};

static const struct labels from_manifest = {.path = MANIFEST_PATH, .filter = FACT_ABSENT, .locale = "", .shown = {true, true}, .chinese = ARSC_DEFAULT};

static bool has_steps(struct manifest *m)
{
	if (++m->num_label_steps == STEPS_MAX)
		anomaly_report(m->anomalies, ANOMALY_LIMIT_NODES, PATH, ANOMALY_NO_OFFSET,
			       "a label, icon or network security configuration leads to more than %d values", STEPS_MAX);
	return m->num_label_steps < STEPS_MAX;
}

/* A table may name one long text for thousands of configurations, each of which everything that looks at names would look at. */
static bool has_room(struct manifest *m, const char *text)
{
	bool had_room = m->labels_size <= m->labels_limit;

	m->labels_size += LABEL_SIZE + (text == NULL ? 0 : strlen(text));
	if (had_room && m->labels_size > m->labels_limit)
		anomaly_report(m->anomalies, ANOMALY_LIMIT_NODES, PATH, ANOMALY_NO_OFFSET, "the labels of all configurations have more than %llu bytes",
			       (unsigned long long)m->labels_limit);
	return m->labels_size <= m->labels_limit;
}

static bool emit_label(const struct labels *labels, const char *text)
{
	struct fact_label row = fact_label_row();

	if (!has_room(labels->m, text))
		return false;
	row.path = labels->path;
	row.kind = labels->kind;
	row.component = labels->component;
	row.intent_filter = labels->filter;
	row.locale = labels->locale;
	row.configuration = labels->configuration;
	row.text = text;
	row.shown = labels->shown[ARSC_IN_NONE] ? 1 : FACT_ABSENT;
	row.chinese = labels->shown[ARSC_IN_CHINESE] ? resource_value_chinese(labels->chinese) : NULL;
	return manifest_emit(labels->m, FACT_TABLE_label, &row);
}

/* Nothing where the language says it all. */
static const char *name_of(struct manifest *m, const struct arsc_config *config)
{
	struct buf name BUF_CLEANUP = buf_new(NAME_MAX);
	const char *text;

	arsc_config_name(config, &name);
	text = arena_text(m->arena, buf_span(&name));
	m->stopped |= text == NULL || name.failed;
	return text;
}

static void qualify(struct labels *labels, const struct arsc_config *config)
{
	struct manifest *m = labels->m;
	const char *outer = labels->configuration;

	for (int i = 0; i < ARSC_LANGUAGES; i++)
		labels->shown[i] = labels->next[i] == config;
	if (labels->chinese == ARSC_DEFAULT)
		labels->chinese = arsc_chinese_of(config);
	if (*config->locale != '\0')
		labels->locale = arena_strdup(m->arena, config->locale);
	if (config->has_other || config->sdk != 0 || config->density != 0) {
		labels->configuration = name_of(m, config);
		if (outer != NULL && labels->configuration != NULL)
			labels->configuration = arena_printf(m->arena, "%s+%s", outer, labels->configuration);
	}
	m->stopped |= labels->locale == NULL || (labels->configuration == NULL && outer != NULL);
}

static bool look_at_label(void *owner, const struct arsc_config *config, const struct arsc_value *value);

/* Of the system's resources is said that there is a label, and not which; what the app has under their numbers may be it. */
static bool follow(const struct labels *labels, uint32_t resource)
{
	struct manifest *m = labels->m;
	struct labels deeper = *labels;

	deeper.path = PATH;
	deeper.hops++;
	for (int i = 0; i < ARSC_LANGUAGES; i++)
		deeper.next[i] = deeper.shown[i] ? arsc_shown_in(&m->arsc, resource, (enum arsc_language)i) : NULL;
	if (resource >> 24 != DYNAMIC_REF_SYSTEM)
		manifest_note_label(m, labels->kind, labels->component, resource);
	else if (!emit_label(labels, NULL))
		return false;
	if (labels->hops < HOPS_MAX)
		arsc_each(&m->arsc, resource, look_at_label, &deeper);
	return !m->stopped && m->num_label_steps < STEPS_MAX;
}

static bool look_at_label(void *owner, const struct arsc_config *config, const struct arsc_value *value)
{
	struct labels labels = *(const struct labels *)owner;
	struct manifest *m = labels.m;
	const char *text;

	if (!has_steps(m))
		return false;
	qualify(&labels, config);
	if (axml_is_reference(value->type))
		return follow(&labels, value->data);
	text = value->type == AXML_TYPE_STRING ? manifest_string(m, value, true) : NULL;
	return text == NULL ? !m->stopped : emit_label(&labels, text);
}

bool manifest_has_room(const struct manifest *m)
{
	return m->num_label_steps < STEPS_MAX && m->labels_size <= m->labels_limit;
}

bool manifest_follow_label(struct manifest *m, const char *path, const char *kind, const char *name, uint32_t resource)
{
	struct labels labels = from_manifest;

	labels.m = m;
	labels.path = path;
	labels.kind = kind;
	labels.component = name;
	if (manifest_has_room(m))
		follow(&labels, resource);
	return !m->stopped;
}

/* Of an activity: that is no label of the application's, of the home screen's or of an activity before it, as most are; a text is one row alone. */
static bool is_own(struct manifest *m, const char *kind, const struct axml_attribute *label)
{
	bool is_of_activity = kind != NULL && strcmp(kind, "activity") == 0;
	const char *key;

	if (!axml_is_reference(label->type) || !(kind == NULL || is_of_activity))
		return true;
	key = arena_printf(m->arena, "%08x", (unsigned)label->data);
	m->stopped |= key == NULL;
	return !m->stopped && !(manifest_seen(m, SEEN_LABEL, key) && is_of_activity);
}

static bool read_label(struct manifest *m, const char *kind, const char *component, int64_t filter, const struct manifest_look *look)
{
	struct labels labels = from_manifest;

	labels.m = m;
	labels.kind = kind;
	labels.component = component;
	labels.filter = filter;
	if (!look->has_label || !manifest_has_room(m) || !is_own(m, kind, &look->label))
		return !m->stopped;
	if (axml_is_reference(look->label.type))
		follow(&labels, look->label.data);
	else if (look->text != NULL && has_steps(m))
		emit_label(&labels, look->text);
	return !m->stopped;
}

static bool add_icon(struct manifest *m, const struct axml_attribute *icon, const struct apk_file *like)
{
	m->out->icons.are_icons = true;
	m->stopped |= axml_is_reference(icon->type) && !apk_files_add(&m->arsc, icon->data, like, m->arena, &m->out->icons);
	return !m->stopped;
}

/* num: how many of the attributes count. */
static bool read_icons(struct manifest *m, const char *component, const struct manifest_look *look, int num)
{
	for (int i = 0; i < num; i++)
		if (look->has_icon[i] && !add_icon(m, &look->icons[i], &(struct apk_file){.component = component, .attribute = (enum icon_attribute_number)i}))
			return false;
	return !m->stopped;
}

static bool has_icon(const struct manifest_look *look)
{
	for (size_t i = 0; i < ICON_ATTRIBUTES; i++)
		if (look->has_icon[i])
			return true;
	return false;
}

void manifest_read_look(struct manifest *m, struct manifest_look *look)
{
	look->has_label = manifest_has(m, ATTR_LABEL) && axml_find_id(&m->xml, ATTR_LABEL, &look->label);
	for (size_t i = 0; i < ICON_ATTRIBUTES; i++)
		look->has_icon[i] = manifest_has(m, icon_attributes[i].id) && axml_find_id(&m->xml, icon_attributes[i].id, &look->icons[i]);
	look->text = manifest_shown_text(m, ATTR_LABEL);
}

bool manifest_add_entry(struct manifest *m)
{
	const struct manifest_component *component = &m->component;
	struct manifest_entry *grown;

	if (component->row.name == NULL || !(component->is_launcher || component->is_offered || component->look.has_label || has_icon(&component->look)))
		return !m->stopped;
	grown = manifest_grow(m, m->entries, m->num_entries, &m->room_entries, sizeof *grown);
	if (grown == NULL)
		return false;
	m->entries = grown;
	m->entries[m->num_entries] = (struct manifest_entry){.name = component->row.name, .target = component->row.target,
							     .position = m->num_entries, .is_launcher = component->is_launcher,
							     .is_offered = component->is_offered, .look = component->look};
	m->num_entries++;
	return !m->stopped;
}

bool manifest_add_shown(struct manifest *m, const struct manifest_shown *shown)
{
	const struct manifest_look *look = &shown->look;
	struct manifest_shown *grown;

	if (shown->name == NULL || !(look->has_label || (shown->kind == NULL && has_icon(look))))
		return !m->stopped;
	grown = manifest_grow(m, m->shown, m->num_shown, &m->room_shown, sizeof *grown);
	if (grown == NULL)
		return false;
	m->shown = grown;
	m->shown[m->num_shown++] = *shown;
	return !m->stopped;
}

bool manifest_add_label(struct manifest *m, const char *kind, const char *name)
{
	struct manifest_shown shown = {.kind = kind, .name = name, .filter = FACT_ABSENT};

	manifest_read_look(m, &shown.look);
	return manifest_add_shown(m, &shown);
}

static int compare(const void *a, const void *b)
{
	const struct manifest_entry *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order != 0 ? order : (x->position > y->position) - (x->position < y->position);
}

static int compare_name(const void *key, const void *item)
{
	const struct manifest_entry *entry = item;

	return strcmp(key, entry->name);
}

/* An alias has what it lacks of the activity that it stands for. */
static struct manifest_look look_of(const struct manifest *m, const struct manifest_entry *entry)
{
	const struct manifest_entry *target =
		entry->target == NULL ? NULL : bsearch(entry->target, m->entries, m->num_entries, sizeof *m->entries, compare_name);
	struct manifest_look look = entry->look;

	if (target != NULL && !look.has_label) {
		look.has_label = target->look.has_label;
		look.label = target->look.label;
		look.text = target->look.text;
	}
	for (size_t i = 0; i < ICON_ATTRIBUTES; i++)
		if (target != NULL && !look.has_icon[i]) {
			look.has_icon[i] = target->look.has_icon[i];
			look.icons[i] = target->look.icons[i];
		}
	return look;
}

static bool read_entries(struct manifest *m)
{
	if (m->num_entries > 1)
		qsort(m->entries, m->num_entries, sizeof *m->entries, compare);
	for (size_t i = 0; i < m->num_entries; i++) {
		const struct manifest_entry *entry = &m->entries[i];
		struct manifest_look look = look_of(m, entry);

		if (entry->is_launcher && !(read_label(m, NULL, entry->name, FACT_ABSENT, &look) && read_icons(m, entry->name, &look, ICON_ATTRIBUTES)))
			return false;
	}
	return !m->stopped;
}

/* What is on the home screen, too, has its label there. */
static bool read_offered(struct manifest *m)
{
	for (size_t i = 0; i < m->num_entries; i++) {
		const struct manifest_entry *entry = &m->entries[i];
		struct manifest_look look = look_of(m, entry);

		if (entry->is_offered && !entry->is_launcher && !read_label(m, "activity", entry->name, FACT_ABSENT, &look))
			return false;
	}
	return !m->stopped;
}

/* Of what is asked for by filters the filter's own label and icon come first. Icons are those of the home screen alone, and no banner or logo. */
static bool read_shown(struct manifest *m)
{
	for (size_t i = 0; i < m->num_shown; i++) {
		const struct manifest_shown *shown = &m->shown[i];

		if (!read_label(m, shown->kind, shown->name, shown->filter, &shown->look) || (shown->kind == NULL && !read_icons(m, shown->name, &shown->look, ICON_ATTRIBUTE_BANNER)))
			return false;
	}
	return !m->stopped;
}

bool manifest_read_label(struct manifest *m)
{
	if (!read_label(m, NULL, NULL, FACT_ABSENT, &m->look) || !read_icons(m, NULL, &m->look, ICON_ATTRIBUTES))
		return false;
	if (m->out->network_config != 0 &&
	    !apk_files_add(&m->arsc, m->out->network_config, &(struct apk_file){.component = NULL}, m->arena, &m->out->network_configs))
		m->stopped = true;
	manifest_note_files(m, ATTR_NETWORK_SECURITY_CONFIG, &m->out->network_configs);
	return !m->stopped && read_entries(m) && read_shown(m) && manifest_read_named(m) && read_offered(m);
}
