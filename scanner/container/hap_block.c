#include "container/hap_block.h"

#include "bytes/cursor.h"

#define HEAD_SIZE 12
#define FOOTER_SIZE 32
#define COUNT_MOST 10
#define SIZE_MOST ((uint64_t)1 << 30)
#define NEW_MAGIC_FROM 3

static const char old_magic[] = "HAP Sig Block 42", new_magic[] = "<hap sign block>";

enum { TYPE_SIGNATURE = 0x20000000, TYPE_LAST = 0x20000005 };

struct footer {
	uint64_t size;
	uint32_t count;
	bool is_one;
};

static bool read_footer(const struct source *source, uint64_t end, struct footer *footer, struct error *err)
{
	uint8_t bytes[FOOTER_SIZE];
	struct cursor in = cursor_of(span_of(bytes, sizeof bytes));
	struct span magic;

	if (!source_read(source, end - FOOTER_SIZE, bytes, sizeof bytes, err))
		return false;
	footer->count = cursor_u32(&in);
	footer->size = cursor_u64(&in);
	magic = cursor_bytes(&in, 16);
	footer->is_one = span_is(magic, (int32_t)cursor_u32(&in) < NEW_MAGIC_FROM ? old_magic : new_magic) &&
			 footer->count > 0 && footer->count <= COUNT_MOST && footer->size >= FOOTER_SIZE + footer->count * HEAD_SIZE &&
			 footer->size <= SIZE_MOST && footer->size <= end;
	return true;
}

/* Each value begins where the one before it ends, the last ends at the footer, and one of them is the signature. */
static bool are_whole(struct cursor heads, const struct footer *footer)
{
	uint64_t at = heads.len;
	size_t num_signatures = 0;

	for (uint32_t i = 0; i < footer->count; i++) {
		uint32_t type = cursor_u32(&heads), len = cursor_u32(&heads);

		if (type < TYPE_SIGNATURE || type > TYPE_LAST || cursor_u32(&heads) != at)
			return false;
		num_signatures += type == TYPE_SIGNATURE;
		at += len;
	}
	return !heads.bad && at == footer->size - FOOTER_SIZE && num_signatures == 1;
}

bool hap_block_read(struct signing_block *block, const struct source *source, const struct zipdir *dir, struct error *err)
{
	uint64_t end = dir->directory_offset;
	uint8_t heads[COUNT_MOST * HEAD_SIZE];
	struct footer footer = {0};
	size_t len;

	*block = (struct signing_block){0};
	if (dir->eocd_offset == 0 || dir->gap_before_eocd || dir->has_zip64_locator || end > source->size || end < FOOTER_SIZE)
		return true;
	if (!read_footer(source, end, &footer, err))
		return false;
	if (!footer.is_one)
		return true;
	len = footer.count * HEAD_SIZE;
	if (!source_read(source, end - footer.size, heads, len, err))
		return false;
	if (are_whole(cursor_of(span_of(heads, len)), &footer)) {
		block->size = footer.size;
		block->offset = end - footer.size;
	}
	return true;
}
