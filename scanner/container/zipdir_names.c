#include "container/zipdir_parts.h"

#include "bytes/text.h"

#include <strings.h>

#define DEPTH_MAX 64

bool zipdir_name_is_accepted(struct span name)
{
	for (size_t i = 0; i < name.len; i++) {
		uint8_t byte = name.data[i];

		if (byte == 0 || (byte & 0xC0) == 0x80 || byte >= 0xFE)
			return false;
		if (byte < 0x80)
			continue;
		for (uint8_t lead = (uint8_t)(byte << 1); (lead & 0x80) != 0; lead = (uint8_t)(lead << 1))
			if (++i == name.len || (name.data[i] & 0xC0) != 0x80)
				return false;
	}
	return true;
}

static bool has_unsafe(struct span name)
{
	while ((name = span_slice(name, text_plain_len(name), name.len)).len > 0) {
		size_t len = text_utf8_len(name);

		if (len > 0 && name.data[0] != 0 && text_is_unsafe(text_utf8_code(name, len)))
			return true;
		name = span_slice(name, len == 0 ? 1 : len, name.len);
	}
	return false;
}

/* The number of folders, and whether one of them is "..". */
static size_t count_folders(struct span name, bool *traverses)
{
	size_t folders = 0, start = 0;

	*traverses = false;
	for (size_t i = 0; i <= name.len; i++) {
		if (i < name.len && name.data[i] != '/' && name.data[i] != '\\')
			continue;
		if (span_is(span_slice(name, start, i - start), ".."))
			*traverses = true;
		folders += i < name.len;
		start = i + 1;
	}
	return folders;
}

static void check_encoding(struct zipdir_reader *reader, const struct zipdir_entry *entry)
{
	struct span name = entry->name;

	if (entry->hidden && !zipdir_name_is_accepted(name))
		anomaly_report_as(reader->anomalies, ANOMALY_ZIP_NAME_INVALID_UTF8, EFFECT_EVASIVE, entry->path, entry->record_offset,
				  "a record that the phone does not count");
	else if (name.len > 0 && memchr(name.data, 0, name.len) != NULL)
		zipdir_refuse(reader, ANOMALY_ZIP_NAME_NUL, entry->record_offset, "entry %s", entry->path);
	else if (!zipdir_name_is_accepted(name))
		zipdir_refuse(reader, ANOMALY_ZIP_NAME_INVALID_UTF8, entry->record_offset, "entry %s", entry->path);
	else if (!text_is_utf8(name))
		anomaly_report(reader->anomalies, ANOMALY_ZIP_NAME_OVERLONG, entry->path, entry->record_offset,
			       "the phone takes it; strict readers do not");
}

static void check_path(struct zipdir_reader *reader, const struct zipdir_entry *entry)
{
	struct span name = entry->name;
	bool traverses, drive = name.len >= 2 && name.data[1] == ':';
	size_t folders = count_folders(name, &traverses);

	if (name.len == 0)
		anomaly_report(reader->anomalies, ANOMALY_ZIP_EMPTY_NAME, "", entry->record_offset, "an entry without a name");
	if (traverses)
		anomaly_report(reader->anomalies, ANOMALY_ZIP_PATH_TRAVERSAL, entry->path, entry->record_offset,
			       "it leads out of its folder");
	if (span_starts(name, "/") || drive)
		anomaly_report(reader->anomalies, ANOMALY_ZIP_ABSOLUTE_PATH, entry->path, entry->record_offset,
			       "it begins at a root");
	if (name.len > 0 && memchr(name.data, '\\', name.len) != NULL)
		anomaly_report(reader->anomalies, ANOMALY_ZIP_BACKSLASH_NAME, entry->path, entry->record_offset,
			       "a folder to some unpackers, a character to the phone");
	if (folders > DEPTH_MAX)
		anomaly_report(reader->anomalies, ANOMALY_ZIP_PATH_DEPTH, "", entry->record_offset, "%zu folders deep", folders);
}

bool zipdir_name(struct zipdir_reader *reader, struct zipdir_entry *entry)
{
	entry->path = text_escape(&reader->dir->arena, entry->name);
	if (entry->path == NULL)
		return false;
	if (entry->name.len > reader->limits->value[LIMIT_NAME_SIZE])
		anomaly_report(reader->anomalies, ANOMALY_LIMIT_NAME_SIZE, "", entry->record_offset, "a name of %zu bytes",
			       entry->name.len);
	check_encoding(reader, entry);
	if (has_unsafe(entry->name))
		anomaly_report(reader->anomalies, ANOMALY_ZIP_NAME_BIDI, entry->path, entry->record_offset,
			       "control or direction characters");
	check_path(reader, entry);
	return true;
}

/* Whatever the case: names that differ in it alone meet in the index. */
static uint64_t hash(struct span name)
{
	uint64_t value = 0xCBF29CE484222325u;

	for (size_t i = 0; i < name.len; i++) {
		uint8_t byte = name.data[i];

		if (byte >= 'A' && byte <= 'Z')
			byte = (uint8_t)(byte + 32);
		value = (value ^ byte) * 0x100000001B3u;
	}
	return value ^ value >> 29;
}

static bool equal_folded(struct span a, struct span b)
{
	return a.len == b.len && (a.len == 0 || strncasecmp((const char *)a.data, (const char *)b.data, a.len) == 0);
}

static void add_to_index(struct zipdir_reader *reader, uint32_t number)
{
	struct zipdir *dir = reader->dir;
	const struct zipdir_entry *entry = &dir->entries[number], *beside = NULL;
	size_t at;

	for (at = hash(entry->name) & (dir->index_size - 1); dir->index[at] != 0; at = (at + 1) & (dir->index_size - 1)) {
		const struct zipdir_entry *other = &dir->entries[dir->index[at] - 1];

		if (span_equal(other->name, entry->name)) {
			zipdir_refuse(reader, ANOMALY_ZIP_DUPLICATE_ENTRY, entry->record_offset, "%s stands in the directory twice",
				      entry->path);
			return;
		}
		if (beside == NULL && equal_folded(other->name, entry->name))
			beside = other;
	}
	dir->index[at] = number + 1;
	if (beside != NULL)
		anomaly_report(reader->anomalies, ANOMALY_ZIP_CASE_COLLISION, entry->path, entry->record_offset, "beside %s",
			       beside->path);
}

bool zipdir_index(struct zipdir_reader *reader)
{
	struct zipdir *dir = reader->dir;

	for (dir->index_size = 16; dir->index_size < 2 * dir->num_entries;)
		dir->index_size *= 2;
	dir->index = arena_array(&dir->arena, dir->index_size, sizeof *dir->index);
	if (dir->index == NULL)
		return error_set(reader->err, ERROR_MEMORY, "out of memory for the index of entries");
	for (uint32_t i = 0; i < dir->num_entries; i++)
		add_to_index(reader, i);
	return true;
}

static const struct zipdir_entry *find(const struct zipdir *dir, struct span name)
{
	size_t at;

	if (dir->index == NULL)
		return NULL;
	for (at = hash(name) & (dir->index_size - 1); dir->index[at] != 0; at = (at + 1) & (dir->index_size - 1))
		if (span_equal(dir->entries[dir->index[at] - 1].name, name))
			return &dir->entries[dir->index[at] - 1];
	return NULL;
}

const struct zipdir_entry *zipdir_find(const struct zipdir *dir, const char *name)
{
	return find(dir, span_of_text(name));
}

/* A folder of some entry's path that is itself a file: unpackers to disk break on it. */
static void check_shadow(struct zipdir_reader *reader, const struct zipdir_entry *entry)
{
	size_t folders = 0;

	for (size_t i = 0; i < entry->name.len && folders < DEPTH_MAX; i++) {
		const struct zipdir_entry *file;

		if (entry->name.data[i] != '/' || i == 0)
			continue;
		folders++;
		file = find(reader->dir, span_slice(entry->name, 0, i));
		if (file != NULL)
			anomaly_report(reader->anomalies, ANOMALY_ZIP_DIR_SHADOWS_FILE, entry->path, entry->record_offset,
				       "%s is a file", file->path);
	}
}

void zipdir_check_names(struct zipdir_reader *reader)
{
	for (size_t i = 0; i < reader->dir->num_entries; i++)
		check_shadow(reader, &reader->dir->entries[i]);
}
