/*
 * zipdir_locals - read the local headers, and compare each with its record.
 */
#include "container/zipdir_parts.h"

#include "bytes/cursor.h"
#include "bytes/sort.h"

#include <stdlib.h>

/* Local headers are read in order of offset: a window where many lie close together, a little one where they do not. */
#define WINDOW ((uint64_t)128 * 1024)
#define SMALL ((uint64_t)512)
#define DENSE 16

struct window {
	uint8_t *bytes;
	uint64_t offset, len;
};

static int by_offset(const void *a, const void *b, void *entries)
{
	const struct zipdir_entry *all = entries, *x = &all[*(const uint32_t *)a], *y = &all[*(const uint32_t *)b];

	return (x->header_offset > y->header_offset) - (x->header_offset < y->header_offset);
}

/* Makes [offset, offset + len) part of the window; *bytes empty when the file does not have it. */
static bool look(const struct zipdir_reader *reader, struct window *window, uint64_t offset, uint64_t len,
		 uint64_t ahead, struct span *bytes)
{
	uint64_t size = reader->source->size, want = len > ahead ? len : ahead;

	*bytes = span_of(NULL, 0);
	if (offset > size || len > size - offset || len > WINDOW)
		return true;
	if (offset < window->offset || offset + len > window->offset + window->len) {
		window->offset = offset;
		window->len = want < size - offset ? want : size - offset;
		if (!source_read(reader->source, offset, window->bytes, (size_t)window->len, reader->err))
			return false;
	}
	*bytes = span_slice(span_of(window->bytes, (size_t)window->len), (size_t)(offset - window->offset), (size_t)len);
	return true;
}

struct local {
	uint16_t flags, method, name_len, extra_len;
	uint32_t crc32;
	uint64_t stored, size;
	bool is_header;
};

static struct local parse_local(struct span bytes)
{
	struct cursor in = cursor_of(bytes);
	struct local local = {.is_header = cursor_u32(&in) == ZIPDIR_LOCAL_SIGNATURE};

	cursor_skip(&in, 2);
	local.flags = cursor_u16(&in);
	local.method = cursor_u16(&in);
	cursor_skip(&in, 4);
	local.crc32 = cursor_u32(&in);
	local.stored = cursor_u32(&in);
	local.size = cursor_u32(&in);
	local.name_len = cursor_u16(&in);
	local.extra_len = cursor_u16(&in);
	return local;
}

enum anomaly_effect zipdir_effect_on(const struct zipdir_entry *entry)
{
	return span_is(entry->name, "AndroidManifest.xml") || span_is(entry->name, "resources.arsc") ||
			       span_is(entry->name, "classes.dex") ||
			       (span_starts(entry->name, "lib/") && span_ends(entry->name, ".so"))
		       ? EFFECT_REFUSED
		       : EFFECT_EVASIVE;
}

#define unreadable(reader, entry, id, ...)                                                                             \
	anomaly_report_as((reader)->anomalies, id, zipdir_effect_on(entry), (entry)->path, (entry)->header_offset, __VA_ARGS__)

static bool sizes_agree(const struct zipdir_entry *entry, const struct local *local)
{
	return local->crc32 == entry->crc32 && local->size == entry->size && local->stored == entry->compressed_size;
}

/* Both sizes are 64-bit ones or none is, whether a descriptor makes them idle or not. */
static const char *take_zip64(struct local *local, struct span extra)
{
	if (local->stored != UINT32_MAX || local->size != UINT32_MAX)
		return "one of two sizes in the local header is a 64-bit one";
	return zipdir_take_zip64(extra, &local->size, &local->stored, NULL);
}

static bool read_zip64(struct zipdir_reader *reader, struct window *window, struct zipdir_entry *entry, struct local *local)
{
	struct span extra;
	const char *fault;

	if (local->stored != UINT32_MAX && local->size != UINT32_MAX)
		return true;
	if (!look(reader, window, entry->header_offset + ZIPDIR_LOCAL_SIZE + local->name_len, local->extra_len, 0, &extra))
		return false;
	fault = take_zip64(local, extra);
	if (fault != NULL) {
		unreadable(reader, entry, ANOMALY_ZIP_LFH_CD_SIZE_MISMATCH, "in the local header: %s", fault);
		entry->readable = false;
	} else if (entry->zip64 == ZIPDIR_ZIP64_NONE && (local->flags & ZIPDIR_FLAG_DESCRIPTOR) == 0) {
		entry->zip64 = ZIPDIR_ZIP64_LOCAL;
	}
	return true;
}

static void report_differences(struct zipdir_reader *reader, const struct zipdir_entry *entry,
			       const struct local *local)
{
	if (local->method != entry->method)
		anomaly_report(reader->anomalies, ANOMALY_ZIP_LFH_CD_METHOD_MISMATCH, entry->path, entry->header_offset,
			       "method %u in the local header, %u in the directory", local->method, entry->method);
	if (((local->flags ^ entry->flags) & (ZIPDIR_FLAG_ENCRYPTED | ZIPDIR_FLAG_DESCRIPTOR)) != 0)
		anomaly_report(reader->anomalies, ANOMALY_ZIP_LFH_CD_FLAG_MISMATCH, entry->path, entry->header_offset,
			       "flags %04x in the local header, %04x in the directory", local->flags, entry->flags);
}

static bool check_extra(struct zipdir_reader *reader, struct window *window, const struct zipdir_entry *entry,
			const struct local *local)
{
	struct span extra;

	if (local->extra_len == 0)
		return true;
	if (!look(reader, window, entry->header_offset + ZIPDIR_LOCAL_SIZE + local->name_len, local->extra_len, 0, &extra))
		return false;
	zipdir_note_extra(reader, entry->name, extra);
	if (zipdir_extra_hides(reader, extra))
		anomaly_report(reader->anomalies, ANOMALY_ZIP_EXTRA_OVERSIZE, entry->path, entry->header_offset,
			       "an extra field of %u byte{|s} that is no padding", local->extra_len);
	return true;
}

static bool name_agrees(struct zipdir_reader *reader, const struct zipdir_entry *entry, const struct local *local,
			struct span name)
{
	if (local->name_len == entry->name.len && span_equal(name, entry->name))
		return true;
	unreadable(reader, entry, ANOMALY_ZIP_LFH_CD_NAME_MISMATCH, "its local header has a name of %u byte{|s}%s",
		   local->name_len, local->name_len == entry->name.len ? " that is another one" : "");
	return false;
}

/* The checks of FindEntry behind name and sizes: everything lies before the directory. */
static void place_data(struct zipdir_reader *reader, struct zipdir_entry *entry, const struct local *local)
{
	uint64_t data = entry->header_offset + ZIPDIR_LOCAL_SIZE + local->name_len + local->extra_len;
	uint64_t end = reader->dir->directory_offset;

	if (data > end || entry->stored_size > end - data || entry->compressed_size > end - data) {
		unreadable(reader, entry, ANOMALY_ZIP_DATA_OVERLAPS_CD, "%llu byte{|s} at %llu",
			   (unsigned long long)entry->stored_size, (unsigned long long)data);
		entry->readable = false;
		if (data >= reader->source->size || entry->stored_size > reader->source->size - data)
			return;
	}
	entry->data_offset = data;
}

static bool read_local(struct zipdir_reader *reader, struct window *window, struct zipdir_entry *entry, uint64_t ahead)
{
	struct span bytes, name;
	struct local local;

	if (!look(reader, window, entry->header_offset, ZIPDIR_LOCAL_SIZE, ahead, &bytes))
		return false;
	local = parse_local(bytes);
	if (bytes.len == 0 || !local.is_header ||
	    entry->header_offset + ZIPDIR_LOCAL_SIZE >= reader->dir->directory_offset) {
		unreadable(reader, entry, ANOMALY_ZIP_BAD_OFFSET, "there is no local header at %llu",
			   (unsigned long long)entry->header_offset);
		return true;
	}
	if (!look(reader, window, entry->header_offset + ZIPDIR_LOCAL_SIZE, local.name_len, ahead, &name))
		return false;
	entry->readable = name_agrees(reader, entry, &local, name) && entry->zip64 != ZIPDIR_ZIP64_BAD;
	if (!read_zip64(reader, window, entry, &local))
		return false;
	if ((local.flags & ZIPDIR_FLAG_DESCRIPTOR) == 0 && !sizes_agree(entry, &local)) {
		unreadable(reader, entry, ANOMALY_ZIP_LFH_CD_SIZE_MISMATCH,
			   "sizes or checksum in the local header (%llu, %llu, %08x) are not those of the directory",
			   (unsigned long long)local.stored, (unsigned long long)local.size, local.crc32);
		entry->readable = false;
	}
	entry->local_agrees = sizes_agree(entry, &local);
	entry->descriptor = (local.flags & ZIPDIR_FLAG_DESCRIPTOR) != 0;
	report_differences(reader, entry, &local);
	place_data(reader, entry, &local);
	return check_extra(reader, window, entry, &local);
}

/* How far to read ahead: a whole window when the next entries lie in it. */
static uint64_t ahead_of(const struct zipdir *dir, const uint32_t *order, size_t num, size_t at)
{
	size_t next = at + DENSE < num ? at + DENSE : num - 1;

	return next > at && dir->entries[order[next]].header_offset - dir->entries[order[at]].header_offset < WINDOW
		       ? WINDOW
		       : SMALL;
}

bool zipdir_read_locals(struct zipdir_reader *reader)
{
	struct zipdir *dir = reader->dir;
	size_t num = dir->num_entries + dir->num_hidden;
	struct window window = {.bytes = malloc(WINDOW)};
	uint32_t *order = calloc(num + 1, sizeof *order);
	bool ok = window.bytes != NULL && order != NULL;

	if (!ok)
		error_memory(reader->err);
	for (uint32_t i = 0; ok && i < num; i++)
		order[i] = i;
	if (ok)
		sort(order, num, sizeof *order, by_offset, dir->entries);
	for (size_t i = 0; ok && i < num; i++)
		ok = read_local(reader, &window, &dir->entries[order[i]], ahead_of(dir, order, num, i));
	zipdir_check_extras(reader);
	free(window.bytes);
	free(order);
	return ok;
}
