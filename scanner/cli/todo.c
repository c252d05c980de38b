/*
 * todo - prelist todo: what waits, by urgency.
 */
#include "cli/todo.h"
#include "cli/at_desk.h"
#include "cli/table.h"
#include "desk/role.h"
#include "desk/todo.h"

#include <inttypes.h>

#define CELL_MAX 1400

static const char *const urgency_names[] = {[URGENCY_OVERDUE] = "overdue", [URGENCY_TODAY] = "today", [URGENCY_SOON] = "soon",
					    [URGENCY_LATER] = "later"};

static void number_if(struct json *json, const char *key, int64_t number)
{
	if (number != FACT_ABSENT)
		json_number(json, key, number);
}

static bool in_workdays(const struct todo_item *item)
{
	return item->duty == DUTY_REVIEW || item->duty == DUTY_SAMPLE || item->duty == DUTY_AGAINST || item->duty == DUTY_CASE ||
	       item->duty == DUTY_REPORT;
}

static bool is_review(const struct todo_item *item)
{
	return item->duty == DUTY_REVIEW || item->duty == DUTY_SAMPLE || item->duty == DUTY_AGAINST || item->duty == DUTY_SECOND;
}

static void item_json(struct json *json, const struct todo *todo, const struct todo_item *item)
{
	json_row(json, NULL);
	json_text(json, "duty", duty_info(item->duty)->kind);
	json_text(json, "urgency", urgency_names[item->urgency]);
	json_text_if(json, "due", item->due);
	json_text_if(json, "subject", item->subject);
	number_if(json, "submission", item->submission);
	number_if(json, "version_code", item->version_code);
	number_if(json, "case", item->number);
	json_text_if(json, is_review(item) ? "verdict" : "kind", item->kind);
	number_if(json, "age_working_days", item->age);
	if (item->age != FACT_ABSENT)
		json_number(json, "target_working_days", rules_policy_number(todo->desk->rules, "desk.review_target_days", 3));
	number_if(json, in_workdays(item) ? "working_days_left" : "days_left", item->days_left);
	number_if(json, "stage", item->stage);
	json_text_if(json, "renewal_due", item->renewal);
	json_text_if(json, "since", item->since);
	json_text_if(json, item->duty == DUTY_SECOND ? "proposed_by" : is_review(item) ? "claimed_by" : "assignee", item->who);
	json_text_if(json, "text", item->text);
	if (*duty_info(item->duty)->basis != '\0')
		json_text(json, "basis", duty_info(item->duty)->basis);
	json_close(json);
}

static void print_json(struct json *json, const struct todo *todo, struct error *err)
{
	json_text(json, "date", todo->desk->today_text);
	json_array(json, "items");
	for (size_t i = 0; i < todo->num; i++)
		item_json(json, todo, &todo->items[i]);
	json_close(json);
	json_object(json, "counts");
	for (int urgency = URGENCY_OVERDUE; urgency <= URGENCY_LATER; urgency++) {
		int64_t num = 0;

		for (size_t i = 0; i < todo->num; i++)
			num += todo->items[i].urgency == (enum urgency)urgency;
		json_number(json, urgency_names[urgency], num);
	}
	json_end(json, err);
}

/* What it is: the kind of a case or licence in place of "case", where there is one. */
static const char *what_of(enum language language, const struct todo_item *item)
{
	int kind = item->duty == DUTY_CASE ? case_kind_find(item->kind) : -1;

	if (kind >= 0)
		return language_pick(language, case_kind_info((enum case_kind)kind)->en, case_kind_info((enum case_kind)kind)->zh);
	return language_pick(language, duty_info(item->duty)->en, duty_info(item->duty)->zh);
}

static void about_of(enum language language, const struct todo_item *item, char out[CELL_MAX])
{
	const struct role_info *role = item->duty == DUTY_ROLE ? role_find(item->subject) : NULL;
	const char *subject = item->subject != NULL ? item->subject : "";
	size_t len;

	if (role != NULL)
		snprintf(out, CELL_MAX, "%s (%s)", item->subject, language_pick(language, role->en, role->zh));
	else if (is_review(item))
		snprintf(out, CELL_MAX, "%.1000s@#%" PRId64, subject, item->submission);
	else if (item->duty == DUTY_BLACKLIST || item->duty == DUTY_WAIVER)
		snprintf(out, CELL_MAX, "%s %.1000s", item->kind, subject);
	else
		snprintf(out, CELL_MAX, "%.1000s", subject);
	len = strlen(out);
	if (item->number != FACT_ABSENT)
		snprintf(out + len, CELL_MAX - len, "%s#%" PRId64, len > 0 ? ", " : "", item->number);
}

/* How it stands: days left or over, the age of a review against the target, the day by which renewal is asked for. */
static void standing_of(const struct todo *todo, enum language language, const struct todo_item *item, char out[CELL_MAX])
{
	long long target = (long long)rules_policy_number(todo->desk->rules, "desk.review_target_days", 3), left = (long long)item->days_left;
	char standing[80];

	*out = '\0';
	if (item->duty == DUTY_REVIEW || item->duty == DUTY_AGAINST) {
		snprintf(out, CELL_MAX, message(language, MESSAGE_TODO_AGE), (long long)item->age, target);
	} else if (in_workdays(item)) {
		at_desk_standing(todo->desk, language, item->due, standing);
		snprintf(out, CELL_MAX, "%s", standing);
	} else if (item->renewal != NULL) {
		snprintf(out, CELL_MAX, message(language, left < 0 ? MESSAGE_TODO_ENDED : MESSAGE_TODO_ENDS), left < 0 ? -left : left, item->renewal);
	} else if (item->duty == DUTY_PATROL) {
		snprintf(out, CELL_MAX, message(language, item->since != NULL ? MESSAGE_TODO_PATROL_LAST : MESSAGE_TODO_PATROL_NEVER), item->since);
	} else if (item->days_left != FACT_ABSENT) {
		snprintf(out, CELL_MAX, message(language, MESSAGE_TODO_DAYS), left);
	} else if (item->duty == DUTY_OPERATOR_LICENCE) {
		snprintf(out, CELL_MAX, "%s", message(language, MESSAGE_TODO_OPERATOR_UNKNOWN));
	}
}

static bool print_group(const struct session *session, const struct todo *todo, enum urgency urgency)
{
	static const enum message_id titles[] = {[URGENCY_OVERDUE] = MESSAGE_TODO_OVERDUE, [URGENCY_TODAY] = MESSAGE_TODO_TODAY,
						 [URGENCY_SOON] = MESSAGE_TODO_SOON, [URGENCY_LATER] = MESSAGE_TODO_LATER};
	enum language language = session->language;
	const char *const heads[] = {message(language, titles[urgency]), "ABOUT", "DUE", "STANDING", "WHO", "TEXT"};
	struct table table = table_new(language, heads, 6);
	size_t num = 0;

	for (size_t i = 0; i < todo->num; i++) {
		const struct todo_item *item = &todo->items[i];
		char about[CELL_MAX], standing[CELL_MAX];

		if (item->urgency != urgency)
			continue;
		about_of(language, item, about);
		standing_of(todo, language, item, standing);
		table_row(&table, (const char *[]){what_of(language, item), about, item->due, standing, item->who, item->text});
		num++;
	}
	if (num > 0 && todo->items[0].urgency != urgency)
		fputc('\n', session->output.file);
	return table_print(&table, session->output.file);
}

static void print_text(const struct session *session, const struct todo *todo, struct error *err)
{
	for (int urgency = URGENCY_OVERDUE; urgency <= URGENCY_LATER; urgency++)
		if (!print_group(session, todo, (enum urgency)urgency))
			error_set(err, ERROR_MEMORY, "no memory for the list");
	if (todo->num == 0)
		fputs(message(session->language, MESSAGE_TODO_NOTHING), session->output.file);
}

static int run(struct session *session, struct error *err)
{
	TODO_CLEANUP struct todo todo = {.num = 0};
	struct json json;
	struct desk desk;

	if (!at_desk(session, ARCHIVE_READ, &desk, err) || !todo_load(&desk, session->args->value[OPTION_TO], &todo, err))
		return EXIT_TROUBLE;
	if (session_json(session, &json, "prelist-todo/1"))
		print_json(&json, &todo, err);
	else
		print_text(session, &todo, err);
	at_desk_warn(session, &desk);
	return 0;
}

static const enum option_id options[] = {OPTION_TO, OPTION_TODAY, OPTION_COUNT};

static const struct example examples[] = {
	{"prelist todo", "what waits: reviews, cases, reports, licences, patrol, roles; the most urgent first", "待办事项,按紧急程度排列"},
	{"prelist todo --to li", "what li has claimed or is to deal with", "某人认领或负责的事项"},
	{"prelist todo claim com.example.shop@321 --by li", "li looks at it now", "认领一次审核"},
	{NULL, NULL, NULL}};

static const struct command *const subcommands[] = {&todo_claim_command, &todo_release_command, &todo_findings_command, &todo_settle_command,
						    NULL};

const struct command command_todo = {
	.name = "todo",
	.en = "what waits for the review team, the most urgent first; claim, release and settle reviews",
	.zh = "审核团队的待办事项,最紧急的在前;认领、放弃与了结审核",
	.options = options,
	.examples = examples,
	.subcommands = subcommands,
	.run = run,
};
