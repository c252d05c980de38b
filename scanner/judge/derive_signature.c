/*
 * derive_signature - derive which signatures count on which versions of Android.
 */
#include "judge/derive.h"

#define FIRST_V2 24
#define FIRST_V3 28
#define FIRST_V31 33

/* Which schemes a package has, whatever became of them. */
struct schemes {
	bool v2, v3, v31;
};

static bool is_scheme(const struct fact_signature *row, const char *scheme)
{
	return strcmp(row->scheme, scheme) == 0;
}

static struct schemes schemes_of(const struct reading *facts, int64_t package)
{
	struct fact_signature **rows = reading_rows(facts, signature);
	struct schemes schemes = {false, false, false};

	for (size_t i = 0; i < reading_num(facts, signature); i++) {
		if (rows[i]->package != package || strcmp(rows[i]->status, "absent") == 0)
			continue;
		schemes.v2 |= is_scheme(rows[i], "v2");
		schemes.v3 |= is_scheme(rows[i], "v3");
		schemes.v31 |= is_scheme(rows[i], "v3.1");
	}
	return schemes;
}

/* A version that knows a newer scheme of the package does not look at an older one. from and to: both inclusive. */
static bool is_looked_at(const struct fact_signature *row, struct schemes schemes, int64_t from, int64_t to)
{
	int64_t first = row->min_sdk != FACT_ABSENT && row->min_sdk > from ? row->min_sdk : from;
	int64_t last = row->max_sdk != FACT_ABSENT && row->max_sdk < to ? row->max_sdk : to;
	bool is_newest = (first < FIRST_V3 || !schemes.v3) && (first < FIRST_V31 || !schemes.v31);

	if (first > last)
		return false;
	if (is_scheme(row, "v1"))
		return first < FIRST_V2 || (!schemes.v2 && is_newest);
	if (is_scheme(row, "v2"))
		return last >= FIRST_V2 && is_newest;
	if (is_scheme(row, "v3"))
		return last >= FIRST_V3;
	return !is_scheme(row, "v3.1") || last >= FIRST_V31;
}

static void derive_for(struct reading *facts, const struct fact_package *package, const struct judge_run *run)
{
	struct fact_signature **rows = reading_rows(facts, signature);
	struct schemes schemes = schemes_of(facts, package->package);
	int64_t own = package->min_sdk != FACT_ABSENT ? package->min_sdk : 1;
	int64_t from = run->min_sdk != FACT_ABSENT ? run->min_sdk : own;
	int64_t to = run->max_sdk != FACT_ABSENT ? run->max_sdk : INT64_MAX;

	for (size_t i = 0; i < reading_num(facts, signature); i++)
		if (rows[i]->package == package->package && strcmp(rows[i]->status, "absent") != 0 &&
		    !is_looked_at(rows[i], schemes, from, to))
			rows[i]->status = "unused";
}

bool derive_signatures(struct reading *facts, const struct judge_run *run, struct error *err)
{
	struct fact_package **packages = reading_rows(facts, package);

	(void)err;
	for (size_t i = 0; i < reading_num(facts, package); i++)
		derive_for(facts, packages[i], run);
	return true;
}
