#include "harness.h"

#include "bytes/digest.h"
#include "encoding/dex.h"
#include "inspect/dex_name.h"

#include <libdeflate.h>

static void put(uint8_t *bytes, size_t at, uint32_t value)
{
	for (size_t i = 0; i < 4; i++)
		bytes[at + i] = (uint8_t)(value >> (8 * i));
}

/* A DEX file of a header, two strings' ids and nothing else; with the digests that belong to it. */
static void make(uint8_t bytes[0x78], const char *version, uint32_t strings)
{
	uint8_t sha1[DIGEST_MAX];

	memset(bytes, 0, 0x78);
	memcpy(bytes, "dex\n", 4);
	memcpy(bytes + 4, version, 3);
	put(bytes, 0x20, 0x78);
	put(bytes, 0x24, 0x70);
	put(bytes, 0x28, 0x12345678);
	put(bytes, 0x38, strings);
	put(bytes, 0x3C, 0x70);
	digest_of(DIGEST_SHA1, span_of(bytes + 32, 0x78 - 32), sha1);
	memcpy(bytes + 12, sha1, 20);
	put(bytes, 8, libdeflate_adler32(1, bytes + 12, 0x78 - 12));
}

TEST(dex_header, "a DEX header gives version, counts and whether its digests are right")
{
	uint8_t bytes[0x78];
	struct dex_header header;

	make(bytes, "039", 2);
	header = dex_read_header(span_of(bytes, sizeof bytes), 0);
	CHECK_TEXT(header.fault, NULL);
	CHECK_TEXT(header.version, "039");
	CHECK(header.version_known && header.checksum_ok && header.signature_ok);
	CHECK_NUMBER(header.strings, 2);
	bytes[0x77] ^= 1;
	header = dex_read_header(span_of(bytes, sizeof bytes), 0);
	CHECK(!header.checksum_ok && !header.signature_ok);
	make(bytes, "099", 2);
	CHECK(!dex_read_header(span_of(bytes, sizeof bytes), 0).version_known);
}

TEST(dex_faults, "a table outside the file is a fault, and so is every prefix")
{
	uint8_t bytes[0x78];

	make(bytes, "035", 3);
	CHECK(dex_read_header(span_of(bytes, sizeof bytes), 0).fault != NULL);
	make(bytes, "035", 0x40000000);
	CHECK(dex_read_header(span_of(bytes, sizeof bytes), 0).fault != NULL);
	make(bytes, "035", 2);
	for (size_t len = 0; len < sizeof bytes; len++)
		CHECK(dex_read_header(span_of(bytes, len), 0).fault != NULL);
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
