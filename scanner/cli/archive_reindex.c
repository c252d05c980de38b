/*
 * archive_reindex - prelist archive reindex: what can be looked for across the archive, made anew.
 */
#include "cli/archive.h"
#include "cli/at_desk.h"
#include "cli/progress.h"

#include "store/reindex.h"

static void answer(struct session *session, const struct reindexing *done, struct error *err)
{
	struct json json;

	if (session_json(session, &json, "prelist-archive-reindex/1")) {
		json_number(&json, "submissions", done->num_submissions);
		json_number(&json, "postings", done->num_postings);
		json_number(&json, "mended", done->num_mended);
		json_end(&json, err);
	} else if (!session->is_unheard) {
		message_print(session->output.file, session->language, MESSAGE_REINDEXED, (long long)done->num_postings,
			(long long)done->num_submissions, (long long)done->num_mended);
	}
}

static int run(struct session *session, struct error *err)
{
	struct progress progress = progress_begin(session->language, "reindex", 0, session->quiet);
	struct reindexing reindexing = {.progress = progress_step, .owner = &progress};
	bool ok;

	if (!at_desk_author(session->args, err) || !session_writable_archive(session, err))
		return EXIT_TROUBLE;
	ok = reindex_archive(session->archive, session->args->value[OPTION_BY], &reindexing, err);
	progress_end(&progress);
	if (ok)
		answer(session, &reindexing, err);
	return ok ? 0 : EXIT_TROUBLE;
}

static const enum option_id options[] = {OPTION_BY, OPTION_COUNT};

static const struct example examples[] = {
	{"prelist archive reindex --by li", "what blacklist entries are looked up in, from what was kept; nobody else writes meanwhile",
	 "由已归档内容重建检索索引，期间不得写入"},
	{NULL, NULL, NULL}};

const struct command archive_reindex = {.name = "reindex",
					.en = "make the postings anew, by which the blacklist finds what is kept",
					.zh = "重建检索索引",
					.operands = "--by WHO",
					.options = options,
					.examples = examples,
					.run = run};
