/*
 * embedded - code by content where none belongs: DEX files, libraries and packages inside assets and the like.
 */
#include "encoding/dex.h"
#include "inspect/dex_name.h"
#include "inspect/inspect.h"

static bool is_elf(struct span head)
{
	return span_starts(head, "\x7f"
				 "ELF");
}

static bool is_zip(struct span head)
{
	return span_starts(head, "PK\3\4");
}

static bool wants(const struct inspect_context *context, const struct zipdir_entry *entry, struct span head)
{
	(void)context;
	if (dex_is(head))
		return dex_name_number(entry->name) == 0;
	if (is_elf(head))
		return !span_starts(entry->name, "lib/");
	return is_zip(head);
}

/* A ZIP is a package when a phone would find a manifest or code in it. */
static bool report_zip(struct inspect_context *context, const char *path, const struct source *content,
		       struct error *err)
{
	struct zipdir dir = {0};
	const struct zipdir_entry *manifest, *code;

	if (!zipdir_read(&dir, content, context->limits, NULL, err))
		return false;
	manifest = zipdir_find(&dir, "AndroidManifest.xml");
	code = zipdir_find(&dir, "classes.dex");
	if (manifest != NULL || code != NULL)
		anomaly_report(context->anomalies, ANOMALY_EMBEDDED_APK, path, ANOMALY_NO_OFFSET,
			       "a package of %zu entries%s%s", dir.num_entries, manifest != NULL ? ", with a manifest" : "",
			       code != NULL ? ", with DEX code" : "");
	zipdir_free(&dir);
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
	if (is_elf(start))
		anomaly_report(context->anomalies, ANOMALY_EMBEDDED_ELF, path, ANOMALY_NO_OFFSET,
			       "native code of %llu bytes outside lib/", (unsigned long long)content->size);
	else
		anomaly_report(context->anomalies, ANOMALY_EMBEDDED_DEX, path, ANOMALY_NO_OFFSET,
			       "DEX code of %llu bytes that the platform does not load by itself",
			       (unsigned long long)content->size);
	return true;
}

extern const struct inspector inspector_embedded;
const struct inspector inspector_embedded = {
	.name = "embedded", .wants = wants, .max = LIMIT_DEX_SIZE, .inspect = inspect};
