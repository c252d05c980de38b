/*
 * text_changes - the line of a report about what changed.
 */
#include "report/text_report.h"

struct tally {
	size_t added, removed, changed;
};

static void count_changes(const struct judgement *judgement, struct tally tally[FACT_TABLE_COUNT])
{
	for (size_t i = 0; i < judgement->num_changes; i++) {
		struct tally *of = &tally[judgement->changes[i].table];

		if (judgement->changes[i].kind == FACT_ADDED)
			of->added++;
		else if (judgement->changes[i].kind == FACT_REMOVED)
			of->removed++;
		else
			of->changed++;
	}
}

/* "+1 -2 ~3 permission", in Chinese by the table's Chinese name */
static const char *tally_text(struct text_page *page, const char *name, struct tally tally)
{
	TEXT_PARTS_CLEANUP struct text_parts text = text_parts_new(page, " ");

	if (tally.added > 0)
		text_partf(&text, "+%zu", tally.added);
	if (tally.removed > 0)
		text_partf(&text, "-%zu", tally.removed);
	if (tally.changed > 0)
		text_partf(&text, "~%zu", tally.changed);
	text_part(&text, name);
	return arena_copy(&page->arena, text_parts_end(&text));
}

static void add_table(struct text_page *page, struct text_parts *list, enum fact_table table, struct tally tally)
{
	const struct fact_table_info *info = fact_info(table);

	if (table == FACT_TABLE_package) /* what changed of one is said by the other tables, and at the head */
		tally.changed = 0;
	if (tally.added + tally.removed + tally.changed == 0)
		return;
	if (table == FACT_TABLE_entry) /* of those of either version */
		text_partf(list, message(page->language, MESSAGE_CHANGED_ENTRIES), text_count(page, tally.added + tally.removed + tally.changed),
			   text_count(page, reading_num(page->report->facts, entry) + tally.removed));
	else
		text_part(list, tally_text(page, page->language == LANGUAGE_ZH ? info->name_zh : info->name, tally));
}

void text_changes_line(struct text_page *page)
{
	const struct report *report = page->report;
	struct tally tally[FACT_TABLE_COUNT] = {0};
	TEXT_PARTS_CLEANUP struct text_parts list = text_parts_new(page, message(page->language, MESSAGE_COMMA));
	TEXT_PARTS_CLEANUP struct text_parts line = text_parts_new(page, " · ");

	if (report->previous_version == NULL)
		return;
	count_changes(report->judgement, tally);
	for (enum fact_table table = 0; table < FACT_TABLE_COUNT; table++)
		add_table(page, &list, table, tally[table]);
	if (list.text.len == 0)
		text_partf(&line, message(page->language, MESSAGE_SINCE_NOTHING), report->previous_version);
	else
		text_partf(&line, message(page->language, MESSAGE_SINCE), report->previous_version,
			   text_parts_end(&list));
	text_line(page, MESSAGE_HEAD_CHANGES, text_parts_end(&line));
}
