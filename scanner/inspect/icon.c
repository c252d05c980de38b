/*
 * icon - the pictures of the icon that the manifest declares: size and difference hash, and whether they can be seen.
 */
#include "inspect/content.h"
#include "inspect/inspect.h"

#include <stdlib.h>

static bool wants(const struct inspect_context *context, const struct zipdir_entry *entry, struct span head, struct span tail)
{
	(void)head;
	(void)tail;
	for (size_t i = 0; i < context->num_icons; i++)
		if (context->icons[i].entry == entry)
			return true;
	return false;
}

/* Which knows no transparency. */
static bool is_jpeg(struct span bytes)
{
	return span_starts(bytes, "\xff\xd8\xff");
}

/* One file may be there for several densities. */
static bool inspect(struct inspect_context *context, const struct inspect_entry *entry, const struct source *content,
		    struct error *err)
{
	struct picture picture;
	struct span bytes;
	uint8_t *owned;

	if (!content_span(content, &bytes, &owned, err))
		return false;
	picture_read(bytes, context->points, &picture);
	inspect_report_points(context, entry->entry, &picture);
	for (size_t i = 0; i < context->num_icons; i++) {
		struct inspect_icon *icon = &context->icons[i];

		if (icon->entry != entry->entry)
			continue;
		icon->picture = picture;
		icon->look = is_jpeg(bytes) ? DRAWABLE_SEEN : icon->look;
	}
	free(owned);
	return true;
}

extern const struct inspector inspector_icon;
const struct inspector inspector_icon = {.name = "icon", .wants = wants, .max = LIMIT_DEX_SIZE, .inspect = inspect};
