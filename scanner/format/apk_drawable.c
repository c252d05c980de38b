#include "format/apk_drawable.h"

#include "encoding/drawable.h"

#include <stdlib.h>

/* One file, which many icons may name. */
struct drawing {
	const char *path;
	bool is_layer; /* of an adaptive icon */
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

static bool is_xml(const struct apk_file *file)
{
	return !file->is_value && span_ends(span_of_text(file->path), ".xml");
}

static bool read_file(struct icons *icons, const char *path, bool is_layer, struct drawable *drawable, struct error *err)
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
		drawable_read(span_of(data, len), icons->refs, is_layer, limits, path, drawable);
	free(data);
	return outcome != INFLATE_ERROR;
}

/* NULL and err when memory ran out or the package cannot be read. */
static const struct drawable *drawable_of(struct icons *icons, const char *path, bool is_layer, struct error *err)
{
	struct drawing *grown;

	for (size_t i = 0; i < icons->num; i++)
		if (icons->read[i].is_layer == is_layer && strcmp(icons->read[i].path, path) == 0)
			return &icons->read[i].drawable;
	grown = arena_grow(icons->arena, icons->read, icons->num, &icons->room, sizeof *grown);
	if (grown == NULL) {
		error_memory(err);
		return NULL;
	}
	icons->read = grown;
	grown[icons->num] = (struct drawing){.path = path, .is_layer = is_layer};
	return read_file(icons, path, is_layer, &grown[icons->num].drawable, err) ? &grown[icons->num++].drawable : NULL;
}

/* Whether a file or colour of the resource hides what is drawn below it. */
static bool is_cover(struct icons *icons, struct apk_manifest *declared, const struct apk_file *like, uint32_t resource, bool *covers, struct error *err)
{
	struct apk_files found = {.are_icons = true, .num_steps = declared->icons.num_steps};
	bool ok = apk_files_add(&declared->arsc, resource, like, icons->arena, &found) || error_memory(err);

	declared->icons.num_steps = found.num_steps;
	for (size_t i = 0; ok && i < found.num; i++) {
		const struct apk_file *file = &found.files[i];
		const struct drawable *drawable = is_xml(file) ? drawable_of(icons, file->path, file->layer != NULL, err) : NULL;

		ok = drawable != NULL || !is_xml(file);
		*covers |= file->is_value ? file->look == DRAWABLE_SEEN : drawable != NULL && drawable->parts[DRAWABLE_WHOLE].is_cover;
	}
	return ok;
}

/* From the uppermost down, so that of each it is known what lies above it. */
static bool add_references(struct icons *icons, struct apk_manifest *declared, struct apk_file like, const struct drawable_part *part, struct error *err)
{
	bool ok = true, is_covered = false, is_redrawn = like.is_redrawn, is_natural = like.is_natural;

	like.look = DRAWABLE_UNKNOWN;
	for (size_t i = part->num_references; ok && i > 0; i--) {
		const struct drawable_reference *reference = &part->references[i - 1];

		like.is_redrawn = is_redrawn || is_covered || reference->is_redrawn;
		like.is_natural = is_natural || reference->is_natural;
		ok = apk_files_add(&declared->arsc, reference->resource, &like, icons->arena, &declared->icons) || error_memory(err);
		if (ok && i > 1 && reference->is_whole)
			ok = is_cover(icons, declared, &like, reference->resource, &is_covered, err);
	}
	return ok;
}

/* What a layer draws by itself is a row of its own: of that file. */
static bool add_part(struct icons *icons, struct apk_manifest *declared, size_t index, const struct drawable_part *part, const char *layer, struct error *err)
{
	struct apk_file like = declared->icons.files[index];

	like.is_followed = false;
	like.layer = layer;
	if (!add_references(icons, declared, like, part, err))
		return false;
	if (part->own == DRAWABLE_UNSEEN && part->num_references > 0)
		return true;
	like.look = part->own;
	like.is_part = layer != NULL;
	return apk_files_add_look(&declared->arsc, &like, icons->arena, &declared->icons) || error_memory(err);
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
	const char *layer = declared->icons.files[index].layer;
	const struct drawable *read = drawable_of(icons, declared->icons.files[index].path, layer != NULL, err);
	struct drawable drawable; /* as others are read they may move */

	if (read == NULL)
		return false;
	drawable = *read;
	for (size_t i = 0; i < DRAWABLE_PARTS; i++)
		if (is_drawn(&drawable, i, layer) && !add_part(icons, declared, index, &drawable.parts[i], layer == NULL ? drawable_part_names[i] : layer, err))
			return false;
	return true;
}

static bool follow(struct icons *icons, struct apk_manifest *declared, bool *has_more, struct error *err)
{
	*has_more = false;
	for (size_t i = 0; i < declared->icons.num; i++) {
		struct apk_file *file = &declared->icons.files[i];

		if (file->is_followed || !is_xml(file) || file->is_part)
			continue;
		file->is_followed = *has_more = true;
		if (!add_drawable(icons, declared, i, err))
			return false;
	}
	return true;
}

/* What was followed before it was known to be redrawn is followed once more. */
bool apk_drawable_read(const struct format_input *input, const struct zipdir *dir, struct inflate *inflate,
		       struct apk_manifest *declared, struct arena *arena, struct error *err)
{
	struct icons icons = {.input = input, .dir = dir, .inflate = inflate, .arena = arena, .refs = arsc_refs(&declared->arsc)};
	bool ok = true;

	for (bool has_more = true; ok && has_more;)
		ok = follow(&icons, declared, &has_more, err);
	return ok;
}
