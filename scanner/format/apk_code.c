#include "format/apk_code.h"

#include "encoding/dex.h"
#include "inspect/content.h"
#include "inspect/dex.h"
#include "inspect/dex_name.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

/* classes0.dex, classes02.dex, Classes.DEX and the like, at the root. */
static bool looks_loaded(struct span name)
{
	return name.len >= 11 && memchr(name.data, '/', name.len) == NULL &&
	       strncasecmp((const char *)name.data, "classes", 7) == 0 &&
	       strncasecmp((const char *)name.data + name.len - 4, ".dex", 4) == 0;
}

/* The number of the first file that is missing. */
static uint32_t first_missing(const struct zipdir *dir)
{
	char name[32] = "classes.dex";
	uint32_t number = 1;

	while (zipdir_find(dir, name) != NULL)
		snprintf(name, sizeof name, "classes%u.dex", ++number);
	return number;
}

static void check(const struct zipdir_entry *entry, uint32_t missing, struct anomalies *anomalies)
{
	uint32_t number = dex_name_number(entry->name);

	if (number > missing)
		anomaly_report(anomalies, ANOMALY_DEX_GAP, entry->path, ANOMALY_NO_OFFSET,
			       "there is no classes%.0u.dex", missing == 1 ? 0 : missing);
	else if (number == 0 && looks_loaded(entry->name))
		anomaly_report(anomalies, ANOMALY_DEX_UNREFERENCED, entry->path, ANOMALY_NO_OFFSET,
			       ANOMALY_TITLE_SAYS_IT);
}

void apk_code_check(const struct zipdir *dir, struct anomalies *anomalies)
{
	uint32_t missing = first_missing(dir);

	for (size_t i = 0; i < dir->num_entries; i++)
		check(&dir->entries[i], missing, anomalies);
}

void apk_code_check_declared(const struct zipdir *dir, int64_t has_code, struct anomalies *anomalies)
{
	if (has_code == 1 && !dir->is_cut && zipdir_find(dir, "classes.dex") == NULL)
		anomaly_report(anomalies, ANOMALY_DEX_MISSING, "classes.dex", ANOMALY_NO_OFFSET, "android:hasCode holds");
}

static uint64_t first_header(const struct zipdir *dir)
{
	uint64_t first = dir->directory_offset;

	for (size_t i = 0; i < dir->num_entries; i++)
		if (dir->entries[i].header_offset < first)
			first = dir->entries[i].header_offset;
	return first;
}

bool apk_code_read_prefix(const struct source *source, const struct zipdir *dir, const struct limits *limits,
			  struct anomalies *anomalies, struct fact_sink *sink, struct error *err)
{
	uint64_t len = first_header(dir), max = limits->value[LIMIT_DEX_SIZE];
	uint8_t head[8];
	struct source prefix;
	struct span bytes;
	uint8_t *owned;
	bool ok;

	if (len < sizeof head || len > source->size)
		return true;
	if (!source_read(source, 0, head, sizeof head, err))
		return false;
	if (!dex_is(span_of(head, sizeof head)))
		return true;
	prefix = source_sub(source, 0, len < max ? len : max);
	if (!content_span(&prefix, &bytes, &owned, err))
		return false;
	ok = dex_row_write(bytes, "", NULL, anomalies, sink, err);
	free(owned);
	return ok;
}

bool apk_code_name_classes(const struct zipdir *dir, struct class_names *classes, struct arena *arena, struct error *err)
{
	classes->num_files = first_missing(dir) - 1;
	return class_names_index(classes, arena) || error_memory(err);
}

bool apk_code_write_undefined(const struct zipdir *dir, const struct class_names *classes, struct fact_sink *sink, struct error *err)
{
	/* What was not read may define it. */
	if (dir->is_cut || atomic_load(&classes->num_read) != classes->num_files)
		return true;
	for (size_t i = 0; i < classes->num; i++) {
		struct fact_undefined_class row = fact_undefined_class_row();

		if (class_names_is_defined(classes, &classes->names[i]))
			continue;
		row.path = "AndroidManifest.xml";
		row.name = classes->names[i].name;
		if (!fact_undefined_class_emit(sink, &row))
			return error_set(err, ERROR_IO, "the rows could not be written");
	}
	return true;
}
