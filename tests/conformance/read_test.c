/*
 * Every file of the corpus, of whatever kind, read in the sandbox.
 */
#include "corpus.h"
#include "format/format.h"
#include "harness.h"
#include "judge/judge.h"
#include "sandbox/sandbox.h"

#include <unistd.h>

static struct reading *read_file(struct sandbox *sandbox, const char *path, struct error *err)
{
	struct format_options options = {.limits = limits_default()};
	struct reading *reading;
	int fd = corpus_open(path);

	if (fd < 0)
		return NULL;
	reading = sandbox_read(sandbox, fd, &options, err);
	close(fd);
	return reading;
}

static struct sandbox *start(void)
{
	struct error err = {0};
	struct sandbox *sandbox = sandbox_start(&(struct sandbox_options){0}, &err);

	CHECK_TEXT(err.text, "");
	return sandbox;
}

static bool has_effect(const struct reading *reading, const char *id, const char *effect)
{
	for (size_t i = 0; i < reading_num(reading, anomaly); i++) {
		const struct fact_anomaly *row = reading_rows(reading, anomaly)[i];

		if (strcmp(row->id, id) == 0 && strcmp(row->effect, effect) == 0)
			return true;
	}
	return false;
}

/* The anomaly of that id, NULL when there is none; a trailing dot stands for every id that begins so. */
static const struct fact_anomaly *find(const struct reading *reading, const char *id)
{
	size_t len = strlen(id);

	for (size_t i = 0; i < reading_num(reading, anomaly); i++) {
		const struct fact_anomaly *row = reading_rows(reading, anomaly)[i];

		if (id[len - 1] == '.' ? strncmp(row->id, id, len) == 0 : strcmp(row->id, id) == 0)
			return row;
	}
	return NULL;
}

struct walk {
	struct sandbox *sandbox;
	size_t num_files, num_rows;
	const char *path;
	const char *format; /* what every file must be */
};

static void read_any(void *owner, const char *path)
{
	static const char *const never[] = {"worker.", "limit.cpu", "limit.wall", "limit.memory"};
	struct walk *walk = owner;
	struct error err = {0};
	struct reading *reading READING_CLEANUP = read_file(walk->sandbox, path, &err);

	walk->num_files++;
	if (reading == NULL) {
		test_fail(path, 0, "not read: %s", err.text);
		return;
	}
	for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
		if (find(reading, never[i]) != NULL)
			test_fail(path, 0, "%s: %s", find(reading, never[i])->id, find(reading, never[i])->detail);
	if (reading_num(reading, package) != 1)
		test_fail(path, 0, "%zu package rows", reading_num(reading, package));
	for (enum fact_table table = 0; table < FACT_TABLE_COUNT; table++)
		walk->num_rows += reading_count(reading, table);
}

TEST(read_all, "every file of the corpus is read without crash, hang or limit of the worker")
{
	struct walk walk = {0};

	if (corpus_missing())
		return;
	walk.sandbox = start();
	if (walk.sandbox == NULL)
		return;
	corpus_walk(".", read_any, &walk);
	sandbox_stop(walk.sandbox);
	test_note("%zu files read, %zu rows", walk.num_files, walk.num_rows);
	CHECK(walk.num_files > 500);
}

/* Zipped one folder too deep: iOS finds no Payload in them, and refuses. */
static bool is_no_package(const char *path)
{
	return strstr(path, "ContainsWatchApp.ipa") != NULL || strstr(path, "iOS_App_With_Spaces.ipa") != NULL;
}

static void check_format(void *owner, const char *path)
{
	struct walk *walk = owner;
	struct reading *reading READING_CLEANUP = read_file(walk->sandbox, path, NULL);
	const char *format = reading != NULL && reading_num(reading, package) == 1 ? reading_rows(reading, package)[0]->format
										    : NULL;

	walk->num_files++;
	if (is_no_package(path))
		CHECK(reading != NULL && find(reading, "package.not-a-package") != NULL);
	else if (format == NULL || strcmp(format, walk->format) != 0)
		test_fail(path, 0, "is %s, not %s", format != NULL ? format : "unread", walk->format);
	else if (find(reading, "package.unsupported") == NULL)
		test_fail(path, 0, "does not say package.unsupported");
}

TEST(read_kinds, "packages of kinds that are not read yet are known by their content, and said to be unsupported")
{
	static const char *const kinds[] = {"aab", "apks", "hap", "ipa"};
	struct walk walk = {0};

	if (corpus_missing())
		return;
	walk.sandbox = start();
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0] && walk.sandbox != NULL; i++) {
		walk.format = kinds[i];
		corpus_walk(kinds[i], check_format, &walk);
	}
	sandbox_stop(walk.sandbox);
	test_note("%zu packages known by content", walk.num_files);
}

#define WELL_FORMED(file, id, reason) {file, id, reason},
static const struct {
	const char *file, *id, *reason;
} known[] = {
#include "read_known.def"
	{NULL, NULL, NULL},
};
#undef WELL_FORMED

#define NUM_KNOWN (sizeof known / sizeof known[0] - 1)

struct well_formed {
	struct sandbox *sandbox;
	struct rules *rules;
	bool is_met[NUM_KNOWN];
	size_t num;
};

static bool is_known(struct well_formed *all, const char *path, const char *id)
{
	for (size_t i = 0; i < NUM_KNOWN; i++)
		if (strstr(path, known[i].file) != NULL && strcmp(known[i].id, id) == 0)
			return all->is_met[i] = true;
	return false;
}

/* As it is judged: some anomalies are of the submission, as that its base is not there. */
static void check_well_formed(struct well_formed *all, const char *path)
{
	const struct judge_run run = {.today = "2026-10-01", .min_sdk = FACT_ABSENT, .max_sdk = FACT_ABSENT};
	struct error err = {0};
	struct reading *reading READING_CLEANUP = read_file(all->sandbox, path, &err);
	struct submitted_package package = {.reading = reading, .file = path};
	struct reading *facts READING_CLEANUP = reading == NULL ? NULL : judge_assemble(all->rules, &package, 1, NULL, &run, &err);

	CHECK_TEXT(err.text, "");
	all->num += facts != NULL;
	for (size_t i = 0; facts != NULL && i < reading_num(facts, anomaly); i++) {
		const struct fact_anomaly *row = reading_rows(facts, anomaly)[i];
		bool is_grave = strcmp(row->effect, "refused") == 0 || strcmp(row->effect, "ambiguous") == 0;

		if (is_grave && !is_known(all, path, row->id))
			test_fail(path, 0, "%s (%s) %s: %s", row->id, row->effect, row->path, row->detail);
	}
}

/* What apksig verifies is well-formed: somebody published it, or Google's own tests accept it. */
TEST(read_well_formed, "no package of the corpus that apksig verifies has a refused or ambiguous anomaly, but for those that are named with the reason")
{
	struct corpus_table *truth = corpus_missing() ? NULL : corpus_table_read("truth/apk_signature_reference.tsv");
	struct well_formed all = {.num = 0};
	struct error err = {0};

	if (truth == NULL)
		return;
	all.sandbox = start();
	all.rules = rules_load(&(struct rules_options){.dir = "rules", .ignore_local = true}, &err);
	CHECK_TEXT(err.text, "");
	for (size_t i = 0; all.rules != NULL && all.sandbox != NULL && i < truth->num_rows; i++)
		if (strcmp(corpus_field(truth, i, "outcome"), "verified") == 0)
			check_well_formed(&all, corpus_field(truth, i, "path"));
	CHECK_NUMBER(all.num, 205);
	for (size_t i = 0; i < NUM_KNOWN; i++)
		if (!all.is_met[i])
			test_fail(known[i].file, 0, "it has no %s", known[i].id);
	rules_free(all.rules);
	sandbox_stop(all.sandbox);
	corpus_table_free(truth);
}

static const struct {
	const char *path, *anomaly, *effect;
} said[] = {
#define SAID(path, anomaly, effect) {path, anomaly, effect},
#include "said.def"
#undef SAID
};

TEST(read_said, "vectors that others made wrong in one way have the anomaly that says so")
{
	struct sandbox *sandbox;

	if (corpus_missing())
		return;
	sandbox = start();
	for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
		struct error err = {0};
		struct reading *reading = read_file(sandbox, said[i].path, &err);

		if (reading == NULL || !has_effect(reading, said[i].anomaly, said[i].effect))
			test_fail(said[i].path, 0, "it has no %s of effect %s", said[i].anomaly, said[i].effect);
		reading_free(reading);
	}
	sandbox_stop(sandbox);
}
