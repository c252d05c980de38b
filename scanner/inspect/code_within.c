/*
 * code_within - code in an asset that is held, whatever it begins as: as such, in Base64 in its first MiB, or compressed behind a little
 * header. What its beginning says is embedded.c's.
 *
 * Archives have their code in entries, which are looked at as such.
 */
#include "container/inflate.h"
#include "encoding/dex.h"
#include "inspect/coded_text.h"
#include "inspect/embedded_sort.h"
#include "inspect/inspect.h"
#include "inspect/moved_code.h"

#include <stdlib.h>

#define HEADER ((size_t)64) /* bytes before compressed data, and of code by which it is known; all that is looked at has more */
#define SEARCHED ((size_t)1024 * 1024) /* bytes of a text, and at once of what is not held */

/* Of what is inflated only as much is held. */
static bool wants(const struct inspect_context *context, const struct zipdir_entry *entry, struct span head, struct span tail)
{
	(void)context, (void)tail;
	return entry->size > EMBEDDED_BEGINNING && (entry->method == ZIPDIR_STORED || entry->size <= INFLATE_WHOLE_MAX) && !dex_is(head) &&
	       !moved_code_is_elf(head) && !embedded_is_archive(head);
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

/* from: where the bytes begin in it. Whether there is code. */
static bool look_for_code(const struct inspect_context *context, const char *path, struct span bytes, uint64_t from)
{
	size_t at = moved_code_within(bytes);
	enum embedded_sort sort = embedded_sort_of(span_slice(bytes, at, EMBEDDED_BEGINNING));

	/* Of its beginning that is said already. */
	if (at != 0 && (from > 0 || moved_code_at(span_slice(bytes, 0, EMBEDDED_BEGINNING)) == 0))
		anomaly_report(context->anomalies, embedded_sayings[sort].id, path, from + at, "behind %llu byte{|s} of other data",
			       (unsigned long long)(from + at));
	return at != 0;
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
	static const uint8_t firsts[] = {0x1f, 0x78}; /* of gzip and zlib */

	for (size_t i = 0; i < sizeof firsts; i++)
		for (const uint8_t *at = bytes.data; (at = memchr(at + 1, firsts[i], (size_t)(bytes.data + HEADER - at - 1))) != NULL;)
			if (!look_at_compressed(context, path, bytes, (size_t)(at - bytes.data), err))
				return false;
	return true;
}

static bool inspect_held(struct inspect_context *context, const char *path, struct span bytes, struct error *err)
{
	look_for_code(context, path, bytes, 0);
	look_for_text(context, path, span_slice(bytes, 0, SEARCHED));
	return look_for_compressed(context, path, bytes, err);
}

/* In pieces, each with the beginning of the next one. */
static bool inspect_in_place(struct inspect_context *context, const char *path, const struct source *content, struct error *err)
{
	uint8_t *piece = malloc(SEARCHED + HEADER);
	bool ok = piece != NULL || error_set(err, ERROR_MEMORY, "out of memory for a piece of the package"), is_found = false;

	for (uint64_t at = 0; ok && !is_found && at < content->size; at += SEARCHED) {
		struct span bytes = span_of(piece, (size_t)(content->size - at < SEARCHED + HEADER ? content->size - at : SEARCHED + HEADER));

		ok = source_read(content, at, piece, bytes.len, err);
		is_found = ok && look_for_code(context, path, bytes, at);
	}
	free(piece);
	return ok;
}

static bool inspect(struct inspect_context *context, const struct inspect_entry *entry, const struct source *content,
		    struct error *err)
{
	const uint8_t *held = source_view(content, 0, (size_t)content->size);

	if (content->size <= EMBEDDED_BEGINNING)
		return true;
	if (held == NULL)
		return inspect_in_place(context, entry->entry->path, content, err);
	return inspect_held(context, entry->entry->path, span_of(held, (size_t)content->size), err);
}

extern const struct inspector inspector_code_within;
const struct inspector inspector_code_within = {.name = "code_within", .wants = wants, .max = LIMIT_ENTRY_SIZE, .inspect = inspect};
