/* The directory, the accounting, the second reader, and every small entry. */
#include "container/accounting.h"
#include "container/inflate.h"
#include "container/second_reader.h"
#include "sink.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ignore(void *owner, struct span bytes, bool is_last)
{
	(void)owner;
	(void)bytes;
	(void)is_last;
}

static void read_entries(const struct source *source, const struct zipdir *dir, const struct limits *limits,
			 struct anomalies *anomalies)
{
	struct inflate *inflate = inflate_new();

	for (size_t i = 0; i < dir->num_entries + dir->num_hidden; i++) {
		struct inflate_request request = {
			.source = source, .entry = &dir->entries[i], .limits = limits, .anomalies = anomalies};
		struct error err = {0};

		if (dir->entries[i].size < 65536 && inflate_entry(inflate, &request, ignore, NULL, &err) == INFLATE_ERROR)
			abort();
	}
	inflate_free(inflate);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct limits limits = limits_default();
	struct anomalies anomalies = {.report = sink_anomaly};
	struct source source = source_of(span_of(data, size));
	struct signing_block block;
	struct error err = {0};
	struct zipdir dir;

	if (!zipdir_read(&dir, &source, &limits, NULL, &anomalies, &err) ||
	    !signing_block_read(&block, &source, &dir, &limits, &anomalies, &err) ||
	    !accounting_check(&source, &dir, &block, &anomalies, &err) ||
	    !second_reader_compare(&source, &dir, &anomalies, &err))
		abort();
	read_entries(&source, &dir, &limits, &anomalies);
	signing_block_free(&block);
	zipdir_free(&dir);
	return 0;
}
