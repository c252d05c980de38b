#include "badging.h"
#include "harness.h"

#include "bytes/text.h"

#include <string.h>

static const struct {
	const char *path, *what, *ours;
} differing[] = {
#define DIFFERS(path, what, ours, why) {path, what, ours},
#include "manifest_differs.def"
#undef DIFFERS
};

const size_t badging_num_differing = sizeof differing / sizeof differing[0];

void badging_compare(struct badging *badging, const char *path, const char *what, const char *ours, const char *theirs)
{
	const char *wanted = theirs;

	for (size_t i = 0; i < badging_num_differing; i++)
		if (strcmp(differing[i].path, path) == 0 && strcmp(differing[i].what, what) == 0) {
			wanted = differing[i].ours;
			badging->num_known++;
		}
	badging->num_fields++;
	if (strcmp(ours == NULL ? "" : ours, wanted) != 0)
		test_fail(path, 0, "%s: ours is '%s', aapt's '%s', a phone's '%s'", what, ours == NULL ? "" : ours, theirs, wanted);
}

void badging_append(char names[BADGING_LEN], const char *name)
{
	size_t at = strlen(names);

	snprintf(names + at, BADGING_LEN - at, "%s%s", at > 0 ? "," : "", name);
}

bool badging_lists(const char *names, const char *name)
{
	size_t len = strlen(name);

	for (const char *at = strstr(names, name); at != NULL; at = strstr(at + 1, name))
		if ((at == names || at[-1] == ',') && (at[len] == ',' || at[len] == '\0'))
			return true;
	return false;
}

static const char *value(const struct badging_app *app, size_t row, const char *column)
{
	return catalogue_value(app->catalogue, row, catalogue_column(app->catalogue, column));
}

/* ParsingPackageUtils.parseUsesSdk: the target is targetSdkVersion, else minSdkVersion, else 1. */
static bool is_for_target(const struct badging_app *app, size_t row)
{
	int64_t target = app->package->target_sdk, below;

	if (target == FACT_ABSENT)
		target = app->package->min_sdk == FACT_ABSENT ? 1 : app->package->min_sdk;
	return !text_number(value(app, row, "target_below"), &below) || target < below;
}

/* By the rows before end, for the platform goes through them once; a phone takes no permission from a split (ParsingPackageUtils.parseSplitApk). */
static bool adds(const struct badging_app *app, const char *name, size_t end)
{
	for (size_t i = 0; i < end && app->package->split == NULL; i++) {
		const char *asked = value(app, i, "if_requested");

		if (strcmp(value(app, i, "added"), name) == 0 && is_for_target(app, i) &&
		    (*asked == '\0' || badging_lists(app->declared, asked) || adds(app, asked, i)))
			return true;
	}
	return false;
}

void badging_missing(const char *names, const char *others, const struct badging_app *app, char missing[BADGING_LEN])
{
	char name[BADGING_LEN];

	*missing = '\0';
	for (const char *at = names; *at != '\0';) {
		size_t len = strcspn(at, ",");

		snprintf(name, sizeof name, "%.*s", (int)len, at);
		if (!badging_lists(others, name) && (app == NULL || !adds(app, name, app->catalogue->num_rows)))
			badging_append(missing, name);
		at += len + (at[len] == ',');
	}
}

void badging_added(const struct badging_app *app, char added[BADGING_LEN])
{
	*added = '\0';
	for (size_t i = 0; i < app->catalogue->num_rows; i++)
		if (!badging_lists(added, value(app, i, "added")) && adds(app, value(app, i, "added"), i + 1))
			badging_append(added, value(app, i, "added"));
}
