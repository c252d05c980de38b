/*
 * text_kept - the last lines of a report: what became of it, and what to ask next.
 */
#include "report/text_report.h"

#include "bytes/text.h"
#include "report/finding_print.h"

/* Of what is not kept, with something to be done. */
static void explain_command(struct text_page *page)
{
	if (page->report->judgement->verdict >= VERDICT_REVIEW)
		buf_printf(&page->out, "\n%s %s\n", message(page->language, MESSAGE_NEXT), message(page->language, MESSAGE_NEXT_EXPLAIN));
}

/*
 * The report itself is not offered to who is shown it from the archive. What it was compared with goes by its number: the same
 * version code may be that of the submission itself.
 */
static void next_commands(struct text_page *page)
{
	const struct report *report = page->report;
	const char *app = page->package != NULL && page->package->app_id != NULL ? page->package->app_id : "";
	long long number = (long long)report->submission;
	bool is_shown = report->seconds < 0, has_previous = report->previous_number > 0 && *app != '\0';

	if (!is_shown || has_previous)
		buf_printf(&page->out, " %s", message(page->language, MESSAGE_NEXT));
	if (!is_shown) {
		buf_text(&page->out, " prelist show ");
		text_visible(&page->out, app);
		buf_printf(&page->out, "@#%lld", number);
	}
	if (has_previous) {
		buf_text(&page->out, is_shown ? " prelist diff " : " · prelist diff ");
		text_visible(&page->out, app);
		buf_printf(&page->out, "@#%lld ", (long long)report->previous_number);
		text_visible(&page->out, app);
		buf_printf(&page->out, "@#%lld", number);
	}
	buf_byte(&page->out, '\n');
}

/* "permission.no-purpose, cert.debug" */
static const char *rules_text(struct text_page *page, const char **rules)
{
	TEXT_PARTS_CLEANUP struct text_parts list = text_parts_new(page, message(page->language, MESSAGE_COMMA));

	for (; *rules != NULL; rules++)
		text_part(&list, *rules);
	return arena_copy(&page->arena, text_parts_end(&list));
}

static void today_line(struct text_page *page, const struct report_today *today)
{
	const char *rules = rules_text(page, today->rules), *word = finding_word(page->language, today->verdict);
	TEXT_PARTS_CLEANUP struct text_parts line = text_parts_new(page, "");

	if (today->patrol > 0)
		text_partf(&line, message(page->language, MESSAGE_TODAY_SINCE), word, (long long)today->patrol,
			   today->since != NULL ? today->since : "?", rules != NULL ? rules : "?");
	else
		text_partf(&line, message(page->language, MESSAGE_TODAY), word, rules != NULL ? rules : "?");
	text_plain(page, text_parts_end(&line));
}

/* "2026-11-28: rejected by li: wrong name" */
static void decision_line(struct text_page *page, const struct report_decision *decision)
{
	TEXT_PARTS_CLEANUP struct text_parts line = text_parts_new(page, "");
	const char *colon = message(page->language, MESSAGE_COLON);
	char by[LANGUAGE_PERSON_LEN], first[LANGUAGE_PERSON_LEN];

	if (decision->date != NULL)
		text_partf(&line, "%s%s", decision->date, colon);
	text_part(&line, language_word(page->language, decision->state));
	if (decision->by != NULL && decision->seconded != NULL && decision->both != NULL)
		text_partf(&line, message(page->language, MESSAGE_DECISION_BY_ACCOUNT), language_person(page->language, decision->seconded, first),
			   language_person(page->language, decision->by, by), decision->both);
	else if (decision->by != NULL && decision->seconded != NULL)
		text_partf(&line, message(page->language, MESSAGE_DECISION_BY_TWO), language_person(page->language, decision->seconded, first),
			   language_person(page->language, decision->by, by));
	else if (decision->by != NULL)
		text_partf(&line, message(page->language, MESSAGE_DECISION_BY), language_person(page->language, decision->by, by));
	if (decision->reason != NULL && *decision->reason != '\0')
		text_partf(&line, "%s%s", colon, decision->reason);
	text_plain(page, text_parts_end(&line));
}

void text_kept_lines(struct text_page *page)
{
	char state[80];

	if (page->report->submission <= 0) {
		explain_command(page);
		return;
	}
	buf_byte(&page->out, '\n');
	if (page->report->today != NULL)
		today_line(page, page->report->today);
	for (size_t i = 0; i < page->report->num_decisions; i++)
		decision_line(page, &page->report->decisions[i]);
	snprintf(state, sizeof state, page->report->suspended != NULL ? message(page->language, MESSAGE_STATE_SUSPENDED) : "%s",
		 page->report->state != NULL ? language_word(page->language, page->report->state) : "?");
	buf_printf(&page->out, message(page->language, MESSAGE_KEPT), (long long)page->report->submission, state);
	if (page->report->pruned != NULL)
		buf_printf(&page->out, message(page->language, MESSAGE_PRUNED_ON), page->report->pruned);
	next_commands(page);
}
