#include "encoding/elf_dynamic.h"

#include "bytes/buf.h"
#include "bytes/cursor.h"
#include "bytes/text.h"

#include <stdlib.h>

#define PAGE 4096
#define DYNAMIC_MAX ((uint64_t)1024 * 1024)
#define STRINGS_MAX ((uint64_t)64 * 1024 * 1024)
#define SYMBOLS_MAX ((uint64_t)2 * 1024 * 1024)
#define NEEDED_MAX ((size_t)12 * 1024)

enum {
	TAG_NEEDED = 1,
	TAG_HASH = 4,
	TAG_STRTAB = 5,
	TAG_SYMTAB = 6,
	TAG_STRSZ = 10,
	TAG_SONAME = 14,
	TAG_RPATH = 15,
	TAG_TEXTREL = 22,
	TAG_BIND_NOW = 24,
	TAG_RUNPATH = 29,
	TAG_FLAGS = 30,
	TAG_GNU_HASH = 0x6FFFFEF5,
	TAG_FLAGS_1 = 0x6FFFFFFB,
};
enum { FLAG_TEXTREL = 4, FLAG_BIND_NOW = 8, FLAG_1_NOW = 1 };

#define NO_NAME UINT64_MAX

/* What PT_DYNAMIC says, before names are looked up. */
struct dynamic {
	uint64_t strings, strings_len, symbols, hash, gnu_hash;
	uint64_t soname, rpath, runpath; /* offsets in the string table, or NO_NAME */
	uint64_t flags, flags_1;
	bool text_relocations, bind_now;
	uint8_t *bytes; /* the dynamic section */
	size_t len;
	struct span names; /* the string table */
};

/*
 * The file offset of an address, and how many bytes of the file follow it in its segment. Whole pages are mapped, each
 * segment over those before it.
 */
static bool find_address(const struct elfimage *image, uint64_t address, uint64_t *offset, uint64_t *left)
{
	for (size_t i = image->num_segments; i-- > 0;) {
		const struct elfimage_segment *segment = &image->segments[i];
		uint64_t into = address - (segment->vaddr - segment->vaddr % PAGE);
		uint64_t mapped = segment->offset % PAGE + segment->file_size;

		if (segment->type != ELFIMAGE_LOAD || into >= mapped)
			continue;
		*offset = segment->offset - segment->offset % PAGE + into;
		*left = mapped - into;
		return true;
	}
	return false;
}

/* A copy of up to max bytes at an address; *data NULL when there are none. The caller frees it, also after a failure. */
static bool copy_at(const struct elfimage *image, const struct source *source, uint64_t address, uint64_t max,
		    uint8_t **data, size_t *len, struct error *err)
{
	uint64_t offset, left;

	*data = NULL;
	*len = 0;
	if (max == 0 || !find_address(image, address, &offset, &left))
		return true;
	*len = (size_t)(left < max ? left : max);
	*data = malloc(*len);
	if (*data == NULL)
		return error_memory(err);
	return source_read(source, offset, *data, *len, err);
}

/* Where the value of a tag goes; NULL for a tag that does not matter here. */
static uint64_t *place_of(struct dynamic *dynamic, uint64_t tag)
{
	switch (tag) {
	case TAG_STRTAB:
		return &dynamic->strings;
	case TAG_STRSZ:
		return &dynamic->strings_len;
	case TAG_SYMTAB:
		return &dynamic->symbols;
	case TAG_HASH:
		return &dynamic->hash;
	case TAG_GNU_HASH:
		return &dynamic->gnu_hash;
	case TAG_SONAME:
		return &dynamic->soname;
	case TAG_RPATH:
		return &dynamic->rpath;
	case TAG_RUNPATH:
		return &dynamic->runpath;
	case TAG_FLAGS:
		return &dynamic->flags;
	case TAG_FLAGS_1:
		return &dynamic->flags_1;
	default:
		return NULL;
	}
}

static bool next_tag(struct cursor *in, bool is_64, uint64_t *tag, uint64_t *value)
{
	*tag = is_64 ? cursor_u64(in) : cursor_u32(in);
	*value = is_64 ? cursor_u64(in) : cursor_u32(in);
	return !in->bad && *tag != 0;
}

static void read_tags(struct elfimage *image, struct dynamic *dynamic)
{
	struct cursor in = cursor_of(span_of(dynamic->bytes, dynamic->len));
	uint64_t tag, value;

	while (next_tag(&in, image->is_64, &tag, &value)) {
		uint64_t *place = place_of(dynamic, tag);

		if (place != NULL)
			*place = value;
		dynamic->text_relocations |= tag == TAG_TEXTREL;
		dynamic->bind_now |= tag == TAG_BIND_NOW;
	}
	image->has_dynamic = true;
	image->text_relocations = dynamic->text_relocations || (dynamic->flags & FLAG_TEXTREL) != 0;
	image->bind_now = dynamic->bind_now || (dynamic->flags & FLAG_BIND_NOW) != 0 ||
			  (dynamic->flags_1 & FLAG_1_NOW) != 0;
}

struct span elfimage_name(struct span table, uint64_t offset)
{
	struct span rest = offset < table.len ? span_slice(table, (size_t)offset, ELFIMAGE_NAME_MAX + 1) : span_of(NULL, 0);
	const uint8_t *end = rest.len > 0 ? memchr(rest.data, 0, rest.len) : NULL;

	if (end != NULL)
		return span_slice(rest, 0, (size_t)(end - rest.data));
	return span_slice(rest, 0, rest.len > ELFIMAGE_NAME_MAX ? ELFIMAGE_NAME_MAX : 0);
}

/* Empty where the offset leads nowhere; NULL when the arena is full. */
static const char *shown_name(const struct dynamic *dynamic, uint64_t offset, struct arena *arena)
{
	return text_escape(arena, elfimage_name(dynamic->names, offset));
}

static bool list_needed(struct elfimage *image, const struct dynamic *dynamic, struct arena *arena, struct error *err)
{
	BUF_CLEANUP struct buf list = buf_new(NEEDED_MAX);
	struct cursor in = cursor_of(span_of(dynamic->bytes, dynamic->len));
	uint64_t tag, value;

	while (next_tag(&in, image->is_64, &tag, &value)) {
		const char *name = tag == TAG_NEEDED ? shown_name(dynamic, value, arena) : NULL;

		if (tag != TAG_NEEDED)
			continue;
		if (name == NULL)
			return error_memory(err);
		image->num_needed++;
		if (list.len + strlen(name) + 1 >= NEEDED_MAX)
			break;
		buf_text(&list, list.len > 0 ? " " : "");
		buf_text(&list, name);
	}
	if (image->num_needed > 0)
		image->needed = arena_text(arena, buf_span(&list));
	return true;
}

/* How many symbols may be imports: all of them by DT_HASH, those before the hashed ones by GNU hash; both at offset 4. */
static bool count_imports(const struct elfimage *image, const struct source *source, const struct dynamic *dynamic,
			  uint64_t *count, struct error *err)
{
	uint64_t table = dynamic->hash != 0 ? dynamic->hash : dynamic->gnu_hash;
	uint8_t *head;
	size_t len;
	bool ok;

	*count = 0;
	if (table == 0)
		return true;
	ok = copy_at(image, source, table, 8, &head, &len, err);
	if (ok && len == 8)
		*count = cursor_peek_u32(&(struct cursor){.data = head, .len = len}, 4);
	free(head);
	if (*count > SYMBOLS_MAX)
		*count = SYMBOLS_MAX;
	return ok;
}

static void look_at_import(struct elfimage *image, struct span name)
{
	if (span_is(name, "__stack_chk_fail"))
		image->imports_stack_guard = true;
	else if (span_starts(name, "__") && span_ends(name, "_chk"))
		image->imports_fortified = true;
}

static bool read_imports(struct elfimage *image, const struct source *source, const struct dynamic *dynamic,
			 struct error *err)
{
	size_t entry = image->is_64 ? 24 : 16, len;
	uint64_t count;
	uint8_t *bytes;
	struct cursor in;
	bool ok;

	if (!count_imports(image, source, dynamic, &count, err))
		return false;
	ok = copy_at(image, source, dynamic->symbols, count * entry, &bytes, &len, err);
	in = cursor_of(span_of(bytes, ok ? len : 0));
	while (cursor_fits(&in, 1, entry)) {
		struct cursor symbol = cursor_sub(&in, entry);
		uint32_t name = cursor_u32(&symbol);

		look_at_import(image, elfimage_name(dynamic->names, name));
	}
	free(bytes);
	return ok;
}

static bool read_names(struct elfimage *image, const struct source *source, struct dynamic *dynamic,
		       struct arena *arena, struct error *err)
{
	uint64_t runpath = dynamic->runpath != NO_NAME ? dynamic->runpath : dynamic->rpath;

	image->soname = dynamic->soname == NO_NAME ? NULL : shown_name(dynamic, dynamic->soname, arena);
	image->runpath = runpath == NO_NAME ? NULL : shown_name(dynamic, runpath, arena);
	return list_needed(image, dynamic, arena, err) && read_imports(image, source, dynamic, err);
}

static bool read_strings(struct elfimage *image, const struct source *source, struct dynamic *dynamic,
			 struct arena *arena, struct error *err)
{
	uint64_t max = dynamic->strings_len < STRINGS_MAX ? dynamic->strings_len : STRINGS_MAX;
	uint8_t *names;
	size_t len;
	bool ok = copy_at(image, source, dynamic->strings, max, &names, &len, err);

	dynamic->names = span_of(names, len);
	ok = ok && read_names(image, source, dynamic, arena, err);
	free(names);
	return ok;
}

/* PT_DYNAMIC goes on to its end tag, whatever size its header gives. */
static bool copy_dynamic(const struct elfimage *image, const struct source *source, uint64_t address,
			 struct dynamic *dynamic, struct error *err)
{
	for (uint64_t max = PAGE;; max *= 16) {
		struct cursor in;
		uint64_t tag, value;

		if (!copy_at(image, source, address, max, &dynamic->bytes, &dynamic->len, err))
			return false;
		in = cursor_of(span_of(dynamic->bytes, dynamic->len));
		while (next_tag(&in, image->is_64, &tag, &value))
			;
		if (!in.bad || dynamic->len < max || max >= DYNAMIC_MAX)
			return true;
		free(dynamic->bytes);
	}
}

bool elfimage_read_dynamic(struct elfimage *image, const struct source *source, struct arena *arena, struct error *err)
{
	const struct elfimage_segment *segment = elfimage_segment_of(image, ELFIMAGE_DYNAMIC);
	struct dynamic dynamic = {.soname = NO_NAME, .rpath = NO_NAME, .runpath = NO_NAME};
	bool ok;

	if (segment == NULL) {
		image->fault = "it has no dynamic segment";
		return true;
	}
	ok = copy_dynamic(image, source, segment->vaddr, &dynamic, err);
	if (ok && dynamic.bytes == NULL) {
		image->fault = "its dynamic segment is not inside a loaded one";
	} else if (ok) {
		read_tags(image, &dynamic);
		ok = read_strings(image, source, &dynamic, arena, err);
	}
	free(dynamic.bytes);
	return ok;
}
