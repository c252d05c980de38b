#include "judge/select_rows.h"

#include "judge/bench_function.h"

#include <strings.h>

#define PARTS_MAX 16 /* more than SQLite is told to take */
#define BYTE_ORDER_MARK "\xEF\xBB\xBF" /* SQLite takes it for space */

enum token_kind { TOKEN_END, TOKEN_WORD, TOKEN_OPEN, TOKEN_CLOSE, TOKEN_COMMA, TOKEN_OTHER };

struct token {
	enum token_kind kind;
	struct span text;
};

/* One SELECT of those that UNION, EXCEPT and INTERSECT put together. */
struct part {
	bool in_from;	   /* between FROM and WHERE */
	bool wants_table;  /* the next word is a table's name */
	bool is_outer;	   /* behind a LEFT JOIN: tables without rows are made up for */
	bool aggregates, groups, is_other;
	struct span table; /* maybe a table's name, until the next token tells */
	struct select_tables joins;
};

void select_tables_add(struct select_tables *tables, int number)
{
	tables->bits[number / 64] |= (uint64_t)1 << (number % 64);
}

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' || (c & 0x80) != 0;
}

static const char *skip_space(const char *at)
{
	for (;;) {
		const char *end;

		while (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r' || *at == '\f')
			at++;
		if (strncmp(at, BYTE_ORDER_MARK, 3) == 0)
			at += 3;
		else if (at[0] == '-' && at[1] == '-')
			at += strcspn(at, "\n");
		else if (at[0] == '/' && at[1] == '*')
			at = (end = strstr(at + 2, "*/")) != NULL ? end + 2 : at + strlen(at);
		else
			return at;
	}
}

/* Behind the quoted text that begins at at; a quote within is doubled, so that it comes as two texts in a row. */
static const char *skip_quoted(const char *at)
{
	const char *end = strchr(at + 1, *at == '[' ? ']' : *at);

	return end == NULL ? at + strlen(at) : end + 1;
}

static struct token next(const char **from)
{
	const char *start = skip_space(*from), *at = start;
	enum token_kind kind = TOKEN_OTHER;

	if (*at == '\0' || *at == ';')
		kind = TOKEN_END;
	else if (is_word(*at))
		for (kind = TOKEN_WORD; is_word(*at); at++)
			continue;
	else if (strchr("'\"`[", *at) != NULL)
		at = skip_quoted(at);
	else
		kind = *at == '(' ? TOKEN_OPEN : *at == ')' ? TOKEN_CLOSE : *at == ',' ? TOKEN_COMMA : TOKEN_OTHER, at++;
	*from = at;
	return (struct token){.kind = kind, .text = span_of(start, (size_t)(at - start))};
}

static bool is_one_of(const struct token *token, const char *const *words)
{
	uint8_t first = *token->text.data;

	for (; token->kind == TOKEN_WORD && *words != NULL; words++)
		if (((first ^ **words) & 0x1F) == 0 && strncasecmp(*words, (const char *)token->text.data, token->text.len) == 0 &&
		    (*words)[token->text.len] == '\0')
			return true;
	return false;
}

#define IS(token, ...) is_one_of(token, (const char *const[]){__VA_ARGS__, NULL})

/* A name in quotes may be any function's. */
static bool is_aggregate(const struct token *token)
{
	return memchr("\"`[", *token->text.data, 3) != NULL || bench_function_is_aggregate(token->text);
}

/* What stands outside of parentheses; before is the token before. */
static void take(struct part *part, const struct token *before, const struct token *token)
{
	bool wants_table = part->wants_table;

	part->wants_table = false;
	if (IS(token, "FROM") && !IS(before, "DISTINCT")) { /* not of IS DISTINCT FROM */
		part->in_from = part->wants_table = true;
	} else if (IS(token, "GROUP")) {
		part->groups = true;
		part->in_from = false;
	} else if (IS(token, "RIGHT", "FULL") || (IS(token, "HAVING") && !part->groups)) {
		part->is_other = true;
	} else if (IS(token, "WHERE", "ORDER", "LIMIT", "WINDOW")) {
		part->in_from = false;
	} else if (part->in_from && IS(token, "LEFT")) {
		part->is_outer = true;
	} else if (part->in_from && (token->kind == TOKEN_COMMA || IS(token, "JOIN"))) {
		part->wants_table = !part->is_outer;
	} else if (wants_table && token->kind == TOKEN_WORD) {
		part->table = token->text;
	}
}

/* The name is a table's, unless it is a schema's or a function's. */
static void settle_table(struct part *part, const struct token *token, select_number *number, const void *owner)
{
	bool is_table = token->kind != TOKEN_OPEN && !(token->kind == TOKEN_OTHER && token->text.data[0] == '.');
	int found = part->table.len > 0 && is_table ? number(owner, part->table) : -1;

	if (found >= 0)
		select_tables_add(&part->joins, found);
	part->table = span_of(NULL, 0);
}

/*
 * Reads one SELECT, whose tables are joins where it needs their rows, and none where it does not; *from is then behind the word
 * that leads to another one, or *is_last.
 */
static struct select_tables read_part(const char **from, bool *is_last, select_number *number, const void *owner)
{
	struct token before = next(from), token;
	struct part part = {.is_other = !IS(&before, "SELECT")};
	size_t depth = 0;

	for (;; before = token) {
		token = next(from);
		settle_table(&part, &token, number, owner);
		*is_last = token.kind == TOKEN_END;
		if (*is_last || (depth == 0 && IS(&token, "UNION", "EXCEPT", "INTERSECT")))
			break;
		part.aggregates |= token.kind == TOKEN_OPEN && is_aggregate(&before);
		if (depth == 0)
			take(&part, &before, &token);
		depth += token.kind == TOKEN_OPEN;
		depth -= token.kind == TOKEN_CLOSE && depth > 0;
	}
	return part.is_other || (part.aggregates && !part.groups) ? (struct select_tables){0} : part.joins;
}

struct select_rows select_rows_read(const char *sql, select_number *number, const void *owner, struct arena *arena)
{
	struct select_tables parts[PARTS_MAX];
	struct select_rows rows = {0};
	bool is_last = false;
	size_t num = 0;

	while (!is_last && num < PARTS_MAX) {
		parts[num++] = read_part(&sql, &is_last, number, owner);
		if (!is_last && strncasecmp(skip_space(sql), "ALL", 3) == 0)
			sql = skip_space(sql) + 3;
	}
	if (is_last)
		rows.parts = arena_array(arena, num, sizeof parts[0]);
	if (rows.parts == NULL)
		return rows;
	memcpy(rows.parts, parts, num * sizeof parts[0]);
	rows.num_parts = num;
	return rows;
}

static bool has_all(const struct select_tables *tables, const struct select_tables *wanted)
{
	for (size_t i = 0; i < SELECT_TABLES / 64; i++)
		if ((wanted->bits[i] & ~tables->bits[i]) != 0)
			return false;
	return true;
}

bool select_may_return_rows(const struct select_rows *rows, const struct select_tables *with_rows)
{
	for (size_t i = 0; i < rows->num_parts; i++)
		if (has_all(with_rows, &rows->parts[i]))
			return true;
	return rows->parts == NULL;
}

/* A text that is a column on its own, or is what a CASE outside of others comes to. */
static bool is_value(const struct token *before, const struct token *token, int cases)
{
	return token->text.data[0] == '\'' &&
	       (cases == 0 ? before->kind == TOKEN_COMMA || IS(before, "SELECT", "DISTINCT") : cases == 1 && IS(before, "THEN", "ELSE"));
}

struct span select_wrong_verdict(const char *sql, bool (*fits)(struct span text))
{
	struct token token, before = {.text = span_of_text("")}, as = before;
	struct span wrong = span_of(NULL, 0);
	int cases = 0;

	for (; (token = next(&sql)).kind != TOKEN_END; as = before, before = token) {
		bool is_first = IS(&token, "CASE") && cases++ == 0;

		if (is_value(&before, &token, cases) && (cases == 0 || wrong.len == 0))
			wrong = fits(token.text) ? span_of(NULL, 0) : token.text;
		else if (is_first)
			wrong = span_of(NULL, 0);
		else if (IS(&token, "END") && cases > 0)
			cases--;
		else if (IS(&token, "VERDICT") && IS(&before, "AS") && wrong.len > 0 &&
			 (IS(&as, "END") || as.text.data == wrong.data))
			return wrong;
	}
	return span_of(NULL, 0);
}

/* True when no operator is missing before a further word. */
static bool ends_operand(const struct token *token)
{
	return token->kind == TOKEN_CLOSE || (token->kind == TOKEN_WORD && !IS(token, "COLLATE")) ||
	       (token->kind == TOKEN_OTHER && strchr("'\"`[", *token->text.data) != NULL);
}

/* The argument of a call, or an operand with all that may belong to it; *end is what follows. */
static struct span read_operand(const char *from, bool in_call, struct token *end)
{
	const char *start = skip_space(from), *at = start;
	struct token before = {.kind = TOKEN_COMMA};
	size_t depth = 0;

	for (;; before = *end, at = from) {
		*end = next(&from);
		if (end->kind == TOKEN_END || (depth == 0 && (end->kind == TOKEN_CLOSE || end->kind == TOKEN_COMMA)) ||
		    (depth == 0 && !in_call && end->kind == TOKEN_WORD && ends_operand(&before) && !IS(end, "COLLATE")))
			return span_of(start, (size_t)(at - start));
		depth += end->kind == TOKEN_OPEN;
		depth -= end->kind == TOKEN_CLOSE;
	}
}

struct span select_next_pattern(const char **sql)
{
	for (struct token token; (token = next(sql)).kind != TOKEN_END;) {
		const char *at = *sql;
		struct span pattern;

		if (!IS(&token, "REGEXP"))
			continue;
		pattern = next(&at).kind == TOKEN_OPEN ? read_operand(at, true, &token) : span_of(NULL, 0);
		return token.kind == TOKEN_COMMA ? pattern : read_operand(*sql, false, &token);
	}
	return span_of(NULL, 0);
}

/* A text or a name without its quotes. */
static struct span unquoted(const struct token *token)
{
	bool is_quoted = token->text.len >= 2 && strchr("'\"`[", *token->text.data) != NULL;

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

	for (struct token token; (token = next(&from)).kind != TOKEN_END; num++) {
		if (token.kind == TOKEN_CLOSE && depth == 0)
			return has_format ? commas == 0 : num == 0;
		if (token.text.data[0] == '\'' && is_any(unquoted(&token), of_machine))
			return true;
		commas += token.kind == TOKEN_COMMA && depth == 0;
		depth += token.kind == TOKEN_OPEN;
		depth -= token.kind == TOKEN_CLOSE;
	}
	return false;
}

struct span select_clock_call(const char *sql)
{
	static const char *const of_time[] = {"date", "datetime", "julianday", "strftime", "time", "unixepoch", NULL};
	static const char *const formats[] = {"strftime", NULL};
	struct token token, before = {.text = span_of_text("")};

	for (; (token = next(&sql)).kind != TOKEN_END; before = token)
		if (token.kind == TOKEN_OPEN && is_any(unquoted(&before), of_time) && asks_clock(sql, is_any(unquoted(&before), formats)))
			return before.text;
	return span_of(NULL, 0);
}
