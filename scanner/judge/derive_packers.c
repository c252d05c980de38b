#include "judge/derive.h"

#include "judge/trace.h"

#define TRACES_MAX ((size_t)1024 * 1024)

struct detector {
	struct reading *facts;
	const struct catalogue *catalogue;
	struct traces traces;
	struct arena arena;
	int name, vendor, kind;
	struct error *err;
	int64_t package;      /* whose trace is looked at, */
	const char *evidence; /* the trace, */
	const char *path;     /* and where it was */
};

static bool no_memory(const struct detector *detector)
{
	return error_set(detector->err, ERROR_MEMORY, "out of memory for packers");
}

static bool is_known(const struct detector *detector, const char *name)
{
	struct fact_packer **known = reading_rows(detector->facts, packer);

	for (size_t i = 0; i < reading_num(detector->facts, packer); i++)
		if (known[i]->package == detector->package && strcmp(known[i]->name, name) == 0)
			return true;
	return false;
}

static bool add(void *owner, size_t row)
{
	struct detector *detector = owner;
	struct fact_packer fact = fact_packer_row();

	fact.name = catalogue_value(detector->catalogue, row, detector->name);
	if (is_known(detector, fact.name))
		return true;
	fact.package = detector->package;
	fact.path = detector->path;
	fact.vendor = catalogue_value(detector->catalogue, row, detector->vendor);
	if (*fact.vendor == '\0')
		fact.vendor = NULL;
	fact.kind = catalogue_value(detector->catalogue, row, detector->kind);
	fact.evidence = detector->evidence;
	return reading_add(detector->facts, FACT_TABLE_packer, &fact) != NULL || no_memory(detector);
}

static const char *file_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

/* Libraries are unpacked from assets as often as they stand under lib/. */
static bool may_hold_library(const char *path)
{
	return strncmp(path, "lib/", 4) == 0 || strncmp(path, "assets/", 7) == 0;
}

static bool look_at_entry(struct detector *detector, const struct fact_entry *entry)
{
	if (entry->path == NULL)
		return true;
	detector->package = entry->package;
	detector->evidence = detector->path = entry->path;
	return traces_find(&detector->traces, TRACE_ENTRY, entry->path, add, detector) &&
	       (!may_hold_library(entry->path) ||
		traces_find(&detector->traces, TRACE_LIBRARY, file_name(entry->path), add, detector));
}

static bool look_at_class(struct detector *detector, int64_t package, const char *class, enum trace_place place)
{
	if (class == NULL)
		return true;
	detector->package = package;
	detector->evidence = class;
	detector->path = "AndroidManifest.xml";
	return traces_find_class(&detector->traces, place, class, add, detector);
}

static bool look_at_entries(struct detector *detector)
{
	struct fact_entry **entries = reading_rows(detector->facts, entry);

	for (size_t i = 0; i < reading_num(detector->facts, entry); i++)
		if (!look_at_entry(detector, entries[i]))
			return false;
	return true;
}

static bool look_at_classes(struct detector *detector)
{
	struct fact_package **packages = reading_rows(detector->facts, package);
	struct fact_component **components = reading_rows(detector->facts, component);

	for (size_t i = 0; i < reading_num(detector->facts, package); i++)
		if (!look_at_class(detector, packages[i]->package, packages[i]->application_class, TRACE_APPLICATION))
			return false;
	for (size_t i = 0; i < reading_num(detector->facts, component); i++)
		if (!look_at_class(detector, components[i]->package, components[i]->name, TRACE_COMPONENT))
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
			return no_memory(detector);
	}
	return true;
}

static bool look(struct detector *detector)
{
	if (!traces_make(&detector->traces, detector->catalogue, &detector->arena))
		return no_memory(detector);
	return look_at_entries(detector) && look_at_classes(detector) && look_at_channels(detector);
}

bool derive_packers(const struct rules *rules, struct reading *facts, struct error *err)
{
	const struct catalogue *catalogue = rules_catalogue(rules, "packers");
	struct detector detector = {.facts = facts, .catalogue = catalogue, .arena = arena_new(TRACES_MAX), .err = err};
	bool ok = true;

	if (catalogue != NULL) {
		detector.name = catalogue_column(catalogue, "name");
		detector.vendor = catalogue_column(catalogue, "vendor");
		detector.kind = catalogue_column(catalogue, "kind");
		ok = look(&detector);
	}
	arena_free(&detector.arena);
	return ok;
}
