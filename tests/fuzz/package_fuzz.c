/* A whole package, of whatever kind, as a worker reads it, and what is asked of it for splits; every row is one that the parent would take. */
#include "format/format.h"
#include "sink.h"

enum { TYPES = 16, ENTRIES = 16 }; /* of resources that are asked for */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read(const struct source *source, const struct format_options *options, struct pool *pool)
{
	struct fact_sink sink = {.take = sink_check};
	struct error err = {0};

	if (!format_read(source, options, pool, &sink, &err) && err.code != ERROR_MEMORY) {
		fprintf(stderr, "a package is an error: %s\n", err.text);
		abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct pool *pool;
	struct format_options options = {.limits = limits_default()};
	struct source source = source_of(span_of(data, size));

	if (pool == NULL)
		pool = pool_new(0, NULL);
	options.limits.value[LIMIT_ENTRY_SIZE] = 1 << 20;
	options.limits.value[LIMIT_INFLATED_BYTES] = 4 << 20;
	options.limits.value[LIMIT_MANIFEST_SIZE] = 1 << 20;
	options.limits.value[LIMIT_RESOURCES_SIZE] = 1 << 20;
	options.limits.value[LIMIT_DEX_SIZE] = 1 << 20;
	read(&source, &options, pool);
	for (uint32_t type = 1; type <= TYPES; type++)
		for (uint32_t entry = 0; entry < ENTRIES; entry++)
			options.asked[options.num_asked++] = 0x7F000000 | type << 16 | entry;
	read(&source, &options, pool);
	return 0;
}
