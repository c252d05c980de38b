/*
 * embedded - code by content where none belongs: DEX files, libraries and packages inside assets and the like, and inside archives there;
 * scripts, which may be known by their names alone. What pages in a browser run is content, and looked at no further.
 *
 * Of an archive the directory is read, and of its entries the beginning. What begins there as an archive, and is not known for a
 * package by that, is looked into, too: three containers one in another, the package among them, and what is deeper is said. Of packages
 * within these what they say they are is read (nested_package.h). Nothing else in an archive is inflated. What a limit leaves unread is said. What is known by its first bytes may stand a little behind them, and a ZIP behind anything: who opens one
 * goes by its end.
 */
#include "bytes/cursor.h"
#include "bytes/text.h"
#include "container/inflate.h"
#include "encoding/base64.h"
#include "encoding/dex.h"
#include "encoding/tar.h"
#include "inspect/dex_name.h"
#include "inspect/inspect.h"
#include "inspect/library_name.h"
#include "inspect/moved_code.h"
#include "inspect/nested_package.h"

#include <stdlib.h>
#include <strings.h>

#define BEGINNING 512
#define COMPRESSED ((size_t)32 * 1024) /* bytes of compressed data that are looked at */
#define ROOM ((size_t)1024 * 1024) /* for an archive that is compressed, and how many times as much for one that is longer */
#define GROWTH 8
#define CONTAINERS 3 /* one in another */
#define FIRST 2	     /* of them that is no package but an entry of it */
#define SMALLEST 128		       /* bytes that a ZIP with an entry takes at the least, or nearly so */

/* An archive that is looked into. */
struct place {
	const char *path;
	const struct source *content;
	int level; /* of containers; the package is 1 */
	bool is_said; /* it is known for a package, and that was said */
	const struct inspect_entry *entry; /* that it is whole; NULL: it is in one */
};

enum sort { NOTHING, PACKAGE, DEX_CODE, NATIVE_CODE, SCRIPT, ARCHIVE, SORTS };

static const struct {
	enum anomaly_id id;
	const char *what;
} sorts[SORTS] = {[PACKAGE] = {ANOMALY_EMBEDDED_APK, "a package"},
		  [DEX_CODE] = {ANOMALY_EMBEDDED_DEX, "DEX code"},
		  [NATIVE_CODE] = {ANOMALY_EMBEDDED_ELF, "native code"},
		  [SCRIPT] = {ANOMALY_EMBEDDED_SCRIPT, "a script"},
		  [ARCHIVE] = {ANOMALY_EMBEDDED_ARCHIVE, "an archive"}};

static bool is_zip(struct span head)
{
	return span_starts(head, "PK\3\4");
}

/* Compressed data as such, by the two bytes that say how; what it makes proves it. */
static bool is_zlib(struct span head)
{
	return head.len >= 2 && (head.data[0] & 0x8F) == 0x08 && (head.data[1] & 0x20) == 0 && (head.data[0] << 8 | head.data[1]) % 31 == 0;
}

static bool is_archive(struct span head)
{
	return is_zip(head) || tar_is(head);
}

static bool is_gzip(struct span head)
{
	return span_starts(head, "\x1f\x8b\x08");
}

/* What is no library that is linked here; NULL for anything else. */
static const char *unread_kind(struct span head)
{
	static const struct {
		const char *magic, *name;
	} kinds[] = {{"\xfd"
		      "7zXZ",
		      "xz"},
		     {"7z\xbc\xaf\x27\x1c", "7z"},
		     {"Rar!\x1a\x07", "RAR"},
		     {"\x28\xb5\x2f\xfd", "Zstandard"}};

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (span_starts(head, kinds[i].magic))
			return kinds[i].name;
	return span_starts(head, "BZh") && span_starts(span_slice(head, 4, head.len), "1AY&SY") ? "bzip2" : NULL;
}

/* A line that says what runs it, or what compilers of such languages begin with. */
static bool is_script(struct span head)
{
	bool says_runner = span_starts(head, "#!") && memchr(head.data, '\n', head.len) != NULL &&
			   (span_starts(span_slice(head, 2, head.len), "/") || span_starts(span_slice(head, 2, head.len), " /"));

	return says_runner || span_starts(head, "\x1bLua") || span_starts(head, "\x1bLJ");
}

/* What is_zip, dex_is and is_elf go by, in Base64. */
static bool is_base64(struct span head)
{
	return span_starts(head, "UEsDB") || span_starts(head, "ZGV4Cj") || span_starts(head, "f0VMR");
}

/* What begins as the platform's own code, where that belongs, is looked at no further. */
static bool is_in_place(const struct zipdir_entry *entry, struct span head)
{
	return dex_is(head) ? dex_name_number(entry->name) != 0 : moved_code_is_elf(head) && library_name_folder(entry->name) != NULL;
}

/* An end record in the last bytes. The second byte of its signature is the rarest in code and tables. */
static bool ends_as_zip(struct span tail)
{
	const uint8_t *at = tail.len >= SMALLEST ? tail.data + tail.len - 2 : NULL;

	while (at != NULL && (at = memrchr(tail.data, 'K', (size_t)(at - tail.data))) != NULL && at > tail.data)
		if (memcmp(at - 1, "PK\5\6", 4) == 0)
			return true;
	return false;
}

/* ending: of lower-case letters. Its last one sorts out most of what every entry is asked. */
static bool ends(struct span name, const char *ending)
{
	size_t len = strlen(ending);

	return name.len > len && (name.data[name.len - 1] | 0x20) == ending[len - 1] &&
	       strncasecmp((const char *)name.data + name.len - len, ending, len) == 0;
}

static enum sort sort_of_name(struct span name)
{
	static const struct {
		const char *ending;
		enum sort sort;
	} endings[] = {{".apk", PACKAGE}, {".dex", DEX_CODE}, {".jar", DEX_CODE}, {".so", NATIVE_CODE}, {".sh", SCRIPT},
		       {".lua", SCRIPT},  {".luac", SCRIPT},  {".py", SCRIPT},	  {".pyc", SCRIPT}};

	for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
		if (ends(name, endings[i].ending))
			return endings[i].sort;
	return NOTHING;
}

static bool wants(const struct inspect_context *context, const struct zipdir_entry *entry, struct span head, struct span tail)
{
	if (is_in_place(entry, head))
		return ends_as_zip(tail);
	if (is_zlib(head) && entry->size <= context->limits->value[LIMIT_DEX_SIZE])
		return true;
	return sort_of_name(entry->name) == SCRIPT || is_script(head) || dex_is(head) || moved_code_is_elf(head) || is_zip(head) || is_gzip(head) || tar_is(head) || unread_kind(head) != NULL || is_base64(head) ||
	       moved_code_at(head) != 0 || ends_as_zip(tail);
}

/* By the first name: it need not be read for more. */
static bool is_package(struct span beginning)
{
	struct cursor at = cursor_of(span_slice(beginning, 26, 4));
	struct span name = span_slice(beginning, 30, cursor_u16(&at));

	return span_is(name, "AndroidManifest.xml") || span_is(name, "resources.arsc") || span_starts(name, "META-INF/") || sort_of_name(name) == DEX_CODE;
}

static enum sort sort_of_content(struct span beginning)
{
	if (is_zip(beginning))
		return is_package(beginning) ? PACKAGE : NOTHING;
	if (is_gzip(beginning) || unread_kind(beginning) != NULL)
		return ARCHIVE;
	beginning = span_slice(beginning, moved_code_at(beginning), beginning.len);
	if (dex_is(beginning))
		return DEX_CODE;
	if (is_script(beginning))
		return SCRIPT;
	return moved_code_is_elf(beginning) ? NATIVE_CODE : NOTHING;
}

static void report(struct inspect_context *context, const struct place *place, const struct zipdir *dir, const struct zipdir_entry *found[SORTS])
{
	for (enum sort sort = PACKAGE; sort < SORTS; sort++) {
		const char *inner = found[sort] == NULL ? NULL : arena_printf(context->arena, "%s!%s", place->path, found[sort]->path);

		if (inner != NULL)
			anomaly_report(context->anomalies, sorts[sort].id, inner, ANOMALY_NO_OFFSET, "%s among the %zu {entry|entries} of an archive",
				       sorts[sort].what, dir->num_entries);
	}
}

static void note(const struct zipdir_entry *found[SORTS], enum sort sort, const struct zipdir_entry *entry)
{
	if (found[sort] == NULL)
		found[sort] = entry;
}

/* What stops the reading of an archive is said, by its path here; what else is odd there concerns nobody. */
struct unread {
	struct anomalies self; /* first, so that one pointer is the other */
	struct anomalies *anomalies;
	const char *path;
};

static void hear_unread(struct anomalies *self, const struct anomaly *anomaly)
{
	const struct unread *unread = (const struct unread *)self;

	if (anomaly->effect == EFFECT_UNREAD)
		anomaly_report(unread->anomalies, anomaly->id, unread->path, ANOMALY_NO_OFFSET, "%s", anomaly->detail);
}

static struct unread unread_of(const struct inspect_context *context, const struct place *place)
{
	return (struct unread){.self.report = hear_unread, .anomalies = context->anomalies, .path = place->path};
}

static bool report_archive(struct inspect_context *context, const struct place *place, bool is_tar, struct error *err);

static bool report_inflated(struct inspect_context *context, const struct place *place, const struct source *around,
			    const struct zipdir_entry *found, bool is_tar, struct error *err)
{
	struct unread unread = unread_of(context, place);
	struct place inner = *place;
	struct inflate_request request = {.source = around, .entry = found, .limits = context->limits, .anomalies = &unread.self,
					  .whole_max = context->limits->value[LIMIT_DEX_SIZE], .budget = context->budget};
	struct inflate *inflate = inflate_new();
	uint8_t *data = NULL;
	size_t len = 0;
	struct source content;
	bool ok;

	if (inflate == NULL)
		return error_set(err, ERROR_MEMORY, "out of memory for a thread's buffers");
	ok = inflate_whole(inflate, &request, request.whole_max, &data, &len, err) != INFLATE_ERROR;
	inflate_free(inflate);
	content = source_of(span_of(data, len));
	inner.content = &content;
	ok = ok && (data == NULL || report_archive(context, &inner, is_tar, err));
	free(data);
	return ok;
}

/* An archive in one. */
static bool report_nested(struct inspect_context *context, const struct place *around, const struct zipdir_entry *entry, bool is_said, bool is_tar,
			  struct error *err)
{
	const struct source content = source_sub(around->content, entry->data_offset, entry->stored_size);
	const struct place place = {arena_printf(context->arena, "%s!%s", around->path, entry->path), &content, around->level + 1, is_said, NULL};

	if (place.path != NULL && place.level <= CONTAINERS && entry->method == ZIPDIR_DEFLATED)
		return report_inflated(context, &place, around->content, entry, is_tar, err);
	return report_archive(context, &place, is_tar, err);
}

static bool look_at(struct inspect_context *context, const struct place *place, const struct zipdir_entry *entry,
		    const struct zipdir_entry *found[SORTS], struct error *err)
{
	struct source data = source_sub(place->content, entry->data_offset, entry->stored_size);
	uint8_t bytes[BEGINNING];
	size_t len = sizeof bytes;
	struct span start;
	enum sort sort;

	if (!inflate_beginning(&data, entry->method == ZIPDIR_DEFLATED ? INFLATE_RAW : INFLATE_NOTHING, bytes, &len, err))
		return false;
	start = span_of(bytes, len);
	sort = sort_of_content(start);
	note(found, sort, entry);
	if (sort == NOTHING)
		sort = sort_of_name(entry->name);
	if ((sort == PACKAGE && is_zip(start)) || (sort == NOTHING && is_archive(start)))
		return report_nested(context, place, entry, sort == PACKAGE, sort == NOTHING && tar_is(start), err);
	return true;
}

/* What names do not say, beginnings do. */
static bool look_inside(struct inspect_context *context, const struct place *place, const struct zipdir *dir, struct error *err)
{
	const struct zipdir_entry *found[SORTS] = {0};

	for (size_t i = 0; i < dir->num_entries; i++)
		note(found, sort_of_name(dir->entries[i].name), &dir->entries[i]);
	for (size_t i = 0; i < dir->num_entries; i++)
		if (dir->entries[i].readable && !look_at(context, place, &dir->entries[i], found, err))
			return false;
	report(context, place, dir, found);
	return true;
}

/* The first that is not where the content begins: how far behind. */
static uint64_t place_of(const struct zipdir *dir)
{
	uint64_t place = UINT64_MAX;

	for (size_t i = 0; i < dir->num_entries; i++)
		place = dir->entries[i].header_offset < place ? dir->entries[i].header_offset : place;
	return place;
}

static void report_package(const struct inspect_context *context, const char *path, const struct zipdir *dir, const char *manifest, const char *code)
{
	uint64_t place = place_of(dir);

	if (place == 0)
		anomaly_report(context->anomalies, ANOMALY_EMBEDDED_APK, path, ANOMALY_NO_OFFSET, "a package of %zu {entry|entries}%s%s", dir->num_entries,
			       manifest, code);
	else
		anomaly_report(context->anomalies, ANOMALY_EMBEDDED_APK, path, place, "behind other data, a package of %zu {entry|entries}%s%s",
			       dir->num_entries, manifest, code);
}

/* A ZIP is a package when a phone would find a manifest or code in it. */
static bool report_zip(struct inspect_context *context, const struct place *place, struct error *err)
{
	struct unread unread = unread_of(context, place);
	struct zipdir dir = {0};
	const struct zipdir_entry *manifest, *code;
	bool ok = true;

	if (!zipdir_read(&dir, place->content, context->limits, &unread.self, err))
		return false;
	manifest = zipdir_find(&dir, "AndroidManifest.xml");
	code = zipdir_find(&dir, "classes.dex");
	if (manifest == NULL && code == NULL)
		ok = place->is_said || look_inside(context, place, &dir, err);
	else if (!place->is_said)
		report_package(context, place->path, &dir, manifest != NULL ? ", with a manifest" : "", code != NULL ? ", with DEX code" : "");
	if (ok && (manifest != NULL || code != NULL))
		ok = nested_package_write(context, &(struct nested_package){place->path, place->content, place->entry}, &dir, err);
	zipdir_free(&dir);
	return ok;
}

static void report_file(struct inspect_context *context, const char *path, enum sort sort)
{
	anomaly_report(context->anomalies, sorts[sort].id, path, ANOMALY_NO_OFFSET, "%s among the files of a tar archive", sorts[sort].what);
}

/* As of other archives, the first of each sort is said; packages are looked into. */
static bool report_tar_file(struct inspect_context *context, const struct place *around, const struct tar *tar, bool is_said[SORTS], struct error *err)
{
	const struct source content = source_sub(around->content, tar->offset, tar->size);
	uint8_t bytes[BEGINNING];
	struct span start = span_of(bytes, content.size < sizeof bytes ? (size_t)content.size : sizeof bytes);
	struct place place = {.content = &content, .level = around->level + 1};
	enum sort sort;
	bool is_inside;

	if (!source_read(&content, 0, bytes, start.len, err))
		return false;
	sort = sort_of_content(start);
	sort = sort == NOTHING && tar->size > 0 ? sort_of_name(span_of_text(tar->name)) : sort;
	is_inside = sort == NOTHING && is_archive(start);
	place.is_said = sort == PACKAGE && is_zip(start);
	if (is_said[sort] && !is_inside && !place.is_said)
		return true;
	place.path = text_escape(context->arena, span_of_text(tar->name));
	place.path = place.path == NULL ? NULL : arena_printf(context->arena, "%s!%s", around->path, place.path);
	if (place.path != NULL && !is_inside && !is_said[sort])
		report_file(context, place.path, sort);
	is_said[sort] = true;
	return !(is_inside || place.is_said) || report_archive(context, &place, is_inside && tar_is(start), err);
}

static bool report_tar(struct inspect_context *context, const struct place *place, struct error *err)
{
	uint64_t most = context->limits->value[LIMIT_ENTRIES];
	bool is_said[SORTS] = {[NOTHING] = true}, there = true;
	struct tar tar = tar_of(place->content);

	for (uint64_t i = 0; i <= most && there; i++)
		if (!tar_next(&tar, &there, err) || (there && i < most && !report_tar_file(context, place, &tar, is_said, err)))
			return false;
	if (there)
		anomaly_report(context->anomalies, ANOMALY_LIMIT_ENTRIES, place->path, ANOMALY_NO_OFFSET, "a tar archive of more than %llu file{|s}",
			       (unsigned long long)most);
	return true;
}

static bool report_archive(struct inspect_context *context, const struct place *place, bool is_tar, struct error *err)
{
	if (place->path == NULL)
		return error_set(err, ERROR_MEMORY, "out of memory for an entry of %llu bytes", (unsigned long long)place->content->size);
	if (place->level > CONTAINERS) {
		anomaly_report(context->anomalies, ANOMALY_LIMIT_DEPTH, place->path, ANOMALY_NO_OFFSET, "an archive inside of %d others", CONTAINERS);
		return true;
	}
	return is_tar ? report_tar(context, place, err) : report_zip(context, place, err);
}

/* What the data make, at most max bytes of it, for the caller to free; NULL and err. Most are small: there is ever more room. */
static uint8_t *inflate_most(const struct source *content, enum inflate_form form, size_t max, size_t *len, struct error *err)
{
	for (size_t room = ROOM;; room *= GROWTH) {
		size_t most = room < max ? room : max;
		uint8_t *bytes = malloc(most);
		bool ok;

		if (bytes == NULL) {
			error_set(err, ERROR_MEMORY, "out of memory for an entry of %zu bytes", most);
			return NULL;
		}
		*len = most;
		ok = inflate_beginning(content, form, bytes, len, err);
		if (ok && (*len < most || most == max))
			return bytes;
		free(bytes);
		if (!ok)
			return NULL;
	}
}

/* What is longer than may be held whole is said. */
static bool report_tar_in(struct inspect_context *context, const char *path, const struct source *content, enum inflate_form form, struct error *err)
{
	size_t max = (size_t)context->limits->value[LIMIT_DEX_SIZE], len;
	uint8_t *bytes = inflate_most(content, form, max, &len, err);
	struct source inner = source_of(span_of(bytes, bytes == NULL ? 0 : len));
	bool ok = bytes != NULL && report_tar(context, &(struct place){.path = path, .content = &inner, .level = FIRST}, err);

	if (ok && len == max)
		anomaly_report(context->anomalies, ANOMALY_LIMIT_ENTRY_SIZE, path, ANOMALY_NO_OFFSET, "a tar archive of more than %zu byte{|s}", max);
	free(bytes);
	return ok;
}

/* Nobody compresses an archive again but to hide it, so that any is a package here. */
static bool report_compressed(struct inspect_context *context, const char *path, const struct source *content, enum inflate_form form,
			      struct error *err)
{
	size_t len = COMPRESSED;
	uint8_t *bytes = arena_alloc(context->arena, len);
	enum sort sort;

	if (bytes == NULL)
		return error_set(err, ERROR_MEMORY, "out of memory for an entry of %llu bytes", (unsigned long long)len);
	if (!inflate_beginning(content, form, bytes, &len, err))
		return false;
	if (tar_is(span_of(bytes, len)))
		return report_tar_in(context, path, content, form, err);
	sort = is_zip(span_of(bytes, len)) ? PACKAGE : sort_of_content(span_slice(span_of(bytes, len), 0, BEGINNING));
	if (sort != NOTHING)
		anomaly_report(context->anomalies, sorts[sort].id, path, ANOMALY_NO_OFFSET, form == INFLATE_GZIP ? "%s in a gzip file" : "%s in zlib data",
			       sorts[sort].what);
	return true;
}

/* Lines are passed over. */
static void report_base64(const struct inspect_context *context, const char *path, struct span text)
{
	uint8_t bytes[BEGINNING];
	size_t num_digits = 0, len = 0;
	uint32_t group = 0;
	enum sort sort;

	for (size_t i = 0; i < text.len && len + 3 <= sizeof bytes; i++) {
		int digit = base64_digit(text.data[i]);

		if (digit == BASE64_NONE)
			continue;
		group = group << 6 | (uint32_t)digit;
		if (++num_digits % 4 != 0)
			continue;
		bytes[len++] = (uint8_t)(group >> 16);
		bytes[len++] = (uint8_t)(group >> 8);
		bytes[len++] = (uint8_t)group;
	}
	sort = sort_of_content(span_of(bytes, len));
	if (sort != NOTHING)
		anomaly_report(context->anomalies, sorts[sort].id, path, ANOMALY_NO_OFFSET, "%s in Base64", sorts[sort].what);
}

static void report_code(const struct inspect_context *context, const char *path, struct span start, uint64_t size)
{
	const char *unread = unread_kind(start);
	size_t at = moved_code_at(start);

	if (dex_is(start) || moved_code_is_elf(start))
		anomaly_report(context->anomalies, dex_is(start) ? ANOMALY_EMBEDDED_DEX : ANOMALY_EMBEDDED_ELF, path, ANOMALY_NO_OFFSET, "%llu byte{|s}",
			       (unsigned long long)size);
	else if (unread != NULL)
		anomaly_report(context->anomalies, ANOMALY_EMBEDDED_ARCHIVE, path, ANOMALY_NO_OFFSET, "%s, %llu byte{|s}", unread,
			       (unsigned long long)size);
	else if (at != 0)
		anomaly_report(context->anomalies, sorts[sort_of_content(start)].id, path, at, "behind %zu byte{|s} of other data", at);
}

static bool report_start(struct inspect_context *context, const struct zipdir_entry *entry, const struct source *content, struct span start,
			 struct error *err)
{
	if (is_in_place(entry, start))
		return true;
	if (is_gzip(start) || is_zlib(start))
		return report_compressed(context, entry->path, content, is_gzip(start) ? INFLATE_GZIP : INFLATE_ZLIB, err);
	if (tar_is(start))
		return report_tar(context, &(struct place){.path = entry->path, .content = content, .level = FIRST}, err);
	if (is_base64(start))
		report_base64(context, entry->path, start);
	else
		report_code(context, entry->path, start, content->size);
	return true;
}

/* Whatever else it is: behind the lines of a script may stand an archive, and one that is enciphered has its name. */
static void report_script(const struct inspect_context *context, const struct zipdir_entry *entry, struct span start, uint64_t size)
{
	if (is_script(start) || (size > 0 && sort_of_name(entry->name) == SCRIPT))
		anomaly_report(context->anomalies, ANOMALY_EMBEDDED_SCRIPT, entry->path, ANOMALY_NO_OFFSET, "%llu byte{|s}", (unsigned long long)size);
}

static bool inspect(struct inspect_context *context, const struct inspect_entry *entry, const struct source *content,
		    struct error *err)
{
	uint8_t head[BEGINNING];
	struct span start = span_of(head, content->size < sizeof head ? (size_t)content->size : sizeof head);

	if (!source_read(content, 0, head, start.len, err) || (!is_zip(start) && !report_start(context, entry->entry, content, start, err)))
		return false;
	report_script(context, entry->entry, start, content->size);
	return report_zip(context, &(struct place){.path = entry->entry->path, .content = content, .level = FIRST, .entry = entry}, err);
}

extern const struct inspector inspector_embedded;
const struct inspector inspector_embedded = {
	.name = "embedded", .wants = wants, .max = LIMIT_DEX_SIZE, .inspect = inspect};
