/*
 * derive_package - derive the columns of package.
 */
#include "judge/derive.h"

#include "judge/signing.h"

static bool is_unread(const struct reading *facts, int64_t package)
{
	struct fact_anomaly **rows = reading_rows(facts, anomaly);

	for (size_t i = 0; i < reading_num(facts, anomaly); i++)
		if (rows[i]->package == package && rows[i]->effect != NULL && strcmp(rows[i]->effect, "unread") == 0)
			return true;
	return false;
}

static bool is_apk(const struct fact_package *package)
{
	return package->format != NULL && strcmp(package->format, "apk") == 0;
}

/* Builds of one app for these have version codes of their own. As stores offer packages: the phone itself does not look at features. */
static const struct device {
	const char *feature, *name;
} devices[] = {
	{"android.hardware.type.watch", "watch"}, {"android.hardware.type.automotive", "automotive"}, {"android.software.leanback", "tv"},
};

static bool requires(const struct reading *facts, int64_t package, const char *feature)
{
	struct fact_feature **rows = reading_rows(facts, feature);

	for (size_t i = 0; i < reading_num(facts, feature); i++)
		if (rows[i]->package == package && rows[i]->required == 1 && strcmp(rows[i]->name, feature) == 0)
			return true;
	return false;
}

static const char *device_of(const struct reading *facts, const struct fact_package *package)
{
	const struct fact_package *base = package->split == NULL ? package : derive_base(facts);

	for (size_t i = 0; base != NULL && i < sizeof devices / sizeof devices[0]; i++)
		if (requires(facts, base->package, devices[i].feature))
			return devices[i].name;
	return NULL;
}

bool derive_package(struct reading *facts, const struct judge_run *run, struct error *err)
{
	struct fact_package **packages = reading_rows(facts, package);

	(void)err;
	for (size_t i = 0; i < reading_num(facts, package); i++) {
		packages[i]->complete = !is_unread(facts, packages[i]->package);
		packages[i]->code_visible = is_apk(packages[i]);
		packages[i]->device = device_of(facts, packages[i]);
		if (is_apk(packages[i]))
			packages[i]->signing =
				signing_outcome(facts, packages[i]->package, run->min_sdk, run->max_sdk);
	}
	return true;
}
