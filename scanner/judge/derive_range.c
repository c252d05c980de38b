/*
 * derive_range - derive whether the Android versions that were asked for, or any, install a package at all.
 */
#include "judge/derive.h"

#include "bytes/text.h"

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

int64_t derive_newest_sdk(const struct rules *rules)
{
	const struct catalogue *versions = rules_catalogue(rules, "android_versions");
	int64_t last = FACT_ABSENT, api;

	for (size_t i = 0; versions != NULL && i < versions->num_rows; i++)
		if (text_number(catalogue_value(versions, i, catalogue_column(versions, "api")), &api) && (last == FACT_ABSENT || api > last))
			last = api;
	return last;
}

/* FrameworkParsingPackageUtils.computeMinSdkVersion: a version that is older than minSdkVersion refuses; so does each that there is. */
static bool check_newest(struct reading *facts, const struct fact_package *package, int64_t last)
{
	struct fact_anomaly row = fact_anomaly_row();

	if (last == FACT_ABSENT || package->min_sdk == FACT_ABSENT || package->min_sdk <= last || package->platform == NULL ||
	    strcmp(package->platform, "android") != 0)
		return true;
	row.package = package->package;
	row.path = "AndroidManifest.xml";
	row.id = anomaly_info(ANOMALY_MANIFEST_SDK_RANGE)->name;
	row.effect = anomaly_effect_name(EFFECT_REFUSED);
	row.detail = arena_printf(&facts->arena, "minSdkVersion %lld: the newest Android version has %lld", (long long)package->min_sdk, (long long)last);
	return row.detail != NULL && reading_add(facts, FACT_TABLE_anomaly, &row) != NULL;
}

bool derive_range(const struct rules *rules, struct reading *facts, const struct judge_run *run, struct error *err)
{
	struct fact_package **packages = reading_rows(facts, package);
	int64_t last = derive_newest_sdk(rules);

	for (size_t i = 0; i < reading_num(facts, package); i++)
		if ((run->max_sdk != FACT_ABSENT && !check(facts, packages[i], run->max_sdk)) || !check_newest(facts, packages[i], last))
			return error_memory(err);
	return true;
}
