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
