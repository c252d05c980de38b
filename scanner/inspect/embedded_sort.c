#include "inspect/embedded_sort.h"

#include "bytes/cursor.h"
#include "encoding/dex.h"
#include "encoding/tar.h"
#include "inspect/coded_text.h"
#include "inspect/moved_code.h"

#include <strings.h>

const struct embedded_saying embedded_sayings[EMBEDDED_SORTS] = {
	[EMBEDDED_PACKAGE] = {ANOMALY_EMBEDDED_APK, "a package"},
	[EMBEDDED_DEX_CODE] = {ANOMALY_EMBEDDED_DEX, "DEX code"},
	[EMBEDDED_NATIVE_CODE] = {ANOMALY_EMBEDDED_ELF, "native code"},
	[EMBEDDED_SCRIPT] = {ANOMALY_EMBEDDED_SCRIPT, "a script"},
	[EMBEDDED_ARCHIVE] = {ANOMALY_EMBEDDED_ARCHIVE, "an archive"},
	[EMBEDDED_ENCIPHERED] = {ANOMALY_EMBEDDED_ARCHIVE, "an encrypted file"},
	[EMBEDDED_COMPRESSED] = {ANOMALY_EMBEDDED_ARCHIVE, "a file that is compressed in another way"},
};

bool embedded_is_zip(struct span head)
{
	return span_starts(head, "PK\3\4");
}

bool embedded_is_zlib(struct span head)
{
	return head.len >= 2 && (head.data[0] & 0x8F) == 0x08 && (head.data[1] & 0x20) == 0 && (head.data[0] << 8 | head.data[1]) % 31 == 0;
}

bool embedded_is_archive(struct span head)
{
	return embedded_is_zip(head) || tar_is(head);
}

bool embedded_is_gzip(struct span head)
{
	return span_starts(head, "\x1f\x8b\x08");
}

/* A power of two, or one and a half. */
static bool is_dictionary(uint32_t size)
{
	uint32_t rest = size & (size - 1);

	return size >= 4096 && (rest == 0 || ((rest & (rest - 1)) == 0 && (size ^ rest) == rest >> 1) || size == UINT32_MAX);
}

/*
 * LZMA without a container has no magic: how it was made, the dictionary, the size or that none is known, and a coder's first byte, which is
 * 0, with what it begins with.
 */
static bool is_lzma(struct span head)
{
	struct cursor in = cursor_of(head);
	uint8_t properties = cursor_u8(&in);
	uint32_t dictionary = cursor_u32(&in);
	uint64_t size = cursor_u64(&in);
	bool is_usual = properties == 0x5D && size >> 38 == 0;

	return (is_usual || (properties < 9 * 5 * 5 && size == UINT64_MAX)) && is_dictionary(dictionary) && cursor_u8(&in) == 0 && cursor_u32(&in) != 0;
}

/* A frame that readers of Zstandard and LZ4 pass over. */
static bool is_skippable(struct span head)
{
	return head.len >= 4 && (head.data[0] & 0xF0) == 0x50 && memcmp(head.data + 1, "\x2a\x4d\x18", 3) == 0;
}

/* Of 9 to 16 bits. */
static bool is_compress(struct span head)
{
	return span_starts(head, "\x1f\x9d") && head.len > 2 && (head.data[2] & 0x60) == 0 && (head.data[2] & 0x1F) >= 9 && (head.data[2] & 0x1F) <= 16;
}

const char *embedded_unread_kind(struct span head)
{
	static const struct {
		const char *magic, *name;
	} kinds[] = {{"\xfd"
		      "7zXZ",
		      "xz"},
		     {"7z\xbc\xaf\x27\x1c", "7z"},
		     {"Rar!\x1a\x07", "RAR"},
		     {"\x28\xb5\x2f\xfd", "Zstandard"},
		     {"\x04\x22\x4d\x18", "LZ4"},
		     {"\x02\x21\x4c\x18", "LZ4"},
		     {"LZIP\1", "lzip"},
		     {"\x89LZO", "lzop"},
		     {"!<arch>\n", "ar"}};

	for (size_t i = 0; head.len > 0 && i < sizeof kinds / sizeof kinds[0]; i++)
		if ((uint8_t)kinds[i].magic[0] == head.data[0] && span_starts(head, kinds[i].magic)) /* it is asked of every entry */
			return kinds[i].name;
	if (is_lzma(head))
		return "LZMA";
	if (is_compress(head))
		return "compress";
	if (is_skippable(head))
		return "Zstandard";
	if (span_starts(head, "MSCF") && span_is_zero(span_slice(head, 4, 4)))
		return "CAB";
	if (span_starts(span_slice(head, 4, head.len), "sNaPpY"))
		return "Snappy";
	return span_starts(head, "BZh") && span_starts(span_slice(head, 4, head.len), "1AY&SY") ? "bzip2" : NULL;
}

bool embedded_is_script(struct span head)
{
	bool says_runner = span_starts(head, "#!") && memchr(head.data, '\n', head.len) != NULL &&
			   (span_starts(span_slice(head, 2, head.len), "/") || span_starts(span_slice(head, 2, head.len), " /"));

	return says_runner || span_starts(head, "\x1bLua") || span_starts(head, "\x1bLJ");
}

/* ending: of lower-case letters. Its last one sorts out most of what every entry is asked. */
static bool ends(struct span name, const char *ending)
{
	size_t len = strlen(ending);

	return name.len > len && (name.data[name.len - 1] | 0x20) == ending[len - 1] &&
	       strncasecmp((const char *)name.data + name.len - len, ending, len) == 0;
}

enum embedded_sort embedded_sort_of_name(struct span name)
{
	static const struct {
		const char *ending;
		enum embedded_sort sort;
	} endings[] = {{".apk", EMBEDDED_PACKAGE}, {".dex", EMBEDDED_DEX_CODE}, {".jar", EMBEDDED_DEX_CODE},
		       {".so", EMBEDDED_NATIVE_CODE}, {".sh", EMBEDDED_SCRIPT}, {".lua", EMBEDDED_SCRIPT},
		       {".luac", EMBEDDED_SCRIPT}, {".py", EMBEDDED_SCRIPT}, {".pyc", EMBEDDED_SCRIPT}};

	for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
		if (ends(name, endings[i].ending))
			return endings[i].sort;
	return EMBEDDED_NOTHING;
}

/* By the first name: it need not be read for more. */
static bool is_package(struct span beginning)
{
	struct cursor at = cursor_of(span_slice(beginning, 26, 4));
	struct span name = span_slice(beginning, 30, cursor_u16(&at));

	return span_is(name, "AndroidManifest.xml") || span_is(name, "resources.arsc") || span_starts(name, "META-INF/") ||
	       embedded_sort_of_name(name) == EMBEDDED_DEX_CODE;
}

static enum embedded_sort sort_as_it_is(struct span beginning)
{
	struct span code;

	if (embedded_is_zip(beginning))
		return is_package(beginning) ? EMBEDDED_PACKAGE : EMBEDDED_NOTHING;
	code = span_slice(beginning, moved_code_at(beginning), beginning.len);
	if (dex_is(code))
		return EMBEDDED_DEX_CODE;
	if (moved_code_is_elf(code))
		return EMBEDDED_NATIVE_CODE;
	if (embedded_is_gzip(beginning) || embedded_unread_kind(beginning) != NULL)
		return EMBEDDED_ARCHIVE;
	return embedded_is_script(beginning) ? EMBEDDED_SCRIPT : EMBEDDED_NOTHING;
}

enum embedded_sort embedded_sort_of(struct span beginning)
{
	uint8_t bytes[EMBEDDED_BEGINNING];
	enum embedded_sort sort = sort_as_it_is(beginning);
	struct coded_text coded;

	if (sort != EMBEDDED_NOTHING || !coded_text_find(beginning, &coded))
		return sort;
	return sort_as_it_is(span_of(bytes, coded_text_decode(&coded, beginning, bytes, sizeof bytes)));
}
