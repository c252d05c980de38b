/*
 * assemble - the facts of one submission: rows of all its readings and of the form, and what is derived from them.
 */
#include "bytes/text.h"
#include "judge/derive.h"
#include "judge/judge.h"

#define FACTS_MAX ((size_t)2 * 1024 * 1024 * 1024)

static bool add_rows(struct reading *facts, const struct reading *from, int64_t package, struct error *err)
{
	return reading_add_all(facts, from, package) || error_memory(err);
}

static bool set_role(struct reading *facts, int64_t position, const char *role)
{
	struct fact_package **packages = reading_rows(facts, package);
	const char *made = arena_strdup(&facts->arena, role);

	for (size_t i = 0; i < reading_num(facts, package); i++)
		if (packages[i]->package == position)
			packages[i]->role = made;
	return made != NULL;
}

/* The form names files as the developer has them: the last part of the path is what counts. */
static const char *role_by_form(const struct form *form, const char *file)
{
	for (size_t i = 0; form != NULL && file != NULL && i < form->num_packages; i++)
		if (strcmp(text_file_name(form->packages[i].file), text_file_name(file)) == 0)
			return form->packages[i].role;
	return NULL;
}

static bool gather(struct reading *facts, const struct submitted_package *packages, size_t num_packages,
		   const struct form *form, struct error *err)
{
	for (size_t i = 0; i < num_packages; i++) {
		const char *role = packages[i].role != NULL ? packages[i].role : role_by_form(form, packages[i].file);

		if (!add_rows(facts, packages[i].reading, (int64_t)i, err))
			return false;
		if (role != NULL && !set_role(facts, (int64_t)i, role))
			return error_memory(err);
	}
	return form == NULL || add_rows(facts, form->facts, 0, err);
}

static bool derive_packages(const struct rules *rules, struct reading *facts, const struct judge_run *run, struct error *err)
{
	if (!derive_package(facts, run, err) || !derive_code(rules, facts, err))
		return false;
	derive_packed(facts);
	return true;
}

static bool derive(const struct rules *rules, struct reading *facts, const struct judge_run *run, uint64_t tables, struct error *err)
{
	derive_page_sizes(facts);
	if (!derive_unread_values(facts, err))
		return false;
	derive_splits_by_base(facts);
	return (!fact_is_in(tables, FACT_TABLE_permission) || derive_permissions(rules, facts, err)) &&
	       (!fact_is_in(tables, FACT_TABLE_open_access) || derive_open_access(rules, facts, err)) &&
	       (!fact_is_in(tables, FACT_TABLE_packer) || derive_packers(rules, facts, err)) &&
	       (!fact_is_in(tables, FACT_TABLE_sdk) || derive_sdks(rules, facts, err)) &&
	       derive_split_values(facts, tables, err) &&
	       derive_packages(rules, facts, run, err) && derive_signatures(facts, run, err) && derive_roles(facts, err) &&
	       (!fact_is_in(tables, FACT_TABLE_anomaly) ||
		(derive_splits(facts, err) && derive_split_tree(facts, err) && derive_libraries(facts, err) && derive_tables(facts, err) &&
		 derive_range(rules, facts, run, err)));
}

struct reading *judge_assemble(const struct rules *rules, const struct submitted_package *packages, size_t num_packages,
			       const struct form *form, const struct judge_run *run, struct error *err)
{
	return judge_assemble_tables(rules, packages, num_packages, form, run, UINT64_MAX, err);
}

struct reading *judge_assemble_tables(const struct rules *rules, const struct submitted_package *packages, size_t num_packages,
				      const struct form *form, const struct judge_run *run, uint64_t tables, struct error *err)
{
	struct reading *facts = reading_new(FACTS_MAX);

	if (facts == NULL) {
		error_memory(err);
		return NULL;
	}
	if (num_packages > 0)
		facts->readers = packages[0].reading->readers;
	for (size_t i = 1; i < num_packages; i++)
		if (packages[i].reading->readers < facts->readers)
			facts->readers = packages[i].reading->readers;
	if (!gather(facts, packages, num_packages, form, err) || !derive(rules, facts, run, tables, err) || !arena_ok(&facts->arena, err)) {
		reading_free(facts);
		return NULL;
	}
	reading_sort(facts);
	return facts;
}

const struct fact_package *judge_package_row(const struct reading *facts, int64_t position)
{
	struct fact_package **packages = reading_rows(facts, package);

	for (size_t i = 0; i < reading_num(facts, package); i++)
		if (packages[i]->package == position)
			return packages[i];
	return NULL;
}

static const struct fact_anomaly *find_anomaly(const struct reading *facts, int64_t package,
					       bool (*is_it)(const struct fact_anomaly *anomaly))
{
	struct fact_anomaly **rows = reading_rows(facts, anomaly);

	for (size_t i = 0; i < reading_num(facts, anomaly); i++)
		if (rows[i]->package == package && is_it(rows[i]))
			return rows[i];
	return NULL;
}

static bool is_of_unread_kind(const struct fact_anomaly *anomaly)
{
	return strcmp(anomaly->id, "package.unsupported") == 0;
}

/* What phones refuse of a manifest is where our reading of it may have ended, too. */
static bool cuts_manifest(const struct fact_anomaly *anomaly)
{
	bool is_unread = strcmp(anomaly->effect, "unread") == 0;

	if (strcmp(anomaly->path, "AndroidManifest.xml") == 0)
		return is_unread || strcmp(anomaly->effect, "refused") == 0;
	return is_unread && *anomaly->path == '\0';
}

bool judge_has_manifest(const struct reading *facts, const struct fact_package *package)
{
	return package->app_id != NULL && *package->app_id != '\0' && find_anomaly(facts, package->package, is_of_unread_kind) == NULL;
}

bool judge_has_whole_manifest(const struct reading *facts, const struct fact_package *package)
{
	return judge_has_manifest(facts, package) && find_anomaly(facts, package->package, cuts_manifest) == NULL;
}

bool judge_are_together(const struct fact_package *a, const struct fact_package *b)
{
	return a == b || a->split != NULL || b->split != NULL;
}

bool judge_is_unread(const struct reading *facts, int64_t package, const char *path)
{
	struct fact_anomaly **rows = reading_rows(facts, anomaly);

	for (size_t i = 0; i < reading_num(facts, anomaly); i++)
		if (rows[i]->package == package && strcmp(rows[i]->effect, "unread") == 0 && strcmp(rows[i]->path, path) == 0 &&
		    strcmp(rows[i]->id, "limit.signing-block-pairs") != 0) /* signatures are found behind them, too */
			return true;
	return false;
}

/* The one of the role, else the first that is no split; NULL for none. */
static const struct fact_package *find_main(const struct reading *facts, bool with_app)
{
	struct fact_package **packages = reading_rows(facts, package);
	const struct fact_package *base = NULL;

	for (size_t i = 0; i < reading_num(facts, package); i++) {
		if (with_app && packages[i]->app_id == NULL)
			continue;
		if (packages[i]->role != NULL && strcmp(packages[i]->role, "main") == 0)
			return packages[i];
		if (base == NULL && packages[i]->split == NULL)
			base = packages[i];
	}
	return base;
}

/* What is no package that can be read takes none from its app. */
int64_t judge_main_package(const struct reading *facts)
{
	const struct fact_package *found = find_main(facts, true);

	if (found == NULL)
		found = find_main(facts, false);
	return found != NULL ? found->package : 0;
}
