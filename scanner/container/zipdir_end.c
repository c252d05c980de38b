/*
 * zipdir_end - find the end of the directory, as libziparchive looks for it.
 */
#include "container/zipdir_parts.h"

#include "bytes/cursor.h"

#include <stdlib.h>

#define EOCD64_SIZE 56
#define SEARCH_MAX ((uint64_t)65535 + ZIPDIR_EOCD_SIZE)

struct end_record {
	uint16_t disk, directory_disk, records_here, records, comment_len;
	uint32_t size, offset;
};

static struct end_record parse_end(struct span tail, size_t at)
{
	struct cursor in = cursor_of(tail);
	struct end_record end;

	cursor_seek(&in, at + 4);
	end.disk = cursor_u16(&in);
	end.directory_disk = cursor_u16(&in);
	end.records_here = cursor_u16(&in);
	end.records = cursor_u16(&in);
	end.size = cursor_u32(&in);
	end.offset = cursor_u32(&in);
	end.comment_len = cursor_u16(&in);
	return end;
}

/* The last end-record signature that leaves room for the record; SIZE_MAX when there is none. */
static size_t find_last(struct span tail, size_t before)
{
	struct cursor in = cursor_of(tail);

	if (tail.len < ZIPDIR_EOCD_SIZE)
		return SIZE_MAX;
	if (before > tail.len - ZIPDIR_EOCD_SIZE + 1)
		before = tail.len - ZIPDIR_EOCD_SIZE + 1;
	for (const uint8_t *found; (found = memrchr(tail.data, 'P', before)) != NULL; before = (size_t)(found - tail.data))
		if (cursor_peek_u32(&in, (uint64_t)(found - tail.data)) == ZIPDIR_EOCD_SIGNATURE)
			return (size_t)(found - tail.data);
	return SIZE_MAX;
}

/* An earlier record whose comment ends with the file, too: readers that look for one from the front take it. */
static void report_others(struct zipdir_reader *reader, struct span tail, size_t at, uint64_t tail_offset)
{
	for (size_t other = find_last(tail, at); other != SIZE_MAX; other = find_last(tail, other)) {
		struct end_record end = parse_end(tail, other);

		if (tail_offset + other + ZIPDIR_EOCD_SIZE + end.comment_len != reader->source->size)
			continue;
		anomaly_report(reader->anomalies, ANOMALY_ZIP_MULTIPLE_EOCD, "", tail_offset + other,
			       "another end record counts %u {entry|entries}; the phone takes the last one", end.records);
		return;
	}
}

/* Where the record is from which facts are read: the last; an earlier one, when only that fits the end of the refused file. */
static size_t check_length(struct zipdir_reader *reader, struct span tail, size_t at, uint64_t tail_offset)
{
	uint64_t size = reader->source->size;
	uint64_t wanted = tail_offset + at + ZIPDIR_EOCD_SIZE + parse_end(tail, at).comment_len;
	size_t earlier = find_last(tail, at);

	if (wanted == size)
		return at;
	while (earlier != SIZE_MAX && size != tail_offset + earlier + ZIPDIR_EOCD_SIZE + parse_end(tail, earlier).comment_len)
		earlier = find_last(tail, earlier);
	if (earlier != SIZE_MAX) {
		zipdir_refuse(reader, ANOMALY_ZIP_EOCD_IN_COMMENT, tail_offset + at,
			      "the last end record does not fit the end of the file, an earlier one does");
		return earlier;
	}
	if (wanted < size)
		zipdir_refuse(reader, ANOMALY_ZIP_TRAILING_DATA, wanted, "%llu byte{|s}",
			      (unsigned long long)(size - wanted));
	else
		zipdir_refuse(reader, ANOMALY_ZIP_TRAILING_DATA, size, "the comment is %llu byte{|s} longer than the file",
			      (unsigned long long)(wanted - size));
	return at;
}

static void check_disks(struct zipdir_reader *reader, const struct end_record *end)
{
	if (end->disk != 0 || end->directory_disk != 0)
		anomaly_report(reader->anomalies, ANOMALY_ZIP_MULTIDISK_FIELDS, "", reader->dir->eocd_offset,
			       "disk %u, directory on disk %u", end->disk, end->directory_disk);
	if (end->records_here != end->records)
		anomaly_report(reader->anomalies, ANOMALY_ZIP_ENTRY_COUNT, "", reader->dir->eocd_offset,
			       "%u {entry|entries} on this disk, %u in all", end->records_here, end->records);
}

static void check_comment(struct zipdir_reader *reader, struct span tail, size_t at)
{
	struct span comment = span_slice(tail, at + ZIPDIR_EOCD_SIZE, tail.len);

	zipdir_check_comment(reader, comment, "", reader->dir->eocd_offset);
	zipdir_note_comment(reader, span_of(NULL, 0), comment);
}

/* What a locator before the end record leads to. */
struct end64 {
	bool has_locator, has_record;
	bool fits; /* there is a ZIP64 end record before the locator, and the directory that it tells of before that */
	uint64_t records, size, offset;
};

static void parse_end64(struct end64 *end, struct span bytes, uint64_t at)
{
	struct cursor in = cursor_of(bytes);

	if (cursor_u32(&in) != ZIPDIR_EOCD64_SIGNATURE)
		return;
	end->has_record = true;
	cursor_seek(&in, 32);
	end->records = cursor_u64(&in);
	end->size = cursor_u64(&in);
	end->offset = cursor_u64(&in);
	end->fits = at > end->size && end->offset <= at - end->size;
}

static bool read_end64(struct zipdir_reader *reader, struct end64 *end)
{
	uint8_t bytes[EOCD64_SIZE];
	struct cursor in = cursor_of(span_of(bytes, sizeof bytes));
	uint64_t locator = reader->dir->eocd_offset - ZIPDIR_LOCATOR_SIZE, at;

	*end = (struct end64){0};
	if (reader->dir->eocd_offset < ZIPDIR_LOCATOR_SIZE)
		return true;
	if (!source_read(reader->source, locator, bytes, ZIPDIR_LOCATOR_SIZE, reader->err))
		return false;
	end->has_locator = cursor_u32(&in) == ZIPDIR_LOCATOR_SIGNATURE;
	cursor_skip(&in, 4);
	at = cursor_u64(&in);
	if (!end->has_locator || locator <= sizeof bytes || at > locator - sizeof bytes)
		return true;
	if (!source_read(reader->source, at, bytes, sizeof bytes, reader->err))
		return false;
	parse_end64(end, span_of(bytes, sizeof bytes), at);
	return true;
}

/* Android looks at ZIP64 only when a 32-bit field says so; beside a locator its signature code finds no signing block. */
static bool take_end(struct zipdir_reader *reader, const struct end_record *end)
{
	bool wants64 = end->size == UINT32_MAX || end->offset == UINT32_MAX;
	struct zipdir *dir = reader->dir;
	struct end64 end64;

	if (!read_end64(reader, &end64))
		return false;
	dir->has_zip64_locator = end64.has_locator;
	if (wants64 && !end64.fits)
		zipdir_refuse(reader, ANOMALY_ZIP64_DECOY, dir->eocd_offset, "64-bit values are announced, and there is no ZIP64 end record for them");
	else if (end64.has_locator)
		anomaly_report_as(reader->anomalies, ANOMALY_ZIP64_DECOY, wants64 ? EFFECT_AMBIGUOUS : EFFECT_EVASIVE, "", dir->eocd_offset - ZIPDIR_LOCATOR_SIZE,
				  wants64 ? "a ZIP64 archive, which Android 11 and earlier do not open, and in which later ones find no v2 or v3 signature"
					  : "the phone finds no v2 or v3 signature beside them");
	wants64 &= end64.has_record;
	reader->num_records = wants64 ? end64.records : end->records;
	dir->directory_size = wants64 ? end64.size : end->size;
	dir->directory_offset = wants64 ? end64.offset : end->offset;
	return true;
}

static bool begins_as_record(const struct zipdir_reader *reader, uint64_t offset, bool *begins)
{
	uint8_t bytes[4];

	*begins = false;
	if (offset > reader->source->size || sizeof bytes > reader->source->size - offset)
		return true;
	if (!source_read(reader->source, offset, bytes, sizeof bytes, reader->err))
		return false;
	*begins = cursor_peek_u32(&(struct cursor){.data = bytes, .len = sizeof bytes}, 0) == ZIPDIR_RECORD_SIGNATURE;
	return true;
}

/*
 * Bytes put before a package without mending its offsets: no record where the end record says, one as far behind it as the
 * gap is long. The phone refuses it; others add the difference to every offset, and so are its facts read.
 */
static bool find_shift(struct zipdir_reader *reader, uint64_t gap, bool *shifted)
{
	struct zipdir *dir = reader->dir;
	bool here, there;

	*shifted = false;
	if (!begins_as_record(reader, dir->directory_offset, &here) ||
	    !begins_as_record(reader, dir->directory_offset + gap, &there))
		return false;
	if (here || !there || reader->num_records == 0)
		return true;
	zipdir_refuse(reader, ANOMALY_ZIP_BAD_OFFSET, dir->eocd_offset, "every offset is %llu byte{|s} short", (unsigned long long)gap);
	dir->directory_offset += gap;
	reader->shift = gap;
	*shifted = true;
	return true;
}

static bool check_place(struct zipdir_reader *reader)
{
	struct zipdir *dir = reader->dir;
	uint64_t end = dir->directory_offset + dir->directory_size;
	bool shifted;

	if (end < dir->directory_offset || end > dir->eocd_offset) {
		zipdir_refuse(reader, ANOMALY_ZIP_BAD_OFFSET, dir->eocd_offset,
			      "a directory of %llu byte{|s} at %llu does not end before its end record",
			      (unsigned long long)dir->directory_size, (unsigned long long)dir->directory_offset);
		/* What can be read all the same: the directory that lies right before its end record. */
		dir->directory_offset = dir->eocd_offset - (dir->directory_size < dir->eocd_offset ? dir->directory_size : 0);
		dir->directory_size = dir->eocd_offset - dir->directory_offset;
	} else if (end < dir->eocd_offset) {
		if (!find_shift(reader, dir->eocd_offset - end, &shifted))
			return false;
		if (shifted)
			return true;
		dir->gap_before_eocd = true;
		anomaly_report(reader->anomalies, ANOMALY_ZIP_GAP_CD_EOCD, "", end,
			       "%llu byte{|s}: v2 and v3 signatures are not found",
			       (unsigned long long)(dir->eocd_offset - end));
	}
	return true;
}

static bool use_tail(struct zipdir_reader *reader, struct span tail, uint64_t tail_offset, bool *found)
{
	size_t at = find_last(tail, SIZE_MAX);
	struct end_record end;

	*found = at != SIZE_MAX;
	if (!*found)
		return true;
	at = check_length(reader, tail, at, tail_offset);
	end = parse_end(tail, at);
	reader->dir->eocd_offset = tail_offset + at;
	reader->dir->comment_len = reader->source->size - reader->dir->eocd_offset - ZIPDIR_EOCD_SIZE;
	report_others(reader, tail, at, tail_offset);
	check_disks(reader, &end);
	check_comment(reader, tail, at);
	return take_end(reader, &end) && check_place(reader);
}

bool zipdir_find_end(struct zipdir_reader *reader, bool *found)
{
	uint64_t size = reader->source->size, len = size < SEARCH_MAX ? size : SEARCH_MAX;
	uint8_t *tail;
	bool ok;

	*found = false;
	if (size < ZIPDIR_EOCD_SIZE)
		return true;
	tail = malloc((size_t)len);
	if (tail == NULL)
		return error_memory(reader->err);
	ok = source_read(reader->source, size - len, tail, (size_t)len, reader->err) &&
	     use_tail(reader, span_of(tail, (size_t)len), size - len, found);
	free(tail);
	return ok;
}
