/*
 * patrol_record - what patrols did, and what the next one would do.
 */
#include "cli/patrol.h"

#include "bytes/text.h"
#include "cli/at_desk.h"
#include "cli/table.h"
#include "desk/patrol_plan.h"

#include <inttypes.h>

void patrol_record_json(struct json *json, const struct patrol_row *record)
{
	json_number(json, "patrol", record->number);
	json_text(json, "date", record->date);
	json_text_if(json, "started", record->started);
	json_text_if(json, "ended", record->ended);
	json_text_if(json, "reasons", record->reasons);
	json_number(json, "listed", record->listed);
	json_number(json, "planned", record->planned);
	json_number(json, "done", record->done);
	json_number(json, "missed", record->missed);
	json_number(json, "changed", record->changed);
	json_number(json, "due_for_re_reading", record->due);
	json_number(json, "re_read", record->re_read);
	json_number(json, "hashed", record->hashed);
	json_number(json, "hashed_bytes", record->hashed_bytes);
	json_number(json, "damaged", record->damaged);
	json_number(json, "fresh_bytes", record->fresh_bytes);
	json_number(json, "all_bytes", record->all_bytes);
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
	fprintf(out, message(session->language, MESSAGE_PATROL_RECORD), (long long)record->number, (long long)record->planned,
		(long long)record->done, (long long)record->missed, (long long)record->changed);
	if (record->re_read > 0)
		fprintf(out, message(session->language, MESSAGE_PATROL_REREAD), (long long)record->re_read);
	fprintf(out, message(session->language, MESSAGE_PATROL_HASHED), (long long)record->hashed, size, (long long)record->damaged,
		(long long)rules_policy_number(session->rules, "rehash_days", 30), (long long)seen / 10, (long long)seen % 10);
}

struct listing {
	struct session *session;
	struct table table;
	struct json json;
	bool as_json;
};

static void add_record(void *owner, const struct patrol_row *record)
{
	struct listing *listing = owner;
	char numbers[7][24];
	const int64_t values[] = {record->number, record->planned, record->done, record->missed, record->changed, record->hashed, record->damaged};

	if (listing->as_json) {
		json_row(&listing->json, NULL);
		patrol_record_json(&listing->json, record);
		json_close(&listing->json);
		return;
	}
	for (int i = 0; i < 7; i++)
		snprintf(numbers[i], sizeof numbers[i], "%s%" PRId64, i == 0 ? "#" : "", values[i]);
	table_row(&listing->table,
		  (const char *[]){numbers[0], record->date,
				   record->ended != NULL ? record->ended : message(listing->session->language, MESSAGE_PATROL_BROKE_OFF), numbers[1],
				   numbers[2], numbers[3], numbers[4], numbers[5], numbers[6], record->reasons});
}

static void begin(struct listing *listing, const char *schema, const char *list)
{
	listing->as_json = session_json(listing->session, &listing->json, schema);
	if (!listing->as_json)
		return;
	json_array(&listing->json, list);
}

static int end(struct listing *listing, struct error *err)
{
	json_end(&listing->json, err);
	return err->code == ERROR_NONE ? 0 : EXIT_TROUBLE;
}

static int run_list(struct session *session, struct error *err)
{
	static const char *const heads[] = {"PATROL", "DATE", "ENDED", "PLANNED", "DONE", "MISSED", "CHANGED", "HASHED", "DAMAGED", "WHY"};
	struct listing listing = {.session = session, .table = table_new(session->language, heads, 10)};

	if (!session_existing_archive(session, err))
		return EXIT_TROUBLE;
	begin(&listing, "prelist-patrol-list/1", "patrols");
	patrol_table_each(session->archive, 0, add_record, &listing, err);
	if (listing.as_json)
		json_close(&listing.json);
	if (!table_print(&listing.table, session->output.file))
		error_set(err, ERROR_MEMORY, "no memory for the list");
	return end(&listing, err);
}

/* One line a version: what it was, what became of it. */
static bool show_rows(struct listing *listing, const char *key, const char *sql, int64_t number, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(listing->session->archive, err, sql, "i", number);
	int status;

	if (listing->as_json)
		json_array(&listing->json, key);
	while ((status = database_step(listing->session->archive, row, err)) == SQLITE_ROW) {
		char about[80];

		if (listing->as_json) {
			json_row(&listing->json, NULL);
			json_number(&listing->json, "submission", sqlite3_column_int64(row, 0));
			json_text_if(&listing->json, "app_id", database_text(row, 1));
			json_text_if(&listing->json, "before", database_text(row, 2));
			json_text(&listing->json, database_text(row, 2) != NULL ? "after" : "why", database_text(row, 3));
			json_close(&listing->json);
			continue;
		}
		snprintf(about, sizeof about, "#%" PRId64, (int64_t)sqlite3_column_int64(row, 0));
		table_row(&listing->table, (const char *[]){about, database_text(row, 1), database_text(row, 2), database_text(row, 3)});
	}
	if (listing->as_json)
		json_close(&listing->json);
	return status == SQLITE_DONE;
}

static void show_record(void *owner, const struct patrol_row *record)
{
	struct listing *listing = owner;

	if (listing->as_json) {
		patrol_record_json(&listing->json, record);
		return;
	}
	fprintf(listing->session->output.file, "%s  %s - %s  %s\n", record->date, record->started,
		record->ended != NULL ? record->ended : message(listing->session->language, MESSAGE_PATROL_BROKE_OFF), record->reasons);
	patrol_record_text(listing->session, record);
}

static bool show_all(struct listing *listing, int64_t number, struct error *err)
{
	return show_rows(listing, "changes",
			 "SELECT c.number, s.app_id || coalesce('@' || s.version_code, ''), c.before, c.after FROM patrol_change c LEFT JOIN"
			 " submission s ON s.number = c.number WHERE c.patrol = ? ORDER BY s.app_id, c.number",
			 number, err) &&
	       show_rows(listing, "missed_versions",
			 "SELECT m.number, s.app_id || coalesce('@' || s.version_code, ''), NULL, m.why FROM patrol_missed m LEFT JOIN submission s"
			 " ON s.number = m.number WHERE m.patrol = ? ORDER BY s.app_id, m.number",
			 number, err);
}

static bool is_there(struct archive *archive, int64_t number, struct error *err)
{
	int64_t found;

	return database_number(archive, &found, 0, err, "SELECT count(*) FROM patrol WHERE number = ?", "i", number) &&
	       (found != 0 || error_set(err, ERROR_USAGE, "there is no patrol #%" PRId64 "; prelist patrol list numbers them", number));
}

static int run_show(struct session *session, struct error *err)
{
	static const char *const heads[] = {"VERSION", "APP", "BEFORE", "AFTER"};
	struct listing listing = {.session = session};
	int64_t number;

	if (!target_number(session->args->operands[0], "a patrol; prelist patrol list numbers them", &number, err) || !session_rules(session, err) ||
	    !session_existing_archive(session, err) || !is_there(session->archive, number, err))
		return EXIT_TROUBLE;
	listing.table = table_new(session->language, heads, 4);
	listing.as_json = session_json(session, &listing.json, "prelist-patrol-show/1");
	if (patrol_table_each(session->archive, number, show_record, &listing, err) && show_all(&listing, number, err) &&
	    !table_print(&listing.table, session->output.file))
		error_set(err, ERROR_MEMORY, "no memory for the list");
	table_free(&listing.table);
	return end(&listing, err);
}

/* "rules, age" */
static const char *reasons_of(struct arena *arena, unsigned reasons)
{
	const char *text = "";

	for (int i = 0; i < PATROL_REASON_COUNT && text != NULL; i++)
		if ((reasons >> i & 1) != 0)
			text = arena_printf(arena, "%s%s%s", text, *text == '\0' ? "" : ", ", patrol_reason_info((enum patrol_reason)i)->name);
	return text == NULL ? "" : text;
}

static void show_item(struct listing *listing, const struct patrol_item *item, sqlite3_stmt *row, struct arena *arena)
{
	char number[24];

	if (!listing->as_json) {
		snprintf(number, sizeof number, "#%" PRId64, item->number);
		table_row(&listing->table, (const char *[]){number, database_text(row, 0), reasons_of(arena, item->reasons)});
		return;
	}
	json_row(&listing->json, NULL);
	json_number(&listing->json, "submission", item->number);
	json_text_if(&listing->json, "version", database_text(row, 0));
	json_array(&listing->json, "reasons");
	for (int i = 0; i < PATROL_REASON_COUNT; i++)
		if ((item->reasons >> i & 1) != 0)
			json_text(&listing->json, NULL, patrol_reason_info((enum patrol_reason)i)->name);
	json_close(&listing->json);
	json_bool(&listing->json, "whole", patrol_item_is_whole(item));
	json_close(&listing->json);
}

static bool show_items(struct listing *listing, const struct patrol_plan *plan, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)256 * 1024 * 1024);
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(listing->session->archive, err,
							       "SELECT app_id || coalesce('@' || version_code, '') FROM submission WHERE number = ?", "");

	for (size_t i = 0; row != NULL && i < plan->num_items; i++) {
		sqlite3_bind_int64(row, 1, plan->items[i].number);
		if (database_step(listing->session->archive, row, err) != SQLITE_ROW)
			return false;
		show_item(listing, &plan->items[i], row, &arena);
		sqlite3_reset(row);
	}
	return row != NULL;
}

int patrol_show_plan(struct session *session, struct error *err)
{
	static const char *const heads[] = {"VERSION", "APP", "WHY"};
	ARENA_CLEANUP struct arena arena = arena_new((size_t)1024 * 1024);
	struct listing listing = {.session = session, .table = table_new(session->language, heads, 3)};
	struct patrol_plan plan;
	bool ok = patrol_plan_make(&plan, session->archive, session->rules, session->judge, &session->run, err);

	begin(&listing, "prelist-patrol-plan/1", "due");
	ok = ok && show_items(&listing, &plan, err);
	if (ok && listing.as_json) {
		json_close(&listing.json);
		json_number(&listing.json, "listed", plan.num_listed);
		json_number(&listing.json, "planned", (int64_t)plan.num_items);
		json_text(&listing.json, "reasons", patrol_plan_reasons(&plan, &arena));
	} else if (ok && !session->quiet) {
		ok = table_print(&listing.table, session->output.file);
		fprintf(session->output.file, message(session->language, MESSAGE_PATROL_PLAN), plan.num_items, (long long)plan.num_listed,
			patrol_plan_reasons(&plan, &arena));
	}
	table_free(&listing.table);
	patrol_plan_free(&plan);
	return end(&listing, err);
}

static const struct example list_examples[] = {{"prelist patrol list", "every patrol: planned, done, missed, changed verdicts", "全部巡检记录"},
					       {NULL, NULL, NULL}};
static const struct example show_examples[] = {{"prelist patrol show 3", "which verdicts it changed, and what it missed", "某次巡检改变的结论与遗漏"},
					       {NULL, NULL, NULL}};

const struct command patrol_list = {.name = "list", .en = "the records of all patrols", .zh = "列出巡检记录", .operands = "",
				    .examples = list_examples, .run = run_list};
const struct command patrol_show = {.name = "show", .en = "one patrol: changed verdicts, missed versions", .zh = "查看一次巡检", .operands = "N",
				    .min_operands = 1, .max_operands = 1, .examples = show_examples, .run = run_show};
