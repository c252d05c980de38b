/*
 * zipdir_records - walk the records of the central directory.
 */
#include "container/zipdir_parts.h"

#include "bytes/cursor.h"

/* A record takes 46 bytes at least, so that a count allocates no more than the file has room for. */
static uint64_t most_records(struct span directory)
{
	return directory.len / ZIPDIR_RECORD_SIZE;
}

/* Where a 64-bit value is asked for and not there, the phone's open fails over the offset, and its FindEntry over any. */
static void take_zip64(struct zipdir_reader *reader, struct zipdir_entry *entry, uint64_t *stored, struct span extra)
{
	bool is_placed = entry->header_offset == UINT32_MAX;
	const char *fault;

	if (entry->size != UINT32_MAX && *stored != UINT32_MAX && !is_placed)
		return;
	fault = zipdir_take_zip64(extra, &entry->size, stored, &entry->header_offset);
	entry->zip64 = fault == NULL ? ZIPDIR_ZIP64_USED : ZIPDIR_ZIP64_BAD;
	if (fault == NULL)
		return;
	if (is_placed && !entry->hidden)
		zipdir_refuse(reader, ANOMALY_ZIP64_EXTRA, entry->record_offset, "%s", fault);
	else
		anomaly_report_as(reader->anomalies, ANOMALY_ZIP64_EXTRA, zipdir_effect_on(entry), entry->path, entry->record_offset, "%s", fault);
}

/*
 * At open, of the counted records: a complete ZIP64 field does not move what the 32-bit offset says. An offset is signed there, so that
 * one of 64 bits may be below zero, and is not found where the entry is read.
 */
static void check_offset(struct zipdir_reader *reader, const struct zipdir_entry *entry, uint64_t offset)
{
	if (!entry->hidden && offset <= INT64_MAX && offset >= reader->dir->directory_offset)
		zipdir_refuse(reader, ANOMALY_ZIP_BAD_OFFSET, entry->record_offset, "the header of entry %zu is said to be at %llu",
			      reader->dir->num_entries + 1, (unsigned long long)offset);
}

static void check_fields(struct zipdir_reader *reader, const struct zipdir_entry *entry, uint64_t stored,
			 struct span extra)
{
	bool is_link = entry->version_made_by >> 8 == 3 && (entry->external_attributes >> 16 & 0xF000) == 0xA000;

	if ((entry->flags & ZIPDIR_FLAG_ENCRYPTED) != 0)
		anomaly_report(reader->anomalies, ANOMALY_ZIP_FAKE_ENCRYPTION, entry->path, entry->record_offset,
			       "the encryption bit is set; the phone does not look at it");
	if (entry->method != ZIPDIR_STORED && entry->method != ZIPDIR_DEFLATED)
		anomaly_report(reader->anomalies, ANOMALY_ZIP_UNKNOWN_METHOD, entry->path, entry->record_offset,
			       "compression method %u; the phone reads it as stored", entry->method);
	else if (entry->method == ZIPDIR_STORED && stored != entry->size)
		anomaly_report(reader->anomalies, ANOMALY_ZIP_STORED_SIZE_MISMATCH, entry->path, entry->record_offset,
			       "stored as %llu byte{|s}, read as %llu", (unsigned long long)stored,
			       (unsigned long long)entry->size);
	if (is_link)
		anomaly_report(reader->anomalies, ANOMALY_ZIP_SYMLINK, entry->path, entry->record_offset,
			       "its mode says symbolic link; the phone does not look at it");
	if (zipdir_extra_hides(reader, extra))
		anomaly_report(reader->anomalies, ANOMALY_ZIP_EXTRA_OVERSIZE, entry->path, entry->record_offset,
			       "an extra field of %zu byte{|s} that is no padding", extra.len);
}

/* Reads the record at the cursor; false when it is not whole. *no_memory: its name could not be kept. */
static bool read_record(struct zipdir_reader *reader, struct cursor *in, struct zipdir_entry *entry, bool hidden, bool *no_memory)
{
	uint64_t stored, offset;
	uint16_t name_len, extra_len, comment_len;
	struct span extra, comment;

	*entry = (struct zipdir_entry){.record_offset = reader->dir->directory_offset + in->pos, .hidden = hidden};
	cursor_skip(in, 4);
	entry->version_made_by = cursor_u16(in);
	cursor_skip(in, 2);
	entry->flags = cursor_u16(in);
	entry->method = cursor_u16(in);
	cursor_skip(in, 4);
	entry->crc32 = cursor_u32(in);
	stored = cursor_u32(in);
	entry->size = cursor_u32(in);
	name_len = cursor_u16(in);
	extra_len = cursor_u16(in);
	comment_len = cursor_u16(in);
	cursor_skip(in, 4);
	entry->external_attributes = cursor_u32(in);
	offset = entry->header_offset = cursor_u32(in);
	entry->name = cursor_bytes(in, name_len);
	extra = cursor_bytes(in, extra_len);
	comment = cursor_bytes(in, comment_len);
	if (in->bad)
		return false;
	*no_memory = !zipdir_name(reader, entry);
	take_zip64(reader, entry, &stored, extra);
	check_offset(reader, entry, reader->shift + (offset == UINT32_MAX ? entry->header_offset : offset));
	entry->header_offset += reader->shift;
	entry->compressed_size = stored;
	entry->stored_size = entry->method == ZIPDIR_DEFLATED ? stored : entry->size;
	check_fields(reader, entry, stored, extra);
	zipdir_check_comment(reader, comment, entry->path, entry->record_offset);
	zipdir_note_comment(reader, entry->name, comment);
	zipdir_note_extra(reader, entry->name, extra);
	return true;
}

/* Records behind the counted ones: the phone does not see them, others do. */
static bool walk_hidden(struct zipdir_reader *reader, struct cursor *in, size_t room)
{
	struct zipdir *dir = reader->dir;
	bool no_memory = false;

	while (dir->num_entries + dir->num_hidden < room &&
	       cursor_peek_u32(in, in->pos) == ZIPDIR_RECORD_SIGNATURE) {
		struct zipdir_entry *entry = &dir->entries[dir->num_entries + dir->num_hidden];

		if (!read_record(reader, in, entry, true, &no_memory))
			break;
		if (no_memory)
			return false;
		dir->num_hidden++;
		anomaly_report(reader->anomalies, ANOMALY_ZIP_HIDDEN_CD_ENTRIES, entry->path, entry->record_offset,
			       "behind the %zu {entry|entries} that the phone counts", dir->num_entries);
	}
	return true;
}

static void report_rest(struct zipdir_reader *reader, const struct cursor *in)
{
	size_t left = cursor_left(in);

	if (left > 0 && !reader->dir->refused)
		anomaly_report(reader->anomalies, ANOMALY_ZIP_SLACK_DATA, "", reader->dir->directory_offset + in->pos,
			       "%zu byte{|s} of the directory belong to no record", left);
}

/* One counted record: false when the walk is over, with what ended it reported. */
static bool step(struct zipdir_reader *reader, struct cursor *in, uint64_t number, bool *no_memory)
{
	struct zipdir *dir = reader->dir;
	struct zipdir_entry *entry = &dir->entries[dir->num_entries];
	uint64_t at = dir->directory_offset + in->pos;

	if (!cursor_fits(in, ZIPDIR_RECORD_SIZE, 1)) {
		if (!dir->is_cut)
			zipdir_refuse(reader, ANOMALY_ZIP_CD_TRUNCATED, at, "record %llu of %llu is not there",
				      (unsigned long long)number + 1, (unsigned long long)reader->num_records);
		return false;
	}
	if (cursor_peek_u32(in, in->pos) != ZIPDIR_RECORD_SIGNATURE) {
		zipdir_refuse(reader, ANOMALY_ZIP_CD_CORRUPT, at, "record %llu of %llu does not begin as one",
			      (unsigned long long)number + 1, (unsigned long long)reader->num_records);
		return false;
	}
	if (!read_record(reader, in, entry, false, no_memory)) {
		if (!dir->is_cut)
			zipdir_refuse(reader, ANOMALY_ZIP_CD_TRUNCATED, at, "record %llu of %llu is longer than the directory",
				      (unsigned long long)number + 1, (unsigned long long)reader->num_records);
		return false;
	}
	dir->num_entries++;
	return !*no_memory;
}

bool zipdir_walk(struct zipdir_reader *reader, struct span directory)
{
	struct zipdir *dir = reader->dir;
	uint64_t limit = reader->limits->value[LIMIT_ENTRIES], room = most_records(directory);
	struct cursor in = cursor_of(directory);
	bool no_memory = false;
	uint64_t number = 0;

	room = room < limit ? room : limit;
	dir->entries = arena_array(&dir->arena, (size_t)room + 1, sizeof *dir->entries);
	if (dir->entries == NULL)
		return error_memory(reader->err);
	if (reader->num_records == 0)
		zipdir_refuse(reader, ANOMALY_ZIP_EMPTY, dir->eocd_offset, "the end record counts no entries");
	while (number < reader->num_records && dir->num_entries < room && step(reader, &in, number, &no_memory))
		number++;
	dir->is_cut |= number == limit && number < reader->num_records;
	if (number == limit && number < reader->num_records)
		anomaly_report(reader->anomalies, ANOMALY_LIMIT_ENTRIES, "", dir->eocd_offset,
			       "%llu {entry|entries}; %llu are read", (unsigned long long)reader->num_records,
			       (unsigned long long)limit);
	else if (number == room && number < reader->num_records && !in.bad)
		step(reader, &in, number, &no_memory);
	if (!no_memory && number == reader->num_records) {
		if (!walk_hidden(reader, &in, (size_t)room))
			no_memory = true;
		report_rest(reader, &in);
	}
	return !no_memory || error_memory(reader->err);
}
