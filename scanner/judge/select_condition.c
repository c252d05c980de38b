/*
 * select_condition - what a WHERE or an ON asks of the rows that it is about: AND, OR, and comparisons of a column with literals.
 */
#include "judge/select_reader.h"

#include <stdlib.h>
#include <strings.h>

#define TERMS_MAX 16
#define TERM_TOKENS 32

static const struct select_condition open_to_all;

static bool ends_condition(enum sql_kind kind)
{
	switch (kind) {
	case SQL_END:
	case SQL_CLOSE:
	case SQL_COMMA:
	case SQL_CROSS:
	case SQL_EXCEPT:
	case SQL_FULL:
	case SQL_GROUP:
	case SQL_HAVING:
	case SQL_INNER:
	case SQL_INTERSECT:
	case SQL_JOIN:
	case SQL_LEFT:
	case SQL_LIMIT:
	case SQL_NATURAL:
	case SQL_ON:
	case SQL_ORDER:
	case SQL_RIGHT:
	case SQL_UNION:
	case SQL_USING:
	case SQL_WHERE:
	case SQL_WINDOW:
		return true;
	default:
		return false;
	}
}

static bool ends_term(enum sql_kind kind)
{
	return kind == SQL_AND || kind == SQL_OR || ends_condition(kind);
}

static bool is_number(const struct sql_token *token)
{
	return token->kind == SQL_NAME && token->text.len <= 18 && strspn((const char *)token->text.data, "0123456789") >= token->text.len;
}

static bool is_literal(const struct sql_token *token)
{
	return token->kind == SQL_TEXT || is_number(token);
}

static int64_t number_of(const struct sql_token *token)
{
	return strtoll((const char *)token->text.data, NULL, 10);
}

static struct span inside_quotes(const struct sql_token *token)
{
	return span_slice(token->text, 1, token->text.len - 2);
}

static bool is_word(const struct sql_token *token, const char *word)
{
	return token->kind == SQL_NAME && token->text.len == strlen(word) &&
	       strncasecmp((const char *)token->text.data, word, token->text.len) == 0;
}

static struct select_condition term_of(enum select_test test)
{
	return (struct select_condition){.kind = CONDITION_TERM, .term = {.test = test}};
}

static struct select_condition with_values(struct select_reader *reader, enum select_test test, const struct span *values, size_t num)
{
	struct select_condition made = term_of(test);

	made.term.values = select_copied(reader, values, num, sizeof *values);
	made.term.num_values = num;
	return made.term.values == NULL ? open_to_all : made;
}

static struct select_condition with_number(enum select_test test, int64_t number)
{
	struct select_condition made = term_of(test);

	made.term.number = number;
	return made;
}

static struct select_condition both(struct select_reader *reader, bool all, struct select_condition a, struct select_condition b)
{
	struct select_condition pair[] = {a, b};
	struct select_condition *of = select_copied(reader, pair, 2, sizeof *of);

	if (of == NULL)
		return open_to_all;
	return (struct select_condition){.kind = all ? CONDITION_ALL : CONDITION_ONE, .of = of, .num_of = 2};
}

/* "(value, ...)" */
static struct select_condition take_list(struct select_reader *reader, enum select_test test, const struct sql_token *tokens, size_t num)
{
	struct span values[TERM_TOKENS];
	size_t num_values = 0;

	if (num < 3 || tokens[0].kind != SQL_OPEN || tokens[num - 1].kind != SQL_CLOSE)
		return open_to_all;
	for (size_t i = 1; i < num - 1; i++) {
		if (i % 2 == 0 ? tokens[i].kind != SQL_COMMA : !is_literal(&tokens[i]))
			return open_to_all;
		if (i % 2 == 1)
			values[num_values++] = tokens[i].text;
	}
	return num % 2 == 1 ? with_values(reader, test, values, num_values) : open_to_all;
}

/* "lowest AND highest" */
static struct select_condition take_between(struct select_reader *reader, bool within, const struct sql_token *tokens, size_t num)
{
	int64_t lowest, highest;

	if (num != 3 || !is_number(&tokens[0]) || tokens[1].kind != SQL_AND || !is_number(&tokens[2]))
		return open_to_all;
	lowest = number_of(&tokens[0]);
	highest = number_of(&tokens[2]);
	return within ? both(reader, true, with_number(TEST_ABOVE, lowest - 1), with_number(TEST_BELOW, highest + 1))
		      : both(reader, false, with_number(TEST_BELOW, lowest), with_number(TEST_ABOVE, highest));
}

/* What stands between the operator, of one character or two, and the end. */
static struct select_condition take_operator(struct select_reader *reader, const struct sql_token *tokens, size_t num)
{
	char first = (char)*tokens[0].text.data, second = num > 1 && tokens[1].kind == SQL_OTHER ? (char)*tokens[1].text.data : '\0';
	const struct sql_token *value = &tokens[second == '\0' ? 1 : 2];

	if (num != (second == '\0' ? 2u : 3u) || !is_literal(value))
		return open_to_all;
	if (first == '=' && (second == '\0' || second == '='))
		return with_values(reader, TEST_EQUAL, &value->text, 1);
	if ((first == '<' && second == '>') || (first == '!' && second == '='))
		return with_values(reader, TEST_NOT_EQUAL, &value->text, 1);
	if (!is_number(value) || (second != '\0' && second != '='))
		return open_to_all;
	if (first == '<')
		return with_number(TEST_BELOW, number_of(value) + (second == '='));
	if (first == '>')
		return with_number(TEST_ABOVE, number_of(value) - (second == '='));
	return open_to_all;
}

/* A pattern of a literal that begins a text (GLOB 'x*'), or stands anywhere in it (LIKE '%x%'). */
static struct select_condition take_pattern(struct select_reader *reader, bool is_glob, const struct sql_token *token)
{
	struct span text = inside_quotes(token), literal;
	size_t before = is_glob ? 0 : 1;

	if (text.len < before + 1 || text.data[text.len - 1] != (is_glob ? '*' : '%') || (!is_glob && *text.data != '%'))
		return open_to_all;
	literal = span_slice(text, before, text.len - before - 1);
	for (size_t i = 0; i < literal.len; i++)
		if (strchr(is_glob ? "*?[" : "%_", literal.data[i]) != NULL)
			return open_to_all;
	return with_values(reader, is_glob ? TEST_BEGINS : TEST_CONTAINS, &literal, 1);
}

/* What follows the column. */
static struct select_condition take_comparison(struct select_reader *reader, const struct sql_token *tokens, size_t num)
{
	if (num == 0)
		return term_of(TEST_TRUE);
	if (tokens[0].kind == SQL_OTHER)
		return take_operator(reader, tokens, num);
	if (tokens[0].kind == SQL_IN)
		return take_list(reader, TEST_EQUAL, tokens + 1, num - 1);
	if (tokens[0].kind == SQL_BETWEEN)
		return take_between(reader, true, tokens + 1, num - 1);
	if (num == 2 && tokens[0].kind == SQL_IS && tokens[1].kind == SQL_NULL)
		return term_of(TEST_NULL);
	if (num == 3 && tokens[0].kind == SQL_IS && tokens[1].kind == SQL_NOT && tokens[2].kind == SQL_NULL)
		return term_of(TEST_NOT_NULL);
	if (num > 2 && tokens[0].kind == SQL_NOT && tokens[1].kind == SQL_IN)
		return take_list(reader, TEST_NOT_EQUAL, tokens + 2, num - 2);
	if (num > 2 && tokens[0].kind == SQL_NOT && tokens[1].kind == SQL_BETWEEN)
		return take_between(reader, false, tokens + 2, num - 2);
	if (num == 2 && tokens[1].kind == SQL_TEXT && (is_word(&tokens[0], "GLOB") || is_word(&tokens[0], "LIKE")))
		return take_pattern(reader, is_word(&tokens[0], "GLOB"), &tokens[1]);
	return open_to_all;
}

static void name_column(struct select_condition *condition, struct span qualifier, struct span column)
{
	condition->qualifier = qualifier;
	condition->column = column;
	for (size_t i = 0; i < condition->num_of; i++)
		name_column(&condition->of[i], qualifier, column);
}

/* A term of one of the forms that are known; any other may be met by whatever there is. */
static struct select_condition take_term(struct select_reader *reader, const struct sql_token *tokens, size_t num)
{
	bool is_qualified = num >= 3 && tokens[0].kind == SQL_NAME && tokens[1].kind == SQL_DOT;
	size_t at = is_qualified ? 2 : 0;
	struct select_condition made;

	if (num > TERM_TOKENS || num == 0 || tokens[at].kind != SQL_NAME)
		return open_to_all;
	made = take_comparison(reader, tokens + at + 1, num - at - 1);
	name_column(&made, is_qualified ? tokens[0].text : span_of(NULL, 0), tokens[at].text);
	return made;
}

/* The rest between the parentheses that the token at hand stands in, or of the clause. */
static void skip_rest(struct select_reader *reader)
{
	for (size_t depth = 0; reader->token.kind != SQL_END && (depth > 0 || !ends_condition(reader->token.kind)); select_next(reader)) {
		depth += reader->token.kind == SQL_OPEN;
		depth -= reader->token.kind == SQL_CLOSE;
	}
}

/* Up to what joins the next term, or ends the clause; CASE may have ANDs of its own. */
static struct select_condition read_simple(struct select_reader *reader)
{
	struct sql_token tokens[TERM_TOKENS];
	size_t num = 0, depth = 0;
	bool is_between = false;

	for (;; select_next(reader)) {
		enum sql_kind kind = reader->token.kind;

		if (kind == SQL_END || (depth == 0 && ends_term(kind) && !(is_between && kind == SQL_AND)))
			break;
		if (depth == 0 && kind == SQL_CASE) {
			reader->is_broken = true;
			skip_rest(reader);
			return open_to_all;
		}
		if (depth == 0 && (kind == SQL_BETWEEN || kind == SQL_AND))
			is_between = kind == SQL_BETWEEN;
		depth += kind == SQL_OPEN;
		depth -= kind == SQL_CLOSE;
		if (num++ < TERM_TOKENS)
			tokens[num - 1] = reader->token;
	}
	return take_term(reader, tokens, num);
}

static struct select_condition read_exists(struct select_reader *reader)
{
	struct select_condition made = open_to_all;

	select_next(reader);
	if (reader->token.kind != SQL_OPEN)
		return made;
	select_next(reader);
	if (select_begins(reader)) {
		made.rows = select_read(reader);
		made.kind = CONDITION_EXISTS;
	}
	select_skip_to_close(reader);
	select_next(reader);
	return made;
}

static struct select_condition read_all(struct select_reader *reader);

/* "( condition )"; what is none is skipped. */
static struct select_condition read_group(struct select_reader *reader)
{
	struct select_condition made = open_to_all;

	select_next(reader);
	if (!select_begins(reader) && reader->depth < SELECT_DEPTH_MAX) {
		reader->depth++;
		made = select_condition_read(reader);
		reader->depth--;
	}
	if (reader->token.kind != SQL_CLOSE)
		made = open_to_all;
	select_skip_to_close(reader);
	select_next(reader);
	return made;
}

static struct select_condition read_term(struct select_reader *reader)
{
	struct select_condition made;

	if (reader->token.kind == SQL_OPEN)
		made = read_group(reader);
	else if (reader->token.kind == SQL_EXISTS)
		made = read_exists(reader);
	else
		made = read_simple(reader);
	if (ends_term(reader->token.kind))
		return made;
	read_simple(reader); /* it goes on: a comparison of what stands in the parentheses, perhaps */
	return open_to_all;
}

/* What is joined by AND; what is open to all adds nothing. */
static struct select_condition read_all(struct select_reader *reader)
{
	struct select_condition terms[TERMS_MAX];
	size_t num = 0;

	for (;; select_next(reader)) {
		struct select_condition term = read_term(reader);

		if (term.kind != CONDITION_OPEN && num < TERMS_MAX)
			terms[num++] = term;
		if (reader->token.kind != SQL_AND)
			break;
	}
	if (num < 2)
		return num == 0 ? open_to_all : terms[0];
	terms[0] = (struct select_condition){.kind = CONDITION_ALL, .of = select_copied(reader, terms, num, sizeof *terms), .num_of = num};
	return terms[0].of == NULL ? open_to_all : terms[0];
}

struct select_condition select_condition_read(struct select_reader *reader)
{
	struct select_condition terms[TERMS_MAX];
	bool is_open = false, was_broken = reader->is_broken;
	size_t num = 0;

	reader->is_broken = false;
	for (;; select_next(reader)) {
		struct select_condition term = read_all(reader);

		is_open |= term.kind == CONDITION_OPEN || num == TERMS_MAX;
		if (!is_open)
			terms[num++] = term;
		if (reader->token.kind != SQL_OR)
			break;
	}
	is_open |= reader->is_broken;
	reader->is_broken = was_broken;
	if (is_open || num < 2)
		return is_open ? open_to_all : terms[0];
	terms[0] = (struct select_condition){.kind = CONDITION_ONE, .of = select_copied(reader, terms, num, sizeof *terms), .num_of = num};
	return terms[0].of == NULL ? open_to_all : terms[0];
}
