#include "judge/bench_listed.h"

#include "bytes/text.h"
#include "judge/bench_abi.h"
#include "judge/own_value.h"
#include "judge/sql_token.h"

#include <inttypes.h>
#include <stdio.h>

static const char *package_columns[] = {"version_code", "split", "sha256", "content_digest", "abi", "device"};
static const char *finding_columns[] = {"rule", "subject", "verdict", "detail"};
static const char *against_columns[] = {"kind", "submission", "case_number", "date", "reason", "sha256"};
static const char *decided_elsewhere_columns[] = {"kind", "app_id", "submission", "date", "reason", "same_signer", "same_developer", "same_filing", "same_look"};
static const char *elsewhere_columns[] = {"kind", "value", "app_id", "same_developer", "same_signer", "label", "shows_owner", "other_developer"};
static const char *waiting_columns[] = {"submission", "date", "same_developer", "same_signer", "own_first"};

enum {
	PACKAGE_COLUMNS = sizeof package_columns / sizeof package_columns[0],
	FINDING_COLUMNS = sizeof finding_columns / sizeof finding_columns[0],
	AGAINST_COLUMNS = sizeof against_columns / sizeof against_columns[0],
	DECIDED_ELSEWHERE_COLUMNS = sizeof decided_elsewhere_columns / sizeof decided_elsewhere_columns[0],
	ELSEWHERE_COLUMNS = sizeof elsewhere_columns / sizeof elsewhere_columns[0],
	WAITING_COLUMNS = sizeof waiting_columns / sizeof waiting_columns[0],
};

void bench_listed_declare(struct bench_listed *tables)
{
	tables->package = (struct catalogue){.name = "listed_package", .columns = package_columns, .num_columns = PACKAGE_COLUMNS,
					     .doc = "a package of the version before, or of a listed one of the submission's version code or above, once for each ABI"};
	tables->finding = (struct catalogue){.name = "listed_finding", .columns = finding_columns, .num_columns = FINDING_COLUMNS,
					     .doc = "what versions that are or were listed were found to have"};
	tables->against = (struct catalogue){.name = "decided_against", .columns = against_columns, .num_columns = AGAINST_COLUMNS,
					     .doc = "what persons decided against the same bytes or the app, as it stands today"};
	tables->decided_elsewhere = (struct catalogue){.name = "decided_elsewhere", .columns = decided_elsewhere_columns, .num_columns = DECIDED_ELSEWHERE_COLUMNS,
						       .doc = "what persons decided against another app of the signer, the developer, the filing number, or the name and icon, as it stands today"};
	tables->elsewhere = (struct catalogue){.name = "listed_elsewhere", .columns = elsewhere_columns, .num_columns = ELSEWHERE_COLUMNS,
					       .doc = "another app that is listed and shows a number, code, name, icon or definition of the submission's"};
	tables->waiting = (struct catalogue){.name = "waiting", .columns = waiting_columns, .num_columns = WAITING_COLUMNS,
					     .doc = "of an app that never was listed the first submission of another developer or signer of whom one waits"};
}

static const char *number(int64_t value, struct arena *arena)
{
	return value == FACT_ABSENT ? "" : arena_printf(arena, "%" PRId64, value);
}

static void add_package(struct catalogue *table, const struct fact_package *package, const char *code, const char *abi)
{
	const char *row[PACKAGE_COLUMNS] = {code, text_or_empty(package->split), text_or_empty(package->sha256),
					    text_or_empty(package->content_digest), abi, text_or_empty(package->device)};

	memcpy(table->values + PACKAGE_COLUMNS * table->num_rows++, row, sizeof row);
}

static void add_packages(struct catalogue *table, const struct reading *facts, struct arena *arena)
{
	for (size_t i = 0; facts != NULL && i < reading_num(facts, package); i++) {
		const struct fact_package *package = reading_rows(facts, package)[i];
		const char *found[LIBRARY_NAME_FOLDERS] = {""}, *code = number(package->version_code, arena);
		size_t num = bench_abis_of(facts, package->package, found);

		for (size_t k = 0; k < num || k == 0; k++)
			add_package(table, package, code, found[k]);
	}
}

static bool fill_packages(const struct judge_history *history, struct catalogue *table, struct arena *arena)
{
	size_t most = history->previous == NULL ? 0 : reading_num(history->previous, package);

	for (size_t i = 0; i < history->num_others_before; i++)
		most += reading_num(history->others_before[i].facts, package);
	for (size_t i = 0; i < history->num_others; i++)
		most += reading_num(history->others[i], package);
	table->num_rows = 0;
	table->values = arena_array(arena, PACKAGE_COLUMNS * LIBRARY_NAME_FOLDERS * most + 1, sizeof *table->values);
	if (table->values == NULL)
		return false;
	add_packages(table, history->previous, arena);
	for (size_t i = 0; i < history->num_others_before; i++)
		add_packages(table, history->others_before[i].facts, arena);
	for (size_t i = 0; i < history->num_others; i++)
		add_packages(table, history->others[i], arena);
	return true;
}

static bool fill_findings(const struct judge_history *history, struct catalogue *table, struct arena *arena)
{
	table->num_rows = history->num_findings;
	table->values = arena_array(arena, FINDING_COLUMNS * history->num_findings + 1, sizeof *table->values);
	for (size_t i = 0; table->values != NULL && i < history->num_findings; i++) {
		const struct judge_listed_finding *finding = &history->findings[i];
		const char *row[FINDING_COLUMNS] = {finding->rule, text_or_empty(finding->subject), finding->verdict, text_or_empty(finding->detail)};

		memcpy(table->values + FINDING_COLUMNS * i, row, sizeof row);
	}
	return table->values != NULL;
}

static bool fill_against(const struct judge_history *history, struct catalogue *table, struct arena *arena)
{
	table->num_rows = history->num_against;
	table->values = arena_array(arena, AGAINST_COLUMNS * history->num_against + 1, sizeof *table->values);
	for (size_t i = 0; table->values != NULL && i < history->num_against; i++) {
		const struct judge_against *against = &history->against[i];
		const char *row[AGAINST_COLUMNS] = {against->kind, number(against->number == 0 ? FACT_ABSENT : against->number, arena),
						    number(against->from_case == 0 ? FACT_ABSENT : against->from_case, arena),
						    text_or_empty(against->date), text_or_empty(against->reason), text_or_empty(against->sha256)};

		memcpy(table->values + AGAINST_COLUMNS * i, row, sizeof row);
	}
	return table->values != NULL;
}

static const char *flag(bool is_set)
{
	return is_set ? "1" : "";
}

static bool fill_decided_elsewhere(const struct judge_history *history, struct catalogue *table, struct arena *arena)
{
	table->num_rows = history->num_decided_elsewhere;
	table->values = arena_array(arena, DECIDED_ELSEWHERE_COLUMNS * history->num_decided_elsewhere + 1, sizeof *table->values);
	for (size_t i = 0; table->values != NULL && i < history->num_decided_elsewhere; i++) {
		const struct judge_decided_elsewhere *decided = &history->decided_elsewhere[i];
		const char *row[DECIDED_ELSEWHERE_COLUMNS] = {decided->kind, decided->app_id, number(decided->number, arena), text_or_empty(decided->date),
							      text_or_empty(decided->reason), flag(decided->same_signer), flag(decided->same_developer),
							      flag(decided->same_filing), flag(decided->same_look)};

		memcpy(table->values + DECIDED_ELSEWHERE_COLUMNS * i, row, sizeof row);
	}
	return table->values != NULL;
}

static bool fill_elsewhere(const struct rules *rules, const struct judge_history *history, struct catalogue *table, struct arena *arena)
{
	table->num_rows = history->num_elsewhere;
	table->values = arena_array(arena, ELSEWHERE_COLUMNS * history->num_elsewhere + 1, sizeof *table->values);
	for (size_t i = 0; table->values != NULL && i < history->num_elsewhere; i++) {
		const struct judge_elsewhere *elsewhere = &history->elsewhere[i];
		const char *row[ELSEWHERE_COLUMNS] = {elsewhere->kind, elsewhere->value, elsewhere->app_id, flag(elsewhere->same_developer),
						      flag(elsewhere->same_signer), text_or_empty(elsewhere->label),
						      flag(own_value(rules, elsewhere, arena)), text_or_empty(elsewhere->other_developer)};

		memcpy(table->values + ELSEWHERE_COLUMNS * i, row, sizeof row);
	}
	return table->values != NULL;
}

static bool fill_waiting(const struct judge_history *history, struct catalogue *table, struct arena *arena)
{
	const struct judge_waiting *waiting = &history->waiting;
	const char *row[WAITING_COLUMNS] = {number(waiting->number, arena), text_or_empty(waiting->date), flag(waiting->same_developer),
					    flag(waiting->same_signer), number(waiting->own_first == 0 ? FACT_ABSENT : waiting->own_first, arena)};

	table->num_rows = waiting->number != 0;
	table->values = arena_array(arena, WAITING_COLUMNS, sizeof *table->values);
	if (table->values != NULL)
		memcpy(table->values, row, sizeof row);
	return table->values != NULL;
}

/* What follows a column `kind` and does not say which kinds are meant: <>, NOT IN, LIKE and their like. */
static bool excludes(const char *sql)
{
	struct sql_token before = {.kind = SQL_END}, token;

	for (; (token = sql_token_next(&sql)).kind != SQL_END; before = token)
		if (before.kind == SQL_NAME && span_is(before.text, "kind") &&
		    (token.kind == SQL_NOT || token.kind == SQL_NAME || span_is(token.text, "<") || span_is(token.text, ">") || span_is(token.text, "!")))
			return true;
	return false;
}

uint64_t bench_listed_kinds(const char *sql)
{
	uint64_t kinds = 0;
	char word[64];

	if (excludes(sql))
		return UINT64_MAX;
	for (enum blacklist_kind kind = 0; kind < BLACKLIST_KIND_COUNT; kind++) {
		snprintf(word, sizeof word, "'%s", blacklist_kind_name(kind));
		kinds |= (uint64_t)(strstr(sql, word) != NULL) << kind;
	}
	return kinds != 0 ? kinds : UINT64_MAX;
}

bool bench_listed_fill(struct bench_listed *tables, const struct rules *rules, const struct judge_history *history, struct arena *arena)
{
	return fill_packages(history, &tables->package, arena) &&
	       fill_findings(history, &tables->finding, arena) && fill_against(history, &tables->against, arena) &&
	       fill_decided_elsewhere(history, &tables->decided_elsewhere, arena) && fill_elsewhere(rules, history, &tables->elsewhere, arena) &&
	       fill_waiting(history, &tables->waiting, arena) && !arena->failed;
}
