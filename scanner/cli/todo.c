/*
 * todo - prelist todo: what waits, by urgency.
 */
#include "cli/todo.h"
#include "cli/at_desk.h"
#include "cli/kept.h"
#include "cli/list.h"
#include "cli/patrol.h"
#include "desk/review.h"
#include "desk/role.h"
#include "desk/todo.h"
#include "judge/rule_looks.h"
#include "report/translate.h"

#include <inttypes.h>

#define CELL_MAX 1400

static const char *const urgency_names[] = {[URGENCY_OVERDUE] = "overdue", [URGENCY_TODAY] = "today", [URGENCY_SOON] = "soon",
					    [URGENCY_LATER] = "later"};

static bool in_workdays(const struct todo_item *item)
{
	return item->duty == DUTY_REVIEW || item->duty == DUTY_SAMPLE || item->duty == DUTY_AGAINST || item->duty == DUTY_CHECKED || item->duty == DUTY_TESTED || item->duty == DUTY_CASE ||
	       item->duty == DUTY_REPORT || item->duty == DUTY_EXPLAINED;
}

static bool is_review(const struct todo_item *item)
{
	return item->duty == DUTY_REVIEW || item->duty == DUTY_SAMPLE || item->duty == DUTY_AGAINST || item->duty == DUTY_CHECKED || item->duty == DUTY_TESTED ||
	       item->duty == DUTY_SECOND;
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
	else if ((is_review(item) && item->submission != FACT_ABSENT) || item->duty == DUTY_UNLISTED || item->duty == DUTY_MISSED || (item->duty == DUTY_DAMAGED && item->submission != FACT_ABSENT))
		snprintf(out, CELL_MAX, "%.1000s@#%" PRId64, subject, item->submission);
	else if (item->duty == DUTY_BLACKLIST || item->duty == DUTY_WAIVER || item->duty == DUTY_APPEALED || is_review(item))
		snprintf(out, CELL_MAX, "%s %.1000s", language_word(language, item->kind), subject);
	else if (item->duty == DUTY_PATROL)
		message_write(out, CELL_MAX, language, MESSAGE_TODO_PATROL_DUE, (long long)item->versions);
	else
		snprintf(out, CELL_MAX, "%.1000s", subject);
	len = strlen(out);
	if (item->number != FACT_ABSENT)
		message_write(out + len, CELL_MAX - len, language, len > 0 ? MESSAGE_TODO_AND_CASE : MESSAGE_TODO_CASE, (long long)item->number);
}

/* Working days within which a review is to be done. */
static int64_t target_of(const struct todo *todo)
{
	return rules_policy_number(todo->desk->rules, "desk.review_target_days", 3);
}

/* How it stands: days left or over, the age of a review against the target, the day by which renewal is asked for. */
static void standing_of(const struct todo *todo, enum language language, const struct todo_item *item, char out[CELL_MAX])
{
	long long left = (long long)item->days_left;
	char standing[80];

	*out = '\0';
	if (item->duty == DUTY_REVIEW || item->duty == DUTY_AGAINST || item->duty == DUTY_CHECKED || item->duty == DUTY_TESTED) {
		message_write(out, CELL_MAX, language, MESSAGE_TODO_AGE, (long long)item->age, (long long)target_of(todo));
	} else if (in_workdays(item)) {
		at_desk_standing(todo->desk, language, item->due, standing);
		snprintf(out, CELL_MAX, "%s", standing);
	} else if (item->renewal != NULL) {
		bool is_late = strcmp(item->renewal, todo->desk->today_text) < 0;

		message_write(out, CELL_MAX, language, left < 0 ? MESSAGE_TODO_ENDED : is_late ? MESSAGE_TODO_ENDS_LATE : MESSAGE_TODO_ENDS,
			      left < 0 ? -left : left, item->renewal);
	} else if (item->duty == DUTY_UNLISTED) {
		message_write(out, CELL_MAX, language, MESSAGE_TODO_UNLISTED, item->since, (long long)item->versions);
	} else if (item->duty == DUTY_MISSED) {
		snprintf(out, CELL_MAX, message(language, MESSAGE_TODO_MISSED), item->since);
	} else if (item->duty == DUTY_APPEALED) {
		snprintf(out, CELL_MAX, message(language, MESSAGE_TODO_APPEALED), item->since);
	} else if (item->patrol != FACT_ABSENT) {
		message_write(out, CELL_MAX, language, MESSAGE_TODO_PATROL_BROKE_OFF, (long long)item->patrol);
	} else if (item->duty == DUTY_PATROL) {
		snprintf(out, CELL_MAX, message(language, item->since != NULL ? MESSAGE_TODO_PATROL_LAST : MESSAGE_TODO_PATROL_NEVER), item->since);
	} else if (item->days_left != FACT_ABSENT) {
		message_write(out, CELL_MAX, language, MESSAGE_TODO_DAYS, left);
	} else if (item->duty == DUTY_OPERATOR_LICENCE) {
		snprintf(out, CELL_MAX, "%s", message(language, MESSAGE_TODO_OPERATOR_UNKNOWN));
	}
}

/* The head of the table of all that is as urgent. */
static const char *title_of(enum language language, const struct todo_item *item)
{
	static const enum message_id titles[] = {[URGENCY_OVERDUE] = MESSAGE_TODO_OVERDUE, [URGENCY_TODAY] = MESSAGE_TODO_TODAY,
						 [URGENCY_SOON] = MESSAGE_TODO_SOON, [URGENCY_LATER] = MESSAGE_TODO_LATER};

	return message(language, titles[item->urgency]);
}

static const char *text_of(struct session *session, const struct todo_item *item, struct arena *arena)
{
	enum language language = session->language;

	if (item->is_label)
		return kept_label(session, item->submission, item->text, arena);
	if (item->duty == DUTY_PATROL)
		return patrol_reasons_said(arena, language, item->text);
	return item->duty == DUTY_EXPLAINED ? translate_event(arena, language, "entry", item->text) : item->text;
}

static void put_item(struct list *list, struct session *session, const struct todo *todo, const struct todo_item *item)
{
	const char *who = item->duty == DUTY_SECOND ? "proposed_by" : is_review(item) ? "claimed_by" : "assignee";
	const char *basis = duty_info(item->duty)->basis;
	ARENA_CLEANUP struct arena arena = arena_new(65536);
	char about[CELL_MAX], standing[CELL_MAX];

	about_of(list->language, item, about);
	standing_of(todo, list->language, item, standing);
	list_row(list, NULL);
	list_text(list, NULL, title_of(list->language, item), what_of(list->language, item));
	list_text(list, NULL, "ABOUT", about);
	list_text(list, NULL, "STANDING", standing);
	list_text(list, "duty", NULL, duty_info(item->duty)->kind);
	list_text(list, "urgency", NULL, urgency_names[item->urgency]);
	list_text(list, "due", "DUE", item->due);
	list_text(list, "subject", NULL, item->subject);
	list_number(list, "submission", NULL, item->submission);
	list_number(list, "version_code", NULL, item->version_code);
	list_number(list, "case", NULL, item->number);
	list_text(list, is_review(item) ? "verdict" : "kind", NULL, item->kind);
	list_number(list, "age_working_days", NULL, item->age);
	list_number(list, "target_working_days", NULL, item->age != FACT_ABSENT ? target_of(todo) : FACT_ABSENT);
	list_number(list, in_workdays(item) ? "working_days_left" : "days_left", NULL, item->days_left);
	list_number(list, "stage", NULL, item->stage);
	list_text(list, "renewal_due", NULL, item->renewal);
	list_text(list, "since", NULL, item->since);
	list_person(list, who, "WHO", item->who);
	list_number(list, "versions", NULL, item->versions);
	list_number(list, "patrol", NULL, item->patrol);
	list_text(list, "text", NULL, item->text);
	if (list->json == NULL)
		list_text(list, NULL, "TEXT", text_of(session, item, &arena));
	list_text(list, "basis", NULL, *basis != '\0' ? basis : NULL);
	list_row_end(list);
}

/* For a person a table of each urgency. */
static void put_items(struct list *list, struct session *session, const struct todo *todo, struct error *err)
{
	char heads[200];

	if (list->json != NULL)
		list_begin(list, "items", NULL);
	for (size_t i = 0; i < todo->num; i++) {
		const struct todo_item *item = &todo->items[i];

		if (list->json == NULL && (i == 0 || item[-1].urgency != item->urgency)) {
			if (i > 0 && list_end(list, err))
				fputc('\n', list->out);
			snprintf(heads, sizeof heads, "%s,ABOUT,DUE,STANDING,WHO,TEXT", title_of(list->language, item));
			list_begin(list, NULL, heads);
		}
		put_item(list, session, todo, item);
	}
	list_end(list, err);
}

static void counts_json(struct json *json, const struct todo *todo)
{
	json_object(json, "counts");
	for (int urgency = URGENCY_OVERDUE; urgency <= URGENCY_LATER; urgency++) {
		int64_t num = 0;

		for (size_t i = 0; i < todo->num; i++)
			num += todo->items[i].urgency == (enum urgency)urgency;
		json_number(json, urgency_names[urgency], num);
	}
	json_close(json);
}

/* What is found besides is not what a laboratory found: who lists it is told. */
static void leave_external(struct named *found, const struct rules *rules)
{
	size_t num = 0;

	for (size_t i = 0; i < found->num; i++) {
		const struct rule *rule = rules_find(rules, found->findings[i].finding.rule);

		if (rule != NULL && rule_reads_external(rule))
			found->findings[num++] = found->findings[i];
	}
	found->num = num;
}

/* Judged as when it is to be listed; what cannot be judged is for a person to see. */
static bool is_unseen(struct session *session, struct todo *todo, struct todo_item *item, bool *unseen, struct error *err)
{
	NAMED_CLEANUP struct named found = {.num = 0};
	struct kept_judged judged = {0};
	struct error unknown = {0};
	bool ok = true;

	*unseen = true;
	if (kept_judge(session, item->submission, false, &judged, &unknown)) {
		ok = review_unseen(todo->desk, item->submission, judged.judgement, &found, err);
		leave_external(&found, todo->desk->rules);
		*unseen = found.num > 0;
		item->kind = verdict_name(judged.judgement->verdict);
		item->text = arena_copy(&todo->arena, named_rules(&found));
		item->is_label = false;
	}
	kept_judged_free(&judged);
	return ok && arena_ok(&todo->arena, err);
}

/* What a laboratory found in what waits is to be done while somebody has yet to see it. */
static bool leave_unseen(struct session *session, struct todo *todo, struct error *err)
{
	size_t num = 0;

	for (size_t i = 0; i < todo->num; i++) {
		bool unseen = true;

		if (todo->items[i].duty == DUTY_TESTED &&
		    (!session_judge(session, err) || !is_unseen(session, todo, &todo->items[i], &unseen, err)))
			return false;
		if (unseen)
			todo->items[num++] = todo->items[i];
	}
	todo->num = num;
	return true;
}

static int run(struct session *session, struct error *err)
{
	TODO_CLEANUP struct todo todo = {.num = 0};
	struct list list;
	struct desk desk;

	if (!at_desk(session, ARCHIVE_READ, &desk, err) || !todo_load(&desk, session->args->value[OPTION_TO], &todo, err) ||
	    !leave_unseen(session, &todo, err))
		return EXIT_TROUBLE;
	list_answer(&list, session, "prelist-todo/1");
	list_text(&list, "date", NULL, desk.today_text);
	put_items(&list, session, &todo, err);
	if (list.json != NULL)
		counts_json(list.json, &todo);
	else if (todo.num == 0)
		fputs(message(session->language, MESSAGE_TODO_NOTHING), session->output.file);
	list_finish(&list, err);
	at_desk_warn(session, &desk);
	return 0;
}

static const enum option_id options[] = {OPTION_TO, OPTION_TODAY, OPTION_COUNT};

static const struct example examples[] = {
	{"prelist todo", "what waits: reviews, cases, reports, licences, patrol, roles; the most urgent first", "待办事项，按紧急程度排列"},
	{"prelist todo --to li", "what li has claimed or is to deal with", "某人认领或负责的事项"},
	{"prelist todo claim com.example.shop@321 --by li", "li looks at it now", "认领一次审核"},
	{NULL, NULL, NULL}};

static const struct command *const subcommands[] = {&todo_claim_command, &todo_release_command, &todo_findings_command, &todo_settle_command,
						    NULL};

const struct command command_todo = {
	.name = "todo",
	.en = "what waits for the review team, the most urgent first; claim, release and settle reviews",
	.zh = "审核团队的待办事项，最紧急的在前；认领、放弃与了结审核",
	.options = options,
	.examples = examples,
	.subcommands = subcommands,
	.run = run,
};
