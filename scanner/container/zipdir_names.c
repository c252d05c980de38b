/*
 * zipdir_names - the names of entries: which of two counts, and what is odd about one.
 */
#include "container/zipdir_parts.h"

#include "bytes/text.h"

#include <stdlib.h>
#include <strings.h>

#define DEPTH_MAX 64

/* libziparchive's loose rule: no NUL, sequences of 2 to 6 bytes by their lead byte. */
static bool zipdir_name_is_accepted(struct span name)
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

/* Of a name that is not plain ASCII. */
static void check_characters(struct zipdir_reader *reader, const struct zipdir_entry *entry)
{
	check_encoding(reader, entry);
	if (has_unsafe(entry->name))
		anomaly_report(reader->anomalies, ANOMALY_ZIP_NAME_BIDI, entry->path, entry->record_offset,
			       ANOMALY_TITLE_SAYS_IT);
}

static void check_path(struct zipdir_reader *reader, const struct zipdir_entry *entry)
{
	struct span name = entry->name;
	bool traverses, drive = name.len >= 2 && name.data[1] == ':';
	size_t folders = count_folders(name, &traverses);

	if (name.len == 0)
		anomaly_report(reader->anomalies, ANOMALY_ZIP_EMPTY_NAME, "", entry->record_offset, "it has %llu byte{|s}", (unsigned long long)entry->size);
	if (traverses)
		anomaly_report(reader->anomalies, ANOMALY_ZIP_PATH_TRAVERSAL, entry->path, entry->record_offset,
			       ANOMALY_TITLE_SAYS_IT);
	if (span_starts(name, "/") || drive)
		anomaly_report(reader->anomalies, ANOMALY_ZIP_ABSOLUTE_PATH, entry->path, entry->record_offset,
			       "it begins at a root");
	if (name.len > 0 && memchr(name.data, '\\', name.len) != NULL)
		anomaly_report(reader->anomalies, ANOMALY_ZIP_BACKSLASH_NAME, entry->path, entry->record_offset,
			       "a folder to some unpackers, a character to the phone");
	if (folders > DEPTH_MAX)
		anomaly_report(reader->anomalies, ANOMALY_ZIP_PATH_DEPTH, "", entry->record_offset, "%zu folder{|s} deep", folders);
}

bool zipdir_name(struct zipdir_reader *reader, struct zipdir_entry *entry)
{
	entry->path = text_escape(&reader->dir->arena, entry->name);
	if (entry->path == NULL)
		return false;
	if (entry->name.len > reader->limits->value[LIMIT_NAME_SIZE])
		anomaly_report(reader->anomalies, ANOMALY_LIMIT_NAME_SIZE, "", entry->record_offset, "a name of %zu byte{|s}",
			       entry->name.len);
	if (text_plain_len(entry->name) < entry->name.len)
		check_characters(reader, entry);
	check_path(reader, entry);
	return true;
}

static bool equal_folded(struct span a, struct span b)
{
	return a.len == b.len && (a.len == 0 || strncasecmp((const char *)a.data, (const char *)b.data, a.len) == 0);
}

/* The slot in which the name stands, or the empty one in which it would. */
static struct zipdir_slot *slot_of(const struct zipdir *dir, struct zipdir_slot *slots, uint64_t value, struct span name, bool any_case)
{
	size_t at = value & (dir->index_size - 1);

	for (; slots[at].number != 0; at = (at + 1) & (dir->index_size - 1)) {
		struct span other = dir->entries[slots[at].number - 1].name;

		if (slots[at].tag == (uint32_t)(value >> 32) && (any_case ? equal_folded(other, name) : span_equal(other, name)))
			break;
	}
	return &slots[at];
}

/* Build tools shorten the names of resources to a few letters of either case; to the phone they are as different as any. */
static bool is_shortened(const struct zipdir_entry *entry)
{
	return span_starts(entry->name, "res/");
}

/* firsts: of names that differ only in case, the one that comes first. */
static void add_to_index(struct zipdir_reader *reader, uint32_t number, struct zipdir_slot *firsts)
{
	struct zipdir *dir = reader->dir;
	const struct zipdir_entry *entry = &dir->entries[number];
	uint64_t exact = name_hash_of(&dir->hash, 0, entry->name), folded = name_hash_of_any_case(&dir->hash, 0, entry->name);
	struct zipdir_slot *slot = slot_of(dir, dir->index, exact, entry->name, false);
	struct zipdir_slot *first = slot_of(dir, firsts, folded, entry->name, true);

	if (slot->number != 0) {
		zipdir_refuse(reader, ANOMALY_ZIP_DUPLICATE_ENTRY, entry->record_offset, "%s stands in the directory twice", entry->path);
		return;
	}
	*slot = (struct zipdir_slot){.number = number + 1, .tag = (uint32_t)(exact >> 32)};
	if (first->number == 0)
		*first = (struct zipdir_slot){.number = number + 1, .tag = (uint32_t)(folded >> 32)};
	else if (!is_shortened(entry) || !is_shortened(&dir->entries[first->number - 1]))
		anomaly_report(reader->anomalies, ANOMALY_ZIP_CASE_COLLISION, entry->path, entry->record_offset, "beside %s",
			       dir->entries[first->number - 1].path);
}

bool zipdir_index(struct zipdir_reader *reader)
{
	struct zipdir *dir = reader->dir;
	struct zipdir_slot *firsts;

	if (!name_hash_draw(&dir->hash))
		return error_errno(reader->err, "no random bytes for the index of entries");
	for (dir->index_size = 16; dir->index_size < 2 * dir->num_entries;)
		dir->index_size *= 2;
	dir->index = arena_array(&dir->arena, dir->index_size, sizeof *dir->index);
	firsts = calloc(dir->index_size, sizeof *firsts);
	if (dir->index == NULL || firsts == NULL) {
		free(firsts);
		return error_memory(reader->err);
	}
	for (uint32_t i = 0; i < dir->num_entries; i++)
		add_to_index(reader, i, firsts);
	free(firsts);
	return true;
}

static const struct zipdir_entry *find(const struct zipdir *dir, struct span name)
{
	const struct zipdir_slot *slot;

	if (dir->index == NULL)
		return NULL;
	slot = slot_of(dir, dir->index, name_hash_of(&dir->hash, 0, name), name, false);
	return slot->number == 0 ? NULL : &dir->entries[slot->number - 1];
}

const struct zipdir_entry *zipdir_find(const struct zipdir *dir, const char *name)
{
	return find(dir, span_of_text(name));
}

const struct zipdir_entry *zipdir_find_path(const struct zipdir *dir, const char *path)
{
	uint8_t name[UINT16_MAX];

	return strchr(path, '\\') == NULL ? zipdir_find(dir, path) : find(dir, span_of(name, text_unescape(path, name, sizeof name)));
}

/* A folder of some entry's path that is itself a file: unpackers to disk break on it. True when there is one. */
static bool check_shadow(struct zipdir_reader *reader, const struct zipdir_entry *entry)
{
	size_t folders = 0;
	bool is_shadowed = false;

	for (size_t i = 0; i < entry->name.len && folders < DEPTH_MAX; i++) {
		const struct zipdir_entry *file;

		if (entry->name.data[i] != '/' || i == 0)
			continue;
		folders++;
		file = find(reader->dir, span_slice(entry->name, 0, i));
		if (file == NULL)
			continue;
		is_shadowed = true;
		anomaly_report(reader->anomalies, ANOMALY_ZIP_DIR_SHADOWS_FILE, entry->path, entry->record_offset, "%s is a file",
			       file->path);
	}
	return is_shadowed;
}

static struct span folder_of(struct span name)
{
	const uint8_t *slash = name.len > 0 ? memrchr(name.data, '/', name.len) : NULL;

	return slash == NULL ? span_of(NULL, 0) : span_slice(name, 0, (size_t)(slash - name.data));
}

void zipdir_check_names(struct zipdir_reader *reader)
{
	struct span clear = span_of(NULL, 0); /* the last folder in which nothing was found: its next entry is not looked at */

	for (size_t i = 0; i < reader->dir->num_entries; i++) {
		const struct zipdir_entry *entry = &reader->dir->entries[i];
		struct span folder = folder_of(entry->name);

		if (!span_equal(folder, clear) && !check_shadow(reader, entry))
			clear = folder;
	}
}
