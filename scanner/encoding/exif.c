#include "encoding/exif.h"

#include "bytes/cursor.h"

#define ENTRY_LEN 12
#define LARGEST 8

enum tag { TAG_ORIENTATION = 0x112, TAG_DIRECTORY = 0x8769 };
enum type { TYPE_SHORT = 3, TYPE_LONG = 4 };

struct reader {
	struct span in;
	bool is_big;
	uint32_t inner; /* where the other directory is; 0: nowhere */
};

static uint32_t number(const struct reader *r, struct cursor *at, size_t size)
{
	return (uint32_t)(r->is_big ? cursor_big(at, size) : cursor_little(at, size));
}

static uint8_t take_entry(struct reader *r, struct cursor entry)
{
	uint32_t tag = number(r, &entry, 2), type = number(r, &entry, 2), count = number(r, &entry, 4), value;

	if (tag == TAG_ORIENTATION && type == TYPE_SHORT && count == 1 && (value = number(r, &entry, 2)) <= LARGEST)
		return value == 0 ? EXIF_AS_STORED : (uint8_t)value;
	if (tag == TAG_DIRECTORY && type == TYPE_LONG && count == 1 && r->inner == 0)
		r->inner = number(r, &entry, 4);
	return EXIF_AS_STORED;
}

static uint8_t walk(struct reader *r, uint32_t offset)
{
	struct cursor at = cursor_of(r->in);
	uint8_t found = EXIF_AS_STORED;

	cursor_seek(&at, offset);
	for (uint32_t left = number(r, &at, 2); left > 0 && found == EXIF_AS_STORED && cursor_fits(&at, 1, ENTRY_LEN); left--)
		found = take_entry(r, cursor_sub(&at, ENTRY_LEN));
	return found;
}

uint8_t exif_orientation(struct span in)
{
	struct reader r = {.in = in, .is_big = span_starts(in, "MM")};
	struct cursor head = cursor_of(in);
	uint8_t found = EXIF_AS_STORED;

	if (!r.is_big && !span_starts(in, "II"))
		return found;
	cursor_skip(&head, 4);
	found = walk(&r, number(&r, &head, 4));
	return found == EXIF_AS_STORED && r.inner != 0 ? walk(&r, r.inner) : found;
}
