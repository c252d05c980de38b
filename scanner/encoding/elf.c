#include "encoding/elf.h"

#include "bytes/cursor.h"
#include "bytes/text.h"
#include "encoding/elf_dynamic.h"

#include <stdlib.h>

#define SEGMENTS_SIZE_MAX 65536
#define NOTES_MAX ((uint64_t)65536)
#define HEADER_SIZE 64
#define NOTE_BUILD_ID 3
#define TYPE_SHARED 3
#define SECTION_NOBITS 8
#define VERSION_CURRENT 1

struct header {
	uint64_t table_offset, sections_offset;
	uint32_t version;
	uint16_t num_entries, section_size, num_sections, names_index;
	uint8_t class, encoding;
};

/* Of a program header; what the ELF header says of it the linker does not ask. */
static size_t segment_size(const struct elfimage *image)
{
	return image->is_64 ? 56 : 32;
}

static uint64_t read_word(struct cursor *in, bool is_64)
{
	return is_64 ? cursor_u64(in) : cursor_u32(in);
}

static const char *header_fault(const struct elfimage *image, const struct header *header, bool too_short)
{
	if (too_short)
		return "the file is shorter than an ELF header";
	if ((header->class != 1 && header->class != 2) || header->encoding != 1)
		return "it is not little-endian ELF of 32 or 64 bits";
	if (image->type != TYPE_SHARED)
		return "it is not a shared object";
	if (header->version != VERSION_CURRENT)
		return "it is of an unknown ELF version";
	if (header->num_entries == 0 || header->num_entries > SEGMENTS_SIZE_MAX / segment_size(image))
		return "it has no program headers, or too many";
	return NULL;
}

static void read_header(struct elfimage *image, struct span bytes, struct header *header)
{
	struct cursor in = cursor_of(bytes);

	cursor_skip(&in, 4);
	header->class = cursor_u8(&in);
	header->encoding = cursor_u8(&in);
	image->is_64 = header->class == 2;
	cursor_seek(&in, 16);
	image->type = cursor_u16(&in);
	image->machine = cursor_u16(&in);
	header->version = cursor_u32(&in);
	read_word(&in, image->is_64);
	header->table_offset = read_word(&in, image->is_64);
	header->sections_offset = read_word(&in, image->is_64);
	cursor_skip(&in, 8);
	header->num_entries = cursor_u16(&in);
	header->section_size = cursor_u16(&in);
	header->num_sections = cursor_u16(&in);
	header->names_index = cursor_u16(&in);
	image->fault = header_fault(image, header, in.bad);
}

/* linker_phdr.cpp since Android 8: VerifyElfHeader and LoadSegments ask for an app's target SDK. */
static const char *fault_from_26(const struct elfimage *image, const struct header *header)
{
	if (header->section_size != (image->is_64 ? 64 : 40))
		return "section headers of another size";
	if (header->names_index == 0)
		return "no section with the names of sections";
	for (size_t i = 0; i < image->num_segments; i++) {
		const struct elfimage_segment *segment = &image->segments[i];

		if (segment->type == ELFIMAGE_LOAD && segment->file_size > 0 && (segment->flags & ELFIMAGE_WRITE) != 0 && (segment->flags & ELFIMAGE_EXECUTE) != 0)
			return "a segment that is written and run";
	}
	return NULL;
}

static struct elfimage_segment read_segment(struct cursor *in, bool is_64)
{
	struct elfimage_segment segment = {.type = cursor_u32(in)};

	if (is_64)
		segment.flags = cursor_u32(in);
	segment.offset = read_word(in, is_64);
	segment.vaddr = read_word(in, is_64);
	read_word(in, is_64);
	segment.file_size = read_word(in, is_64);
	segment.memory_size = read_word(in, is_64);
	if (!is_64)
		segment.flags = cursor_u32(in);
	segment.align = read_word(in, is_64);
	return segment;
}

static bool read_segments(struct elfimage *image, const struct source *source, const struct header *header,
			  struct arena *arena, struct error *err)
{
	size_t size = header->num_entries * segment_size(image);
	uint8_t *bytes = arena_alloc(arena, size);
	struct cursor in;

	image->segments = arena_array(arena, header->num_entries, sizeof *image->segments);
	if (bytes == NULL || image->segments == NULL)
		return error_memory(err);
	if (header->table_offset > source->size || size > source->size - header->table_offset ||
	    header->table_offset % (image->is_64 ? 8 : 4) != 0) {
		image->fault = "its program headers lie outside the file, or are not aligned";
		return true;
	}
	if (!source_read(source, header->table_offset, bytes, size, err))
		return false;
	in = cursor_of(span_of(bytes, size));
	for (uint16_t i = 0; i < header->num_entries; i++)
		image->segments[image->num_segments++] = read_segment(&in, image->is_64);
	return true;
}

/* A table of sections that is not whole in the file is none, as the linker has it. */
static uint64_t end_of(const struct elfimage *image, const struct header *header, const struct source *source)
{
	uint64_t size = (uint64_t)header->section_size * header->num_sections, end = header->table_offset + header->num_entries * segment_size(image);

	if (header->sections_offset <= source->size && size <= source->size - header->sections_offset && header->sections_offset + size > end)
		end = header->sections_offset + size;
	for (size_t i = 0; i < image->num_segments; i++) {
		const struct elfimage_segment *segment = &image->segments[i];

		if (segment->type == ELFIMAGE_LOAD && segment->offset + segment->file_size > end)
			end = segment->offset + segment->file_size;
	}
	return end;
}

static const char *segments_fault(const struct elfimage *image, const struct source *source)
{
	for (size_t i = 0; i < image->num_segments; i++) {
		const struct elfimage_segment *segment = &image->segments[i];

		if (segment->type != ELFIMAGE_LOAD)
			continue;
		if (segment->offset > source->size || segment->file_size > source->size - segment->offset)
			return "a loaded segment lies outside the file";
	}
	return elfimage_segment_of(image, ELFIMAGE_LOAD) != NULL ? NULL : "it has no segment to load";
}

/* A note is u32 name size | u32 content size | u32 type | name | content, each padded to four bytes. */
static void read_notes(struct elfimage *image, struct span bytes, struct arena *arena)
{
	struct cursor in = cursor_of(bytes);

	while (image->build_id == NULL && cursor_fits(&in, 12, 1)) {
		uint32_t name_len = cursor_u32(&in), content_len = cursor_u32(&in), type = cursor_u32(&in);
		struct span name = cursor_bytes(&in, ((uint64_t)name_len + 3) & ~(uint64_t)3);
		struct span content = cursor_bytes(&in, content_len);

		cursor_skip(&in, (4 - content_len % 4) % 4);
		if (type == NOTE_BUILD_ID && span_is(span_slice(name, 0, 3), "GNU") && content.len > 0 && content.len <= 64)
			image->build_id = text_hex(arena, content);
	}
}

static bool read_note_segment(struct elfimage *image, const struct source *source,
			      const struct elfimage_segment *segment, struct arena *arena, struct error *err)
{
	uint64_t size = segment->file_size < NOTES_MAX ? segment->file_size : NOTES_MAX;
	uint8_t *bytes;
	bool ok;

	if (segment->offset > source->size || size > source->size - segment->offset)
		return true;
	bytes = malloc((size_t)size + 1);
	if (bytes == NULL)
		return error_memory(err);
	ok = source_read(source, segment->offset, bytes, (size_t)size, err);
	if (ok)
		read_notes(image, span_of(bytes, (size_t)size), arena);
	free(bytes);
	return ok;
}

static bool find_build_id(struct elfimage *image, const struct source *source, struct arena *arena, struct error *err)
{
	for (size_t i = 0; i < image->num_segments && image->build_id == NULL; i++)
		if (image->segments[i].type == ELFIMAGE_NOTE &&
		    !read_note_segment(image, source, &image->segments[i], arena, err))
			return false;
	return true;
}

/* In the file; 0 of one that has nothing there. */
static uint64_t end_of_section(struct span header, bool is_64)
{
	struct cursor in = cursor_of(header);
	uint64_t offset, size;
	uint32_t type;

	cursor_skip(&in, 4);
	type = cursor_u32(&in);
	read_word(&in, is_64);
	read_word(&in, is_64);
	offset = read_word(&in, is_64);
	size = read_word(&in, is_64);
	return in.bad || type == SECTION_NOBITS || size > UINT64_MAX - offset ? 0 : offset + size;
}

/* Nearly always the table of sections is the last of a library, and nothing need be read. */
static bool find_sections_end(struct elfimage *image, const struct header *header, const struct source *source, struct error *err)
{
	uint64_t size = (uint64_t)header->section_size * header->num_sections;
	uint8_t bytes[HEADER_SIZE];
	size_t len = header->section_size < sizeof bytes ? header->section_size : sizeof bytes;

	image->sections_end = image->end;
	if (image->end >= source->size || header->sections_offset > source->size || size > source->size - header->sections_offset)
		return true;
	for (uint64_t at = 0; at < size; at += header->section_size) {
		uint64_t end;

		if (!source_read(source, header->sections_offset + at, bytes, len, err))
			return false;
		end = end_of_section(span_of(bytes, len), image->is_64);
		if (end > image->sections_end && end <= source->size)
			image->sections_end = end;
	}
	return true;
}

bool elfimage_read(struct elfimage *image, const struct source *source, struct arena *arena, struct error *err)
{
	uint8_t head[HEADER_SIZE];
	size_t head_len = source->size < sizeof head ? (size_t)source->size : sizeof head;
	struct header header = {0};

	*image = (struct elfimage){0};
	if (!source_read(source, 0, head, head_len, err))
		return false;
	read_header(image, span_of(head, head_len), &header);
	if (image->fault == NULL && !read_segments(image, source, &header, arena, err))
		return false;
	if (image->fault == NULL)
		image->fault = segments_fault(image, source);
	if (image->fault == NULL)
		image->end = end_of(image, &header, source);
	if (image->fault == NULL && !find_sections_end(image, &header, source, err))
		return false;
	if (image->fault == NULL)
		image->fault_from_26 = fault_from_26(image, &header);
	return image->fault != NULL || (find_build_id(image, source, arena, err) &&
					elfimage_read_dynamic(image, source, arena, err));
}

const char *elfimage_abi(const struct elfimage *image)
{
	static const struct {
		const char *abi;
		uint16_t machine;
		bool is_64;
	} abis[] = {{"arm64-v8a", 183, true}, {"armeabi-v7a", 40, false}, {"x86_64", 62, true}, {"x86", 3, false},
		    {"riscv64", 243, true}, {"mips64", 8, true}, {"mips", 8, false}};

	for (size_t i = 0; i < sizeof abis / sizeof abis[0]; i++)
		if (abis[i].machine == image->machine && abis[i].is_64 == image->is_64)
			return abis[i].abi;
	return NULL;
}

const struct elfimage_segment *elfimage_segment_of(const struct elfimage *image, uint32_t type)
{
	for (size_t i = 0; i < image->num_segments; i++)
		if (image->segments[i].type == type)
			return &image->segments[i];
	return NULL;
}

uint64_t elfimage_segment_alignment(const struct elfimage *image)
{
	uint64_t least = 0;

	for (size_t i = 0; i < image->num_segments; i++) {
		const struct elfimage_segment *segment = &image->segments[i];
		uint64_t align = segment->align == 0 ? 1 : segment->align | (segment->vaddr - segment->offset);

		if (segment->type != ELFIMAGE_LOAD)
			continue;
		align &= ~align + 1; /* the greatest power of two that divides both */
		if (least == 0 || align < least)
			least = align;
	}
	return least;
}

/* True when a writable byte of a loaded segment lies between the two addresses. */
static bool is_written_between(const struct elfimage *image, uint64_t from, uint64_t to)
{
	for (size_t i = 0; i < image->num_segments; i++) {
		const struct elfimage_segment *segment = &image->segments[i];

		if (segment->type == ELFIMAGE_LOAD && (segment->flags & ELFIMAGE_WRITE) != 0 && segment->vaddr < to &&
		    segment->vaddr + segment->memory_size > from)
			return true;
	}
	return false;
}

bool elfimage_relro_fits(const struct elfimage *image, uint64_t page_size)
{
	for (size_t i = 0; i < image->num_segments; i++) {
		uint64_t end = image->segments[i].vaddr + image->segments[i].memory_size;
		uint64_t page_end = (end + page_size - 1) & ~(page_size - 1);

		if (image->segments[i].type == ELFIMAGE_RELRO && page_end != end &&
		    is_written_between(image, end, page_end))
			return false;
	}
	return true;
}
