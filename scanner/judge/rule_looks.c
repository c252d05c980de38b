#include "judge/rule_looks.h"

#include "judge/build_part.h"
#include "judge/fact_term.h"
#include "judge/judge.h"
#include "judge/select_rows.h"
#include "judge/sql_token.h"

#include <sqlite3.h>

#define APP_TYPE FACT_TABLE_COUNT /* as a table: what the form's category is */

static bool is_handed_in(enum fact_table table)
{
	return fact_info(table)->origin == FACT_FORM || fact_info(table)->origin == FACT_BENCH;
}

/* Of tables that are handed in; whatever else a rule joins may have rows. */
static int number_of(const void *owner, struct span name)
{
	(void)owner;
	for (enum fact_table table = 0; table < FACT_TABLE_COUNT; table++) {
		const char *of_table = fact_info(table)->name;

		if (is_handed_in(table) && name.len == strlen(of_table) && sqlite3_strnicmp(of_table, (const char *)name.data, (int)name.len) == 0)
			return (int)table;
	}
	return name.len == strlen("app_type") && sqlite3_strnicmp("app_type", (const char *)name.data, (int)name.len) == 0 ? APP_TYPE : -1;
}

/* A form that names no SDK was looked at for SDKs; what laboratories found, and the text of the policy, come by themselves. */
static bool is_there(const struct reading *facts, enum fact_table table)
{
	bool is_of_form = fact_info(table)->origin == FACT_FORM && table != FACT_TABLE_external_finding;

	return reading_count(facts, is_of_form ? FACT_TABLE_submission : table) > 0;
}

static bool has_category(const struct reading *facts)
{
	return reading_num(facts, submission) > 0 && reading_rows(facts, submission)[0]->category != NULL;
}

static int column_of(const void *owner, int table, struct span name)
{
	(void)owner;
	return table == APP_TYPE ? -1 : fact_term_column((enum fact_table)table, name);
}

/* What others say may be said of any row. */
static size_t num_rows(const void *owner, int table)
{
	return table == FACT_TABLE_submission ? reading_count(owner, FACT_TABLE_submission) : 0;
}

/* What is there, or is a certain value, is what the rule is about; whatever else it compares is what it finds. */
static bool may_meet(const void *owner, const struct select_term *term, size_t row)
{
	bool is_about = term->test == TEST_EQUAL || term->test == TEST_NOT_NULL || term->test == TEST_TRUE;

	return !is_about || fact_term_may_be_met(term, (enum fact_table)term->table, owner, row);
}

bool rule_looks(const struct rule *rule, const struct reading *facts, struct arena *arena)
{
	struct select_seen seen = {.num_rows = num_rows, .may_meet = may_meet, .owner = facts};
	const struct select_names names = {.table = number_of, .column = column_of};
	struct select_rows asks;

	if (rule->sql == NULL)
		return true;
	for (enum fact_table table = 0; table < FACT_TABLE_COUNT; table++)
		if (is_handed_in(table) && is_there(facts, table))
			select_tables_add(&seen.with_rows, (int)table);
	if (has_category(facts))
		select_tables_add(&seen.with_rows, APP_TYPE);
	asks = select_rows_read(rule->sql, &names, arena);
	return select_may_return_rows(&asks, &seen);
}

static bool is_any_of(struct span name, const char *const *names, size_t num)
{
	for (size_t i = 0; i < num; i++)
		if (name.len == strlen(names[i]) && sqlite3_strnicmp(names[i], (const char *)name.data, (int)name.len) == 0)
			return true;
	return false;
}

/* Besides those of which each row is handed in, some that take of a form what it says; laboratories are not the developer. */
static bool has_of_form(struct span name)
{
	static const char *const also[] = {"purpose", "listed_elsewhere"};
	int number = number_of(NULL, name);

	return number >= 0 ? number != FACT_TABLE_external_finding : is_any_of(name, also, sizeof also / sizeof also[0]);
}

static bool says(const struct reading *facts, size_t column)
{
	const struct fact_column *of = &fact_info(FACT_TABLE_submission)->columns[column];
	const union fact_value *values;

	if (reading_num(facts, submission) == 0)
		return false;
	values = fact_values(reading_rows(facts, submission)[0]);
	return fact_is_number(of->type) ? values[column].number != FACT_ABSENT : values[column].text != NULL && *values[column].text != '\0';
}

static bool is_column_left_out(struct span name, const struct reading *before, const struct reading *now)
{
	int column = fact_term_column(FACT_TABLE_submission, name);

	return column >= 0 && says(before, (size_t)column) && !says(now, (size_t)column);
}

/* An SDK that is not named any more may be gone from the package; of a policy the digest says that there was a text. */
static bool is_table_left_out(struct span name, const struct reading *before, const struct reading *now)
{
	int table = number_of(NULL, name);

	if (table < 0 || table == FACT_TABLE_submission || table == FACT_TABLE_sdk_declared || table == FACT_TABLE_explanation)
		return false;
	if (table == APP_TYPE)
		return has_category(before) && !has_category(now);
	if (reading_count(now, (enum fact_table)table) > 0)
		return false;
	if (table == FACT_TABLE_policy_text)
		return reading_num(before, submission) > 0 && reading_rows(before, submission)[0]->privacy_policy_sha256 != NULL;
	return reading_count(before, (enum fact_table)table) > 0;
}

/* What a laboratory found is called by the behaviour, or by its own rule, and what it is about. */
static bool is_called(const char *subject, const struct fact_external_finding *row)
{
	const char *name = row->behaviour != NULL ? row->behaviour : row->rule;
	size_t len = strlen(name);

	return strncmp(subject, name, len) == 0 && (subject[len] == '\0' || subject[len] == ' ');
}

static bool is_looked_for(const char *subject, const struct reading *now, const struct fact_package *package)
{
	struct fact_external_finding **rows = reading_rows(now, external_finding);

	for (size_t i = 0; i < reading_num(now, external_finding); i++)
		if ((package == NULL || rows[i]->package == package->package) && strcmp(rows[i]->outcome, "nothing-found") == 0 &&
		    is_called(subject, rows[i]))
			return true;
	return false;
}

static bool has_of_laboratories(struct span name)
{
	return number_of(NULL, name) == FACT_TABLE_external_finding;
}

/* In each package that takes the place of that one; one that is left out was not looked at. */
static bool is_looked_for_in_next(const char *subject, const struct reading *before, const struct fact_package *package, const struct reading *now)
{
	struct fact_package **packages = reading_rows(now, package);
	size_t num = 0;

	for (size_t i = 0; i < reading_num(now, package); i++) {
		if (!build_part_follows(now, packages[i], before, package))
			continue;
		if (!is_looked_for(subject, now, packages[i]))
			return false;
		num++;
	}
	return num > 0;
}

/* Where no laboratory says any more in which package it was found, in any. */
static bool was_looked_for(const char *subject, const struct reading *before, const struct reading *now)
{
	struct fact_external_finding **rows = reading_rows(before, external_finding);
	size_t num = 0;

	for (size_t i = 0; subject != NULL && i < reading_num(before, external_finding); i++) {
		const struct fact_package *package = judge_package_row(before, rows[i]->package);

		if (package == NULL || strcmp(rows[i]->outcome, "found") != 0 || !is_called(subject, rows[i]))
			continue;
		if (!is_looked_for_in_next(subject, before, package, now))
			return false;
		num++;
	}
	return num > 0 || (subject != NULL && is_looked_for(subject, now, NULL));
}

static bool is_left_out(struct span name, const char *subject, const struct reading *before, const struct reading *now)
{
	if (has_of_laboratories(name))
		return !was_looked_for(subject, before, now);
	return is_table_left_out(name, before, now);
}

bool rule_sees(const struct rule *rule, const char *subject, const struct reading *before, const struct reading *now)
{
	enum sql_kind last = SQL_END;
	const char *rest = rule->sql;

	for (struct sql_token token; rest != NULL && (token = sql_token_next(&rest)).kind != SQL_END; last = token.kind)
		if (token.kind == SQL_NAME && (is_column_left_out(token.text, before, now) ||
					       (last != SQL_DOT && is_left_out(token.text, subject, before, now))))
			return false;
	return true;
}

static bool has_of_before(struct span name)
{
	static const char *const also[] = {"listed_package"};
	static const char before[] = "previous_";

	return (name.len > strlen(before) && sqlite3_strnicmp(before, (const char *)name.data, (int)strlen(before)) == 0) ||
	       is_any_of(name, also, sizeof also / sizeof also[0]);
}

/* What stands behind a dot is a column. */
static bool names_table(const struct rule *rule, bool (*is_wanted)(struct span name))
{
	enum sql_kind before = SQL_END;
	const char *rest = rule->sql;

	for (struct sql_token token; rest != NULL && (token = sql_token_next(&rest)).kind != SQL_END; before = token.kind)
		if (token.kind == SQL_NAME && before != SQL_DOT && is_wanted(token.text))
			return true;
	return false;
}

bool rule_reads_external(const struct rule *rule)
{
	return names_table(rule, has_of_laboratories);
}

bool rule_reads_form(const struct rule *rule)
{
	return names_table(rule, has_of_form);
}

bool rule_compares(const struct rule *rule)
{
	return names_table(rule, has_of_before);
}
