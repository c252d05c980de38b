/* Manifests of the corpus against what aapt says of them. */
#include "badging.h"
#include "corpus.h"
#include "harness.h"

#include "container/inflate.h"
#include "facts/reading.h"
#include "format/apk_manifest.h"
#include "judge/rules.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct quiet {
	struct anomalies anomalies;
	size_t num_refused;
};

static void count(struct anomalies *self, const struct anomaly *anomaly)
{
	((struct quiet *)self)->num_refused += anomaly->effect == EFFECT_REFUSED;
}

/* aapt prints what the platform adds for old targets, too. */
static void compare_permissions(struct badging *badging, const char *path, const struct badging_app *app, const char *theirs)
{
	char names[BADGING_LEN];

	badging_missing(theirs, app->declared, app, names);
	badging_compare(badging, path, "permissions missing", names, "");
	badging_missing(app->declared, theirs, NULL, names);
	badging_compare(badging, path, "permissions besides", names, "");
}

static const char *number_text(int64_t number, char out[32])
{
	if (number == FACT_ABSENT)
		return "";
	snprintf(out, 32, "%lld", (long long)number);
	return out;
}

static void compare_row(struct badging *badging, const struct corpus_table *table, size_t row, const struct badging_app *app)
{
	const struct fact_package *package = app->package;
	const char *path = corpus_field(table, row, "path");
	char text[32];

	badging_compare(badging, path, "package", package->app_id, corpus_field(table, row, "package"));
	badging_compare(badging, path, "versionCode", number_text(package->version_code, text), corpus_field(table, row, "versionCode"));
	badging_compare(badging, path, "versionName", package->version_name, corpus_field(table, row, "versionName"));
	badging_compare(badging, path, "minSdk", number_text(package->min_sdk, text), corpus_field(table, row, "minSdk"));
	badging_compare(badging, path, "targetSdk", number_text(package->target_sdk, text), corpus_field(table, row, "targetSdk"));
	badging_compare(badging, path, "label", package->label, corpus_field(table, row, "label"));
	badging_compare(badging, path, "debuggable", package->debuggable == 1 ? "yes" : "no", corpus_field(table, row, "debuggable"));
	compare_permissions(badging, path, app, corpus_field(table, row, "permissions"));
	badging->num_rows++;
}

static bool whole(const struct source *source, const struct zipdir *dir, const char *name, struct anomalies *anomalies,
		  uint8_t **data, size_t *len)
{
	struct limits limits = limits_default();
	struct inflate *inflate = inflate_new();
	struct inflate_request request = {
		.source = source, .entry = zipdir_find(dir, name), .limits = &limits, .anomalies = anomalies};
	bool ok = request.entry != NULL && inflate_whole(inflate, &request, 1u << 30, data, len, NULL) == INFLATE_OK;

	inflate_free(inflate);
	return ok;
}

static void read_row(struct badging *badging, const struct catalogue *catalogue, const struct corpus_table *table, size_t row)
{
	const char *path = corpus_field(table, row, "path");
	struct limits limits = limits_default();
	struct quiet quiet = {.anomalies.report = count};
	READING_CLEANUP struct reading *reading = reading_new((size_t)64 << 20);
	ARENA_CLEANUP struct arena arena = arena_new((size_t)256 << 20);
	struct fact_package package = fact_package_row();
	struct badging_app app = {.catalogue = catalogue, .package = &package};
	struct apk_manifest manifest;
	struct zipdir dir;
	struct source source;
	uint8_t *bytes = NULL, *resources = NULL;
	size_t len = 0, resources_len = 0;
	int fd = corpus_open(path);

	CHECK(source_open(&source, fd, NULL) && zipdir_read(&dir, &source, &limits, NULL, NULL, NULL));
	CHECK(whole(&source, &dir, "AndroidManifest.xml", &quiet.anomalies, &bytes, &len));
	whole(&source, &dir, "resources.arsc", &quiet.anomalies, &resources, &resources_len);
	CHECK(apk_manifest_read(span_of(bytes, len), span_of(resources, resources_len), NULL, &limits, &arena, &reading->sink,
				&quiet.anomalies, &package, &manifest, NULL));
	for (size_t i = 0; i < reading_num(reading, permission); i++)
		badging_append(app.declared, reading_rows(reading, permission)[i]->name);
	compare_row(badging, table, row, &app);
	if (quiet.num_refused > 0)
		test_fail(path, 0, "%zu anomalies of effect refused", quiet.num_refused);
	free(bytes);
	free(resources);
	zipdir_free(&dir);
	close(fd);
}

TEST(corpus_badging, "package, versions, SDKs, label, debuggable and permissions are those that aapt prints, but where a phone differs as is said")
{
	struct corpus_table *table = corpus_missing() ? NULL : corpus_table_read("truth/apk_badging.tsv");
	struct error err = {0};
	struct rules *rules;
	struct badging badging = {0};

	if (table == NULL)
		return;
	rules = rules_load(&(struct rules_options){.dir = "rules", .ignore_local = true}, &err);
	CHECK_TEXT(err.text, "");
	for (size_t i = 0; rules != NULL && i < table->num_rows; i++)
		if (strcmp(corpus_field(table, i, "aapt"), "ok") == 0)
			read_row(&badging, rules_catalogue(rules, "android_implied_permissions"), table, i);
	CHECK_NUMBER(badging.num_rows, 77);
	CHECK_NUMBER(badging.num_known, badging_num_differing);
	test_note("%zu rows, %zu fields, %zu known differences", badging.num_rows, badging.num_fields, badging.num_known);
	rules_free(rules);
	corpus_table_free(table);
}
