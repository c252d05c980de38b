/* The permissions of the public page against those that aapt lists, for every package of the corpus that aapt reads. */
#include "corpus.h"
#include "harness.h"

#include "judge/judge.h"
#include "report/sheet.h"
#include "sandbox/sandbox.h"

#include <string.h>
#include <unistd.h>

struct count {
	struct sandbox *sandbox;
	struct rules *rules;
	size_t num_packages, num_permissions, num_split;
};

static bool lists(const char *list, const char *name)
{
	size_t len = strlen(name);

	for (const char *at = strstr(list, name); at != NULL; at = strstr(at + 1, name))
		if ((at == list || at[-1] == ',') && (at[len] == ',' || at[len] == '\0'))
			return true;
	return false;
}

static size_t length_of(const char *list)
{
	size_t num = *list != '\0';

	for (; *list != '\0'; list++)
		num += *list == ',';
	return num;
}

/* aapt prints two of the platform's splits; what the page has besides aapt's list is one of the others, and says so. */
static void compare(struct count *count, const char *path, const struct sheet *sheet, const char *theirs)
{
	size_t common = 0, of_weights = 0;

	for (size_t i = 0; i < sheet->num_permissions; i++) {
		const struct sheet_permission *permission = &sheet->permissions[i];

		if (lists(theirs, permission->view.name))
			common++;
		else if (permission->declared || !permission->split)
			test_fail(path, 0, "%s is on the page, and aapt does not list it", permission->view.name);
		else
			count->num_split++;
	}
	for (size_t w = 0; w < PERMISSION_WEIGHTS; w++)
		of_weights += sheet->count[w];
	if (common != length_of(theirs) || of_weights != sheet->num_permissions)
		test_fail(path, 0, "%zu of aapt's %zu permissions are on the page", common, length_of(theirs));
	count->num_packages++;
	count->num_permissions += sheet->num_permissions;
}

static void check(struct count *count, const char *path, const char *theirs)
{
	const struct judge_run run = {.today = "2026-10-01", .min_sdk = FACT_ABSENT, .max_sdk = FACT_ABSENT};
	struct format_options options = {.limits = limits_default()};
	struct error err = {0};
	int fd = corpus_open(path);
	READING_CLEANUP struct reading *reading = fd < 0 ? NULL : sandbox_read(count->sandbox, fd, &options, &err);
	struct submitted_package package = {.reading = reading, .file = path};
	READING_CLEANUP struct reading *facts =
		reading == NULL ? NULL : judge_assemble(count->rules, &package, 1, NULL, &run, &err);
	struct sheet_source source = {.facts = facts, .rules = count->rules, .made_on = run.today};
	struct sheet sheet = {0};

	if (fd >= 0)
		close(fd);
	if (facts != NULL && sheet_make(&sheet, &source, &err))
		/* aapt takes a split alone for an app of an old target; a phone takes no permission from a split (ParsingPackageUtils). */
		compare(count, path, &sheet, sheet.package != NULL && sheet.package->split != NULL ? "" : theirs);
	else
		test_fail(path, 0, "no page: %s", err.text);
	sheet_free(&sheet);
}

TEST(disclose_count, "the public page has each permission that aapt lists, once, and besides them only what the platform splits off")
{
	struct error err = {0};
	struct corpus_table *truth = corpus_missing() ? NULL : corpus_table_read("truth/apk_badging.tsv");
	struct count count = {0};

	if (truth == NULL)
		return;
	count.sandbox = sandbox_start(&(struct sandbox_options){0}, &err);
	count.rules = rules_load(&(struct rules_options){.dir = "rules", .ignore_local = true}, &err);
	CHECK_TEXT(err.text, "");
	for (size_t i = 0; count.rules != NULL && count.sandbox != NULL && i < truth->num_rows; i++)
		if (strcmp(corpus_field(truth, i, "aapt"), "ok") == 0)
			check(&count, corpus_field(truth, i, "path"), corpus_field(truth, i, "permissions"));
	test_note("%zu packages, %zu permissions on their pages, %zu split off by the platform and not listed by aapt",
		  count.num_packages, count.num_permissions, count.num_split);
	CHECK(count.num_packages > 50);
	rules_free(count.rules);
	sandbox_stop(count.sandbox);
	corpus_table_free(truth);
}
