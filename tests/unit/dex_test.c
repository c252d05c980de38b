#include "harness.h"

#include "bytes/digest.h"
#include "encoding/dex.h"
#include "inspect/class_names.h"
#include "inspect/dex_name.h"

#include <libdeflate.h>

static void put(uint8_t *bytes, size_t at, uint32_t value)
{
	for (size_t i = 0; i < 4; i++)
		bytes[at + i] = (uint8_t)(value >> (8 * i));
}

#define SIZE 0x88
#define CONTAINER_SIZE 0x100

static void sign(uint8_t *bytes, size_t len)
{
	uint8_t sha1[DIGEST_MAX];

	digest_of(DIGEST_SHA1, span_of(bytes + 32, len - 32), sha1);
	memcpy(bytes + 12, sha1, 20);
	put(bytes, 8, libdeflate_adler32(1, bytes + 12, len - 12));
}

static void put_header(uint8_t *bytes, const char *version, uint32_t file_size, uint32_t header_size, uint32_t map)
{
	memcpy(bytes, "dex\n", 4);
	memcpy(bytes + 4, version, 3);
	put(bytes, 0x20, file_size);
	put(bytes, 0x24, header_size);
	put(bytes, 0x28, 0x12345678);
	put(bytes, 0x34, map);
}

/* A DEX file of a header, a map, two strings' ids and nothing else; with the digests that belong to it. */
static void make(uint8_t bytes[SIZE], const char *version, uint32_t strings)
{
	memset(bytes, 0, SIZE);
	put_header(bytes, version, SIZE, 0x70, 0x70);
	put(bytes, 0x38, strings);
	put(bytes, 0x3C, 0x80);
	sign(bytes, SIZE);
}

/* Two headers and the map that they share. */
static void make_container(uint8_t bytes[CONTAINER_SIZE])
{
	memset(bytes, 0, CONTAINER_SIZE);
	for (uint32_t at = 0; at <= 0x78; at += 0x78) {
		uint32_t size = at == 0 ? 0x78 : CONTAINER_SIZE - 0x78;

		put_header(bytes + at, "041", size, 0x78, 0xF0);
		put(bytes + at, 0x70, CONTAINER_SIZE);
		put(bytes + at, 0x74, at);
		sign(bytes + at, size);
	}
}

TEST(dex_header, "a DEX header gives version, counts and whether its digests are right")
{
	uint8_t bytes[SIZE];
	struct dex_header header;

	make(bytes, "039", 2);
	header = dex_read_header(span_of(bytes, sizeof bytes), 0);
	CHECK_TEXT(header.fault, NULL);
	CHECK_TEXT(header.version, "039");
	CHECK(header.version_known && header.checksum_ok && header.signature_ok);
	CHECK_NUMBER(header.strings, 2);
	bytes[SIZE - 1] ^= 1;
	header = dex_read_header(span_of(bytes, sizeof bytes), 0);
	CHECK(!header.checksum_ok && !header.signature_ok);
	make(bytes, "099", 2);
	CHECK(!dex_read_header(span_of(bytes, sizeof bytes), 0).version_known);
}

TEST(dex_faults, "a table outside the file is a fault, and so is every prefix")
{
	uint8_t bytes[SIZE];

	make(bytes, "035", 3);
	CHECK(dex_read_header(span_of(bytes, sizeof bytes), 0).fault != NULL);
	make(bytes, "035", 0x40000000);
	CHECK(dex_read_header(span_of(bytes, sizeof bytes), 0).fault != NULL);
	make(bytes, "035", 2);
	for (size_t len = 0; len < sizeof bytes; len++)
		CHECK(dex_read_header(span_of(bytes, len), 0).fault != NULL);
}

TEST(dex_sections, "ART takes no table that is empty and somewhere, no DEX file without a map, and one size of header only")
{
	static const size_t places[] = {0x30, 0x44, 0x5C, 0x6C};
	uint8_t bytes[SIZE];

	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
		make(bytes, "035", 2);
		put(bytes, places[i], 0x70);
		CHECK(dex_read_header(span_of(bytes, sizeof bytes), 0).fault != NULL);
	}
	make(bytes, "035", 2);
	put(bytes, 0x34, SIZE - 12);
	CHECK(dex_read_header(span_of(bytes, sizeof bytes), 0).fault != NULL);
	make(bytes, "035", 2);
	put(bytes, 0x24, 0x78);
	CHECK(dex_read_header(span_of(bytes, sizeof bytes), 0).fault != NULL);
}

TEST(dex_container, "each header of a container says where it stands and where the container ends")
{
	uint8_t bytes[CONTAINER_SIZE];
	struct dex_header header;

	make_container(bytes);
	for (size_t at = 0; at <= 0x78; at += 0x78) {
		header = dex_read_header(span_of(bytes, sizeof bytes), at);
		CHECK_TEXT(header.fault, NULL);
		CHECK(header.version_known && header.checksum_ok && header.signature_ok);
		CHECK_NUMBER(header.offset, at);
		CHECK_NUMBER(header.container_size, CONTAINER_SIZE);
	}
	put(bytes, 0x78 + 0x74, 0);
	CHECK(dex_read_header(span_of(bytes, sizeof bytes), 0x78).fault != NULL);
	put(bytes, 0x70, CONTAINER_SIZE + 1);
	CHECK(dex_read_header(span_of(bytes, sizeof bytes), 0).fault != NULL);
}

TEST(dex_names, "only the names under which the platform loads code are DEX names")
{
	CHECK_NUMBER(dex_name_number(span_of_text("classes.dex")), 1);
	CHECK_NUMBER(dex_name_number(span_of_text("classes2.dex")), 2);
	CHECK_NUMBER(dex_name_number(span_of_text("classes17.dex")), 17);
	CHECK_NUMBER(dex_name_number(span_of_text("classes0.dex")), 0);
	CHECK_NUMBER(dex_name_number(span_of_text("classes1.dex")), 0);
	CHECK_NUMBER(dex_name_number(span_of_text("classes02.dex")), 0);
	CHECK_NUMBER(dex_name_number(span_of_text("Classes.dex")), 0);
	CHECK_NUMBER(dex_name_number(span_of_text("a/classes.dex")), 0);
	CHECK_NUMBER(dex_name_number(span_of_text("classes99999999999.dex")), 0);
}

#define NAMED_SIZE 0xF0

/* A DEX file of two classes: LA; is defined, Lb/B; is a type alone. */
static struct dex_header make_named(uint8_t bytes[NAMED_SIZE])
{
	memset(bytes, 0, NAMED_SIZE);
	put_header(bytes, "035", NAMED_SIZE, 0x70, 0xE0);
	for (size_t at = 0x38; at <= 0x40; at += 8)
		put(bytes, at, 2);
	put(bytes, 0x3C, 0x70);
	put(bytes, 0x44, 0x78);
	put(bytes, 0x60, 1);
	put(bytes, 0x64, 0x80);
	put(bytes, 0x70, 0xA0);
	put(bytes, 0x74, 0xA8);
	put(bytes, 0x7C, 1);
	memcpy(bytes + 0xA0, "\3LA;\0", 5);
	memcpy(bytes + 0xA8, "\5Lb/B;\0", 7);
	sign(bytes, NAMED_SIZE);
	return dex_read_header(span_of(bytes, NAMED_SIZE), 0);
}

TEST(dex_classes, "a class definition gives its descriptor, and none where it leads nowhere or is longer than wanted")
{
	uint8_t bytes[NAMED_SIZE];
	struct dex_header header = make_named(bytes);
	struct span file = span_of(bytes, sizeof bytes);

	CHECK_TEXT(header.fault, NULL);
	CHECK(span_is(dex_class_name(&header, file, 0, 3), "LA;"));
	CHECK_NUMBER(dex_class_name(&header, file, 0, 2).len, 0);
	CHECK_NUMBER(dex_class_name(&header, file, 1, 100).len, 0);
	put(bytes, 0x78, 1); /* type 0 is the second string */
	CHECK(span_is(dex_class_name(&header, file, 0, 100), "Lb/B;"));
	put(bytes, 0x74, 0xEF); /* the string has no end */
	bytes[0xEF] = 1;
	CHECK_NUMBER(dex_class_name(&header, file, 0, 100).len, 0);
	put(bytes, 0x74, 0x7FFFFFFF);
	CHECK_NUMBER(dex_class_name(&header, file, 0, 100).len, 0);
	put(bytes, 0x78, 2);
	CHECK_NUMBER(dex_class_name(&header, file, 0, 100).len, 0);
	put(bytes, 0x80, 2);
	CHECK_NUMBER(dex_class_name(&header, file, 0, 100).len, 0);
}

TEST(class_names, "a class that was seen is defined, the others are not, whatever their number")
{
	ARENA_CLEANUP struct arena arena = arena_new(1 << 20);
	struct class_names names = {.num = 0};

	for (int i = 0; i < 1000; i++)
		CHECK(class_names_add(&names, &arena, arena_printf(&arena, "com.example.Name%d", i % 500)));
	CHECK(class_names_add(&names, &arena, "a.\xF0\x9F\x98\x80"));
	CHECK(class_names_index(&names, &arena));
	CHECK_NUMBER(names.num, 501);
	class_names_see(&names, span_of_text("Lcom/example/Name7;"));
	class_names_see(&names, span_of_text("Lcom/example/None;"));
	class_names_see(&names, span_of(NULL, 0));
	class_names_see(&names, span_of_text("La/\xED\xA0\xBD\xED\xB8\x80;")); /* as DEX files write it: two surrogates */
	for (size_t i = 0; i < names.num; i++)
		CHECK(class_names_is_defined(&names, &names.names[i]) == (i == 7 || i == 500));
}
