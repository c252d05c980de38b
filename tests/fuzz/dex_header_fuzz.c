/* DEX headers, single files and containers. */
#include "inspect/inspect.h"
#include "sink.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct inspector inspector_dex;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fact_sink sink = {.take = sink_check};
	struct anomalies anomalies = {.report = sink_anomaly};
	struct inspect_context context = {.sink = &sink, .anomalies = &anomalies};
	struct zipdir_entry entry = {.name = span_of_text("classes.dex"), .path = "classes.dex"};
	struct inspect_entry hot = {.entry = &entry};
	struct source content = source_of(span_of(data, size));
	struct error err = {0};

	if (!inspector_dex.inspect(&context, &hot, &content, &err))
		abort();
	return 0;
}
