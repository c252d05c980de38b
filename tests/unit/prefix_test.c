/*
 * Fixtures broken off: whatever is missing, reading ends by itself, every row is one that the parent would take, and no other app is named. A package of
 * 25 KB is tried at every length, the others at a sample of them: all lengths of all would be three million readings. Each reader alone gets
 * every prefix of what they hold for it in tests/fuzz/suite.
 */
#include "bytes/text.h"
#include "format/format.h"
#include "harness.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#define FOLDER "fixtures"
#define WHOLE FOLDER "/arm64.apk" /* tried at every length */
#define EACH_OF_LAST 300 /* bytes from the end on which every length of the others is tried */
#define STEP 997

struct watch {
	struct fact_sink sink;
	size_t num_packages, num_faults;
	char app_id[256]; /* empty: none */
};

/* One thread: nothing to lock. */
static bool take(struct fact_sink *sink, enum fact_table table, const void *row)
{
	struct watch *watch = (struct watch *)sink;

	watch->num_faults += fact_fault(table, row) != NULL;
	if (table == FACT_TABLE_package) {
		watch->num_packages++;
		snprintf(watch->app_id, sizeof watch->app_id, "%s", text_or_empty(((const struct fact_package *)row)->app_id));
	}
	return true;
}

/* Broken off, a package may have lost its name, and has no other. app_id: NULL while that is not known. */
static bool read_prefix(struct span bytes, struct pool *pool, const char *app_id, struct watch *watch)
{
	struct format_options options = {.limits = limits_default()};
	uint8_t *copy = malloc(bytes.len + 1); /* so that AddressSanitizer sees the first byte past the end */
	struct source source;
	bool ok;

	if (bytes.len > 0)
		memcpy(copy, bytes.data, bytes.len);
	source = source_of(span_of(copy, bytes.len));
	*watch = (struct watch){.sink.take = take};
	ok = format_read(&source, &options, pool, &watch->sink, NULL);
	free(copy);
	return ok && watch->num_packages > 0 && watch->num_faults == 0 &&
	       (app_id == NULL || *watch->app_id == '\0' || strcmp(watch->app_id, app_id) == 0);
}

static size_t try_file(const char *path, size_t step, struct pool *pool)
{
	FILE *file = fopen(path, "re");
	static uint8_t bytes[1 << 20];
	struct watch whole, broken;
	size_t num = 0, len;

	if (file == NULL)
		return 0;
	len = fread(bytes, 1, sizeof bytes, file);
	fclose(file);
	if (!read_prefix(span_of(bytes, len), pool, NULL, &whole))
		test_fail(path, 0, "all bytes");
	for (size_t cut = 0; cut < len; cut += len - cut < EACH_OF_LAST ? 1 : step) {
		if (!read_prefix(span_of(bytes, cut), pool, whole.app_id, &broken))
			test_fail(path, 0, "the first %zu bytes, as %s", cut, broken.app_id);
		num++;
	}
	return num;
}

TEST(format_prefixes, "each fixture, broken off at every 997th byte and at each of the last 300, is read to its end, its rows are sound, and it has no other name")
{
	struct pool *pool = pool_new(0, NULL);
	struct dirent **names;
	int num = scandir(FOLDER, &names, NULL, alphasort);
	size_t prefixes = 0;

	for (int i = 0; i < num; i++) {
		char path[512];
		size_t len = strlen(names[i]->d_name);

		snprintf(path, sizeof path, FOLDER "/%s", names[i]->d_name);
		if (len > 4 && strcmp(names[i]->d_name + len - 4, ".apk") == 0)
			prefixes += try_file(path, STEP, pool);
		free(names[i]);
	}
	if (num >= 0)
		free(names);
	pool_free(pool);
	test_note("%zu prefixes", prefixes);
	CHECK(prefixes > 1000);
}

TEST(format_every_prefix, "every prefix of a package is read to its end, its rows are sound, and it has no other name")
{
	struct pool *pool = pool_new(0, NULL);
	size_t prefixes = try_file(WHOLE, 1, pool);

	pool_free(pool);
	test_note("%zu prefixes of " WHOLE, prefixes);
	CHECK(prefixes > 20000);
}
