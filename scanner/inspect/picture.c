/*
 * picture - the pictures of a split that may be the icon of its base: rows of split_picture.
 *
 * Which of them is, nothing in the split says; so all that its resource table names are looked at, but those that are larger than
 * icons are.
 */
#include "encoding/axml.h"
#include "encoding/drawable.h"
#include "inspect/content.h"
#include "inspect/inspect.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define PICTURE_MAX ((uint64_t)128 * 1024)
#define HASH_SIZE 17
#define ID_SIZE 9

static bool is_picture(struct span head)
{
	return span_starts(head, "\x89PNG") || (span_starts(head, "RIFF") && span_starts(span_slice(head, 8, head.len), "WEBP"));
}

/* The phone takes a drawable for XML by the file's name. */
static bool is_xml(const struct zipdir_entry *entry)
{
	return span_ends(entry->name, ".xml");
}

static bool wants(const struct inspect_context *context, const struct zipdir_entry *entry, struct span head, struct span tail)
{
	(void)tail;
	return context->pictures != NULL && context->pictures[entry - context->dir->entries] &&
	       (is_xml(entry) ? entry->size <= DRAWABLE_MAX : is_picture(head) && entry->size <= PICTURE_MAX);
}

static bool emit_picture(const struct inspect_context *context, const struct zipdir_entry *entry, struct fact_split_picture *row, struct span bytes)
{
	struct picture picture;
	char hash[HASH_SIZE];

	if (!picture_read(bytes, context->points, &picture))
		return true;
	inspect_report_points(context, entry, &picture);
	row->width = picture.width;
	row->height = picture.height;
	if (picture.has_hash) {
		snprintf(hash, sizeof hash, "%016" PRIx64, picture.hash);
		row->dhash = hash;
		row->transparent = picture_is_transparent(&picture);
	}
	row->altered = picture_altered(&picture);
	return fact_split_picture_emit(context->sink, row);
}

/* What takes a picture otherwise than it stands is not followed farther: it says so itself. */
static bool redraws(const struct drawable *drawable)
{
	bool redraws = false;

	for (size_t i = 0; i < DRAWABLE_PARTS; i++)
		for (size_t j = 0; j < drawable->parts[i].num_references; j++)
			redraws |= drawable->parts[i].references[j].is_redrawn;
	return redraws;
}

/* The first resource of a layer is what most of them are. */
static bool emit_adaptive(const struct inspect_context *context, struct fact_split_picture *row, struct span bytes)
{
	struct drawable drawable;
	char ids[DRAWABLE_PARTS][ID_SIZE];

	drawable_read(bytes, &dynamic_ref_ordinary, false, context->limits, row->path, &drawable);
	row->altered = redraws(&drawable) ? "redrawn" : NULL;
	if (!drawable.is_adaptive && row->altered == NULL)
		return true;
	for (size_t i = 0; i < DRAWABLE_PARTS; i++)
		snprintf(ids[i], ID_SIZE, "%08x", drawable.parts[i].references[0].resource);
	if (drawable.parts[DRAWABLE_FOREGROUND].num_references > 0)
		row->foreground = ids[DRAWABLE_FOREGROUND];
	if (drawable.parts[DRAWABLE_BACKGROUND].num_references > 0)
		row->background = ids[DRAWABLE_BACKGROUND];
	if (drawable.parts[DRAWABLE_MONOCHROME].num_references > 0)
		row->monochrome = ids[DRAWABLE_MONOCHROME];
	return fact_split_picture_emit(context->sink, row);
}

static bool inspect(struct inspect_context *context, const struct inspect_entry *entry, const struct source *content,
		    struct error *err)
{
	struct fact_split_picture row = fact_split_picture_row();
	struct span bytes;
	uint8_t *owned;
	bool ok;

	if (!content_span(content, &bytes, &owned, err))
		return false;
	row.path = entry->entry->path;
	ok = is_xml(entry->entry) ? emit_adaptive(context, &row, bytes) : emit_picture(context, entry->entry, &row, bytes);
	free(owned);
	return ok || error_set(err, ERROR_IO, "the rows could not be written");
}

extern const struct inspector inspector_picture;
const struct inspector inspector_picture = {.name = "picture", .wants = wants, .max = LIMIT_DEX_SIZE, .inspect = inspect};
