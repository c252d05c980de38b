#include "store/blob.h"

#include <zstd.h>
#include <zstd_errors.h>

#define LEVEL 1 /* half the time of level 3, and a hundredth larger */

/* With a checksum, so that damage is met by who reads it. */
static size_t compress(ZSTD_CCtx *context, struct span bytes, struct buf *blob)
{
	ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, LEVEL);
	ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
	return ZSTD_compress2(context, blob->data, blob->room, bytes.data, bytes.len);
}

bool blob_pack(struct span bytes, struct buf *blob, struct error *err)
{
	ZSTD_CCtx *context = ZSTD_createCCtx();
	size_t len;

	if (context == NULL || !buf_reserve(blob, ZSTD_compressBound(bytes.len))) {
		ZSTD_freeCCtx(context);
		return error_memory(err);
	}
	len = compress(context, bytes, blob);
	ZSTD_freeCCtx(context);
	if (ZSTD_isError(len))
		return error_set(err, ERROR_INTERNAL, "a reading cannot be compressed: %s", ZSTD_getErrorName(len));
	blob->len = len;
	return true;
}

bool blob_make(const struct reading *reading, struct buf *blob, struct error *err)
{
	BUF_CLEANUP struct buf wire = buf_new(BLOB_WIRE_MAX);

	reading_write(reading, &wire);
	return wire.failed ? error_memory(err) : blob_pack(buf_span(&wire), blob, err);
}

bool blob_unpack(struct span blob, struct buf *wire, struct error *err)
{
	unsigned long long size = ZSTD_getFrameContentSize(blob.data, blob.len);
	size_t len;

	if (size >= BLOB_WIRE_MAX)
		return false;
	if (!buf_reserve(wire, (size_t)size + 1))
		return error_memory(err);
	len = ZSTD_decompress(wire->data, (size_t)size, blob.data, blob.len);
	if (ZSTD_getErrorCode(len) == ZSTD_error_memory_allocation)
		return error_memory(err);
	wire->len = (size_t)size;
	return len == size;
}

struct reading *blob_read(struct span blob, int readers, uint64_t tables, struct error *err)
{
	BUF_CLEANUP struct buf wire = buf_new(BLOB_WIRE_MAX);
	struct reading *reading = reading_new(BLOB_WIRE_MAX);
	struct error trouble = {0};

	if (reading == NULL)
		error_memory(err);
	else if (blob_unpack(blob, &wire, err) && reading_parse_tables(reading, buf_span(&wire), tables, &trouble)) {
		reading->readers = readers;
		return reading;
	}
	reading_free(reading);
	if (trouble.code == ERROR_MEMORY)
		error_set(err, trouble.code, "%s", trouble.text);
	error_set(err, ERROR_DAMAGED, "a reading in the archive is damaged: run prelist archive verify");
	return NULL;
}
