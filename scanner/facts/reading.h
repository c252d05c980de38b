/*
 * reading - all facts of one package by one generation of the readers, as vectors of rows.
 *
 * Owns its rows and their text (an arena); several hands may hold it. Also a fact_sink: rows put in are copied.
 */
#ifndef PRELIST_FACTS_READING_H
#define PRELIST_FACTS_READING_H

#include "bytes/arena.h"
#include "bytes/buf.h"
#include "bytes/error.h"
#include "facts/fact.h"

struct fact_rows {
	void **row; /* each a struct fact_<table> */
	size_t num_rows;
	size_t room;
	size_t num_in_order; /* so many were sorted, or came from where they were; holds where rows never change (fact_is_read) */
};

struct reading {
	struct fact_sink sink; /* first, so that a sink pointer is a reading pointer */
	struct arena arena;
	int readers; /* generation of the readers that made it */
	struct fact_rows tables[FACT_TABLE_COUNT];
	bool failed; /* the arena's cap or memory was reached: rows are missing */
	_Atomic unsigned holders;
	struct reading_source *sources; /* whose text rows of this one share */
};

/* An empty reading whose rows may take cap bytes. NULL when out of memory. It goes when everybody who holds it freed it. */
struct reading *reading_new(size_t cap);
void reading_free(struct reading *reading);
void reading_cleanup(struct reading **reading);
#define READING_CLEANUP __attribute__((cleanup(reading_cleanup)))

/* Copies a row in. The copy can be changed in place; its text must come from reading->arena or outlive the reading. */
__attribute__((warn_unused_result)) void *reading_add(struct reading *reading, enum fact_table table, const void *row);

/*
 * Adds all rows of another one, as those of that package. Their text is shared, and so are rows of tables that come from
 * bytes alone: the other one is held, and must not change any more. False when memory ran out.
 */
__attribute__((warn_unused_result)) bool reading_add_all(struct reading *reading, const struct reading *from, int64_t package);

/* The same with num rows of one table, from first on. False, too, when it has no such rows. */
__attribute__((warn_unused_result)) bool reading_add_some(struct reading *reading, const struct reading *from, enum fact_table table,
							    size_t first, size_t num, int64_t package);

static inline size_t reading_count(const struct reading *reading, enum fact_table table)
{
	return reading->tables[table].num_rows;
}

/* True when the rows of the table stand as reading_sort leaves them. */
bool reading_is_in_order(const struct reading *reading, enum fact_table table);

/*
 * The rows of entry of a package from the first whose path begins with prefix to the last, num of them. Of a reading whose entries are
 * not in order it is all rows: the caller compares package and path.
 */
struct fact_entry **reading_entries(const struct reading *reading, int64_t package, const char *prefix, size_t *num);

#define reading_rows(reading, table) ((struct fact_##table **)(reading)->tables[FACT_TABLE_##table].row)
#define reading_num(reading, table) ((reading)->tables[FACT_TABLE_##table].num_rows)

/* Sorts every table by all its columns and drops rows that stand twice, so that reports are byte-identical. */
void reading_sort(struct reading *reading);

/* Appends every row, but those that are for rules alone, in the wire form of stream.h. */
void reading_write(const struct reading *reading, struct buf *out);

/* Reads rows in the wire form; each is checked against fact.def. False and err (naming the row) when one is wrong. */
bool reading_parse(struct reading *reading, struct span bytes, struct error *err);

/* The same, of some tables (a bit each) alone. */
bool reading_parse_tables(struct reading *reading, struct span bytes, uint64_t tables, struct error *err);

#endif
