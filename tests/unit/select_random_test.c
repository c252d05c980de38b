#include "harness.h"

#include "bytes/buf.h"
#include "judge/select_rows.h"

#include <sqlite3.h>
#include <stdlib.h>

#define TABLES 4
#define ROWS_MAX 2
#define QUERIES 15000
#define QUERIES_OF_ROWS 50 /* on the same rows */
#define DEPTH_MAX 3
#define NAMES_MAX 16

/* A value as SQL writes it: NULL, digits or a text in quotes. */
struct row {
	const char *values[3];
};

struct world {
	sqlite3 *db;
	struct row rows[TABLES][ROWS_MAX];
	int num_rows[TABLES];
	struct buf sql;
	int depth, next_name;
};

/* The names that an expression may use. */
struct names {
	const char *of[NAMES_MAX];
	int num;
};

static const char *const columns[] = {"k", "s", "b"};

static int any(int num)
{
	return rand() % num;
}

static const char *one_of(const char *const *words, int num)
{
	return words[any(num)];
}

#define SAY(world, ...) buf_printf(&(world)->sql, __VA_ARGS__)
#define ONE_OF(...) one_of((const char *const[]){__VA_ARGS__}, (int)(sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *)))

static void say_select(struct world *world, const struct names *outer);
static void say_terms(struct world *world, const struct names *names, int most);

static void say_column(struct world *world, const struct names *names)
{
	if (names->num > 0 && any(3) > 0)
		SAY(world, "%s.", names->of[any(names->num)]);
	SAY(world, "%s", one_of(columns, 3));
}

static const char *literal(void)
{
	return ONE_OF("'a'", "'b'", "''", "'it''s'", "0", "1", "2", "1.5");
}

static void say_inner(struct world *world, const char *before, const struct names *outer, const char *after)
{
	SAY(world, "%s(", before);
	if (world->depth < DEPTH_MAX)
		say_select(world, outer);
	else
		SAY(world, "SELECT 1");
	SAY(world, ")%s", after);
}

static void say_list(struct world *world)
{
	SAY(world, "%s IN (%s", ONE_OF("", "", " NOT"), literal());
	for (int i = any(3); i > 0; i--)
		SAY(world, ", %s", literal());
	SAY(world, ")");
}

/* What begins with a column. */
static void say_comparison(struct world *world, const struct names *names)
{
	say_column(world, names);
	switch (any(10)) {
	case 8:
		SAY(world, " %s", ONE_OF("LIKE '%a%'", "LIKE '%A%'", "LIKE 'a%'", "GLOB 'a*'", "glob 'b*'", "GLOB '*'", "NOT GLOB 'a*'", "GLOB '[ab]*'"));
		break;
	case 9:
		SAY(world, "%s BETWEEN %s AND %s", ONE_OF("", " NOT"), literal(), literal());
		break;
	case 0:
		say_list(world);
		break;
	case 1:
		SAY(world, "%s", ONE_OF(" IS NOT NULL", " IS NULL", "", " ISNULL"));
		break;
	case 2:
		SAY(world, " %s %s", ONE_OF("=", "==", "<", ">", "<=", ">=", "<>", "!=", "|| 'a' =", "IS"), literal());
		break;
	case 3:
		SAY(world, " = %s%s", literal(), ONE_OF(" COLLATE NOCASE", " = 1", " || 'a'", " + 1"));
		break;
	case 4:
		SAY(world, " = ");
		say_column(world, names);
		break;
	case 5:
		SAY(world, " BETWEEN 0 AND ");
		say_terms(world, names, 1);
		break;
	default:
		SAY(world, " = %s", literal());
	}
}

static void say_term(struct world *world, const struct names *names)
{
	switch (any(10)) {
	case 4:
		SAY(world, "(");
		say_terms(world, names, 3);
		SAY(world, ")%s", ONE_OF("", "", "", " = 0"));
		break;
	case 0:
		say_inner(world, ONE_OF("EXISTS ", "exists", "NOT EXISTS "), names, ONE_OF("", "", "", " = 0"));
		break;
	case 1:
		SAY(world, "NOT ");
		say_comparison(world, names);
		break;
	case 2:
		SAY(world, "(");
		say_terms(world, names, 2);
		SAY(world, ")");
		break;
	case 3:
		SAY(world, "CASE WHEN ");
		say_terms(world, names, 2);
		SAY(world, " THEN 1 ELSE %s END", literal());
		break;
	default:
		say_comparison(world, names);
	}
}

static void say_terms(struct world *world, const struct names *names, int most)
{
	say_term(world, names);
	while (any(3) > 0 && most-- > 1) {
		SAY(world, " %s ", ONE_OF("AND", "and", "AND", "OR"));
		say_term(world, names);
	}
}

static void say_table(struct world *world, struct names *names)
{
	static const char *const aliases[] = {"q", "r", "u", "v", "w", "x", "y"};
	const char *name = aliases[world->next_name++ % 7];

	if (any(4) > 0)
		SAY(world, "t%d%s%s", any(TABLES), ONE_OF(" ", " AS "), name);
	else
		say_inner(world, "", &(struct names){.num = 0}, ONE_OF(" ", " AS "));
	if (world->sql.data[world->sql.len - 1] == ' ')
		SAY(world, "%s", name);
	names->of[names->num++] = name;
}

static void say_from(struct world *world, struct names *names)
{
	SAY(world, " FROM ");
	say_table(world, names);
	for (int i = any(3); i > 0; i--) {
		SAY(world, "%s", ONE_OF(", ", " JOIN ", " CROSS JOIN ", " LEFT JOIN ", " JOIN ", " FULL JOIN "));
		say_table(world, names);
		if (any(3) > 0) {
			SAY(world, " ON ");
			say_terms(world, names, 2);
		}
	}
}

static void say_select(struct world *world, const struct names *outer)
{
	struct names names = {.num = 0};

	world->depth++;
	if (any(16) == 0) {
		SAY(world, "WITH t%d%s AS %s", any(TABLES), ONE_OF("", "", "", " (k, s, b)"), ONE_OF("", "MATERIALIZED "));
		say_inner(world, "", &(struct names){.num = 0}, " ");
	}
	SAY(world, "SELECT %s", ONE_OF("k, s, b", "1 AS k, 'a' AS s, 2 AS b", "DISTINCT 1 AS k, s, 0 AS b", "1", "count(*) AS k, s, 1 AS b"));
	if (any(12) > 0)
		say_from(world, &names);
	for (int i = 0; i < outer->num && names.num < NAMES_MAX - 4; i++)
		names.of[names.num++] = outer->of[i];
	if (any(4) > 0) {
		SAY(world, " WHERE ");
		say_terms(world, &names, 4);
	}
	SAY(world, "%s", ONE_OF("", "", "", " GROUP BY 1", " HAVING 1", " LIMIT 2"));
	if (any(6) == 0) {
		SAY(world, "%s", ONE_OF(" UNION ", " UNION ALL ", " EXCEPT ", " INTERSECT "));
		say_select(world, outer);
	}
	world->depth--;
}

static void make_tables(struct world *world)
{
	CHECK(sqlite3_open(":memory:", &world->db) == SQLITE_OK);
	for (int table = 0; table < TABLES; table++) {
		char sql[64];

		snprintf(sql, sizeof sql, "CREATE TABLE t%d (k INTEGER, s TEXT, b INTEGER)", table);
		CHECK(sqlite3_exec(world->db, sql, NULL, NULL, NULL) == SQLITE_OK);
	}
}

static void make_rows(struct world *world)
{
	for (int table = 0; table < TABLES; table++) {
		world->num_rows[table] = any(ROWS_MAX + 1);
		world->sql.len = 0;
		SAY(world, "DELETE FROM t%d;", table);
		for (int i = 0; i < world->num_rows[table]; i++) {
			struct row *row = &world->rows[table][i];

			*row = (struct row){{ONE_OF("NULL", "0", "1", "2"), ONE_OF("NULL", "''", "'a'", "'b'"), ONE_OF("NULL", "0", "1")}};
			SAY(world, "INSERT INTO t%d VALUES (%s, %s, %s);", table, row->values[0], row->values[1], row->values[2]);
		}
		buf_byte(&world->sql, 0);
		CHECK(sqlite3_exec(world->db, (const char *)world->sql.data, NULL, NULL, NULL) == SQLITE_OK);
	}
}

static int table_of(const void *owner, struct span name)
{
	(void)owner;
	return name.len == 2 && name.data[0] == 't' ? name.data[1] - '0' : -1;
}

static int column_of(const void *owner, int table, struct span name)
{
	(void)owner, (void)table;
	for (int column = 0; column < 3; column++)
		if (span_is(name, columns[column]))
			return column;
	return -1;
}

static size_t num_rows(const void *owner, int table)
{
	return (size_t)((const struct world *)owner)->num_rows[table];
}

static bool is_one_of(const struct select_term *term, const char *value, bool is_text, bool otherwise)
{
	for (size_t i = 0; i < term->num_values; i++)
		if ((*term->values[i].data == '\'') != is_text ? otherwise : span_is(term->values[i], value))
			return true;
	return false;
}

static bool may_meet(const void *owner, const struct select_term *term, size_t row)
{
	const char *value = ((const struct world *)owner)->rows[term->table][row].values[term->column];
	bool is_text = term->column == 1, is_null = strcmp(value, "NULL") == 0;

	if (is_null || term->test == TEST_NULL || term->test == TEST_NOT_NULL)
		return is_null == (term->test == TEST_NULL);
	switch (term->test) {
	case TEST_EQUAL:
		return is_one_of(term, value, is_text, true);
	case TEST_NOT_EQUAL:
		return !is_one_of(term, value, is_text, false);
	case TEST_BELOW:
		return is_text || atoi(value) < term->number;
	case TEST_ABOVE:
		return is_text || atoi(value) > term->number;
	case TEST_BEGINS:
		return !is_text || strncmp(value + 1, (const char *)term->values[0].data, term->values[0].len) == 0;
	case TEST_CONTAINS: /* all that there is has one letter, or none */
		return !is_text || term->values[0].len == 0 || (term->values[0].len == 1 && value[1] == (*term->values[0].data | 32));
	default:
		return is_text || strcmp(value, "0") != 0;
	}
}

static bool is_said_to_return(const struct world *world, const char *sql)
{
	const struct select_names names = {.table = table_of, .column = column_of};
	struct arena arena = arena_new(1 << 20);
	struct select_rows rows = select_rows_read(sql, &names, &arena);
	struct select_seen seen = {.num_rows = num_rows, .may_meet = may_meet, .owner = world};
	bool may;

	for (int table = 0; table < TABLES; table++)
		if (world->num_rows[table] > 0)
			select_tables_add(&seen.with_rows, table);
	may = select_may_return_rows(&rows, &seen);
	arena_free(&arena);
	return may;
}

TEST(select_random, "of random SELECTs none returns rows that is said to return none")
{
	struct world world = {.sql = buf_new(1 << 20)};
	size_t num_taken = 0, num_with_rows = 0, num_none = 0;

	make_tables(&world);
	srand(1);
	for (int i = 0; i < QUERIES; i++) {
		sqlite3_stmt *statement;
		bool may, has_rows;

		if (i % QUERIES_OF_ROWS == 0)
			make_rows(&world);
		world.sql.len = 0;
		say_select(&world, &(struct names){.num = 0});
		buf_byte(&world.sql, 0);
		if (sqlite3_prepare_v2(world.db, (const char *)world.sql.data, -1, &statement, NULL) != SQLITE_OK)
			continue;
		has_rows = sqlite3_step(statement) == SQLITE_ROW;
		sqlite3_finalize(statement);
		may = is_said_to_return(&world, (const char *)world.sql.data);
		num_taken++;
		num_with_rows += has_rows;
		num_none += !may;
		if (has_rows && !may)
			test_fail(__FILE__, __LINE__, "returns rows: %s", (const char *)world.sql.data);
	}
	test_note("%zu SELECTs, %zu with rows, %zu said to return none", num_taken, num_with_rows, num_none);
	CHECK(num_with_rows > QUERIES / 30 && num_none > QUERIES / 30);
	sqlite3_close(world.db);
	buf_free(&world.sql);
}
