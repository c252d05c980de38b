/*
 * What rules find of rows that are written down, without a package that has them. In tests/rules/PACK.rows stands
 *
 *   rule: android.no-64-bit
 *   == the sentence that a case of that rule proves
 *   library abi=armeabi-v7a loaded=1      a row of the bench; package 0 is there, of an app that has nothing else
 *   > reject                              what the rule finds of all rows above: verdicts, gravest first, or nothing
 *   + library abi=arm64-v8a loaded=1      these rows and that one
 *   > nothing
 *   ~ library loaded=0                    these rows, where the first one of that table is so
 *   > nothing
 *   + library abi=x86 loaded=1
 *   > reject ~ x86                        and the gravest finding has that text in its subject or detail
 *   > reject = armeabi-v7a,x86            or for its detail
 *
 * A row of `previous` is the version before's, of `other` another listed one's. elsewhere, finding, against and decided are rows of
 * listed_elsewhere, listed_finding, decided_against and decided_elsewhere, waiting is the one of waiting. A value ends at a blank, in "" it may hold some; - is no value.
 */
#include "harness.h"
#include "rules_folder.h"

#include "judge/judge.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>

#define MOST 16 /* rows of a list that is none of facts */
#define MOST_LINES 64
#define DIGEST "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static const struct judge_run gate = {.today = "2026-10-01", .min_sdk = FACT_ABSENT, .max_sdk = FACT_ABSENT};
static struct rules *rules;
static struct judge *judge; /* opened by the first case; both are kept to the end */

struct rule_case {
	struct test test; /* first, so that the test that runs is the case */
	const char *file, *rule, *lines;
	int line; /* where lines begin */
};

/* What a rule is given. */
struct given {
	struct arena arena;
	struct reading *facts, *previous, *other;
	struct judge_listed_finding findings[MOST];
	struct judge_elsewhere elsewhere[MOST];
	struct judge_against against[MOST];
	struct judge_waiting waiting;
	struct judge_decided_elsewhere decided[MOST];
	size_t num_findings, num_elsewhere, num_against, num_decided;
	const struct rule_case *of;
	int line;
};

static void wrong(const struct given *given, const char *what, const char *word)
{
	test_fail(given->of->file, given->line, "%s: %s", word, what);
}

/* The next word of a line, copied; NULL at its end. */
static char *next_word(struct given *given, const char **at)
{
	char *word, *end;

	*at += strspn(*at, " ");
	if (**at == '\n' || **at == '\0')
		return NULL;
	word = end = arena_alloc(&given->arena, strcspn(*at, "\n") + 1);
	for (bool quoted = false; **at != '\n' && **at != '\0' && (quoted || **at != ' '); ++*at)
		if (**at == '"')
			quoted = !quoted;
		else
			*end++ = **at;
	*end = '\0';
	return word;
}

/* Parts "column=value"; false at the end of the line. */
static bool next_value(struct given *given, const char **at, char **column, const char **value)
{
	char *equals;

	*column = next_word(given, at);
	if (*column == NULL)
		return false;
	equals = strchr(*column, '=');
	if (equals == NULL) {
		wrong(given, "column=value is needed", *column);
		return false;
	}
	*equals = '\0';
	*value = strcmp(equals + 1, "-") == 0 ? NULL : equals + 1;
	return true;
}

static void fill_row(struct given *given, enum fact_table table, union fact_value *row, const char **at)
{
	const struct fact_table_info *info = fact_info(table);
	const char *value, *fault;
	char *name;

	while (next_value(given, at, &name, &value)) {
		int column = fact_column_find(info, name);

		if (column < 0)
			wrong(given, "no such column", name);
		else if (fact_is_number(info->columns[column].type))
			row[column].number = value == NULL ? FACT_ABSENT : strtoll(value, NULL, 10);
		else
			row[column].text = value;
	}
	fault = fact_fault(table, row);
	if (fault != NULL)
		wrong(given, fault, info->name);
}

static struct fact_package plain_package(int64_t position)
{
	struct fact_package row = fact_package_row();

	row.package = position;
	row.path = "";
	row.role = "main";
	row.format = "apk";
	row.platform = "android";
	row.app_id = "com.example.app";
	row.version_code = 1;
	row.version_name = "1";
	row.label = "App";
	row.min_sdk = 26;
	row.target_sdk = 36;
	row.main_component = "a.Main";
	row.signing = "verified";
	row.sha256 = row.content_digest = DIGEST;
	return row;
}

static struct reading *new_facts(void)
{
	struct reading *facts = reading_new(1 << 20);
	struct fact_package row = plain_package(0);

	CHECK(reading_add(facts, FACT_TABLE_package, &row) != NULL);
	return facts;
}

/* Packages are known by their position, which a row says first; they begin as plain ones. */
static void take_package(struct given *given, struct reading *facts, const char *at)
{
	const char *said = strncmp(at, " package=", strlen(" package=")) == 0 ? at + strlen(" package=") : "0";
	size_t position = strtoul(said, NULL, 10);

	while (reading_num(facts, package) <= position) {
		struct fact_package row = plain_package((int64_t)reading_num(facts, package));

		CHECK(reading_add(facts, FACT_TABLE_package, &row) != NULL);
	}
	fill_row(given, FACT_TABLE_package, facts->tables[FACT_TABLE_package].row[position], &at);
}

static void take_fact(struct given *given, struct reading *facts, const char *name, const char *at, bool changes)
{
	union fact_value row[FACT_COLUMNS_MAX];
	int found = fact_table_find(name);
	enum fact_table table = found < 0 ? FACT_TABLE_COUNT : (enum fact_table)found;

	if (table == FACT_TABLE_COUNT) {
		wrong(given, "no such table", name);
	} else if (table == FACT_TABLE_package) {
		take_package(given, facts, at);
	} else if (changes && facts->tables[table].num_rows > 0) {
		fill_row(given, table, facts->tables[table].row[0], &at);
	} else if (changes) {
		wrong(given, "there is no row to change", name);
	} else {
		fact_clear(table, row);
		row[0].number = 0;
		row[1].text = "";
		fill_row(given, table, row, &at);
		CHECK(reading_add(facts, table, row) != NULL);
	}
}

/* A column of a row that is none of facts. */
struct named {
	const char *name, **value;
};

#define NAMED(...) ((const struct named[]){__VA_ARGS__, {NULL, NULL}})

static void take_named(struct given *given, const char *at, const struct named *columns)
{
	const char *value;
	char *name;

	while (next_value(given, &at, &name, &value)) {
		const struct named *column = columns;

		while (column->name != NULL && strcmp(column->name, name) != 0)
			column++;
		if (column->name == NULL)
			wrong(given, "no such column", name);
		else
			*column->value = value;
	}
}

static int64_t number_of(const char *text)
{
	return text == NULL ? 0 : strtoll(text, NULL, 10);
}

static void take_finding(struct given *given, const char *at)
{
	const char *rule = given->of->rule, *subject = NULL, *verdict = "review", *detail = NULL;

	take_named(given, at, NAMED({"rule", &rule}, {"subject", &subject}, {"verdict", &verdict}, {"detail", &detail}));
	if (given->num_findings == MOST)
		wrong(given, "too many rows", "finding");
	else
		given->findings[given->num_findings++] = (struct judge_listed_finding){rule, subject, verdict, detail};
}

static void take_elsewhere(struct given *given, const char *at)
{
	const char *kind = NULL, *value = NULL, *app_id = "com.example.other", *developer = NULL, *signer = NULL, *label = NULL, *policy = NULL, *type = NULL, *opens = NULL, *other = NULL;

	take_named(given, at, NAMED({"kind", &kind}, {"value", &value}, {"app_id", &app_id}, {"same_developer", &developer}, {"same_signer", &signer},
				    {"label", &label}, {"policy", &policy}, {"subject_type", &type}, {"opens", &opens}, {"other_developer", &other}));
	if (given->num_elsewhere == MOST)
		wrong(given, "too many rows", "elsewhere");
	else
		given->elsewhere[given->num_elsewhere++] = (struct judge_elsewhere){kind, value, app_id, developer != NULL, signer != NULL, label, policy, type, opens != NULL, other};
}

static void take_against(struct given *given, const char *at)
{
	const char *kind = NULL, *submission = NULL, *from_case = NULL, *sha256 = NULL;

	take_named(given, at, NAMED({"kind", &kind}, {"submission", &submission}, {"case_number", &from_case}, {"sha256", &sha256}));
	if (given->num_against == MOST)
		wrong(given, "too many rows", "against");
	else
		given->against[given->num_against++] = (struct judge_against){kind, number_of(submission), number_of(from_case), "2026-09-01", "why", sha256};
}

static void take_decided(struct given *given, const char *at)
{
	const char *kind = "delisted", *app_id = "com.example.other", *submission = NULL, *signer = NULL, *developer = NULL, *filing = NULL, *look = NULL;

	take_named(given, at, NAMED({"kind", &kind}, {"app_id", &app_id}, {"submission", &submission}, {"same_signer", &signer},
				    {"same_developer", &developer}, {"same_filing", &filing}, {"same_look", &look}));
	if (given->num_decided == MOST)
		wrong(given, "too many rows", "decided");
	else
		given->decided[given->num_decided++] = (struct judge_decided_elsewhere){kind, app_id, number_of(submission), "2026-09-01", "why",
											  signer != NULL, developer != NULL, filing != NULL, look != NULL};
}

static void take_waiting(struct given *given, const char *at)
{
	const char *submission = NULL, *developer = NULL, *signer = NULL, *own_first = NULL;

	take_named(given, at, NAMED({"submission", &submission}, {"same_developer", &developer}, {"same_signer", &signer}, {"own_first", &own_first}));
	given->waiting = (struct judge_waiting){number_of(submission), "2026-09-01", developer != NULL, signer != NULL,
						own_first != NULL ? number_of(own_first) : 0};
}

static void take_line(struct given *given, const char *at, bool changes)
{
	const char *name = next_word(given, &at);
	struct reading **facts = &given->facts;

	if (strcmp(name, "elsewhere") == 0) {
		take_elsewhere(given, at);
	} else if (strcmp(name, "finding") == 0) {
		take_finding(given, at);
	} else if (strcmp(name, "against") == 0) {
		take_against(given, at);
	} else if (strcmp(name, "decided") == 0) {
		take_decided(given, at);
	} else if (strcmp(name, "waiting") == 0) {
		take_waiting(given, at);
	} else {
		if (strcmp(name, "previous") == 0 || strcmp(name, "other") == 0) {
			facts = *name == 'p' ? &given->previous : &given->other;
			name = next_word(given, &at);
		}
		if (*facts == NULL)
			*facts = new_facts();
		take_fact(given, *facts, name, at, changes);
	}
}

/* "reject, notice", or "nothing". */
static void say_verdicts(const struct judgement *judgement, char out[256])
{
	*out = '\0';
	for (size_t i = 0; i < judgement->num_findings; i++)
		snprintf(out + strlen(out), 256 - strlen(out), "%s%s", i == 0 ? "" : ", ", verdict_name(judgement->findings[i].verdict));
	if (judgement->num_findings == 0)
		snprintf(out, 256, "nothing");
}

/* Whether that text stands in a subject or detail (~), or is the detail (=). */
static bool says(const struct finding *finding, char sign, const char *text)
{
	const char *subject = finding->subject == NULL ? "" : finding->subject, *detail = finding->detail == NULL ? "" : finding->detail;

	return sign == '=' ? strcmp(detail, text) == 0 : strstr(subject, text) != NULL || strstr(detail, text) != NULL;
}

/* wanted: behind "> ". */
static void compare(const struct given *given, const struct judgement *judgement, const char *wanted)
{
	static const struct finding none;
	const struct finding *first = judgement->num_findings > 0 ? &judgement->findings[0] : &none;
	char verdicts[256], *line = strndup(wanted, strcspn(wanted, "\n"));
	size_t len = strcspn(line, "~=");
	const char sign = line[len], *text = line + len + (sign != '\0');

	while (len > 0 && line[len - 1] == ' ')
		len--;
	text += strspn(text, " ");
	say_verdicts(judgement, verdicts);
	if (strlen(verdicts) != len || strncmp(line, verdicts, len) != 0 || (sign != '\0' && !says(first, sign, text)))
		test_fail(given->of->file, given->line, "%s finds %s of it: %s, %s", given->of->rule, verdicts, first->subject, first->detail);
	free(line);
}

static void judge_given(struct given *given, const char *wanted)
{
	const struct judge_history history = {.previous = given->previous, .others = (const struct reading *const *)&given->other,
					      .num_others = given->other != NULL, .findings = given->findings, .num_findings = given->num_findings,
					      .against = given->against, .num_against = given->num_against,
					      .decided_elsewhere = given->decided, .num_decided_elsewhere = given->num_decided,
					      .elsewhere = given->elsewhere, .num_elsewhere = given->num_elsewhere,
					      .waiting = given->waiting};
	struct reading *readings[] = {given->facts, given->previous, given->other};
	bool *chosen = calloc(rules_count(rules), sizeof *chosen);
	struct error err = {0};
	struct judgement *judgement;

	for (size_t i = 0; i < rules_count(rules); i++)
		chosen[i] = strcmp(rules_at(rules, i)->id, given->of->rule) == 0;
	for (size_t i = 0; i < sizeof readings / sizeof readings[0]; i++)
		if (readings[i] != NULL)
			reading_sort(readings[i]);
	judgement = judge_chosen(judge, given->facts, &history, NULL, &gate, &(struct judge_choice){.rules = chosen}, &err);
	CHECK_TEXT(err.text, "");
	if (judgement != NULL)
		compare(given, judgement, wanted);
	judgement_free(judgement);
	free(chosen);
}

static bool varies(const char *line)
{
	return *line == '+' || *line == '~';
}

/* The rows of a case and those of one variation: lines of its file, by number. */
static void judge_lines(const struct rule_case *of, const char *const *lines, size_t num, int line, const char *wanted)
{
	struct given given = {.arena = arena_new(1 << 20), .facts = new_facts(), .of = of, .line = line};

	for (size_t i = 0; i < num; i++) {
		take_line(&given, lines[i] + varies(lines[i]), *lines[i] == '~');
	}
	judge_given(&given, wanted);
	reading_free(given.facts);
	reading_free(given.previous);
	reading_free(given.other);
	arena_free(&given.arena);
}

static const char *next_line(const char *at)
{
	at += strcspn(at, "\n");
	return *at == '\0' ? at : at + 1;
}

static void open_rules(void)
{
	struct error err = {0};

	if (judge != NULL)
		return;
	rules = rules_folder_shipped();
	judge = rules == NULL ? NULL : judge_open(rules, &err);
	CHECK_TEXT(err.text, "");
}

static bool is_end(const char *line)
{
	return *line == '\0' || strncmp(line, "==", 2) == 0 || strncmp(line, "rule:", 5) == 0;
}

/* Those of the case come first; what varies holds up to the next ">". */
static void run_case(void)
{
	const struct rule_case *of = (const struct rule_case *)test_running();
	const char *lines[MOST_LINES];
	size_t num = 0, num_fixed = 0, num_judged = 0;
	int line = of->line;

	open_rules();
	CHECK(rules != NULL && rules_find(rules, of->rule) != NULL);
	for (const char *at = of->lines; judge != NULL && !is_end(at); at = next_line(at), line++) {
		if (*at == '>') {
			judge_lines(of, lines, num, line, at + 2);
			num = num_fixed;
			num_judged++;
		} else if (*at != '\n' && *at != '#' && num < MOST_LINES) {
			lines[num++] = at;
			num_fixed += !varies(at);
		}
	}
	CHECK(num < MOST_LINES && num_judged > 0);
}

static char *line_text(const char *at)
{
	return strndup(at, strcspn(at, "\n"));
}

static char *read_file(const char *path)
{
	char *text = NULL;
	size_t room = 0;
	FILE *file = fopen(path, "re");

	if (file != NULL && getdelim(&text, &room, '\0', file) < 0)
		*text = '\0';
	if (file != NULL)
		fclose(file);
	return text;
}

static void register_file(const char *path)
{
	const char *text = read_file(path), *rule = NULL;
	int line = 1;

	for (const char *at = text; at != NULL && *at != '\0'; at = next_line(at), line++)
		if (strncmp(at, "rule: ", 6) == 0) {
			rule = line_text(at + 6);
		} else if (strncmp(at, "== ", 3) == 0) {
			struct rule_case *one = calloc(1, sizeof *one);

			*one = (struct rule_case){.test = {.sentence = line_text(at + 3), .run = run_case}, .file = strdup(path), .rule = rule,
						  .lines = next_line(at), .line = line + 1};
			test_register(&one->test);
		}
}

__attribute__((constructor)) static void register_cases(void)
{
	glob_t found;

	if (glob("tests/rules/*.rows", 0, NULL, &found) == 0)
		for (size_t i = 0; i < found.gl_pathc; i++)
			register_file(found.gl_pathv[i]);
	globfree(&found);
}
