/*
 * derive_signature - derive which signatures count on which versions of Android.
 */
#include "judge/derive.h"

#include "facts/scheme_sdk.h"

/* Which schemes a package has, whatever became of them. */
struct schemes {
	bool v2, v3;
};

static bool is_scheme(const struct fact_signature *row, const char *scheme)
{
	return strcmp(row->scheme, scheme) == 0;
}

static struct schemes schemes_of(const struct reading *facts, int64_t package)
{
	struct fact_signature **rows = reading_rows(facts, signature);
	struct schemes schemes = {false, false};

	for (size_t i = 0; i < reading_num(facts, signature); i++) {
		if (rows[i]->package != package || strcmp(rows[i]->status, "absent") == 0)
			continue;
		schemes.v2 |= is_scheme(rows[i], "v2");
		schemes.v3 |= is_scheme(rows[i], "v3");
	}
	return schemes;
}

/* The last version for which v3.1 has a signer, where it has one for this version; one before it where it has none. */
static int64_t last_of_v31(const struct reading *facts, int64_t package, int64_t sdk)
{
	struct fact_signature **rows = reading_rows(facts, signature);
	int64_t last = sdk - 1;

	for (size_t i = 0; sdk >= SCHEME_V31_SDK && i < reading_num(facts, signature); i++) {
		const struct fact_signature *row = rows[i];

		if (row->package != package || !is_scheme(row, "v3.1") || strcmp(row->status, "absent") == 0 ||
		    (row->min_sdk != FACT_ABSENT && row->min_sdk > sdk))
			continue;
		if (row->max_sdk == FACT_ABSENT)
			return INT64_MAX;
		last = row->max_sdk > last ? row->max_sdk : last;
	}
	return last;
}

/* Whether v3.1 has no signer for a version of a range. */
static bool lacks_v31(const struct reading *facts, int64_t package, int64_t first, int64_t last)
{
	int64_t end;

	while (first <= last && (end = last_of_v31(facts, package, first)) >= first) {
		if (end == INT64_MAX)
			return false;
		first = end + 1;
	}
	return first <= last;
}

/* Whether a version of a range knows no newer scheme of the package than v2: v3 counts for all from the first that knows it, v3.1 for its signers'. */
static bool lacks_newer(const struct reading *facts, int64_t package, struct schemes schemes, int64_t first, int64_t last)
{
	return schemes.v3 ? first < SCHEME_V3_SDK : lacks_v31(facts, package, first, last);
}

/* A version that knows a newer scheme of the package does not look at an older one. from and to: both inclusive. */
static bool is_looked_at(const struct reading *facts, const struct fact_signature *row, struct schemes schemes, int64_t from, int64_t to)
{
	int64_t first = row->min_sdk != FACT_ABSENT && row->min_sdk > from ? row->min_sdk : from;
	int64_t last = row->max_sdk != FACT_ABSENT && row->max_sdk < to ? row->max_sdk : to;
	bool is_newest = lacks_newer(facts, row->package, schemes, first, last);

	if (first > last)
		return false;
	if (is_scheme(row, "v1"))
		return first < SCHEME_V2_SDK || (!schemes.v2 && is_newest);
	if (is_scheme(row, "v2"))
		return last >= SCHEME_V2_SDK && is_newest;
	if (is_scheme(row, "v3"))
		return last >= SCHEME_V3_SDK && lacks_v31(facts, row->package, first, last);
	if (is_scheme(row, "v3.2"))
		return last >= SCHEME_V32_SDK;
	return !is_scheme(row, "v3.1") || last >= SCHEME_V31_SDK;
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
		    !is_looked_at(facts, rows[i], schemes, from, to))
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
