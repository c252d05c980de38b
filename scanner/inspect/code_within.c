/*
 * code_within - code in an asset that is held or stored, whatever it begins as: as such, in Base64 in its first MiB, or compressed behind a
 * little header; and DEX code in a library. What its beginning says, and what the files of an archive begin as, is embedded.c's.
 */
#include "bytes/sort.h"
#include "container/inflate.h"
#include "encoding/dex.h"
#include "encoding/tar.h"
#include "inspect/coded_text.h"
#include "inspect/embedded_sort.h"
#include "inspect/inspect.h"
#include "inspect/moved_code.h"

#include <stdlib.h>

#define HEADER ((size_t)64) /* bytes before compressed data, and of code by which it is known; all that is looked at has more */
#define SEARCHED ((size_t)1024 * 1024) /* bytes of a text, and at once of what is not held */

/* Of what is inflated only as much is held; embedded.c looks at all of what is small, but archives. */
static bool wants(const struct inspect_context *context, const struct zipdir_entry *entry, struct span head, struct span tail)
{
	(void)context, (void)tail;
	return entry->size > (embedded_is_archive(head) ? HEADER : EMBEDDED_BEGINNING) && (entry->method == ZIPDIR_STORED || entry->size <= INFLATE_WHOLE_MAX) && !dex_is(head);
}

/* made: what begins at that place makes; form: INFLATE_NOTHING of Base64. */
static void report_made(const struct inspect_context *context, const char *path, struct span made, size_t at, enum inflate_form form)
{
	enum embedded_sort sort = embedded_sort_of(span_slice(made, 0, EMBEDDED_BEGINNING));

	if (sort != EMBEDDED_DEX_CODE && sort != EMBEDDED_NATIVE_CODE)
		return;
	anomaly_report(context->anomalies, embedded_sayings[sort].id, path, at,
		       form == INFLATE_GZIP   ? "%s in a gzip file behind %zu byte{|s} of other data"
		       : form == INFLATE_ZLIB ? "%s in zlib data behind %zu byte{|s} of other data"
					      : "%s in Base64 behind %zu byte{|s} of other data",
		       embedded_sayings[sort].what, at);
}

/* One content that is searched. */
struct search {
	struct inspect_context *context;
	const char *path;
	const struct source *content;
	struct span head;
	bool is_listed;	  /* where the files of the archive that it is begin, if it is one: */
	uint64_t *starts; /* in order */
	size_t num_starts;
	struct error *err;
};

static int by_place(const void *a, const void *b, void *unused)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	(void)unused;
	return (x > y) - (x < y);
}

static bool is_before(const void *start, const void *place)
{
	return *(const uint64_t *)start < *(const uint64_t *)place;
}

static bool make_room(struct search *search, size_t num)
{
	search->starts = arena_array(search->context->arena, num + 1, sizeof search->starts[0]);
	return search->starts != NULL || error_memory(search->err);
}

static bool list_zip(struct search *search)
{
	struct zipdir dir = {0};
	bool ok = zipdir_read(&dir, search->content, search->context->limits, search->context->budget, NULL, search->err) && make_room(search, dir.num_entries);

	for (size_t i = 0; ok && i < dir.num_entries; i++)
		if (dir.entries[i].readable && dir.entries[i].method == ZIPDIR_STORED)
			search->starts[search->num_starts++] = dir.entries[i].data_offset;
	zipdir_free(&dir);
	return ok;
}

static bool list_tar(struct search *search)
{
	uint64_t blocks = search->content->size / TAR_BLOCK, limit = search->context->limits->value[LIMIT_ENTRIES];
	size_t most = (size_t)(blocks < limit ? blocks : limit);
	struct tar tar = tar_of(search->content);
	bool there = true, ok = make_room(search, most);

	while (ok && there && search->num_starts < most) {
		ok = tar_next(&tar, &there, search->err);
		if (ok && there)
			search->starts[search->num_starts++] = tar.offset;
	}
	return ok;
}

/* Whether a file of the archive begins there; *is_file. */
static bool find_file(struct search *search, uint64_t place, bool *is_file)
{
	size_t at;

	if (!search->is_listed) {
		if (!(tar_is(search->head) ? list_tar(search) : list_zip(search)))
			return false;
		sort(search->starts, search->num_starts, sizeof search->starts[0], by_place, NULL);
		search->is_listed = true;
	}
	at = sort_num_before(search->starts, search->num_starts, sizeof search->starts[0], is_before, &place);
	*is_file = at < search->num_starts && search->starts[at] == place;
	return true;
}

/* What the beginning says is said already: embedded.c looks a little behind it, too, where it is nothing else. */
static bool is_said(struct span head)
{
	return !embedded_is_archive(head) && !embedded_is_gzip(head) && !embedded_is_zlib(head) && !moved_code_is_elf(head) && moved_code_at(head) != 0;
}

/* from: where the bytes begin in it. *is_found: the first is said. False and err. */
static bool look_for_code(struct search *search, struct span bytes, uint64_t from, bool *is_found)
{
	bool is_file = false;

	for (size_t at = 0; !*is_found && (at = moved_code_within(bytes, at)) != 0;) {
		struct span code = span_slice(bytes, at, EMBEDDED_BEGINNING);
		enum embedded_sort sort = embedded_sort_of(code);

		if (moved_code_is_elf(search->head) && moved_code_is_elf(code))
			continue;
		if (!find_file(search, from + at, &is_file))
			return false;
		*is_found = !is_file;
		if (!is_file)
			anomaly_report(search->context->anomalies, embedded_sayings[sort].id, search->path, from + at, "behind %llu byte{|s} of other data",
				       (unsigned long long)(from + at));
	}
	return true;
}

static void look_for_text(const struct inspect_context *context, const char *path, struct span bytes)
{
	uint8_t made[EMBEDDED_BEGINNING];
	struct coded_text coded;

	if (coded_text_find_later(bytes, &coded))
		report_made(context, path, span_of(made, coded_text_decode(&coded, bytes, made, sizeof made)), coded.at, INFLATE_NOTHING);
}

static enum inflate_form form_of(struct span from)
{
	if (embedded_is_gzip(from))
		return INFLATE_GZIP;
	return from.data[0] == 0x78 && embedded_is_zlib(from) ? INFLATE_ZLIB : INFLATE_NOTHING;
}

static bool look_at_compressed(const struct inspect_context *context, const char *path, struct span bytes, size_t at, struct error *err)
{
	struct span from = span_slice(bytes, at, bytes.len);
	struct source content = source_of(from);
	enum inflate_form form = form_of(from);
	uint8_t made[EMBEDDED_BEGINNING];
	size_t len = sizeof made;

	if (form == INFLATE_NOTHING)
		return true;
	if (inflate_beginning(&content, form, context->budget, made, &len, err) == INFLATE_ERROR)
		return false;
	report_made(context, path, span_of(made, len), at, form);
	return true;
}

static bool look_for_compressed(const struct inspect_context *context, const char *path, struct span bytes, struct error *err)
{
	for (size_t at = 1; at < HEADER && at < bytes.len; at++)
		if (!look_at_compressed(context, path, bytes, at, err))
			return false;
	return true;
}

static bool inspect_held(struct search *search, struct span bytes, bool is_found)
{
	if (!look_for_code(search, bytes, 0, &is_found))
		return false;
	if (embedded_is_archive(search->head) || moved_code_is_elf(search->head))
		return true;
	look_for_text(search->context, search->path, span_slice(bytes, 0, SEARCHED));
	return look_for_compressed(search->context, search->path, bytes, search->err);
}

/* In pieces, each with the beginning of the next one. */
static bool inspect_in_place(struct search *search, bool is_found)
{
	uint64_t size = search->content->size;
	uint8_t *piece = malloc(SEARCHED + HEADER);
	bool ok = piece != NULL || error_memory(search->err);

	for (uint64_t at = 0; ok && !is_found && at < size; at += SEARCHED) {
		struct span bytes = span_of(piece, (size_t)(size - at < SEARCHED + HEADER ? size - at : SEARCHED + HEADER));

		ok = source_read(search->content, at, piece, bytes.len, search->err) && look_for_code(search, bytes, at, &is_found);
	}
	free(piece);
	return ok;
}

static bool inspect(struct inspect_context *context, const struct inspect_entry *entry, const struct source *content,
		    struct error *err)
{
	const uint8_t *held = source_view(content, 0, (size_t)content->size);
	struct search search = {.context = context, .path = entry->entry->path, .content = content, .err = err};
	uint8_t head[EMBEDDED_BEGINNING];

	search.head = span_of(head, content->size < sizeof head ? (size_t)content->size : sizeof head);
	if (!source_read(content, 0, head, search.head.len, err))
		return false;
	return held != NULL ? inspect_held(&search, span_of(held, (size_t)content->size), is_said(search.head)) : inspect_in_place(&search, is_said(search.head));
}

extern const struct inspector inspector_code_within;
const struct inspector inspector_code_within = {.name = "code_within", .wants = wants, .max = LIMIT_ENTRY_SIZE, .inspect = inspect};
