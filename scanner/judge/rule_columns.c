#include "judge/rule_columns.h"

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

bool rule_columns_check(const struct bench_rule *prepared, struct error *err)
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
