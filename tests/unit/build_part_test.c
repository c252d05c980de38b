/*
 * Which phones the builds of a version are for, by kind of device and ABI.
 */
#include "harness.h"

#include "judge/build_part.h"

#include <inttypes.h>

/* Builds, a word each: "device:abi:code", of which the first two may be empty. */
static struct reading *version_of(const char *builds)
{
	struct reading *facts = reading_new((size_t)1024 * 1024);
	int64_t position = 0;

	for (; *builds != '\0'; builds += *builds == ' ', position++) {
		struct fact_package package = fact_package_row();
		struct fact_entry entry = fact_entry_row();
		char device[16] = "", abi[16] = "", path[40];
		int len = 0;

		CHECK(sscanf(builds, "%15[a-z]%n", device, &len) <= 1);
		builds += len + 1;
		len = 0;
		CHECK(sscanf(builds, "%15[a-z0-9-]%n", abi, &len) <= 1);
		builds += len + 1;
		len = 0;
		package.package = entry.package = position;
		package.path = "";
		package.device = *device == '\0' ? NULL : device;
		CHECK(sscanf(builds, "%" SCNd64 "%n", &package.version_code, &len) == 1);
		builds += len;
		CHECK(reading_add(facts, FACT_TABLE_package, &package) != NULL);
		snprintf(path, sizeof path, "lib/%s/liba.so", abi);
		entry.path = path;
		CHECK(*abi == '\0' || reading_add(facts, FACT_TABLE_entry, &entry) != NULL);
	}
	reading_sort(facts);
	return facts;
}

static bool has_all(const char *later, const char *earlier)
{
	READING_CLEANUP struct reading *now = version_of(later);
	READING_CLEANUP struct reading *before = version_of(earlier);

	return build_part_has_all(now, before);
}

TEST(build_part_all, "a later version has a build for every phone of an earlier one where each kind of device and each ARM has one")
{
	static const struct {
		const char *later, *earlier;
		bool has_all;
	} cases[] = {
		{"::2", "::1", true},
		{":arm64-v8a:21 :armeabi-v7a:11", ":arm64-v8a:20 :armeabi-v7a:10", true},
		{":arm64-v8a:21", ":arm64-v8a:20 :armeabi-v7a:10", false},
		{":armeabi-v7a:11", ":arm64-v8a:20 :armeabi-v7a:10", false},
		{":armeabi:21", ":arm64-v8a:20 :armeabi-v7a:10", true},
		{"::21", ":arm64-v8a:20 :armeabi-v7a:10", true},
		{":arm64-v8a:2", "::1", false},
		{":arm64-v8a:21", ":arm64-v8a:20 :x86:10", true},
		{"watch::2", "::1", false},
		{"::2 watch::2", "watch::1", true},
		{"", "::1", false},
		{"::1", "", false},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		CHECK(has_all(cases[i].later, cases[i].earlier) == cases[i].has_all);
}

TEST(build_part_follows, "a build takes the place of one for the same kind of device, of an ABI in common or of none")
{
	static const struct {
		const char *later, *earlier;
		bool follows;
	} cases[] = {
		{":arm64-v8a:2", ":arm64-v8a:1", true}, {":armeabi-v7a:2", ":arm64-v8a:1", false}, {"::2", ":arm64-v8a:1", true},
		{":arm64-v8a:2", "::1", true},		{"watch::2", "::1", false},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		READING_CLEANUP struct reading *now = version_of(cases[i].later);
		READING_CLEANUP struct reading *before = version_of(cases[i].earlier);

		CHECK(build_part_follows(now, reading_rows(now, package)[0], before, reading_rows(before, package)[0]) == cases[i].follows);
	}
}
