#include "judge/derive.h"

#include "bytes/text.h"

/* One line of the catalogue: a package that asks for one permission gets another, or gets it for its old target. */
struct implied {
	const char *kind, *if_requested, *added;
	int64_t target_below; /* FACT_ABSENT: whatever the target */
};

static struct implied implied_at(const struct catalogue *catalogue, size_t row)
{
	struct implied implied = {
		.kind = catalogue_value(catalogue, row, catalogue_column(catalogue, "kind")),
		.if_requested = catalogue_value(catalogue, row, catalogue_column(catalogue, "if_requested")),
		.added = catalogue_value(catalogue, row, catalogue_column(catalogue, "added")),
		.target_below = FACT_ABSENT,
	};

	text_number(catalogue_value(catalogue, row, catalogue_column(catalogue, "target_below")), &implied.target_below);
	return implied;
}

/* The target as the platform's split-permission logic takes it: targetSdkVersion, else minSdkVersion, else 1. */
static int64_t effective_target(const struct fact_package *package)
{
	if (package->target_sdk != FACT_ABSENT)
		return package->target_sdk;
	return package->min_sdk != FACT_ABSENT ? package->min_sdk : 1;
}

static const struct fact_permission *find_permission(const struct reading *facts, int64_t package, const char *name)
{
	struct fact_permission **rows = reading_rows(facts, permission);

	for (size_t i = 0; i < reading_num(facts, permission); i++)
		if (rows[i]->package == package && strcmp(rows[i]->name, name) == 0)
			return rows[i];
	return NULL;
}

/* Adds the permission unless the package has it; max_sdk is that of the asking permission. */
static bool add_implied(struct reading *facts, const struct fact_package *package, const struct implied *implied,
			const struct fact_permission *asking, struct error *err)
{
	struct fact_permission row = fact_permission_row();

	if (find_permission(facts, package->package, implied->added) != NULL)
		return true;
	row.package = package->package;
	row.path = "AndroidManifest.xml";
	row.name = implied->added;
	row.origin = strcmp(implied->kind, "split") == 0 ? "split" : "implied";
	if (asking != NULL) {
		row.min_sdk = asking->min_sdk;
		row.max_sdk = asking->max_sdk;
	}
	return reading_add(facts, FACT_TABLE_permission, &row) != NULL ||
	       error_set(err, ERROR_MEMORY, "out of memory for permissions");
}

/* A line that a platform flag switches on is not in force on released phones. */
static bool is_flagged(const struct catalogue *catalogue, size_t row)
{
	return strncmp(catalogue_value(catalogue, row, catalogue_column(catalogue, "note")), "flag ", 5) == 0;
}

/* The platform goes through the list once, in its order: what an earlier line added, a later one sees. */
static bool derive_for(struct reading *facts, const struct fact_package *package, const struct catalogue *catalogue,
		       struct error *err)
{
	for (size_t i = 0; i < catalogue->num_rows; i++) {
		struct implied implied = implied_at(catalogue, i);
		bool asks = *implied.if_requested != '\0';
		const struct fact_permission *asking =
			asks ? find_permission(facts, package->package, implied.if_requested) : NULL;

		if ((asks && asking == NULL) || is_flagged(catalogue, i) ||
		    (implied.target_below != FACT_ABSENT && effective_target(package) >= implied.target_below))
			continue;
		if (!add_implied(facts, package, &implied, asking, err))
			return false;
	}
	return true;
}

bool derive_permissions(const struct rules *rules, struct reading *facts, struct error *err)
{
	const struct catalogue *catalogue = rules_catalogue(rules, "android_implied_permissions");
	struct fact_package **packages = reading_rows(facts, package);

	for (size_t i = 0; catalogue != NULL && i < reading_num(facts, package); i++)
		if (packages[i]->app_id != NULL && packages[i]->platform != NULL && packages[i]->split == NULL &&
		    strcmp(packages[i]->platform, "android") == 0 && !derive_for(facts, packages[i], catalogue, err))
			return false;
	return true;
}
