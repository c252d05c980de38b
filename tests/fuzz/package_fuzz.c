/* A whole package, of whatever kind, as a worker reads it; every row is one that the parent would take. */
#include "format/format.h"
#include "sink.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct pool *pool;
	struct format_options options = {.limits = limits_default()};
	struct fact_sink sink = {.take = sink_check};
	struct source source = source_of(span_of(data, size));
	struct error err = {0};

	if (pool == NULL)
		pool = pool_new(0, NULL);
	options.limits.value[LIMIT_ENTRY_SIZE] = 1 << 20;
	options.limits.value[LIMIT_INFLATED_BYTES] = 4 << 20;
	options.limits.value[LIMIT_MANIFEST_SIZE] = 1 << 20;
	options.limits.value[LIMIT_RESOURCES_SIZE] = 1 << 20;
	options.limits.value[LIMIT_DEX_SIZE] = 1 << 20;
	if (!format_read(&source, &options, pool, &sink, &err) && err.code != ERROR_MEMORY) {
		fprintf(stderr, "a package is an error: %s\n", err.text);
		abort();
	}
	return 0;
}
