#include "format/package.h"

#include "bytes/pool.h"
#include "bytes/text.h"
#include "container/accounting.h"
#include "container/hap_block.h"
#include "container/second_reader.h"
#include "encoding/dex.h"
#include "format/collect.h"

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
			       "those without the patch of December 2017");
	return true;
}

/* What is done once in the run, besides the entries. What it costs for each entry is as much as hashing so many bytes. */
#define CHECK_COST 1024
#define ORDER_COST 256

struct once {
	struct pass *pass;
	const struct signing_block *block;
	struct pass_after after;
};

static bool compare_second_reader(void *owner, size_t item, unsigned worker, struct error *err)
{
	const struct once *once = owner;

	(void)item;
	(void)worker;
	return second_reader_compare(once->pass->input->source, once->pass->dir, once->pass->input->anomalies, err);
}

static bool check_accounting(void *owner, size_t item, unsigned worker, struct error *err)
{
	const struct once *once = owner;

	(void)item;
	(void)worker;
	return accounting_check(once->pass->input->source, once->pass->dir, once->block, once->pass->input->anomalies, err);
}

static bool order_names(void *owner, size_t item, unsigned worker, struct error *err)
{
	const struct once *once = owner;

	(void)item;
	(void)worker;
	return content_order_make(&once->pass->order, once->pass->dir, err);
}

static bool digest_content(void *owner, struct error *err)
{
	const struct once *once = owner;
	struct pass *pass = once->pass;

	return (once->after.work == NULL || once->after.work(once->after.owner, err)) &&
	       (pass->dir->num_entries == 0 || content_digest_make(&pass->order, pass->entries, pass->content_digest, err));
}

static struct pass_work work_of(struct once *once, uint64_t cost,
				bool (*work)(void *owner, size_t item, unsigned worker, struct error *err))
{
	return (struct pass_work){.owner = once, .num_items = 1, .cost = once->pass->dir->num_entries * cost, .work = work};
}

bool package_run(struct pass *pass, const struct signing_block *block, struct error *err)
{
	struct once once = {.pass = pass, .block = block, .after = pass->after};
	bool ok;

	pass->works[PASS_SECOND_READER] = work_of(&once, CHECK_COST, compare_second_reader);
	pass->works[PASS_ACCOUNTING] = work_of(&once, CHECK_COST, check_accounting);
	pass->works[PASS_ORDER] = work_of(&once, ORDER_COST, order_names);
	pass->after = (struct pass_after){.owner = &once, .work = digest_content};
	zipdir_report_zip64(pass->dir, pass->min_sdk, pass->input->anomalies);
	collect_from_threads(pass->input->anomalies);
	ok = pass_run(pass, err);
	pool_dismiss(pass->input->pool);
	for (size_t i = PASS_SECOND_READER; i < PASS_WORKS; i++)
		pass->works[i] = (struct pass_work){.num_items = 0};
	pass->after = once.after;
	return ok;
}

bool package_finish(struct pass *pass, struct fact_package *row, struct error *err)
{
	char extras[DIGEST_HEX_MAX];

	if (!file_digest_finish(pass->input->file, err))
		return false;
	file_digest_fill(pass->input->file, row);
	if (pass->dir->num_entries > 0)
		row->content_digest = pass->content_digest;
	if (pass->dir->has_extras) {
		text_hex_to(extras, span_of(pass->dir->extras_sha256, PASS_SHA256_LEN));
		row->extras_digest = extras;
	}
	return fact_package_emit(pass->input->sink, row) || error_set(err, ERROR_IO, "the rows could not be written");
}

/* Each platform's signing block stands at the same place; the other's is no part of the package. */
static bool read_block(struct signing_block *block, const struct pass *pass, const struct fact_package *row, struct error *err)
{
	const struct format_input *input = pass->input;

	if (row->platform != NULL && strcmp(row->platform, "harmonyos") == 0)
		return hap_block_read(block, input->source, pass->dir, err);
	return signing_block_read(block, input->source, pass->dir, &input->options->limits, input->anomalies, err);
}

static bool read_container(struct pass *pass, struct fact_package *row, struct error *err)
{
	struct signing_block block = {0};
	bool ok = read_block(&block, pass, row, err) && package_run(pass, &block, err) && package_finish(pass, row, err);

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
	ok = pass_open(&pass, err) && read_container(&pass, &row, err);
	pass_close(&pass);
	return ok;
}
