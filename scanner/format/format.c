#include "format/format.h"

#include "bytes/cursor.h"
#include "bytes/digest.h"
#include "format/collect.h"
#include "format/fit.h"
#include "format/package.h"

#include <stdlib.h>
#include <time.h>

#define FORMAT(name) extern const struct format format_##name;
#include "format/format.def"
#undef FORMAT

static const struct format *const formats[] = {
#define FORMAT(name) &format_##name,
#include "format/format.def"
#undef FORMAT
};

#define NUM_FORMATS (sizeof formats / sizeof formats[0])

/* The one that bids most, NULL when none bids; an equal bid is an anomaly. */
static const struct format *choose(const struct zipdir *dir, const struct source *source, struct anomalies *anomalies)
{
	const struct format *best = NULL, *equal = NULL;
	int most = 0;

	for (size_t i = 0; i < NUM_FORMATS; i++) {
		int bid = formats[i]->bid(dir, source);

		if (bid > most) {
			most = bid;
			best = formats[i];
			equal = NULL;
		} else if (bid == most && bid > 0) {
			equal = formats[i];
		}
	}
	if (equal != NULL)
		anomaly_report(anomalies, ANOMALY_PACKAGE_AMBIGUOUS_FORMAT, NULL, ANOMALY_NO_OFFSET,
			       "it is %s and %s at once; read as %s", best->name, equal->name, best->name);
	return best;
}

/*
 * What apksigner writes beside an APK, as .idsig: version 2, the length of what is hashed how, SHA-256, blocks of 2^12 bytes.
 *
 * source   AOSP apksig, V4Signature.java
 */
static bool is_v4_signature(const struct source *source, bool *is_one, struct error *err)
{
	uint8_t head[13];
	struct cursor at = cursor_of(span_of(head, sizeof head));
	uint32_t hashing_len;

	*is_one = false;
	if (source->size < sizeof head)
		return true;
	if (!source_read(source, 0, head, sizeof head, err))
		return false;
	if (cursor_u32(&at) != 2)
		return true;
	hashing_len = cursor_u32(&at);
	*is_one = hashing_len > 0 && hashing_len < source->size && cursor_u32(&at) == 1 && cursor_u8(&at) == 12;
	return true;
}

static bool report_no_kind(const struct format_input *input, const struct zipdir *dir, struct error *err)
{
	bool is_signature = false;

	/* What says of which kind it is may be behind the end of a directory that was cut. */
	if (dir->is_cut)
		return true;
	if (dir->num_entries == 0 && !is_v4_signature(input->source, &is_signature, err))
		return false;
	anomaly_report(input->anomalies, ANOMALY_PACKAGE_NOT_A_PACKAGE, NULL, ANOMALY_NO_OFFSET, "%s",
		       is_signature		? "a v4 signature file (.idsig), which is not verified: hand in the APK alone"
		       : dir->num_entries > 0	? "a ZIP file that holds no package of any known kind"
						: "no ZIP file, or an empty one");
	return true;
}

static bool report_kind(const struct format_input *input, const struct format *format, const struct zipdir *dir, struct error *err)
{
	if (format == NULL)
		return report_no_kind(input, dir, err);
	if (format->read == NULL)
		anomaly_report(input->anomalies, ANOMALY_PACKAGE_UNSUPPORTED, NULL, ANOMALY_NO_OFFSET, "%s", format->unread);
	return true;
}

static bool read_container(const struct format_input *input, struct zipdir *dir, struct error *err)
{
	const struct format *format = choose(dir, input->source, input->anomalies);

	if (!report_kind(input, format, dir, err) || !package_check_start(input->source, dir, input->anomalies, err))
		return false;
	if (format == NULL || format->read == NULL)
		return package_read_unread(format, input, dir, err);
	return format->read(input, dir, err);
}

static bool ask_container(const struct format_input *input, const struct zipdir *dir, struct error *err)
{
	const struct format *format = choose(dir, input->source, input->anomalies);

	return format == NULL || format->ask == NULL || format->ask(input, dir, err);
}

/* A file of which nothing but its size, and its digest where it was made, is worth telling. */
static bool tell_size(const struct format_input *input, struct error *err)
{
	struct fact_package row = package_row(NULL, input->source);

	if (input->file != NULL) {
		if (!file_digest_finish(input->file, err))
			return false;
		file_digest_fill(input->file, &row);
	}
	return fact_package_emit(input->sink, &row) || error_set(err, ERROR_IO, "the rows could not be written");
}

static bool read_file(const struct format_input *input, struct error *err)
{
	struct zipdir dir = {0};
	bool ok;

	if (input->source->size == 0) {
		anomaly_report(input->anomalies, ANOMALY_EMPTY_FILE, NULL, ANOMALY_NO_OFFSET, ANOMALY_TITLE_SAYS_IT);
		return tell_size(input, err);
	}
	ok = zipdir_read(&dir, input->source, &input->options->limits, NULL, input->anomalies, err) &&
	     (input->options->num_asked > 0 ? ask_container(input, &dir, err) : read_container(input, &dir, err));
	zipdir_free(&dir);
	return ok;
}

/* The digests of the file are made beside all else. */
static bool read_beside_digest(struct format_input *input, struct error *err)
{
	const struct format_options *options = input->options;
	struct file_digest file;
	bool ok;

	input->file = &file;
	ok = file_digest_start(&file, input->source, options->sha256, options->with_sha1_md5, input->pool, err) &&
	     read_file(input, err);
	file_digest_close(&file);
	return ok;
}

static bool read_with(struct format_input *input, struct error *err)
{
	uint64_t most = input->options->limits.value[LIMIT_PACKAGE_SIZE];

	if (input->source->size <= most)
		return input->options->num_asked > 0 ? read_file(input, err) : read_beside_digest(input, err);
	anomaly_report(input->anomalies, ANOMALY_LIMIT_PACKAGE_SIZE, NULL, ANOMALY_NO_OFFSET,
		       "%llu byte{|s}; %llu are the most that is read", (unsigned long long)input->source->size,
		       (unsigned long long)most);
	return tell_size(input, err);
}

bool format_read(const struct source *source, const struct format_options *options, struct pool *pool,
		 struct fact_sink *sink, struct error *err)
{
	struct collect *collect = collect_new(sink, &options->limits);
	struct format_input input = {.source = source, .options = options, .pool = pool};
	struct fit fit;
	bool ok;

	if (collect == NULL)
		return error_memory(err);
	fit = fit_new(sink, collect_anomalies(collect));
	input.sink = &fit.sink;
	input.anomalies = collect_anomalies(collect);
	ok = read_with(&input, err);
	if (!collect_finish(collect) && ok)
		ok = error_set(err, ERROR_MEMORY, "anomalies were lost");
	collect_free(collect);
	return ok;
}

/* libzip turns the times of entries into local time, for which the C library reads the zone's file once. */
static bool warm_up_time(void)
{
	if (setenv("TZ", "UTC0", 1) != 0)
		return false;
	tzset();
	return true;
}

bool format_warm_up(struct error *err)
{
	if (!warm_up_time())
		return error_memory(err);
	return digest_warm_up() || error_set(err, ERROR_INTERNAL, "a digest is not to be had");
}
