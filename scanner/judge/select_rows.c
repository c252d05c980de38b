#include "judge/select_rows.h"

#include "judge/bench_function.h"
#include "judge/select_reader.h"

#include <stddef.h>
#include <strings.h>

#define PARTS_MAX 16 /* more than SQLite is told to take */
#define ITEMS_MAX 8
#define CLAUSES_MAX 8 /* a WHERE, and ONs */
#define INNER_MAX 8
#define ROWS_MAX 4000	/* are looked at for one item */
#define ROWS_OF_EXISTS 64 /* for each of which other SELECTs are looked at */

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
	size_t num_items, num_clauses, num_inner;
	struct item items[ITEMS_MAX];
	struct select_condition clauses[CLAUSES_MAX];
	struct select_rows inner[INNER_MAX];
};

void select_tables_add(struct select_tables *tables, int number)
{
	tables->bits[number / 64] |= (uint64_t)1 << (number % 64);
}

void select_next(struct select_reader *reader)
{
	reader->token = sql_token_next(&reader->from);
}

void select_skip_to_close(struct select_reader *reader)
{
	for (size_t depth = 0; reader->token.kind != SQL_END; select_next(reader)) {
		if (depth == 0 && reader->token.kind == SQL_CLOSE)
			break;
		depth += reader->token.kind == SQL_OPEN;
		depth -= reader->token.kind == SQL_CLOSE;
	}
}

bool select_begins(const struct select_reader *reader)
{
	return reader->token.kind == SQL_SELECT || reader->token.kind == SQL_WITH;
}

void *select_copied(struct select_reader *reader, const void *items, size_t num, size_t size)
{
	void *copy = arena_array(reader->arena, num, size);

	return copy == NULL || num == 0 ? copy : memcpy(copy, items, num * size);
}

static bool same_name(struct span a, struct span b)
{
	return a.len == b.len && strncasecmp((const char *)a.data, (const char *)b.data, a.len) == 0;
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

/* What WITH named last counts first. */
static const struct select_with *find_with(const struct select_reader *reader, struct span name)
{
	for (size_t i = reader->num_with; i > 0; i--)
		if (same_name(reader->with[i - 1].name, name))
			return &reader->with[i - 1];
	return NULL;
}

/* The name is a table's, unless it is a schema's, a function's, or one of WITH. */
static void settle_table(struct part *part, const struct select_reader *reader)
{
	bool is_table = reader->token.kind != SQL_OPEN && reader->token.kind != SQL_DOT;
	const struct select_with *with;
	int found = -1;

	if (part->table.len == 0)
		return;
	with = find_with(reader, part->table);
	if (is_table && !part->is_outer && with != NULL)
		add_inner(part, &with->rows);
	else if (is_table && !part->is_outer)
		found = reader->names->table(reader->names->owner, part->table);
	if (found >= 0)
		select_tables_add(&part->joins, found);
	add_item(part, part->table, found);
	part->table = span_of(NULL, 0);
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
	} else if (part->in_from && (token->kind == SQL_AND || token->kind == SQL_OR)) { /* of an ON that ended elsewhere */
		part->is_other = true;
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

/* The item that the column is of; -1 when that is not clear from its words, or its rows are not needed. */
static int item_of(const struct part *part, struct span qualifier)
{
	int found = -1;
	size_t num = 0;

	for (size_t i = 0; i < part->num_items && part->num_items <= ITEMS_MAX; i++)
		if (qualifier.len == 0 || same_name(part->items[i].alias, qualifier)) {
			found = (int)i;
			num++;
		}
	return num == 1 && part->items[found].number >= 0 ? found : -1;
}

/* Finds what the terms are about, once the whole FROM is known. */
static void settle_condition(const struct part *part, const struct select_names *names, struct select_condition *condition)
{
	struct select_term *term = &condition->term;
	int item;

	for (size_t i = 0; i < condition->num_of; i++)
		settle_condition(part, names, &condition->of[i]);
	if (condition->kind != CONDITION_TERM)
		return;
	item = item_of(part, condition->qualifier);
	term->table = item < 0 ? -1 : part->items[item].number;
	term->column = item < 0 ? -1 : names->column(names->owner, term->table, condition->column);
	condition->item = item;
	if (term->column < 0)
		condition->kind = CONDITION_OPEN;
}

/* All that it asks for; nothing where it makes up for what is not there, or memory ends. */
static struct select_part finish(struct part *part, struct select_reader *reader)
{
	struct select_part made = {.tables = part->joins};
	int items[ITEMS_MAX];

	if (part->is_other || (part->aggregates && !part->groups))
		return (struct select_part){0};
	for (size_t i = 0; i < part->num_clauses; i++)
		settle_condition(part, reader->names, &part->clauses[i]);
	for (size_t i = 0; i < part->num_items && i < ITEMS_MAX; i++)
		items[i] = part->items[i].number;
	made.num_items = part->num_items <= ITEMS_MAX ? part->num_items : 0;
	made.items = select_copied(reader, items, made.num_items, sizeof items[0]);
	made.condition = (struct select_condition){.kind = CONDITION_ALL, .num_of = part->num_clauses,
						   .of = select_copied(reader, part->clauses, part->num_clauses, sizeof part->clauses[0])};
	made.inner = select_copied(reader, part->inner, part->num_inner, sizeof part->inner[0]);
	made.num_inner = part->num_inner;
	return made.items == NULL || made.condition.of == NULL || made.inner == NULL ? (struct select_part){0} : made;
}

static bool ends_part(enum sql_kind kind)
{
	return kind == SQL_UNION || kind == SQL_EXCEPT || kind == SQL_INTERSECT;
}

/* What follows a WHERE or an ON; that of an outer join does not keep rows away. */
static void read_clause(struct select_reader *reader, struct part *part, bool is_where)
{
	struct select_condition clause;
	enum sql_kind end;

	select_next(reader);
	clause = select_condition_read(reader);
	end = reader->token.kind;
	if (is_where && end != SQL_END && end != SQL_CLOSE && end != SQL_GROUP && end != SQL_HAVING && end != SQL_ORDER && end != SQL_LIMIT &&
	    !ends_part(end))
		part->is_other = true; /* a word that is a name here */
	if ((is_where || !part->is_outer) && clause.kind != CONDITION_OPEN && part->num_clauses < CLAUSES_MAX)
		part->clauses[part->num_clauses++] = clause;
}

/* A SELECT follows the parenthesis at hand. */
static bool next_begins(const struct select_reader *reader)
{
	const char *at = reader->from;
	enum sql_kind kind = sql_token_next(&at).kind;

	return kind == SQL_SELECT || kind == SQL_WITH;
}

/* A SELECT in the FROM. */
static void read_inner(struct select_reader *reader, struct part *part)
{
	struct select_rows inner;

	select_next(reader);
	inner = select_read(reader);
	part->wants_table = false;
	if (!part->is_outer)
		add_inner(part, &inner);
	add_item(part, span_of(NULL, 0), -1);
	select_skip_to_close(reader);
}

/* What stands in parentheses counts only for what it calls; before is the token before. */
static void skip_parentheses(struct select_reader *reader, struct part *part, struct sql_token before)
{
	for (size_t depth = 0; reader->token.kind != SQL_END; before = reader->token, select_next(reader)) {
		part->aggregates |= reader->token.kind == SQL_OPEN && is_aggregate(&before);
		depth += reader->token.kind == SQL_OPEN;
		depth -= reader->token.kind == SQL_CLOSE;
		if (depth == 0)
			break;
	}
}

/*
 * Reads one SELECT, up to the word that leads to another one, the parenthesis that ends all or the end. Asks for nothing
 * where it does not need rows.
 */
static struct select_part read_part(struct select_reader *reader)
{
	struct sql_token before = reader->token;
	struct part part;

	memset(&part, 0, offsetof(struct part, items)); /* the rest is filled as it is counted */
	part.is_other = before.kind != SQL_SELECT;
	select_next(reader);
	for (;; before = reader->token, select_next(reader)) {
		enum sql_kind kind;

		settle_table(&part, reader);
		kind = reader->token.kind;
		while (kind == SQL_WHERE || (kind == SQL_ON && part.in_from)) {
			take(&part, &before, &reader->token);
			before = reader->token;
			read_clause(reader, &part, kind == SQL_WHERE);
			kind = reader->token.kind;
		}
		if (kind == SQL_END || kind == SQL_CLOSE || ends_part(kind))
			break;
		if (kind == SQL_OPEN && part.wants_table && next_begins(reader)) {
			read_inner(reader, &part);
			continue;
		}
		take(&part, &before, &reader->token);
		if (kind == SQL_OPEN)
			skip_parentheses(reader, &part, before);
	}
	return finish(&part, reader);
}

/* "WITH name (columns) AS (SELECT ...), ..."; false when it is of no known form. One that is of itself counts as one with rows. */
static bool read_with(struct select_reader *reader)
{
	do {
		struct select_with with = {.name = span_of(NULL, 0)};

		select_next(reader);
		if (reader->token.kind != SQL_NAME || reader->num_with == SELECT_WITH_MAX)
			return false;
		with.name = reader->token.text;
		select_next(reader);
		if (reader->token.kind == SQL_OPEN) {
			select_next(reader);
			select_skip_to_close(reader);
			select_next(reader);
		}
		while (reader->token.kind == SQL_AS || reader->token.kind == SQL_NOT || reader->token.kind == SQL_NAME)
			select_next(reader);
		if (reader->token.kind != SQL_OPEN)
			return false;
		select_next(reader);
		reader->with[reader->num_with++] = with;
		if (reader->token.kind == SQL_SELECT)
			reader->with[reader->num_with - 1].rows = select_read(reader);
		select_skip_to_close(reader);
		select_next(reader);
	} while (reader->token.kind == SQL_COMMA);
	return reader->token.kind == SQL_SELECT;
}

static struct select_rows read_parts(struct select_reader *reader)
{
	struct select_part parts[PARTS_MAX];
	struct select_rows rows = {0};
	size_t num = 0;

	for (;; num++) {
		struct select_part part = read_part(reader);

		if (num < PARTS_MAX)
			parts[num] = part;
		if (!ends_part(reader->token.kind))
			break;
		select_next(reader);
		if (reader->token.kind == SQL_ALL) /* of UNION ALL */
			select_next(reader);
	}
	if (++num <= PARTS_MAX)
		rows.parts = select_copied(reader, parts, num, sizeof parts[0]);
	rows.num_parts = rows.parts == NULL ? 0 : num;
	return rows;
}

struct select_rows select_read(struct select_reader *reader)
{
	size_t num_with = reader->num_with;
	struct select_rows rows = {0};

	if (reader->depth < SELECT_DEPTH_MAX && (reader->token.kind != SQL_WITH || read_with(reader))) {
		reader->depth++;
		rows = read_parts(reader);
		reader->depth--;
	} else {
		select_skip_to_close(reader);
	}
	reader->num_with = num_with;
	return rows;
}

struct select_rows select_rows_read(const char *sql, const struct select_names *names, struct arena *arena)
{
	struct select_reader reader = {.from = sql, .names = names, .arena = arena};

	select_next(&reader);
	return select_read(&reader);
}

static bool has_all(const struct select_tables *tables, const struct select_tables *wanted)
{
	for (size_t i = 0; i < SELECT_TABLES / 64; i++)
		if ((wanted->bits[i] & ~tables->bits[i]) != 0)
			return false;
	return true;
}

/* What is looked at of one item of a FROM. */
struct look {
	const struct select_seen *seen;
	int item;
	size_t row;
	bool with_exists;
};

static bool may_be_met(const struct select_condition *condition, const struct look *look)
{
	bool all = condition->kind == CONDITION_ALL, met = all || condition->kind == CONDITION_OPEN;

	if (condition->kind == CONDITION_TERM)
		return condition->item != look->item || look->seen->may_meet(look->seen->owner, &condition->term, look->row);
	if (condition->kind == CONDITION_EXISTS)
		return !look->with_exists || select_may_return_rows(&condition->rows, look->seen);
	for (size_t i = 0; i < condition->num_of && met == all; i++)
		met = may_be_met(&condition->of[i], look);
	return met;
}

static bool is_about(const struct select_condition *condition, int item)
{
	bool found = condition->kind == CONDITION_TERM && condition->item == item;

	for (size_t i = 0; i < condition->num_of && !found; i++)
		found = is_about(&condition->of[i], item);
	return found;
}

/* False when no row of the item meets what is asked of it. */
static bool item_may_be(const struct select_part *part, int item, const struct select_seen *seen)
{
	size_t num = part->items[item] < 0 ? 0 : seen->num_rows(seen->owner, part->items[item]);
	struct look look = {.seen = seen, .item = item, .with_exists = num <= ROWS_OF_EXISTS};

	if (num == 0 || num > ROWS_MAX || !is_about(&part->condition, item))
		return true;
	for (look.row = 0; look.row < num; look.row++)
		if (may_be_met(&part->condition, &look))
			return true;
	return false;
}

static bool part_may_return(const struct select_part *part, const struct select_seen *seen)
{
	const struct look of_none = {.seen = seen, .item = -1, .with_exists = true};
	bool may = has_all(&seen->with_rows, &part->tables);

	for (size_t i = 0; may && i < part->num_inner; i++)
		may = select_may_return_rows(&part->inner[i], seen);
	may = may && may_be_met(&part->condition, &of_none);
	for (size_t i = 0; may && i < part->num_items; i++)
		may = item_may_be(part, (int)i, seen);
	return may;
}

bool select_may_return_rows(const struct select_rows *rows, const struct select_seen *seen)
{
	for (size_t i = 0; i < rows->num_parts; i++)
		if (part_may_return(&rows->parts[i], seen))
			return true;
	return rows->parts == NULL;
}
