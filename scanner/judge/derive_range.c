/*
 * derive_range - derive whether the Android versions that were asked for install a package at all.
 */
#include "judge/derive.h"

#include <stdio.h>

/* From 2.0.1 on phones do not look at maxSdkVersion: only what is too new for them is refused. */
static bool check(struct reading *facts, const struct fact_package *package, int64_t max_sdk)
{
	char sdks[64];

	if (package->min_sdk == FACT_ABSENT || package->min_sdk <= max_sdk)
		return true;
	snprintf(sdks, sizeof sdks, "%lld > %lld", (long long)package->min_sdk, (long long)max_sdk);
	return derive_anomaly(facts, ANOMALY_PACKAGE_NO_SDK_IN_RANGE, package, "minSdkVersion is above --max-sdk", sdks);
}

bool derive_range(struct reading *facts, const struct judge_run *run, struct error *err)
{
	struct fact_package **packages = reading_rows(facts, package);

	for (size_t i = 0; run->max_sdk != FACT_ABSENT && i < reading_num(facts, package); i++)
		if (!check(facts, packages[i], run->max_sdk))
			return error_set(err, ERROR_MEMORY, "out of memory for the facts of a submission");
	return true;
}
