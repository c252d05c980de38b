#include "container/signing_block.h"

#include "bytes/cursor.h"

#include <stdlib.h>

#define FOOTER_SIZE 24
#define PADDING_ID 0x42726577u
#define SIZE_MOST ((uint64_t)INT32_MAX - 8)

static const char magic[] = "APK Sig Block 42";

struct footer {
	uint64_t size;
	bool is_one;
};

static bool read_footer(const struct source *source, uint64_t end, struct footer *footer, struct error *err)
{
	uint8_t bytes[FOOTER_SIZE];
	struct cursor in = cursor_of(span_of(bytes, sizeof bytes));

	*footer = (struct footer){0};
	if (end < FOOTER_SIZE + 8)
		return true;
	if (!source_read(source, end - FOOTER_SIZE, bytes, sizeof bytes, err))
		return false;
	footer->size = cursor_u64(&in);
	footer->is_one = span_is(cursor_bytes(&in, 16), magic);
	return true;
}

static struct cursor pairs_of(const struct signing_block *block)
{
	return cursor_of(span_of(block->data + 8, (size_t)block->size - 8 - FOOTER_SIZE));
}

/* False when the pair does not fit. */
static bool next_pair(const struct signing_block *block, struct cursor *in, struct signing_block_pair *pair)
{
	uint64_t at = block->offset + 8 + in->pos, size = cursor_u64(in);
	struct cursor body;

	if (in->bad || size < 4 || size > INT32_MAX || size > cursor_left(in))
		return false;
	body = cursor_sub(in, size);
	pair->id = cursor_u32(&body);
	pair->offset = at + 12;
	pair->value = cursor_bytes(&body, size - 4);
	return true;
}

/* The pairs, until one does not fit: the platform stops there too, and finds no more. */
static bool read_pairs(struct signing_block *block, const struct limits *limits, struct anomalies *anomalies, struct error *err)
{
	struct cursor in = pairs_of(block);
	size_t room = in.len / 12, num = 0;
	struct signing_block_pair pair;

	if (room > limits->value[LIMIT_SIGNING_BLOCK_PAIRS])
		room = (size_t)limits->value[LIMIT_SIGNING_BLOCK_PAIRS];
	block->pairs = calloc(room + 1, sizeof *block->pairs);
	if (block->pairs == NULL)
		return error_memory(err);
	while (cursor_left(&in) > 0) {
		uint64_t at = block->offset + 8 + in.pos;

		if (!next_pair(block, &in, &pair)) {
			anomaly_report(anomalies, ANOMALY_SIG_BLOCK_MALFORMED, "", at, "pair %zu does not fit into the block", num + 1);
			break;
		}
		if (num++ < room)
			block->pairs[block->num_pairs++] = pair;
	}
	if (num > room)
		anomaly_report(anomalies, ANOMALY_LIMIT_SIGNING_BLOCK_PAIRS, "", block->offset, "%zu pair{|s}, of which %zu are listed", num, room);
	return true;
}

static int by_id(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static bool report_duplicates(const struct signing_block *block, struct anomalies *anomalies, struct error *err)
{
	uint32_t *ids = calloc(block->num_pairs + 1, sizeof *ids);

	if (ids == NULL)
		return error_memory(err);
	for (size_t i = 0; i < block->num_pairs; i++)
		ids[i] = block->pairs[i].id;
	qsort(ids, block->num_pairs, sizeof *ids, by_id);
	for (size_t i = 1; i < block->num_pairs; i++)
		if (ids[i] != PADDING_ID && ids[i] == ids[i - 1] && (i == 1 || ids[i - 2] != ids[i]))
			anomaly_report(anomalies, ANOMALY_SIG_DUPLICATE_BLOCK, "", block->offset,
				       "ID %08x stands in the block more than once; the first counts", ids[i]);
	free(ids);
	return true;
}

static bool read_block(struct signing_block *block, const struct source *source, const struct limits *limits,
		       struct anomalies *anomalies, struct error *err)
{
	struct cursor in;
	uint64_t head;

	if (block->size > limits->value[LIMIT_SIGNING_BLOCK_SIZE]) {
		anomaly_report(anomalies, ANOMALY_LIMIT_ENTRY_SIZE, "", block->offset, "a signing block of %llu byte{|s}",
			       (unsigned long long)block->size);
		block->unread = true;
		return true;
	}
	block->data = malloc((size_t)block->size);
	if (block->data == NULL)
		return error_memory(err);
	if (!source_read(source, block->offset, block->data, (size_t)block->size, err))
		return false;
	in = cursor_of(span_of(block->data, (size_t)block->size));
	head = cursor_u64(&in);
	if (head != block->size - 8) {
		anomaly_report(anomalies, ANOMALY_SIG_BLOCK_SIZE_MISMATCH, "", block->offset,
			       "%llu byte{|s} by its head, %llu by its end", (unsigned long long)head,
			       (unsigned long long)block->size - 8);
		return true;
	}
	block->present = true;
	return read_pairs(block, limits, anomalies, err) && report_duplicates(block, anomalies, err);
}

bool signing_block_read(struct signing_block *block, const struct source *source, const struct zipdir *dir,
			const struct limits *limits, struct anomalies *anomalies, struct error *err)
{
	uint64_t end = dir->directory_offset;
	struct footer footer;

	*block = (struct signing_block){0};
	if (dir->eocd_offset == 0 || end > source->size)
		return true;
	if (!read_footer(source, end, &footer, err))
		return false;
	if (!footer.is_one)
		return true;
	if (footer.size < FOOTER_SIZE || footer.size > SIZE_MOST || footer.size + 8 > end) {
		anomaly_report(anomalies, ANOMALY_SIG_BLOCK_MALFORMED, "", end - FOOTER_SIZE, "a size of %llu byte{|s}",
			       (unsigned long long)footer.size);
		return true;
	}
	block->size = footer.size + 8;
	block->offset = end - block->size;
	if (!read_block(block, source, limits, anomalies, err))
		return false;
	if ((dir->gap_before_eocd || dir->has_zip64_locator) && block->present) {
		anomaly_report(anomalies, ANOMALY_SIG_V2_UNUSABLE, "", block->offset,
			       "the directory is not followed by its end record, or a ZIP64 locator stands there, so the platform does not look for the block");
		block->present = false;
	}
	return true;
}

void signing_block_free(struct signing_block *block)
{
	free(block->pairs);
	free(block->data);
	*block = (struct signing_block){0};
}

bool signing_block_find(const struct signing_block *block, uint32_t id, struct signing_block_pair *pair)
{
	struct cursor in;

	if (!block->present)
		return false;
	in = pairs_of(block);
	while (cursor_left(&in) > 0 && next_pair(block, &in, pair))
		if (pair->id == id)
			return true;
	return false;
}
