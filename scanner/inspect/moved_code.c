#include "inspect/moved_code.h"

#include "encoding/dex.h"

#include <string.h>

bool moved_code_is_elf(struct span head)
{
	return span_starts(head, "\x7f"
				 "ELF");
}

/* The byte that is rarest of each magic is looked for. */
static size_t moved_dex(struct span head)
{
	const uint8_t *at = head.len > 4 ? head.data + 4 : NULL;

	while (at != NULL && (at = memchr(at, '\n', (size_t)(head.data + head.len - at))) != NULL) {
		struct span from = span_slice(head, (size_t)(at - head.data) - 3, head.len);

		if (span_starts(from, "dex") && dex_is(from))
			return (size_t)(at - head.data) - 3;
		at++;
	}
	return 0;
}

static size_t moved_elf(struct span head)
{
	const uint8_t *at = head.len > 1 ? head.data + 1 : NULL;

	while (at != NULL && (at = memchr(at, 0x7f, (size_t)(head.data + head.len - at))) != NULL) {
		struct span from = span_slice(head, (size_t)(at - head.data), 7);

		if (moved_code_is_elf(from) && from.len == 7 && (from.data[4] == 1 || from.data[4] == 2) && from.data[5] == 1 && from.data[6] == 1)
			return (size_t)(at - head.data);
		at++;
	}
	return 0;
}

size_t moved_code_at(struct span head)
{
	size_t at = moved_dex(head);

	return at != 0 ? at : moved_elf(head);
}
