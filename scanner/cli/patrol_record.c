/*
 * patrol_record - what patrols did, and what the next one would do.
 */
#include "cli/patrol.h"

#include "bytes/text.h"
#include "cli/at_desk.h"
#include "desk/patrol_plan.h"

#include <inttypes.h>

static const char *reason_said(enum language language, const char *name)
{
	for (int i = 0; language == LANGUAGE_ZH && i < PATROL_REASON_COUNT; i++)
		if (strcmp(patrol_reason_info((enum patrol_reason)i)->name, name) == 0)
			return patrol_reason_info((enum patrol_reason)i)->zh;
	return name;
}

const char *patrol_reasons_said(struct arena *arena, enum language language, const char *reasons)
{
	const char *said = "";

	for (const char *rest = reasons; rest != NULL && said != NULL;) {
		const char *word = arena_text(arena, text_next_word(&rest, ' '));

		said = word == NULL ? NULL : arena_printf(arena, "%s%s%s", said, *said == '\0' ? "" : " ", reason_said(language, word));
	}
	return said == NULL ? "" : said;
}

void patrol_record_put(struct list *list, const struct patrol_row *record)
{
	ARENA_CLEANUP struct arena arena = arena_new(65536);

	list_id(list, "patrol", "PATROL", record->number);
	list_text(list, "date", "DATE", record->date);
	list_text(list, "started", NULL, record->started);
	list_text(list, "ended", NULL, record->ended);
	list_text(list, NULL, "ENDED", record->ended != NULL ? record->ended : message(list->language, MESSAGE_PATROL_BROKE_OFF));
	list_text(list, "reasons", NULL, record->reasons);
	list_text(list, NULL, "WHY", patrol_reasons_said(&arena, list->language, record->reasons));
	list_number(list, "listed", NULL, record->listed);
	list_number(list, "planned", "PLANNED", record->planned);
	list_number(list, "done", "DONE", record->done);
	list_number(list, "missed", "MISSED", record->missed);
	list_number(list, "changed", "CHANGED", record->changed);
	list_number(list, "due_for_re_reading", NULL, record->due);
	list_number(list, "re_read", NULL, record->re_read);
	list_number(list, "hashed", "HASHED", record->hashed);
	list_number(list, "hashed_bytes", NULL, record->hashed_bytes);
	list_number(list, "damaged", "DAMAGED", record->damaged);
	list_number(list, "fresh_bytes", NULL, record->fresh_bytes);
	list_number(list, "all_bytes", NULL, record->all_bytes);
}

/* Per thousand of all bytes; nothing kept is all of it. */
static int64_t coverage(const struct patrol_row *record)
{
	return record->all_bytes == 0 ? 1000 : record->fresh_bytes * 1000 / record->all_bytes;
}

void patrol_record_text(struct session *session, const struct patrol_row *record)
{
	FILE *out = session->output.file;
	char size[TEXT_SIZE_LEN];
	int64_t seen = coverage(record);

	text_size(size, (uint64_t)record->hashed_bytes);
	message_print(out, session->language, MESSAGE_PATROL_RECORD, (long long)record->number, (long long)record->planned,
		(long long)record->done, (long long)record->missed, (long long)record->changed);
	if (record->re_read > 0)
		message_print(out, session->language, MESSAGE_PATROL_REREAD, (long long)record->re_read);
	message_print(out, session->language, MESSAGE_PATROL_HASHED, (long long)record->hashed, size, (long long)record->damaged,
		(long long)rules_policy_number(session->rules, "rehash_days", 30), (long long)seen / 10, (long long)seen % 10);
}

static void add_record(void *owner, const struct patrol_row *record)
{
	struct list *list = owner;

	list_row(list, NULL);
	patrol_record_put(list, record);
	list_row_end(list);
}

static int run_list(struct session *session, struct error *err)
{
	struct list list;

	if (!session_existing_archive(session, err))
		return EXIT_TROUBLE;
	list_answer(&list, session, "prelist-patrol-list/1");
	list_begin(&list, "patrols", "PATROL,DATE,ENDED,PLANNED,DONE,MISSED,CHANGED,HASHED,DAMAGED,WHY");
	patrol_table_each(session->archive, 0, add_record, &list, err);
	list_end(&list, err);
	return list_finish(&list, err);
}

struct showing {
	struct list list;
	struct session *session;
};

/* One line a version: what it was, what became of it. */
static bool show_rows(struct showing *showing, const char *after, const char *sql, int64_t number, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(showing->session->archive, err, sql, "i", number);
	struct list *list = &showing->list;
	int status;

	while ((status = database_step(showing->session->archive, row, err)) == SQLITE_ROW) {
		list_row(list, NULL);
		list_id(list, "submission", "VERSION", sqlite3_column_int64(row, 0));
		list_text(list, "app_id", "APP", database_text(row, 1));
		list_word(list, "before", "BEFORE", database_text(row, 2));
		list_word(list, after, "AFTER", database_text(row, 3));
		list_row_end(list);
	}
	return status == SQLITE_DONE;
}

static void show_record(void *owner, const struct patrol_row *record)
{
	ARENA_CLEANUP struct arena arena = arena_new(65536);
	struct showing *showing = owner;
	struct list *list = &showing->list;

	patrol_record_put(list, record);
	if (list->json != NULL)
		return;
	fprintf(list->out, "%s  %s - %s  %s\n", record->date, record->started,
		record->ended != NULL ? record->ended : message(list->language, MESSAGE_PATROL_BROKE_OFF),
		patrol_reasons_said(&arena, list->language, record->reasons));
	patrol_record_text(showing->session, record);
}

/* For a person in one table. */
static bool show_all(struct showing *showing, int64_t number, struct error *err)
{
	struct list *list = &showing->list;

	list_begin(list, "changes", "VERSION,APP,BEFORE,AFTER");
	if (!show_rows(showing, "after",
		       "SELECT c.number, s.app_id || coalesce('@' || s.version_code, ''), c.before, c.after FROM patrol_change c LEFT JOIN"
		       " submission s ON s.number = c.number WHERE c.patrol = ? ORDER BY s.app_id, c.number",
		       number, err))
		return false;
	if (list->json != NULL) {
		list_end(list, err);
		list_begin(list, "missed_versions", NULL);
	}
	return show_rows(showing, "why",
			 "SELECT m.number, s.app_id || coalesce('@' || s.version_code, ''), NULL, m.why FROM patrol_missed m LEFT JOIN submission s"
			 " ON s.number = m.number WHERE m.patrol = ? ORDER BY s.app_id, m.number",
			 number, err);
}

static bool is_there(struct archive *archive, int64_t number, struct error *err)
{
	bool found;

	return database_any(archive, &found, err, "SELECT count(*) FROM patrol WHERE number = ?", "i", number) &&
	       (found || error_set(err, ERROR_USAGE, "there is no patrol #%" PRId64 "; prelist patrol list numbers them", number));
}

static int run_show(struct session *session, struct error *err)
{
	struct showing showing = {.session = session};
	int64_t number;

	if (!target_number(session->args->operands[0], "a patrol; prelist patrol list numbers them", &number, err) || !session_rules(session, err) ||
	    !session_existing_archive(session, err) || !is_there(session->archive, number, err))
		return EXIT_TROUBLE;
	list_answer(&showing.list, session, "prelist-patrol-show/1");
	if (patrol_table_each(session->archive, number, show_record, &showing, err))
		show_all(&showing, number, err);
	return list_finish(&showing.list, err);
}

/* "rules, age" */
static const char *reasons_of(struct arena *arena, enum language language, unsigned reasons)
{
	const char *text = "";

	for (int i = 0; i < PATROL_REASON_COUNT && text != NULL; i++)
		if ((reasons >> i & 1) != 0)
			text = arena_printf(arena, "%s%s%s", text, *text == '\0' ? "" : ", ",
					    reason_said(language, patrol_reason_info((enum patrol_reason)i)->name));
	return text == NULL ? "" : text;
}

static void put_reasons(struct list *list, unsigned reasons, struct arena *arena)
{
	list_text(list, NULL, "WHY", reasons_of(arena, list->language, reasons));
	if (list->json == NULL)
		return;
	json_array(list->json, "reasons");
	for (int i = 0; i < PATROL_REASON_COUNT; i++)
		if ((reasons >> i & 1) != 0)
			json_text(list->json, NULL, patrol_reason_info((enum patrol_reason)i)->name);
	json_close(list->json);
}

static bool show_items(struct list *list, struct archive *archive, const struct patrol_plan *plan, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)256 * 1024 * 1024);
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(archive, err,
							       "SELECT app_id || coalesce('@' || version_code, '') FROM submission WHERE number = ?", "");

	for (size_t i = 0; row != NULL && i < plan->num_items; i++) {
		const struct patrol_item *item = &plan->items[i];

		sqlite3_bind_int64(row, 1, item->number);
		if (database_step(archive, row, err) != SQLITE_ROW)
			return false;
		list_row(list, NULL);
		list_id(list, "submission", "VERSION", item->number);
		list_text(list, "version", "APP", database_text(row, 0));
		put_reasons(list, item->reasons, &arena);
		list_bool(list, "whole", patrol_item_is_whole(item));
		list_row_end(list);
		sqlite3_reset(row);
	}
	return row != NULL;
}

int patrol_show_plan(struct session *session, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)1024 * 1024);
	struct patrol_plan plan;
	struct list list;
	bool ok = patrol_plan_make(&plan, session->archive, session->rules, session->judge, &session->run, err);

	list_answer(&list, session, "prelist-patrol-plan/1");
	list_begin(&list, "due", "VERSION,APP,WHY");
	if (ok && (list.json != NULL || !session->is_unheard) && show_items(&list, session->archive, &plan, err) && list_end(&list, err)) {
		list_number(&list, "listed", NULL, plan.num_listed);
		list_number(&list, "planned", NULL, (int64_t)plan.num_items);
		list_text(&list, "reasons", NULL, patrol_plan_reasons(&plan, &arena));
		if (list.json == NULL && plan.num_items == 0)
			message_print(session->output.file, session->language, MESSAGE_PATROL_PLAN_NONE, (long long)plan.num_listed);
		else if (list.json == NULL)
			message_print(session->output.file, session->language, MESSAGE_PATROL_PLAN, plan.num_items, (long long)plan.num_listed,
				patrol_reasons_said(&arena, session->language, patrol_plan_reasons(&plan, &arena)));
	}
	patrol_plan_free(&plan);
	return list_finish(&list, err);
}

static const struct example list_examples[] = {{"prelist patrol list", "every patrol: planned, done, missed, changed verdicts", "全部巡检记录"},
					       {NULL, NULL, NULL}};
static const struct example show_examples[] = {{"prelist patrol show 3", "which verdicts it changed, and what it missed", "某次巡检改变的结论与遗漏"},
					       {NULL, NULL, NULL}};

const struct command patrol_list = {.name = "list", .en = "the records of all patrols", .zh = "列出巡检记录", .operands = "",
				    .examples = list_examples, .run = run_list};
const struct command patrol_show = {.name = "show", .en = "one patrol: changed verdicts, missed versions", .zh = "查看一次巡检", .operands = "N",
				    .min_operands = 1, .max_operands = 1, .examples = show_examples, .run = run_show};
