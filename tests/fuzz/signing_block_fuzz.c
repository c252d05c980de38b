/* The signing block before an empty directory: the input is the block. */
#include "container/signing_block.h"
#include "sink.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct limits limits = limits_default();
	struct anomalies anomalies = {.report = sink_anomaly};
	struct source source = source_of(span_of(data, size));
	struct zipdir dir = {.directory_offset = size, .eocd_offset = size};
	struct signing_block block;
	struct error err = {0};

	if (!signing_block_read(&block, &source, &dir, &limits, &anomalies, &err))
		abort();
	for (size_t i = 0; i < block.num_pairs; i++)
		if (block.pairs[i].offset + block.pairs[i].value.len > size)
			abort();
	signing_block_free(&block);
	return 0;
}
