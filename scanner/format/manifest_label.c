#include "format/manifest_parts.h"

#define ICONS_MAX 64
#define HOPS_MAX 20
#define STEPS_MAX 32768 /* values looked at: references that branch at every hop would never end */

/* The labels of a resource, one a locale; a reference is followed to the default of what it names. */
struct labels {
	struct manifest *m;
	int hops;
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

static bool look_at_label(void *owner, const struct arsc_config *config, const struct arsc_value *value)
{
	struct labels *labels = owner;
	struct manifest *m = labels->m;
	struct arsc_value resolved = *value;
	const char *locale;

	if (!has_steps(m))
		return false;
	if (config->has_other)
		return true;
	if (axml_is_reference(value->type) && labels->hops < HOPS_MAX && !config->has_locale) {
		struct labels deeper = {.m = m, .hops = labels->hops + 1};

		arsc_each(&m->arsc, value->data, look_at_label, &deeper);
		return !m->stopped && m->num_label_steps < STEPS_MAX;
	}
	if (axml_is_reference(value->type) && !arsc_resolve(&m->arsc, value->data, &resolved, NULL))
		return true;
	locale = arena_strdup(m->arena, config->locale);
	return resolved.type != AXML_TYPE_STRING || locale == NULL ||
	       emit_label(m, locale, manifest_string(m, &resolved, true));
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
	struct labels labels = {.m = m};
	struct icons icons = {.m = m};

	if (m->has_label && axml_is_reference(m->label.type))
		arsc_each(&m->arsc, m->label.data, look_at_label, &labels);
	else if (m->has_label && m->package->label != NULL)
		emit_label(m, "", m->package->label);
	m->num_label_steps = 0;
	if (m->has_icon && axml_is_reference(m->icon.type))
		arsc_each(&m->arsc, m->icon.data, look_at_icon, &icons);
	return !m->stopped;
}
