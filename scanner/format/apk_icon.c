#include "format/apk_icon.h"

#include "bytes/text.h"
#include "encoding/png.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define ICON_MAX ((uint64_t)4 * 1024 * 1024)
#define VISIBLE 8 /* of 255: less than that nobody sees */

/* Reads the picture's size and hash where it is one that we know; the pass has already told what is odd about the entry. */
static bool look(const struct pass *pass, struct inflate *inflate, const struct zipdir_entry *entry, struct png *png,
		 struct error *err)
{
	struct inflate_request request = {.source = pass->source, .entry = entry, .limits = &pass->options->limits};
	enum inflate_outcome outcome;
	uint8_t *data = NULL;
	size_t len = 0;

	if (entry->size > ICON_MAX)
		return true;
	outcome = inflate_whole(inflate, &request, ICON_MAX, &data, &len, err);
	if (outcome == INFLATE_OK)
		png_read(span_of(data, len), png);
	free(data);
	return outcome != INFLATE_ERROR;
}

static bool write_row(const struct pass *pass, const struct zipdir_entry *entry, int64_t density, const struct png *png,
		      struct error *err)
{
	struct fact_icon row = fact_icon_row();
	char sha256[2 * PASS_SHA256_LEN + 1], hash[17];

	text_hex_to(sha256, span_of(pass->entries[entry - pass->dir->entries].sha256, PASS_SHA256_LEN));
	snprintf(hash, sizeof hash, "%016" PRIx64, png->hash);
	row.package = 0;
	row.path = entry->path;
	row.density = density;
	row.width = png->width > 0 ? png->width : FACT_ABSENT;
	row.height = png->height > 0 ? png->height : FACT_ABSENT;
	row.sha256 = sha256;
	row.dhash = png->has_hash ? hash : NULL;
	row.transparent = png->has_hash ? png->opacity < VISIBLE : FACT_ABSENT;
	return fact_icon_emit(pass->sink, &row) || error_set(err, ERROR_IO, "the rows could not be written");
}

bool apk_icon_write(const struct pass *pass, struct inflate *inflate, const char *name, int64_t density,
		    struct error *err)
{
	const struct zipdir_entry *entry = zipdir_find(pass->dir, name);
	struct png png = {0};

	if (entry == NULL || !pass->entries[entry - pass->dir->entries].is_read)
		return true;
	return look(pass, inflate, entry, &png, err) && write_row(pass, entry, density, &png, err);
}
