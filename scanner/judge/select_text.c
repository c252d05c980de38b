#include "judge/select_text.h"

#include "judge/sql_token.h"

#include <strings.h>

/* A text that is a column on its own, or is what a CASE outside of others comes to. */
static bool is_value(const struct sql_token *before, const struct sql_token *token, int cases)
{
	if (token->kind != SQL_TEXT || cases > 1)
		return false;
	return cases == 0 ? before->kind == SQL_COMMA || before->kind == SQL_SELECT || before->kind == SQL_DISTINCT
			  : before->kind == SQL_THEN || before->kind == SQL_ELSE;
}

struct span select_wrong_verdict(const char *sql, bool (*fits)(struct span text))
{
	struct sql_token token, before = {.kind = SQL_END}, as = before;
	struct span wrong = span_of(NULL, 0);
	int cases = 0;

	for (; (token = sql_token_next(&sql)).kind != SQL_END; as = before, before = token) {
		bool is_first = token.kind == SQL_CASE && cases++ == 0;

		if (is_value(&before, &token, cases) && (cases == 0 || wrong.len == 0))
			wrong = fits(token.text) ? span_of(NULL, 0) : token.text;
		else if (is_first)
			wrong = span_of(NULL, 0);
		else if (token.kind == SQL_END_OF_CASE && cases > 0)
			cases--;
		else if (token.kind == SQL_VERDICT && before.kind == SQL_AS && wrong.len > 0 &&
			 (as.kind == SQL_END_OF_CASE || as.text.data == wrong.data))
			return wrong;
	}
	return span_of(NULL, 0);
}

/* True when no operator is missing before a further word. */
static bool ends_operand(const struct sql_token *token)
{
	return token->kind == SQL_CLOSE || token->kind == SQL_TEXT || token->kind == SQL_QUOTED ||
	       (sql_token_is_word(token) && token->kind != SQL_COLLATE);
}

/* The argument of a call, or an operand with all that may belong to it; *end is what follows. */
static struct span read_operand(const char *from, bool in_call, struct sql_token *end)
{
	const char *start = from, *at = from;
	struct sql_token before = {.kind = SQL_COMMA};
	size_t depth = 0;

	for (;; before = *end, at = from) {
		*end = sql_token_next(&from);
		if (end->kind == SQL_END || (depth == 0 && (end->kind == SQL_CLOSE || end->kind == SQL_COMMA)) ||
		    (depth == 0 && !in_call && sql_token_is_word(end) && ends_operand(&before) && end->kind != SQL_COLLATE))
			return span_of(start, (size_t)(at - start));
		depth += end->kind == SQL_OPEN;
		depth -= end->kind == SQL_CLOSE;
	}
}

struct span select_next_pattern(const char **sql)
{
	for (struct sql_token token; (token = sql_token_next(sql)).kind != SQL_END;) {
		const char *at = *sql;
		struct span pattern;

		if (token.kind != SQL_REGEXP)
			continue;
		pattern = sql_token_next(&at).kind == SQL_OPEN ? read_operand(at, true, &token) : span_of(NULL, 0);
		return token.kind == SQL_COMMA ? pattern : read_operand(*sql, false, &token);
	}
	return span_of(NULL, 0);
}

/* A text or a name without its quotes. */
static struct span unquoted(const struct sql_token *token)
{
	bool is_quoted = token->text.len >= 2 && (token->kind == SQL_TEXT || token->kind == SQL_QUOTED);

	return is_quoted ? span_slice(token->text, 1, token->text.len - 2) : token->text;
}

static bool is_any(struct span text, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strlen(*words) == text.len && strncasecmp(*words, (const char *)text.data, text.len) == 0)
			return true;
	return false;
}

/* The arguments of a function of time, behind its parenthesis: none but a format is the time of asking, too. */
static bool asks_clock(const char *from, bool has_format)
{
	static const char *const of_machine[] = {"now", "localtime", "utc", "subsec", "subsecond", NULL};
	size_t depth = 0, num = 0, commas = 0;

	for (struct sql_token token; (token = sql_token_next(&from)).kind != SQL_END; num++) {
		if (token.kind == SQL_CLOSE && depth == 0)
			return has_format ? commas == 0 : num == 0;
		if (token.kind == SQL_TEXT && is_any(unquoted(&token), of_machine))
			return true;
		commas += token.kind == SQL_COMMA && depth == 0;
		depth += token.kind == SQL_OPEN;
		depth -= token.kind == SQL_CLOSE;
	}
	return false;
}

struct span select_clock_call(const char *sql)
{
	static const char *const of_time[] = {"date", "datetime", "julianday", "strftime", "time", "unixepoch", NULL};
	static const char *const formats[] = {"strftime", NULL};
	struct sql_token token, before = {.kind = SQL_END};

	for (; (token = sql_token_next(&sql)).kind != SQL_END; before = token)
		if (token.kind == SQL_OPEN && is_any(unquoted(&before), of_time) && asks_clock(sql, is_any(unquoted(&before), formats)))
			return before.text;
	return span_of(NULL, 0);
}
