#include "format/package.h"

#include "container/accounting.h"
#include "container/second_reader.h"
#include "encoding/dex.h"
#include "format/collect.h"
#include "format/content_digest.h"

#include <stdlib.h>

struct fact_package package_row(const struct format *format, const struct source *source)
{
	struct fact_package row = fact_package_row();

	row.package = 0;
	row.path = "";
	row.format = format != NULL ? format->name : "unknown";
	row.platform = format != NULL ? format->platform : NULL;
	row.size = (int64_t)source->size;
	return row;
}

bool package_check_start(const struct source *source, const struct zipdir *dir, struct anomalies *anomalies,
			 struct error *err)
{
	uint8_t start[8];

	if (source->size < sizeof start || dir->num_entries == 0)
		return true;
	if (!source_read(source, 0, start, sizeof start, err))
		return false;
	if (dex_is(span_of(start, sizeof start)))
		anomaly_report(anomalies, ANOMALY_JANUS_DEX_PREFIX, NULL, 0,
			       "the file begins as DEX code: Android before the patch of December 2017 runs that");
	return true;
}

/* Two opinions on one container. What one costs for each entry is as much as hashing so many bytes. */
enum opinion { SECOND_READER, ACCOUNTING, NUM_OPINIONS };

#define OPINION_COST 1024

struct opinions {
	const struct pass *pass;
	const struct signing_block *block;
};

static bool form_opinion(void *owner, size_t item, unsigned worker, struct error *err)
{
	const struct opinions *opinions = owner;
	const struct pass *pass = opinions->pass;

	(void)worker;
	if (item == ACCOUNTING)
		return accounting_check(pass->input->source, pass->dir, opinions->block, pass->input->anomalies, err);
	return second_reader_compare(pass->input->source, pass->dir, pass->input->anomalies, err);
}

bool package_run(struct pass *pass, const struct signing_block *block, struct error *err)
{
	struct opinions opinions = {.pass = pass, .block = block};
	bool ok;

	pass->works[PASS_OPINIONS] = (struct pass_work){.owner = &opinions,
							.num_items = NUM_OPINIONS,
							.cost = (uint64_t)pass->dir->num_entries * OPINION_COST,
							.work = form_opinion};
	collect_from_threads(pass->input->anomalies);
	ok = pass_run(pass, err);
	pass->works[PASS_OPINIONS] = (struct pass_work){.num_items = 0};
	return ok;
}

bool package_finish(const struct pass *pass, struct fact_package *row, struct error *err)
{
	char content[DIGEST_HEX_MAX];

	if (!file_digest_finish(pass->input->file, err))
		return false;
	file_digest_fill(pass->input->file, row);
	if (pass->dir->num_entries > 0) {
		if (!content_digest_make(pass->dir, pass->entries, content, err))
			return false;
		row->content_digest = content;
	}
	return fact_package_emit(pass->input->sink, row) || error_set(err, ERROR_IO, "the rows could not be written");
}

static bool read_container(struct pass *pass, struct fact_package *row, struct error *err)
{
	struct signing_block block = {0};
	bool ok = signing_block_read(&block, pass->input->source, pass->dir, &pass->input->options->limits, pass->input->anomalies, err) &&
		  package_run(pass, &block, err) && package_finish(pass, row, err);

	signing_block_free(&block);
	return ok;
}

bool package_read_unread(const struct format *format, const struct format_input *input, struct zipdir *dir,
			 struct error *err)
{
	struct pass pass = {.input = input, .dir = dir, .min_sdk = FACT_ABSENT, .target_sdk = FACT_ABSENT};
	struct fact_package row = package_row(format, input->source);
	bool ok;

	if (!fact_package_emit(input->sink, &row))
		return error_set(err, ERROR_IO, "the rows could not be written");
	pass.entries = calloc(dir->num_entries + dir->num_hidden + 1, sizeof pass.entries[0]);
	if (pass.entries == NULL)
		return error_set(err, ERROR_MEMORY, "out of memory for entries");
	ok = read_container(&pass, &row, err);
	free(pass.entries);
	return ok;
}
