#include "judge/bench_table.h"

#include "bytes/buf.h"
#include "bytes/sort.h"

#include <stdlib.h>

#define SCAN_COST 1000.0
#define INDEX_COST 10.0
#define DECLARATION_MAX ((size_t)16 * 1024)

struct table {
	sqlite3_vtab base; /* first */
	struct bench_table *bench;
};

struct position {
	sqlite3_vtab_cursor base; /* first */
	struct bench_table *bench;
	size_t next, end;
	const uint32_t *order; /* NULL: rows in order */
};

static size_t num_columns(const struct bench_table *bench)
{
	return bench->info != NULL ? bench->info->num_columns : bench->text->num_columns;
}

static const char *column_name(const struct bench_table *bench, size_t column)
{
	return bench->info != NULL ? bench->info->columns[column].name : bench->text->columns[column];
}

static bool is_number(const struct bench_table *bench, size_t column)
{
	return bench->info != NULL && fact_is_number(bench->info->columns[column].type);
}

static const struct fact_rows *fact_rows(const struct bench_table *bench)
{
	return *bench->reading == NULL ? NULL : &(*bench->reading)->tables[bench->table];
}

size_t bench_table_num_rows(const struct bench_table *bench)
{
	if (bench->info == NULL)
		return bench->text->num_rows;
	return fact_rows(bench) == NULL ? 0 : fact_rows(bench)->num_rows;
}

/* Text rows have the empty text where there is nothing; rules see it as it is. */
static union fact_value value_at(const struct bench_table *bench, size_t row, size_t column)
{
	if (bench->info == NULL)
		return (union fact_value){.text = catalogue_value(bench->text, row, (int)column)};
	return fact_values(fact_rows(bench)->row[row])[column];
}

static void declare(const struct bench_table *bench, struct buf *sql)
{
	buf_text(sql, "CREATE TABLE x(");
	for (size_t i = 0; i < num_columns(bench); i++)
		buf_printf(sql, "%s\"%s\" %s", i == 0 ? "" : ", ", column_name(bench, i), is_number(bench, i) ? "INTEGER" : "TEXT");
	buf_text(sql, ")");
	buf_byte(sql, 0);
}

static int connect_table(sqlite3 *db, void *owner, int argc, const char *const *argv, sqlite3_vtab **made, char **message)
{
	BUF_CLEANUP struct buf sql = buf_new(DECLARATION_MAX);
	struct table *table = sqlite3_malloc(sizeof *table);
	int status;

	(void)argc, (void)argv, (void)message;
	if (table == NULL)
		return SQLITE_NOMEM;
	*table = (struct table){.bench = owner};
	declare(owner, &sql);
	if (table->bench->declaring != NULL)
		*table->bench->declaring = true;
	status = sql.failed ? SQLITE_NOMEM : sqlite3_declare_vtab(db, (const char *)sql.data);
	if (table->bench->declaring != NULL)
		*table->bench->declaring = false;
	if (status != SQLITE_OK) {
		sqlite3_free(table);
		return status;
	}
	*made = &table->base;
	return SQLITE_OK;
}

static int disconnect_table(sqlite3_vtab *table)
{
	sqlite3_free(table);
	return SQLITE_OK;
}

/* How much an equality on the column is worth: the package's position and words of a choice tell few rows apart. */
static int worth(const struct bench_table *bench, int column)
{
	if (bench->info != NULL && column == 0)
		return 1;
	if (bench->info != NULL && (bench->info->columns[column].type == FACT_CHOICE || bench->info->columns[column].type == FACT_BOOL))
		return 2;
	return 3;
}

static int choose_index(sqlite3_vtab *base, sqlite3_index_info *info)
{
	const struct bench_table *bench = ((struct table *)base)->bench;
	int best = -1, best_worth = 0;

	for (int i = 0; i < info->nConstraint; i++) {
		if (!info->aConstraint[i].usable || info->aConstraint[i].op != SQLITE_INDEX_CONSTRAINT_EQ ||
		    info->aConstraint[i].iColumn < 0 || strcmp(sqlite3_vtab_collation(info, i), "BINARY") != 0)
			continue;
		if (worth(bench, info->aConstraint[i].iColumn) > best_worth) {
			best = i;
			best_worth = worth(bench, info->aConstraint[i].iColumn);
		}
	}
	info->estimatedCost = SCAN_COST;
	info->estimatedRows = (sqlite3_int64)SCAN_COST;
	if (best < 0)
		return SQLITE_OK;
	info->idxNum = info->aConstraint[best].iColumn + 1;
	info->idxStr = (char *)column_name(bench, (size_t)info->aConstraint[best].iColumn); /* shown in plans, not freed */
	info->aConstraintUsage[best].argvIndex = 1;
	info->estimatedCost = INDEX_COST * (4 - best_worth);
	info->estimatedRows = (sqlite3_int64)info->estimatedCost;
	return SQLITE_OK;
}

struct order_by {
	const struct bench_table *bench;
	size_t column;
};

static int compare_values(bool number, union fact_value a, union fact_value b)
{
	if (number)
		return (a.number > b.number) - (a.number < b.number);
	if (a.text == NULL || b.text == NULL)
		return (a.text != NULL) - (b.text != NULL);
	return strcmp(a.text, b.text);
}

static int compare_rows(const void *a, const void *b, void *owner)
{
	const struct order_by *by = owner;
	int order = compare_values(is_number(by->bench, by->column), value_at(by->bench, *(const uint32_t *)a, by->column),
				   value_at(by->bench, *(const uint32_t *)b, by->column));

	return order != 0 ? order : (*(const uint32_t *)a > *(const uint32_t *)b) - (*(const uint32_t *)a < *(const uint32_t *)b);
}

static bool make_index(struct bench_table *bench, size_t column)
{
	struct bench_index *index = &bench->indexes[column];
	struct order_by by = {.bench = bench, .column = column};

	if (index->rows != NULL)
		return true;
	index->num_rows = bench_table_num_rows(bench);
	index->rows = malloc((index->num_rows + 1) * sizeof *index->rows);
	if (index->rows == NULL)
		return false;
	for (uint32_t i = 0; i < index->num_rows; i++)
		index->rows[i] = i;
	sort(index->rows, index->num_rows, sizeof *index->rows, compare_rows, &by);
	return true;
}

/* The first place in the index whose value is not below (or, after, above) the key. */
static size_t bound(const struct bench_table *bench, size_t column, union fact_value key, bool after)
{
	const struct bench_index *index = &bench->indexes[column];
	size_t low = 0, high = index->num_rows;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare_values(is_number(bench, column), value_at(bench, index->rows[middle], column), key);

		if (order < 0 || (after && order == 0))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int open_position(sqlite3_vtab *base, sqlite3_vtab_cursor **made)
{
	struct position *position = sqlite3_malloc(sizeof *position);

	if (position == NULL)
		return SQLITE_NOMEM;
	*position = (struct position){.bench = ((struct table *)base)->bench};
	*made = &position->base;
	return SQLITE_OK;
}

static int close_position(sqlite3_vtab_cursor *base)
{
	sqlite3_free(base);
	return SQLITE_OK;
}

/* A key of another type than the column's is left to SQLite, which compares every row itself. */
static bool key_of(const struct bench_table *bench, size_t column, sqlite3_value *value, union fact_value *key)
{
	int type = sqlite3_value_type(value);

	if (is_number(bench, column) ? type != SQLITE_INTEGER : type != SQLITE_TEXT)
		return false;
	if (is_number(bench, column))
		key->number = sqlite3_value_int64(value);
	else
		key->text = (const char *)sqlite3_value_text(value);
	return is_number(bench, column) || key->text != NULL;
}

static int filter(sqlite3_vtab_cursor *base, int index, const char *name, int argc, sqlite3_value **argv)
{
	struct position *position = (struct position *)base;
	size_t column = (size_t)index - 1;
	union fact_value key;

	(void)name;
	position->order = NULL;
	position->next = 0;
	position->end = bench_table_num_rows(position->bench);
	if (index == 0 || argc < 1)
		return SQLITE_OK;
	if (sqlite3_value_type(argv[0]) == SQLITE_NULL) { /* equals nothing; a scan for each would be quadratic */
		position->end = 0;
		return SQLITE_OK;
	}
	if (!key_of(position->bench, column, argv[0], &key))
		return SQLITE_OK;
	if (!make_index(position->bench, column))
		return SQLITE_NOMEM;
	position->order = position->bench->indexes[column].rows;
	position->next = bound(position->bench, column, key, false);
	position->end = bound(position->bench, column, key, true);
	return SQLITE_OK;
}

static int step(sqlite3_vtab_cursor *base)
{
	((struct position *)base)->next++;
	return SQLITE_OK;
}

static int is_at_end(sqlite3_vtab_cursor *base)
{
	const struct position *position = (struct position *)base;

	return position->next >= position->end;
}

static size_t row_of(const struct position *position)
{
	return position->order != NULL ? position->order[position->next] : position->next;
}

static int read_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int column)
{
	const struct position *position = (struct position *)base;
	union fact_value value = value_at(position->bench, row_of(position), (size_t)column);

	if (is_number(position->bench, (size_t)column)) {
		if (value.number == FACT_ABSENT)
			sqlite3_result_null(context);
		else
			sqlite3_result_int64(context, value.number);
	} else if (value.text == NULL) {
		sqlite3_result_null(context);
	} else {
		sqlite3_result_text(context, value.text, -1, SQLITE_STATIC);
	}
	return SQLITE_OK;
}

static int read_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *id)
{
	*id = (sqlite3_int64)row_of((const struct position *)base);
	return SQLITE_OK;
}

/* Without xCreate a table is there by its module's name alone. */
static const sqlite3_module module = {
	.xConnect = connect_table, .xBestIndex = choose_index, .xDisconnect = disconnect_table, .xOpen = open_position,
	.xClose = close_position, .xFilter = filter, .xNext = step, .xEof = is_at_end, .xColumn = read_column, .xRowid = read_rowid,
};

bool bench_table_register(sqlite3 *db, struct bench_table *table, struct error *err)
{
	if (num_columns(table) > BENCH_COLUMNS_MAX)
		return error_set(err, ERROR_RULES, "the table %s has more than %d columns", table->name, BENCH_COLUMNS_MAX);
	if (sqlite3_create_module_v2(db, table->name, &module, table, NULL) != SQLITE_OK)
		return error_set(err, ERROR_INTERNAL, "the table %s cannot be made: %s", table->name, sqlite3_errmsg(db));
	return true;
}

void bench_table_reset(struct bench_table *table)
{
	for (size_t i = 0; i < BENCH_COLUMNS_MAX; i++) {
		free(table->indexes[i].rows);
		table->indexes[i] = (struct bench_index){0};
	}
}
