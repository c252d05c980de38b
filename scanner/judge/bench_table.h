/*
 * bench_table - the tables that rules see, each a virtual table of SQLite over rows in memory: nothing is created at
 * start and nothing is copied when a reading is judged.
 *
 * A table is either a table of facts over a reading that changes from judgement to judgement, or rows of text
 * (catalogues, run, policy, blacklist). Equality on any column is answered from an index that is made when it is first
 * wanted, and on several from one over all of them where one alone leaves many rows, so that joins stay linear, whatever
 * the rows have in common.
 */
#ifndef PRELIST_JUDGE_BENCH_TABLE_H
#define PRELIST_JUDGE_BENCH_TABLE_H

#include "facts/reading.h"
#include "judge/catalogue.h"

#include <sqlite3.h>

#define BENCH_COLUMNS_MAX 64
#define BENCH_KEYS_MAX 4

/* The rows sorted by the values of these columns. */
struct bench_index {
	uint8_t columns[BENCH_KEYS_MAX];
	size_t num_columns;
	uint32_t *rows;
	size_t num_rows;
};

struct bench_table {
	char name[64];
	const struct fact_table_info *info; /* of a table of facts; NULL for text */
	enum fact_table table;
	const struct reading *const *reading; /* where the reading at hand stands; *reading NULL: no rows */
	const struct catalogue *text;	      /* otherwise */
	bool *declaring; /* set while SQLite is told the columns, which it takes for a write; NULL: nobody asks */
	struct bench_index *indexes;
	size_t num_indexes;
};

/* Makes table, which must stay, known to db by its name. False and err when SQLite refuses. */
bool bench_table_register(sqlite3 *db, struct bench_table *table, struct error *err);

/* Rows that it shows at present. */
size_t bench_table_num_rows(const struct bench_table *table);

/* Forgets the indexes: before another reading is judged, and at the end. */
void bench_table_reset(struct bench_table *table);

#endif
