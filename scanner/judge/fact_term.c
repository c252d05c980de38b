#include "judge/fact_term.h"

#include <stdlib.h>
#include <strings.h>

int fact_term_column(enum fact_table table, struct span name)
{
	const struct fact_table_info *info = fact_info(table);

	for (size_t column = 0; column < info->num_columns; column++)
		if (span_is(name, info->columns[column].name))
			return (int)column;
	return -1;
}

static bool is_text(struct span value)
{
	return *value.data == '\'';
}

static bool is_equal(struct span value, bool is_number, union fact_value of_row)
{
	if (!is_number)
		return span_is(span_slice(value, 1, value.len - 2), of_row.text);
	return strtoll((const char *)value.data, NULL, 10) == of_row.number;
}

/* True when one of the values is it; those that are not of its column's type are left to SQLite. */
static bool equals_one(const struct select_term *term, bool is_number, union fact_value of_row, bool otherwise)
{
	for (size_t i = 0; i < term->num_values; i++)
		if (is_text(term->values[i]) == is_number ? otherwise : is_equal(term->values[i], is_number, of_row))
			return true;
	return false;
}

static bool contains(const char *text, struct span part)
{
	for (; *text != '\0' || part.len == 0; text++)
		if (strncasecmp(text, (const char *)part.data, part.len) == 0)
			return true;
	return false;
}

/* A value that is there. */
static bool may_be(const struct select_term *term, bool is_number, union fact_value of_row)
{
	switch (term->test) {
	case TEST_EQUAL:
		return equals_one(term, is_number, of_row, true);
	case TEST_NOT_EQUAL:
		return !equals_one(term, is_number, of_row, false);
	case TEST_BELOW:
		return !is_number || of_row.number < term->number;
	case TEST_ABOVE:
		return !is_number || of_row.number > term->number;
	case TEST_TRUE:
		return !is_number || of_row.number != 0;
	case TEST_BEGINS:
		return is_number || strncmp(of_row.text, (const char *)term->values[0].data, term->values[0].len) == 0;
	case TEST_CONTAINS:
		return is_number || contains(of_row.text, term->values[0]);
	case TEST_NULL:
		return false;
	case TEST_NOT_NULL:
		return true;
	}
	return true;
}

bool fact_term_may_be_met(const struct select_term *term, enum fact_table table, const struct reading *facts, size_t row)
{
	bool is_number = fact_is_number(fact_info(table)->columns[term->column].type);
	union fact_value value = fact_values(facts->tables[table].row[row])[term->column];

	if (is_number ? value.number == FACT_ABSENT : value.text == NULL)
		return term->test == TEST_NULL;
	return may_be(term, is_number, value);
}
