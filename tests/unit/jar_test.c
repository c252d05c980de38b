#include "harness.h"

#include "encoding/jar_manifest.h"
#include "encoding/pkcs7.h"
#include "encoding/pkcs7_algorithm.h"
#include "encoding/pkcs9_attribute.h"
#include "format/apk_v1_parts.h"

static struct jar_manifest read_text(const char *text, struct arena *arena)
{
	struct jar_manifest manifest;

	CHECK(jar_manifest_read(&manifest, span_of_text(text), UINT64_MAX, arena));
	return manifest;
}

static const char *value_of(const struct jar_section *section, const char *name, struct arena *arena)
{
	struct span value;

	return jar_section_value(section, name, &value) ? arena_text(arena, value) : NULL;
}

TEST(jar_sections, "a JAR manifest's sections are found by name, with the bytes that are digested")
{
	static const char text[] = "Manifest-Version: 1.0\r\nCreated-By: x\r\n\r\nName: b\r\nSHA1-Digest: AAAA\r\n\r\nName: a\nX: y\n\n";
	ARENA_CLEANUP struct arena arena = arena_new(65536);
	struct jar_manifest manifest = read_text(text, &arena);
	size_t next = 0;
	const struct jar_section *a = jar_manifest_find(&manifest, span_of_text("a"), &next);

	CHECK(manifest.num_sections == 2 && !manifest.malformed);
	CHECK_TEXT(value_of(&manifest.main, "created-BY", &arena), "x");
	CHECK(manifest.main.raw.len == strlen("Manifest-Version: 1.0\r\nCreated-By: x\r\n\r\n"));
	CHECK(a != NULL && span_equal(a->raw, span_of_text("Name: a\nX: y\n\n")));
	CHECK(jar_manifest_find(&manifest, span_of_text("c"), &next) == NULL);
}

TEST(jar_section_order, "where a JAR manifest's section is looked for first does not change which of several of one name is found")
{
	static const char text[] = "M: 1\n\nName: a\nX: 1\n\nName: b\nX: 2\n\nName: a\nX: 3\n\n";
	ARENA_CLEANUP struct arena arena = arena_new(65536);
	struct jar_manifest manifest = read_text(text, &arena);

	for (size_t first = 0; first < 5; first++) {
		size_t next = first, next_b = first;

		CHECK(jar_manifest_find(&manifest, span_of_text("a"), &next) == &manifest.sections[0] && next == 1);
		CHECK(jar_manifest_find(&manifest, span_of_text("b"), &next_b) == &manifest.sections[1] && next_b == 2);
	}
}

TEST(jar_folded, "a line of a JAR manifest that begins with a blank goes on with the one before")
{
	ARENA_CLEANUP struct arena arena = arena_new(65536);
	struct jar_manifest manifest = read_text("M: 1\r\n\r\nName: long/na\r\n me/of\n  a file\r\nX: 1\r\n", &arena);

	CHECK(manifest.num_sections == 1);
	CHECK(span_equal(manifest.sections[0].name, span_of_text("long/name/of a file")));
	CHECK_TEXT(value_of(&manifest.sections[0], "X", &arena), "1");
}

TEST(jar_lengths, "a line of a JAR manifest ends with CR, LF or both, however long it is")
{
	static const char *const ends[] = {"\r", "\n", "\r\n"};

	for (size_t len = 4; len < 1040; len++)
		for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
			ARENA_CLEANUP struct arena arena = arena_new(65536);
			const char *text = arena_printf(&arena, "A: %0*d%sB: 1%s%sName: c%s", (int)len, 7, ends[i], ends[i], ends[i], ends[i]);
			struct jar_manifest manifest = read_text(text, &arena);
			struct span value = span_of(NULL, 0);

			CHECK(jar_section_value(&manifest.main, "A", &value) && value.len == len);
			CHECK(manifest.main.num_attributes == 2 && manifest.num_sections == 1 && !manifest.malformed);
		}
}

TEST(jar_malformed, "a JAR manifest is malformed by what the platform's reader refuses, be it one line")
{
	ARENA_CLEANUP struct arena arena = arena_new(65536);
	static const char *const lines[] = {"no colon here", ": no name", "A:no blank", "A B: x", "A_B\u00e9: x", "A\n B: x", "A:",
		"N23456789012345678901234567890123456789012345678901234567890123456789012: longer than 70"};

	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
		CHECK(read_text(arena_printf(&arena, "M: 1\n\nName: a\n%s\n\nName: b\n\n", lines[i]), &arena).malformed);
	CHECK(read_text("\nM: 1\n\n", &arena).malformed);
	CHECK(!read_text("M: 1\n\n\n\nName: a\nA-b_9: \n\n", &arena).malformed);
	CHECK(!read_text("", &arena).malformed);
}

TEST(jar_nul, "a value in a JAR manifest holds no NUL")
{
	static const char text[] = "M: a\0b\n\n";
	ARENA_CLEANUP struct arena arena = arena_new(65536);
	struct jar_manifest manifest;

	CHECK(jar_manifest_read(&manifest, span_of(text, sizeof text - 1), UINT64_MAX, &arena) && manifest.malformed);
	CHECK(jar_manifest_read(&manifest, span_of("M: a\n\n", 7), UINT64_MAX, &arena) && manifest.malformed);
}

TEST(jar_unended, "a last line of a JAR manifest that does not end is passed over")
{
	ARENA_CLEANUP struct arena arena = arena_new(65536);
	struct jar_manifest manifest = read_text("M: 1\n\nName: a\nX: 1", &arena);

	CHECK(!manifest.malformed && manifest.num_sections == 1 && value_of(&manifest.sections[0], "X", &arena) == NULL);
	manifest = read_text("M: 1\n\nName: a", &arena);
	CHECK(!manifest.malformed && manifest.num_sections == 0);
}

TEST(jar_colonless, "text behind the last colon of a JAR manifest is passed over")
{
	ARENA_CLEANUP struct arena arena = arena_new(65536);
	struct jar_manifest manifest = read_text("M: 1\n\nName: a\nX: 1\ngarbage\n\nmore", &arena);

	CHECK(!manifest.malformed && manifest.num_sections == 1);
	CHECK(span_equal(manifest.sections[0].raw, span_of_text("Name: a\nX: 1\ngarbage\n\nmore")));
	CHECK_TEXT(value_of(&manifest.sections[0], "X", &arena), "1");
}

TEST(jar_blank, "all blank lines behind a section of a JAR manifest are digested with it")
{
	ARENA_CLEANUP struct arena arena = arena_new(65536);
	struct jar_manifest manifest = read_text("M: 1\n\n\nName: a\r\n\r\n\r\nName: b\n\n\n\n", &arena);

	CHECK(!manifest.malformed && manifest.num_sections == 2);
	CHECK_NUMBER(manifest.main.raw.len, 7);
	CHECK_NUMBER(manifest.sections[0].raw.len, 13);
	CHECK_NUMBER(manifest.sections[1].raw.len, 11);
}

TEST(jar_fatal, "a continuation line with nothing in it breaks the platform's reader, and so does a colon at the end")
{
	ARENA_CLEANUP struct arena arena = arena_new(65536);
	static const char *const texts[] = {"M: 1\n \n", "M: 1\n a\r\n \r\n b\n", "M: 1\n\nName: a\nX:", "M: 1\r \n\n"};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		CHECK(read_text(texts[i], &arena).is_fatal);
	CHECK(!read_text("bad line\nM: 1\n \n", &arena).is_fatal);
	CHECK(read_text("\nM:", &arena).is_fatal);
}

TEST(jar_first_fault, "of several faults in a JAR manifest the first one counts, where the platform's reader meets it")
{
	static const struct {
		const char *text;
		size_t len;
	} texts[] = {{"M: 1\n\nX: 1\nY:", 13}, {"M: a\0b\n \n", 9}, {"M: 1\n \r\0", 8}, {"M: 1\n a\0\n \n\n", 12}};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		ARENA_CLEANUP struct arena arena = arena_new(65536);
		struct jar_manifest manifest;

		CHECK(jar_manifest_read(&manifest, span_of(texts[i].text, texts[i].len), UINT64_MAX, &arena));
		CHECK(manifest.malformed && !manifest.is_fatal);
	}
}

TEST(jar_blank_start, "a JAR manifest that begins with a blank line and has no colon is passed over whole")
{
	ARENA_CLEANUP struct arena arena = arena_new(65536);
	struct jar_manifest manifest;

	CHECK(jar_manifest_read(&manifest, span_of("\n\n\0x\n", 5), UINT64_MAX, &arena));
	CHECK(!manifest.malformed && manifest.num_sections == 0 && manifest.main.num_attributes == 0);
	CHECK_NUMBER(manifest.main.raw.len, 5);
}

TEST(jar_swallowed, "behind a line of a JAR manifest that CR alone ended, the next LF of its continuation is part of the value")
{
	ARENA_CLEANUP struct arena arena = arena_new(65536);
	struct jar_manifest manifest = read_text("M: 1\r 2\nName: b\n\nName: a\n\n", &arena);

	CHECK(!manifest.malformed && manifest.num_sections == 1 && manifest.main.num_attributes == 1);
	CHECK_TEXT(value_of(&manifest.main, "M", &arena), "12\nName: b");
	CHECK(read_text("M: 1\r 2\n", &arena).main.num_attributes == 0);
	CHECK_NUMBER(read_text("M: 1\r\n 2\nN: b\n", &arena).main.num_attributes, 2);
}

TEST(jar_twice, "of an attribute that stands there twice the last counts")
{
	ARENA_CLEANUP struct arena arena = arena_new(65536);
	struct jar_manifest manifest = read_text("A: 1\na: 2\n\n", &arena);

	CHECK_TEXT(value_of(&manifest.main, "A", &arena), "2");
}

TEST(jar_sections_twice, "sections of one name are one, of whose attributes those of the last section count, and the others are still there")
{
	ARENA_CLEANUP struct arena arena = arena_new(65536);
	struct jar_manifest manifest = read_text("M: 1\n\nName: a\nX: 1\nY: 1\n\nName: b\nX: 2\n\nName: a\nx: 3\n\n", &arena);

	CHECK_NUMBER(manifest.num_sections, 3);
	CHECK(manifest.sections[0].has_more && !manifest.sections[1].has_more && !manifest.sections[2].has_more);
	CHECK_TEXT(value_of(&manifest.sections[2], "X", &arena), "3");
	CHECK_TEXT(value_of(&manifest.sections[2], "Y", &arena), "1");
	CHECK(value_of(&manifest.sections[1], "Y", &arena) == NULL);
}

TEST(jar_digest, "digests in a JAR manifest are base64 without anything between, and never longer than SHA-512")
{
	static const char *const none[] = {"", "!!!!", "aGVs bG8=", "aGVsbG8= ", "aGVsbG8==", "aGVsb===", "a", "aGVsbG8=AAAA"};
	char longer[97];
	uint8_t out[64];

	CHECK(jar_digest_decode(span_of_text("aGVsbG8="), out) == 5 && memcmp(out, "hello", 5) == 0);
	CHECK(jar_digest_decode(span_of_text("aGVsbG8"), out) == 5);
	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
		CHECK(jar_digest_decode(span_of_text(none[i]), out) == 0);
	memset(longer, 'A', sizeof longer);
	CHECK(jar_digest_decode(span_of(longer, 96), out) == 0);
}

TEST(jar_old_algorithms, "of the algorithms that a section lists a digest is looked for once each, those that old versions know, however long the list is")
{
	ARENA_CLEANUP struct arena arena = arena_new(1048576);
	const struct apk_v1_algorithm *found[APK_V1_OLD_ALGORITHMS];
	const char *list = " x SHA-256";

	for (int i = 0; i < 100; i++)
		list = arena_printf(&arena, "%s SHA-1  sha-1 y%d", list, i);
	CHECK_NUMBER(apk_v1_old_algorithms(span_of_text(arena_printf(&arena, "%s MD5 SHA MD", list)), found), 3);
	CHECK_TEXT(found[0]->name, "SHA-1");
	CHECK_TEXT(found[1]->name, "MD5");
	CHECK_TEXT(found[2]->name, "SHA");
	CHECK_NUMBER(apk_v1_old_algorithms(span_of(NULL, 0), found), 0);
	CHECK_NUMBER(apk_v1_old_algorithms(span_of_text("SHA SHA1"), found), 2);
}

TEST(ber_ends, "a value of BER that goes on until two zeros is found with what is in it, and no value of DER does")
{
	static const uint8_t bytes[] = {0x30, 0x80, 0x31, 0x80, 0x04, 0x02, 0, 0, 0, 0, 0x04, 0x00, 0, 0, 0x05, 0x00};
	struct cursor in = cursor_of(span_of(bytes, sizeof bytes)), der = in, cut = cursor_of(span_of(bytes, 13));
	struct der value;

	CHECK(ber_expect(&in, DER_SEQUENCE, &value) && value.content.len == 10 && value.whole.len == 14 && cursor_left(&in) == 2);
	CHECK(!der_expect(&der, DER_SEQUENCE, &value));
	CHECK(!ber_expect(&cut, DER_SEQUENCE, &value));
}

/* SEQUENCE { SET { SEQUENCE { OID 2.5.4.3, text } } } */
static struct span common_name(uint8_t tag, const char *text, uint8_t out[64])
{
	uint8_t len = (uint8_t)strlen(text);
	const uint8_t head[] = {0x30, (uint8_t)(len + 11), 0x31, (uint8_t)(len + 9), 0x30, (uint8_t)(len + 7), 0x06, 3, 0x55, 4, 3, tag, len};

	memcpy(out, head, sizeof head);
	memcpy(out + sizeof head, text, len);
	return span_of(out, sizeof head + len);
}

TEST(x509_names, "two names are one when only their case, spaces or string type differ")
{
	uint8_t a[64], b[64];
	struct span name = common_name(0x0C, "Example  Store", a);

	CHECK(x509_names_equal(name, name));
	CHECK(x509_names_equal(name, common_name(0x13, " example store ", b)));
	CHECK(!x509_names_equal(name, common_name(0x13, "examplestore", b)));
	CHECK(!x509_names_equal(name, common_name(0x13, "example store 2", b)));
	CHECK(!x509_names_equal(name, common_name(0x16, "Example Store", b)));
	CHECK(!x509_names_equal(name, span_of(b, 5)));
	CHECK(!x509_names_equal(name, span_of(NULL, 0)));
}

enum { VERSION, SERIAL, ALGORITHM, ISSUER, VALIDITY, KEY, OPTIONAL, OUTER_ALGORITHM, SIGNATURE, PARTS };

struct part {
	int number;
	size_t len;
	const char *bytes;
};

#define PART(number, bytes) {number, sizeof bytes - 1, bytes}
#define ALGORITHM_BYTES "\x30\x03\x06\x01\x2A"
#define TIME_BYTES "\x17\x0D" "200101000000Z"

static const struct part sound[PARTS] = {
	PART(VERSION, "\xA0\x03\x02\x01\x02"), PART(SERIAL, "\x02\x01\x01"), PART(ALGORITHM, ALGORITHM_BYTES),
	PART(ISSUER, "\x30\x0C\x31\x0A\x30\x08\x06\x03\x55\x04\x03\x0C\x01" "a"), PART(VALIDITY, "\x30\x1E" TIME_BYTES TIME_BYTES),
	PART(KEY, "\x30\x09\x30\x03\x06\x01\x2A\x03\x02\x00\x00"), PART(OPTIONAL, "\xA3\x0C\x30\x0A\x30\x08\x06\x01\x2A\x01\x01\xFF\x04\x00"),
	PART(OUTER_ALGORITHM, ALGORITHM_BYTES), PART(SIGNATURE, "\x03\x02\x00\x00"),
};

static void add_part(uint8_t *bytes, size_t *len, const struct part *part)
{
	memcpy(bytes + *len, part->bytes, part->len);
	*len += part->len;
}

/* Whether a certificate is read in which one part is another one; the subject is the issuer. */
static bool read_with(struct x509 *certificate, const struct part *other)
{
	uint8_t der[256] = {0x30, 0x81, 0, 0x30, 0x81, 0};
	size_t len = 6;

	for (int i = VERSION; i <= OPTIONAL; i++) {
		if (i == KEY)
			add_part(der, &len, &sound[ISSUER]);
		add_part(der, &len, other->number == i ? other : &sound[i]);
	}
	der[5] = (uint8_t)(len - 6);
	for (int i = OUTER_ALGORITHM; i <= SIGNATURE; i++)
		add_part(der, &len, other->number == i ? other : &sound[i]);
	der[2] = (uint8_t)(len - 3);
	return x509_read(certificate, span_of(der, len));
}

static bool reads_with(const struct part *other)
{
	struct x509 certificate;

	return read_with(&certificate, other);
}

/* What is read of a certificate that begins then; NULL when it is none. */
static const char *begins(const char *time, char tag, struct arena *arena)
{
	struct x509 certificate;
	size_t len = strlen(time);
	const char *bytes = arena_printf(arena, "\x30%c%c%c%s" TIME_BYTES, (int)(len + 17), tag, (int)len, time);

	return read_with(&certificate, &(struct part){VALIDITY, len + 19, bytes}) ? arena_text(arena, span_of_text(certificate.not_before)) : NULL;
}

TEST(x509_times, "a certificate is none for a time that Android does not read, which has zones, and may lack seconds or the calendar's day")
{
	static const char *const bad[] = {"200101000000z", "200101000000Zx", "201301000000Z", "200100000000Z", "200101240000Z", "200101006000Z",
		"200101000060Z", "2001010000", "200101000000+1300", "20010100000Z", "", "200101000000.5Z"};
	ARENA_CLEANUP struct arena arena = arena_new(65536);

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		CHECK(begins(bad[i], DER_UTC_TIME, &arena) == NULL);
	CHECK_TEXT(begins("491231235959Z", DER_UTC_TIME, &arena), "2049-12-31T23:59:59Z");
	CHECK_TEXT(begins("500101000000", DER_UTC_TIME, &arena), "1950-01-01T00:00:00Z");
	CHECK_TEXT(begins("2001010000Z", DER_UTC_TIME, &arena), "2020-01-01T00:00:00Z");
	CHECK_TEXT(begins("200101000000+0830", DER_UTC_TIME, &arena), "2019-12-31T15:30:00Z");
	CHECK_TEXT(begins("20200101000000.25-0100", DER_GENERALIZED_TIME, &arena), "2020-01-01T01:00:00Z");
	CHECK_TEXT(begins("200230000000Z", DER_UTC_TIME, &arena), "");
	CHECK(begins("20200101000000.Z", DER_GENERALIZED_TIME, &arena) == NULL);
	CHECK(begins("120200101000000Z", DER_GENERALIZED_TIME, &arena) == NULL);
}

TEST(x509_strict, "a certificate of which a part is missing, empty or more than it should be is none")
{
	static const struct part good[] = {
		PART(VERSION, ""), PART(SERIAL, "\x02\x02\x00\x01"), PART(ALGORITHM, "\x30\x05\x06\x01\x2A\x05\x00"),
		PART(ISSUER, "\x30\x00"), PART(OPTIONAL, ""), PART(OPTIONAL, "\x81\x02\x00\x00\x82\x02\x00\x00"), PART(SIGNATURE, "\x03\x01\x00"),
	};
	static const struct part bad[] = {
		PART(VERSION, "\xA0\x00"), PART(VERSION, "\xA0\x05\x02\x01\x02\x05\x00"), PART(SERIAL, "\x02\x00"),
		PART(ALGORITHM, "\x30\x00"), PART(ALGORITHM, "\x30\x02\x06\x00"), PART(ALGORITHM, "\x30\x04\x06\x02\x2A\x80"),
		PART(ALGORITHM, "\x30\x06\x06\x01\x2A\x05\x01\x00"), PART(ALGORITHM, "\x30\x07\x06\x01\x2A\x05\x00\x05\x00"),
		PART(ISSUER, "\x30\x0C\x31\x0A\x30\x08\x06\x03\x55\x80\x03\x0C\x01" "a"), PART(ISSUER, "\x30\x0C\x31\x0A\x30\x08\x06\x03\x55\x04\x03\x04\x01" "a"),
		PART(VALIDITY, "\x30\x0F" TIME_BYTES), PART(VALIDITY, "\x30\x20" TIME_BYTES TIME_BYTES "\x05\x00"),
		PART(KEY, "\x30\x00"), PART(KEY, "\x30\x05" ALGORITHM_BYTES), PART(KEY, "\x30\x08\x30\x03\x06\x01\x2A\x03\x00\x05\x00"),
		PART(KEY, "\x30\x0B\x30\x03\x06\x01\x2A\x03\x02\x00\x00\x05\x00"), PART(OPTIONAL, "\x81\x00"),
		PART(OPTIONAL, "\xA3\x0B\x30\x09\x30\x07\x06\x01\x2A\x01\x00\x04\x00"), PART(OUTER_ALGORITHM, "\x30\x00"),
		PART(SIGNATURE, "\x03\x00"), PART(SIGNATURE, "\x03\x02\x08\x00"), PART(SIGNATURE, "\x03\x02\x00\x00\x05\x00"),
	};

	CHECK(reads_with(&sound[KEY]));
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		CHECK(reads_with(&good[i]));
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		CHECK(!reads_with(&bad[i]));
}

static const struct pkcs7_algorithm sha256_rsa = {.until = 8, .from = 18};

static struct pkcs7 block_of(size_t num, const struct pkcs7_signer *signers)
{
	struct pkcs7 block = {.num_signers = num};

	for (size_t i = 0; i < num; i++) {
		block.signers[i] = signers[i];
		block.signers[i].algorithm = &sha256_rsa;
		block.signers[i].certificate = i;
	}
	return block;
}

static bool verifies_at(const struct pkcs7 *block, int64_t sdk)
{
	return pkcs7_outcome_at(block, sdk).fault == NULL;
}

TEST(pkcs7_algorithms, "a signature algorithm counts only on the Android versions that know it")
{
	struct pkcs7 block = block_of(1, &(struct pkcs7_signer){.verifies = true});

	CHECK(verifies_at(&block, 8) && !verifies_at(&block, 9) && !verifies_at(&block, 17) && verifies_at(&block, 18));
	CHECK(pkcs7_algorithm_find(span_of_text("nothing"), span_of_text("known")) == NULL);
}

TEST(pkcs7_second, "before Android 7 only the first signer counts, from then on any of them")
{
	struct pkcs7 block = block_of(2, (struct pkcs7_signer[]){{.verifies = false}, {.verifies = true}});

	CHECK(!verifies_at(&block, 23));
	CHECK(verifies_at(&block, 24) && pkcs7_outcome_at(&block, 24).certificate == 1);
}

TEST(pkcs7_attributes, "signed attributes are refused before Android 4.4, and need their content type from Android 7 on")
{
	struct pkcs7 without = block_of(1, &(struct pkcs7_signer){.verifies = true, .has_attributes = true});
	struct pkcs7 other = block_of(1, &(struct pkcs7_signer){.verifies = true, .has_attributes = true, .has_type = true});
	struct pkcs7 right =
		block_of(1, &(struct pkcs7_signer){.verifies = true, .has_attributes = true, .has_type = true, .type_fits = true});

	CHECK(!verifies_at(&right, 18) && verifies_at(&right, 19) && verifies_at(&right, 24));
	CHECK(verifies_at(&without, 23) && !verifies_at(&without, 24));
	CHECK(verifies_at(&other, 23) && !verifies_at(&other, 24));
}

TEST(pkcs7_malformed, "a malformed signer refuses the whole block, even where another one verifies")
{
	struct pkcs7 block = block_of(2, (struct pkcs7_signer[]){{.verifies = true}, {.fault = "broken", .is_malformed = true}});

	CHECK(verifies_at(&block, 23));
	CHECK(!verifies_at(&block, 24) && pkcs7_outcome_at(&block, 24).is_malformed);
}

TEST(pkcs7_lacking, "a signer whose certificate is not in the block signs nothing, and the others count from Android 7 on")
{
	struct pkcs7 block = block_of(2, (struct pkcs7_signer[]){{.lacks_certificate = true}, {.verifies = true}});
	struct pkcs7 alone = block_of(1, block.signers);

	CHECK(!verifies_at(&block, 23) && verifies_at(&block, 24) && pkcs7_outcome_at(&block, 24).certificate == 1);
	CHECK_TEXT(pkcs7_outcome_at(&alone, 24).fault, "the signer's certificate is not in the signature block");
}

TEST(pkcs7_bytes, "a signature block that is cut off anywhere is malformed, not an error")
{
	/* SEQUENCE { OID signedData, [0] { SEQUENCE { 1, SET {}, SEQUENCE { OID data }, SET {} } } } */
	static const uint8_t der[] = {0x30, 0x25, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02,
				      0xA0, 0x18, 0x30, 0x16, 0x02, 0x01, 0x01, 0x31, 0x00, 0x30, 0x0B, 0x06, 0x09,
				      0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01, 0x31, 0x02, 0x30, 0x00};
	struct limits limits = limits_default();
	struct pkcs7 block;

	for (size_t len = 0; len <= sizeof der; len++) {
		pkcs7_verify(&block, span_of(der, len), span_of_text("content"), &limits);
		CHECK_TEXT(block.fault, "the signature block is malformed");
		CHECK(!verifies_at(&block, 30));
	}
	limits.value[LIMIT_ASN1] = 8;
	pkcs7_verify(&block, span_of(der, sizeof der), span_of_text("content"), &limits);
	CHECK_TEXT(block.fault, "the signature block is larger than is read");
}

/* SEQUENCE { OID signedData, [0] { SEQUENCE { 1, content (with the algorithms before it), SET { signer } } } } */
static const struct pkcs7 *block_with(const char *content, size_t content_len, const char *signer, size_t signer_len)
{
	uint8_t der[128] = {0x30, 0, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02, 0xA0, 0, 0x30, 0, 0x02, 0x01, 0x01};
	struct limits limits = limits_default();
	size_t len = 20;
	static struct pkcs7 block;

	memcpy(der + len, content, content_len);
	len += content_len;
	der[len++] = 0x31;
	der[len++] = (uint8_t)signer_len;
	memcpy(der + len, signer, signer_len);
	len += signer_len;
	der[1] = (uint8_t)(len - 2);
	der[14] = (uint8_t)(len - 15);
	der[16] = (uint8_t)(len - 17);
	pkcs7_verify(&block, span_of(der, len), span_of_text("content"), &limits);
	return &block;
}

#define BLOCK_WITH(content, signer) block_with(content, sizeof content - 1, signer, sizeof signer - 1)
#define FAULT_WITH(content, signer) BLOCK_WITH(content, signer)->fault
#define NO_ALGORITHMS "\x31\x00"
#define CONTENT_ALONE "\x30\x0B\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x01"
#define CONTENT NO_ALGORITHMS CONTENT_ALONE
/* SEQUENCE { 1, SEQUENCE { SEQUENCE {}, 1 }, */
#define SIGNED_BY "\x02\x01\x01\x30\x05\x30\x00\x02\x01\x01"
#define OID "\x06\x01\x2A"

TEST(pkcs7_extra, "a signature block with more behind an algorithm, a signer or its content than belongs there is malformed")
{
	static const char wanted[] = "the signature block is malformed";

	CHECK(FAULT_WITH(CONTENT, "\x30\x16" SIGNED_BY "\x30\x03" OID "\x30\x03" OID "\x04\x00") == NULL);
	CHECK(FAULT_WITH(CONTENT, "\x30\x18" SIGNED_BY "\x30\x05" OID "\x05\x00\x30\x03" OID "\x04\x00") == NULL);
	CHECK(FAULT_WITH(CONTENT, "\x30\x18" SIGNED_BY "\x30\x03" OID "\x30\x03" OID "\x04\x00\xA1\x00") == NULL);
	CHECK_TEXT(FAULT_WITH(CONTENT, "\x30\x19" SIGNED_BY "\x30\x06" OID "\x05\x01\x00\x30\x03" OID "\x04\x00"), wanted);
	CHECK_TEXT(FAULT_WITH(CONTENT, "\x30\x1A" SIGNED_BY "\x30\x07" OID "\x05\x00\x05\x00\x30\x03" OID "\x04\x00"), wanted);
	CHECK_TEXT(FAULT_WITH(CONTENT, "\x30\x18" SIGNED_BY "\x30\x03" OID "\x30\x03" OID "\x04\x00\x05\x00"), wanted);
	CHECK_TEXT(FAULT_WITH(NO_ALGORITHMS "\x30\x05" OID "\xA0\x00", "\x30\x16" SIGNED_BY "\x30\x03" OID "\x30\x03" OID "\x04\x00"), wanted);
	CHECK_TEXT(FAULT_WITH(NO_ALGORITHMS "\x30\x09" OID "\xA0\x02\x04\x00\x05\x00", "\x30\x16" SIGNED_BY "\x30\x03" OID "\x30\x03" OID "\x04\x00"), wanted);
	CHECK_TEXT(FAULT_WITH(CONTENT, "\x30\x18\x02\x01\x01\x30\x07\x30\x00\x02\x01\x01\x05\x00\x30\x03" OID "\x30\x03" OID "\x04\x00"), wanted);
	CHECK(FAULT_WITH(NO_ALGORITHMS "\x30\x07" OID "\xA0\x02\x04\x00", "\x30\x16" SIGNED_BY "\x30\x03" OID "\x30\x03" OID "\x04\x00") == NULL);
	CHECK(FAULT_WITH("\x31\x05\x30\x03" OID CONTENT_ALONE, "\x30\x16" SIGNED_BY "\x30\x03" OID "\x30\x03" OID "\x04\x00") == NULL);
	CHECK_TEXT(FAULT_WITH(NO_ALGORITHMS "\x30\x09" OID "\xA0\x04\x04\x00\x04\x00", "\x30\x16" SIGNED_BY "\x30\x03" OID "\x30\x03" OID "\x04\x00"), wanted);
	CHECK_TEXT(FAULT_WITH("\x31\x03" OID CONTENT_ALONE, "\x30\x16" SIGNED_BY "\x30\x03" OID "\x30\x03" OID "\x04\x00"), wanted);
}

#define SOME_SIGNER "\x30\x16" SIGNED_BY "\x30\x03" OID "\x30\x03" OID "\x04\x00"

TEST(pkcs7_others, "certificates of other kinds in a signature block are passed over from Android 7 on, and lists of revocations that are none are malformed")
{
	struct pkcs7 block = block_of(1, &(struct pkcs7_signer){.verifies = true});

	block.has_other = true;
	CHECK(!verifies_at(&block, 23) && verifies_at(&block, 24));
	CHECK(BLOCK_WITH(CONTENT "\xA0\x03\x02\x01\x01", SOME_SIGNER)->has_other && FAULT_WITH(CONTENT "\xA0\x03\x02\x01\x01", SOME_SIGNER) == NULL);
	CHECK(!BLOCK_WITH(CONTENT "\xA1\x00", SOME_SIGNER)->has_other && FAULT_WITH(CONTENT "\xA1\x00", SOME_SIGNER) == NULL);
	CHECK(FAULT_WITH(CONTENT "\xA1\x09\x30\x07\x30\x00\x30\x00\x03\x01\x00", SOME_SIGNER) == NULL);
	CHECK_TEXT(FAULT_WITH(CONTENT "\xA1\x05\x30\x03\x02\x01\x01", SOME_SIGNER), "the signature block is malformed");
	CHECK_TEXT(FAULT_WITH(CONTENT "\xA1\x0B\x30\x09\x30\x00\x30\x00\x03\x01\x00\x05\x00", SOME_SIGNER), "the signature block is malformed");
}

#define PKCS9 "\x2A\x86\x48\x86\xF7\x0D\x01\x09"

static bool is_taken(const char *oid, const char *values, size_t len)
{
	return pkcs9_attribute_is_taken(span_of_text(oid), span_of(values, len));
}

#define IS_TAKEN(oid, values) is_taken(oid, values, sizeof values - 1)

TEST(pkcs9_values, "an attribute that PKCS #9 names is taken with values of its kind, some with one alone, and S/MIME capabilities with none")
{
	CHECK(IS_TAKEN(PKCS9 "\x05", "\x17\x01Z") && !IS_TAKEN(PKCS9 "\x05", "\x18\x01Z"));
	CHECK(!IS_TAKEN(PKCS9 "\x05", "\x00\x00"));
	CHECK(!IS_TAKEN(PKCS9 "\x05", "") && !IS_TAKEN(PKCS9 "\x05", "\x17\x01Z\x17\x01Z"));
	CHECK(IS_TAKEN(PKCS9 "\x02", "") && IS_TAKEN(PKCS9 "\x02", "\x16\x01x\x13\x01y") && !IS_TAKEN(PKCS9 "\x02", "\x16\x01x\x0C\x01y"));
	CHECK(!IS_TAKEN(PKCS9 "\x0F", "\x30\x00") && !IS_TAKEN(PKCS9 "\x0F", ""));
	CHECK(IS_TAKEN(PKCS9 "\x10\x02\x0E", "\x30\x80\x00\x00") && !IS_TAKEN(PKCS9 "\x10\x02\x0E", "\x30\x01"));
	CHECK(IS_TAKEN(PKCS9 "\x34", "anything"));
}

/* SEQUENCE { OID, SET { value } } */
#define ATTRIBUTE(oid, value) "\x30\x0F\x06\x09" PKCS9 oid "\x31\x02" value
#define WITH_SIGNED(attribute) "\x30\x29" SIGNED_BY "\x30\x03" OID "\xA0\x11" attribute "\x30\x03" OID "\x04\x00"
#define WITH_UNSIGNED(attribute) "\x30\x29" SIGNED_BY "\x30\x03" OID "\x30\x03" OID "\x04\x00\xA1\x11" attribute

TEST(pkcs7_attribute_taken, "from Android 7 on an attribute that it does not take refuses the whole block, signed or not")
{
	struct pkcs7 block = block_of(1, &(struct pkcs7_signer){.verifies = true});

	block.has_bad_attribute = true;
	CHECK(verifies_at(&block, 23) && !verifies_at(&block, 24) && pkcs7_outcome_at(&block, 24).is_malformed);
	CHECK(!BLOCK_WITH(CONTENT, WITH_SIGNED(ATTRIBUTE("\x34", "\x30\x00")))->has_bad_attribute);
	CHECK(BLOCK_WITH(CONTENT, WITH_SIGNED(ATTRIBUTE("\x0F", "\x30\x00")))->has_bad_attribute);
	CHECK(!BLOCK_WITH(CONTENT, WITH_UNSIGNED(ATTRIBUTE("\x06", "\x30\x00")))->has_bad_attribute);
	CHECK(BLOCK_WITH(CONTENT, WITH_UNSIGNED(ATTRIBUTE("\x06", "\x05\x00")))->has_bad_attribute);
	CHECK(BLOCK_WITH(CONTENT, WITH_UNSIGNED(ATTRIBUTE("\x34", "\x30\x01")))->fault == NULL);
	CHECK(BLOCK_WITH(CONTENT, "\x30\x1A" SIGNED_BY "\x30\x03" OID "\x30\x03" OID "\x04\x00\xA1\x02\x05\x00")->has_bad_attribute);
}

TEST(jar_manifest_overfull, "a JAR manifest of more attributes than may be read is not read; blank and continued lines are none")
{
	ARENA_CLEANUP struct arena arena = arena_new(65536);
	struct span text = span_of_text("\r\n\nA: 1\r 2\n 3\n\r\n\n\nName: x\n y\nB: 2\n\n");
	struct jar_manifest manifest;

	CHECK(jar_manifest_read(&manifest, text, 3, &arena) && !manifest.overfull);
	CHECK_NUMBER(manifest.num_sections, 2);
	CHECK_NUMBER(manifest.sections[1].num_attributes, 2);
	CHECK(jar_manifest_read(&manifest, text, 2, &arena) && manifest.overfull);
	CHECK_NUMBER(manifest.num_sections, 0);
}
