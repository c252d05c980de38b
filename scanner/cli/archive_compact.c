/*
 * archive_compact - prelist archive compact: superseded versions move into the packs of their apps.
 */
#include "cli/archive.h"
#include "cli/kept.h"
#include "cli/progress.h"

#include "bytes/text.h"
#include "store/compact.h"

static void print_json(struct json *json, const struct compaction *done, struct error *err)
{
	json_bool(json, "dry_run", done->dry_run);
	json_number(json, "packages", (int64_t)done->num_packages);
	json_number(json, "left_whole", (int64_t)done->num_left);
	json_number(json, "whole_bytes", (int64_t)done->whole_bytes);
	json_number(json, "pack_bytes", (int64_t)done->pack_bytes);
	json_end(json, err);
}

static void print_text(struct session *session, const struct compaction *done)
{
	FILE *out = session->output.file;
	char whole[TEXT_SIZE_LEN], packed[TEXT_SIZE_LEN];

	text_size(whole, done->whole_bytes);
	text_size(packed, done->pack_bytes);
	if (done->dry_run)
		message_print(out, session->language, MESSAGE_COMPACT_DRY, (unsigned long long)done->num_packages, whole);
	else
		message_print(out, session->language, MESSAGE_COMPACTED, (unsigned long long)done->num_packages, whole, packed,
			(unsigned long long)done->num_left);
}

static int run(struct session *session, struct error *err)
{
	struct progress progress = progress_begin(session->language, "compact", 0, session->quiet);
	struct compaction compaction = {.progress = progress_step, .owner = &progress, .dry_run = session->args->value[OPTION_DRY_RUN] != NULL};
	struct target target = {.platform = NULL};
	bool one = session->args->num_operands > 0;
	struct json json;

	if (one && !target_parse(session->args->operands[0], &target, err))
		return EXIT_TROUBLE;
	if (one && target.has_version)
		return error_set(err, ERROR_USAGE, "compact takes an app, not one of its versions") ? 0 : EXIT_TROUBLE;
	if (!session_writable_archive(session, err) || (one && !kept_app(session, &target, err)))
		return EXIT_TROUBLE;
	compact_archive(session->archive, target.platform, one ? target.app_id : NULL, &compaction, err);
	progress_end(&progress);
	if (err->code != ERROR_NONE || session->is_unheard)
		return 0;
	if (session_json(session, &json, "prelist-archive-compact/1"))
		print_json(&json, &compaction, err);
	else
		print_text(session, &compaction);
	return 0;
}

static const enum option_id options[] = {OPTION_DRY_RUN, OPTION_COUNT};

static const struct example examples[] = {
	{"prelist archive compact --dry-run", "how much stands in versions that were superseded", "查看被取代的旧版本占用多少空间"},
	{"prelist archive compact com.example.shop", "keep the old versions of an app entry by entry, each entry once",
	 "将某应用的旧版本按文件去重归档"},
	{NULL, NULL, NULL}};

const struct command archive_compact = {
	.name = "compact",
	.en = "keep superseded versions entry by entry, each entry once",
	.zh = "将被取代的版本按文件去重归档",
	.operands = "[APP]",
	.max_operands = 1,
	.options = options,
	.examples = examples,
	.run = run,
};
