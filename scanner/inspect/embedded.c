/*
 * embedded - code by content where none belongs: DEX files, libraries and packages inside assets and the like, and inside archives there.
 *
 * Of an archive the directory is read, and of its largest entries the beginning; nothing in it is inflated further.
 */
#include "bytes/cursor.h"
#include "container/inflate.h"
#include "encoding/dex.h"
#include "inspect/dex_name.h"
#include "inspect/inspect.h"

#include <strings.h>

#define BEGINNING 512
#define LARGEST 16

enum sort { NOTHING, PACKAGE, DEX_CODE, NATIVE_CODE, SORTS };

static const struct {
	enum anomaly_id id;
	const char *what;
} sorts[SORTS] = {[PACKAGE] = {ANOMALY_EMBEDDED_APK, "a package"},
		  [DEX_CODE] = {ANOMALY_EMBEDDED_DEX, "DEX code"},
		  [NATIVE_CODE] = {ANOMALY_EMBEDDED_ELF, "native code"}};

static bool is_elf(struct span head)
{
	return span_starts(head, "\x7f"
				 "ELF");
}

static bool is_zip(struct span head)
{
	return span_starts(head, "PK\3\4");
}

static bool is_gzip(struct span head)
{
	return span_starts(head, "\x1f\x8b\x08");
}

static bool wants(const struct inspect_context *context, const struct zipdir_entry *entry, struct span head)
{
	(void)context;
	if (dex_is(head))
		return dex_name_number(entry->name) == 0;
	if (is_elf(head))
		return !span_starts(entry->name, "lib/");
	return is_zip(head) || is_gzip(head);
}

static bool ends(struct span name, const char *ending)
{
	size_t len = strlen(ending);

	return name.len > len && strncasecmp((const char *)name.data + name.len - len, ending, len) == 0;
}

static enum sort sort_of_name(struct span name)
{
	if (ends(name, ".apk"))
		return PACKAGE;
	if (ends(name, ".dex") || ends(name, ".jar"))
		return DEX_CODE;
	return ends(name, ".so") ? NATIVE_CODE : NOTHING;
}

/* Of a ZIP inside a ZIP that begins there only the first name is seen. */
static bool is_package(struct span beginning)
{
	struct cursor at = cursor_of(span_slice(beginning, 26, 4));
	struct span name = span_slice(beginning, 30, cursor_u16(&at));

	return is_zip(beginning) && (span_is(name, "AndroidManifest.xml") || span_is(name, "resources.arsc") || span_starts(name, "META-INF/") ||
				     sort_of_name(name) == DEX_CODE);
}

static enum sort sort_of_content(struct span beginning)
{
	if (dex_is(beginning))
		return DEX_CODE;
	if (is_elf(beginning))
		return NATIVE_CODE;
	return is_package(beginning) ? PACKAGE : NOTHING;
}

/* The larger ones first; entry pushes the smallest out. */
static void keep_largest(const struct zipdir_entry *largest[LARGEST], const struct zipdir_entry *entry)
{
	for (size_t i = 0; i < LARGEST && entry != NULL; i++) {
		const struct zipdir_entry *other = largest[i];

		if (other != NULL && other->stored_size >= entry->stored_size)
			continue;
		largest[i] = entry;
		entry = other;
	}
}

static void report(struct inspect_context *context, const char *path, const struct zipdir *dir, const struct zipdir_entry *found[SORTS])
{
	for (enum sort sort = PACKAGE; sort < SORTS; sort++) {
		const char *inner = found[sort] == NULL ? NULL : arena_printf(context->arena, "%s!%s", path, found[sort]->path);

		if (inner != NULL)
			anomaly_report(context->anomalies, sorts[sort].id, inner, ANOMALY_NO_OFFSET, "%s among the %zu entries of an archive",
				       sorts[sort].what, dir->num_entries);
	}
}

static void note(const struct zipdir_entry *found[SORTS], enum sort sort, const struct zipdir_entry *entry)
{
	if (found[sort] == NULL)
		found[sort] = entry;
}

/* What names do not say, the beginnings of the largest do: code is not small. */
static bool look_inside(struct inspect_context *context, const char *path, const struct source *content, const struct zipdir *dir,
			struct error *err)
{
	const struct zipdir_entry *found[SORTS] = {0}, *largest[LARGEST] = {0};
	uint8_t bytes[BEGINNING];

	for (size_t i = 0; i < dir->num_entries; i++) {
		note(found, sort_of_name(dir->entries[i].name), &dir->entries[i]);
		if (dir->entries[i].readable)
			keep_largest(largest, &dir->entries[i]);
	}
	for (size_t i = 0; i < LARGEST && largest[i] != NULL; i++) {
		struct source data = source_sub(content, largest[i]->data_offset, largest[i]->stored_size);
		size_t len = sizeof bytes;

		if (!inflate_beginning(&data, largest[i]->method == ZIPDIR_DEFLATED ? INFLATE_RAW : INFLATE_NOTHING, bytes, &len, err))
			return false;
		note(found, sort_of_content(span_of(bytes, len)), largest[i]);
	}
	report(context, path, dir, found);
	return true;
}

/* A ZIP is a package when a phone would find a manifest or code in it. */
static bool report_zip(struct inspect_context *context, const char *path, const struct source *content, struct error *err)
{
	struct zipdir dir = {0};
	const struct zipdir_entry *manifest, *code;
	bool ok = true;

	if (!zipdir_read(&dir, content, context->limits, NULL, err))
		return false;
	manifest = zipdir_find(&dir, "AndroidManifest.xml");
	code = zipdir_find(&dir, "classes.dex");
	if (manifest != NULL || code != NULL)
		anomaly_report(context->anomalies, ANOMALY_EMBEDDED_APK, path, ANOMALY_NO_OFFSET,
			       "a package of %zu entries%s%s", dir.num_entries, manifest != NULL ? ", with a manifest" : "",
			       code != NULL ? ", with DEX code" : "");
	else
		ok = look_inside(context, path, content, &dir, err);
	zipdir_free(&dir);
	return ok;
}

/* Nobody compresses an archive again but to hide it, so that any is a package here. */
static bool report_gzip(struct inspect_context *context, const char *path, const struct source *content, struct error *err)
{
	uint8_t bytes[BEGINNING];
	size_t len = sizeof bytes;
	enum sort sort;

	if (!inflate_beginning(content, INFLATE_GZIP, bytes, &len, err))
		return false;
	sort = is_zip(span_of(bytes, len)) ? PACKAGE : sort_of_content(span_of(bytes, len));
	if (sort != NOTHING)
		anomaly_report(context->anomalies, sorts[sort].id, path, ANOMALY_NO_OFFSET, "%s in a gzip file", sorts[sort].what);
	return true;
}

static bool inspect(struct inspect_context *context, const struct inspect_entry *entry, const struct source *content,
		    struct error *err)
{
	const char *path = entry->entry->path;
	uint8_t head[8] = {0};
	struct span start = span_of(head, content->size < sizeof head ? (size_t)content->size : sizeof head);

	if (!source_read(content, 0, head, start.len, err))
		return false;
	if (is_zip(start))
		return report_zip(context, path, content, err);
	if (is_gzip(start))
		return report_gzip(context, path, content, err);
	if (is_elf(start))
		anomaly_report(context->anomalies, ANOMALY_EMBEDDED_ELF, path, ANOMALY_NO_OFFSET,
			       "%llu bytes", (unsigned long long)content->size);
	else
		anomaly_report(context->anomalies, ANOMALY_EMBEDDED_DEX, path, ANOMALY_NO_OFFSET,
			       "%llu bytes",
			       (unsigned long long)content->size);
	return true;
}

extern const struct inspector inspector_embedded;
const struct inspector inspector_embedded = {
	.name = "embedded", .wants = wants, .max = LIMIT_DEX_SIZE, .inspect = inspect};
