/*
 * developer_record - prelist developer record: scores of all developers, or the year and the history of one.
 */
#include "cli/developer.h"
#include "cli/list.h"
#include "desk/developer.h"
#include "desk/record.h"

struct recording {
	struct list list; /* first */
	struct desk desk;
	bool ok;
	struct error *err;
};

static void put_counts(struct recording *r, const struct record *record)
{
	struct list *list = &r->list;

	list_text(list, "since", NULL, record->since);
	list_number(list, "score", "SCORE", record->score);
	list_number(list, NULL, "CONFIRMED", record->count[RECORD_confirmed]);
	list_number(list, NULL, "LATE", record->count[RECORD_corrections_late]);
	if (list->json == NULL)
		return;
	json_object(list->json, "counts");
	for (int line = 0; line < RECORD_LINES; line++)
		json_number(list->json, record_info(&r->desk, (enum record_line)line).name, record->count[line]);
	json_close(list->json);
}

static void print_counts(const struct recording *r, const char *id, const struct record *record)
{
	enum language language = r->list.language;
	FILE *out = r->list.out;

	fprintf(out, message(language, MESSAGE_RECORD_SCORE), id, (long long)record->score, record->since, r->desk.today_text);
	for (int line = 0; line < RECORD_LINES; line++) {
		const struct record_info info = record_info(&r->desk, (enum record_line)line);

		if (record->count[line] > 0)
			fprintf(out, "  %5lld  %s  (%+lld)\n", (long long)record->count[line], language_pick(language, info.en, info.zh),
				(long long)(-info.points * record->count[line]));
	}
	fputc('\n', out);
}

static void add_event(void *owner, const struct record_event *event)
{
	struct list *list = owner;

	list_row(list, NULL);
	list_text(list, "date", "DATE", event->date);
	list_word(list, "what", "WHAT", event->what);
	list_id(list, "number", "NUMBER", event->number);
	list_text(list, "app_id", "APP", event->app_id);
	list_word(list, "outcome", "OUTCOME", event->outcome);
	list_row_end(list);
}

static void show_one(struct recording *r, const char *id, int64_t developer)
{
	struct record record;

	if (!record_load(&r->desk, developer, &record, r->err))
		return;
	list_text(&r->list, "developer", NULL, id);
	if (r->list.json != NULL)
		put_counts(r, &record);
	else
		print_counts(r, id, &record);
	list_begin(&r->list, "history", "DATE,WHAT,NUMBER,APP,OUTCOME");
	record_each(&r->desk, developer, add_event, &r->list, r->err);
}

static void add_developer(void *owner, const struct register_developer_row *row)
{
	struct recording *r = owner;
	struct record record;

	r->ok = r->ok && record_load(&r->desk, row->developer, &record, r->err);
	if (!r->ok)
		return;
	list_object(&r->list);
	list_text(&r->list, "developer", "DEVELOPER", row->id);
	list_text(&r->list, "name", "NAME", row->name);
	put_counts(r, &record);
	list_row_end(&r->list);
}

static int run(struct session *session, struct error *err)
{
	struct recording r = {.ok = true, .err = err};
	const char *id = session->args->num_operands > 0 ? session->args->operands[0] : NULL;
	int64_t developer = 0;

	if (!at_desk(session, ARCHIVE_READ, &r.desk, err) || (id != NULL && !developer_find(&r.desk, id, &developer, err)))
		return EXIT_TROUBLE;
	list_answer(&r.list, session, "prelist-developer-record/1");
	if (id != NULL) {
		show_one(&r, id, developer);
	} else {
		list_begin(&r.list, "developers", "DEVELOPER,SCORE,CONFIRMED,LATE,NAME");
		register_each_developer(r.desk.archive, 0, r.desk.today_text, add_developer, &r, err);
	}
	return list_finish(&r.list, err);
}

static const enum option_id options[] = {OPTION_TODAY, OPTION_COUNT};

static const struct example examples[] = {
	{"prelist developer record", "every developer's score of the past year", "所有开发者近一年的评分"},
	{"prelist developer record dev-7", "what made it, and all that was submitted, decided and asked for", "评分构成及全部历史记录"},
	{NULL, NULL, NULL}};

const struct command developer_record_command = {.name = "record", .en = "the score of a developer's past year, and his history",
						 .zh = "开发者近一年评分与历史", .operands = "[ID]", .max_operands = 1, .options = options,
						 .examples = examples, .run = run};
