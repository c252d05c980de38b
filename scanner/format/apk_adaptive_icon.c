#include "format/apk_adaptive_icon.h"

#include "encoding/adaptive_icon.h"

#include <stdlib.h>

/* The layers of one file, which many icons may name. */
struct layers {
	const char *path;
	struct adaptive_icon icon;
};

struct icons {
	const struct format_input *input;
	const struct zipdir *dir;
	struct inflate *inflate;
	struct arena *arena;
	const struct dynamic_ref *refs;
	struct layers *read;
	size_t num, room;
};

static bool read_file(struct icons *icons, const char *path, struct layers *layers, struct error *err)
{
	const struct limits *limits = &icons->input->options->limits;
	struct inflate_request request = {.source = icons->input->source, .entry = zipdir_find(icons->dir, path), .limits = limits};
	enum inflate_outcome outcome;
	uint8_t *data;
	size_t len;

	if (request.entry == NULL || !request.entry->readable || request.entry->size > ADAPTIVE_ICON_MAX)
		return true;
	/* What is odd about the entry is said when all of them are read. */
	outcome = inflate_whole(icons->inflate, &request, ADAPTIVE_ICON_MAX, &data, &len, err);
	if (outcome == INFLATE_OK)
		adaptive_icon_read(span_of(data, len), icons->refs, limits, path, &layers->icon);
	free(data);
	return outcome != INFLATE_ERROR;
}

/* NULL and err when memory ran out or the package cannot be read. */
static const struct layers *layers_of(struct icons *icons, const char *path, struct error *err)
{
	struct layers *grown;

	for (size_t i = 0; i < icons->num; i++)
		if (strcmp(icons->read[i].path, path) == 0)
			return &icons->read[i];
	grown = arena_grow(icons->arena, icons->read, icons->num, &icons->room, sizeof *grown);
	if (grown == NULL) {
		error_set(err, ERROR_MEMORY, "out of memory for icons");
		return NULL;
	}
	icons->read = grown;
	grown[icons->num] = (struct layers){.path = path};
	return read_file(icons, path, &grown[icons->num], err) ? &grown[icons->num++] : NULL;
}

static bool add_layers(struct icons *icons, struct apk_manifest *declared, size_t index, struct error *err)
{
	const struct layers *layers = layers_of(icons, declared->icons.files[index].path, err);

	for (int at = 0; layers != NULL && at < ADAPTIVE_ICON_LAYERS; at++) {
		struct apk_file like = declared->icons.files[index];

		like.layer = adaptive_icon_names[at];
		if (layers->icon.resources[at] != 0 && !apk_files_add(&declared->arsc, layers->icon.resources[at], &like, icons->arena, &declared->icons))
			return error_set(err, ERROR_MEMORY, "out of memory for icons");
	}
	return layers != NULL;
}

bool apk_adaptive_icon_read(const struct format_input *input, const struct zipdir *dir, struct inflate *inflate,
			    struct apk_manifest *declared, struct arena *arena, struct error *err)
{
	struct icons icons = {.input = input, .dir = dir, .inflate = inflate, .arena = arena, .refs = arsc_refs(&declared->arsc)};

	for (size_t i = 0, num = declared->icons.num; i < num; i++)
		if (span_ends(span_of_text(declared->icons.files[i].path), ".xml") && !add_layers(&icons, declared, i, err))
			return false;
	return true;
}
