#include "harness.h"

#include "judge/select_rows.h"

/* Tables whose names begin with "no" have no rows; those of "some" are one of the others. */
static int table(const void *owner, struct span name)
{
	(void)owner;
	return span_starts(name, "no") ? 70 : span_starts(name, "some") ? 200 : -1;
}

/* Of the others, two rows have in v 'a' and 1, in w 1 and 'a', and in nil nothing; what else they have is not known. */
static int column(const void *owner, int number, struct span name)
{
	(void)owner, (void)number;
	return span_is(name, "v") ? 0 : span_is(name, "w") ? 1 : span_is(name, "nil") ? 2 : -1;
}

static size_t num_rows(const void *owner, int number)
{
	(void)owner;
	return number == 200 ? 2 : 0;
}

static bool may_meet(const void *owner, const struct select_term *term, size_t row)
{
	bool is_text = (term->column + (int)row) % 2 == 0, found = false;

	(void)owner;
	if (term->column == 2 || term->test == TEST_NULL)
		return (term->column == 2) == (term->test == TEST_NULL);
	for (size_t i = 0; i < term->num_values; i++)
		found |= span_is(term->values[i], is_text ? "'a'" : "1") || (is_text && span_is(term->values[i], "a"));
	if (term->test == TEST_NOT_EQUAL)
		return !found;
	if (term->test == TEST_BELOW || term->test == TEST_ABOVE)
		return is_text || (term->test == TEST_BELOW ? 1 < term->number : 1 > term->number);
	return term->num_values == 0 || found;
}

static bool may(const char *sql)
{
	const struct select_names names = {.table = table, .column = column};
	struct arena arena = arena_new(1 << 16);
	struct select_rows rows = select_rows_read(sql, &names, &arena);
	struct select_seen seen = {.num_rows = num_rows, .may_meet = may_meet};
	bool may;

	select_tables_add(&seen.with_rows, 200);
	may = select_may_return_rows(&rows, &seen);
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

TEST(select_rows_terms, "a SELECT that wants of a row what none has returns none")
{
	CHECK(!may("SELECT 1 FROM some WHERE v = 'b'"));
	CHECK(!may("SELECT 1 FROM some WHERE v = 2"));
	CHECK(!may("SELECT 1 FROM some WHERE v IN ('b', 'c', 3)"));
	CHECK(!may("SELECT 1 FROM some WHERE nil"));
	CHECK(!may("SELECT 1 FROM some WHERE nil IS NOT NULL"));
	CHECK(!may("SELECT 1 FROM some WHERE x > 1 AND v = 'b' AND NOT y ORDER BY 1"));
	CHECK(!may("SELECT 1 FROM some s WHERE s.v = 'b' GROUP BY x"));
	CHECK(!may("SELECT 1 FROM some AS s, some t WHERE t.v = 'b' LIMIT 1"));
	CHECK(!may("SELECT 1 FROM some JOIN some t ON t.v = 'b' JOIN some u ON 1"));
	CHECK(!may("SELECT 1 FROM some s JOIN some t ON t.x = s.x AND s.v = 'b' WHERE 1 OR x"));
	CHECK(!may("SELECT 1 FROM some s LEFT JOIN some t ON 1 WHERE s.v = 'b'"));
	CHECK(!may("SELECT 1 FROM some WHERE v = 'b' UNION SELECT 2 FROM some WHERE v = 'c'"));
	CHECK(!may("SELECT (SELECT 1 FROM some WHERE 1 OR 0) FROM some WHERE v = 'b'"));
	CHECK(!may("SELECT 1 FROM some WHERE (v = 'b')"));
	CHECK(!may("SELECT 1 FROM some WHERE (x OR y) AND ((v = 'b' OR v = 2) AND x)"));
	CHECK(!may("SELECT 1 FROM some WHERE v = 'b' OR v = 'c'"));
	CHECK(!may("SELECT 1 FROM some WHERE x AND nil OR v IN ('b', 'c')"));
	CHECK(!may("SELECT 1 FROM some WHERE nil <> 1"));
	CHECK(!may("SELECT 1 FROM some WHERE v NOT IN ('a', 1)"));
	CHECK(!may("SELECT 1 FROM some WHERE v IS NULL"));
	CHECK(!may("SELECT 1 FROM some WHERE v = 1 AND v < 1"));
	CHECK(!may("SELECT 1 FROM some WHERE v = 1 AND (v >= 2 OR v <= 0)"));
	CHECK(!may("SELECT 1 FROM some WHERE v = 1 AND v NOT BETWEEN 1 AND 1"));
	CHECK(!may("SELECT 1 FROM some WHERE v = 1 AND v BETWEEN 2 AND 3 AND x"));
	CHECK(!may("SELECT 1 FROM some WHERE v GLOB 'b*'"));
	CHECK(!may("SELECT 1 FROM some WHERE v LIKE '%b%'"));
	CHECK(!may("SELECT 1 FROM some WHERE x = (SELECT count(*) FROM some) AND v = 'b'"));
	CHECK(!may("SELECT 1 FROM some s LEFT JOIN some t ON t.x = s.x AND t.y WHERE s.v = 'b'"));
}

TEST(select_rows_one_row, "what is wanted of one row has to be in one: two that have a half each are none")
{
	CHECK(may("SELECT 1 FROM some WHERE v = 'a' AND w = 1"));
	CHECK(!may("SELECT 1 FROM some WHERE v = 'a' AND w = 'a'"));
	CHECK(may("SELECT 1 FROM some s, some t WHERE s.v = 'a' AND t.w = 'a'"));
	CHECK(may("SELECT 1 FROM some s, some t WHERE s.v = 'a' AND (t.v = 'a' OR s.w = 'a')"));
	CHECK(!may("SELECT 1 FROM some s JOIN some t ON t.v = 'a' WHERE t.w = 'a'"));
}

TEST(select_rows_with, "what WITH names is a table's name no more, and joined returns none where its SELECT returns none")
{
	CHECK(may("WITH none AS (SELECT 1) SELECT 1 FROM none"));
	CHECK(!may("WITH a AS MATERIALIZED (SELECT 1 FROM none), b (x, y) AS NOT MATERIALIZED (SELECT 1, 2) SELECT 1 FROM b, a"));
	CHECK(!may("WITH a AS (SELECT 1) SELECT 1 FROM a WHERE EXISTS (SELECT 1 FROM none)"));
	CHECK(may("WITH a AS (SELECT 1 FROM none) SELECT 1"));
	CHECK(may("WITH a AS (SELECT 1 FROM none) SELECT count(*) FROM a"));
	CHECK(may("WITH RECURSIVE a AS (SELECT 1 UNION SELECT 1 FROM a) SELECT 1 FROM a"));
	CHECK(!may("SELECT 1 FROM (WITH none AS (SELECT 1) SELECT 1 FROM none), none"));
	CHECK(may("WITH a AS (SELECT 1), none AS (SELECT 1 FROM a) SELECT 1 FROM some s, none WHERE EXISTS (SELECT 1 FROM none)"));
	CHECK(!may("WITH a AS (VALUES (1)) SELECT 1 FROM a, none"));
}

TEST(select_rows_other_terms, "a SELECT that may want something else of its rows counts as one that may return rows")
{
	CHECK(may("SELECT 1 FROM some WHERE v = 'a'"));
	CHECK(may("SELECT 1 FROM some WHERE v = 1"));
	CHECK(may("SELECT 1 FROM some WHERE v IN ('b', 'a')"));
	CHECK(may("SELECT 1 FROM some WHERE v = 'b' OR x"));
	CHECK(may("SELECT 1 FROM some WHERE x AND v = 'b' OR x"));
	CHECK(may("SELECT 1 FROM some WHERE x OR y AND v = 'b'"));
	CHECK(may("SELECT 1 FROM some WHERE NOT v = 'b'"));
	CHECK(may("SELECT 1 FROM some WHERE x BETWEEN 1 AND v = 'b'"));
	CHECK(may("SELECT 1 FROM some WHERE CASE WHEN x AND v = 'b' AND y THEN 1 ELSE 2 END"));
	CHECK(may("SELECT 1 FROM some WHERE v = 'b' COLLATE NOCASE"));
	CHECK(may("SELECT 1 FROM some WHERE v = 'b''c'"));
	CHECK(may("SELECT 1 FROM some WHERE v = 'b' || x"));
	CHECK(may("SELECT 1 FROM some WHERE v = -2"));
	CHECK(may("SELECT 1 FROM some WHERE v = 2.5"));
	CHECK(may("SELECT 1 FROM some WHERE v <= 2"));
	CHECK(may("SELECT 1 FROM some WHERE v NOT IN ('b')"));
	CHECK(may("SELECT 1 FROM some WHERE v IN (SELECT 'b')"));
	CHECK(may("SELECT 1 FROM some WHERE v IN ('b', x)"));
	CHECK(may("SELECT 1 FROM some WHERE (v) = 'b'"));
	CHECK(may("SELECT 1 FROM some WHERE (v, x) = ('b', 1)"));
	CHECK(may("SELECT 1 FROM some WHERE (v = 'b') = 0"));
	CHECK(may("SELECT 1 FROM some WHERE (CASE WHEN end AND v = 'b' THEN 1 ELSE 1 END AND x)"));
	CHECK(may("SELECT 1 FROM some WHERE v = 'b' AND window OR x"));
	CHECK(may("SELECT 1 FROM some s JOIN some t ON s.v = 'b' AND left OR t.x"));
	CHECK(may("SELECT 1 FROM some WHERE v LIKE 'b%'"));
	CHECK(may("SELECT 1 FROM some WHERE v LIKE '%b_%'"));
	CHECK(may("SELECT 1 FROM some WHERE v GLOB '[b]*'"));
	CHECK(may("SELECT 1 FROM some WHERE v GLOB 'b'"));
	CHECK(may("SELECT 1 FROM some WHERE v < 'b'"));
	CHECK(may("SELECT 1 FROM some WHERE v NOT BETWEEN 'a' AND 'b'"));
	CHECK(may("SELECT 1 FROM some WHERE 'b' = v"));
	CHECK(may("SELECT 1 FROM some WHERE nil IS NULL"));
	CHECK(may("SELECT count(*) FROM some WHERE v = 'b'"));
	CHECK(may("SELECT 1 FROM some s, some t WHERE v = 'b'"));
	CHECK(may("SELECT 1 FROM some s, (SELECT 2 AS v) WHERE v = 'b'"));
	CHECK(may("SELECT 1 FROM some s, other v WHERE v.v = 'b'"));
	CHECK(may("SELECT 1 FROM some s LEFT JOIN some t ON s.v = 'b'"));
	CHECK(may("SELECT 1 FROM some s LEFT JOIN some t ON 1 WHERE t.v = 'b'"));
	CHECK(may("SELECT 1 FROM some s RIGHT JOIN some t ON s.v = 'b'"));
	CHECK(may("SELECT 1 FROM some s WHERE EXISTS (SELECT 1 FROM other t WHERE s.v = 'b')"));
	CHECK(may("SELECT v = 'b' FROM some"));
	CHECK(may("SELECT 1 FROM some GROUP BY x HAVING v = 'b'"));
	CHECK(may("SELECT 1 FROM some WHERE v = 'b' EXCEPT SELECT 1 FROM some"));
}

TEST(select_rows_inner, "a SELECT returns none where one in its FROM or EXISTS returns none")
{
	CHECK(!may("SELECT 1 FROM (SELECT 1 FROM none)"));
	CHECK(!may("SELECT 1 FROM some s JOIN (SELECT x FROM none UNION ALL SELECT x FROM nothing) n ON n.x = s.x"));
	CHECK(!may("SELECT 1 FROM (SELECT x FROM some WHERE v = 'b') AS n, some"));
	CHECK(!may("SELECT 1 FROM some WHERE EXISTS (SELECT 1 FROM none)"));
	CHECK(!may("SELECT 1 FROM some WHERE x AND EXISTS (SELECT 1 FROM some WHERE v = 'b') AND y"));
	CHECK(!may("SELECT 1 WHERE EXISTS (SELECT 1 FROM (SELECT 1 FROM none) n)"));
	CHECK(!may("SELECT 1 FROM (SELECT count(*) FROM some), none"));
	CHECK(!may("SELECT 1 FROM (SELECT max(x) AS m FROM some GROUP BY y) a WHERE EXISTS (SELECT 1 FROM none)"));
	CHECK(!may("SELECT 1 FROM (SELECT 1 FROM none) UNION SELECT 1 FROM (SELECT 1 FROM nothing)"));
	CHECK(may("SELECT 1 FROM (SELECT count(*) FROM none)"));
	CHECK(may("SELECT count(*) FROM (SELECT 1 FROM none)"));
	CHECK(may("SELECT 1 FROM some LEFT JOIN (SELECT x FROM none) n ON 1"));
	CHECK(may("SELECT 1 FROM some WHERE NOT EXISTS (SELECT 1 FROM none)"));
	CHECK(may("SELECT 1 FROM some WHERE EXISTS (SELECT 1 FROM none) = 0"));
	CHECK(may("SELECT 1 FROM some WHERE EXISTS (SELECT 1 FROM none) OR x"));
	CHECK(may("SELECT 1 FROM some WHERE EXISTS (SELECT count(*) FROM none)"));
	CHECK(may("SELECT 1 FROM some WHERE x IN (SELECT x FROM none)"));
	CHECK(may("SELECT EXISTS (SELECT 1 FROM none) FROM some"));
	CHECK(may("SELECT 1 FROM (SELECT 1 FROM none UNION ALL SELECT 1 UNION SELECT 1 UNION SELECT 1 UNION SELECT 1 UNION SELECT 1 UNION SELECT 1"
		  " UNION SELECT 1 UNION SELECT 1 UNION SELECT 1 UNION SELECT 1 UNION SELECT 1 UNION SELECT 1 UNION SELECT 1 UNION SELECT 1"
		  " UNION SELECT 1 UNION SELECT 1 UNION SELECT 1), some"));
	CHECK(may("SELECT 1 FROM (WITH none AS (SELECT 1) SELECT 1 FROM none)"));
	CHECK(may("SELECT 1 FROM (VALUES (1)) v"));
}
