#include "bench/vary.h"

#include "bytes/digest.h"
#include "bytes/text.h"
#include "judge/licence.h"

#include <stdio.h>

#define READING_MAX ((size_t)64 * 1024 * 1024)
#define VERSIONS_A_LIBRARY 3 /* versions of an app that share a native library */

/* What apps ask for most; each app has a run of them, and now and then a version has one more. */
static const char *const permissions[] = {
	"android.permission.READ_CONTACTS", "android.permission.ACCESS_FINE_LOCATION", "android.permission.VIBRATE",
	"android.permission.CAMERA", "android.permission.WAKE_LOCK", "android.permission.RECORD_AUDIO",
	"android.permission.ACCESS_WIFI_STATE", "android.permission.READ_PHONE_STATE", "android.permission.NFC",
	"android.permission.SEND_SMS", "android.permission.BLUETOOTH", "android.permission.READ_CALENDAR",
	"android.permission.FOREGROUND_SERVICE", "android.permission.GET_ACCOUNTS", "android.permission.SET_WALLPAPER",
	"android.permission.REQUEST_INSTALL_PACKAGES"};

#define NUM_PERMISSIONS (sizeof permissions / sizeof permissions[0])

void vary_app_id(char out[64], const struct version *version)
{
	snprintf(out, 64, "com.developer%04zu.app%06zu", version->developer, version->app);
}

void vary_uscc(char out[19], const struct version *version)
{
	static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY", checks[] = "0123456789X";

	for (const char *organisation = checks; *organisation != '\0'; organisation++)
		for (const char *last = alphabet; *last != '\0'; last++) {
			snprintf(out, 19, "91320411%08zu%c%c", version->developer % 100000000, *organisation, *last);
			if (licence_uscc_ok(out))
				return;
		}
}

const char *vary_permission(const struct version *version, size_t n)
{
	size_t num = version->app % 5 + (version->version % 5 == 4 ? 1 : 0);

	return n < num ? permissions[(version->app * 7 + n) % NUM_PERMISSIONS] : NULL;
}

bool vary_form(struct buf *json, const struct version *version, const struct reading *reading)
{
	struct fact_permission **rows = reading_rows(reading, permission);
	char app_id[64], uscc[19];

	vary_app_id(app_id, version);
	vary_uscc(uscc, version);
	buf_printf(json,
		   "{\"developer\": {\"id\": \"dev-%zu\", \"name\": \"Developer %zu\", \"uscc\": \"%s\", \"licences\": [{\"kind\": \"icp\","
		   " \"number\": \"苏B2-2020%04zu\", \"holder\": \"Developer %zu\", \"valid_from\": \"2022-03-16\", \"valid_until\": \"2030-%02zu-28\"}]},",
		   version->developer, version->developer, uscc, version->developer % 10000, version->developer, version->developer % 12 + 1);
	buf_printf(json, " \"app\": {\"name\": \"App %zu\", \"category\": \"tools\", \"filing\": {\"number\": \"苏ICP备2020%04zu号-%zuA\","
			 " \"app_id\": \"%s\"}, \"privacy_policy\": {\"url\": \"https://developer%zu.example/privacy\"}}, \"permissions\": [",
		   version->app, version->developer % 10000, version->app % 90 + 1, app_id, version->developer);
	for (size_t i = 0; i < reading_num(reading, permission); i++)
		if (strpbrk(rows[i]->name, "\"\\") == NULL)
			buf_printf(json, "%s{\"name\": \"%s\", \"purpose\": \"用于应用的第 %zu 项功能\"}", i == 0 ? "" : ", ", rows[i]->name, i + 1);
	buf_text(json, "]}");
	return !json->failed;
}

static bool grow_row(struct reading *reading, size_t i)
{
	struct fact_entry entry = fact_entry_row();
	char path[96], text[64], sha256[DIGEST_HEX_MAX], crc32[9];

	snprintf(path, sizeof path, "%s/item_%04zu.%s", i % 3 == 0 ? "res/drawable-hdpi-v4" : i % 3 == 1 ? "res/layout" : "assets/data", i,
		 i % 3 == 0 ? "png" : i % 3 == 1 ? "xml" : "bin");
	snprintf(text, sizeof text, "entry %zu", i);
	digest_hex_of(DIGEST_SHA256, span_of_text(text), sha256);
	snprintf(crc32, sizeof crc32, "%.8s", sha256);
	entry.package = 0;
	entry.path = path;
	entry.size = (int64_t)(1000 + i * 37 % 9000);
	entry.stored_size = entry.size / 2;
	entry.method = 8;
	entry.crc32 = crc32;
	entry.sha256 = sha256;
	entry.offset = (int64_t)(i * 5000);
	return reading_add(reading, FACT_TABLE_entry, &entry) != NULL;
}

bool vary_grow(struct reading *reading, size_t num_rows)
{
	size_t num = 0;

	for (int table = 0; table < FACT_TABLE_COUNT; table++)
		num += reading_count(reading, (enum fact_table)table);
	for (size_t i = num; i < num_rows; i++)
		if (!grow_row(reading, i))
			return false;
	reading_sort(reading);
	return true;
}

/* A digest that is a function of the words, len hex digits, in the reading's arena. */
static const char *hash(struct reading *reading, size_t len, const char *what, size_t a, size_t b)
{
	char text[1200], hex[DIGEST_HEX_MAX];

	snprintf(text, sizeof text, "%.1000s %zu %zu", what == NULL ? "" : what, a, b);
	digest_hex_of(DIGEST_SHA256, span_of_text(text), hex);
	return arena_printf(&reading->arena, "%.*s", (int)len, hex);
}

/* The same length, another beginning. */
static const char *other_beginning(struct reading *reading, const char *hex, size_t developer)
{
	char *copy = hex == NULL ? NULL : arena_strdup(&reading->arena, hex);
	size_t len = hex == NULL ? 0 : strlen(hex);
	const char *beginning = hash(reading, 64, "key", developer, len);

	if (copy != NULL && len >= 256 && beginning != NULL)
		memcpy(copy + len - 200, beginning, 64);
	return copy;
}

static void vary_package(struct reading *reading, const struct version *v)
{
	struct fact_package **rows = reading_rows(reading, package);
	char app_id[64];

	vary_app_id(app_id, v);
	for (size_t i = 0; i < reading_num(reading, package); i++) {
		rows[i]->app_id = arena_strdup(&reading->arena, app_id);
		rows[i]->version_code = (int64_t)v->version + 1;
		rows[i]->version_name = arena_printf(&reading->arena, "1.%zu", v->version);
		rows[i]->label = arena_printf(&reading->arena, "App %zu", v->app);
		rows[i]->size = (int64_t)v->size;
		rows[i]->sha256 = arena_strdup(&reading->arena, v->sha256);
		rows[i]->content_digest = hash(reading, 64, "content", v->app, v->version);
		rows[i]->sha1 = rows[i]->sha1 == NULL ? NULL : hash(reading, 40, "sha1", v->app, v->version);
		rows[i]->md5 = rows[i]->md5 == NULL ? NULL : hash(reading, 32, "md5", v->app, v->version);
	}
}

static void vary_labels(struct reading *reading, const struct version *v)
{
	struct fact_label **rows = reading_rows(reading, label);

	for (size_t i = 0; i < reading_num(reading, label); i++)
		rows[i]->text = arena_printf(&reading->arena, "App %zu", v->app);
}

static void vary_certificates(struct reading *reading, const struct version *v)
{
	struct fact_certificate **rows = reading_rows(reading, certificate);

	for (size_t i = 0; i < reading_num(reading, certificate); i++) {
		rows[i]->sha256 = hash(reading, 64, rows[i]->sha256, v->developer, 256);
		rows[i]->sha1 = rows[i]->sha1 == NULL ? NULL : hash(reading, 40, rows[i]->sha1, v->developer, 1);
		rows[i]->md5 = rows[i]->md5 == NULL ? NULL : hash(reading, 32, rows[i]->md5, v->developer, 5);
		rows[i]->spki_sha256 = rows[i]->spki_sha256 == NULL ? NULL : hash(reading, 64, rows[i]->spki_sha256, v->developer, 2);
		rows[i]->public_key = other_beginning(reading, rows[i]->public_key, v->developer);
		rows[i]->modulus = other_beginning(reading, rows[i]->modulus, v->developer);
		rows[i]->subject = arena_printf(&reading->arena, "CN=Developer %zu,O=Example", v->developer);
	}
}

/* Code changes with every version, native code with some, the rest is the app's. */
static size_t content_of(const char *path, const struct version *v)
{
	struct span name = span_of_text(path == NULL ? "" : path);

	if (span_ends(name, ".so"))
		return v->version / VERSIONS_A_LIBRARY;
	return span_ends(name, ".dex") || span_ends(name, ".arsc") || span_ends(name, "AndroidManifest.xml") ? v->version : 0;
}

static void vary_content(struct reading *reading, const struct version *v)
{
	struct fact_entry **entries = reading_rows(reading, entry);
	struct fact_library **libraries = reading_rows(reading, library);

	for (size_t i = 0; i < reading_num(reading, entry); i++) {
		if (entries[i]->sha256 == NULL)
			continue;
		entries[i]->sha256 = hash(reading, 64, entries[i]->path, v->app, content_of(entries[i]->path, v));
		entries[i]->crc32 = arena_printf(&reading->arena, "%.8s", entries[i]->sha256 == NULL ? "00000000" : entries[i]->sha256);
	}
	for (size_t i = 0; i < reading_num(reading, library); i++) {
		libraries[i]->sha256 = hash(reading, 64, libraries[i]->path, v->app, content_of(libraries[i]->path, v));
		if (libraries[i]->build_id != NULL)
			libraries[i]->build_id = hash(reading, 40, "build", v->app, content_of(libraries[i]->path, v));
	}
}

static bool vary_permissions(struct reading *reading, const struct version *v)
{
	const char *name;

	for (size_t i = 0; (name = vary_permission(v, i)) != NULL; i++) {
		struct fact_permission row = fact_permission_row();

		row.package = 0;
		row.path = "AndroidManifest.xml";
		row.name = name;
		row.origin = "declared";
		if (reading_add(reading, FACT_TABLE_permission, &row) == NULL)
			return false;
	}
	return true;
}

static struct reading *copy(const struct reading *from)
{
	struct reading *reading = reading_new(READING_MAX);

	for (int table = 0; reading != NULL && table < FACT_TABLE_COUNT; table++)
		for (size_t i = 0; i < reading_count(from, (enum fact_table)table); i++)
			if (reading_add(reading, (enum fact_table)table, from->tables[table].row[i]) == NULL) {
				reading_free(reading);
				return NULL;
			}
	return reading;
}

struct reading *vary(const struct reading *template, const struct version *version)
{
	struct reading *reading = copy(template);

	if (reading == NULL)
		return NULL;
	vary_package(reading, version);
	vary_labels(reading, version);
	vary_certificates(reading, version);
	vary_content(reading, version);
	if (!vary_permissions(reading, version)) {
		reading_free(reading);
		return NULL;
	}
	reading_sort(reading);
	return reading;
}
