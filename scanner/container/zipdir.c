#include "container/zipdir.h"

#include "bytes/cursor.h"
#include "container/zipdir_parts.h"

/* Names escaped take four times their bytes at most; entries and index besides. */
#define ARENA_MAX ((size_t)2 * 1024 * 1024 * 1024)
#define BYTE_COST 16 /* bytes that are inflated in the time in which one of a directory is read */

/* The first four bytes of the file must be a local header's. */
static bool check_start(struct zipdir_reader *reader)
{
	uint8_t bytes[4];

	if (!source_read(reader->source, 0, bytes, sizeof bytes, reader->err))
		return false;
	if (cursor_peek_u32(&(struct cursor){.data = bytes, .len = sizeof bytes}, 0) != ZIPDIR_LOCAL_SIGNATURE) {
		if (reader->dir->num_entries > 0 || reader->num_records > 0)
			zipdir_refuse(reader, ANOMALY_ZIP_PREFIX_DATA, 0, "the file does not begin with an entry");
	}
	return true;
}

static bool read_directory(struct zipdir_reader *reader, struct span *directory)
{
	struct zipdir *dir = reader->dir;
	uint64_t limit = reader->limits->value[LIMIT_DIRECTORY_SIZE], size = dir->directory_size;
	uint8_t *bytes;

	*directory = span_of(NULL, 0);
	if (size > limit) {
		anomaly_report(reader->anomalies, ANOMALY_LIMIT_DIRECTORY_SIZE, "", dir->directory_offset,
			       "a directory of %llu byte{|s}; %llu are read", (unsigned long long)size,
			       (unsigned long long)limit);
		size = limit;
		dir->is_cut = true;
	}
	if (!budget_spend(reader->budget, size * BYTE_COST)) {
		size = 0;
		dir->is_cut = true;
	}
	bytes = arena_alloc(&dir->arena, (size_t)size + 1);
	if (bytes == NULL)
		return error_memory(reader->err);
	*directory = span_of(bytes, (size_t)size);
	return source_read(reader->source, dir->directory_offset, bytes, (size_t)size, reader->err);
}

static bool read_all(struct zipdir_reader *reader)
{
	struct span directory;

	if (!read_directory(reader, &directory) || !zipdir_walk(reader, directory) || !check_start(reader) ||
	    !zipdir_index(reader) || !zipdir_read_locals(reader))
		return false;
	zipdir_check_names(reader);
	return true;
}

static bool find_and_read(struct zipdir_reader *reader)
{
	bool found;

	if (!zipdir_find_end(reader, &found))
		return false;
	if (found)
		return read_all(reader);
	zipdir_refuse(reader, ANOMALY_ZIP_NO_EOCD, reader->source->size, "no end record in the last 65,557 bytes");
	return true;
}

bool zipdir_read(struct zipdir *dir, const struct source *source, const struct limits *limits, struct budget *budget,
		 struct anomalies *anomalies, struct error *err)
{
	struct zipdir_reader reader = {
		.dir = dir, .source = source, .limits = limits, .budget = budget, .anomalies = anomalies, .err = err};
	bool ok;

	*dir = (struct zipdir){.arena = arena_new(ARENA_MAX)};
	reader.extras = digest_new(DIGEST_SHA256);
	if (reader.extras == NULL)
		return error_memory(err);
	digest_start(reader.extras);
	ok = find_and_read(&reader);
	digest_finish(reader.extras, dir->extras_sha256);
	digest_free(reader.extras);
	return ok;
}

void zipdir_free(struct zipdir *dir)
{
	arena_free(&dir->arena);
	*dir = (struct zipdir){0};
}
