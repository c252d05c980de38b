/*
 * derive_splits - derive whether base and splits belong together.
 */
#include "judge/derive.h"

#include "bytes/name_set.h"
#include "bytes/text.h"
#include "judge/signing.h"

#include <stdio.h>

/* The packages of a submission that has splits, as the phone takes them together. */
struct splits {
	struct reading *facts;
	struct fact_package **packages;
	size_t num;
	const struct fact_package *base;
	bool failed;
};

bool derive_anomaly(struct reading *facts, enum anomaly_id id, const struct fact_package *package, const char *wanted, const char *found)
{
	const struct anomaly_info *info = anomaly_info(id);
	struct fact_anomaly row = fact_anomaly_row();
	char *detail = arena_printf(&facts->arena, "%s%s%s", wanted, found == NULL ? "" : ": ", found == NULL ? "" : found);

	row.package = package->package;
	row.path = "";
	row.id = info->name;
	row.effect = anomaly_effect_name(info->effect);
	row.detail = detail;
	return detail != NULL && reading_add(facts, FACT_TABLE_anomaly, &row) != NULL;
}

static void add(struct splits *splits, enum anomaly_id id, const struct fact_package *package, const char *wanted, const char *found)
{
	splits->failed |= !derive_anomaly(splits->facts, id, package, wanted, found);
}

static bool differ(const char *a, const char *b)
{
	return a != NULL && b != NULL && strcmp(a, b) != 0;
}

/* Whether a version takes that certificate, NULL for any, for one of who signs the package. */
static bool has_signer(const struct reading *facts, int64_t package, const char *sha256, int64_t sdk)
{
	struct fact_certificate **rows = reading_rows(facts, certificate);

	for (size_t i = 0; i < reading_num(facts, certificate); i++)
		if (rows[i]->package == package && !differ(rows[i]->sha256, sha256) && signing_signs_at(facts, rows[i], sdk))
			return true;
	return false;
}

/* Whether a has a signer that b lacks. */
static bool has_other_signer(const struct reading *facts, int64_t a, int64_t b, int64_t sdk)
{
	struct fact_certificate **rows = reading_rows(facts, certificate);

	for (size_t i = 0; i < reading_num(facts, certificate); i++)
		if (rows[i]->package == a && signing_signs_at(facts, rows[i], sdk) && !has_signer(facts, b, rows[i]->sha256, sdk))
			return true;
	return false;
}

static int64_t next_sdk(const struct reading *facts, int64_t a, int64_t b, int64_t sdk)
{
	int64_t of_a = signing_next_sdk(facts, a, sdk), of_b = signing_next_sdk(facts, b, sdk);

	return of_a < of_b ? of_a : of_b;
}

/* The phone wants the very same signers; which scheme it takes them from depends on its version. An unsigned package is no matter of splits. */
static bool differ_in_signers(const struct reading *facts, int64_t a, int64_t b)
{
	int64_t of_a = signing_first_sdk(facts, a), of_b = signing_first_sdk(facts, b);

	for (int64_t sdk = of_a > of_b ? of_a : of_b; sdk < SIGNING_SDK_END; sdk = next_sdk(facts, a, b, sdk))
		if (has_signer(facts, a, NULL, sdk) && has_signer(facts, b, NULL, sdk) &&
		    (has_other_signer(facts, a, b, sdk) || has_other_signer(facts, b, a, sdk)))
			return true;
	return false;
}

static void check_with_base(struct splits *splits, const struct fact_package *split)
{
	const struct fact_package *base = splits->base;
	char code[32];

	if (differ(split->app_id, base->app_id))
		add(splits, ANOMALY_SPLIT_PACKAGE_MISMATCH, split, "the base is another app", base->app_id);
	if (split->version_code != base->version_code) {
		snprintf(code, sizeof code, "%lld", (long long)base->version_code);
		add(splits, ANOMALY_SPLIT_VERSION_MISMATCH, split, "the base has another version code",
		    base->version_code == FACT_ABSENT ? "none" : code);
	}
	if (differ_in_signers(splits->facts, split->package, base->package))
		add(splits, ANOMALY_SPLIT_SIGNER_MISMATCH, split, "the base has other signers", NULL);
}

static void check_split(struct splits *splits, size_t index)
{
	const struct fact_package *split = splits->packages[index];

	for (size_t i = 0; i < index; i++)
		if (splits->packages[i]->split != NULL && strcmp(splits->packages[i]->split, split->split) == 0) {
			add(splits, ANOMALY_SPLIT_DUPLICATE, split, "another file of the submission has this split, too", split->split);
			break;
		}
	if (splits->base == NULL)
		add(splits, ANOMALY_SPLIT_NO_BASE, split, "a split, and no file of the submission is its base", split->split);
	else
		check_with_base(splits, split);
}

const struct fact_package *derive_base(const struct reading *facts)
{
	struct fact_package **packages = reading_rows(facts, package);

	for (size_t i = 0; i < reading_num(facts, package); i++)
		if (packages[i]->split == NULL)
			return packages[i];
	return NULL;
}

/* The phone reads only the base's uses-sdk; a newer Android version that a split wants for itself it wants, too. */
static void take_versions(struct fact_package *split, const struct fact_package *base)
{
	if (split->min_sdk == FACT_ABSENT || split->min_sdk < base->min_sdk)
		split->min_sdk = base->min_sdk;
	split->target_sdk = base->target_sdk;
	split->max_sdk = base->max_sdk;
	split->target_sandbox = base->target_sandbox;
}

/* Providers that do not say it are exported below target 17. */
static void export_providers(struct reading *facts, const struct fact_package *base)
{
	struct fact_component **components = reading_rows(facts, component);

	for (size_t i = 0; i < reading_num(facts, component); i++)
		if (components[i]->exported == FACT_ABSENT && components[i]->exported_declared != 1 && strcmp(components[i]->kind, "provider") == 0)
			components[i]->exported = base->target_sdk == FACT_ABSENT || base->target_sdk < 17;
}

/* pkg.getPermission() of ParsedActivityUtils, ParsedServiceUtils and ParsedProviderUtils (before Android 11 of PackageParser): not of an alias. */
static void guard_components(struct reading *facts, const struct fact_package *base)
{
	struct fact_component **components = reading_rows(facts, component);

	for (size_t i = 0; i < reading_num(facts, component); i++) {
		const struct fact_package *package = judge_package_row(facts, components[i]->package);

		if (package == NULL || package->split == NULL)
			continue;
		if (components[i]->permission == NULL && strcmp(components[i]->kind, "alias") != 0)
			components[i]->permission = base->application_permission;
		else if (components[i]->permission != NULL && *components[i]->permission == '\0')
			components[i]->permission = NULL;
	}
}

void derive_splits_by_base(struct reading *facts)
{
	const struct fact_package *base = derive_base(facts);
	struct fact_package **packages = reading_rows(facts, package);

	if (base == NULL)
		return;
	for (size_t i = 0; i < reading_num(facts, package); i++)
		if (packages[i]->split != NULL)
			take_versions(packages[i], base);
	export_providers(facts, base);
	guard_components(facts, base);
}

/* Types that are missing, as many as can be said. */
struct required {
	char missing[1024];
	size_t len;
	bool is_cut;
};

static void note_missing(struct required *required, struct span type)
{
	size_t room = sizeof required->missing - required->len;
	const char *between = required->len == 0 ? "" : " ";

	if (required->is_cut)
		return;
	required->is_cut = room <= type.len + sizeof "  ...";
	if (required->is_cut)
		type = span_of_text("...");
	required->len += (size_t)snprintf(required->missing + required->len, room, "%s%.*s", between, (int)type.len, (const char *)type.data);
}

/* required: is told of those that were not there. */
static bool add_types(struct splits *splits, struct name_set *names, const char *types, struct required *required)
{
	for (const char *rest = types; rest != NULL;) {
		struct span type = text_next_word(&rest, ' ');
		enum name_set_outcome outcome = name_set_add(names, &splits->facts->arena, 0, type);

		if (outcome == NAME_SET_NO_MEMORY)
			return false;
		if (required != NULL && outcome == NAME_SET_NEW)
			note_missing(required, type);
	}
	return true;
}

/* The types that any of the files requires, and none is of. */
static bool find_missing(struct splits *splits, struct required *required)
{
	struct name_set names = {0};
	bool ok = true;

	for (size_t i = 0; ok && i < splits->num; i++)
		ok = add_types(splits, &names, splits->packages[i]->split_types, NULL);
	for (size_t i = 0; ok && i < splits->num; i++)
		ok = add_types(splits, &names, splits->packages[i]->required_split_types, required);
	return ok;
}

static bool requires_split(const struct fact_package *package)
{
	return package->split_required == 1 || package->required_split_types != NULL;
}

bool derive_splits_known(const struct reading *facts)
{
	for (size_t i = 0; i < reading_num(facts, package); i++)
		if (reading_rows(facts, package)[i]->app_id == NULL)
			return false;
	return true;
}

/* PackageInstallerSession.validateApkInstallLocked. What splits require counts where the base requires any. */
static void check_required(struct splits *splits, bool has_splits)
{
	struct required required = {.len = 0};

	if (!derive_splits_known(splits->facts))
		return;
	for (size_t i = 0; !has_splits && i < splits->num; i++)
		if (requires_split(splits->packages[i]))
			add(splits, ANOMALY_SPLIT_MISSING, splits->packages[i], "the package requires a split, and no file of the submission is one", NULL);
	if (!has_splits || splits->base == NULL || !requires_split(splits->base))
		return;
	splits->failed |= !find_missing(splits, &required);
	if (required.len > 0)
		add(splits, ANOMALY_SPLIT_MISSING, splits->base, "types of splits that are required, and no file of the submission is of them", required.missing);
}

bool derive_splits(struct reading *facts, struct error *err)
{
	struct splits splits = {.facts = facts, .packages = reading_rows(facts, package), .num = reading_num(facts, package),
				.base = derive_base(facts)};
	size_t num_splits = 0;

	for (size_t i = 0; i < splits.num; i++)
		num_splits += splits.packages[i]->split != NULL;
	check_required(&splits, num_splits > 0);
	for (size_t i = 0; num_splits > 0 && i < splits.num; i++) {
		if (splits.packages[i]->split != NULL)
			check_split(&splits, i);
		else if (splits.packages[i] != splits.base && splits.packages[i]->app_id != NULL)
			add(&splits, ANOMALY_SPLIT_DUPLICATE_BASE, splits.packages[i], "another file of the submission is a base, too", NULL);
	}
	return !splits.failed || error_memory(err);
}
