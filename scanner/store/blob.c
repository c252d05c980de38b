#include "store/blob.h"

#include <stdlib.h>
#include <zstd.h>

#define LEVEL 1 /* half the time of level 3, and a hundredth larger */
#define WIRE_MAX ((size_t)2 * 1024 * 1024 * 1024)

bool blob_make(const struct reading *reading, struct buf *blob, struct error *err)
{
	BUF_CLEANUP struct buf wire = buf_new(WIRE_MAX);
	size_t len;

	reading_write(reading, &wire);
	if (wire.failed || !buf_reserve(blob, ZSTD_compressBound(wire.len)))
		return error_set(err, ERROR_MEMORY, "out of memory for a reading");
	len = ZSTD_compress(blob->data, blob->room, wire.data, wire.len, LEVEL);
	if (ZSTD_isError(len))
		return error_set(err, ERROR_INTERNAL, "a reading cannot be compressed: %s", ZSTD_getErrorName(len));
	blob->len = len;
	return true;
}

struct reading *blob_read(struct span blob, int readers, struct error *err)
{
	return blob_read_tables(blob, readers, UINT64_MAX, err);
}

struct reading *blob_read_tables(struct span blob, int readers, uint64_t tables, struct error *err)
{
	unsigned long long size = ZSTD_getFrameContentSize(blob.data, blob.len);
	struct reading *reading = reading_new(WIRE_MAX);
	uint8_t *wire = size < WIRE_MAX ? malloc((size_t)size + 1) : NULL;
	bool ok = reading != NULL && wire != NULL && ZSTD_decompress(wire, (size_t)size, blob.data, blob.len) == size &&
		  reading_parse_tables(reading, span_of(wire, (size_t)size), tables, err);

	free(wire);
	if (ok) {
		reading->readers = readers;
		return reading;
	}
	reading_free(reading);
	error_set(err, ERROR_DAMAGED, "a reading in the archive is damaged: run prelist archive verify");
	return NULL;
}
