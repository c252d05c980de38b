/* A manifest without a resource table, and beside one that puts other ids in place of some; and the semantics on top. */
#include "format/apk_manifest.h"
#include "sink.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A package of the system's number, which has a library, the system again, of number 2, and the staged id 7f0a0001, which is debuggable. */
static struct span table_of_ids(uint8_t out[600])
{
	static const uint8_t head[] = {2, 0, 12, 0, 0x50, 2, 0, 0, 1, 0, 0, 0, 0, 2, 0x20, 1, 0x44, 2, 0, 0, 1, 0, 0, 0};
	static const uint8_t library[] = {3, 2, 12, 0, 16, 1, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 'a', 0, 'n', 0, 'd', 0, 'r', 0, 'o', 0, 'i', 0, 'd'};
	static const uint8_t aliases[] = {6, 2, 12, 0, 20, 0, 0, 0, 1, 0, 0, 0, 1, 0, 10, 0x7F, 15, 0, 1, 1};

	memset(out, 0, 600);
	memcpy(out, head, sizeof head);
	memcpy(out + 12 + 288, library, sizeof library);
	memcpy(out + 12 + 288 + 272, aliases, sizeof aliases);
	return span_of(out, 12 + 288 + 272 + sizeof aliases);
}

static void read_beside(struct span manifest, struct span table)
{
	struct limits limits = limits_default();
	struct fact_sink sink = {.take = sink_check};
	struct anomalies anomalies = {.report = sink_anomaly};
	struct arena arena = arena_new((size_t)1 << 30);
	struct fact_package package = fact_package_row();
	struct apk_manifest read;
	struct error err = {0};

	if (!apk_manifest_read(manifest, table, NULL, &limits, &arena, &sink, &anomalies, &package, &read, &err))
		abort();
	if (!sink_check(&sink, FACT_TABLE_package, &package) || (table.len > 0 && arsc_refs(&read.arsc) == NULL))
		abort();
	arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t table[600];

	read_beside(span_of(data, size), span_of(NULL, 0));
	read_beside(span_of(data, size), table_of_ids(table));
	return 0;
}
