/*
 * Every file of the corpus, of whatever kind, read in the sandbox.
 */
#include "corpus.h"
#include "format/format.h"
#include "harness.h"
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

static bool is_known(const char *path, const char *id)
{
	for (size_t i = 0; known[i].file != NULL; i++)
		if (strstr(path, known[i].file) != NULL && strcmp(known[i].id, id) == 0)
			return true;
	return false;
}

static void check_well_formed(const char *path, const struct reading *reading)
{
	for (size_t i = 0; i < reading_num(reading, anomaly); i++) {
		const struct fact_anomaly *row = reading_rows(reading, anomaly)[i];
		bool is_grave = strcmp(row->effect, "refused") == 0 || strcmp(row->effect, "ambiguous") == 0;

		if (is_grave && !is_known(path, row->id))
			test_fail(path, 0, "%s (%s) %s: %s", row->id, row->effect, row->path, row->detail);
	}
}

/* Packages whose apksig outcome is "verified" are well-formed: somebody published them, or Google's own tests accept them. */
static bool check_row(const struct corpus_table *truth, size_t i, const struct reading *reading)
{
	if (strcmp(corpus_field(truth, i, "apksig_35.0.2_outcome"), "verified") != 0)
		return false;
	check_well_formed(corpus_field(truth, i, "path"), reading);
	return true;
}

/* Calls check with the reading of every row of aapt's table; returns for how many it was true. */
static size_t count_truth(bool (*check)(const struct corpus_table *truth, size_t i, const struct reading *reading))
{
	struct corpus_table *truth = corpus_table_read("truth/apk_badging.tsv");
	struct sandbox *sandbox = start();
	size_t num = 0;

	for (size_t i = 0; truth != NULL && sandbox != NULL && i < truth->num_rows; i++) {
		struct reading *reading READING_CLEANUP = read_file(sandbox, corpus_field(truth, i, "path"), NULL);

		if (reading != NULL && reading_num(reading, package) == 1)
			num += check(truth, i, reading);
	}
	sandbox_stop(sandbox);
	corpus_table_free(truth);
	return num;
}

TEST(read_well_formed, "no well-formed package of the corpus has a refused or ambiguous anomaly")
{
	size_t num;

	if (corpus_missing())
		return;
	num = count_truth(check_row);
	test_note("%zu well-formed packages", num);
	CHECK(num > 50);
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
		const struct fact_anomaly *row = reading == NULL ? NULL : find(reading, said[i].anomaly);

		if (row == NULL)
			test_fail(said[i].path, 0, "it has no %s", said[i].anomaly);
		else
			CHECK_TEXT(row->effect, said[i].effect);
		reading_free(reading);
	}
	sandbox_stop(sandbox);
}
