/*
 * inflate_beginning - the first bytes of compressed data, to see what it is.
 */
#include "container/inflate.h"

#include <stdlib.h>
#include <zlib.h>

#define SPARE ((uint64_t)128 * 1024) /* of data behind what is wanted */

static const int window_bits[] = {[INFLATE_RAW] = -15, [INFLATE_ZLIB] = 15, [INFLATE_GZIP] = 16 + 15};

static bool inflate_into(const uint8_t *bytes, size_t num, enum inflate_form form, uint8_t *out, size_t *len, struct error *err)
{
	z_stream z = {.next_in = (uint8_t *)(uintptr_t)bytes, .avail_in = (uInt)num, .next_out = out, .avail_out = (uInt)*len};
	int status = inflateInit2(&z, window_bits[form]);

	if (status == Z_OK) {
		status = inflate(&z, Z_SYNC_FLUSH);
		*len -= z.avail_out;
		inflateEnd(&z);
	}
	return status != Z_MEM_ERROR || error_set(err, ERROR_MEMORY, "out of memory for zlib");
}

static bool copy_and_inflate(const struct source *data, size_t num, enum inflate_form form, uint8_t *out, size_t *len, struct error *err)
{
	uint8_t *copy = malloc(num + 1);
	bool ok;

	if (copy == NULL)
		return error_set(err, ERROR_MEMORY, "out of memory for an entry of %llu bytes", (unsigned long long)num);
	ok = source_read(data, 0, copy, num, err) && inflate_into(copy, num, form, out, len, err);
	free(copy);
	return ok;
}

bool inflate_beginning(const struct source *data, enum inflate_form form, uint8_t *out, size_t *len, struct error *err)
{
	size_t num = (size_t)(data->size < SPARE + *len ? data->size : SPARE + *len);
	const uint8_t *bytes = source_view(data, 0, num);

	if (form == INFLATE_NOTHING) {
		*len = num < *len ? num : *len;
		return source_read(data, 0, out, *len, err);
	}
	if (num == 0) {
		*len = 0;
		return true;
	}
	return bytes != NULL ? inflate_into(bytes, num, form, out, len, err) : copy_and_inflate(data, num, form, out, len, err);
}
