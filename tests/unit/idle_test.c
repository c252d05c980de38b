#include "harness.h"
#include "rules_folder.h"

#include "judge/bench.h"
#include "judge/sql_token.h"

#include <stdlib.h>

#define TRIES 60
#define WORDS_MAX 256
#define ROWS_MAX 3

/* What the rule speaks of, which its rows are made of. */
struct words {
	char texts[WORDS_MAX][64];
	size_t num_texts;
	int64_t numbers[WORDS_MAX];
	size_t num_numbers;
};

static void add_word(struct words *words, const struct sql_token *token)
{
	bool is_short = token->text.len < sizeof words->texts[0];

	if (token->kind == SQL_TEXT && is_short && words->num_texts < WORDS_MAX)
		memcpy(words->texts[words->num_texts++], token->text.data + 1, token->text.len - 2);
	else if (token->kind == SQL_NAME && *token->text.data <= '9' && is_short && words->num_numbers < WORDS_MAX)
		words->numbers[words->num_numbers++] = strtoll((const char *)token->text.data, NULL, 10);
}

static void read_words(struct words *words, const char *sql)
{
	struct sql_token token;

	memset(words, 0, sizeof *words);
	for (const char *text = "'' 'a' 'com.example.app' 0 1 36"; (token = sql_token_next(&text)).kind != SQL_END;)
		add_word(words, &token);
	while ((token = sql_token_next(&sql)).kind != SQL_END)
		add_word(words, &token);
}

static union fact_value some_value(const struct words *words, const struct fact_table_info *info, size_t column)
{
	enum fact_type type = info->columns[column].type;
	bool is_there = info->columns[column].is_needed || rand() % 5 > 0;

	if (column == 0)
		return (union fact_value){.number = rand() % 2};
	if (fact_is_number(type))
		return (union fact_value){.number = !is_there ? FACT_ABSENT : type == FACT_BOOL ? rand() % 2
									    : words->numbers[(size_t)rand() % words->num_numbers]};
	return (union fact_value){.text = is_there ? words->texts[(size_t)rand() % words->num_texts] : NULL};
}

static void fill(struct reading *reading, uint64_t tables, const struct words *words)
{
	for (enum fact_table table = 0; table < FACT_TABLE_COUNT; table++) {
		const struct fact_table_info *info = fact_info(table);

		for (int num = (tables >> table & 1) != 0 ? rand() % (ROWS_MAX + 1) : 0; num > 0; num--) {
			union fact_value row[FACT_COLUMNS_MAX];

			for (size_t i = 0; i < info->num_columns; i++)
				row[i] = some_value(words, info, i);
			CHECK(reading_add(reading, table, row) != NULL);
		}
	}
}

static bool count(void *owner, struct bench_rule *rule, sqlite3_stmt *row)
{
	(void)rule, (void)row;
	++*(size_t *)owner;
	return false;
}

/* True when the rule found something in one of the readings, all of which were made of its own words. */
static bool try_rule(struct bench *bench, const struct rule *rule)
{
	static const struct judge_run run = {.today = "2026-10-01", .min_sdk = FACT_ABSENT, .max_sdk = FACT_ABSENT};
	struct bench_rule prepared = {.rule = rule};
	struct error err = {0};
	struct words words;
	bool found = false;

	read_words(&words, rule->sql);
	CHECK(bench_prepare(bench, rule, &prepared, &err));
	for (int i = 0; i < TRIES; i++) {
		READING_CLEANUP struct reading *facts = reading_new(1 << 20), *before = reading_new(1 << 20);
		size_t rows = 0;

		fill(facts, prepared.reads, &words);
		fill(before, prepared.reads_previous, &words);
		CHECK(bench_load(bench, facts, &(struct judge_history){.previous = before}, NULL, 0, &run, &err));
		bench_run(bench, &prepared, count, &rows, &err);
		if (rows > 0 && !bench_may_find(bench, &prepared))
			test_fail(__FILE__, __LINE__, "%s finds something in what is said to have nothing for it", rule->id);
		found |= rows > 0;
	}
	bench_release(&prepared);
	return found;
}

TEST(idle_rules, "no rule that is shipped would find anything where it is not run, in readings made of its own words")
{
	struct error err = {0};
	struct rules *rules = rules_folder_shipped();
	struct bench *bench = bench_open(rules, &err);
	size_t num_found = 0;

	srand(1);
	for (size_t i = 0; bench != NULL && i < rules_count(rules); i++)
		num_found += try_rule(bench, rules_at(rules, i));
	test_note("%zu of %zu rules found something", num_found, rules == NULL ? 0 : rules_count(rules));
	CHECK(num_found > 60);
	bench_close(bench);
	rules_free(rules);
}

TEST(idle_history, "no rule of history.sql or elsewhere.sql is prepared for an app that is the first and the only one, but for what is no phone's")
{
	static const struct judge_run run = {.today = "2026-10-01", .min_sdk = FACT_ABSENT, .max_sdk = FACT_ABSENT};
	READING_CLEANUP struct reading *facts = reading_new(1 << 20);
	struct error err = {0};
	struct rules *rules = rules_folder_shipped();
	struct bench *bench = bench_open(rules, &err);
	struct words words;
	size_t num = 0;

	read_words(&words, "");
	fill(facts, UINT64_MAX, &words);
	CHECK(bench != NULL && bench_load(bench, facts, &(struct judge_history){0}, NULL, 0, &run, &err));
	for (size_t i = 0; bench != NULL && i < rules_count(rules); i++) {
		struct bench_rule prepared = {.rule = rules_at(rules, i)};
		const char *pack = strrchr(prepared.rule->file, '/');

		if (pack == NULL || (strcmp(pack, "/history.sql") != 0 && strcmp(pack, "/elsewhere.sql") != 0))
			continue;
		num++;
		if (bench_may_find(bench, &prepared) && strcmp(prepared.rule->id, "history.new-device") != 0)
			test_fail(__FILE__, __LINE__, "%s is prepared", prepared.rule->id);
	}
	CHECK(num > 30);
	bench_close(bench);
	rules_free(rules);
}
