/* The row stream as the parent takes it: in pieces of odd sizes, into the sandbox's collector. */
#include "sandbox/collector.h"
#include "sink.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_rows(const struct reading *reading)
{
	for (enum fact_table table = 0; table < FACT_TABLE_COUNT; table++)
		for (size_t i = 0; i < reading->tables[table].num_rows; i++)
			sink_check(NULL, table, reading->tables[table].row[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct format_options options = {.limits = limits_default()};
	struct span in = span_of(data, size);
	struct collector collector;
	struct reading *reading;
	size_t piece = size > 0 ? 1 + data[size - 1] % 97 : 1;

	options.limits.value[LIMIT_FACTS] = 1000;
	if (!collector_open(&collector, &options, (int64_t)size, NULL))
		return 0;
	for (size_t at = 0; at < in.len; at += piece)
		if (!stream_feed(&collector.stream, span_slice(in, at, piece), NULL))
			break;
	reading = collector_take(&collector);
	check_rows(reading);
	reading_free(reading);
	collector_close(&collector);
	return 0;
}
