#include "judge/rule_patterns.h"

/* Matches it on its own, which SQLite does where it needs no column; a SELECT within sees the bench without a submission. */
static int try_alone(sqlite3 *db, struct span pattern)
{
	char *sql = sqlite3_mprintf("SELECT regexp(%.*s, '')", (int)pattern.len, (const char *)pattern.data);
	sqlite3_stmt *statement = NULL;
	int status = sql == NULL ? SQLITE_NOMEM : sqlite3_prepare_v2(db, sql, -1, &statement, NULL);

	if (status == SQLITE_OK)
		sqlite3_step(statement);
	sqlite3_free(sql);
	return status == SQLITE_OK ? sqlite3_finalize(statement) : status;
}

bool rule_patterns_check(const struct bench_rule *prepared, struct error *err)
{
	const struct rule *rule = prepared->rule;
	sqlite3 *db = sqlite3_db_handle(prepared->statement);
	const char *sql = rule->sql;
	struct span pattern;

	while ((pattern = select_next_pattern(&sql)).data != NULL) {
		int status = try_alone(db, pattern);

		if (status == SQLITE_NOMEM)
			return error_set(err, ERROR_MEMORY, "out of memory for the judge");
		if (status == SQLITE_MISUSE)
			return error_set(err, ERROR_RULES, "%s:%d: rule %s: %s", rule->file, rule->line, rule->id, sqlite3_errmsg(db));
	}
	return true;
}
