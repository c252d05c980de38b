#include "container/second_reader.h"

#include <errno.h>
#include <stdlib.h>
#include <zip.h>

#define REPORTS_MAX 8
#define WINDOW ((size_t)64 * 1024)

/* libzip reads through our source, a record and a name at a time: out of a window of it. */
struct stream {
	const struct source *source;
	uint64_t offset;
	uint8_t *window;
	uint64_t window_offset;
	size_t window_len;
	zip_error_t error;
};

static zip_int64_t seek(struct stream *stream, void *data, zip_uint64_t len)
{
	zip_int64_t offset = zip_source_seek_compute_offset(stream->offset, stream->source->size, data, len, &stream->error);

	if (offset < 0)
		return -1;
	stream->offset = (uint64_t)offset;
	return 0;
}

static bool is_in_window(const struct stream *stream, size_t len)
{
	return stream->offset >= stream->window_offset && stream->offset - stream->window_offset + len <= stream->window_len;
}

static bool fill_window(struct stream *stream)
{
	uint64_t left = stream->source->size - stream->offset;

	stream->window_offset = stream->offset;
	stream->window_len = left < WINDOW ? (size_t)left : WINDOW;
	return source_read(stream->source, stream->offset, stream->window, stream->window_len, NULL);
}

static bool fetch(struct stream *stream, void *data, size_t len)
{
	if (len >= WINDOW)
		return source_read(stream->source, stream->offset, data, len, NULL);
	if (!is_in_window(stream, len) && !fill_window(stream))
		return false;
	memcpy(data, stream->window + (stream->offset - stream->window_offset), len);
	return true;
}

static zip_int64_t read_some(struct stream *stream, void *data, zip_uint64_t len)
{
	uint64_t left = stream->source->size - stream->offset;
	size_t piece = (size_t)(len < left ? len : left);

	if (!fetch(stream, data, piece)) {
		zip_error_set(&stream->error, ZIP_ER_READ, EIO);
		return -1;
	}
	stream->offset += piece;
	return (zip_int64_t)piece;
}

static zip_int64_t serve(void *state, void *data, zip_uint64_t len, zip_source_cmd_t command)
{
	struct stream *stream = state;

	switch (command) {
	case ZIP_SOURCE_OPEN:
		stream->offset = 0;
		return 0;
	case ZIP_SOURCE_READ:
		return read_some(stream, data, len);
	case ZIP_SOURCE_SEEK:
		return seek(stream, data, len);
	case ZIP_SOURCE_TELL:
		return (zip_int64_t)stream->offset;
	case ZIP_SOURCE_STAT: {
		zip_stat_t *stat = data;

		zip_stat_init(stat);
		stat->size = stream->source->size;
		stat->valid = ZIP_STAT_SIZE;
		return sizeof *stat;
	}
	case ZIP_SOURCE_ERROR:
		return zip_error_to_data(&stream->error, data, len);
	case ZIP_SOURCE_SUPPORTS:
		return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT,
						      ZIP_SOURCE_ERROR, ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL,
						      ZIP_SOURCE_SUPPORTS, -1);
	default:
		return 0;
	}
}

struct comparison {
	const struct zipdir *dir;
	struct anomalies *anomalies;
	size_t num_reports;
};

#define differ(comparison, entry, ...)                                                                                 \
	do {                                                                                                           \
		if ((comparison)->num_reports++ < REPORTS_MAX)                                                         \
			anomaly_report((comparison)->anomalies, ANOMALY_ZIP_READER_DISAGREEMENT, (entry)->path,        \
				       (entry)->record_offset, __VA_ARGS__);                                           \
	} while (0)

static void compare_entry(struct comparison *comparison, zip_t *archive, const struct zipdir_entry *entry,
			  zip_uint64_t index)
{
	zip_stat_t stat;

	if (zip_stat_index(archive, index, ZIP_FL_ENC_RAW, &stat) != 0) {
		differ(comparison, entry, "libzip cannot describe this entry");
		return;
	}
	/* libzip's names end at their first NUL. */
	if (!span_is(entry->name, stat.name))
		differ(comparison, entry, "libzip has another name here");
	else if ((stat.valid & ZIP_STAT_SIZE) != 0 && stat.size != entry->size)
		differ(comparison, entry, "libzip reads %llu byte{|s}, the phone %llu", (unsigned long long)stat.size,
		       (unsigned long long)entry->size);
	else if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE)
		differ(comparison, entry, "libzip asks for a password, the phone reads it");
	else if ((stat.valid & ZIP_STAT_COMP_METHOD) != 0 && stat.comp_method != ZIP_CM_STORE &&
		 stat.comp_method != ZIP_CM_DEFLATE)
		differ(comparison, entry, "libzip decompresses by method %u, the phone takes it as stored",
		       stat.comp_method);
}

static void compare(struct comparison *comparison, zip_t *archive)
{
	const struct zipdir *dir = comparison->dir;
	zip_int64_t num = zip_get_num_entries(archive, 0);

	if (num != (zip_int64_t)dir->num_entries && !dir->is_cut)
		anomaly_report(comparison->anomalies, ANOMALY_ZIP_READER_DISAGREEMENT, "", dir->eocd_offset,
			       "libzip finds %lld {entry|entries}, the phone %zu", (long long)num, dir->num_entries);
	for (size_t i = 0; i < dir->num_entries && (zip_int64_t)i < num; i++)
		compare_entry(comparison, archive, &dir->entries[i], i);
}

bool second_reader_compare(const struct source *source, const struct zipdir *dir, struct anomalies *anomalies,
			   struct error *err)
{
	struct stream stream = {.source = source, .window = malloc(WINDOW)};
	struct comparison comparison = {.dir = dir, .anomalies = anomalies};
	zip_source_t *reader;
	zip_error_t error;
	zip_t *archive;

	zip_error_init(&stream.error);
	zip_error_init(&error);
	reader = stream.window != NULL ? zip_source_function_create(serve, &stream, &error) : NULL;
	if (reader == NULL) {
		free(stream.window);
		return error_memory(err);
	}
	archive = zip_open_from_source(reader, ZIP_RDONLY, &error);
	if (archive != NULL) {
		compare(&comparison, archive);
		zip_discard(archive);
	} else {
		zip_source_free(reader);
		if (!dir->refused)
			anomaly_report(anomalies, ANOMALY_ZIP_READER_DISAGREEMENT, "", dir->eocd_offset,
				       "libzip cannot open it: %s", zip_error_strerror(&error));
	}
	zip_error_fini(&error);
	zip_error_fini(&stream.error);
	free(stream.window);
	return true;
}
