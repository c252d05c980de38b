#include "inspect/moved_code.h"

#include "bytes/cursor.h"
#include "bytes/pair.h"
#include "encoding/dex.h"

#include <ctype.h>

bool moved_code_is_elf(struct span head)
{
	return span_starts(head, "\x7f"
				 "ELF");
}

static bool is_ident(struct span from)
{
	return moved_code_is_elf(from) && from.len >= 7 && (from.data[4] == 1 || from.data[4] == 2) && from.data[5] == 1 && from.data[6] == 1;
}

static bool is_dex_header(struct span from)
{
	struct cursor at = cursor_of(span_slice(from, 36, 8));
	uint32_t size = cursor_u32(&at);

	return dex_is(from) && isdigit(from.data[4]) && isdigit(from.data[5]) && isdigit(from.data[6]) && (size == 0x70 || size == 0x78) &&
	       cursor_u32(&at) == 0x12345678;
}

/* Of a program or library for x86, ARM or RISC-V. */
static bool is_elf_header(struct span from)
{
	struct cursor at = cursor_of(span_slice(from, 16, 8));
	uint16_t type = cursor_u16(&at), machine = cursor_u16(&at);

	return is_ident(from) && (type == 2 || type == 3) && (machine == 3 || machine == 40 || machine == 62 || machine == 183 || machine == 243) &&
	       cursor_u32(&at) == 1;
}

#define DEX_PAIR_AT 2 /* in its magic, of which this pair is rarer than the first one */

static size_t find(struct span bytes, size_t after, bool (*is_dex)(struct span from), bool (*is_elf)(struct span from))
{
	for (size_t at = after + 1; (at = pair_find(bytes, at, "x\n", "\x7f" "E")) < bytes.len; at++) {
		bool may_be_dex = bytes.data[at] == 'x';
		size_t start = may_be_dex && at > DEX_PAIR_AT ? at - DEX_PAIR_AT : at;

		if (start > after && (may_be_dex ? is_dex : is_elf)(span_slice(bytes, start, bytes.len)))
			return start;
	}
	return 0;
}

size_t moved_code_at(struct span head)
{
	return find(head, 0, dex_is, is_ident);
}

size_t moved_code_within(struct span bytes, size_t after)
{
	return find(bytes, after, is_dex_header, is_elf_header);
}
