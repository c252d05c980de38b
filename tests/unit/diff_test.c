#include "harness.h"

#include "facts/diff.h"

static struct reading *with_permission(const char *name, int64_t max_sdk, const char *label)
{
	struct reading *reading = reading_new(1 << 20);
	struct fact_permission permission = fact_permission_row();
	struct fact_package package = fact_package_row();

	package.package = permission.package = 0;
	package.path = "";
	package.label = label;
	permission.path = "AndroidManifest.xml";
	permission.name = name;
	permission.origin = "declared";
	permission.max_sdk = max_sdk;
	fact_package_emit(&reading->sink, &package);
	fact_permission_emit(&reading->sink, &permission);
	return reading;
}

TEST(diff_kinds, "a comparison says what was added, removed and changed, each row once")
{
	READING_CLEANUP struct reading *before = with_permission("a.CAMERA", 28, "Shop");
	READING_CLEANUP struct reading *same = with_permission("a.CAMERA", 28, "Shop");
	READING_CLEANUP struct reading *wider = with_permission("a.CAMERA", FACT_ABSENT, "Shop");
	READING_CLEANUP struct reading *other = with_permission("a.SMS", 28, "Shop 2");
	ARENA_CLEANUP struct arena arena = arena_new(1 << 20);
	BUF_CLEANUP struct buf subject = buf_new(1 << 10);
	struct fact_change *changes;
	size_t num;

	CHECK(fact_diff(before, same, &arena, &changes, &num, NULL));
	CHECK_NUMBER(num, 0);
	CHECK(fact_diff(before, wider, &arena, &changes, &num, NULL));
	CHECK_NUMBER(num, 1);
	CHECK(changes[0].kind == FACT_CHANGED && changes[0].table == FACT_TABLE_permission);
	fact_change_subject(&changes[0], &subject);
	CHECK_TEXT((const char *)subject.data, "a.CAMERA declared");
	CHECK(fact_diff(before, other, &arena, &changes, &num, NULL));
	CHECK_NUMBER(num, 3);
	CHECK(changes[0].kind == FACT_CHANGED && changes[0].table == FACT_TABLE_package);
	CHECK(changes[1].kind == FACT_REMOVED && changes[2].kind == FACT_ADDED);
}

/* A reading of builds in that order, each a letter of an ABI; a capital one asks for the camera, too. */
static struct reading *of_builds(const char *builds)
{
	struct reading *reading = reading_new(1 << 20);

	for (size_t i = 0; builds[i] != '\0'; i++) {
		struct fact_package package = fact_package_row();
		struct fact_library library = fact_library_row();
		struct fact_permission permission = fact_permission_row();

		package.package = library.package = permission.package = (int64_t)i;
		package.path = "";
		package.role = i == 0 ? "main" : "arm32";
		library.path = builds[i] == 'a' || builds[i] == 'A' ? "lib/arm64-v8a/liba.so" : "lib/armeabi-v7a/liba.so";
		library.abi = builds[i] == 'a' || builds[i] == 'A' ? "arm64-v8a" : "armeabi-v7a";
		permission.path = "AndroidManifest.xml";
		permission.name = "a.INTERNET";
		permission.origin = "declared";
		CHECK(fact_package_emit(&reading->sink, &package) && fact_library_emit(&reading->sink, &library) && fact_permission_emit(&reading->sink, &permission));
		permission.name = "a.CAMERA";
		if (builds[i] < 'a')
			CHECK(fact_permission_emit(&reading->sink, &permission));
	}
	reading_sort(reading);
	return reading;
}

/* Changes of the table, of that kind. */
static size_t count(const char *before, const char *after, enum fact_table table, enum fact_change_kind kind)
{
	READING_CLEANUP struct reading *a = of_builds(before);
	READING_CLEANUP struct reading *b = of_builds(after);
	ARENA_CLEANUP struct arena arena = arena_new(1 << 20);
	struct fact_change *changes;
	size_t num, found = 0;

	CHECK(fact_diff(a, b, &arena, &changes, &num, NULL));
	for (size_t i = 0; i < num; i++)
		found += changes[i].table == table && changes[i].kind == kind;
	return found;
}

TEST(diff_builds, "builds are compared with what they were, in whatever order they are named; one that came or went says what no other build does")
{
	CHECK_NUMBER(count("ab", "ba", FACT_TABLE_library, FACT_ADDED) + count("ab", "ba", FACT_TABLE_library, FACT_CHANGED), 0);
	CHECK_NUMBER(count("ab", "ba", FACT_TABLE_permission, FACT_ADDED), 0);
	CHECK_NUMBER(count("ab", "bA", FACT_TABLE_permission, FACT_ADDED), 1);
	CHECK_NUMBER(count("a", "ab", FACT_TABLE_package, FACT_ADDED), 1);
	CHECK_NUMBER(count("a", "ab", FACT_TABLE_permission, FACT_ADDED), 0);
	CHECK_NUMBER(count("a", "ba", FACT_TABLE_library, FACT_ADDED), 1);
	CHECK_NUMBER(count("a", "aB", FACT_TABLE_permission, FACT_ADDED), 1);
	CHECK_NUMBER(count("aB", "a", FACT_TABLE_package, FACT_REMOVED), 1);
	CHECK_NUMBER(count("aB", "a", FACT_TABLE_permission, FACT_REMOVED), 1);
	CHECK_NUMBER(count("ab", "a", FACT_TABLE_permission, FACT_REMOVED), 0);
	CHECK_NUMBER(count("a", "b", FACT_TABLE_library, FACT_ADDED), 1);
}
