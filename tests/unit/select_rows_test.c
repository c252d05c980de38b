#include "harness.h"

#include "judge/select_rows.h"

/* Tables whose names begin with "no" have no rows; those of "some" are one of the others. */
static int number(const void *owner, struct span name)
{
	(void)owner;
	return span_starts(name, "no") ? 70 : span_starts(name, "some") ? 200 : -1;
}

static bool may(const char *sql)
{
	struct arena arena = arena_new(4096);
	struct select_rows rows = select_rows_read(sql, number, NULL, &arena);
	struct select_tables with_rows = {0};
	bool may;

	select_tables_add(&with_rows, 200);
	may = select_may_return_rows(&rows, &with_rows);
	arena_free(&arena);
	return may;
}

TEST(select_rows_joins, "a SELECT that joins a table without rows returns none")
{
	CHECK(!may("SELECT a AS subject FROM none"));
	CHECK(!may("select distinct n.a from none AS n where n.a = 1;"));
	CHECK(!may("SELECT 1 FROM some JOIN none ON some.a = none.a"));
	CHECK(!may("SELECT 1 FROM some s, none n WHERE s.a = n.a"));
	CHECK(!may("SELECT 1 FROM some CROSS JOIN none USING (a, b)"));
	CHECK(!may("SELECT 1 FROM none LEFT JOIN some ON 1"));
	CHECK(!may("SELECT 1 FROM some /* LEFT JOIN */ JOIN -- FROM x\n none"));
	CHECK(!may("SELECT a, count(*) FROM none GROUP BY a"));
	CHECK(!may("SELECT a FROM some JOIN none GROUP BY a HAVING count(*) > 1"));
	CHECK(!may("SELECT ' FROM some' || \"a\"\"b\" FROM none ORDER BY 1"));
	CHECK(!may("SELECT 1 FROM none UNION ALL SELECT 2 FROM nothing"));
	CHECK(!may("SELECT (SELECT a FROM some) FROM none WHERE EXISTS (SELECT 1 FROM some)"));
	CHECK(!may("SELECT a IS DISTINCT FROM b FROM none"));
}

TEST(select_rows_otherwise, "a SELECT whose rows may come from elsewhere counts as one that may return rows")
{
	CHECK(may("SELECT 1 FROM some"));
	CHECK(may("SELECT 1"));
	CHECK(may("SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM none)"));
	CHECK(may("SELECT 1 FROM some WHERE a NOT IN (SELECT a FROM none)"));
	CHECK(may("SELECT 1 FROM some LEFT JOIN none ON 1"));
	CHECK(may("SELECT 1 FROM some LEFT JOIN none ON 1, nothing"));
	CHECK(may("SELECT 1 FROM none RIGHT JOIN some ON 1"));
	CHECK(may("SELECT 1 FROM none FULL OUTER JOIN some ON 1"));
	CHECK(may("SELECT count(*) FROM none"));
	CHECK(may("SELECT coalesce(MAX (a), 0) FROM none"));
	CHECK(may("SELECT \"count\"(*) FROM none"));
	CHECK(may("SELECT count \xEF\xBB\xBF(*) FROM none"));
	CHECK(may("SELECT [Max] (a) FROM none"));
	CHECK(may("SELECT 1 + `to``tal`(a) FROM none"));
	CHECK(may("SELECT 1 FROM none HAVING 1"));
	CHECK(may("SELECT 1 FROM none ORDER BY sum(a)"));
	CHECK(may("SELECT 1 FROM none UNION SELECT 2 FROM some"));
	CHECK(may("WITH none AS (SELECT 1) SELECT 1 FROM none"));
	CHECK(may("VALUES (1)"));
	CHECK(may("SELECT 1 FROM (SELECT 1 UNION ALL SELECT 2 FROM none)"));
	CHECK(may("SELECT 1 FROM no_function(1)"));
	CHECK(may("SELECT 1 FROM no_schema.a"));
	CHECK(may("SELECT a IS NOT DISTINCT FROM none FROM some"));
	CHECK(may("SELECT 1 FROM some s JOIN some t ON s.a IS DISTINCT FROM none"));
	CHECK(may("SELECT 1 FROM some WHERE x = 'FROM none, none'"));
}
