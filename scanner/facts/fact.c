#include "facts/fact.h"

#include "bytes/date.h"
#include "bytes/text.h"

#define QUOTED(name) {(const uint8_t *)"\"" name "\"", sizeof name + 1}
#define KEY true, false
#define NAME true, true
#define VALUE false, false
#define NEEDED false, true
#define FACT(table, since, origin, name_zh, doc)                                                                       \
	static const struct fact_column columns_##table[] = {                                                          \
		{"package", "安装包序号", QUOTED("package"), FACT_INT, KEY, 0, NULL, NULL, "position in the submission"},                                     \
		{"path", "路径", QUOTED("path"), FACT_TEXT, KEY, 65536 * 4, NULL, NULL, "where it was read"},
#define COLUMN(type, name, name_zh, key, max, doc) {#name, name_zh, QUOTED(#name), FACT_##type, key, max, NULL, NULL, doc},
#define CHOICE(name, name_zh, key, words, words_zh, doc) {#name, name_zh, QUOTED(#name), FACT_CHOICE, key, 64, words, words_zh, doc},
#define END(table)                                                                                                     \
	}                                                                                                              \
	;                                                                                                              \
	_Static_assert(sizeof(struct fact_##table) ==                                                                  \
			       sizeof columns_##table / sizeof columns_##table[0] * sizeof(union fact_value),          \
		       "a row is its columns and nothing else");                                                       \
	_Static_assert(sizeof columns_##table / sizeof columns_##table[0] <= FACT_COLUMNS_MAX, "a table has too many columns");
#include "facts/fact.def"
#undef FACT
#undef COLUMN
#undef CHOICE
#undef END

static const struct fact_table_info infos[FACT_TABLE_COUNT] = {
#define FACT(table, since, origin, name_zh, doc)                                                                       \
	{#table, name_zh, since, FACT_##origin, columns_##table, sizeof columns_##table / sizeof columns_##table[0], doc},
#define COLUMN(type, name, name_zh, key, max, doc)
#define CHOICE(name, name_zh, key, words, words_zh, doc)
#define END(table)
#include "facts/fact.def"
#undef FACT
#undef COLUMN
#undef CHOICE
#undef END
};

const struct fact_table_info *fact_info(enum fact_table table)
{
	return &infos[table];
}

int fact_since(uint64_t tables)
{
	int since = 0;

	for (enum fact_table table = 0; table < FACT_TABLE_COUNT; table++)
		if (fact_is_in(tables, table) && fact_info(table)->since > since)
			since = fact_info(table)->since;
	return since;
}

int fact_table_find(const char *name)
{
	for (int i = 0; i < FACT_TABLE_COUNT; i++)
		if (strcmp(infos[i].name, name) == 0)
			return i;
	return -1;
}

int fact_column_find(const struct fact_table_info *info, const char *name)
{
	for (size_t i = 0; i < info->num_columns; i++)
		if (strcmp(info->columns[i].name, name) == 0)
			return (int)i;
	return -1;
}

void fact_clear(enum fact_table table, void *row)
{
	const struct fact_table_info *info = fact_info(table);
	union fact_value *values = row;

	for (size_t i = 0; i < info->num_columns; i++) {
		if (fact_is_number(info->columns[i].type))
			values[i].number = FACT_ABSENT;
		else
			values[i].text = NULL;
	}
}

int fact_compare_values(bool is_number, union fact_value a, union fact_value b)
{
	if (is_number)
		return (a.number > b.number) - (a.number < b.number);
	if (a.text == b.text)
		return 0;
	if (a.text == NULL || b.text == NULL)
		return (a.text != NULL) - (b.text != NULL);
	return strcmp(a.text, b.text);
}

int fact_compare(enum fact_table table, const void *a, const void *b)
{
	const struct fact_table_info *info = fact_info(table);
	const union fact_value *left = a, *right = b;

	for (size_t i = 0; i < info->num_columns; i++) {
		int order = fact_compare_values(fact_is_number(info->columns[i].type), left[i], right[i]);

		if (order != 0)
			return order;
	}
	return 0;
}

static bool is_word(const char *words, const char *text)
{
	size_t len = strlen(text);

	for (const char *at = strstr(words, text); at != NULL && len > 0; at = strstr(at + 1, text))
		if ((at == words || at[-1] == ' ') && (at[len] == ' ' || at[len] == '\0'))
			return true;
	return false;
}

static bool is_hex(const char *text, size_t len)
{
	return len % 2 == 0 && strspn(text, "0123456789abcdef") == len;
}

static const char *text_fault(const struct fact_column *column, const char *text)
{
	size_t len = strlen(text);
	int64_t seconds;

	if (len > column->max)
		return "is too long";
	switch (column->type) {
	case FACT_HASH:
	case FACT_HEX:
		return is_hex(text, len) ? NULL : "is not hex";
	case FACT_TIME:
		return time_parse(text, &seconds) ? NULL : "is not a time";
	case FACT_CHOICE:
		return is_word(column->words, text) ? NULL : "is not one of its words";
	default:
		return text_is_utf8(span_of(text, len)) ? NULL : "is not UTF-8";
	}
}

static const char *column_fault(const struct fact_column *column, const union fact_value *value)
{
	if (column->type == FACT_BOOL && value->number != FACT_ABSENT && (uint64_t)value->number > 1)
		return "is not a truth value";
	if (column->is_needed && value->text == NULL)
		return "lacks what names it";
	return fact_is_number(column->type) || value->text == NULL ? NULL : text_fault(column, value->text);
}

const struct fact_column *fact_faulty(enum fact_table table, const void *row, const char **fault)
{
	const struct fact_table_info *info = fact_info(table);

	for (size_t i = 0; i < info->num_columns; i++)
		if ((*fault = column_fault(&info->columns[i], &fact_values(row)[i])) != NULL)
			return &info->columns[i];
	return NULL;
}

const char *fact_fault(enum fact_table table, const void *row)
{
	const char *fault = NULL;

	fact_faulty(table, row, &fault);
	return fault;
}
