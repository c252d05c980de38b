/* What is inside of entries: archives, compressed data, code behind other bytes. */
#include "inspect/inspect.h"
#include "sink.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct inspector inspector_embedded, inspector_behind_picture, inspector_code_within;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct limits limits = limits_default();
	struct fact_sink sink = {.take = sink_check};
	struct anomalies anomalies = {.report = sink_anomaly};
	struct arena arena = arena_new((size_t)64 << 20);
	struct inspect_context context = {.limits = &limits, .sink = &sink, .anomalies = &anomalies, .arena = &arena};
	struct zipdir_entry entry = {.name = span_of_text("assets/a"), .path = "assets/a", .size = size};
	struct inspect_entry hot = {.entry = &entry};
	struct span bytes = span_of(data, size), tail = size <= INSPECT_TAIL ? bytes : span_slice(bytes, size - INSPECT_TAIL, INSPECT_TAIL);
	struct source content = source_of(bytes);
	struct error err = {0};

	inspector_embedded.wants(&context, &entry, span_slice(bytes, 0, INSPECT_HEAD), tail);
	if (!inspector_embedded.inspect(&context, &hot, &content, &err) || !inspector_behind_picture.inspect(&context, &hot, &content, &err) ||
	    !inspector_code_within.inspect(&context, &hot, &content, &err)) {
		fprintf(stderr, "%s\n", err.text);
		abort();
	}
	arena_free(&arena);
	return 0;
}
