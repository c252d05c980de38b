#include "encoding/dex.h"

#include "bytes/cursor.h"
#include "bytes/digest.h"
#include "bytes/text.h"

#include <libdeflate.h>

#define HEADER_SIZE 0x70
#define CONTAINER_HEADER_SIZE 0x78
#define MAP_SIZE_MIN 16
#define ENDIAN_TAG 0x12345678u
#define CLASS_SIZE 32
#define INDEX_SIZE 4 /* of a string or type */
#define LENGTH_SIZE_MAX 5 /* of a string's length, which stands before it */

bool dex_is(struct span head)
{
	return head.len >= 8 && (span_starts(head, "dex\n") || span_starts(head, "cdex")) && head.data[7] == 0;
}

static bool is_known_version(const char *version)
{
	static const char *const known[] = {"035", "037", "038", "039", "040", "041"};

	return text_among(known, sizeof known / sizeof known[0], version) >= 0;
}

static void read_version(struct dex_header *header, struct cursor *in)
{
	cursor_skip(in, 4);
	for (int i = 0; i < 3; i++) {
		uint8_t digit = cursor_u8(in);

		header->version[i] = digit >= '0' && digit <= '9' ? (char)digit : '?';
	}
	header->version_known = is_known_version(header->version) && cursor_u8(in) == 0;
}

/* Count records behind the header and inside the container; none is at 0. */
static bool table_fits(const struct dex_header *header, uint32_t count, uint32_t offset, uint32_t record)
{
	if (count == 0)
		return offset == 0;
	if (record == 0)
		return offset >= header->offset && offset < header->container_size;
	return offset >= header->offset + HEADER_SIZE && offset <= header->container_size && offset % 4 == 0 &&
	       count <= (header->container_size - offset) / record;
}

/* From the link section on. */
static const char *read_tables(struct dex_header *header, struct cursor *in)
{
	static const struct {
		const char *fault;
		uint32_t record; /* 0: Android 11 does not ask where it ends */
	} tables[] = {
		{"its link section lies outside the file", 0}, {"its map lies outside the file", MAP_SIZE_MIN},
		{"its string table lies outside the file", INDEX_SIZE}, {"its type table lies outside the file", INDEX_SIZE},
		{"its prototype table lies outside the file", 12}, {"its field table lies outside the file", 8},
		{"its method table lies outside the file", 8}, {"its class table lies outside the file", CLASS_SIZE},
		{"its data section lies outside the file", 0},
	};
	enum { LINK, MAP, STRINGS, TYPES, PROTOTYPES, FIELDS, METHODS, CLASSES, DATA, NUM };
	uint32_t counts[NUM], offsets[NUM];
	const char *fault = NULL;

	for (size_t i = 0; i < NUM; i++) {
		counts[i] = i == MAP ? 1 : cursor_u32(in);
		offsets[i] = cursor_u32(in);
		if (fault == NULL && !table_fits(header, counts[i], offsets[i], tables[i].record))
			fault = tables[i].fault;
	}
	header->strings = counts[STRINGS];
	header->methods = counts[METHODS];
	header->classes = counts[CLASSES];
	header->types = counts[TYPES];
	header->string_table = offsets[STRINGS];
	header->type_table = offsets[TYPES];
	header->class_table = offsets[CLASSES];
	return fault;
}

static void check_digests(struct dex_header *header, struct span file)
{
	struct cursor in = cursor_of(file);
	struct span body = span_slice(file, 12, file.len), signed_body = span_slice(file, 32, file.len);
	uint8_t sha1[DIGEST_MAX];
	uint32_t checksum;

	cursor_seek(&in, 8);
	checksum = cursor_u32(&in);
	header->checksum_ok = libdeflate_adler32(1, body.data, body.len) == checksum;
	digest_of(DIGEST_SHA1, signed_body, sha1);
	header->signature_ok = span_equal(cursor_bytes(&in, 20), span_of(sha1, 20));
}

static const char *sizes_fault(const struct dex_header *header, size_t room, uint32_t header_size, uint32_t endian_tag)
{
	if (header->file_size > room || header->file_size < header_size)
		return "its file size is not that of the file";
	if (header_size != (header->is_container ? CONTAINER_HEADER_SIZE : HEADER_SIZE) || endian_tag != ENDIAN_TAG)
		return "its header size or endian tag is wrong";
	return NULL;
}

/* What the header of a container has besides: how large it is, and where in it the header stands. */
static const char *read_container(struct dex_header *header, struct span bytes, struct cursor *in, size_t at)
{
	cursor_seek(in, HEADER_SIZE);
	header->container_size = cursor_u32(in);
	header->offset = cursor_u32(in);
	if (header->container_size > bytes.len)
		return "its container size is not that of the file";
	if (header->offset != at || header->file_size > header->container_size - at)
		return "its place in the container is not the one that it gives";
	return NULL;
}

struct dex_header dex_read_header(struct span bytes, size_t at)
{
	struct dex_header header = {.version = ""};
	struct span rest = span_slice(bytes, at, bytes.len);
	struct cursor in = cursor_of(rest), tables = cursor_of(rest);
	uint32_t header_size, endian_tag;

	if (!span_starts(rest, "dex\n") || rest.len < HEADER_SIZE) {
		header.fault = "it does not begin with a DEX header";
		return header;
	}
	read_version(&header, &in);
	cursor_seek(&in, 0x20);
	header.file_size = cursor_u32(&in);
	header_size = cursor_u32(&in);
	endian_tag = cursor_u32(&in);
	header.container_size = header.file_size;
	header.is_container = strcmp(header.version, "041") == 0;
	header.fault = sizes_fault(&header, rest.len, header_size, endian_tag);
	if (header.fault == NULL && header.is_container)
		header.fault = read_container(&header, bytes, &in, at);
	cursor_seek(&tables, 0x2C);
	if (header.fault == NULL)
		header.fault = read_tables(&header, &tables);
	check_digests(&header, header.file_size >= HEADER_SIZE ? span_slice(rest, 0, header.file_size) : rest);
	return header;
}

/* Up to its NUL. */
static struct span string_at(struct span bytes, uint32_t offset, size_t most)
{
	struct cursor in = cursor_of(bytes);
	struct span text;
	const uint8_t *end;
	size_t len = 1;

	cursor_seek(&in, offset);
	while (cursor_u8(&in) >= 0x80 && len < LENGTH_SIZE_MAX)
		len++;
	text = span_slice(bytes, in.pos, most + 1);
	end = in.bad || text.len == 0 ? NULL : memchr(text.data, 0, text.len);
	return end == NULL ? span_of(NULL, 0) : span_slice(text, 0, (size_t)(end - text.data));
}

struct span dex_class_name(const struct dex_header *header, struct span bytes, uint32_t number, size_t most)
{
	const struct cursor in = cursor_of(bytes);
	uint32_t type = cursor_peek_u32(&in, header->class_table + (uint64_t)number * CLASS_SIZE), string;

	if (number >= header->classes || type >= header->types)
		return span_of(NULL, 0);
	string = cursor_peek_u32(&in, header->type_table + (uint64_t)type * INDEX_SIZE);
	if (string >= header->strings)
		return span_of(NULL, 0);
	return string_at(bytes, cursor_peek_u32(&in, header->string_table + (uint64_t)string * INDEX_SIZE), most);
}
