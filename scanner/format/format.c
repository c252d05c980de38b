#include "format/format.h"

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

static void report_kind(const struct format *format, const struct zipdir *dir, struct anomalies *anomalies)
{
	if (format == NULL)
		anomaly_report(anomalies, ANOMALY_PACKAGE_NOT_A_PACKAGE, NULL, ANOMALY_NO_OFFSET, "%s",
			       dir->num_entries > 0 ? "a ZIP file that holds no package of any known kind"
						    : "no ZIP file, or an empty one");
	else if (format->read == NULL)
		anomaly_report(anomalies, ANOMALY_PACKAGE_UNSUPPORTED, NULL, ANOMALY_NO_OFFSET,
			       "packages of the kind %s are not read yet", format->name);
}

static bool read_container(const struct source *source, struct zipdir *dir, const struct format_options *options,
			   struct pool *pool, struct fact_sink *sink, struct anomalies *anomalies, struct error *err)
{
	const struct format *format = choose(dir, source, anomalies);

	report_kind(format, dir, anomalies);
	if (!package_check_start(source, dir, anomalies, err))
		return false;
	if (format == NULL || format->read == NULL)
		return package_read_unread(format, source, dir, options, pool, sink, anomalies, err);
	return format->read(source, dir, options, pool, sink, anomalies, err);
}

/* A file of which nothing but its size is worth telling. */
static bool tell_size(const struct source *source, struct fact_sink *sink, struct error *err)
{
	struct fact_package row = package_row(NULL, source);
	struct file_digest file = {0};

	if (source->size == 0) {
		if (!file_digest_make(&file, source, "", false, err))
			return false;
		file_digest_fill(&file, &row);
	}
	return fact_package_emit(sink, &row) || error_set(err, ERROR_IO, "the rows could not be written");
}

static bool read_with(struct collect *collect, const struct source *source, const struct format_options *options,
		      struct pool *pool, struct fact_sink *sink, struct error *err)
{
	struct anomalies *anomalies = collect_anomalies(collect);
	uint64_t most = options->limits.value[LIMIT_PACKAGE_SIZE];
	struct zipdir dir = {0};
	bool ok;

	if (source->size == 0) {
		anomaly_report(anomalies, ANOMALY_EMPTY_FILE, NULL, ANOMALY_NO_OFFSET, "the file holds no byte");
		return tell_size(source, sink, err);
	}
	if (source->size > most) {
		anomaly_report(anomalies, ANOMALY_LIMIT_PACKAGE_SIZE, NULL, ANOMALY_NO_OFFSET,
			       "%llu bytes; %llu are the most that is read", (unsigned long long)source->size,
			       (unsigned long long)most);
		return tell_size(source, sink, err);
	}
	ok = zipdir_read(&dir, source, &options->limits, anomalies, err) &&
	     read_container(source, &dir, options, pool, sink, anomalies, err);
	zipdir_free(&dir);
	return ok;
}

bool format_read(const struct source *source, const struct format_options *options, struct pool *pool,
		 struct fact_sink *sink, struct error *err)
{
	struct collect *collect = collect_new(sink, &options->limits);
	struct fit fit;
	bool ok;

	if (collect == NULL)
		return error_set(err, ERROR_MEMORY, "out of memory for anomalies");
	fit = fit_new(sink, collect_anomalies(collect));
	ok = read_with(collect, source, options, pool, &fit.sink, err);
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
		return error_set(err, ERROR_MEMORY, "out of memory for the time zone");
	return digest_warm_up() || error_set(err, ERROR_INTERNAL, "a digest is not to be had");
}
