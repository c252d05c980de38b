#include "inspect/content.h"

#include "container/inflate.h"

#include <stdlib.h>

uint8_t *content_copy(const struct source *content, struct error *err)
{
	uint8_t *copy = malloc((size_t)content->size + 1);

	if (copy == NULL) {
		error_memory(err);
		return NULL;
	}
	if (!source_read(content, 0, copy, (size_t)content->size, err)) {
		free(copy);
		return NULL;
	}
	return copy;
}

bool content_span(const struct source *content, struct span *span, uint8_t **owned, struct error *err)
{
	*owned = NULL;
	if (content->memory != NULL) {
		*span = span_slice(span_of(content->memory, (size_t)(content->base + content->size)),
				   (size_t)content->base, (size_t)content->size);
		return true;
	}
	*owned = content_copy(content, err);
	*span = span_of(*owned, (size_t)content->size);
	return *owned != NULL;
}

bool content_inflate(const struct inspect_context *context, const struct source *archive, const struct zipdir_entry *entry, struct anomalies *unread,
		     struct source *content, uint8_t **data, struct error *err)
{
	const uint64_t most = context->limits->value[LIMIT_DEX_SIZE];
	const struct inflate_request request = {.source = archive, .entry = entry, .limits = context->limits, .anomalies = unread, .whole_max = most,
						.budget = context->budget};
	struct inflate *inflate = inflate_new();
	size_t len = 0;
	bool ok;

	*data = NULL;
	if (inflate == NULL)
		return error_memory(err);
	ok = inflate_whole(inflate, &request, most, data, &len, err) != INFLATE_ERROR;
	inflate_free(inflate);
	*content = source_of(span_of(*data, len));
	return ok;
}
