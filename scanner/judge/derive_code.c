/*
 * derive_code - derive whether the DEX files define what the manifest names.
 */
#include "judge/derive.h"
#include "judge/package_names.h"

/* Kinds of names. */
enum { NAMED, UNDEFINED, COUNTED, RUN, LAUNCHED };

struct code {
	const struct rules *rules;
	const struct reading *facts;
	struct package_names names;
};

static bool is_alias(const struct fact_component *component)
{
	return strcmp(component->kind, "alias") == 0;
}

/* A process as the manifest may shorten it: empty for the package's own, behind a colon another one of the package's. */
static const char *short_process(const struct fact_package *package, const char *process)
{
	size_t len = package->app_id == NULL ? 0 : strlen(package->app_id);

	if (process == NULL)
		return "";
	return len > 0 && strncmp(process, package->app_id, len) == 0 && (process[len] == '\0' || process[len] == ':') ? process + len : process;
}

/* Its class, the process that it runs in, and of an alias what that stands for on the home screen. */
static void gather_component(struct code *code, const struct fact_component *component)
{
	const struct fact_package *package = judge_package_row(code->facts, component->package);
	bool is_there = component->enabled != 0 && component->split == NULL;

	if (is_alias(component)) {
		if (is_there && component->target != NULL && package_names_has(&code->names, LAUNCHED, component->package, component->name))
			package_names_add(&code->names, LAUNCHED, component->package, component->target);
		return;
	}
	package_names_add(&code->names, NAMED, component->package, component->name);
	if (is_there && package != NULL && !package_names_has(&code->names, UNDEFINED, component->package, component->name))
		package_names_add(&code->names, RUN, component->package, short_process(package, component->process));
}

static void gather(struct code *code)
{
	struct fact_undefined_class **classes = reading_rows(code->facts, undefined_class);
	struct fact_intent_filter **filters = reading_rows(code->facts, intent_filter);
	struct fact_component **components = reading_rows(code->facts, component);

	for (size_t i = 0; i < reading_num(code->facts, undefined_class); i++)
		package_names_add(&code->names, UNDEFINED, classes[i]->package, classes[i]->name);
	for (size_t i = 0; i < reading_num(code->facts, intent_filter); i++)
		if (filters[i]->category != NULL && strcmp(filters[i]->category, "android.intent.category.LAUNCHER") == 0)
			package_names_add(&code->names, LAUNCHED, filters[i]->package, filters[i]->component);
	for (size_t i = 0; i < reading_num(code->facts, component); i++)
		gather_component(code, components[i]);
}

/* A split's manifest names its own components, as the base's does. */
static bool is_defined(const struct code *code, const struct fact_package *package, const char *name)
{
	struct fact_package **packages = reading_rows(code->facts, package);

	if (!package_names_has(&code->names, UNDEFINED, package->package, name))
		return true;
	for (size_t i = 0; i < reading_num(code->facts, package); i++)
		if (judge_are_together(packages[i], package) && package_names_has(&code->names, NAMED, packages[i]->package, name) &&
		    !package_names_has(&code->names, UNDEFINED, packages[i]->package, name))
			return true;
	return false;
}

static bool is_of_framework(const struct code *code, const char *name)
{
	return rules_catalogue_value(code->rules, "framework_classes", name, "kind") != NULL;
}

/* A plug-in framework declares components for plug-ins to stand in for, whose classes are nowhere. */
static bool has_plugins(const struct code *code, const struct fact_package *package)
{
	struct fact_packer **rows = reading_rows(code->facts, packer);

	for (size_t i = 0; i < reading_num(code->facts, packer); i++) {
		const struct fact_package *other = judge_package_row(code->facts, rows[i]->package);

		if (other != NULL && judge_are_together(other, package) && rows[i]->proven == 1 && strcmp(rows[i]->kind, "plugin") == 0)
			return true;
	}
	return false;
}

struct count {
	size_t all, undefined;
};

static void count(struct code *code, const struct fact_package *package, const char *name, struct count *count)
{
	if (name == NULL || is_of_framework(code, name) || !package_names_add(&code->names, COUNTED, package->package, name))
		return;
	count->all++;
	count->undefined += !is_defined(code, package, name);
}

/*
 * More than half: what packs an app hides all of its components, or all but its own; a component that was declared and whose
 * class was never there, or was shrunk away, is one of few. So is what runs for a backup or in some process alone.
 */
static bool most_are_undefined(struct code *code, const struct fact_package *package)
{
	struct fact_component **components = reading_rows(code->facts, component);
	struct fact_process **processes = reading_rows(code->facts, process);
	struct count of = {0};

	for (size_t i = 0; i < reading_num(code->facts, component); i++)
		if (components[i]->package == package->package && !is_alias(components[i]))
			count(code, package, components[i]->name, &of);
	for (size_t i = 0; i < reading_num(code->facts, process); i++)
		if (processes[i]->package == package->package)
			count(code, package, processes[i]->application_class, &of);
	count(code, package, package->zygote_preload, &of);
	count(code, package, package->backup_agent, &of);
	return of.undefined > of.all / 2;
}

static bool lacks(const struct code *code, const struct fact_package *package, const char *name)
{
	return name != NULL && !is_defined(code, package, name) && !is_of_framework(code, name);
}

static const struct fact_component *find_activity(const struct code *code, const struct fact_package *package, const char *name)
{
	struct fact_component **components = reading_rows(code->facts, component);

	for (size_t i = 0; name != NULL && i < reading_num(code->facts, component); i++)
		if (components[i]->package == package->package && strcmp(components[i]->name, name) == 0 &&
		    (is_alias(components[i]) || strcmp(components[i]->kind, "activity") == 0))
			return components[i];
	return NULL;
}

/* What the home screen starts: of an alias, its activity. NULL: none, or in another file. */
static const struct fact_component *launcher(const struct code *code, const struct fact_package *package)
{
	const struct fact_component *component = find_activity(code, package, package->main_component);

	return component != NULL && is_alias(component) ? find_activity(code, package, component->target) : component;
}

/* Since Android 13 it runs in the application class's place. NULL: none. */
static const char *class_of_process(const struct code *code, const struct fact_package *package, const char *process)
{
	struct fact_process **processes = reading_rows(code->facts, process);

	for (size_t i = 0; package->app_id != NULL && i < reading_num(code->facts, process); i++)
		if (processes[i]->package == package->package && strcmp(short_process(package, process), short_process(package, processes[i]->name)) == 0)
			return processes[i]->application_class;
	return NULL;
}

/* With each process start the providers that run in it: where one lacks its class, nothing runs there. */
static bool is_started(const struct code *code, const struct fact_package *package, const struct fact_component *provider)
{
	const char *process = short_process(package, provider->process);

	return *process == '\0' || package_names_has(&code->names, RUN, package->package, process);
}

/* What users start or give access to the phone, and what starts with a process of the app. */
static bool is_called(const struct code *code, const struct fact_package *package, const struct fact_component *component)
{
	const char *special = component->permission == NULL ? NULL : rules_catalogue_value(code->rules, "android_permissions", component->permission, "special_access");

	if (component->enabled == 0 || component->split != NULL || is_alias(component))
		return false;
	if (strcmp(component->kind, "provider") == 0)
		return is_started(code, package, component);
	return (special != NULL && strcmp(special, "1") == 0) || package_names_has(&code->names, LAUNCHED, package->package, component->name);
}

static bool lacks_what_is_called(const struct code *code, const struct fact_package *package)
{
	struct fact_component **components = reading_rows(code->facts, component);

	for (size_t i = 0; i < reading_num(code->facts, component); i++)
		if (components[i]->package == package->package && lacks(code, package, components[i]->name) && is_called(code, package, components[i]))
			return true;
	return false;
}

/*
 * Each of these is asked for whenever the app is started, or by the system itself, so that none is a leftover. Any other component may be one, exported
 * or not, or stand in a split that is fetched when it is wanted.
 */
static bool lacks_what_starts(const struct code *code, const struct fact_package *package)
{
	const struct fact_component *first = launcher(code, package);

	return lacks(code, package, package->application_class) || lacks(code, package, package->component_factory) ||
	       (first != NULL && (lacks(code, package, first->name) || lacks(code, package, class_of_process(code, package, first->process)))) ||
	       lacks_what_is_called(code, package);
}

static bool is_dex_name(const char *path)
{
	size_t len = strlen(path);

	return strncmp(path, "classes", 7) == 0 && len > 4 && strcmp(path + len - 4, ".dex") == 0;
}

static bool has_dex_file(const struct code *code, const struct fact_package *package)
{
	size_t num;
	struct fact_entry **entries = reading_entries(code->facts, package->package, "classes", &num);

	for (size_t i = 0; i < num; i++)
		if (entries[i]->package == package->package && is_dex_name(entries[i]->path))
			return true;
	return false;
}

static bool has_library(const struct code *code, const struct fact_package *package)
{
	struct fact_library **libraries = reading_rows(code->facts, library);

	for (size_t i = 0; i < reading_num(code->facts, library); i++) {
		const struct fact_package *other = judge_package_row(code->facts, libraries[i]->package);

		if (other != NULL && judge_are_together(other, package))
			return true;
	}
	return false;
}

/*
 * Of a base with android:hasCode="false" the platform loads no code, nor any of its splits' (LoadedApk: mIncludeCode): what the manifest names is
 * nowhere, and hides nowhere. DEX files that are there all the same are there for something, and native code, which runs in the
 * platform's own NativeActivity, can load others.
 */
static bool has_no_code(const struct code *code, const struct fact_package *package)
{
	return package->has_code == 0 && package->split == NULL && !has_dex_file(code, package) && !has_library(code, package);
}

static void derive_for(struct code *code, struct fact_package *package)
{
	if (has_no_code(code, package))
		return;
	if (lacks_what_starts(code, package) || (!has_plugins(code, package) && most_are_undefined(code, package)))
		package->code_visible = 0;
}

bool derive_code(const struct rules *rules, struct reading *facts, struct error *err)
{
	struct fact_package **packages = reading_rows(facts, package);
	struct code code = {.rules = rules, .facts = facts};
	bool ok;

	if (reading_num(facts, undefined_class) == 0)
		return true;
	code.names = package_names_new();
	gather(&code);
	for (size_t i = 0; i < reading_num(facts, package); i++)
		derive_for(&code, packages[i]);
	ok = !code.names.arena.failed;
	package_names_free(&code.names);
	return ok || error_memory(err);
}
