#include "judge/catalogue_word.h"

#include <stdio.h>
#include <string.h>

#define COLUMN_MAX 64 /* bytes of a column's name */

static const struct span none = {NULL, 0};

/* Cut off where text ends with it. */
static struct span without(struct span text, const char *end)
{
	return span_ends(text, end) ? span_slice(text, 0, text.len - strlen(end)) : text;
}

static bool is_same(struct span a, struct span b)
{
	return a.len == b.len && a.len > 0 && memcmp(a.data, b.data, a.len) == 0;
}

/* The column that says the same in Chinese, or -1. */
static int chinese_of(const struct catalogue *catalogue, size_t column)
{
	struct span name = span_of_text(catalogue->columns[column]), stem = without(name, "_en");
	char chinese[COLUMN_MAX + 4];
	int found;

	if (name.len > COLUMN_MAX || span_ends(name, "_zh"))
		return -1;
	snprintf(chinese, sizeof chinese, "%.*s_zh", (int)stem.len, (const char *)stem.data);
	found = catalogue_column(catalogue, chinese);
	if (found >= 0 || stem.len == name.len)
		return found;
	chinese[stem.len] = '\0';
	return catalogue_column(catalogue, chinese);
}

static struct span in_column(const struct catalogue *catalogue, int column, int chinese, struct span english)
{
	for (size_t row = 0; row < catalogue->num_rows; row++) {
		struct span text = span_of_text(catalogue_value(catalogue, row, column));
		struct span found = span_of_text(catalogue_value(catalogue, row, chinese));

		if (found.len > 0 && is_same(text, english))
			return found;
		if (found.len > 0 && is_same(without(text, "."), english))
			return without(found, "。");
	}
	return none;
}

struct span catalogue_word(const struct rules *rules, struct span english)
{
	size_t num = rules == NULL ? 0 : rules_num_catalogues(rules);

	for (size_t i = 0; i < num; i++) {
		const struct catalogue *catalogue = rules_catalogue_at(rules, i);

		for (size_t c = 0; c < catalogue->num_columns; c++) {
			int chinese = chinese_of(catalogue, c);
			struct span found = chinese < 0 ? none : in_column(catalogue, (int)c, chinese, english);

			if (found.data != NULL)
				return found;
		}
	}
	return none;
}
