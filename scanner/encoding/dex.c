#include "encoding/dex.h"

#include "bytes/cursor.h"
#include "bytes/digest.h"

#include <libdeflate.h>

#define HEADER_SIZE 0x70
#define CONTAINER_HEADER_SIZE 0x78
#define MAP_SIZE_MIN 16
#define ENDIAN_TAG 0x12345678u

bool dex_is(struct span head)
{
	return head.len >= 8 && (span_starts(head, "dex\n") || span_starts(head, "cdex")) && head.data[7] == 0;
}

static bool is_known_version(const char *version)
{
	static const char *const known[] = {"035", "037", "038", "039", "040", "041"};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (strcmp(version, known[i]) == 0)
			return true;
	return false;
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
		{"its string table lies outside the file", 4}, {"its type table lies outside the file", 4},
		{"its prototype table lies outside the file", 12}, {"its field table lies outside the file", 8},
		{"its method table lies outside the file", 8}, {"its class table lies outside the file", 32},
		{"its data section lies outside the file", 0},
	};
	enum { LINK, MAP, STRINGS, TYPES, PROTOTYPES, FIELDS, METHODS, CLASSES, DATA, NUM };
	uint32_t counts[NUM];
	const char *fault = NULL;

	for (size_t i = 0; i < NUM; i++) {
		uint32_t offset;

		counts[i] = i == MAP ? 1 : cursor_u32(in);
		offset = cursor_u32(in);
		if (fault == NULL && !table_fits(header, counts[i], offset, tables[i].record))
			fault = tables[i].fault;
	}
	header->strings = counts[STRINGS];
	header->methods = counts[METHODS];
	header->classes = counts[CLASSES];
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
