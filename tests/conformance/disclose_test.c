/* The permissions of the public page against those that aapt lists, for every package of the corpus that aapt reads. */
#include "badging.h"
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
	struct badging badging;
	size_t num_permissions, num_added;
};

/* aapt prints some of the permissions that the platform adds; the page has each of them. */
static void compare(struct count *count, const char *path, const struct sheet *sheet, const char *theirs)
{
	struct badging_app app = {.catalogue = rules_catalogue(count->rules, "android_implied_permissions"), .package = sheet->package};
	char page[BADGING_LEN] = "", names[BADGING_LEN], added[BADGING_LEN];
	size_t of_weights = 0;

	for (size_t i = 0; i < sheet->num_permissions; i++) {
		const struct sheet_permission *permission = &sheet->permissions[i];

		if (badging_lists(page, permission->view.name))
			test_fail(path, 0, "%s is on the page twice", permission->view.name);
		badging_append(page, permission->view.name);
		if (permission->declared)
			badging_append(app.declared, permission->view.name);
		count->num_added += !permission->declared;
	}
	for (size_t w = 0; w < PERMISSION_WEIGHTS; w++)
		of_weights += sheet->count[w];
	CHECK_NUMBER(of_weights, sheet->num_permissions);
	badging_missing(theirs, page, NULL, names);
	badging_compare(&count->badging, path, "permissions missing", names, "");
	badging_missing(page, theirs, &app, names);
	badging_compare(&count->badging, path, "permissions besides", names, "");
	badging_added(&app, added);
	badging_missing(added, page, NULL, names);
	badging_compare(&count->badging, path, "permissions that the platform adds missing", names, "");
	count->badging.num_rows++;
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
	if (facts != NULL && sheet_make(&sheet, &source, &err) && sheet.package != NULL)
		compare(count, path, &sheet, theirs);
	else
		test_fail(path, 0, "no page: %s", err.text);
	sheet_free(&sheet);
}

TEST(disclose_count, "the public page has each permission that aapt lists, once, and besides them those that the platform's list adds for the target")
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
	test_note("%zu packages, %zu permissions on their pages, %zu of them not declared; %zu known differences", count.badging.num_rows,
		  count.num_permissions, count.num_added, count.badging.num_known);
	CHECK_NUMBER(count.badging.num_rows, 77);
	rules_free(count.rules);
	sandbox_stop(count.sandbox);
	corpus_table_free(truth);
}
