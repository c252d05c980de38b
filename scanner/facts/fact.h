/*
 * fact - rows of typed tables, from fact.def.
 *
 * A row is a struct fact_<table>: int64_t package, const char *path, then the columns. Every field is one
 * union fact_value, so that code for all tables walks a row by the column list. Text is NULL where there is no
 * value; numbers (INT, and BOOL as 0 and 1) are FACT_ABSENT. Start every row from fact_<table>_row().
 */
#ifndef PRELIST_FACTS_FACT_H
#define PRELIST_FACTS_FACT_H

#include "bytes/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FACT_ABSENT INT64_MIN
#define FACT_COLUMNS_MAX 64 /* of a table */

enum fact_type { FACT_TEXT, FACT_INT, FACT_BOOL, FACT_TIME, FACT_HASH, FACT_HEX, FACT_CHOICE };
enum fact_origin { FACT_BYTES, FACT_JOINT, FACT_DERIVED, FACT_MIXED, FACT_FORM, FACT_BENCH };

union fact_value {
	const char *text;
	int64_t number;
};
_Static_assert(sizeof(union fact_value) == 8, "a row is walked in steps of eight bytes");

typedef const char *fact_text_field; /* how a column of each type stands in a struct */
typedef int64_t fact_number_field;
#define FACT_FIELD_TEXT fact_text_field
#define FACT_FIELD_INT fact_number_field
#define FACT_FIELD_BOOL fact_number_field
#define FACT_FIELD_TIME fact_text_field
#define FACT_FIELD_HASH fact_text_field
#define FACT_FIELD_HEX fact_text_field

enum fact_table {
#define FACT(table, since, origin, name_zh, doc) FACT_TABLE_##table,
#define COLUMN(type, name, name_zh, key, max, doc)
#define CHOICE(name, name_zh, key, words, words_zh, doc)
#define END(table)
#include "facts/fact.def"
#undef FACT
#undef COLUMN
#undef CHOICE
#undef END
	FACT_TABLE_COUNT
};

#define FACT(table, since, origin, name_zh, doc) struct fact_##table { int64_t package; const char *path;
#define COLUMN(type, name, name_zh, key, max, doc) FACT_FIELD_##type name;
#define CHOICE(name, name_zh, key, words, words_zh, doc) const char *name;
#define END(table) };
#include "facts/fact.def"
#undef FACT
#undef COLUMN
#undef CHOICE
#undef END

struct fact_column {
	const char *name, *name_zh;
	struct span quoted; /* the name between quotes */
	enum fact_type type;
	bool is_key;
	bool is_needed;	   /* text that no row may lack */
	uint32_t max;	   /* greatest length of text */
	const char *words, *words_zh; /* of a CHOICE, space-separated, in the same order */
	const char *doc;
};

struct fact_table_info {
	const char *name, *name_zh;
	int since;
	enum fact_origin origin;
	const struct fact_column *columns; /* package and path first */
	size_t num_columns;
	const char *doc;
};

/*
 * The form in which readings are kept: what tables and columns there are, as a number that archives have. Until the first release
 * fact.def may change, and this with it (tests/unit/facts_test.c says how); what a release has kept is read by all later ones.
 */
#define FACT_KEPT_FORM 386857184u

/* The generation of these readers; `since` in fact.def refers to it. */
#define FACT_READERS 1

const struct fact_table_info *fact_info(enum fact_table table);

/* A set of tables is the bits of one number. */
#define FACT_BIT(table) ((uint64_t)1 << FACT_TABLE_##table)
_Static_assert(FACT_TABLE_COUNT <= 64, "each table has a bit of its own");

static inline bool fact_is_in(uint64_t tables, enum fact_table table)
{
	return (tables >> table & 1) != 0;
}

/* The generation of readers from which on all of them are filled; 0 of none. */
int fact_since(uint64_t tables);

/* -1 when there is none of that name. */
int fact_table_find(const char *name);
int fact_column_find(const struct fact_table_info *info, const char *name);

/* Bytes alone make its rows. */
static inline bool fact_is_read(enum fact_origin origin)
{
	return origin == FACT_BYTES || origin == FACT_JOINT;
}

/* It is printed and compared. */
static inline bool fact_is_shown(enum fact_origin origin)
{
	return origin != FACT_JOINT && origin != FACT_BENCH;
}

static inline bool fact_is_number(enum fact_type type)
{
	return type == FACT_INT || type == FACT_BOOL;
}

/* A row of any table as its values, in column order. */
static inline const union fact_value *fact_values(const void *row)
{
	return row;
}

/* Fills a row of any table with absent values. */
void fact_clear(enum fact_table table, void *row);

/* Order of two values of a column: numbers, or texts by their bytes; absent first. */
int fact_compare_values(bool is_number, union fact_value a, union fact_value b);

/* Order of two rows of a table: by every column. */
int fact_compare(enum fact_table table, const void *a, const void *b);

/* Why the row may not be (a wrong type, length, character or word, a name that is missing); NULL when it may. */
const char *fact_fault(enum fact_table table, const void *row);

/* The first column with a fault, and which that is; NULL when there is none. */
const struct fact_column *fact_faulty(enum fact_table table, const void *row, const char **fault);

/*
 * Where readers hand rows. The row and its text are the caller's and are copied or written before it returns.
 * Any thread may call it. False: it cannot take any more, stop reading.
 */
struct fact_sink {
	bool (*take)(struct fact_sink *sink, enum fact_table table, const void *row);
};

#define FACT(table, since, origin, name_zh, doc)                                                                       \
	static inline struct fact_##table fact_##table##_row(void)                                                     \
	{                                                                                                              \
		struct fact_##table row;                                                                               \
		fact_clear(FACT_TABLE_##table, &row);                                                                  \
		return row;                                                                                            \
	}                                                                                                              \
	static inline bool fact_##table##_emit(struct fact_sink *sink, const struct fact_##table *row)                 \
	{                                                                                                              \
		return sink->take(sink, FACT_TABLE_##table, row);                                                      \
	}
#define COLUMN(type, name, name_zh, key, max, doc)
#define CHOICE(name, name_zh, key, words, words_zh, doc)
#define END(table)
#include "facts/fact.def"
#undef FACT
#undef COLUMN
#undef CHOICE
#undef END

#endif
