#include "format/apk_files.h"

#include "bytes/text.h"
#include "encoding/axml.h"

#define HOPS_MAX 20
#define SYSTEM_WHITE 0x0106000B
#define SYSTEM_BLACK 0x0106000C
#define SYSTEM_TRANSPARENT 0x0106000D
#define MANIFEST "AndroidManifest.xml"
#define FIRST_COLOUR 0x1C
#define LAST_COLOUR 0x1F
#define STEPS_MAX 32768 /* values looked at: references that branch at every hop would never end */

struct search {
	struct arsc *arsc;
	struct apk_files *out;
	struct arena *arena;
	const struct apk_file *like;
	int hops;
	bool by_number; /* values are numbers of resources */
	bool *no_memory;
};

static bool has_steps(struct search *search)
{
	if (++search->out->num_steps == STEPS_MAX)
		anomaly_report(search->arsc->anomalies, ANOMALY_LIMIT_NODES, search->arsc->path, ANOMALY_NO_OFFSET,
			       "a label, icon or network security configuration leads to more than %d values", STEPS_MAX);
	return search->out->num_steps < STEPS_MAX;
}

/* What is the icon, too, is no file of its own. */
static bool is_same(const struct apk_file *file, const struct apk_file *other)
{
	return file->density == other->density && file->is_value == other->is_value && strcmp(file->path, other->path) == 0 &&
	       text_same(file->component, other->component) && text_same(file->layer, other->layer) && (file->attribute == other->attribute || file->attribute == ICON_ATTRIBUTE_ICON);
}

/* The look of a file is at first unknown: what is found out of it takes the place. What it takes is drawn as it is. */
static void add_to(struct apk_file *file, const struct apk_file *other)
{
	file->look = file->is_value || file->look != DRAWABLE_UNKNOWN ? drawable_both(file->look, other->look) : other->look;
	file->is_followed &= file->is_redrawn >= other->is_redrawn && file->is_natural >= other->is_natural;
	file->is_redrawn |= other->is_redrawn;
	file->is_natural |= other->is_natural;
}

static bool add(struct search *search, const struct apk_file *file)
{
	struct apk_files *out = search->out;
	struct apk_file *grown;

	if (file->path == NULL)
		return !*search->no_memory;
	for (size_t i = 0; i < out->num; i++)
		if (is_same(&out->files[i], file)) {
			add_to(&out->files[i], file);
			return true;
		}
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
	out->files[out->num++] = *file;
	return true;
}

static bool add_file(struct search *search, const char *path, int64_t density)
{
	struct apk_file file = *search->like;

	file.path = path;
	file.density = density;
	return add(search, &file);
}

static bool add_value(struct search *search, const char *path, enum drawable_look look, int64_t density)
{
	struct apk_file file = *search->like;

	file.path = path;
	file.density = density;
	file.is_value = true;
	file.look = look;
	return !search->out->are_icons || add(search, &file);
}

/* Its colours that everybody knows; what else it has is not known here. */
static enum drawable_look look_of_system(uint32_t id)
{
	if (id == SYSTEM_TRANSPARENT)
		return DRAWABLE_UNSEEN;
	return id == SYSTEM_WHITE || id == SYSTEM_BLACK ? DRAWABLE_SEEN : DRAWABLE_UNKNOWN;
}

/* False where it stands there already, and when memory ran out. As with files, what is the icon, too, is not. */
static bool is_new(struct search *search, uint32_t id)
{
	const struct apk_file *like = search->like;
	const char *name = arena_printf(search->arena, "%d%s/%s%s", (int)like->attribute, like->layer == NULL ? "" : like->layer,
					like->component == NULL ? "" : like->component, like->is_redrawn ? "/" : "");
	enum name_set_outcome outcome = name == NULL ? NAME_SET_NO_MEMORY : name_set_add(&search->out->names, search->arena, id, span_of_text(name));

	*search->no_memory |= outcome == NAME_SET_NO_MEMORY;
	return outcome == NAME_SET_NEW &&
	       (like->attribute == ICON_ATTRIBUTE_ICON || name_set_find(&search->out->names, id, span_of_text(arena_printf(search->arena, "%d%s", ICON_ATTRIBUTE_ICON, name + 1))) == NAME_SET_NONE);
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

static bool look_at(void *owner, const struct arsc_config *config, const struct arsc_value *value);

static bool is_system(const struct arsc *arsc)
{
	return arsc->has_system_package && arsc_own_package(arsc) == 0;
}

/* What the app has under a number of the system's may be it. */
static void follow(struct search *search, uint32_t id)
{
	add_resource(search, id);
	if (id >> 24 == DYNAMIC_REF_SYSTEM && !is_system(search->arsc))
		add_value(search, search->like->path == NULL ? MANIFEST : search->like->path, look_of_system(id), search->like->density);
	arsc_each(search->arsc, id, look_at, search);
}

static bool look_at(void *owner, const struct arsc_config *config, const struct arsc_value *value)
{
	struct search *search = owner, deeper = *search;

	deeper.hops++;
	deeper.by_number &= axml_is_reference(value->type);
	if (!has_steps(search))
		return false;
	if (search->by_number && !deeper.by_number && !axml_is_number(value->type))
		return true;
	if (value->type == AXML_TYPE_STRING)
		return add_file(search, arsc_text(search->arsc, value->data, search->arena, search->no_memory), config->density);
	if (!search->by_number && value->type >= FIRST_COLOUR && value->type <= LAST_COLOUR)
		return add_value(search, search->arsc->path, drawable_colour(value->data), config->density);
	if ((search->by_number || axml_is_reference(value->type)) && search->hops < HOPS_MAX)
		follow(&deeper, value->data);
	return !*search->no_memory && search->out->num_steps < STEPS_MAX;
}

static bool search_from(uint32_t resource, struct search search)
{
	bool no_memory = false;

	search.no_memory = &no_memory;
	follow(&search, resource);
	return !no_memory;
}

bool apk_files_add(struct arsc *arsc, uint32_t resource, const struct apk_file *like, struct arena *arena, struct apk_files *out)
{
	return search_from(resource, (struct search){.arsc = arsc, .out = out, .arena = arena, .like = like});
}

bool apk_files_add_numbered(struct arsc *arsc, uint32_t resource, const struct apk_file *like, struct arena *arena, struct apk_files *out)
{
	return search_from(resource, (struct search){.arsc = arsc, .out = out, .arena = arena, .like = like, .by_number = true});
}

bool apk_files_add_look(struct arsc *arsc, const struct apk_file *file, struct arena *arena, struct apk_files *out)
{
	bool no_memory = false;
	struct search search = {.arsc = arsc, .out = out, .arena = arena, .like = file, .no_memory = &no_memory};

	add(&search, file);
	return !no_memory;
}
