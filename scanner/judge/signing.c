#include "judge/signing.h"

#define FIRST_V2 24
#define FIRST_V3 28
#define FIRST_V31 33

/* What the rows say of a scheme on one Android version: the row whose range holds it. */
static const struct fact_signature *row_at(const struct reading *facts, int64_t package, const char *scheme, int64_t sdk)
{
	struct fact_signature **rows = reading_rows(facts, signature);

	for (size_t i = 0; i < reading_num(facts, signature); i++)
		if (rows[i]->package == package && strcmp(rows[i]->scheme, scheme) == 0 &&
		    (rows[i]->min_sdk == FACT_ABSENT || rows[i]->min_sdk <= sdk) &&
		    (rows[i]->max_sdk == FACT_ABSENT || rows[i]->max_sdk >= sdk))
			return rows[i];
	return NULL;
}

static bool has(const struct fact_signature *row, const char *status)
{
	return row != NULL && row->status != NULL && strcmp(row->status, status) == 0;
}

/* Android 8 wants more than a JAR signature for the newer sandbox, Android 11 of every package that is made for it. */
static bool is_too_weak(const struct reading *facts, int64_t package, int64_t sdk)
{
	struct fact_package **packages = reading_rows(facts, package);

	for (size_t i = 0; i < reading_num(facts, package); i++)
		if (packages[i]->package == package)
			return (sdk >= 26 && packages[i]->target_sandbox >= 2) || (sdk >= 30 && packages[i]->target_sdk >= 30);
	return false;
}

/* The newest scheme that the version knows and the package has decides; a broken one never falls back to an older. */
static const char *outcome_at(const struct reading *facts, int64_t package, int64_t sdk)
{
	static const struct {
		const char *scheme;
		int64_t first;
	} schemes[] = {{"v3.1", FIRST_V31}, {"v3", FIRST_V3}, {"v2", FIRST_V2}, {"v1", 1}};

	for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
		const struct fact_signature *row = sdk >= schemes[i].first ? row_at(facts, package, schemes[i].scheme, sdk) : NULL;

		if (has(row, "verified"))
			return schemes[i].first == 1 && is_too_weak(facts, package, sdk) ? "failed" : "verified";
		if (has(row, "failed"))
			return "failed";
	}
	return "absent";
}

static int64_t first_sdk(const struct reading *facts, int64_t package)
{
	struct fact_package **packages = reading_rows(facts, package);

	for (size_t i = 0; i < reading_num(facts, package); i++)
		if (packages[i]->package == package && packages[i]->min_sdk != FACT_ABSENT)
			return packages[i]->min_sdk;
	return 1;
}

const char *signing_outcome(const struct reading *facts, int64_t package, int64_t min_sdk, int64_t max_sdk)
{
	int64_t from = min_sdk != FACT_ABSENT ? min_sdk : first_sdk(facts, package);
	int64_t to = max_sdk != FACT_ABSENT ? max_sdk : 10000;
	static const int64_t steps[] = {1, 8, 9, 17, 18, 19, 20, 21, 22, 23, FIRST_V2, 26, 27, FIRST_V3, 29, 30, 32, FIRST_V31, 34, 9999, 10000};
	bool failed = false, verified = false, absent = false;

	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
		int64_t sdk = steps[i] < from ? from : steps[i];
		const char *outcome = outcome_at(facts, package, sdk < to ? sdk : to);

		failed |= strcmp(outcome, "failed") == 0;
		verified |= strcmp(outcome, "verified") == 0;
		absent |= strcmp(outcome, "absent") == 0;
	}
	/* A version on which it has no signature cannot install it either. */
	return failed || (absent && verified) ? "failed" : verified ? "verified" : "absent";
}
