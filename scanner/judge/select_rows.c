#include "judge/select_rows.h"

#include "judge/bench_function.h"
#include "judge/sql_token.h"

#include <strings.h>

#define PARTS_MAX 16 /* more than SQLite is told to take */
#define ITEMS_MAX 8
#define TERMS_MAX 16
#define INNER_MAX 8
#define TERM_TOKENS 32
#define DEPTH_MAX 8 /* of SELECTs in one another */

struct reader {
	const char *from;
	select_number *number;
	const void *owner;
	struct arena *arena;
	int depth;
};

/* What stands in a FROM. */
struct item {
	struct span alias;
	int number; /* of a table whose rows are needed, else -1 */
};

/* One SELECT of those that UNION, EXCEPT and INTERSECT put together. */
struct part {
	bool in_from;	  /* between FROM and WHERE */
	bool wants_table; /* the next word is a table's name */
	bool wants_alias; /* it follows, maybe */
	bool is_outer;	  /* behind a LEFT JOIN: tables without rows are made up for */
	bool aggregates, groups, is_other;
	struct span table; /* maybe a table's name, until the next token tells */
	struct select_tables joins;
	struct item items[ITEMS_MAX];
	size_t num_items;
	bool in_terms;	/* of a WHERE, or an ON that is no outer join's */
	bool is_broken; /* they are not simply joined by AND */
	struct sql_token tokens[TERM_TOKENS]; /* of the term at hand */
	size_t num_tokens;		      /* more than there is room for: of no known form */
	struct span qualifiers[TERMS_MAX];    /* of the terms, whose tables are found at the end */
	struct select_term terms[TERMS_MAX];
	size_t num_terms, terms_before; /* those of the clause at hand */
	struct select_rows inner[INNER_MAX], in_term; /* of EXISTS in the term at hand */
	size_t num_inner, inner_before;
};

void select_tables_add(struct select_tables *tables, int number)
{
	tables->bits[number / 64] |= (uint64_t)1 << (number % 64);
}

/* A name in quotes may be any function's. */
static bool is_aggregate(const struct sql_token *token)
{
	return token->kind == SQL_QUOTED || bench_function_is_aggregate(token->text);
}

static void add_inner(struct part *part, const struct select_rows *inner)
{
	if (inner->parts != NULL && part->num_inner < INNER_MAX)
		part->inner[part->num_inner++] = *inner;
}

static void add_item(struct part *part, struct span alias, int number)
{
	if (part->num_items < ITEMS_MAX)
		part->items[part->num_items] = (struct item){.alias = alias, .number = number};
	part->num_items++;
	part->wants_alias = true;
}

static bool is_literal(const struct sql_token *token)
{
	return token->kind == SQL_TEXT ||
	       (token->kind == SQL_NAME && token->text.len <= 18 &&
		strspn((const char *)token->text.data, "0123456789") >= token->text.len);
}

/* Of "= value" or "IN (value, ...)"; false for anything else. */
static bool read_values(const struct sql_token *tokens, size_t num, struct select_term *term, struct arena *arena)
{
	bool is_list = num >= 4 && tokens[0].kind == SQL_IN && tokens[1].kind == SQL_OPEN && tokens[num - 1].kind == SQL_CLOSE;
	size_t from = is_list ? 2 : 1, end = is_list ? num - 1 : num;

	if (!is_list && !(num == 2 && tokens[0].kind == SQL_OTHER && *tokens[0].text.data == '='))
		return false;
	term->values = arena_array(arena, end - from, sizeof *term->values);
	for (size_t i = from; i < end; i++) {
		bool is_comma = (i - from) % 2 == 1;

		if (term->values == NULL || (is_comma ? tokens[i].kind != SQL_COMMA : !is_literal(&tokens[i])))
			return false;
		if (!is_comma)
			term->values[term->num_values++] = tokens[i].text;
	}
	return (end - from) % 2 == 1;
}

/* A term of one of the forms that are known; any other may be met by whatever there is. */
static void take_term(struct part *part, struct arena *arena)
{
	const struct sql_token *tokens = part->tokens;
	size_t num = part->num_tokens;
	struct select_term term = {.kind = TERM_VALUE};
	struct span qualifier = span_of(NULL, 0);

	if (num >= 3 && tokens[0].kind == SQL_NAME && tokens[1].kind == SQL_DOT) {
		qualifier = tokens[0].text;
		tokens += 2;
		num -= 2;
	}
	if (part->num_tokens > TERM_TOKENS || part->num_terms == TERMS_MAX || num == 0 || tokens[0].kind != SQL_NAME)
		return;
	term.column = tokens[0].text;
	if (num == 1)
		term.kind = TERM_TRUE;
	else if (num == 4 && tokens[1].kind == SQL_IS && tokens[2].kind == SQL_NOT && tokens[3].kind == SQL_NULL)
		term.kind = TERM_NOT_NULL;
	else if (!read_values(tokens + 1, num - 1, &term, arena))
		return;
	part->qualifiers[part->num_terms] = qualifier;
	part->terms[part->num_terms++] = term;
}

static void end_term(struct part *part, struct arena *arena)
{
	bool is_exists = part->num_tokens == 2 && part->tokens[0].kind == SQL_EXISTS && part->tokens[1].kind == SQL_SELECT;

	if (part->in_terms && !part->is_broken && is_exists)
		add_inner(part, &part->in_term);
	else if (part->in_terms && !part->is_broken)
		take_term(part, arena);
	part->num_tokens = 0;
}

static void begin_terms(struct part *part, bool in_terms)
{
	part->in_terms = in_terms;
	part->is_broken = false;
	part->terms_before = part->num_terms;
	part->inner_before = part->num_inner;
}

/* OR makes all of the clause mean nothing on its own, and so may what has an AND of its own. */
static void break_terms(struct part *part)
{
	part->is_broken = true;
	part->num_terms = part->terms_before;
	part->num_inner = part->inner_before;
}

/* Where terms begin and end, outside of parentheses. */
static void take_clause(struct part *part, const struct sql_token *token, struct arena *arena)
{
	switch (token->kind) {
	case SQL_AND:
		end_term(part, arena);
		break;
	case SQL_OR:
	case SQL_BETWEEN:
	case SQL_CASE:
		if (part->in_terms)
			break_terms(part);
		break;
	case SQL_WHERE:
	case SQL_ON:
		end_term(part, arena);
		begin_terms(part, token->kind == SQL_WHERE || !part->is_outer);
		break;
	case SQL_COMMA:
	case SQL_CROSS:
	case SQL_GROUP:
	case SQL_HAVING:
	case SQL_INNER:
	case SQL_JOIN:
	case SQL_LEFT:
	case SQL_LIMIT:
	case SQL_NATURAL:
	case SQL_ORDER:
	case SQL_USING:
	case SQL_WINDOW:
		end_term(part, arena);
		begin_terms(part, false);
		break;
	default:
		if (part->num_tokens < TERM_TOKENS)
			part->tokens[part->num_tokens] = *token;
		part->num_tokens++;
	}
}

/* What stands outside of parentheses; before is the token before. */
static void take(struct part *part, const struct sql_token *before, const struct sql_token *token)
{
	bool wants_table = part->wants_table, wants_alias = part->wants_alias;

	part->wants_table = part->wants_alias = false;
	if (token->kind == SQL_FROM && before->kind != SQL_DISTINCT) { /* not of IS DISTINCT FROM */
		part->in_from = part->wants_table = true;
	} else if (token->kind == SQL_GROUP) {
		part->groups = true;
		part->in_from = false;
	} else if (token->kind == SQL_RIGHT || token->kind == SQL_FULL || (token->kind == SQL_HAVING && !part->groups)) {
		part->is_other = true;
	} else if (token->kind == SQL_WHERE || token->kind == SQL_ORDER || token->kind == SQL_LIMIT || token->kind == SQL_WINDOW) {
		part->in_from = false;
	} else if (part->in_from && token->kind == SQL_LEFT) {
		part->is_outer = true;
	} else if (part->in_from && (token->kind == SQL_COMMA || token->kind == SQL_JOIN)) {
		part->wants_table = true;
	} else if (wants_table && token->kind == SQL_OPEN) {
		add_item(part, span_of(NULL, 0), -1);
	} else if (wants_table && sql_token_is_word(token)) {
		part->table = token->text;
	} else if (wants_alias && token->kind == SQL_AS) {
		part->wants_alias = true;
	} else if (wants_alias && token->kind == SQL_NAME && part->num_items <= ITEMS_MAX) {
		part->items[part->num_items - 1].alias = token->text;
	}
}

/* The name is a table's, unless it is a schema's or a function's. */
static void settle_table(struct part *part, const struct sql_token *token, const struct reader *reader)
{
	bool is_table = token->kind != SQL_OPEN && token->kind != SQL_DOT;
	int found;

	if (part->table.len == 0)
		return;
	found = is_table && !part->is_outer ? reader->number(reader->owner, part->table) : -1;
	if (found >= 0)
		select_tables_add(&part->joins, found);
	add_item(part, part->table, found);
	part->table = span_of(NULL, 0);
}

static bool same_name(struct span a, struct span b)
{
	return a.len == b.len && strncasecmp((const char *)a.data, (const char *)b.data, a.len) == 0;
}

/* The table that the term's column is of; -1 when that is not clear from its words, or its rows are not needed. */
static int table_of(const struct part *part, struct span qualifier)
{
	int found = -1;
	size_t num = 0;

	for (size_t i = 0; i < part->num_items && part->num_items <= ITEMS_MAX; i++)
		if (qualifier.len == 0 || same_name(part->items[i].alias, qualifier)) {
			found = part->items[i].number;
			num++;
		}
	return num == 1 ? found : -1;
}

static void *copied(struct arena *arena, const void *items, size_t num, size_t size)
{
	void *copy = arena_array(arena, num, size);

	return copy == NULL || num == 0 ? copy : memcpy(copy, items, num * size);
}

/* All that it asks for; nothing where it makes up for what is not there, or memory ends. */
static struct select_part finish(struct part *part, struct arena *arena)
{
	struct select_part made = {.tables = part->joins};
	size_t num = 0;

	if (part->is_other || (part->aggregates && !part->groups))
		return (struct select_part){0};
	for (size_t i = 0; i < part->num_terms; i++) {
		part->terms[num] = part->terms[i];
		part->terms[num].table = table_of(part, part->qualifiers[i]);
		num += part->terms[num].table >= 0;
	}
	made.terms = copied(arena, part->terms, num, sizeof *made.terms);
	made.num_terms = made.terms == NULL ? 0 : num;
	made.inner = copied(arena, part->inner, part->num_inner, sizeof *made.inner);
	made.num_inner = made.inner == NULL ? 0 : part->num_inner;
	return made;
}

static bool ends_part(const struct sql_token *token)
{
	return token->kind == SQL_UNION || token->kind == SQL_EXCEPT || token->kind == SQL_INTERSECT;
}

static struct select_rows read_rows(struct reader *reader);

/* Reads a SELECT that follows the parenthesis, of a FROM or an EXISTS, up to its end; false where none does that matters. */
static bool read_inner(struct reader *reader, struct part *part, const struct sql_token *before)
{
	const char *at = reader->from;
	bool in_from = part->wants_table, in_exists = part->in_terms && before->kind == SQL_EXISTS;
	struct select_rows inner;

	if ((!in_from && !in_exists) || reader->depth == DEPTH_MAX || sql_token_next(&at).kind != SQL_SELECT)
		return false;
	reader->depth++;
	inner = read_rows(reader);
	reader->depth--;
	if (in_from) {
		part->wants_table = false;
		if (!part->is_outer)
			add_inner(part, &inner);
		add_item(part, span_of(NULL, 0), -1);
	} else {
		part->in_term = inner;
		take_clause(part, &(struct sql_token){.kind = SQL_SELECT}, reader->arena);
	}
	return true;
}

/*
 * Reads one SELECT, up to the word that leads to another one, the parenthesis that ends all or the end: last. Asks for nothing
 * where it does not need rows.
 */
static struct select_part read_part(struct reader *reader, struct sql_token *last)
{
	struct sql_token before = sql_token_next(&reader->from);
	struct part part = {.num_items = 0};
	size_t depth = 0;

	if (before.kind == SQL_ALL) /* of UNION ALL */
		before = sql_token_next(&reader->from);
	part.is_other = before.kind != SQL_SELECT;
	for (;; before = *last) {
		*last = sql_token_next(&reader->from);
		settle_table(&part, last, reader);
		if (last->kind == SQL_END || (depth == 0 && (last->kind == SQL_CLOSE || ends_part(last))))
			break;
		if (last->kind == SQL_OPEN && depth == 0 && read_inner(reader, &part, &before)) {
			last->kind = SQL_CLOSE;
			continue;
		}
		part.aggregates |= last->kind == SQL_OPEN && is_aggregate(&before);
		if (depth == 0)
			take(&part, &before, last);
		if (depth == 0)
			take_clause(&part, last, reader->arena);
		else if (part.num_tokens++ < TERM_TOKENS)
			part.tokens[part.num_tokens - 1] = *last;
		depth += last->kind == SQL_OPEN;
		depth -= last->kind == SQL_CLOSE && depth > 0;
	}
	end_term(&part, reader->arena);
	return finish(&part, reader->arena);
}

static struct select_rows read_rows(struct reader *reader)
{
	struct select_part parts[PARTS_MAX];
	struct select_rows rows = {0};
	struct sql_token last = {.kind = SQL_UNION};
	size_t num = 0;

	for (; ends_part(&last); num++) {
		struct select_part part = read_part(reader, &last);

		if (num < PARTS_MAX)
			parts[num] = part;
	}
	if (num <= PARTS_MAX)
		rows.parts = copied(reader->arena, parts, num, sizeof parts[0]);
	rows.num_parts = rows.parts == NULL ? 0 : num;
	return rows;
}

struct select_rows select_rows_read(const char *sql, select_number *number, const void *owner, struct arena *arena)
{
	struct reader reader = {.from = sql, .number = number, .owner = owner, .arena = arena};

	return read_rows(&reader);
}

static bool has_all(const struct select_tables *tables, const struct select_tables *wanted)
{
	for (size_t i = 0; i < SELECT_TABLES / 64; i++)
		if ((wanted->bits[i] & ~tables->bits[i]) != 0)
			return false;
	return true;
}

static bool part_may_return(const struct select_part *part, const struct select_seen *seen)
{
	bool may = has_all(&seen->with_rows, &part->tables);

	for (size_t i = 0; may && i < part->num_inner; i++)
		may = select_may_return_rows(&part->inner[i], seen);
	for (size_t i = 0; may && i < part->num_terms; i++)
		may = seen->may_meet(seen->owner, &part->terms[i]);
	return may;
}

bool select_may_return_rows(const struct select_rows *rows, const struct select_seen *seen)
{
	for (size_t i = 0; i < rows->num_parts; i++)
		if (part_may_return(&rows->parts[i], seen))
			return true;
	return rows->parts == NULL;
}
