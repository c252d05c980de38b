#include "judge/bench.h"

#include "bytes/buf.h"
#include "bytes/text.h"
#include "judge/bench_clock.h"
#include "judge/bench_function.h"
#include "judge/bench_listed.h"
#include "judge/bench_made.h"
#include "judge/bench_name.h"
#include "judge/derive.h"
#include "judge/fact_term.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define STEPS_BETWEEN_LOOKS 2000
#define GIVEN_TABLES 9 /* as register_small has them */
#define SMALL_TABLES (GIVEN_TABLES + 2 * BENCH_MADE_COUNT)
#define EXPLAIN_DEPTH 32
#define OTHERS_SEEN (SELECT_TABLES - 2 * FACT_TABLE_COUNT)

struct bench {
	sqlite3 *db;
	const struct rules *rules;
	struct bench_table current[FACT_TABLE_COUNT], previous[FACT_TABLE_COUNT];
	struct bench_table small[SMALL_TABLES], *catalogues;
	size_t num_catalogues;
	struct bench_names names; /* facts, those of the previous version, small ones and catalogues, numbered in this order */
	struct catalogue run, policy, blacklist;
	struct bench_listed listed;
	struct bench_made tables_made;
	const char *run_values[2];
	const struct reading *facts, *before;
	struct arena arena; /* of the rows of small tables; emptied with each submission */
	struct arena made;  /* of those that are made of the facts at hand; emptied with each part of one */
	struct arena fixed; /* of the policy's rows, and of what rules ask for */
	struct select_seen seen;
	uint64_t reads, reads_previous, derived_from, reads_other; /* of the rule being prepared */
	struct buf *named;  /* where an explanation wants the tables' names, or NULL */
	bool declaring;	    /* a table is telling SQLite its columns */
	double deadline, last_deadline; /* of the rule at hand; of all that run on the submission */
	struct bench_watch watch;
	double ahead; /* milliseconds of the wall's clock before that of the thread */
};

static const char *run_columns[] = {"today", "mode"};
static const char *policy_columns[] = {"name", "value"};
static const char *blacklist_columns[] = {"kind", "value", "verdict", "reason", "source", "ticket", "by", "since", "until"};

static double milliseconds(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return (double)time.tv_sec * 1000 + (double)time.tv_nsec / 1e6;
}

/*
 * Limits are of the thread's processor time, so that a verdict does not depend on what else the machine does. To ask for that is
 * slow: it goes by the wall's clock, less what that is known to be ahead, and is asked for when a deadline seems to have passed.
 */
static double now(const struct bench *bench)
{
	return milliseconds(CLOCK_MONOTONIC) - bench->ahead;
}

static void set_clock(struct bench *bench)
{
	bench->ahead = milliseconds(CLOCK_MONOTONIC) - milliseconds(CLOCK_THREAD_CPUTIME_ID);
}

static double deadline(const struct bench *bench, enum limit_id limit)
{
	return now(bench) + (double)rules_limits(bench->rules).value[limit];
}

static int look_at_clock(void *owner)
{
	struct bench *bench = owner;

	if (now(bench) <= bench->deadline)
		return 0;
	set_clock(bench);
	return now(bench) > bench->deadline;
}

/* Of one that is small or a catalogue; those behind the last bit share it. */
static uint64_t bit_of_other(int number)
{
	int other = number - 2 * FACT_TABLE_COUNT;

	return other < 0 ? 0 : (uint64_t)1 << (other > 63 ? 63 : other);
}

bool bench_rule_reads(const struct bench *bench, const struct bench_rule *prepared, const char *table)
{
	return (prepared->reads_other & bit_of_other(bench_names_find(&bench->names, span_of_text(table)))) != 0;
}

static void note_name(struct buf *names, const char *name)
{
	size_t len = strlen(name);

	for (size_t at = 0; at < names->len; at += strlen((const char *)names->data + at) + 1)
		if (strcmp((const char *)names->data + at, name) == 0)
			return;
	buf_add(names, name, len + 1);
}

/* Notes that the rule being prepared reads the table; false when it is not one of the bench. */
static bool note_read(struct bench *bench, const char *name, const char *column)
{
	int number = bench_names_find(&bench->names, span_of_text(name));

	if (number < 0)
		return false;
	bench->reads_other |= bit_of_other(number);
	if (number < FACT_TABLE_COUNT) {
		bench->reads |= (uint64_t)1 << number;
		bench->derived_from |= derive_needs((enum fact_table)number, column);
	} else if (number < 2 * FACT_TABLE_COUNT) {
		bench->reads_previous |= (uint64_t)1 << (number - FACT_TABLE_COUNT);
	} else if (number < 2 * FACT_TABLE_COUNT + SMALL_TABLES) {
		bench_made_reads(&bench->tables_made, bench->small[number - 2 * FACT_TABLE_COUNT].text, &bench->reads, &bench->reads_previous);
	}
	if (bench->named != NULL)
		note_name(bench->named, name);
	return true;
}

/*
 * A rule may select, read the bench's tables, and call functions that only compute. A name without a column may be that
 * of a subquery; SQLite's own tables never are.
 */
static int authorize(void *owner, int action, const char *first, const char *second, const char *database, const char *view)
{
	(void)database, (void)view;
	if (((struct bench *)owner)->declaring)
		return SQLITE_OK;
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_RECURSIVE:
		return SQLITE_OK;
	case SQLITE_READ:
		if (note_read(owner, first, second))
			return SQLITE_OK;
		return *second == '\0' && sqlite3_strnicmp(first, "sqlite_", 7) != 0 ? SQLITE_OK : SQLITE_DENY;
	case SQLITE_FUNCTION:
		return bench_function_is_allowed(second) ? SQLITE_OK : SQLITE_DENY;
	default:
		return SQLITE_DENY;
	}
}

static bool register_table(struct bench *bench, struct bench_table *table, int number, struct error *err)
{
	if (!bench_names_add(&bench->names, table->name, number))
		return error_set(err, ERROR_RULES, "%s: there are too many tables", table->name);
	return bench_table_register(bench->db, table, err);
}

static bool register_facts(struct bench *bench, struct error *err)
{
	for (enum fact_table table = 0; table < FACT_TABLE_COUNT; table++) {
		const struct fact_table_info *info = fact_info(table);
		struct bench_table *current = &bench->current[table], *previous = &bench->previous[table];

		*current = (struct bench_table){.info = info, .table = table, .reading = &bench->facts,
						.declaring = &bench->declaring};
		*previous = (struct bench_table){.info = info, .table = table, .reading = &bench->before,
						 .declaring = &bench->declaring};
		snprintf(current->name, sizeof current->name, "%s", info->name);
		snprintf(previous->name, sizeof previous->name, "previous_%s", info->name);
		if (!register_table(bench, current, (int)table, err) ||
		    !register_table(bench, previous, FACT_TABLE_COUNT + (int)table, err))
			return false;
	}
	return true;
}

/* other: its number among those that are small and catalogues. */
static bool register_text(struct bench *bench, struct bench_table *table, size_t other, const struct catalogue *text, struct error *err)
{
	*table = (struct bench_table){.text = text, .declaring = &bench->declaring};
	snprintf(table->name, sizeof table->name, "%s", text->name);
	return register_table(bench, table, 2 * FACT_TABLE_COUNT + (int)other, err);
}

/* Rules mean the same everywhere: a catalogue is a table of its own, and stands in front of no other. */
static bool check_name(const struct bench *bench, const struct catalogue *catalogue, struct error *err)
{
	const char *name = catalogue->name;

	return bench_names_find(&bench->names, span_of_text(name)) < 0 ||
	       error_set(err, ERROR_RULES, "%s: there is a table %s already, of which rules read: a catalogue has a name of its own",
			 catalogue->header.file, name);
}

static bool register_catalogues(struct bench *bench, struct error *err)
{
	bench->num_catalogues = rules_num_catalogues(bench->rules);
	bench->catalogues = calloc(bench->num_catalogues + 1, sizeof *bench->catalogues);
	if (bench->catalogues == NULL)
		return error_memory(err);
	for (size_t i = 0; i < bench->num_catalogues; i++)
		if (!check_name(bench, rules_catalogue_at(bench->rules, i), err) ||
		    !register_text(bench, &bench->catalogues[i], SMALL_TABLES + i, rules_catalogue_at(bench->rules, i), err))
			return false;
	return true;
}

static const struct catalogue *small_text(const struct bench *bench, const struct catalogue *const given[GIVEN_TABLES], size_t i)
{
	size_t made = (i - GIVEN_TABLES) / 2;

	if (i < GIVEN_TABLES)
		return given[i];
	return (i - GIVEN_TABLES) % 2 == 0 ? &bench->tables_made.now[made] : &bench->tables_made.before[made];
}

static bool register_small(struct bench *bench, struct error *err)
{
	const struct catalogue *const given[GIVEN_TABLES] = {&bench->run, &bench->policy, &bench->blacklist, &bench->listed.package,
							     &bench->listed.finding, &bench->listed.against, &bench->listed.decided_elsewhere,
							     &bench->listed.elsewhere, &bench->listed.waiting};
	const struct policy *policy = rules_whole_policy(bench->rules);
	const char **values = arena_array(&bench->fixed, 2 * policy->num_values + 1, sizeof *values);

	if (values == NULL)
		return error_memory(err);
	for (size_t i = 0; i < policy->num_values; i++) {
		values[2 * i] = policy->values[i].name;
		values[2 * i + 1] = policy->values[i].value;
	}
	bench->run = (struct catalogue){.name = "run", .columns = run_columns, .num_columns = 2, .values = bench->run_values, .num_rows = 1,
					.doc = "one row: the day that is judged by, and gate or patrol"};
	bench->policy = (struct catalogue){.name = "policy", .columns = policy_columns, .num_columns = 2, .values = values,
					   .num_rows = policy->num_values, .doc = "a value of policy.json that rules may use"};
	bench->blacklist = (struct catalogue){.name = "blacklist", .columns = blacklist_columns, .num_columns = 9,
					      .doc = "an entry of the blacklist that the submission has"};
	bench_listed_declare(&bench->listed);
	if (!bench_made_declare(&bench->tables_made, bench->rules, &bench->fixed))
		return error_memory(err);
	for (size_t i = 0; i < SMALL_TABLES; i++)
		if (!register_text(bench, &bench->small[i], i, small_text(bench, given, i), err))
			return false;
	return true;
}

static void set_limits(sqlite3 *db)
{
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL); /* "name" is a column or a fault, never a text */
	sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 64 * 1024 * 1024);
	sqlite3_limit(db, SQLITE_LIMIT_SQL_LENGTH, 100000);
	sqlite3_limit(db, SQLITE_LIMIT_EXPR_DEPTH, 100);
	sqlite3_limit(db, SQLITE_LIMIT_COMPOUND_SELECT, 10);
	sqlite3_limit(db, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000);
	sqlite3_limit(db, SQLITE_LIMIT_WORKER_THREADS, 0);
}

struct bench *bench_open(const struct rules *rules, struct error *err)
{
	struct bench *bench = calloc(1, sizeof *bench);

	if (bench == NULL) {
		error_memory(err);
		return NULL;
	}
	bench->rules = rules;
	bench->arena = arena_new((size_t)256 * 1024 * 1024);
	bench->made = arena_new((size_t)256 * 1024 * 1024);
	bench->fixed = arena_new((size_t)16 * 1024 * 1024);
	bench->run_values[0] = bench->run_values[1] = "";
	if (sqlite3_open_v2(":memory:", &bench->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, bench_clock_none()) != SQLITE_OK) {
		error_set(err, ERROR_INTERNAL, "SQLite cannot be opened");
		bench_close(bench);
		return NULL;
	}
	set_limits(bench->db);
	bench->watch = (struct bench_watch){.is_over = look_at_clock, .owner = bench};
	if (!bench_function_register(bench->db, rules, &bench->watch, err) || !register_facts(bench, err) || !register_small(bench, err) ||
	    !register_catalogues(bench, err)) {
		bench_close(bench);
		return NULL;
	}
	sqlite3_set_authorizer(bench->db, authorize, bench);
	set_clock(bench);
	bench->last_deadline = INFINITY; /* until there is a submission */
	sqlite3_progress_handler(bench->db, STEPS_BETWEEN_LOOKS, look_at_clock, bench);
	return bench;
}

const struct catalogue *bench_other(const struct bench *bench, size_t index)
{
	if (index < SMALL_TABLES)
		return bench->small[index].text;
	return index - SMALL_TABLES < bench->num_catalogues ? bench->catalogues[index - SMALL_TABLES].text : NULL;
}

static void reset_tables(struct bench *bench)
{
	for (int i = 0; i < FACT_TABLE_COUNT; i++) {
		bench_table_reset(&bench->current[i]);
		bench_table_reset(&bench->previous[i]);
	}
	for (int i = 0; i < SMALL_TABLES; i++)
		bench_table_reset(&bench->small[i]);
}

void bench_close(struct bench *bench)
{
	if (bench == NULL)
		return;
	sqlite3_close(bench->db);
	reset_tables(bench);
	for (size_t i = 0; bench->catalogues != NULL && i < bench->num_catalogues; i++)
		bench_table_reset(&bench->catalogues[i]);
	free(bench->catalogues);
	arena_free(&bench->arena);
	arena_free(&bench->made);
	arena_free(&bench->fixed);
	free(bench);
}

static const struct reading *reading_of(const struct bench *bench, int table)
{
	return table < FACT_TABLE_COUNT ? bench->facts : table < 2 * FACT_TABLE_COUNT ? bench->before : NULL;
}

static size_t num_rows(const void *owner, int table)
{
	const struct reading *facts = reading_of(owner, table);

	return facts == NULL ? 0 : reading_count(facts, (enum fact_table)(table % FACT_TABLE_COUNT));
}

static bool may_meet(const void *owner, const struct select_term *term, size_t row)
{
	return fact_term_may_be_met(term, (enum fact_table)(term->table % FACT_TABLE_COUNT), reading_of(owner, term->table), row);
}

static void see_rows(struct bench *bench)
{
	bench->seen = (struct select_seen){.num_rows = num_rows, .may_meet = may_meet, .owner = bench};
	for (int i = 0; i < FACT_TABLE_COUNT; i++) {
		if (bench_table_num_rows(&bench->current[i]) > 0)
			select_tables_add(&bench->seen.with_rows, i);
		if (bench_table_num_rows(&bench->previous[i]) > 0)
			select_tables_add(&bench->seen.with_rows, FACT_TABLE_COUNT + i);
	}
	for (int i = 0; i < SMALL_TABLES + (int)bench->num_catalogues && i < OTHERS_SEEN; i++)
		if (bench_table_num_rows(i < SMALL_TABLES ? &bench->small[i] : &bench->catalogues[i - SMALL_TABLES]) > 0)
			select_tables_add(&bench->seen.with_rows, 2 * FACT_TABLE_COUNT + i);
}

void bench_show(struct bench *bench, const struct reading *facts)
{
	bench->facts = facts;
	bench->before = NULL;
	see_rows(bench);
}

static bool fill_blacklist(struct bench *bench, const struct blacklist_entry *entries, size_t num_entries)
{
	const char **values = arena_array(&bench->arena, 9 * num_entries + 1, sizeof *values);

	if (values == NULL)
		return false;
	for (size_t i = 0; i < num_entries; i++) {
		const struct blacklist_entry *entry = &entries[i];
		const char *row[] = {blacklist_kind_name(entry->kind), entry->value, verdict_name(entry->verdict), text_or_empty(entry->reason),
				     text_or_empty(entry->source), text_or_empty(entry->ticket), text_or_empty(entry->by), text_or_empty(entry->since),
				     text_or_empty(entry->until)};

		memcpy(values + 9 * i, row, sizeof row);
	}
	bench->blacklist.values = values;
	bench->blacklist.num_rows = num_entries;
	return true;
}

/* What is made of the facts at hand and of those before. */
static bool fill_made(struct bench *bench)
{
	arena_free(&bench->made);
	return bench_made_fill(&bench->tables_made, bench->rules, bench->facts, bench->before, &bench->made);
}

bool bench_show_part(struct bench *bench, const struct reading *facts, const struct reading *previous, struct error *err)
{
	reset_tables(bench);
	bench->facts = facts;
	bench->before = previous;
	return fill_made(bench) || error_memory(err);
}

bool bench_load(struct bench *bench, const struct reading *facts, const struct judge_history *history,
		const struct blacklist_entry *entries, size_t num_entries, const struct judge_run *run, struct error *err)
{
	reset_tables(bench);
	arena_free(&bench->arena);
	bench->facts = facts;
	bench->before = history->previous;
	bench->run_values[0] = run->today;
	bench->run_values[1] = run->patrol ? "patrol" : "gate";
	if (!fill_blacklist(bench, entries, num_entries))
		return error_memory(err);
	if (!bench_listed_fill(&bench->listed, bench->rules, history, &bench->arena) || !fill_made(bench))
		return error_memory(err);
	see_rows(bench);
	set_clock(bench);
	bench->last_deadline = deadline(bench, LIMIT_RULES_TIME);
	return true;
}

/* Who reads the words of a rule. */
struct naming {
	const struct bench *bench;
	struct bench_rule *rule;
};

/* Tables behind the last number count as ones with rows. */
static int number_of(const void *owner, struct span name)
{
	const struct naming *naming = owner;
	int number = bench_names_find(&naming->bench->names, name);

	if (number < 0 || number >= SELECT_TABLES)
		return -1;
	select_tables_add(&naming->rule->names, number);
	return number;
}

static int column_of(const void *owner, int table, struct span name)
{
	(void)owner;
	return table < 2 * FACT_TABLE_COUNT ? fact_term_column((enum fact_table)(table % FACT_TABLE_COUNT), name) : -1;
}

bool bench_may_find(struct bench *bench, struct bench_rule *rule)
{
	const struct naming naming = {.bench = bench, .rule = rule};
	const struct select_names names = {.table = number_of, .column = column_of, .owner = &naming};

	if (!rule->is_seen)
		rule->asks = select_rows_read(rule->rule->sql, &names, &bench->fixed);
	rule->is_seen = true;
	return select_may_return_rows(&rule->asks, &bench->seen);
}

bool bench_rule_names(const struct bench_rule *rule, uint64_t tables)
{
	return !rule->is_seen || (rule->names.bits[0] & tables) != 0;
}

static void find_columns(struct bench_rule *prepared)
{
	prepared->subject = prepared->detail = prepared->path = prepared->verdict = -1;
	for (int i = 0; i < sqlite3_column_count(prepared->statement); i++) {
		const char *name = sqlite3_column_name(prepared->statement, i);

		if (strcmp(name, "subject") == 0)
			prepared->subject = i;
		else if (strcmp(name, "detail") == 0)
			prepared->detail = i;
		else if (strcmp(name, "path") == 0)
			prepared->path = i;
		else if (strcmp(name, "verdict") == 0)
			prepared->verdict = i;
	}
}

bool bench_prepare(struct bench *bench, const struct rule *rule, struct bench_rule *prepared, struct error *err)
{
	const char *rest;

	*prepared = (struct bench_rule){.rule = rule, .asks = prepared->asks, .names = prepared->names, .is_seen = prepared->is_seen};
	bench->reads = bench->reads_previous = bench->derived_from = bench->reads_other = 0;
	bench->deadline = deadline(bench, LIMIT_RULE_TIME);
	if (sqlite3_prepare_v3(bench->db, rule->sql, -1, SQLITE_PREPARE_PERSISTENT, &prepared->statement, &rest) != SQLITE_OK)
		return error_set(err, ERROR_RULES, "%s:%d: rule %s: %s", rule->file, rule->line, rule->id, sqlite3_errmsg(bench->db));
	prepared->reads = bench->reads;
	prepared->reads_previous = bench->reads_previous;
	prepared->derived_from = bench->derived_from;
	prepared->reads_other = bench->reads_other;
	prepared->elsewhere = bench_rule_reads(bench, prepared, "listed_elsewhere") ? bench_listed_kinds(rule->sql) : 0;
	prepared->compares = prepared->reads_previous != 0 || bench_rule_reads(bench, prepared, "listed_package");
	find_columns(prepared);
	if (prepared->statement == NULL || prepared->subject < 0 || !sqlite3_stmt_readonly(prepared->statement) ||
	    sqlite3_bind_parameter_count(prepared->statement) > 0 || strspn(rest, " \t\r\n") != strlen(rest)) {
		bench_release(prepared);
		return error_set(err, ERROR_RULES, "%s:%d: rule %s: one SELECT that returns a column `subject` is needed", rule->file,
				 rule->line, rule->id);
	}
	return true;
}

void bench_release(struct bench_rule *prepared)
{
	sqlite3_finalize(prepared->statement);
	prepared->statement = NULL;
}

bool bench_run(struct bench *bench, struct bench_rule *prepared,
	       bool (*visit)(void *owner, struct bench_rule *rule, sqlite3_stmt *row), void *owner, struct error *err)
{
	const struct rule *rule = prepared->rule;
	double own = deadline(bench, LIMIT_RULE_TIME);
	bool is_last = bench->last_deadline < own;
	int status;

	prepared->gave_up = NULL;
	prepared->ran_out = false;
	bench->deadline = is_last ? bench->last_deadline : own;
	while ((status = sqlite3_step(prepared->statement)) == SQLITE_ROW)
		if (!visit(owner, prepared, prepared->statement))
			break;
	sqlite3_reset(prepared->statement);
	if (status == SQLITE_DONE || status == SQLITE_ROW)
		return true;
	prepared->ran_out = status == SQLITE_INTERRUPT;
	if (prepared->ran_out)
		prepared->gave_up = is_last ? "all rules together took too long" : "it took too long";
	else if (status == SQLITE_TOOBIG)
		prepared->gave_up = "a text was too long for it, or a pattern too hard to match";
	else if (status == SQLITE_ERROR)
		prepared->gave_up = "it cannot compute with what the package says";
	return error_set(err, ERROR_RULES, "%s:%d: rule %s: %s", rule->file, rule->line, rule->id, sqlite3_errmsg(bench->db));
}

/* The steps of SQLite's plan, each below the one that it belongs to. */
static bool read_plan(sqlite3_stmt *plan, struct buf *out)
{
	int ids[EXPLAIN_DEPTH] = {0}, depth = 0, status;

	while ((status = sqlite3_step(plan)) == SQLITE_ROW) {
		while (depth > 0 && ids[depth] != sqlite3_column_int(plan, 1))
			depth--;
		if (depth + 1 < EXPLAIN_DEPTH)
			depth++;
		ids[depth] = sqlite3_column_int(plan, 0);
		buf_printf(out, "%*s%s\n", 2 * (depth - 1), "", (const char *)sqlite3_column_text(plan, 3));
	}
	return status == SQLITE_DONE;
}

bool bench_explain(struct bench *bench, const struct rule *rule, struct bench_rule *prepared, struct buf *tables,
		   struct buf *plan, struct error *err)
{
	char *sql = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", rule->sql);
	sqlite3_stmt *statement = NULL;
	bool ok;

	bench->named = tables;
	ok = sql != NULL && bench_prepare(bench, rule, prepared, err);
	bench->named = NULL;
	ok = ok && sqlite3_prepare_v2(bench->db, sql, -1, &statement, NULL) == SQLITE_OK && read_plan(statement, plan);
	sqlite3_finalize(statement);
	sqlite3_free(sql);
	return ok || error_set(err, ERROR_RULES, "%s:%d: rule %s cannot be explained", rule->file, rule->line, rule->id);
}
