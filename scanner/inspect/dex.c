/*
 * dex - the DEX files that the platform would load: classes.dex, classes2.dex and so on at the root.
 */
#include "encoding/dex.h"

#include "inspect/content.h"
#include "inspect/dex.h"
#include "inspect/dex_name.h"
#include "inspect/inspect.h"

#include <stdlib.h>

static bool wants(const struct inspect_context *context, const struct zipdir_entry *entry, struct span head, struct span tail)
{
	(void)context;
	(void)head;
	(void)tail;
	return dex_name_number(entry->name) > 0;
}

static void see_classes(struct class_names *classes, const struct dex_header *header, struct span bytes)
{
	if (classes == NULL || header->fault != NULL)
		return;
	for (uint32_t i = 0; i < header->classes; i++)
		class_names_see(classes, dex_class_name(header, bytes, i, classes->longest));
}

/* Adds up the headers of a container, as far as each says that another follows; the first fault ends it. */
static struct dex_header read_all(struct span bytes, struct class_names *classes)
{
	struct dex_header all = dex_read_header(bytes, 0), last = all;
	size_t at = 0;

	see_classes(classes, &all, bytes);
	while (all.fault == NULL && last.offset + last.file_size < last.container_size) {
		at += last.file_size;
		last = dex_read_header(bytes, at);
		see_classes(classes, &last, bytes);
		all.fault = last.fault;
		all.classes += last.classes;
		all.methods += last.methods;
		all.strings += last.strings;
		all.checksum_ok &= last.checksum_ok;
		all.signature_ok &= last.signature_ok;
		all.container_size = (uint32_t)(at - last.offset) + last.container_size;
	}
	return all;
}

static void report(struct anomalies *anomalies, const char *path, const struct dex_header *header, size_t len)
{
	if (header->fault != NULL) {
		anomaly_report(anomalies, ANOMALY_DEX_MALFORMED, path, 0, "%s", header->fault);
		return;
	}
	if (!header->version_known)
		anomaly_report(anomalies, ANOMALY_DEX_VERSION_UNKNOWN, path, 4, "version %s", header->version);
	if (!header->checksum_ok)
		anomaly_report(anomalies, ANOMALY_DEX_BAD_CHECKSUM, path, 8, "the Adler-32 is not that of the file");
	if (header->container_size < len)
		anomaly_report(anomalies, ANOMALY_DEX_TRAILING_DATA, path, header->container_size,
			       "%zu byte{|s}", len - header->container_size);
}

bool dex_row_write(struct span bytes, const char *path, struct class_names *classes, struct anomalies *anomalies, struct fact_sink *sink,
		   struct error *err)
{
	struct fact_dex row = fact_dex_row();
	struct dex_header header = read_all(bytes, classes);

	report(anomalies, path, &header, bytes.len);
	row.path = path;
	if (header.version[0] != '\0') {
		row.version = header.version;
		row.checksum_ok = header.checksum_ok;
		row.signature_ok = header.signature_ok;
	}
	if (header.fault == NULL) {
		row.classes = header.classes;
		row.methods = header.methods;
		row.strings = header.strings;
		if (classes != NULL)
			atomic_fetch_add(&classes->num_read, 1);
	}
	return fact_dex_emit(sink, &row) || error_set(err, ERROR_IO, "a row was not taken");
}

/* Whether the platform loads it: what stands behind a gap, or where the phone does not see it, defines nothing. */
static bool is_loaded(const struct class_names *classes, const struct zipdir_entry *entry)
{
	return !entry->hidden && dex_name_number(entry->name) <= classes->num_files;
}

static bool inspect(struct inspect_context *context, const struct inspect_entry *entry, const struct source *content,
		    struct error *err)
{
	struct class_names *classes = context->classes != NULL && is_loaded(context->classes, entry->entry) ? context->classes : NULL;
	struct span bytes;
	uint8_t *owned;
	bool ok;

	if (!content_span(content, &bytes, &owned, err))
		return false;
	ok = dex_row_write(bytes, entry->entry->path, classes, context->anomalies, context->sink, err);
	free(owned);
	return ok;
}

extern const struct inspector inspector_dex;
const struct inspector inspector_dex = {.name = "dex", .wants = wants, .max = LIMIT_DEX_SIZE, .inspect = inspect};
