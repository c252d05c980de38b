/*
 * manifest_label - read the labels of the app, in every configuration.
 */
#include "format/manifest_parts.h"

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
			       "a label, icon or network security configuration leads to more than %d values", STEPS_MAX);
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

/* The files of a resource; a reference is followed to those of what it names. */
struct files {
	struct manifest *m;
	struct apk_files *out;
	bool any_locale; /* those for a language, too */
	int hops;
};

static void add_file(struct manifest *m, struct apk_files *out, const char *path, int64_t density)
{
	if (out->files == NULL && (out->files = arena_array(m->arena, APK_FILES_MAX, sizeof *out->files)) == NULL)
		m->stopped = true;
	else if (path != NULL && out->num < APK_FILES_MAX)
		out->files[out->num++] = (struct apk_file){.path = path, .density = density};
}

static bool look_at_file(void *owner, const struct arsc_config *config, const struct arsc_value *value)
{
	struct files *files = owner, deeper = *files;
	struct manifest *m = files->m;

	deeper.hops++;
	if (!has_steps(m))
		return false;
	if (config->has_locale && !files->any_locale)
		return true;
	if (value->type == AXML_TYPE_STRING)
		add_file(m, files->out, manifest_string(m, value, true), config->density);
	else if (axml_is_reference(value->type) && files->hops < HOPS_MAX)
		arsc_each(&m->arsc, value->data, look_at_file, &deeper);
	return !m->stopped && m->num_label_steps < STEPS_MAX && files->out->num < APK_FILES_MAX;
}

static void list_files(struct manifest *m, uint32_t resource, bool any_locale, struct apk_files *out)
{
	struct files files = {.m = m, .out = out, .any_locale = any_locale};

	m->num_label_steps = 0;
	arsc_each(&m->arsc, resource, look_at_file, &files);
}

bool manifest_read_label(struct manifest *m)
{
	struct labels labels = {.m = m};

	if (m->has_label && axml_is_reference(m->label.type))
		arsc_each(&m->arsc, m->label.data, look_at_label, &labels);
	else if (m->has_label && m->package->label != NULL)
		emit_label(m, "", m->package->label);
	if (m->has_icon && axml_is_reference(m->icon.type))
		list_files(m, m->icon.data, false, &m->out->icons);
	if (m->out->network_config != 0)
		list_files(m, m->out->network_config, true, &m->out->network_configs);
	return !m->stopped;
}
