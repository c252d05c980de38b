#include "format/manifest_parts.h"

#define ICONS_MAX 64
#define HOPS_MAX 20
#define STEPS_MAX 32768 /* values looked at: references that branch at every hop would never end */

/*
 * The labels of a resource, one a locale, as AssetManager2 finds them: a reference is followed to the same locale of what it
 * names, else to a wider one; what is narrower there counts unless a resource on the way has a narrower locale of its own.
 */
struct labels {
	struct manifest *m;
	uint32_t id;
	const char *locale;	     /* the one that led here, empty for the default */
	const struct labels *outer; /* whence a reference led here */
	int hops;
	bool exact;
	const char *wider_locale; /* the narrowest of those that are wider */
	struct arsc_value wider;
};

static bool has_steps(struct manifest *m)
{
	if (++m->num_label_steps == STEPS_MAX)
		anomaly_report(m->anomalies, ANOMALY_LIMIT_NODES, "resources.arsc", ANOMALY_NO_OFFSET,
			       "the label or icon leads to more than %d values", STEPS_MAX);
	return m->num_label_steps < STEPS_MAX;
}

static bool emit_label(struct manifest *m, const char *locale, const char *text)
{
	struct fact_label row = fact_label_row();

	row.path = "resources.arsc";
	row.locale = locale;
	row.text = text;
	return text == NULL ? !m->stopped : manifest_emit(m, FACT_TABLE_label, &row);
}

/* "zh-CN" lies within "zh", and each locale within itself and the default. */
static bool is_within(const char *locale, const char *wider)
{
	size_t len = strlen(wider);

	return strncmp(locale, wider, len) == 0 && (len == 0 || locale[len] == '\0' || locale[len] == '-');
}

struct rival {
	const char *locale, *led; /* what was found, and the locale that led there */
	bool found;
};

static bool look_at_rival(void *owner, const struct arsc_config *config, const struct arsc_value *value)
{
	struct rival *rival = owner;

	(void)value;
	rival->found |= !config->has_other && strlen(config->locale) > strlen(rival->led) && is_within(rival->locale, config->locale);
	return !rival->found;
}

static bool has_rival(const struct labels *labels, const char *locale)
{
	struct rival rival = {.locale = locale};

	for (; labels->outer != NULL && !rival.found; labels = labels->outer) {
		rival.led = labels->locale;
		arsc_each(&labels->m->arsc, labels->outer->id, look_at_rival, &rival);
	}
	return rival.found;
}

static bool follow_label(struct manifest *m, uint32_t id, const char *locale, const struct labels *outer);

static bool take_label(const struct labels *labels, const char *locale, const struct arsc_value *value)
{
	struct manifest *m = labels->m;

	if (axml_is_reference(value->type))
		return labels->hops == HOPS_MAX || follow_label(m, value->data, locale, labels);
	return value->type != AXML_TYPE_STRING || has_rival(labels, locale) || emit_label(m, locale, manifest_string(m, value, true));
}

static bool look_at_label(void *owner, const struct arsc_config *config, const struct arsc_value *value)
{
	struct labels *labels = owner;

	if (!has_steps(labels->m))
		return false;
	if (config->has_other)
		return true;
	if (is_within(config->locale, labels->locale)) {
		labels->exact |= strcmp(config->locale, labels->locale) == 0;
		return take_label(labels, config->locale, value);
	}
	if (is_within(labels->locale, config->locale) &&
	    (labels->wider_locale == NULL || strlen(config->locale) > strlen(labels->wider_locale))) {
		labels->wider_locale = config->locale;
		labels->wider = *value;
	}
	return true;
}

/* False when memory or the steps have run out. */
static bool follow_label(struct manifest *m, uint32_t id, const char *locale, const struct labels *outer)
{
	struct labels labels = {.m = m, .id = id, .locale = locale, .outer = outer, .hops = outer == NULL ? 0 : outer->hops + 1};

	arsc_each(&m->arsc, id, look_at_label, &labels);
	if (!labels.exact && labels.wider_locale != NULL && !m->stopped && !take_label(&labels, locale, &labels.wider))
		return false;
	return !m->stopped && m->num_label_steps < STEPS_MAX;
}

struct icons {
	struct manifest *m;
	int hops;
};

static void add_icon(struct manifest *m, const char *path, int64_t density)
{
	struct apk_manifest *out = m->out;

	if (out->icons == NULL)
		out->icons = arena_array(m->arena, ICONS_MAX, sizeof *out->icons);
	if (out->icons != NULL && path != NULL && out->num_icons < ICONS_MAX)
		out->icons[out->num_icons++] = (struct apk_icon_file){.path = path, .density = density};
}

static bool look_at_icon(void *owner, const struct arsc_config *config, const struct arsc_value *value)
{
	struct icons *icons = owner;
	struct icons deeper = {.m = icons->m, .hops = icons->hops + 1};

	if (!has_steps(icons->m))
		return false;
	if (config->has_locale)
		return true;
	if (value->type == AXML_TYPE_STRING)
		add_icon(icons->m, manifest_string(icons->m, value, true), config->density);
	else if (axml_is_reference(value->type) && icons->hops < HOPS_MAX)
		arsc_each(&icons->m->arsc, value->data, look_at_icon, &deeper);
	return !icons->m->stopped && icons->m->num_label_steps < STEPS_MAX && icons->m->out->num_icons < ICONS_MAX;
}

bool manifest_read_label(struct manifest *m)
{
	struct icons icons = {.m = m};

	if (m->has_label && axml_is_reference(m->label.type))
		follow_label(m, m->label.data, "", NULL);
	else if (m->has_label && m->package->label != NULL)
		emit_label(m, "", m->package->label);
	m->num_label_steps = 0;
	if (m->has_icon && axml_is_reference(m->icon.type))
		arsc_each(&m->arsc, m->icon.data, look_at_icon, &icons);
	return !m->stopped;
}
