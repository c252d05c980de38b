#include "format/apk_files.h"

#include "encoding/axml.h"

#define HOPS_MAX 20
#define STEPS_MAX 32768 /* values looked at: references that branch at every hop would never end */

struct search {
	struct arsc *arsc;
	struct apk_files *out;
	struct arena *arena;
	const char *component;
	int hops;
	bool *no_memory;
};

static bool has_steps(struct search *search)
{
	if (++search->out->num_steps == STEPS_MAX)
		anomaly_report(search->arsc->anomalies, ANOMALY_LIMIT_NODES, search->arsc->path, ANOMALY_NO_OFFSET,
			       "a label, icon or network security configuration leads to more than %d values", STEPS_MAX);
	return search->out->num_steps < STEPS_MAX;
}

static bool is_same(const struct apk_file *file, const char *path, const char *component, int64_t density)
{
	return file->density == density && strcmp(file->path, path) == 0 &&
	       (component == NULL || file->component == NULL ? component == file->component : strcmp(component, file->component) == 0);
}

static bool add(struct search *search, const char *path, int64_t density)
{
	struct apk_files *out = search->out;

	if (path == NULL)
		return !*search->no_memory;
	if (out->files == NULL && (out->files = arena_array(search->arena, APK_FILES_MAX, sizeof *out->files)) == NULL) {
		*search->no_memory = true;
		return false;
	}
	for (size_t i = 0; i < out->num; i++)
		if (is_same(&out->files[i], path, search->component, density))
			return true;
	if (out->num == APK_FILES_MAX) {
		anomaly_report(search->arsc->anomalies, ANOMALY_LIMIT_NODES, search->arsc->path, ANOMALY_NO_OFFSET,
			       "icons or a network security configuration of more than %d files", APK_FILES_MAX);
		return false;
	}
	out->files[out->num++] = (struct apk_file){.path = path, .component = search->component, .density = density};
	return true;
}

static bool look_at(void *owner, const struct arsc_config *config, const struct arsc_value *value)
{
	struct search *search = owner, deeper = *search;

	deeper.hops++;
	if (!has_steps(search))
		return false;
	if (value->type == AXML_TYPE_STRING)
		return add(search, string_pool_text(&search->arsc->values, value->data, search->arena, search->no_memory), config->density);
	if (axml_is_reference(value->type) && search->hops < HOPS_MAX)
		arsc_each(search->arsc, value->data, look_at, &deeper);
	return !*search->no_memory && search->out->num_steps < STEPS_MAX;
}

bool apk_files_add(struct arsc *arsc, uint32_t resource, const char *component, struct arena *arena, struct apk_files *out)
{
	bool no_memory = false;
	struct search search = {.arsc = arsc, .out = out, .arena = arena, .component = component, .no_memory = &no_memory};

	arsc_each(arsc, resource, look_at, &search);
	return !no_memory;
}
