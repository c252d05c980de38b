#include "format/peek.h"

#include <zlib.h>

#define STORED_MAX 4096

static size_t start_of_deflated(struct span stored, uint8_t *out, size_t max)
{
	z_stream stream = {.next_in = (Bytef *)stored.data,
			   .avail_in = (uInt)stored.len,
			   .next_out = out,
			   .avail_out = (uInt)max};

	if (inflateInit2(&stream, -15) != Z_OK)
		return 0;
	inflate(&stream, Z_SYNC_FLUSH);
	inflateEnd(&stream);
	return max - stream.avail_out;
}

bool peek(const struct source *source, const struct zipdir_entry *entry, uint8_t *out, size_t max, struct span *head,
	  struct error *err)
{
	bool is_deflated = entry->method == ZIPDIR_DEFLATED;
	uint8_t stored[STORED_MAX];
	size_t len = is_deflated || max > STORED_MAX ? STORED_MAX : max;

	if (entry->stored_size < len)
		len = (size_t)entry->stored_size;
	if (!source_read(source, entry->data_offset, stored, len, err))
		return false;
	if (is_deflated) {
		len = start_of_deflated(span_of(stored, len), out, max);
	} else {
		memcpy(out, stored, len);
	}
	*head = span_of(out, len);
	return true;
}
