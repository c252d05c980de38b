#include "format/apk_icon.h"

#include "bytes/text.h"
#include "encoding/drawable_place.h"
#include "format/resource_value.h"

#include <inttypes.h>
#include <stdio.h>

#define MANIFEST_PATH "AndroidManifest.xml"

enum { DENSITY_MEDIUM = 160, DENSITY_USUAL = 480, DENSITY_ANY = 65534, DENSITY_NONE = 65535 }; /* dots of an inch; of 160 one is a dp */

bool apk_icon_list(struct pass *pass, const struct apk_manifest *declared, struct arena *arena, struct error *err)
{
	if (declared->icons.num == 0)
		return true;
	pass->icons = arena_array(arena, declared->icons.num, sizeof *pass->icons);
	if (pass->icons == NULL)
		return error_memory(err);
	for (size_t i = 0; i < declared->icons.num; i++) {
		const struct apk_file *file = &declared->icons.files[i];
		const struct zipdir_entry *entry = zipdir_find_path(pass->dir, file->path);

		pass->icons[pass->num_icons++] = (struct inspect_icon){.entry = file->is_value ? NULL : entry, .path = file->path, .component = file->component,
								       .attribute = file->attribute, .layer = file->layer, .density = file->density,
								       .look = file->look, .is_redrawn = file->is_redrawn, .is_natural = file->is_natural};
	}
	return true;
}

bool apk_icon_refer(const struct apk_manifest *declared, struct fact_sink *sink, struct error *err)
{
	for (size_t i = 0; i < declared->icons.num_resources; i++) {
		const struct apk_files_resource *resource = &declared->icons.resources[i];
		struct fact_manifest_reference row = fact_manifest_reference_row();
		char id[RESOURCE_VALUE_ID_SIZE];

		resource_value_id(id, resource->id);
		row.path = MANIFEST_PATH;
		row.attribute = icon_attributes[resource->like.attribute].hex;
		row.resource = id;
		row.component = resource->like.component;
		row.layer = resource->like.layer;
		row.redrawn = resource->like.is_redrawn ? 1 : FACT_ABSENT;
		if (!fact_manifest_reference_emit(sink, &row))
			return error_set(err, ERROR_IO, "the rows could not be written");
	}
	return true;
}

static int64_t is_unseen(const struct inspect_icon *icon)
{
	if (icon->picture.has_hash)
		return picture_is_transparent(&icon->picture);
	return icon->look == DRAWABLE_UNKNOWN ? FACT_ABSENT : icon->look == DRAWABLE_UNSEEN;
}

/* For which the picture is made, so that it stands there unscaled. */
static uint64_t density_of(const struct inspect_icon *icon)
{
	if (icon->density == DENSITY_NONE || icon->density == DENSITY_ANY)
		return DENSITY_USUAL;
	return icon->density > 0 ? (uint64_t)icon->density : DENSITY_MEDIUM;
}

/* Of what is drawn as large as it is: whether no more than two thirds of a side are seen of it. */
static bool is_cut(const struct inspect_icon *icon)
{
	const struct picture *picture = &icon->picture;
	uint64_t room = icon->layer == NULL ? DRAWABLE_ICON_DP : DRAWABLE_LAYER_DP, dots = picture->width > picture->height ? picture->width : picture->height;

	return icon->is_natural && dots * DENSITY_MEDIUM * 2 > room * density_of(icon) * 3;
}

/* Drawings are compared with no others, as they stand or otherwise. */
static const char *altered(const struct inspect_icon *icon)
{
	return icon->picture.has_hash && (icon->is_redrawn || is_cut(icon)) ? "redrawn" : picture_altered(&icon->picture);
}

/* result: of its entry; NULL: it has none. */
static bool write_row(const struct pass *pass, const struct inspect_icon *icon, const struct pass_entry *result,
		      struct error *err)
{
	struct fact_icon row = fact_icon_row();
	const struct picture *picture = &icon->picture;
	char sha256[2 * PASS_SHA256_LEN + 1], hash[17];

	snprintf(hash, sizeof hash, "%016" PRIx64, picture->hash);
	row.package = 0;
	row.path = icon->path;
	row.density = icon->density;
	row.component = icon->component;
	row.round = icon_attributes[icon->attribute].round;
	row.kind = icon_attributes[icon->attribute].kind;
	row.layer = icon->layer;
	row.width = picture->width > 0 ? picture->width : FACT_ABSENT;
	row.height = picture->height > 0 ? picture->height : FACT_ABSENT;
	if (result != NULL) {
		text_hex_to(sha256, span_of(result->sha256, PASS_SHA256_LEN));
		row.sha256 = sha256;
	}
	row.dhash = picture->has_hash ? hash : NULL;
	row.transparent = is_unseen(icon);
	row.altered = altered(icon);
	return fact_icon_emit(pass->input->sink, &row) || error_set(err, ERROR_IO, "the rows could not be written");
}

bool apk_icon_write(const struct pass *pass, struct error *err)
{
	for (size_t i = 0; i < pass->num_icons; i++) {
		const struct inspect_icon *icon = &pass->icons[i];
		const struct pass_entry *result = icon->entry == NULL ? NULL : &pass->entries[icon->entry - pass->dir->entries];

		if ((result == NULL || result->is_read) && !write_row(pass, icon, result, err))
			return false;
	}
	return true;
}
