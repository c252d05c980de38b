/*
 * embedded - code by content where none belongs: DEX files, libraries and packages inside assets and the like, and inside archives there;
 * scripts, which may be known by their names alone. What pages in a browser run is content, and looked at no further.
 *
 * Of an archive the directory is read, and of its entries the beginning. What begins there as an archive, and is not known for a
 * package by that, is looked into, too: three containers one in another, the package among them, and what is deeper is said. Of packages
 * within these what they say they are is read (nested_package.h). Nothing else in an archive is inflated. What a limit leaves unread is said,
 * and all that is looked at inside of archives is of the package's budget: entries of a directory may be the same bytes. What is known by its
 * first bytes may stand a little behind them, and a ZIP behind anything: who opens one goes by its end.
 */
#include "bytes/text.h"
#include "container/inflate.h"
#include "encoding/dex.h"
#include "encoding/tar.h"
#include "inspect/coded_text.h"
#include "inspect/content.h"
#include "inspect/dex_name.h"
#include "inspect/embedded_sort.h"
#include "inspect/inspect.h"
#include "inspect/library_name.h"
#include "inspect/moved_code.h"
#include "inspect/nested_code.h"
#include "inspect/nested_package.h"

#include <stdlib.h>

#define COMPRESSED ((size_t)1024 * 1024) /* bytes that compressed data make that are looked at */
#define CONTAINERS 3 /* one in another */
#define FIRST 2	     /* of them that is no package but an entry of it */
#define ENCRYPTED 1  /* flag of an entry */
#define SMALLEST 128 /* bytes that a ZIP with an entry takes at the least, or nearly so */

/* An archive that is looked into. */
struct place {
	const char *path;
	const struct source *content;
	int level; /* of containers; the package is 1 */
	bool is_said; /* it is known for a package, and that was said */
	const struct inspect_entry *entry; /* that it is whole; NULL: it is in one */
};

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

static bool is_known(struct span head)
{
	struct coded_text coded;

	return embedded_is_zip(head) || embedded_is_gzip(head) || dex_is(head) || moved_code_is_elf(head) || embedded_is_script(head) || tar_is(head) ||
	       embedded_unread_kind(head) != NULL || moved_code_at(head) != 0 || coded_text_find(head, &coded);
}

static bool wants(const struct inspect_context *context, const struct zipdir_entry *entry, struct span head, struct span tail)
{
	(void)context;
	if (is_in_place(entry, head))
		return ends_as_zip(tail);
	return embedded_is_zlib(head) || embedded_sort_of_name(entry->name) == EMBEDDED_SCRIPT || is_known(head) || ends_as_zip(tail);
}

static void report(struct inspect_context *context, const struct place *place, const struct zipdir *dir, const struct zipdir_entry *found[EMBEDDED_SORTS])
{
	for (enum embedded_sort sort = EMBEDDED_PACKAGE; sort < EMBEDDED_SORTS; sort++) {
		const char *inner = found[sort] == NULL ? NULL : arena_printf(context->arena, "%s!%s", place->path, found[sort]->path);

		if (inner != NULL)
			anomaly_report(context->anomalies, embedded_sayings[sort].id, inner, ANOMALY_NO_OFFSET, "%s among the %zu {entry|entries} of an archive",
				       embedded_sayings[sort].what, dir->num_entries);
	}
}

static void note(const struct zipdir_entry *found[EMBEDDED_SORTS], enum embedded_sort sort, const struct zipdir_entry *entry)
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
	struct source content;
	uint8_t *data;
	bool ok = content_inflate(context, around, found, &unread.self, &content, &data, err);

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

/* What cannot be read of an archive by its directory alone; NOTHING: it can. */
static enum embedded_sort sort_of_entry(const struct zipdir_entry *entry)
{
	if ((entry->flags & ENCRYPTED) != 0)
		return EMBEDDED_ENCIPHERED;
	return entry->method != ZIPDIR_DEFLATED && entry->method != ZIPDIR_STORED ? EMBEDDED_COMPRESSED : EMBEDDED_NOTHING;
}

/* Compressed data among the files of an archive, if these are any. */
static bool sort_of_zlib(const struct inspect_context *context, struct span start, enum embedded_sort *sort, struct error *err)
{
	const struct source content = source_of(start);
	uint8_t bytes[EMBEDDED_BEGINNING];
	size_t len = sizeof bytes;

	if (*sort != EMBEDDED_NOTHING || !embedded_is_zlib(start))
		return true;
	if (inflate_beginning(&content, INFLATE_ZLIB, context->budget, bytes, &len, err) == INFLATE_ERROR)
		return false;
	*sort = embedded_sort_of(span_of(bytes, len));
	return true;
}

static bool look_at(struct inspect_context *context, const struct place *place, const struct zipdir_entry *entry,
		    const struct zipdir_entry *found[EMBEDDED_SORTS], struct error *err)
{
	struct unread unread = unread_of(context, place);
	struct source data = source_sub(place->content, entry->data_offset, entry->stored_size);
	uint8_t bytes[EMBEDDED_BEGINNING];
	size_t len = sizeof bytes;
	struct span start;
	enum embedded_sort sort;

	if (inflate_beginning(&data, entry->method == ZIPDIR_DEFLATED ? INFLATE_RAW : INFLATE_NOTHING, context->budget, bytes, &len, err) == INFLATE_ERROR)
		return false;
	start = span_of(bytes, len);
	sort = embedded_sort_of(start);
	if (!sort_of_zlib(context, start, &sort, err))
		return false;
	note(found, sort, entry);
	if ((dex_is(start) || moved_code_is_elf(start)) &&
	    !nested_code_write_entry(context, &(struct nested_archive){place->path, place->content, &unread.self}, entry, err))
		return false;
	if (sort == EMBEDDED_NOTHING)
		sort = embedded_sort_of_name(entry->name);
	if ((sort == EMBEDDED_PACKAGE && embedded_is_zip(start)) || (sort == EMBEDDED_NOTHING && embedded_is_archive(start)))
		return report_nested(context, place, entry, sort == EMBEDDED_PACKAGE, sort == EMBEDDED_NOTHING && tar_is(start), err);
	return true;
}

static void report_spent(const struct inspect_context *context, const char *path, uint64_t size)
{
	anomaly_report(context->anomalies, ANOMALY_LIMIT_INFLATED_BYTES, path, ANOMALY_NO_OFFSET, "%llu byte{|s} more", (unsigned long long)size);
}

/* What names do not say, beginnings do. */
static bool look_inside(struct inspect_context *context, const struct place *place, const struct zipdir *dir, struct error *err)
{
	const struct zipdir_entry *found[EMBEDDED_SORTS] = {0};

	for (size_t i = 0; i < dir->num_entries; i++) {
		note(found, embedded_sort_of_name(dir->entries[i].name), &dir->entries[i]);
		note(found, sort_of_entry(&dir->entries[i]), &dir->entries[i]);
	}
	for (size_t i = 0; i < dir->num_entries && !budget_is_over(context->budget); i++)
		if (dir->entries[i].readable && sort_of_entry(&dir->entries[i]) == EMBEDDED_NOTHING && !look_at(context, place, &dir->entries[i], found, err))
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

	if (!zipdir_read(&dir, place->content, context->limits, context->budget, &unread.self, err))
		return false;
	manifest = zipdir_find(&dir, "AndroidManifest.xml");
	code = zipdir_find(&dir, "classes.dex");
	if (manifest == NULL && code == NULL)
		ok = place->is_said || look_inside(context, place, &dir, err);
	else if (!place->is_said)
		report_package(context, place->path, &dir, manifest != NULL ? ", with a manifest" : "", code != NULL ? ", with DEX code" : "");
	if (ok && (manifest != NULL || code != NULL))
		ok = nested_package_write(context, &(struct nested_package){place->path, place->content, place->entry}, &dir, err) &&
		     nested_code_write_package(context, &(struct nested_archive){place->path, place->content, &unread.self}, &dir, err);
	if (ok && budget_is_over(context->budget))
		report_spent(context, place->path, place->content->size);
	zipdir_free(&dir);
	return ok;
}

static void report_file(struct inspect_context *context, const char *path, enum embedded_sort sort)
{
	anomaly_report(context->anomalies, embedded_sayings[sort].id, path, ANOMALY_NO_OFFSET, "%s among the files of a tar archive", embedded_sayings[sort].what);
}

/* As of other archives, the first of each sort is said; packages are looked into. */
static bool report_tar_file(struct inspect_context *context, const struct place *around, const struct tar *tar, bool is_said[EMBEDDED_SORTS], struct error *err)
{
	const struct source content = source_sub(around->content, tar->offset, tar->size);
	uint8_t bytes[EMBEDDED_BEGINNING];
	struct span start = span_of(bytes, content.size < sizeof bytes ? (size_t)content.size : sizeof bytes);
	struct place place = {.content = &content, .level = around->level + 1};
	enum embedded_sort sort;
	bool is_inside, is_code;

	if (!source_read(&content, 0, bytes, start.len, err))
		return false;
	sort = embedded_sort_of(start);
	sort = sort == EMBEDDED_NOTHING && tar->size > 0 ? embedded_sort_of_name(span_of_text(tar->name)) : sort;
	is_inside = sort == EMBEDDED_NOTHING && embedded_is_archive(start);
	place.is_said = sort == EMBEDDED_PACKAGE && embedded_is_zip(start);
	is_code = dex_is(start) || moved_code_is_elf(start);
	if (is_said[sort] && !is_inside && !place.is_said && !is_code)
		return true;
	place.path = text_escape(context->arena, span_of_text(tar->name));
	place.path = place.path == NULL ? NULL : arena_printf(context->arena, "%s!%s", around->path, place.path);
	if (place.path != NULL && !is_inside && !is_said[sort])
		report_file(context, place.path, sort);
	is_said[sort] = true;
	if (is_code && place.path != NULL && budget_spend(context->budget, content.size))
		return nested_code_write(context, place.path, &content, err);
	if (is_code && place.path != NULL)
		report_spent(context, place.path, content.size);
	return !(is_inside || place.is_said) || report_archive(context, &place, is_inside && tar_is(start), err);
}

static bool report_tar(struct inspect_context *context, const struct place *place, struct error *err)
{
	uint64_t most = context->limits->value[LIMIT_ENTRIES];
	bool is_said[EMBEDDED_SORTS] = {[EMBEDDED_NOTHING] = true}, there = true;
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
		return error_memory(err);
	if (place->level > CONTAINERS) {
		anomaly_report(context->anomalies, ANOMALY_LIMIT_DEPTH, place->path, ANOMALY_NO_OFFSET, "an archive inside of %d others", CONTAINERS);
		return true;
	}
	if (place->level > FIRST && !budget_spend(context->budget, place->content->size)) {
		report_spent(context, place->path, place->content->size);
		return true;
	}
	return is_tar ? report_tar(context, place, err) : report_zip(context, place, err);
}

/* What is made of content, or its beginning; where it is an archive, that is looked into. */
static bool report_made(struct inspect_context *context, const char *path, const struct source *made, enum embedded_sort sort, bool is_tar,
			struct error *err)
{
	const struct place place = {.path = path, .content = made, .level = FIRST, .is_said = sort == EMBEDDED_PACKAGE};

	return report_archive(context, &place, is_tar, err);
}

/* What is longer than may be held whole is said. */
static bool report_archive_in(struct inspect_context *context, const char *path, const struct source *content, enum inflate_form form,
			      enum embedded_sort sort, struct error *err)
{
	size_t max = (size_t)context->limits->value[LIMIT_DEX_SIZE], len;
	uint8_t *bytes;
	enum inflate_outcome outcome = inflate_most(content, form, context->budget, max, &bytes, &len, err);
	struct source made = source_of(span_of(bytes, len));
	bool ok = outcome != INFLATE_ERROR && report_made(context, path, &made, sort, sort == EMBEDDED_NOTHING, err);

	if (outcome == INFLATE_UNREAD)
		report_spent(context, path, len);
	else if (ok && len == max)
		anomaly_report(context->anomalies, ANOMALY_LIMIT_ENTRY_SIZE, path, ANOMALY_NO_OFFSET, "an archive of more than %zu byte{|s}", max);
	free(bytes);
	return ok;
}

/* What compressed data begin to make. */
struct beginning {
	enum embedded_sort sort;
	bool is_archive; /* that is looked into */
};

/* Nobody compresses an archive again but to hide it, so that any is a package here. */
static enum embedded_sort sort_of_made(struct span bytes)
{
	enum embedded_sort sort = embedded_is_zip(bytes) ? EMBEDDED_PACKAGE : embedded_sort_of(span_slice(bytes, 0, EMBEDDED_BEGINNING));
	size_t at = sort == EMBEDDED_NOTHING && !tar_is(bytes) ? moved_code_within(bytes, 0) : 0;

	return at == 0 ? sort : embedded_sort_of(span_slice(bytes, at, EMBEDDED_BEGINNING));
}

static enum inflate_form form_of(struct span start)
{
	if (embedded_is_gzip(start))
		return INFLATE_GZIP;
	return embedded_is_zlib(start) ? INFLATE_ZLIB : INFLATE_NOTHING;
}

static bool report_beginning(struct inspect_context *context, const char *path, const struct source *content, enum inflate_form form,
			     struct beginning *made, struct error *err)
{
	size_t len = COMPRESSED;
	uint8_t *bytes = arena_alloc(context->arena, len);
	enum inflate_outcome outcome;
	enum embedded_sort sort;

	*made = (struct beginning){0};
	if (bytes == NULL)
		return error_memory(err);
	outcome = inflate_beginning(content, form, context->budget, bytes, &len, err);
	if (outcome == INFLATE_UNREAD)
		report_spent(context, path, content->size);
	if (outcome != INFLATE_OK)
		return outcome == INFLATE_UNREAD;
	sort = sort_of_made(span_of(bytes, len));
	if (sort != EMBEDDED_NOTHING)
		anomaly_report(context->anomalies, embedded_sayings[sort].id, path, ANOMALY_NO_OFFSET, form == INFLATE_GZIP ? "%s in a gzip file" : "%s in zlib data",
			       embedded_sayings[sort].what);
	*made = (struct beginning){sort, embedded_is_archive(span_of(bytes, len))};
	return true;
}

static bool report_compressed(struct inspect_context *context, const char *path, const struct source *content, enum inflate_form form,
			      struct error *err)
{
	struct beginning made;

	return report_beginning(context, path, content, form, &made, err) &&
	       (!made.is_archive || report_archive_in(context, path, content, form, made.sort, err));
}

static bool report_decoded(struct inspect_context *context, const char *path, enum coded_text_coding coding, struct span bytes, struct error *err)
{
	const struct source made = source_of(bytes);
	struct span start = span_slice(bytes, 0, EMBEDDED_BEGINNING);
	enum embedded_sort sort = embedded_sort_of(start);

	if (form_of(start) != INFLATE_NOTHING)
		return report_compressed(context, path, &made, form_of(start), err);
	if (sort != EMBEDDED_NOTHING)
		anomaly_report(context->anomalies, embedded_sayings[sort].id, path, ANOMALY_NO_OFFSET,
			       coding == CODED_TEXT_BASE64 ? "%s in Base64" : "%s in hexadecimal digits", embedded_sayings[sort].what);
	return !embedded_is_archive(start) || report_made(context, path, &made, sort, tar_is(start), err);
}

static void report_too_large(const struct inspect_context *context, const char *path, uint64_t size)
{
	anomaly_report(context->anomalies, ANOMALY_LIMIT_ENTRY_SIZE, path, ANOMALY_NO_OFFSET, "%llu byte{|s}; %llu are the most that is looked into",
		       (unsigned long long)size, (unsigned long long)context->limits->value[LIMIT_DEX_SIZE]);
}

static bool report_coded(struct inspect_context *context, const char *path, const struct source *content, const struct coded_text *coded, struct error *err)
{
	struct span text;
	uint8_t *owned, *bytes = NULL;
	bool ok;

	if (content->size > context->limits->value[LIMIT_DEX_SIZE]) {
		report_too_large(context, path, content->size);
		return true;
	}
	ok = content_span(content, &text, &owned, err);
	if (ok && (bytes = malloc(text.len + 1)) == NULL)
		ok = error_memory(err);
	ok = ok && report_decoded(context, path, coded->coding, span_of(bytes, coded_text_decode(coded, text, bytes, text.len)), err);
	free(bytes);
	free(owned);
	return ok;
}

static void report_code(const struct inspect_context *context, const char *path, struct span start, uint64_t size)
{
	const char *unread = embedded_unread_kind(start);
	size_t at = moved_code_at(start);

	if (dex_is(start) || moved_code_is_elf(start))
		anomaly_report(context->anomalies, dex_is(start) ? ANOMALY_EMBEDDED_DEX : ANOMALY_EMBEDDED_ELF, path, ANOMALY_NO_OFFSET, "%llu byte{|s}",
			       (unsigned long long)size);
	else if (at != 0)
		anomaly_report(context->anomalies, embedded_sayings[embedded_sort_of(start)].id, path, at, "behind %zu byte{|s} of other data", at);
	else if (unread != NULL)
		anomaly_report(context->anomalies, ANOMALY_EMBEDDED_ARCHIVE, path, ANOMALY_NO_OFFSET, "%s, %llu byte{|s}", unread,
			       (unsigned long long)size);
}

static bool report_start(struct inspect_context *context, const struct zipdir_entry *entry, const struct source *content, struct span start,
			 struct error *err)
{
	struct coded_text coded;

	if (is_in_place(entry, start))
		return true;
	if (form_of(start) != INFLATE_NOTHING)
		return report_compressed(context, entry->path, content, form_of(start), err);
	if (tar_is(start))
		return report_tar(context, &(struct place){.path = entry->path, .content = content, .level = FIRST}, err);
	report_code(context, entry->path, start, content->size);
	return !coded_text_find(start, &coded) || report_coded(context, entry->path, content, &coded, err);
}

/* Whatever else it is: behind the lines of a script may stand an archive, and one that is enciphered has its name. */
static void report_script(const struct inspect_context *context, const struct zipdir_entry *entry, struct span start, uint64_t size)
{
	if (embedded_is_script(start) || (size > 0 && embedded_sort_of_name(entry->name) == EMBEDDED_SCRIPT))
		anomaly_report(context->anomalies, ANOMALY_EMBEDDED_SCRIPT, entry->path, ANOMALY_NO_OFFSET, "%llu byte{|s}", (unsigned long long)size);
}

/* Of what is too large to be held: what it begins as is said, and where that is not all, that the rest is not read. */
static bool inspect_beginning(struct inspect_context *context, const struct zipdir_entry *entry, const struct source *content, struct span start,
			      struct error *err)
{
	struct coded_text coded;
	struct beginning made = {.is_archive = embedded_is_archive(start) || coded_text_find(start, &coded)};

	if (form_of(start) == INFLATE_NOTHING)
		report_code(context, entry->path, start, entry->size);
	else if (!report_beginning(context, entry->path, content, form_of(start), &made, err))
		return false;
	report_script(context, entry, start, entry->size);
	if (made.is_archive)
		report_too_large(context, entry->path, entry->size);
	return true;
}

static bool inspect(struct inspect_context *context, const struct inspect_entry *entry, const struct source *content,
		    struct error *err)
{
	uint8_t head[EMBEDDED_BEGINNING];
	struct span start = span_of(head, content->size < sizeof head ? (size_t)content->size : sizeof head);

	if (!source_read(content, 0, head, start.len, err))
		return false;
	if (entry->is_cut)
		return inspect_beginning(context, entry->entry, content, start, err);
	if (!embedded_is_zip(start) && !report_start(context, entry->entry, content, start, err))
		return false;
	report_script(context, entry->entry, start, content->size);
	return report_zip(context, &(struct place){.path = entry->entry->path, .content = content, .level = FIRST, .entry = entry}, err);
}

extern const struct inspector inspector_embedded;
const struct inspector inspector_embedded = {
	.name = "embedded", .wants = wants, .max = LIMIT_ENTRY_SIZE, .inspect = inspect};
