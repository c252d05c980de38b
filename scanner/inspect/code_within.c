/*
 * code_within - code in an asset that is held, whatever it begins as: DEX code in its first MiB, in Base64 there, or compressed behind a little
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

#define HEADER ((size_t)64) /* bytes before compressed data; all that is looked at has more */
#define SEARCHED ((size_t)1024 * 1024) /* bytes of an asset */

static bool wants(const struct inspect_context *context, const struct zipdir_entry *entry, struct span head, struct span tail)
{
	(void)context, (void)tail;
	return entry->size > EMBEDDED_BEGINNING && entry->size <= INFLATE_WHOLE_MAX && !dex_is(head) && !moved_code_is_elf(head) && !embedded_is_archive(head);
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

static void look_for_code(const struct inspect_context *context, const char *path, struct span bytes)
{
	size_t at = moved_code_dex_within(bytes);

	if (at != 0 && moved_code_at(span_slice(bytes, 0, EMBEDDED_BEGINNING)) == 0)
		anomaly_report(context->anomalies, ANOMALY_EMBEDDED_DEX, path, at, "behind %zu byte{|s} of other data", at);
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

/* What is read in place is not held. */
static bool inspect(struct inspect_context *context, const struct inspect_entry *entry, const struct source *content,
		    struct error *err)
{
	const char *path = entry->entry->path;
	struct span bytes = span_of(source_view(content, 0, (size_t)content->size), (size_t)content->size);

	if (bytes.data == NULL || bytes.len <= EMBEDDED_BEGINNING)
		return true;
	look_for_code(context, path, span_slice(bytes, 0, SEARCHED));
	look_for_text(context, path, span_slice(bytes, 0, SEARCHED));
	return look_for_compressed(context, path, bytes, err);
}

extern const struct inspector inspector_code_within;
const struct inspector inspector_code_within = {.name = "code_within", .wants = wants, .max = LIMIT_ENTRY_SIZE, .inspect = inspect};
