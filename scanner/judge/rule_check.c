#include "judge/rule_check.h"

#include "judge/select_text.h"

static bool is_column(const struct bench_rule *prepared, const char *name, int at)
{
	return (strcmp(name, "subject") == 0 && at == prepared->subject) || (strcmp(name, "detail") == 0 && at == prepared->detail) ||
	       (strcmp(name, "path") == 0 && at == prepared->path) || (strcmp(name, "verdict") == 0 && at == prepared->verdict);
}

static bool is_verdict(struct span quoted)
{
	char word[16] = "";

	if (quoted.len >= 2 && quoted.len < sizeof word)
		memcpy(word, quoted.data + 1, quoted.len - 2);
	return verdict_parse(word) >= VERDICT_NOTICE;
}

static bool check_columns(const struct bench_rule *prepared, struct error *err)
{
	const struct rule *rule = prepared->rule;
	struct span wrong = prepared->verdict < 0 ? span_of(NULL, 0) : select_wrong_verdict(rule->sql, is_verdict);

	for (int i = 0; i < sqlite3_column_count(prepared->statement); i++) {
		const char *name = sqlite3_column_name(prepared->statement, i);

		if (!is_column(prepared, name, i))
			return error_set(err, ERROR_RULES, "%s:%d: rule %s: a column is subject, detail, path or verdict, each once, not '%s'",
					 rule->file, rule->line, rule->id, name);
	}
	return wrong.len == 0 || error_set(err, ERROR_RULES, "%s:%d: rule %s: its column `verdict` is notice, review or reject, not %.*s",
					   rule->file, rule->line, rule->id, (int)wrong.len, (const char *)wrong.data);
}

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

static bool check_patterns(const struct bench_rule *prepared, struct error *err)
{
	const struct rule *rule = prepared->rule;
	sqlite3 *db = sqlite3_db_handle(prepared->statement);
	const char *sql = rule->sql;
	struct span pattern;

	while ((pattern = select_next_pattern(&sql)).data != NULL) {
		int status = try_alone(db, pattern);

		if (status == SQLITE_NOMEM)
			return error_memory(err);
		if (status == SQLITE_MISUSE)
			return error_set(err, ERROR_RULES, "%s:%d: rule %s: %s", rule->file, rule->line, rule->id, sqlite3_errmsg(db));
	}
	return true;
}

static bool check_clock(const struct bench_rule *prepared, struct error *err)
{
	const struct rule *rule = prepared->rule;
	struct span call = select_clock_call(rule->sql);

	return call.len == 0 || error_set(err, ERROR_RULES, "%s:%d: rule %s: %.*s() asks the machine for its time: the day that is judged by is `today` of `run`",
					  rule->file, rule->line, rule->id, (int)call.len, (const char *)call.data);
}

bool rule_check(const struct bench_rule *prepared, struct error *err)
{
	return check_columns(prepared, err) && check_clock(prepared, err) && check_patterns(prepared, err);
}
