#include "inspect/moved_code.h"

#include "bytes/cursor.h"
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

/* Behind the first byte. The byte that is rarest of each magic is looked for, which stands so far behind its beginning. */
static size_t find(struct span bytes, const char *magic, size_t rarest, bool (*is_code)(struct span from))
{
	const uint8_t *at, *end;

	if (bytes.len <= rarest + 1)
		return 0;
	at = bytes.data + rarest;
	end = bytes.data + bytes.len;
	while ((at = memchr(at + 1, magic[rarest], (size_t)(end - at - 1))) != NULL) {
		const uint8_t *start = at - rarest;

		if (*start == (uint8_t)magic[0] && end - start > 1 && start[1] == magic[1] && is_code(span_of(start, (size_t)(end - start))))
			return (size_t)(start - bytes.data);
	}
	return 0;
}

size_t moved_code_at(struct span head)
{
	size_t at = find(head, "dex", 2, dex_is);

	return at != 0 ? at : find(head, "\x7f" "E", 0, is_ident);
}

size_t moved_code_dex_within(struct span bytes)
{
	return find(bytes, "dex", 2, is_dex_header);
}

size_t moved_code_within(struct span bytes)
{
	size_t at = moved_code_dex_within(bytes);

	return at != 0 ? at : find(bytes, "\x7f" "E", 0, is_elf_header);
}
