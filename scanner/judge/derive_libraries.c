/*
 * derive_libraries - what of splits the phone maps from the package as their base wants it: libraries and resource tables.
 */
#include "judge/derive.h"

#include "format/apk_library.h"
#include "format/apk_table.h"

/* The split that is being reported on. */
struct split_anomalies {
	struct anomalies anomalies;
	struct reading *facts;
	int64_t package;
	bool failed;
};

static void take(struct anomalies *self, const struct anomaly *anomaly)
{
	struct split_anomalies *split = (struct split_anomalies *)self;
	struct fact_anomaly row = fact_anomaly_row();

	row.package = split->package;
	row.path = anomaly->path;
	row.id = anomaly_info(anomaly->id)->name;
	row.effect = anomaly_effect_name(anomaly->effect);
	row.detail = arena_strdup(&split->facts->arena, anomaly->detail);
	if (row.detail == NULL || reading_add(split->facts, FACT_TABLE_anomaly, &row) == NULL)
		split->failed = true;
}

static void add_libraries(const struct reading *facts, const struct fact_package *package, struct apk_libraries *libraries)
{
	struct fact_entry **entries = reading_rows(facts, entry);

	for (size_t i = 0; i < reading_num(facts, entry); i++)
		if (entries[i]->package == package->package && entries[i]->offset != FACT_ABSENT)
			apk_libraries_add(libraries, &(struct apk_library){.name = span_of_text(entries[i]->path), .path = entries[i]->path,
									   .method = entries[i]->method, .offset = (uint64_t)entries[i]->offset});
}

/* The phone takes an ABI for the base and its splits together. */
static enum anomaly_effect effect_on(const struct reading *facts, const struct fact_package *base)
{
	struct fact_package **packages = reading_rows(facts, package);
	struct apk_libraries all = {0};

	for (size_t i = 0; i < reading_num(facts, package); i++)
		if (packages[i] == base || packages[i]->split != NULL)
			add_libraries(facts, packages[i], &all);
	return apk_libraries_effect(&all);
}

bool derive_libraries(struct reading *facts, struct error *err)
{
	const struct fact_package *base = derive_base(facts);
	struct fact_package **packages = reading_rows(facts, package);
	struct split_anomalies split = {.anomalies.report = take, .facts = facts};
	enum anomaly_effect effect;

	if (base == NULL || base->extract_native_libs != 0 || reading_num(facts, package) == 1)
		return true;
	effect = effect_on(facts, base);
	for (size_t i = 0; i < reading_num(facts, package); i++) {
		struct apk_libraries libraries = {0};

		if (packages[i]->split == NULL)
			continue;
		split.package = packages[i]->package;
		add_libraries(facts, packages[i], &libraries);
		apk_libraries_report(&libraries, effect, &split.anomalies);
	}
	return !split.failed || error_memory(err);
}

static void check_table(const struct reading *facts, const struct fact_package *package, struct split_anomalies *split)
{
	size_t num;
	struct fact_entry **entries = reading_entries(facts, package->package, "resources.arsc", &num);

	split->package = package->package;
	for (size_t i = 0; i < num; i++)
		if (entries[i]->package == package->package && entries[i]->offset != FACT_ABSENT && strcmp(entries[i]->path, "resources.arsc") == 0)
			apk_table_check(entries[i]->path, entries[i]->method, (uint64_t)entries[i]->offset, package->target_sdk, &split->anomalies);
}

bool derive_tables(struct reading *facts, struct error *err)
{
	struct fact_package **packages = reading_rows(facts, package);
	struct split_anomalies split = {.anomalies.report = take, .facts = facts};

	for (size_t i = 0; i < reading_num(facts, package); i++)
		if (packages[i]->split != NULL)
			check_table(facts, packages[i], &split);
	return !split.failed || error_memory(err);
}

void derive_page_sizes(struct reading *facts)
{
	const struct fact_package *base = derive_base(facts);
	struct fact_library **libraries = reading_rows(facts, library);

	for (size_t i = 0; i < reading_num(facts, library); i++) {
		const struct fact_package *package = judge_package_row(facts, libraries[i]->package);

		if (package == NULL || package->split == NULL || (base != NULL ? base : package)->extract_native_libs != 0)
			continue;
		if (libraries[i]->zip_alignment > 0 && libraries[i]->zip_alignment < libraries[i]->page_size)
			libraries[i]->page_size = libraries[i]->zip_alignment;
	}
}
