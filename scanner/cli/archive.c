#include "cli/archive.h"
#include "cli/head_file.h"
#include "cli/kept.h"
#include "cli/list.h"
#include "cli/progress.h"

#include "bytes/text.h"

#include "report/translate.h"

#include <stdlib.h>

#define EVENT_MAX ((size_t)65536)

struct verifying {
	struct kept_verification verification; /* first */
	struct session *session;
	struct progress progress;
	struct json json;
	bool as_json;
	size_t num_problems;
};

static void show_problem(struct kept_verification *self, const char *text)
{
	struct verifying *verifying = (struct verifying *)self;

	verifying->num_problems++;
	if (verifying->session->is_unheard)
		return;
	progress_end(&verifying->progress);
	if (verifying->as_json)
		json_text(&verifying->json, NULL, text);
	else
		session_problem(verifying->session, text);
}

static void show_progress(struct kept_verification *self, uint64_t done, uint64_t total)
{
	struct verifying *verifying = (struct verifying *)self;

	progress_move(&verifying->progress, verifying->session->language, verifying->session->quiet, "verify", done, total);
}

static void end_verification(struct verifying *verifying, struct error *err)
{
	const struct kept_verification *found = &verifying->verification;

	progress_end(&verifying->progress);
	if (verifying->as_json) {
		json_close(&verifying->json);
		json_number(&verifying->json, "packages", (int64_t)found->num_packages);
		json_number(&verifying->json, "events", (int64_t)found->num_events);
		json_number(&verifying->json, "unchecked", (int64_t)found->num_unchecked);
		json_number(&verifying->json, "unreferenced", (int64_t)found->num_unreferenced);
		json_bool(&verifying->json, "sound", verifying->num_problems == 0);
	} else if (!verifying->session->is_unheard) {
		enum message_id id = verifying->num_problems == 0			 ? MESSAGE_ARCHIVE_SOUND
				     : verifying->num_problems > found->num_unchecked ? MESSAGE_ARCHIVE_DAMAGED
										 : MESSAGE_ARCHIVE_UNCHECKED;

		message_print(verifying->session->output.file, verifying->session->language, id,
			(unsigned long long)found->num_packages, (unsigned long long)found->num_events,
			verifying->num_problems);
		if (found->num_unreferenced > 0)
			message_print(verifying->session->output.file, verifying->session->language, MESSAGE_ARCHIVE_UNREFERENCED,
				(unsigned long long)found->num_unreferenced);
	}
	json_end(&verifying->json, err);
}

/* The head of --head; *fault: what is wrong with its signature. Where there is no key to check it with that is said. */
static bool load_head(struct session *session, struct log_head *head, const char **fault, struct error *err)
{
	struct log_key *key = NULL;
	bool ok = head_file_load(session->args->value[OPTION_HEAD], head, err) && head_file_key(session, &key, err);

	if (ok && key != NULL && head->is_signed && !log_head_is_signed_by(head, key))
		*fault = "log: the noted head is not signed by that key";
	else if (ok && session->args->value[OPTION_KEY] != NULL && !head->is_signed)
		*fault = "log: the noted head is not signed";
	else if (ok && key == NULL && head->is_signed)
		session_warn(session->language, "the signature of the noted head is not checked: name its key with --key or $PRELIST_LOG_KEY_FILE");
	log_key_free(key);
	return ok;
}

/* What is so damaged that it cannot be opened is damaged, and no error. */
static void verify(struct session *session, struct verifying *verifying, const char *fault, const struct error *damage, struct error *err)
{
	verifying->as_json = !session->is_unheard && session_json(session, &verifying->json, "prelist-archive-verify/1");
	if (verifying->as_json)
		json_array(&verifying->json, "problems");
	if (fault != NULL)
		show_problem(&verifying->verification, fault);
	if (session->archive == NULL)
		show_problem(&verifying->verification, damage->text);
	else
		kept_verify(session, &verifying->verification, err);
	if (err->code == ERROR_NONE)
		end_verification(verifying, err);
}

static int run_verify(struct session *session, struct error *err)
{
	struct verifying verifying = {.verification = {.problem = show_problem, .progress = show_progress},
				      .session = session};
	const char *fault = NULL;
	struct error damage = {0};
	struct log_head head;
	bool with_head = session->args->value[OPTION_HEAD] != NULL;

	if (!session_existing_archive(session, &damage) && damage.code != ERROR_DAMAGED)
		error_set(err, damage.code, "%s", damage.text);
	if (err->code != ERROR_NONE || (with_head && !load_head(session, &head, &fault, err)))
		return EXIT_TROUBLE;
	verifying.verification.head = with_head ? &head : NULL;
	verify(session, &verifying, fault, &damage, err);
	if (verifying.verification.num_unchecked > 0) {
		session_warn(session->language, "packages that could not be checked: %llu", (unsigned long long)verifying.verification.num_unchecked);
		return EXIT_TROUBLE;
	}
	return verifying.num_problems > 0 ? 1 : 0;
}

static void add_event(void *owner, const struct kept_event *event)
{
	ARENA_CLEANUP struct arena arena = arena_new(EVENT_MAX);
	struct list *log = owner;

	list_row(log, NULL);
	list_number(log, "event", "EVENT", event->number);
	list_text(log, "time", "TIME", event->time);
	list_text(log, "kind", NULL, event->kind);
	list_text(log, NULL, "KIND", language_event(log->language, event->kind));
	list_person(log, "by", "BY", event->by);
	list_text(log, "account", "ACCOUNT", event->account);
	list_text(log, "today", "AS OF", event->today);
	list_text(log, "subject", NULL, event->subject);
	list_text(log, NULL, "SUBJECT", translate_about(&arena, log->language, event->kind, event->subject));
	list_text(log, "detail", NULL, event->detail);
	list_text(log, NULL, "DETAIL", translate_event(&arena, log->language, event->kind, event->detail));
	list_row_end(log);
}

static int run_log(struct session *session, struct error *err)
{
	struct list log;
	char head[65] = "";
	int64_t size = 0;

	list_answer(&log, session, "prelist-archive-log/1");
	list_begin(&log, "events", "EVENT,TIME,KIND,BY,ACCOUNT,AS OF,SUBJECT,DETAIL");
	if (session_existing_archive(session, err) && kept_log(session, add_event, &log, head, &size, err) && list_end(&log, err)) {
		list_number(&log, "size", NULL, size);
		list_text(&log, "head", NULL, head);
		if (log.json == NULL)
			message_print(session->output.file, session->language, MESSAGE_LOG_HEAD, (long long)size, head);
	}
	return list_finish(&log, err);
}

/* Rows of a query: tab-separated under their names as sqlite3 prints lists, or as JSON. */
struct querying {
	struct session *session;
	struct json json;
	bool as_json, has_begun, has_names;
};

static void print_cells(FILE *out, size_t num, const struct span *cells)
{
	BUF_CLEANUP struct buf line = buf_new((size_t)64 * 1024 * 1024);

	for (size_t i = 0; i < num; i++) {
		if (i > 0)
			buf_byte(&line, '\t');
		text_visible_bytes(&line, cells[i]);
	}
	buf_byte(&line, '\n');
	fwrite(line.data, 1, line.len, out);
}

static void print_names(FILE *out, size_t num, const char *const *names)
{
	struct span cells[QUERY_COLUMNS_MAX];

	for (size_t i = 0; i < num; i++)
		cells[i] = span_of_text(names[i]);
	print_cells(out, num, cells);
}

/* Of columns with one name the second is name:1, as SQLite calls those of a view: an object has no name twice. */
static void print_value(struct json *json, size_t column, const char *const *names, struct span value, char type)
{
	char name[256];
	size_t before = 0;

	for (size_t i = 0; i < column; i++)
		before += strcmp(names[i], names[column]) == 0;
	snprintf(name, sizeof name, "%.200s:%zu", names[column], before);
	json_value(json, before > 0 ? name : names[column], value, type);
}

/* Nothing is printed of a query that cannot be run. */
static void begin_rows(struct querying *querying)
{
	if (querying->as_json && !querying->has_begun) {
		session_json(querying->session, &querying->json, "prelist-archive-query/1");
		json_array(&querying->json, "rows");
	}
	querying->has_begun = true;
}

static bool print_row(void *owner, size_t num_columns, const char *const *names, const struct span *values, const char *types)
{
	struct querying *querying = owner;

	begin_rows(querying);
	if (querying->as_json) {
		json_row(&querying->json, NULL);
		for (size_t i = 0; i < num_columns; i++)
			print_value(&querying->json, i, names, values[i], types[i]);
		json_close(&querying->json);
		return !querying->json.failed;
	}
	if (!querying->has_names)
		print_names(querying->session->output.file, num_columns, names);
	querying->has_names = true;
	print_cells(querying->session->output.file, num_columns, values);
	return ferror(querying->session->output.file) == 0;
}

static int run_query(struct session *session, struct error *err)
{
	struct querying querying = {.session = session};
	bool compact;

	if (!session_policy(session, err) || !session_existing_archive(session, err))
		return EXIT_TROUBLE;
	querying.as_json = session_wants_json(session, &compact);
	if (!kept_query(session, session->args->operands[0], print_row, &querying, err) && !querying.has_begun)
		return EXIT_TROUBLE;
	begin_rows(&querying);
	if (querying.as_json) {
		if (err->code == ERROR_NONE) {
			json_close(&querying.json);
			json_close(&querying.json);
			json_newline(&querying.json);
		}
		json_finish(&querying.json, err);
	}
	return 0;
}

static const struct example verify_examples[] = {
	{"prelist archive verify", "has anything that was kept been changed?", "已归档的内容是否被改动过？"},
	{"prelist archive verify --head head-2026-11-26", "and does the log still begin with what it was then?", "并核对日志是否仍以当时内容开头"},
	{NULL, NULL, NULL}};
static const struct example log_examples[] = {
	{"prelist archive log", "every event, and the head of the tree over them: note it down elsewhere",
	 "所有事件及其 Merkle 树根，宜另存一处"},
	{NULL, NULL, NULL}};
static const struct example query_examples[] = {
	{"prelist archive query \"SELECT name FROM sqlite_schema WHERE type = 'table'\"", "which tables there are",
	 "有哪些表"},
	{"prelist archive query --limit query-time=600000 \"SELECT ...\"", "one that may take ten minutes of processor time instead of one",
	 "允许占用 10 分钟 CPU 时间的查询，默认为 1 分钟"},
	{NULL, NULL, NULL}};

static const enum option_id query_options[] = {OPTION_LIMIT, OPTION_COUNT};
static const enum option_id verify_options[] = {OPTION_HEAD, OPTION_KEY, OPTION_COUNT};

static const struct command verify_command = {.name = "verify",
				      .en = "find any change in log, readings, tables or packages",
				      .zh = "检查日志、读取结果、表与安装包是否被改动",
				      .operands = "",
				      .options = verify_options,
				      .examples = verify_examples,
				      .run = run_verify};
static const struct command log_command = {.name = "log",
					   .en = "who did what and when, and the head of the tree over it",
					   .zh = "何人何时做了什么，以及 Merkle 树根",
					   .operands = "",
					   .examples = log_examples,
					   .run = run_log};
static const struct command query = {.name = "query",
				     .en = "a SELECT on the archive, read-only",
				     .zh = "对归档执行只读 SELECT",
				     .operands = "SQL",
				     .min_operands = 1,
				     .max_operands = 1,
				     .options = query_options,
				     .examples = query_examples,
				     .run = run_query};

static const struct command *const subcommands[] = {&verify_command, &log_command, &query,
						     &archive_head, &archive_prove, &archive_consistency, &archive_export, &archive_statistics,
						     &archive_compact, &archive_rekey,
						     &archive_prune, &archive_hold, &archive_unhold,
						     &archive_backup, &archive_restore, &archive_reindex, &archive_clock, NULL};

const struct command command_archive = {
	.name = "archive",
	.en = "verify what is kept, read the log, back it up, let go what is over its time",
	.zh = "归档：验证、日志、查询、备份、恢复、清理",
	.examples = verify_examples,
	.subcommands = subcommands,
};
