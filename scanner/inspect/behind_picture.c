/*
 * behind_picture - what stands behind the end of a picture, where nobody who shows it looks: code and archives by how they begin. A ZIP
 * there is found by its end (embedded.c).
 */
#include "encoding/picture_end.h"
#include "inspect/content.h"
#include "inspect/embedded_sort.h"
#include "inspect/inspect.h"

#include <stdlib.h>

#define TRAILING_FROM 4096 /* bytes: less is what cameras and editors leave */

static bool wants(const struct inspect_context *context, const struct zipdir_entry *entry, struct span head, struct span tail)
{
	(void)context, (void)entry, (void)tail;
	return picture_end_is(head);
}

static void report(const struct inspect_context *context, const char *path, struct span bytes, size_t end)
{
	struct span behind = span_slice(bytes, end, bytes.len);
	enum embedded_sort sort = embedded_is_zip(behind) ? EMBEDDED_NOTHING : embedded_sort_of(span_slice(behind, 0, EMBEDDED_BEGINNING));

	if (sort != EMBEDDED_NOTHING)
		anomaly_report(context->anomalies, embedded_sayings[sort].id, path, end, "%s behind the end of a picture of %zu byte{|s}",
			       embedded_sayings[sort].what, end);
	if (behind.len >= TRAILING_FROM && !span_is_zero(behind))
		anomaly_report(context->anomalies, ANOMALY_PICTURE_TRAILING_DATA, path, end, "%zu byte{|s}", behind.len);
}

static bool inspect(struct inspect_context *context, const struct inspect_entry *entry, const struct source *content,
		    struct error *err)
{
	struct span bytes;
	uint8_t *owned;
	size_t end;

	if (!content_span(content, &bytes, &owned, err))
		return false;
	end = picture_end(bytes);
	if (end < bytes.len)
		report(context, entry->entry->path, bytes, end);
	free(owned);
	return true;
}

extern const struct inspector inspector_behind_picture;
const struct inspector inspector_behind_picture = {
	.name = "behind_picture", .wants = wants, .max = LIMIT_DEX_SIZE, .inspect = inspect};
