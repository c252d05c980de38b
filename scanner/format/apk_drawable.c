#include "format/apk_drawable.h"

#include "encoding/drawable.h"

#include <stdlib.h>

/* One file, which many icons may name. */
struct drawing {
	const char *path;
	struct drawable drawable;
};

struct icons {
	const struct format_input *input;
	const struct zipdir *dir;
	struct inflate *inflate;
	struct arena *arena;
	const struct dynamic_ref *refs;
	struct drawing *read;
	size_t num, room;
};

static bool read_file(struct icons *icons, const char *path, struct drawable *drawable, struct error *err)
{
	const struct limits *limits = &icons->input->options->limits;
	struct inflate_request request = {.source = icons->input->source, .entry = zipdir_find_path(icons->dir, path), .limits = limits};
	enum inflate_outcome outcome;
	uint8_t *data;
	size_t len;

	if (request.entry == NULL || !request.entry->readable || request.entry->size > DRAWABLE_MAX)
		return true;
	/* What is odd about the entry is said when all of them are read. */
	outcome = inflate_whole(icons->inflate, &request, DRAWABLE_MAX, &data, &len, err);
	if (outcome == INFLATE_OK)
		drawable_read(span_of(data, len), icons->refs, limits, path, drawable);
	free(data);
	return outcome != INFLATE_ERROR;
}

/* NULL and err when memory ran out or the package cannot be read. */
static const struct drawable *drawable_of(struct icons *icons, const char *path, struct error *err)
{
	struct drawing *grown;

	for (size_t i = 0; i < icons->num; i++)
		if (strcmp(icons->read[i].path, path) == 0)
			return &icons->read[i].drawable;
	grown = arena_grow(icons->arena, icons->read, icons->num, &icons->room, sizeof *grown);
	if (grown == NULL) {
		error_memory(err);
		return NULL;
	}
	icons->read = grown;
	grown[icons->num] = (struct drawing){.path = path};
	return read_file(icons, path, &grown[icons->num].drawable, err) ? &grown[icons->num++].drawable : NULL;
}

/* What a layer draws by itself is a row of its own: of that file. */
static bool add_part(struct icons *icons, struct apk_manifest *declared, size_t index, const struct drawable_part *part, const char *layer)
{
	struct apk_file like = declared->icons.files[index];

	like.look = DRAWABLE_UNKNOWN;
	like.layer = layer;
	for (size_t i = 0; i < part->num_references; i++)
		if (!apk_files_add(&declared->arsc, part->references[i], &like, icons->arena, &declared->icons))
			return false;
	if (part->own == DRAWABLE_UNSEEN && part->num_references > 0)
		return true;
	like.look = part->own;
	like.is_part = layer != NULL;
	return apk_files_add_look(&declared->arsc, &like, icons->arena, &declared->icons);
}

/* Of a monochrome layer that is not there, and of that of a layer, nothing is drawn. */
static bool is_drawn(const struct drawable *drawable, size_t number, const char *layer)
{
	const struct drawable_part *part = &drawable->parts[number];

	if (number == DRAWABLE_MONOCHROME && (layer != NULL || (part->own == DRAWABLE_UNSEEN && part->num_references == 0)))
		return false;
	return drawable->is_adaptive == (number != DRAWABLE_WHOLE);
}

/* A layer of a layer is drawn as part of it. */
static bool add_drawable(struct icons *icons, struct apk_manifest *declared, size_t index, struct error *err)
{
	const struct apk_file *file = &declared->icons.files[index];
	const struct drawable *drawable = drawable_of(icons, file->path, err);
	const char *layer = file->layer;
	bool ok = true;

	if (drawable == NULL)
		return false;
	for (size_t i = 0; ok && i < DRAWABLE_PARTS; i++)
		if (is_drawn(drawable, i, layer))
			ok = add_part(icons, declared, index, &drawable->parts[i], layer == NULL ? drawable_part_names[i] : layer);
	return ok || error_memory(err);
}

bool apk_drawable_read(const struct format_input *input, const struct zipdir *dir, struct inflate *inflate,
		       struct apk_manifest *declared, struct arena *arena, struct error *err)
{
	struct icons icons = {.input = input, .dir = dir, .inflate = inflate, .arena = arena, .refs = arsc_refs(&declared->arsc)};

	for (size_t i = 0; i < declared->icons.num; i++) {
		const struct apk_file *file = &declared->icons.files[i];

		if (!file->is_value && !file->is_part && span_ends(span_of_text(file->path), ".xml") && !add_drawable(&icons, declared, i, err))
			return false;
	}
	return true;
}
