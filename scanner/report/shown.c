#include "report/shown.h"

#include "bytes/text.h"
#include "judge/catalogue_kind.h"
#include "judge/judge.h"
#include "report/translate.h"

#include <inttypes.h>
#include <string.h>

const char *shown_table(enum language language, enum fact_table table)
{
	const struct fact_table_info *info = fact_info(table);

	return language == LANGUAGE_ZH ? info->name_zh : info->name;
}

const char *shown_column(enum language language, const struct fact_column *column)
{
	return language == LANGUAGE_ZH ? column->name_zh : column->name;
}

/* The word that stands in the other list where this one stands in the first; both have as many. */
static const char *word_beside(struct arena *arena, const char *words, const char *others, const char *word)
{
	const char *chinese = NULL;

	while (words != NULL && others != NULL) {
		struct span own = text_next_word(&words, ' '), other = text_next_word(&others, ' ');

		if (own.len == strlen(word) && memcmp(own.data, word, own.len) == 0)
			chinese = arena_text(arena, other);
	}
	return chinese != NULL ? chinese : word;
}

static const char *word_of(struct arena *arena, enum language language, const struct fact_column *column, const char *word)
{
	if (language != LANGUAGE_ZH || column->type != FACT_CHOICE || word == NULL)
		return word;
	return word_beside(arena, column->words, column->words_zh, word);
}

const char *shown_word(struct arena *arena, enum language language, enum fact_table table, const char *column, const char *word)
{
	const struct fact_table_info *info = fact_info(table);
	int index = fact_column_find(info, column);

	return index < 0 ? word : word_of(arena, language, &info->columns[index], word);
}

/* As the catalogue has it: as forms name it, where the catalogue says how, else as it is. */
static const char *key_of(const struct rules *rules, const char *catalogue, const char *kind)
{
	const struct catalogue *kinds = rules_catalogue(rules, catalogue);
	const char *key;

	return kinds != NULL && catalogue_kind(kinds, kind, &key) && key != NULL ? key : kind;
}

const char *shown_kind(const struct rules *rules, enum language language, const char *catalogue, const char *kind)
{
	const char *key = rules == NULL || kind == NULL ? NULL : key_of(rules, catalogue, kind), *label;

	if (key == NULL)
		return kind;
	label = language_pick(language, rules_catalogue_value(rules, catalogue, key, "label"),
			      rules_catalogue_value(rules, catalogue, key, "label_zh"));
	return label != NULL ? label : kind;
}

/* Columns whose words are those of a catalogue, and what anomalies say. */
static const char *text_of(struct arena *arena, enum language language, const struct rules *rules, enum fact_table table, const void *row,
			   size_t column)
{
	static const struct {
		enum fact_table table;
		const char *column, *catalogue;
	} kinds[] = {{FACT_TABLE_document, "kind", "document_kinds"}, {FACT_TABLE_licence, "kind", "licence_kinds"},
		     {FACT_TABLE_sdk, "category", "sdk_categories"}};
	const struct fact_column *info = &fact_info(table)->columns[column];
	const char *text = fact_values(row)[column].text;

	if (language != LANGUAGE_ZH || text == NULL)
		return text;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (kinds[i].table == table && strcmp(kinds[i].column, info->name) == 0)
			return shown_kind(rules, language, kinds[i].catalogue, text);
	if (strcmp(info->name, "detail") == 0 && table == FACT_TABLE_anomaly)
		return translate_detail(arena, language, rules, ((const struct fact_anomaly *)row)->id, text);
	if (strcmp(info->name, "detail") == 0 && table == FACT_TABLE_signature)
		return translate_fault(arena, language, text);
	return word_of(arena, language, info, text);
}

const char *shown_value(struct arena *arena, enum language language, const struct rules *rules, enum fact_table table, const void *row,
			size_t column)
{
	const struct fact_column *info = &fact_info(table)->columns[column];
	int64_t number = fact_values(row)[column].number;

	if (!fact_is_number(info->type))
		return text_of(arena, language, rules, table, row, column);
	if (number == FACT_ABSENT)
		return NULL;
	if (info->type == FACT_BOOL)
		return message(language, number != 0 ? MESSAGE_TRUE : MESSAGE_FALSE);
	return arena_printf(arena, "%" PRId64, number);
}

/* What a phone that speaks Chinese shows of that package, else a translation into any Chinese. */
static const char *label_in_chinese(const struct reading *facts, int64_t package)
{
	const char *translated = NULL;

	for (size_t i = 0; i < reading_num(facts, label); i++) {
		const struct fact_label *row = reading_rows(facts, label)[i];

		if (row->package != package || row->component != NULL || row->locale == NULL || row->text == NULL)
			continue;
		if (row->chinese != NULL && strcmp(row->chinese, "default") != 0)
			return row->text;
		if (translated == NULL && row->configuration == NULL && strncmp(row->locale, "zh", 2) == 0)
			translated = row->text;
	}
	return translated;
}

static bool is_said(const char *text)
{
	return text != NULL && !text_is_blank(text);
}

const char *shown_name(enum language language, const struct reading *facts)
{
	const struct fact_package *package = judge_package_row(facts, judge_main_package(facts));
	const char *listing = reading_num(facts, submission) > 0 ? reading_rows(facts, submission)[0]->app_name : NULL;
	const char *chinese = language == LANGUAGE_ZH ? label_in_chinese(facts, judge_main_package(facts)) : NULL;

	if (is_said(listing))
		return listing;
	if (is_said(chinese))
		return chinese;
	return package != NULL && is_said(package->label) ? package->label : NULL;
}
