#include "judge/fact_term.h"

#include <stdlib.h>

#define ROWS_MAX 1000 /* are looked at for one term */

/* A value against one of a fact; what is not of its column's type is left to SQLite. */
static bool may_equal(struct span value, bool is_number, union fact_value of_row)
{
	bool is_text = *value.data == '\'';

	if (is_text == is_number)
		return true;
	if (is_text)
		return of_row.text != NULL && span_is(span_slice(value, 1, value.len - 2), of_row.text);
	return strtoll((const char *)value.data, NULL, 10) == of_row.number;
}

static bool may_meet(const struct select_term *term, bool is_number, union fact_value of_row)
{
	bool is_there = is_number ? of_row.number != FACT_ABSENT : of_row.text != NULL;

	if (term->kind == TERM_NOT_NULL)
		return is_there;
	if (term->kind == TERM_TRUE)
		return !is_number || (is_there && of_row.number != 0);
	for (size_t i = 0; i < term->num_values; i++)
		if (may_equal(term->values[i], is_number, of_row))
			return true;
	return false;
}

bool fact_term_may_be_met(const struct select_term *term, enum fact_table table, const struct reading *facts)
{
	const struct fact_table_info *info = fact_info(table);
	const struct fact_rows *rows;
	size_t column = 0;

	while (column < info->num_columns && !span_is(term->column, info->columns[column].name))
		column++;
	if (column == info->num_columns || facts == NULL || reading_count(facts, table) > ROWS_MAX)
		return true;
	rows = &facts->tables[table];
	for (size_t i = 0; i < rows->num_rows; i++)
		if (may_meet(term, fact_is_number(info->columns[column].type), fact_values(rows->row[i])[column]))
			return true;
	return false;
}
