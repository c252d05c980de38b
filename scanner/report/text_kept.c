/*
 * text_kept - the last lines of a report: what became of it, and what to ask next.
 */
#include "report/text_report.h"

#include "bytes/text.h"

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

void text_kept_lines(struct text_page *page)
{
	if (page->report->submission <= 0) {
		explain_command(page);
		return;
	}
	buf_byte(&page->out, '\n');
	buf_printf(&page->out, message(page->language, MESSAGE_KEPT), (long long)page->report->submission,
		   page->report->state != NULL ? language_word(page->language, page->report->state) : "?");
	if (page->report->pruned != NULL)
		buf_printf(&page->out, message(page->language, MESSAGE_PRUNED_ON), page->report->pruned);
	next_commands(page);
}
