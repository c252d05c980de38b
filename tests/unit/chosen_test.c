/*
 * What a patrol saves is not seen in what it finds: each rule alone, on the tables that it reads, of every fixture.
 */
#include "format/format.h"
#include "harness.h"
#include "rules_folder.h"
#include "judge/judge.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#define FOLDER "fixtures"
#define WIRE_MAX ((size_t)16 * 1024 * 1024)
#define RULES_MAX 1024

static const struct judge_run patrol = {.today = "2026-10-01", .patrol = true, .min_sdk = FACT_ABSENT, .max_sdk = FACT_ABSENT};

struct trial {
	struct rules *rules;
	struct judge *judge;
	struct pool *pool;
	bool chosen[RULES_MAX];
	size_t num_findings, num_trials;
};

/* The wire form of a fixture's reading. */
static bool read_wire(struct trial *trial, const char *path, struct buf *wire)
{
	struct format_options options = {.limits = limits_default()};
	static uint8_t bytes[1 << 20];
	struct reading *reading = reading_new(WIRE_MAX);
	FILE *file = fopen(path, "re");
	struct source source;
	bool ok = reading != NULL && file != NULL;

	if (ok) {
		source = source_of(span_of(bytes, fread(bytes, 1, sizeof bytes, file)));
		ok = format_read(&source, &options, trial->pool, &reading->sink, NULL);
		reading_sort(reading);
		reading_write(reading, wire);
	}
	if (file != NULL)
		fclose(file);
	reading_free(reading);
	return ok && !wire->failed;
}

static struct judgement *judge_tables(struct trial *trial, struct span wire, const struct judge_choice *choice)
{
	uint64_t tables = judge_reads(trial->judge, &patrol, choice).tables;
	struct reading *reading = reading_new(WIRE_MAX);
	struct submitted_package package = {.reading = reading, .file = "a.apk"};
	struct error err = {0};
	struct reading *facts = reading_parse_tables(reading, wire, tables, &err)
					? judge_assemble_tables(trial->rules, &package, 1, NULL, &patrol, tables, &err)
					: NULL;
	struct judgement *judgement = facts == NULL ? NULL : judge_chosen(trial->judge, facts, NULL, NULL, &patrol, choice, &err);

	CHECK_TEXT(err.text, "");
	reading_free(facts);
	reading_free(reading);
	return judgement;
}

static size_t num_of(const struct judgement *judgement, const char *rule)
{
	size_t num = 0;

	for (size_t i = 0; i < judgement->num_findings; i++)
		num += strcmp(judgement->findings[i].rule, rule) == 0;
	return num;
}

static const char *or_none(const char *text)
{
	return text == NULL ? "(none)" : text;
}

static void compare(struct trial *trial, const char *path, const char *rule, const struct judgement *whole, const struct judgement *alone)
{
	if (num_of(whole, rule) != alone->num_findings)
		test_fail(path, 0, "%s alone finds %zu, among all %zu", rule, alone->num_findings, num_of(whole, rule));
	for (size_t i = 0; i < alone->num_findings; i++) {
		const struct finding *one = &alone->findings[i], *other = judgement_find(whole, one->key);

		trial->num_findings++;
		if (other == NULL || other->verdict != one->verdict || strcmp(or_none(other->detail), or_none(one->detail)) != 0)
			test_fail(path, 0, "%s alone says of %s: %s", rule, or_none(one->subject), or_none(one->detail));
	}
}

static void try_package(struct trial *trial, const char *path)
{
	static const struct judge_choice everything = {.rules = NULL, .anomalies = true};
	BUF_CLEANUP struct buf wire = buf_new(WIRE_MAX);
	struct judgement *whole = read_wire(trial, path, &wire) ? judge_tables(trial, buf_span(&wire), &everything) : NULL;

	for (size_t i = 0; whole != NULL && i < rules_count(trial->rules) && i < RULES_MAX; i++) {
		const struct judge_choice choice = {.rules = trial->chosen};
		struct judgement *alone;

		trial->chosen[i] = true;
		alone = judge_tables(trial, buf_span(&wire), &choice);
		trial->chosen[i] = false;
		if (alone != NULL)
			compare(trial, path, rules_at(trial->rules, i)->id, whole, alone);
		trial->num_trials++;
		judgement_free(alone);
	}
	judgement_free(whole);
}

TEST(chosen_rules, "each rule alone, on the tables that it reads, finds in every fixture what it finds among all rules")
{
	struct error err = {0};
	struct trial trial = {.rules = rules_folder_shipped()};
	struct dirent **names;
	int num = scandir(FOLDER, &names, NULL, alphasort);

	trial.judge = trial.rules == NULL ? NULL : judge_open(trial.rules, &err);
	trial.pool = pool_new(0, &err);
	CHECK_TEXT(err.text, "");
	for (int i = 0; i < num; i++) {
		char path[512];

		snprintf(path, sizeof path, FOLDER "/%s", names[i]->d_name);
		if (trial.judge != NULL && span_ends(span_of_text(path), ".apk"))
			try_package(&trial, path);
		free(names[i]);
	}
	if (num >= 0)
		free(names);
	test_note("%zu findings of single rules on single tables, %zu trials", trial.num_findings, trial.num_trials);
	CHECK(trial.num_findings > 50);
	pool_free(trial.pool);
	judge_close(trial.judge);
	rules_free(trial.rules);
}
