/*
 * derive_open - derive what any other app may do with exported components.
 *
 * As ContentProvider.enforceReadPermissionInner has it for providers: whoever has the provider's permission, or that of a path he
 * asks for, gets in. Where the provider has none, the paths that have one are guarded and all others open. A permission of level
 * normal is given to every app that asks for it, and that to show notifications to nearly every one. One that nobody has defined, any app may define, and give it to itself.
 *
 * Who has the component has its package, or of a split the base, and no other build: the definitions of these count. Since Android 15
 * a definition counts up to its maxSdkVersion (ParsedPermissionUtils.parsePermission), and the app runs on newer versions, too.
 */
#include "judge/derive.h"

#include "bytes/text.h"
#include "judge/package_names.h"

enum access { READ, WRITE, NUM_ACCESSES };

static const char *const access_names[] = {"read", "write"};

/* Kinds of names, of each package: permissions that every app gets, those that are defined, and trees of them; providers, those open whatever a path says, and those guarded on every path. */
enum { GIVEN, DEFINED, TREE, PROVIDER, OPEN_ANYWHERE, GUARDED = OPEN_ANYWHERE + NUM_ACCESSES };

struct open {
	const struct rules *rules;
	struct reading *facts;
	struct package_names names;
	int64_t newest_sdk;
	bool failed;
};

/* Whether the newest phones take it, too. */
static bool is_lasting(const struct open *open, const struct fact_permission_definition *row)
{
	return row->max_sdk == FACT_ABSENT || (open->newest_sdk != FACT_ABSENT && row->max_sdk >= open->newest_sdk);
}

/* As PermissionManagerServiceImpl grants it: of pre23 to every app whose target is below Android 6, which Android 14 alone does not install. */
static bool is_for_all(const char *level)
{
	return level == NULL || text_has_word(level, '|', span_of_text("normal")) || text_has_word(level, '|', span_of_text("pre23"));
}

static void gather_definitions(struct open *open)
{
	struct fact_permission_definition **rows = reading_rows(open->facts, permission_definition);
	struct fact_permission_tree **trees = reading_rows(open->facts, permission_tree);

	for (size_t i = 0; i < reading_num(open->facts, permission_definition); i++) {
		if (is_lasting(open, rows[i]))
			package_names_add(&open->names, DEFINED, rows[i]->package, rows[i]->name);
		if (is_for_all(rows[i]->level))
			package_names_add(&open->names, GIVEN, rows[i]->package, rows[i]->name);
	}
	for (size_t i = 0; i < reading_num(open->facts, permission_tree); i++)
		package_names_add(&open->names, TREE, trees[i]->package, trees[i]->name);
}

/* Of a package and a permission. */
typedef bool test_fn(const struct open *open, int64_t package, const char *permission);

/* Whether any of the bases that a component of the package is installed with is so. */
static bool any_base(const struct open *open, int64_t package, const char *permission, test_fn *test)
{
	struct fact_package **packages = reading_rows(open->facts, package);
	const struct fact_package *own = judge_package_row(open->facts, package);

	for (size_t i = 0; own != NULL && i < reading_num(open->facts, package); i++)
		if (packages[i]->split == NULL && judge_are_together(packages[i], own) && test(open, packages[i]->package, permission))
			return true;
	return false;
}

static const char *known(const struct open *open, const char *catalogue, const char *permission, const char *column)
{
	return rules_catalogue_value(open->rules, catalogue, permission, column);
}

static bool gives(const struct open *open, int64_t base, const char *permission)
{
	return package_names_has(&open->names, GIVEN, base, permission);
}

/* By everybody who asks: what lets an app show notifications is given to nearly all. */
static bool is_given(const struct open *open, int64_t package, const char *permission)
{
	const char *level = known(open, "android_permissions", permission, "base_level");
	const char *group = known(open, "android_permissions", permission, "group");

	if (level == NULL)
		level = known(open, "vendor_permissions", permission, "level");
	return (level != NULL && strcmp(level, "normal") == 0) || (group != NULL && strcmp(group, "android.permission-group.NOTIFICATIONS") == 0) || any_base(open, package, permission, gives);
}

/* The app may define it while it runs. */
static bool is_below_tree(const struct open *open, int64_t base, const char *permission)
{
	struct span name = span_of_text(permission);

	for (size_t len = 0; len <= name.len; len++)
		if ((len == name.len || name.data[len] == '.') &&
		    package_names_has_span(&open->names, TREE, base, span_slice(name, 0, len)))
			return true;
	return false;
}

static bool lacks(const struct open *open, int64_t base, const char *permission)
{
	return !package_names_has(&open->names, DEFINED, base, permission) && !is_below_tree(open, base, permission);
}

/* By no platform that is still made, no app of a vendor's and not by the app. What a pattern of vendors' fits, the app is to define. */
static bool is_undefined(const struct open *open, int64_t package, const char *permission)
{
	const char *vendors = known(open, "vendor_permissions", permission, "name");
	bool platform = known(open, "android_permissions", permission, "base_level") != NULL &&
			known(open, "android_permissions", permission, "last_api") == NULL;

	return !platform && known(open, "android_health_permissions", permission, "name") == NULL && (vendors == NULL || strcmp(vendors, permission) != 0) &&
	       any_base(open, package, permission, lacks);
}

static bool is_none(const char *permission)
{
	return permission == NULL || *permission == '\0';
}

/* One that is empty takes that of both away. */
static const char *guard_of(const struct fact_component *row, enum access access)
{
	const char *own = access == READ ? row->read_permission : row->write_permission;

	return own != NULL ? own : row->permission;
}

/* NULL: the path has none for that. One that is empty nobody has. */
static const char *path_guard(const struct fact_path_permission *row, enum access access)
{
	return access == READ ? row->read_permission : row->write_permission;
}

static bool is_every_path(const struct fact_path_permission *row)
{
	return (strcmp(row->pattern_kind, "prefix") == 0 && *row->path_pattern == '\0') ||
	       (strcmp(row->pattern_kind, "pattern") == 0 && strcmp(row->path_pattern, ".*") == 0);
}

static void gather_guarded(struct open *open)
{
	struct fact_path_permission **rows = reading_rows(open->facts, path_permission);

	for (size_t i = 0; i < reading_num(open->facts, path_permission); i++)
		for (enum access access = READ; access < NUM_ACCESSES; access++) {
			const char *guard = path_guard(rows[i], access);

			if (guard != NULL && is_every_path(rows[i]) && !is_given(open, rows[i]->package, guard))
				package_names_add(&open->names, GUARDED + (int)access, rows[i]->package, rows[i]->component);
		}
}

static void emit(struct open *open, const struct fact_open_access *row)
{
	open->failed |= reading_add(open->facts, FACT_TABLE_open_access, row) == NULL;
}

static void emit_undefined(struct open *open, struct fact_open_access row, const char *permission)
{
	row.permission = permission;
	emit(open, &row);
}

static struct fact_open_access row_of(const struct fact_component *component, const char *access)
{
	struct fact_open_access row = fact_open_access_row();

	row.package = component->package;
	row.path = component->path;
	row.kind = component->kind;
	row.component = component->name;
	row.access = access;
	return row;
}

static void look_at_provider(struct open *open, const struct fact_component *component)
{
	package_names_add(&open->names, PROVIDER, component->package, component->name);
	for (enum access access = READ; access < NUM_ACCESSES; access++) {
		const char *guard = guard_of(component, access);
		bool given = !is_none(guard) && is_given(open, component->package, guard);
		struct fact_open_access row = row_of(component, access_names[access]);

		if (given)
			package_names_add(&open->names, OPEN_ANYWHERE + (int)access, component->package, component->name);
		if (given || (is_none(guard) && !package_names_has(&open->names, GUARDED + (int)access, component->package, component->name)))
			emit(open, &row);
		else if (!is_none(guard) && is_undefined(open, component->package, guard))
			emit_undefined(open, row, guard);
	}
}

static void look_at_components(struct open *open)
{
	struct fact_component **rows = reading_rows(open->facts, component);

	for (size_t i = 0; i < reading_num(open->facts, component) && !open->failed; i++) {
		struct fact_open_access row = row_of(rows[i], "call");

		if (rows[i]->exported != 1)
			continue;
		if (strcmp(rows[i]->kind, "provider") == 0)
			look_at_provider(open, rows[i]);
		else if (is_none(rows[i]->permission) || is_given(open, rows[i]->package, rows[i]->permission))
			emit(open, &row);
		else if (is_undefined(open, rows[i]->package, rows[i]->permission))
			emit_undefined(open, row, rows[i]->permission);
	}
}

static void look_at_path(struct open *open, const struct fact_path_permission *path, enum access access)
{
	const char *guard = path_guard(path, access);
	struct fact_open_access row = fact_open_access_row();

	if (guard == NULL)
		return;
	row.package = path->package;
	row.path = path->path;
	row.kind = "provider";
	row.component = path->component;
	row.access = access_names[access];
	row.pattern_kind = path->pattern_kind;
	row.path_pattern = path->path_pattern;
	if (package_names_has(&open->names, OPEN_ANYWHERE + (int)access, path->package, path->component) || is_given(open, path->package, guard))
		emit(open, &row);
	else if (!is_none(guard) && is_undefined(open, path->package, guard))
		emit_undefined(open, row, guard);
}

static void look_at_paths(struct open *open)
{
	struct fact_path_permission **rows = reading_rows(open->facts, path_permission);

	for (size_t i = 0; i < reading_num(open->facts, path_permission) && !open->failed; i++)
		for (enum access access = READ; access < NUM_ACCESSES; access++)
			if (package_names_has(&open->names, PROVIDER, rows[i]->package, rows[i]->component))
				look_at_path(open, rows[i], access);
}

bool derive_open_access(const struct rules *rules, struct reading *facts, struct error *err)
{
	struct open open = {.rules = rules, .facts = facts, .names = package_names_new(), .newest_sdk = derive_newest_sdk(rules)};

	gather_definitions(&open);
	gather_guarded(&open);
	look_at_components(&open);
	look_at_paths(&open);
	open.failed |= open.names.arena.failed;
	package_names_free(&open.names);
	return !open.failed || error_memory(err);
}
