/* Native libraries: the linker's view by our cursor, and libelf as the second reader. */
#include "inspect/inspect.h"
#include "sink.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct inspector inspector_library;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct limits limits = limits_default();
	struct fact_sink sink = {.take = sink_check};
	struct anomalies anomalies = {.report = sink_anomaly};
	struct arena arena = arena_new((size_t)256 << 20);
	struct inspect_context context = {.limits = &limits, .sink = &sink, .anomalies = &anomalies, .arena = &arena};
	struct zipdir_entry entry = {.name = span_of_text("lib/arm64-v8a/libx.so"), .path = "lib/arm64-v8a/libx.so",
				     .data_offset = 4096};
	struct inspect_entry hot = {.entry = &entry};
	struct source content = source_of(span_of(data, size));
	struct error err = {0};

	if (!inspector_library.inspect(&context, &hot, &content, &err)) {
		fprintf(stderr, "%s\n", err.text);
		abort();
	}
	arena_free(&arena);
	return 0;
}
