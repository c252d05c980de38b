#include "judge/sql_token.h"

#include <strings.h>

#define BYTE_ORDER_MARK "\xEF\xBB\xBF" /* SQLite takes it for space */
#define LONGEST_WORD 9

static const char *const words[SQL_KINDS] = {
	[SQL_ALL] = "ALL", [SQL_AND] = "AND", [SQL_AS] = "AS", [SQL_BETWEEN] = "BETWEEN", [SQL_CASE] = "CASE", [SQL_COLLATE] = "COLLATE", 
	[SQL_CROSS] = "CROSS", [SQL_DISTINCT] = "DISTINCT", [SQL_ELSE] = "ELSE", [SQL_END_OF_CASE] = "END", [SQL_EXCEPT] = "EXCEPT", [SQL_EXISTS] = "EXISTS",
	[SQL_FROM] = "FROM", [SQL_FULL] = "FULL", [SQL_GROUP] = "GROUP", [SQL_HAVING] = "HAVING", [SQL_IN] = "IN", [SQL_INNER] = "INNER",
	[SQL_INTERSECT] = "INTERSECT", [SQL_IS] = "IS", [SQL_JOIN] = "JOIN", [SQL_LEFT] = "LEFT", [SQL_LIMIT] = "LIMIT",
	[SQL_NATURAL] = "NATURAL", [SQL_NOT] = "NOT", [SQL_NULL] = "NULL", [SQL_ON] = "ON", [SQL_OR] = "OR", [SQL_ORDER] = "ORDER",
	[SQL_REGEXP] = "REGEXP", [SQL_RIGHT] = "RIGHT", [SQL_SELECT] = "SELECT", [SQL_THEN] = "THEN", [SQL_UNION] = "UNION",
	[SQL_USING] = "USING", [SQL_VERDICT] = "VERDICT", [SQL_WHERE] = "WHERE", [SQL_WINDOW] = "WINDOW",
	[SQL_WITH] = "WITH",
};

/* The first word of each letter. */
static const uint8_t first_of[32] = {
	['A' & 31] = SQL_ALL, ['B' & 31] = SQL_BETWEEN, ['C' & 31] = SQL_CASE, ['D' & 31] = SQL_DISTINCT, ['E' & 31] = SQL_ELSE,
	['F' & 31] = SQL_FROM, ['G' & 31] = SQL_GROUP, ['H' & 31] = SQL_HAVING, ['I' & 31] = SQL_IN, ['J' & 31] = SQL_JOIN,
	['L' & 31] = SQL_LEFT, ['N' & 31] = SQL_NATURAL, ['O' & 31] = SQL_ON, ['R' & 31] = SQL_REGEXP, ['S' & 31] = SQL_SELECT,
	['T' & 31] = SQL_THEN, ['U' & 31] = SQL_UNION, ['V' & 31] = SQL_VERDICT, ['W' & 31] = SQL_WHERE,
};

enum { IN_WORD = 1, IS_SPACE = 2 };

static const uint8_t classes[256] = {
	['0' ... '9'] = IN_WORD, ['A' ... 'Z'] = IN_WORD, ['a' ... 'z'] = IN_WORD, ['_'] = IN_WORD, ['$'] = IN_WORD, [0x80 ... 0xFF] = IN_WORD,
	[' '] = IS_SPACE, ['\n'] = IS_SPACE, ['\t'] = IS_SPACE, ['\r'] = IS_SPACE, ['\f'] = IS_SPACE,
};

static const char *skip_space(const char *at)
{
	for (;;) {
		const char *end;

		while ((classes[(uint8_t)*at] & IS_SPACE) != 0)
			at++;
		if (*at == BYTE_ORDER_MARK[0] && strncmp(at, BYTE_ORDER_MARK, 3) == 0)
			at += 3;
		else if (at[0] == '-' && at[1] == '-')
			at += strcspn(at, "\n");
		else if (at[0] == '/' && at[1] == '*')
			at = (end = strstr(at + 2, "*/")) != NULL ? end + 2 : at + strlen(at);
		else
			return at;
	}
}

static enum sql_kind kind_of_word(struct span text)
{
	uint8_t letter = *text.data & 31;

	if (text.len < 2 || text.len > LONGEST_WORD || (*text.data & 0xC0) != 0x40)
		return SQL_NAME;
	for (int kind = first_of[letter]; kind > 0 && kind < SQL_KINDS && (words[kind][0] & 31) == letter; kind++)
		if (((words[kind][1] ^ text.data[1]) & 31) == 0 && strncasecmp(words[kind], (const char *)text.data, text.len) == 0 &&
		    words[kind][text.len] == '\0')
			return (enum sql_kind)kind;
	return SQL_NAME;
}

/* Behind the quoted text that begins at at. */
static const char *skip_quoted(const char *at)
{
	const char *end = strchr(at + 1, *at == '[' ? ']' : *at);

	return end == NULL ? at + strlen(at) : end + 1;
}

static enum sql_kind kind_of(char c)
{
	switch (c) {
	case '\0':
	case ';':
		return SQL_END;
	case '\'':
		return SQL_TEXT;
	case '"':
	case '`':
	case '[':
		return SQL_QUOTED;
	case '(':
		return SQL_OPEN;
	case ')':
		return SQL_CLOSE;
	case ',':
		return SQL_COMMA;
	case '.':
		return SQL_DOT;
	default:
		return (classes[(uint8_t)c] & IN_WORD) != 0 ? SQL_NAME : SQL_OTHER;
	}
}

struct sql_token sql_token_next(const char **from)
{
	const char *start = skip_space(*from), *at = start;
	enum sql_kind kind = kind_of(*at);
	struct span text;

	if (kind == SQL_NAME)
		while ((classes[(uint8_t)*at] & IN_WORD) != 0)
			at++;
	else if (kind == SQL_TEXT || kind == SQL_QUOTED)
		at = skip_quoted(at);
	else if (kind != SQL_END)
		at++;
	*from = at;
	text = span_of(start, (size_t)(at - start));
	return (struct sql_token){.kind = kind == SQL_NAME ? kind_of_word(text) : kind, .text = text};
}
