/*
 *   adaptive-icon | background android:drawable
 *                 | foreground android:drawable, or an element inside with android:drawable or android:src
 *
 * source   AOSP AdaptiveIconDrawable.updateLayersFromXml, known since Android 8
 */
#include "format/apk_adaptive_icon.h"

#include "encoding/axml.h"

#include <stdlib.h>

#define XML_MAX ((uint64_t)64 * 1024) /* more is no list of layers */
#define ATTR_SRC 0x01010119
#define ATTR_DRAWABLE 0x01010199

enum layer { BACKGROUND, FOREGROUND, NUM_LAYERS };

static const char *const layer_names[] = {"background", "foreground"};

/* The layers of one file, which many icons may name. 0: none, or no resource. */
struct layers {
	const char *path;
	uint32_t resources[NUM_LAYERS];
};

struct icons {
	const struct format_input *input;
	const struct zipdir *dir;
	struct inflate *inflate;
	struct arena *arena;
	struct layers *read;
	size_t num, room;
};

static uint32_t resource_of(const struct axml *xml)
{
	struct axml_attribute attribute;

	if ((axml_find_id(xml, ATTR_DRAWABLE, &attribute) || axml_find_id(xml, ATTR_SRC, &attribute)) && axml_is_reference(attribute.type))
		return attribute.data;
	return 0;
}

/* Which one the element at hand is; NUM_LAYERS: none. The last of a kind counts. */
static int begin_layer(const struct axml *xml, struct layers *layers)
{
	int at = 0;

	while (at < NUM_LAYERS && !axml_element_is(xml, layer_names[at]))
		at++;
	if (at < NUM_LAYERS)
		layers->resources[at] = 0;
	return at;
}

static void read_layers(struct axml *xml, struct layers *layers)
{
	enum axml_event event;
	int root, at = NUM_LAYERS;

	while ((event = axml_next(xml)) == AXML_OTHER)
		;
	if (event != AXML_START || !axml_element_is(xml, "adaptive-icon"))
		return;
	for (root = xml->depth; (event = axml_next(xml)) != AXML_DOCUMENT_END && event != AXML_BAD;) {
		if (event == AXML_START && xml->depth == root + 1)
			at = begin_layer(xml, layers);
		if (event == AXML_START && at < NUM_LAYERS && layers->resources[at] == 0)
			layers->resources[at] = resource_of(xml);
	}
}

static bool read_file(struct icons *icons, const char *path, struct layers *layers, struct error *err)
{
	const struct limits *limits = &icons->input->options->limits;
	struct inflate_request request = {.source = icons->input->source, .entry = zipdir_find(icons->dir, path), .limits = limits};
	enum inflate_outcome outcome;
	struct axml xml;
	uint8_t *data;
	size_t len;

	if (request.entry == NULL || !request.entry->readable || request.entry->size > XML_MAX)
		return true;
	/* What is odd about the entry is said when all of them are read. */
	outcome = inflate_whole(icons->inflate, &request, XML_MAX, &data, &len, err);
	if (outcome == INFLATE_OK && axml_open(&xml, span_of(data, len), limits, path, NULL))
		read_layers(&xml, layers);
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

	for (int at = 0; layers != NULL && at < NUM_LAYERS; at++) {
		struct apk_file like = declared->icons.files[index];

		like.layer = layer_names[at];
		if (layers->resources[at] != 0 && !apk_files_add(&declared->arsc, layers->resources[at], &like, icons->arena, &declared->icons))
			return error_set(err, ERROR_MEMORY, "out of memory for icons");
	}
	return layers != NULL;
}

bool apk_adaptive_icon_read(const struct format_input *input, const struct zipdir *dir, struct inflate *inflate,
			    struct apk_manifest *declared, struct arena *arena, struct error *err)
{
	struct icons icons = {.input = input, .dir = dir, .inflate = inflate, .arena = arena};

	for (size_t i = 0, num = declared->icons.num; i < num; i++)
		if (span_ends(span_of_text(declared->icons.files[i].path), ".xml") && !add_layers(&icons, declared, i, err))
			return false;
	return true;
}
