#include "judge/derive.h"

#include "bytes/text.h"

#include <stdlib.h>

#define GLOB_MAX 512

struct detector {
	struct reading *facts;
	const struct catalogue *catalogue;
	int name, vendor, kind, so_globs, asset_globs, app_class, components;
	struct error *err;
};

/* Calls test with each of the globs of a list that ; separates, until one is true. */
static bool any_glob(const char *list, bool (*test)(void *owner, const char *glob), void *owner)
{
	while (*list != '\0') {
		size_t len = strcspn(list, ";");
		char glob[GLOB_MAX];

		if (len > 0 && len < sizeof glob) {
			memcpy(glob, list, len);
			glob[len] = '\0';
			if (test(owner, glob))
				return true;
		}
		list += len + (list[len] == ';');
	}
	return false;
}

/* What is looked at, and what was found. */
struct look {
	const char *subject;
	const char *evidence; /* the glob's subject that matched */
};

static bool matches_whole(void *owner, const char *glob)
{
	struct look *look = owner;

	return text_glob(glob, look->subject);
}

/* A package prefix matches the class itself too, and everything below it where it has no star. */
static bool matches_class(void *owner, const char *glob)
{
	struct look *look = owner;
	size_t len = strlen(glob);

	return text_glob(glob, look->subject) ||
	       (strchr(glob, '*') == NULL && strncmp(look->subject, glob, len) == 0 && look->subject[len] == '.');
}

/* An asset glob that ends in / is a folder; libraries' names count anywhere under lib/ and assets/. */
static bool matches_entry(void *owner, const char *glob)
{
	struct look *look = owner;
	size_t len = strlen(glob);

	return text_glob(glob, look->subject) ||
	       (len > 0 && glob[len - 1] == '/' && strncmp(look->subject, glob, len) == 0);
}

static const char *file_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

static bool add(struct detector *detector, int64_t package, size_t row, const char *evidence, const char *path)
{
	struct fact_packer fact = fact_packer_row();
	struct fact_packer **known = reading_rows(detector->facts, packer);

	fact.name = catalogue_value(detector->catalogue, row, detector->name);
	for (size_t i = 0; i < reading_num(detector->facts, packer); i++)
		if (known[i]->package == package && strcmp(known[i]->name, fact.name) == 0)
			return true;
	fact.package = package;
	fact.path = path;
	fact.vendor = catalogue_value(detector->catalogue, row, detector->vendor);
	if (*fact.vendor == '\0')
		fact.vendor = NULL;
	fact.kind = catalogue_value(detector->catalogue, row, detector->kind);
	fact.evidence = evidence;
	return reading_add(detector->facts, FACT_TABLE_packer, &fact) != NULL ||
	       error_set(detector->err, ERROR_MEMORY, "out of memory for packers");
}

/* Only these can match a glob of the catalogue: the thousands of other entries are left out at once. */
static bool is_candidate(const char *path)
{
	return strncmp(path, "lib/", 4) == 0 || strncmp(path, "assets/", 7) == 0 || strncmp(path, "META-INF/", 9) == 0 ||
	       strncmp(path, "src/", 4) == 0 || strchr(path, '/') == NULL;
}

static bool look_at_entry(struct detector *detector, const struct fact_entry *entry)
{
	struct look whole = {.subject = entry->path}, name = {.subject = file_name(entry->path)};
	bool is_code = strncmp(entry->path, "lib/", 4) == 0 || strncmp(entry->path, "assets/", 7) == 0;

	for (size_t row = 0; row < detector->catalogue->num_rows; row++) {
		bool found = any_glob(catalogue_value(detector->catalogue, row, detector->asset_globs), matches_entry, &whole) ||
			     (is_code && any_glob(catalogue_value(detector->catalogue, row, detector->so_globs),
						  matches_whole, &name));

		if (found && !add(detector, entry->package, row, entry->path, entry->path))
			return false;
	}
	return true;
}

static bool look_at_class(struct detector *detector, int64_t package, const char *class, int column)
{
	struct look look = {.subject = class};

	for (size_t row = 0; class != NULL && row < detector->catalogue->num_rows; row++)
		if (any_glob(catalogue_value(detector->catalogue, row, column), matches_class, &look) &&
		    !add(detector, package, row, class, "AndroidManifest.xml"))
			return false;
	return true;
}

static bool look_at_channels(struct detector *detector)
{
	struct fact_signing_block **pairs = reading_rows(detector->facts, signing_block);

	for (size_t i = 0; i < reading_num(detector->facts, signing_block); i++) {
		struct fact_packer fact = fact_packer_row();

		if (pairs[i]->channel == NULL)
			continue;
		fact.package = pairs[i]->package;
		fact.path = pairs[i]->path;
		fact.name = pairs[i]->name != NULL ? pairs[i]->name : "channel";
		fact.kind = "channel";
		fact.evidence = pairs[i]->channel;
		if (reading_add(detector->facts, FACT_TABLE_packer, &fact) == NULL)
			return error_set(detector->err, ERROR_MEMORY, "out of memory for packers");
	}
	return true;
}

static bool look_at_entries(struct detector *detector)
{
	struct fact_entry **entries = reading_rows(detector->facts, entry);

	for (size_t i = 0; i < reading_num(detector->facts, entry); i++)
		if (entries[i]->path != NULL && is_candidate(entries[i]->path) && !look_at_entry(detector, entries[i]))
			return false;
	return true;
}

static bool look_at_classes(struct detector *detector)
{
	struct fact_package **packages = reading_rows(detector->facts, package);
	struct fact_component **components = reading_rows(detector->facts, component);

	for (size_t i = 0; i < reading_num(detector->facts, package); i++)
		if (!look_at_class(detector, packages[i]->package, packages[i]->application_class, detector->app_class))
			return false;
	for (size_t i = 0; i < reading_num(detector->facts, component); i++)
		if (!look_at_class(detector, components[i]->package, components[i]->name, detector->components))
			return false;
	return true;
}

bool derive_packers(const struct rules *rules, struct reading *facts, struct error *err)
{
	struct detector detector = {.facts = facts, .catalogue = rules_catalogue(rules, "packers"), .err = err};

	if (detector.catalogue == NULL)
		return true;
	detector.name = catalogue_column(detector.catalogue, "name");
	detector.vendor = catalogue_column(detector.catalogue, "vendor");
	detector.kind = catalogue_column(detector.catalogue, "kind");
	detector.so_globs = catalogue_column(detector.catalogue, "so_globs");
	detector.asset_globs = catalogue_column(detector.catalogue, "asset_globs");
	detector.app_class = catalogue_column(detector.catalogue, "app_class");
	detector.components = catalogue_column(detector.catalogue, "components");
	return look_at_entries(&detector) && look_at_classes(&detector) && look_at_channels(&detector);
}
