#include "format/apk_files.h"

#include "encoding/axml.h"

#define HOPS_MAX 20
#define STEPS_MAX 32768 /* values looked at: references that branch at every hop would never end */

struct search {
	struct arsc *arsc;
	struct apk_files *out;
	struct arena *arena;
	const struct apk_file *like;
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

static bool is_same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* A round icon that is the other one, too, is no file of its own. */
static bool is_same(const struct apk_file *file, const struct apk_file *like, const char *path, int64_t density)
{
	return file->density == density && strcmp(file->path, path) == 0 && is_same_text(file->component, like->component) &&
	       is_same_text(file->layer, like->layer) && (like->is_round || !file->is_round);
}

static bool add(struct search *search, const char *path, int64_t density)
{
	struct apk_files *out = search->out;
	struct apk_file *grown;

	if (path == NULL)
		return !*search->no_memory;
	for (size_t i = 0; i < out->num; i++)
		if (is_same(&out->files[i], search->like, path, density))
			return true;
	if (out->num == APK_FILES_MAX) {
		anomaly_report(search->arsc->anomalies, ANOMALY_LIMIT_NODES, search->arsc->path, ANOMALY_NO_OFFSET,
			       "icons or a network security configuration of more than %d files", APK_FILES_MAX);
		return false;
	}
	grown = arena_grow(search->arena, out->files, out->num, &out->room, sizeof *grown);
	*search->no_memory |= grown == NULL;
	if (grown == NULL)
		return false;
	out->files = grown;
	out->files[out->num] = *search->like;
	out->files[out->num].path = path;
	out->files[out->num++].density = density;
	return true;
}

/* False where it stands there already, and when memory ran out. As with files, a round icon may be the other one, too. */
static bool is_new(struct search *search, uint32_t id)
{
	const struct apk_file *like = search->like;
	const char *name = arena_printf(search->arena, "%d%s/%s", like->is_round, like->layer == NULL ? "" : like->layer,
					like->component == NULL ? "" : like->component);
	enum name_set_outcome outcome = name == NULL ? NAME_SET_NO_MEMORY : name_set_add(&search->out->names, search->arena, id, span_of_text(name));

	*search->no_memory |= outcome == NAME_SET_NO_MEMORY;
	return outcome == NAME_SET_NEW &&
	       (!like->is_round || name_set_find(&search->out->names, id, span_of_text(arena_printf(search->arena, "0%s", name + 1))) == NAME_SET_NONE);
}

static void add_resource(struct search *search, uint32_t id)
{
	struct apk_files *out = search->out;
	struct apk_files_resource *grown;

	if (id >> 24 <= DYNAMIC_REF_SYSTEM || !is_new(search, id))
		return;
	grown = arena_grow(search->arena, out->resources, out->num_resources, &out->room_resources, sizeof *grown);
	*search->no_memory |= grown == NULL;
	if (grown == NULL)
		return;
	out->resources = grown;
	grown[out->num_resources++] = (struct apk_files_resource){.id = id, .like = *search->like};
}

static bool look_at(void *owner, const struct arsc_config *config, const struct arsc_value *value)
{
	struct search *search = owner, deeper = *search;

	deeper.hops++;
	if (!has_steps(search))
		return false;
	if (value->type == AXML_TYPE_STRING)
		return add(search, string_pool_text(&search->arsc->values, value->data, search->arena, search->no_memory), config->density);
	if (axml_is_reference(value->type) && search->hops < HOPS_MAX) {
		add_resource(search, value->data);
		arsc_each(search->arsc, value->data, look_at, &deeper);
	}
	return !*search->no_memory && search->out->num_steps < STEPS_MAX;
}

bool apk_files_add(struct arsc *arsc, uint32_t resource, const struct apk_file *like, struct arena *arena, struct apk_files *out)
{
	bool no_memory = false;
	struct search search = {.arsc = arsc, .out = out, .arena = arena, .like = like, .no_memory = &no_memory};

	add_resource(&search, resource);
	arsc_each(arsc, resource, look_at, &search);
	return !no_memory;
}
