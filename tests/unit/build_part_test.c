/*
 * Which phones the builds of a version are for, by kind of device and ABI.
 */
#include "harness.h"

#include "judge/build_part.h"
#include "judge/derive.h"

#include <inttypes.h>

static void add_libraries(struct reading *facts, int64_t position, const char *abis)
{
	struct fact_entry entry = fact_entry_row();
	char path[64];

	entry.package = position;
	entry.path = path;
	for (; *abis != '\0'; abis += strcspn(abis, ","), abis += *abis == ',') {
		snprintf(path, sizeof path, "lib/%.*s/liba.so", (int)strcspn(abis, ","), abis);
		CHECK(reading_add(facts, FACT_TABLE_entry, &entry) != NULL);
	}
}

/* Builds, a word each: "device:abi,abi:code", of which the first two may be empty. */
static struct reading *version_of(const char *builds)
{
	struct reading *facts = reading_new((size_t)1024 * 1024);
	int64_t position = 0;

	for (; *builds != '\0'; builds += *builds == ' ', position++) {
		struct fact_package package = fact_package_row();
		char device[16] = "", abis[64] = "";
		int len = 0;

		CHECK(sscanf(builds, "%15[a-z]%n", device, &len) <= 1);
		builds += len + 1;
		len = 0;
		CHECK(sscanf(builds, "%63[a-z0-9_,-]%n", abis, &len) <= 1);
		builds += len + 1;
		len = 0;
		package.package = position;
		package.path = "";
		package.app_id = "a";
		package.device = *device == '\0' ? NULL : device;
		CHECK(sscanf(builds, "%" SCNd64 "%n", &package.version_code, &len) == 1);
		builds += len;
		CHECK(reading_add(facts, FACT_TABLE_package, &package) != NULL);
		add_libraries(facts, position, abis);
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

static void check_roles(struct reading *facts, const char *wanted)
{
	struct error err = {0};
	char roles[80] = "";

	CHECK(derive_roles(facts, &err));
	for (size_t i = 0; i < reading_num(facts, package); i++) {
		const char *role = reading_rows(facts, package)[i]->role;

		snprintf(roles + strlen(roles), sizeof roles - strlen(roles), "%s%s", i > 0 ? " " : "", role != NULL ? role : "-");
	}
	CHECK_TEXT(roles, wanted);
}

TEST(derive_roles, "of whole builds for the same phones the first is the main one, or that of 32 or 64 bits of ARM, and the others are channel builds")
{
	static const struct {
		const char *builds, *roles;
	} cases[] = {
		{":x86_64:1", "main"},
		{"::1 ::1 ::1", "main channel channel"},
		{"::1 ::2", "main main"},
		{"::1 watch::1", "main main"},
		{":arm64-v8a:1 :armeabi-v7a:1", "arm64 arm32"},
		{":arm64-v8a,x86_64:1 :armeabi:1", "arm64 arm32"},
		{":arm64-v8a:1 :x86_64:1 :x86:1 :x86:1", "arm64 - - channel"},
		{":arm64-v8a:1 :armeabi-v7a:1 :arm64-v8a:1 :armeabi:1", "arm64 arm32 channel channel"},
		{":arm64-v8a:1 :arm64-v8a,armeabi-v7a:1 ::1", "arm64 main channel"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		READING_CLEANUP struct reading *facts = version_of(cases[i].builds);

		check_roles(facts, cases[i].roles);
	}
}

TEST(derive_roles_form, "of builds for the same phones the one that the form calls so is the main one")
{
	READING_CLEANUP struct reading *facts = version_of("::1 ::1 ::1");

	reading_rows(facts, package)[1]->role = "main";
	check_roles(facts, "channel main channel");
}

TEST(derive_roles_screens, "builds for other screens or textures are no channel builds")
{
	static const enum fact_table tables[] = {FACT_TABLE_screen, FACT_TABLE_gl_texture};

	for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
		for (int is_same = 0; is_same < 2; is_same++) {
			READING_CLEANUP struct reading *facts = version_of("::1 ::1");
			struct fact_screen screen = fact_screen_row();
			struct fact_gl_texture texture = fact_gl_texture_row();
			const void *row = tables[i] == FACT_TABLE_screen ? (const void *)&screen : &texture;

			for (int64_t package = 0; package < 2; package++) {
				screen.package = texture.package = package;
				screen.path = texture.path = "";
				screen.kind = "compatible";
				screen.size = texture.name = is_same || package == 0 ? "small" : "large";
				CHECK(reading_add(facts, tables[i], row) != NULL);
			}
			check_roles(facts, is_same ? "main channel" : "main main");
		}
}
