/*
 * derive_permissions - derive the permissions that the system adds, and the level of each.
 */
#include "judge/derive.h"

#include "bytes/text.h"

#define FIRST_API_KNOWN 4 /* the catalogue's 4 means "4 or earlier" */
#define FIRST_WITH_MIN_SDK 35 /* Android 15: ParsingPackageUtils.parseUsesPermission */

/* One line of the catalogue: a package that asks for one permission gets another, or gets it for its old target. */
struct implied {
	const char *kind, *if_requested, *added;
	int64_t target_below; /* FACT_ABSENT: whatever the target */
	int64_t since; /* the first Android version that has the line; FACT_ABSENT: as the permission */
};

/* Android versions, both ends inclusive. */
struct versions {
	int64_t min, max;
};

struct deriver {
	const struct rules *rules;
	struct reading *facts;
	const struct fact_package *package;
	struct error *err;
};

static struct implied implied_at(const struct catalogue *catalogue, size_t row)
{
	struct implied implied = {
		.kind = catalogue_value(catalogue, row, catalogue_column(catalogue, "kind")),
		.if_requested = catalogue_value(catalogue, row, catalogue_column(catalogue, "if_requested")),
		.added = catalogue_value(catalogue, row, catalogue_column(catalogue, "added")),
		.target_below = FACT_ABSENT,
		.since = FACT_ABSENT,
	};

	text_number(catalogue_value(catalogue, row, catalogue_column(catalogue, "target_below")), &implied.target_below);
	text_number(catalogue_value(catalogue, row, catalogue_column(catalogue, "since")), &implied.since);
	return implied;
}

/*
 * The target as the platform's split-permission logic takes it: targetSdkVersion, else minSdkVersion, else 1. What was not read of
 * the manifest may say one for which nothing is added.
 */
static int64_t effective_target(const struct deriver *deriver)
{
	const struct fact_package *package = deriver->package;

	if (package->target_sdk != FACT_ABSENT)
		return package->target_sdk;
	if (package->min_sdk != FACT_ABSENT)
		return package->min_sdk;
	return judge_is_unread(deriver->facts, package->package, "AndroidManifest.xml") ? INT64_MAX : 1;
}

static struct versions versions_of(const struct fact_permission *row)
{
	return (struct versions){row->min_sdk == FACT_ABSENT ? 1 : row->min_sdk,
				 row->max_sdk == FACT_ABSENT ? INT64_MAX : row->max_sdk};
}

static bool is_of(const struct deriver *deriver, const struct fact_permission *row, const char *name)
{
	return row->package == deriver->package->package && strcmp(row->name, name) == 0;
}

static bool is_declared(const struct fact_permission *row)
{
	return strncmp(row->origin, "declared", 8) == 0;
}

/* The versions on which the package has the permission, over all its rows; false when it has none. */
static bool find_asked(const struct deriver *deriver, const char *name, struct versions *asked)
{
	struct fact_permission **rows = reading_rows(deriver->facts, permission);
	bool found = false;

	for (size_t i = 0; i < reading_num(deriver->facts, permission); i++) {
		struct versions own = versions_of(rows[i]);

		if (!is_of(deriver, rows[i], name))
			continue;
		asked->min = !found || own.min < asked->min ? own.min : asked->min;
		asked->max = !found || own.max > asked->max ? own.max : asked->max;
		found = true;
	}
	return found;
}

/* From the first version that knows the permission. */
static struct versions known_on(const struct deriver *deriver, const char *name, struct versions asked)
{
	const char *value = rules_catalogue_value(deriver->rules, "android_permissions", name, "first_api");
	int64_t first;

	if (value != NULL && text_number(value, &first) && first > FIRST_API_KNOWN && first > asked.min)
		asked.min = first;
	return asked;
}

/* Older versions, on which the app runs and which know the permission, do not read minSdkVersion. */
static void read_as_before(const struct deriver *deriver, struct fact_permission *row)
{
	int64_t least = deriver->package->min_sdk, first = strcmp(row->origin, "declared-sdk-23") == 0 ? 23 : 1;
	struct versions before = known_on(deriver, row->name, (struct versions){first, FIRST_WITH_MIN_SDK - 1});

	if (least != FACT_ABSENT && least >= FIRST_WITH_MIN_SDK)
		return;
	if (row->max_sdk != FACT_ABSENT && row->max_sdk < before.max)
		before.max = row->max_sdk;
	if (row->min_sdk != FACT_ABSENT && before.min <= before.max && before.min < row->min_sdk)
		row->min_sdk = before.min <= 1 ? FACT_ABSENT : before.min;
}

static void set_versions(struct fact_permission *row, struct versions versions)
{
	row->min_sdk = versions.min <= 1 ? FACT_ABSENT : versions.min;
	row->max_sdk = versions.max == INT64_MAX ? FACT_ABSENT : versions.max;
}

static bool add_row(const struct deriver *deriver, const struct implied *implied, struct versions versions)
{
	struct fact_permission row = fact_permission_row();

	row.package = deriver->package->package;
	row.path = "AndroidManifest.xml";
	row.name = implied->added;
	row.origin = strcmp(implied->kind, "split") == 0 ? "split" : "implied";
	set_versions(&row, versions);
	return reading_add(deriver->facts, FACT_TABLE_permission, &row) != NULL || error_memory(deriver->err);
}

/*
 * The platform of each version leaves out what is declared for other versions, and adds what is then missing: a row
 * that covers the versions stands for it; one derived before is widened.
 */
static bool add_implied(const struct deriver *deriver, const struct implied *implied, struct versions wanted)
{
	struct fact_permission **rows = reading_rows(deriver->facts, permission), *derived = NULL;

	for (size_t i = 0; i < reading_num(deriver->facts, permission); i++) {
		struct versions own = versions_of(rows[i]);

		if (!is_of(deriver, rows[i], implied->added))
			continue;
		if (own.min <= wanted.min && own.max >= wanted.max)
			return true;
		if (!is_declared(rows[i]))
			derived = rows[i];
	}
	if (derived == NULL)
		return add_row(deriver, implied, wanted);
	set_versions(derived, (struct versions){wanted.min < versions_of(derived).min ? wanted.min : versions_of(derived).min,
						wanted.max > versions_of(derived).max ? wanted.max : versions_of(derived).max});
	return true;
}

/* The platform goes through the list once, in its order: what an earlier line added, a later one sees. */
static bool derive_for(const struct deriver *deriver, const struct catalogue *catalogue)
{
	for (size_t i = 0; i < catalogue->num_rows; i++) {
		struct implied implied = implied_at(catalogue, i);
		struct versions asked = {1, INT64_MAX};

		if ((*implied.if_requested != '\0' && !find_asked(deriver, implied.if_requested, &asked)) ||
		    (implied.target_below != FACT_ABSENT && effective_target(deriver) >= implied.target_below))
			continue;
		asked = known_on(deriver, implied.added, asked);
		if (implied.since > asked.min)
			asked.min = implied.since;
		if (asked.min <= asked.max && !add_implied(deriver, &implied, asked))
			return false;
	}
	return true;
}

static void read_all_as_before(const struct deriver *deriver)
{
	struct fact_permission **rows = reading_rows(deriver->facts, permission);

	for (size_t i = 0; i < reading_num(deriver->facts, permission); i++)
		if (rows[i]->package == deriver->package->package)
			read_as_before(deriver, rows[i]);
}

static bool has_permissions(const struct fact_package *package)
{
	return package->app_id != NULL && package->platform != NULL && package->split == NULL &&
	       strcmp(package->platform, "android") == 0;
}

bool derive_permissions(const struct rules *rules, struct reading *facts, struct error *err)
{
	const struct catalogue *catalogue = rules_catalogue(rules, "android_implied_permissions");
	struct fact_package **packages = reading_rows(facts, package);

	for (size_t i = 0; catalogue != NULL && i < reading_num(facts, package); i++) {
		struct deriver deriver = {.rules = rules, .facts = facts, .package = packages[i], .err = err};

		if (!has_permissions(packages[i]))
			continue;
		read_all_as_before(&deriver);
		if (!derive_for(&deriver, catalogue))
			return false;
	}
	return true;
}
