/* Our side: container/, encoding/ and format/ as a worker uses them. */
#include "oracle.h"

#include "bytes/buf.h"
#include "bytes/text.h"
#include "container/inflate.h"
#include "encoding/arsc.h"
#include "format/apk_manifest.h"

#include <stdlib.h>

#define TEXT_MAX_BYTES ((size_t)16 * 1024 * 1024)

struct collecting {
	struct fact_sink sink; /* first */
	struct buf permissions;
};

static bool take(struct fact_sink *sink, enum fact_table table, const void *row)
{
	struct collecting *collecting = (struct collecting *)sink;
	const struct fact_permission *permission = row;

	if (table == FACT_TABLE_permission && strcmp(permission->origin, "declared") == 0)
		buf_printf(&collecting->permissions, "permission %s\n", permission->name);
	return true;
}

/* The entry that the phone finds by that name. */
static const struct zipdir_entry *find(const struct zipdir *dir, struct span name, struct arena *arena)
{
	char *text = memchr(name.data, 0, name.len) == NULL ? arena_text(arena, name) : NULL;

	return text == NULL ? NULL : zipdir_find(dir, text);
}

static int by_name(const void *a, const void *b)
{
	const struct span *x = a, *y = b;
	size_t len = x->len < y->len ? x->len : y->len;
	int order = len == 0 ? 0 : memcmp(x->data, y->data, len);

	return order != 0 ? order : (x->len > y->len) - (x->len < y->len);
}

static void entry_line(struct buf *out, const struct zipdir *dir, struct span name, struct arena *arena)
{
	const struct zipdir_entry *entry = name.len == 0 ? NULL : find(dir, name, arena);
	const char *shown = text_escape(arena, name);

	if (entry == NULL || !entry->readable)
		buf_printf(out, "entry %s unreadable\n", shown);
	else
		buf_printf(out, "entry %s %u %llu\n", shown, entry->method, (unsigned long long)entry->size);
}

/* Every name that stands in a directory record, wherever it is: as the platform's side looks for them. */
static void entry_lines(struct buf *out, const struct zipdir *dir, struct span apk, struct arena *arena)
{
	struct span *names = arena_array(arena, apk.len / 46 + 1, sizeof *names);
	size_t num = 0;

	for (size_t at = 0; at + 46 <= apk.len; at++) {
		size_t len;

		if (memcmp(apk.data + at, "PK\1\2", 4) != 0)
			continue;
		len = (size_t)apk.data[at + 28] | (size_t)apk.data[at + 29] << 8;
		if (at + 46 + len <= apk.len)
			names[num++] = span_slice(apk, at + 46, len);
	}
	qsort(names, num, sizeof *names, by_name);
	for (size_t i = 0; i < num; i++)
		if (i == 0 || by_name(&names[i - 1], &names[i]) != 0)
			entry_line(out, dir, names[i], arena);
}

static bool content(const struct source *source, const struct zipdir *dir, const char *name, struct span *bytes, bool *present)
{
	struct limits limits = limits_default();
	const struct zipdir_entry *entry = zipdir_find(dir, name);
	struct inflate_request request = {.source = source, .entry = entry, .limits = &limits};
	struct inflate *inflate = inflate_new();
	struct error err = {0};
	uint8_t *data = NULL;
	size_t len = 0;
	bool ok = true;

	*present = entry != NULL && entry->readable;
	if (*present)
		ok = inflate_whole(inflate, &request, TEXT_MAX_BYTES, &data, &len, &err) == INFLATE_OK;
	inflate_free(inflate);
	*bytes = span_of(data, len);
	return ok;
}

static bool table_loads(struct span resources, struct arena *arena)
{
	struct limits limits = limits_default();
	struct error err = {0};
	struct arsc arsc;

	return arsc_open(&arsc, resources, &limits, "resources.arsc", arena, NULL, &err) && arsc.loaded;
}

static void manifest_lines(struct buf *out, const struct source *source, const struct zipdir *dir, struct arena *arena)
{
	struct collecting collecting = {.sink = {.take = take}, .permissions = buf_new(TEXT_MAX_BYTES)};
	struct limits limits = limits_default();
	struct fact_package package = fact_package_row();
	struct apk_manifest manifest = {.parsed = false};
	struct span xml, resources;
	bool has_xml, has_table;
	struct error err = {0};

	if (content(source, dir, "AndroidManifest.xml", &xml, &has_xml) && has_xml &&
	    content(source, dir, "resources.arsc", &resources, &has_table) && (!has_table || table_loads(resources, arena)) &&
	    !apk_manifest_read(xml, resources, NULL, &limits, arena, &collecting.sink, NULL, &package, &manifest, &err))
		abort();
	if (!manifest.parsed) {
		buf_text(out, "manifest refused\n");
		return;
	}
	buf_printf(out, "package %s\nversion %d\n", package.app_id,
		   package.version_code == FACT_ABSENT ? 0 : (int32_t)(uint32_t)(uint64_t)package.version_code);
	buf_add(out, collecting.permissions.data, collecting.permissions.len);
	if (package.debuggable == 1)
		buf_text(out, "debuggable\n");
	if (package.label != NULL)
		buf_printf(out, "label %s\n", package.label);
}

char *oracle_ours(const uint8_t *apk, size_t len)
{
	struct arena arena = arena_new((size_t)1 << 30);
	struct buf out = buf_new(TEXT_MAX_BYTES);
	struct source source = source_of(span_of(apk, len));
	struct limits limits = limits_default();
	struct error err = {0};
	struct zipdir dir;

	if (!zipdir_read(&dir, &source, &limits, NULL, NULL, &err))
		abort();
	if (dir.refused) {
		buf_text(&out, "zip refused\n");
	} else {
		buf_text(&out, "zip accepted\n");
		entry_lines(&out, &dir, span_of(apk, len), &arena);
		manifest_lines(&out, &source, &dir, &arena);
	}
	buf_byte(&out, 0);
	return (char *)out.data;
}

char *oracle_escape(const void *text, size_t len, int is_utf16)
{
	struct arena arena = arena_new((size_t)1 << 26);
	const char *made = is_utf16 ? text_escape_utf16(&arena, span_of(text, len)) : text_escape(&arena, span_of(text, len));
	char *copy = strdup(made == NULL ? "" : made);

	arena_free(&arena);
	return copy;
}
