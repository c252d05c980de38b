/* A manifest without a resource table, and the semantics on top. */
#include "format/apk_manifest.h"
#include "sink.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct limits limits = limits_default();
	struct fact_sink sink = {.take = sink_check};
	struct anomalies anomalies = {.report = sink_anomaly};
	struct arena arena = arena_new((size_t)1 << 30);
	struct fact_package package = fact_package_row();
	struct apk_manifest manifest;
	struct error err = {0};

	if (!apk_manifest_read(span_of(data, size), span_of(NULL, 0), &limits, &arena, &sink, &anomalies, &package, &manifest, &err))
		abort();
	if (!sink_check(&sink, FACT_TABLE_package, &package))
		abort();
	arena_free(&arena);
	return 0;
}
