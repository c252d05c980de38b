/*
 * developer_record - prelist developer record: scores of all developers, or the year and the history of one.
 */
#include "cli/developer.h"
#include "cli/table.h"
#include "desk/developer.h"
#include "desk/record.h"

#include <inttypes.h>

struct recording {
	struct session *session;
	struct desk desk;
	struct table table;
	struct json json;
	bool as_json;
	bool ok;
	struct error *err;
};

static void counts_json(struct recording *r, const struct record *record)
{
	json_text(&r->json, "since", record->since);
	json_number(&r->json, "score", record->score);
	json_object(&r->json, "counts");
	for (int line = 0; line < RECORD_LINES; line++)
		json_number(&r->json, record_info(&r->desk, (enum record_line)line).name, record->count[line]);
	json_close(&r->json);
}

static void counts_text(struct recording *r, const char *id, const struct record *record)
{
	FILE *out = r->session->output.file;

	fprintf(out, message(r->session->language, MESSAGE_RECORD_SCORE), id, (long long)record->score, record->since, r->desk.today_text);
	for (int line = 0; line < RECORD_LINES; line++) {
		const struct record_info info = record_info(&r->desk, (enum record_line)line);

		if (record->count[line] > 0)
			fprintf(out, "  %5lld  %s  (%+lld)\n", (long long)record->count[line], language_pick(r->session->language, info.en, info.zh),
				(long long)(-info.points * record->count[line]));
	}
}

static void add_event(void *owner, const struct record_event *event)
{
	struct recording *r = owner;
	char number[24];

	if (r->as_json) {
		json_row(&r->json, NULL);
		json_text_if(&r->json, "date", event->date);
		json_text(&r->json, "what", event->what);
		json_number(&r->json, "number", event->number);
		json_text_if(&r->json, "app_id", event->app_id);
		json_text_if(&r->json, "outcome", event->outcome);
		json_close(&r->json);
		return;
	}
	snprintf(number, sizeof number, "#%" PRId64, event->number);
	table_row(&r->table, (const char *[]){event->date, event->what, number, event->app_id, event->outcome});
}

static bool show_one(struct recording *r, const char *id, int64_t developer, struct error *err)
{
	static const char *const heads[] = {"DATE", "WHAT", "NUMBER", "APP", "OUTCOME"};
	struct record record;

	if (!record_load(&r->desk, developer, &record, err))
		return false;
	r->table = table_new(r->session->language, heads, 5);
	if (r->as_json) {
		json_text(&r->json, "developer", id);
		counts_json(r, &record);
		json_array(&r->json, "history");
	} else {
		counts_text(r, id, &record);
		fputc('\n', r->session->output.file);
	}
	r->ok = record_each(&r->desk, developer, add_event, r, err);
	if (r->as_json)
		json_close(&r->json);
	return r->ok;
}

static void add_developer(void *owner, const struct register_developer_row *row)
{
	struct recording *r = owner;
	struct record record;
	char score[24], confirmed[24], late[24];

	r->ok = r->ok && record_load(&r->desk, row->developer, &record, r->err);
	if (!r->ok)
		return;
	if (r->as_json) {
		json_object(&r->json, NULL);
		json_text(&r->json, "developer", row->id);
		json_text_if(&r->json, "name", row->name);
		counts_json(r, &record);
		json_close(&r->json);
		return;
	}
	snprintf(score, sizeof score, "%" PRId64, record.score);
	snprintf(confirmed, sizeof confirmed, "%" PRId64, record.count[RECORD_confirmed]);
	snprintf(late, sizeof late, "%" PRId64, record.count[RECORD_corrections_late]);
	table_row(&r->table, (const char *[]){row->id, score, confirmed, late, row->name});
}

static bool show_all(struct recording *r, struct error *err)
{
	static const char *const heads[] = {"DEVELOPER", "SCORE", "CONFIRMED", "LATE", "NAME"};

	r->table = table_new(r->session->language, heads, 5);
	if (r->as_json)
		json_array(&r->json, "developers");
	r->ok = register_each_developer(r->desk.archive, 0, r->desk.today_text, add_developer, r, err) && r->ok;
	if (r->as_json)
		json_close(&r->json);
	return r->ok;
}

static int run(struct session *session, struct error *err)
{
	struct recording r = {.session = session, .ok = true, .err = err};
	const char *id = session->args->num_operands > 0 ? session->args->operands[0] : NULL;
	int64_t developer = 0;

	if (!at_desk(session, ARCHIVE_READ, &r.desk, err) || (id != NULL && !developer_find(&r.desk, id, &developer, err)))
		return EXIT_TROUBLE;
	r.as_json = session_json(session, &r.json, "prelist-developer-record/1");
	if (id != NULL)
		show_one(&r, id, developer, err);
	else
		show_all(&r, err);
	json_end(&r.json, err);
	if (!table_print(&r.table, session->output.file))
		error_set(err, ERROR_MEMORY, "no memory for the list");
	return 0;
}

static const enum option_id options[] = {OPTION_TODAY, OPTION_COUNT};

static const struct example examples[] = {
	{"prelist developer record", "every developer's score of the past year", "所有开发者近一年的评分"},
	{"prelist developer record dev-7", "what made it, and all that was submitted, decided and asked for", "评分构成及全部历史记录"},
	{NULL, NULL, NULL}};

const struct command developer_record_command = {.name = "record", .en = "the score of a developer's past year, and his history",
						 .zh = "开发者近一年评分与历史", .operands = "[ID]", .max_operands = 1, .options = options,
						 .examples = examples, .run = run};
