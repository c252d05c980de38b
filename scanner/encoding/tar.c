#include "encoding/tar.h"

#define NAME_LEN 100
#define SIZE_AT 124
#define SIZE_LEN 12
#define MAGIC_AT 257

bool tar_is(struct span head)
{
	return span_starts(span_slice(head, MAGIC_AT, head.len), "ustar");
}

struct tar tar_of(const struct source *source)
{
	return (struct tar){.source = source};
}

/* Digits behind blanks, up to what is none. False where there is none: it is written otherwise, or is no size. */
static bool parse_size(struct span field, uint64_t *size)
{
	size_t at = 0, first;

	while (at < field.len && field.data[at] == ' ')
		at++;
	*size = 0;
	for (first = at; at < field.len && field.data[at] >= '0' && field.data[at] <= '7'; at++)
		*size = *size << 3 | (uint64_t)(field.data[at] - '0');
	return at > first;
}

static bool take_header(struct tar *tar, struct span block)
{
	if (!tar_is(block) || !parse_size(span_slice(block, SIZE_AT, SIZE_LEN), &tar->size))
		return false;
	memcpy(tar->name, block.data, NAME_LEN);
	tar->offset = tar->next + TAR_BLOCK;
	tar->next = tar->offset + (tar->size + TAR_BLOCK - 1) / TAR_BLOCK * TAR_BLOCK;
	return true;
}

bool tar_next(struct tar *tar, bool *there, struct error *err)
{
	uint8_t block[TAR_BLOCK];

	*there = false;
	if (tar->next > tar->source->size || tar->source->size - tar->next < sizeof block)
		return true;
	if (!source_read(tar->source, tar->next, block, sizeof block, err))
		return false;
	*there = take_header(tar, span_of(block, sizeof block));
	return true;
}
