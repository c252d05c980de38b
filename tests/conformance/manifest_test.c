/* Manifests of the corpus against what aapt says of them. */
#include "corpus.h"
#include "harness.h"

#include "bytes/text.h"
#include "container/inflate.h"
#include "facts/reading.h"
#include "format/apk_manifest.h"

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

/* Rows on which the phone differs from aapt, with the reason. */
static const struct {
	const char *path, *what;
} differing[] = {
#define DIFFERS(path, what, why) {path, what},
#include "manifest_differs.def"
#undef DIFFERS
	{NULL, NULL},
};

static bool is_known(const char *path, const char *what)
{
	for (size_t i = 0; differing[i].path != NULL; i++)
		if (text_glob(differing[i].path, path) && strcmp(differing[i].what, what) == 0)
			return true;
	return false;
}

struct result {
	size_t num_rows, num_fields, num_known;
};

static void compare(struct result *result, const char *path, const char *what, const char *ours, const char *theirs)
{
	result->num_fields++;
	if (strcmp(ours == NULL ? "" : ours, theirs) == 0)
		return;
	if (is_known(path, what))
		result->num_known++;
	else
		test_fail(__FILE__, __LINE__, "%s: %s is '%s', aapt says '%s'", path, what, ours == NULL ? "" : ours, theirs);
}

static bool asks(const struct reading *reading, const char *name, size_t len)
{
	for (size_t i = 0; i < reading_num(reading, permission); i++) {
		const char *own = reading_rows(reading, permission)[i]->name;

		if (strlen(own) == len && memcmp(own, name, len) == 0)
			return true;
	}
	return false;
}

/* Permissions that aapt adds by itself: the implied ones of old targets, which the bench derives. */
static bool aapt_adds(const struct reading *reading, const char *name, size_t len)
{
	static const char *const added[][2] = {
		{"android.permission.READ_EXTERNAL_STORAGE", "android.permission.WRITE_EXTERNAL_STORAGE"},
		{"android.permission.READ_CALL_LOG", "android.permission.READ_CONTACTS"},
		{"android.permission.WRITE_CALL_LOG", "android.permission.WRITE_CONTACTS"},
		{"android.permission.WRITE_EXTERNAL_STORAGE", ""}, {"android.permission.READ_PHONE_STATE", ""}};

	for (size_t i = 0; i < sizeof added / sizeof added[0]; i++)
		if (strlen(added[i][0]) == len && memcmp(added[i][0], name, len) == 0)
			return *added[i][1] == '\0' || asks(reading, added[i][1], strlen(added[i][1])) ||
			       aapt_adds(reading, added[i][1], strlen(added[i][1]));
	return false;
}

static void compare_permissions(struct result *result, const char *path, const struct reading *reading, const char *theirs)
{
	char missing[4096] = "", surplus[4096] = "";

	for (const char *at = theirs; *at != '\0';) {
		size_t len = strcspn(at, ",");

		if (!asks(reading, at, len) && !aapt_adds(reading, at, len))
			snprintf(missing + strlen(missing), sizeof missing - strlen(missing), "%.*s ", (int)len, at);
		at += len + (at[len] == ',');
	}
	for (size_t i = 0; i < reading_num(reading, permission); i++) {
		const char *name = reading_rows(reading, permission)[i]->name;
		const char *found = strstr(theirs, name);

		while (found != NULL && ((found != theirs && found[-1] != ',') ||
					 (found[strlen(name)] != ',' && found[strlen(name)] != '\0')))
			found = strstr(found + 1, name);
		if (found == NULL)
			snprintf(surplus + strlen(surplus), sizeof surplus - strlen(surplus), "%s ", name);
	}
	compare(result, path, "permissions missing", missing, "");
	compare(result, path, "permissions besides", surplus, "");
}

static const char *number_text(int64_t number, char out[32])
{
	if (number == FACT_ABSENT)
		return "";
	snprintf(out, 32, "%lld", (long long)number);
	return out;
}

static void compare_row(struct result *result, const struct corpus_table *table, size_t row, const char *path,
			const struct fact_package *package, const struct reading *reading)
{
	char text[32];
	const char *min = corpus_field(table, row, "minSdk"), *target = corpus_field(table, row, "targetSdk");

	compare(result, path, "package", package->app_id, corpus_field(table, row, "package"));
	compare(result, path, "versionCode", number_text(package->version_code, text), corpus_field(table, row, "versionCode"));
	compare(result, path, "versionName", package->version_name, corpus_field(table, row, "versionName"));
	if (*min != '\0')
		compare(result, path, "minSdk", number_text(package->min_sdk, text), min);
	if (*target != '\0')
		compare(result, path, "targetSdk", number_text(package->target_sdk, text), target);
	compare(result, path, "label", package->label, corpus_field(table, row, "label"));
	compare(result, path, "debuggable", package->debuggable == 1 ? "yes" : "no", corpus_field(table, row, "debuggable"));
	compare_permissions(result, path, reading, corpus_field(table, row, "permissions"));
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

static void read_row(struct result *result, const struct corpus_table *table, size_t row)
{
	const char *path = corpus_field(table, row, "path");
	struct limits limits = limits_default();
	struct quiet quiet = {.anomalies.report = count};
	READING_CLEANUP struct reading *reading = reading_new((size_t)64 << 20);
	ARENA_CLEANUP struct arena arena = arena_new((size_t)256 << 20);
	struct fact_package package = fact_package_row();
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
	compare_row(result, table, row, path, &package, reading);
	if (quiet.num_refused > 0 && !is_known(path, "refused"))
		test_fail(__FILE__, __LINE__, "%s: %zu anomalies of effect refused", path, quiet.num_refused);
	result->num_rows++;
	free(bytes);
	free(resources);
	zipdir_free(&dir);
	close(fd);
}

TEST(corpus_badging, "package, versions, SDKs, label, debuggable and permissions are those that aapt prints")
{
	struct corpus_table *table;
	struct result result = {0};

	if (corpus_missing())
		return;
	table = corpus_table_read("truth/apk_badging.tsv");
	for (size_t i = 0; i < table->num_rows; i++)
		if (strcmp(corpus_field(table, i, "aapt"), "ok") == 0)
			read_row(&result, table, i);
	CHECK_NUMBER(result.num_rows, 77);
	test_note("%zu rows, %zu fields, %zu known differences", result.num_rows, result.num_fields, result.num_known);
	corpus_table_free(table);
}
