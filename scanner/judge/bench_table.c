#include "judge/bench_table.h"

#include "bytes/buf.h"
#include "bytes/sort.h"

#include <stdlib.h>

#define SCAN_COST 1000.0
#define INDEX_COST 10.0
#define FEW_ROWS 64 /* are looked through rather than sorted by further columns */
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

/* Columns that equal a value each, the first of which tells rows apart best; of some, nothing equals nothing (IS). */
struct keys {
	uint8_t columns[BENCH_KEYS_MAX];
	bool is[BENCH_KEYS_MAX];
	size_t num;
};

#define KEY_BITS 8
#define KEY_IS 0x80 /* a column's number is below */

/* In the number by which SQLite hands the choice on, from the lowest bits on. */
static int number_of(const struct keys *keys)
{
	uint32_t number = 0;

	for (size_t i = 0; i < keys->num; i++)
		number |= (uint32_t)(keys->columns[i] + 1 + (keys->is[i] ? KEY_IS : 0)) << (KEY_BITS * i);
	return (int)number;
}

static struct keys keys_of(int index)
{
	struct keys keys = {.num = 0};

	for (uint32_t number = (uint32_t)index; number != 0; number >>= KEY_BITS) {
		keys.columns[keys.num] = (uint8_t)((number & (KEY_IS - 1)) - 1);
		keys.is[keys.num++] = (number & KEY_IS) != 0;
	}
	return keys;
}

/* May be a key: 1 for an equality, 2 for one of nothing with nothing; 0: neither. */
static int key_kind(sqlite3_index_info *info, int i)
{
	const struct sqlite3_index_constraint *constraint = &info->aConstraint[i];

	if (!constraint->usable || constraint->iColumn < 0 ||
	    strcmp(sqlite3_vtab_collation(info, i), "BINARY") != 0)
		return 0;
	if (constraint->op == SQLITE_INDEX_CONSTRAINT_EQ)
		return 1;
	return constraint->op == SQLITE_INDEX_CONSTRAINT_IS || constraint->op == SQLITE_INDEX_CONSTRAINT_ISNULL ? 2 : 0;
}

static bool has_column(const struct keys *keys, int column)
{
	for (size_t i = 0; i < keys->num; i++)
		if (keys->columns[i] == column)
			return true;
	return false;
}

static void add_key(struct keys *keys, sqlite3_index_info *info, int i)
{
	if (keys->num == BENCH_KEYS_MAX || has_column(keys, info->aConstraint[i].iColumn))
		return;
	keys->columns[keys->num] = (uint8_t)info->aConstraint[i].iColumn;
	keys->is[keys->num++] = key_kind(info, i) == 2;
	info->aConstraintUsage[i].argvIndex = (int)keys->num;
}

/* Those beside the best, those first that tell more rows apart. Of a choice from several values SQLite would ask for one after the other. */
static void add_keys(const struct bench_table *bench, struct keys *keys, sqlite3_index_info *info)
{
	for (int least = 3; least > 0; least--)
		for (int i = 0; i < info->nConstraint; i++)
			if (key_kind(info, i) > 0 && worth(bench, info->aConstraint[i].iColumn) == least && !sqlite3_vtab_in(info, i, -1))
				add_key(keys, info, i);
}

static int choose_index(sqlite3_vtab *base, sqlite3_index_info *info)
{
	const struct bench_table *bench = ((struct table *)base)->bench;
	struct keys keys = {.num = 0};
	int best = -1, best_worth = 0;

	for (int i = 0; i < info->nConstraint; i++) {
		if (key_kind(info, i) == 1 && worth(bench, info->aConstraint[i].iColumn) > best_worth) {
			best = i;
			best_worth = worth(bench, info->aConstraint[i].iColumn);
		}
	}
	info->estimatedCost = SCAN_COST;
	info->estimatedRows = (sqlite3_int64)SCAN_COST;
	if (best < 0)
		return SQLITE_OK;
	add_key(&keys, info, best);
	add_keys(bench, &keys, info);
	info->idxNum = number_of(&keys);
	info->idxStr = (char *)column_name(bench, (size_t)info->aConstraint[best].iColumn); /* shown in plans, not freed */
	info->estimatedCost = INDEX_COST * (4 - best_worth);
	info->estimatedRows = (sqlite3_int64)info->estimatedCost;
	return SQLITE_OK;
}

struct order_by {
	const struct bench_table *bench;
	const struct bench_index *index;
};

static int compare_rows(const void *a, const void *b, void *owner)
{
	const struct order_by *by = owner;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	int order = 0;

	for (size_t i = 0; order == 0 && i < by->index->num_columns; i++) {
		size_t column = by->index->columns[i];

		order = fact_compare_values(is_number(by->bench, column), value_at(by->bench, x, column), value_at(by->bench, y, column));
	}
	return order != 0 ? order : (x > y) - (x < y);
}

static bool sort_index(const struct bench_table *bench, struct bench_index *index)
{
	struct order_by by = {.bench = bench, .index = index};

	index->num_rows = bench_table_num_rows(bench);
	index->rows = malloc((index->num_rows + 1) * sizeof *index->rows);
	if (index->rows == NULL)
		return false;
	for (uint32_t i = 0; i < index->num_rows; i++)
		index->rows[i] = i;
	sort(index->rows, index->num_rows, sizeof *index->rows, compare_rows, &by);
	return true;
}

static const struct bench_index *find_index(const struct bench_table *bench, const struct keys *keys, size_t num)
{
	for (size_t i = 0; i < bench->num_indexes; i++)
		if (bench->indexes[i].num_columns == num && memcmp(bench->indexes[i].columns, keys->columns, num) == 0)
			return &bench->indexes[i];
	return NULL;
}

/* Over the first num keys. NULL when memory ran out. */
static const struct bench_index *make_index(struct bench_table *bench, const struct keys *keys, size_t num)
{
	const struct bench_index *found = find_index(bench, keys, num);
	struct bench_index *grown, made = {.num_columns = num};

	if (found != NULL)
		return found;
	memcpy(made.columns, keys->columns, num);
	if (!sort_index(bench, &made))
		return NULL;
	grown = realloc(bench->indexes, (bench->num_indexes + 1) * sizeof *grown);
	if (grown == NULL) {
		free(made.rows);
		return NULL;
	}
	bench->indexes = grown;
	bench->indexes[bench->num_indexes] = made;
	return &bench->indexes[bench->num_indexes++];
}

static int compare_with(const struct bench_table *bench, const struct bench_index *index, size_t row, const union fact_value *values)
{
	int order = 0;

	for (size_t i = 0; order == 0 && i < index->num_columns; i++)
		order = fact_compare_values(is_number(bench, index->columns[i]), value_at(bench, row, index->columns[i]), values[i]);
	return order;
}

/* The first place in the index whose values are not below (or, after, above) these. */
static size_t bound(const struct bench_table *bench, const struct bench_index *index, const union fact_value *values, bool after)
{
	size_t low = 0, high = index->num_rows;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare_with(bench, index, index->rows[middle], values);

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

/* A value of another type than the column's is left to SQLite, which compares every row itself. */
static bool value_of(const struct bench_table *bench, size_t column, sqlite3_value *given, union fact_value *value)
{
	int type = sqlite3_value_type(given);

	if (is_number(bench, column))
		value->number = type == SQLITE_NULL ? FACT_ABSENT : sqlite3_value_int64(given);
	else
		value->text = type == SQLITE_NULL ? NULL : (const char *)sqlite3_value_text(given);
	return type == SQLITE_NULL || (is_number(bench, column) ? type == SQLITE_INTEGER : type == SQLITE_TEXT && value->text != NULL);
}

/* False when memory ran out. */
static bool narrow(struct position *position, const struct keys *keys, size_t num, const union fact_value *values)
{
	const struct bench_index *index = make_index(position->bench, keys, num);

	if (index == NULL)
		return false;
	position->order = index->rows;
	position->next = bound(position->bench, index, values, false);
	position->end = bound(position->bench, index, values, true);
	return true;
}

static int filter(sqlite3_vtab_cursor *base, int number, const char *name, int argc, sqlite3_value **argv)
{
	struct position *position = (struct position *)base;
	const struct keys keys = keys_of(number);
	union fact_value values[BENCH_KEYS_MAX];
	size_t num = 0;

	(void)name;
	position->order = NULL;
	position->next = 0;
	position->end = bench_table_num_rows(position->bench);
	for (size_t i = 0; i < keys.num && i < (size_t)argc; i++)
		if (!keys.is[i] && sqlite3_value_type(argv[i]) == SQLITE_NULL) { /* equals nothing; a scan for each would be quadratic */
			position->end = 0;
			return SQLITE_OK;
		}
	while (num < keys.num && num < (size_t)argc && value_of(position->bench, keys.columns[num], argv[num], &values[num]))
		num++;
	if (num > 0 && !narrow(position, &keys, 1, values))
		return SQLITE_NOMEM;
	if (num > 1 && position->end - position->next > FEW_ROWS && !narrow(position, &keys, num, values))
		return SQLITE_NOMEM;
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
	for (size_t i = 0; i < table->num_indexes; i++)
		free(table->indexes[i].rows);
	free(table->indexes);
	table->indexes = NULL;
	table->num_indexes = 0;
}
