/*
 * text_sdks - the line of a report about SDKs.
 */
#include "report/shown.h"
#include "report/text_report.h"

static bool is_library(const struct fact_sdk *row)
{
	return row->category != NULL && strcmp(row->category, "library") == 0;
}

/* Several packages of a submission show the same ones. */
static bool is_first(const struct reading *facts, size_t index)
{
	struct fact_sdk **rows = reading_rows(facts, sdk);

	for (size_t i = 0; i < index; i++)
		if (strcmp(rows[i]->name, rows[index]->name) == 0)
			return false;
	return true;
}

/* Those that do something for themselves, each with what; libraries are counted. */
void text_sdks_line(struct text_page *page)
{
	const struct reading *facts = page->report->facts;
	TEXT_PARTS_CLEANUP struct text_parts parts = text_parts_new(page, " · ");
	size_t num_libraries = 0, num_named = 0;

	for (size_t i = 0; i < reading_num(facts, sdk); i++) {
		const struct fact_sdk *row = reading_rows(facts, sdk)[i];

		if (!is_first(facts, i))
			continue;
		num_libraries += is_library(row);
		if (is_library(row))
			continue;
		num_named++;
		if (row->category != NULL)
			text_partf(&parts, "%s (%s)", row->name, shown_kind(page->report->rules, page->language, "sdk_categories", row->category));
		else
			text_part(&parts, row->name);
	}
	if (num_libraries > 0)
		text_partf(&parts, message(page->language, MESSAGE_SDK_LIBRARIES), num_libraries);
	if (num_named + num_libraries > 0)
		text_line(page, MESSAGE_HEAD_FOUND_SDKS, text_parts_end(&parts));
}
