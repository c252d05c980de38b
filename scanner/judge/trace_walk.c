#include "judge/trace_walk.h"

#include "bytes/text.h"
#include "judge/judge.h"

#define MANIFEST "AndroidManifest.xml"

struct walk {
	const struct traces *traces;
	const struct reading *facts;
	bool (*found)(void *owner, const struct trace_hit *hit);
	void *owner;
	struct trace_hit at; /* the name that is asked for */
};

static bool tell(void *owner, size_t row)
{
	struct walk *walk = owner;

	walk->at.row = row;
	return walk->found(walk->owner, &walk->at);
}

static bool ask(struct walk *walk, enum trace_place place, int64_t package, const char *name, const char *path)
{
	walk->at = (struct trace_hit){.place = place, .package = package, .name = name, .path = path};
	return traces_find(walk->traces, place, name, tell, walk);
}

/* Libraries are unpacked from assets as often as they stand under lib/. */
static bool is_library(const char *path)
{
	return (*path == 'l' || *path == 'a') && (strncmp(path, "lib/", 4) == 0 || strncmp(path, "assets/", 7) == 0) && span_ends(span_of_text(path), ".so");
}

static bool ask_some(struct walk *walk, struct fact_entry **rows, size_t num)
{
	for (size_t i = 0; i < num; i++) {
		const char *path = rows[i]->path;

		if (path != NULL && (!ask(walk, TRACE_ENTRY, rows[i]->package, path, path) ||
				     (is_library(path) && !ask(walk, TRACE_LIBRARY, rows[i]->package, text_file_name(path), path))))
			return false;
	}
	return true;
}

/* Of thousands of entries only those whose first letter something begins with. */
static bool ask_entries(struct walk *walk)
{
	struct fact_package **packages = reading_rows(walk->facts, package);

	if (!reading_is_in_order(walk->facts, FACT_TABLE_entry) || traces_begin(walk->traces, TRACE_ENTRY, '*'))
		return ask_some(walk, reading_rows(walk->facts, entry), reading_num(walk->facts, entry));
	for (size_t i = 0; i < reading_num(walk->facts, package); i++)
		for (int letter = 1; letter < 256; letter++) {
			const char prefix[] = {(char)letter, '\0'};
			size_t num;
			struct fact_entry **rows;

			if (letter != 'a' && letter != 'l' && !traces_begin(walk->traces, TRACE_ENTRY, (uint8_t)letter))
				continue;
			rows = reading_entries(walk->facts, packages[i]->package, prefix, &num);
			if (!ask_some(walk, rows, num))
				return false;
		}
	return true;
}

static bool ask_class(struct walk *walk, enum trace_place place, int64_t package, const char *class)
{
	const struct fact_package *own = judge_package_row(walk->facts, package);

	if (class == NULL)
		return true;
	walk->at = (struct trace_hit){.place = place, .package = package, .name = class, .path = MANIFEST};
	return traces_find_class(walk->traces, place, class, own == NULL ? NULL : own->app_id, tell, walk);
}

/* What runs before the app's own classes, as packers do, whichever name it has from the manifest. */
static bool ask_first_class(struct walk *walk, int64_t package, const char *class)
{
	return ask_class(walk, TRACE_APPLICATION, package, class) && ask_class(walk, TRACE_COMPONENT, package, class);
}

static bool ask_first_classes(struct walk *walk)
{
	struct fact_package **packages = reading_rows(walk->facts, package);
	struct fact_process **processes = reading_rows(walk->facts, process);

	for (size_t i = 0; i < reading_num(walk->facts, package); i++) {
		const struct fact_package *package = packages[i];

		if (!ask_first_class(walk, package->package, package->application_class) ||
		    !ask_first_class(walk, package->package, package->component_factory) ||
		    !ask_first_class(walk, package->package, package->zygote_preload) ||
		    !ask_first_class(walk, package->package, package->backup_agent))
			return false;
	}
	for (size_t i = 0; i < reading_num(walk->facts, process); i++)
		if (!ask_first_class(walk, processes[i]->package, processes[i]->application_class))
			return false;
	return true;
}

static bool ask_components(struct walk *walk)
{
	struct fact_component **components = reading_rows(walk->facts, component);

	for (size_t i = 0; i < reading_num(walk->facts, component); i++)
		if (!ask_class(walk, TRACE_COMPONENT, components[i]->package, components[i]->name))
			return false;
	return true;
}

/* Of a table whose rows have a name in the manifest. */
static bool ask_names(struct walk *walk, enum trace_place place, enum fact_table table)
{
	const struct fact_rows *rows = &walk->facts->tables[table];
	int name = fact_column_find(fact_info(table), "name");

	for (size_t i = 0; i < rows->num_rows; i++) {
		const union fact_value *row = rows->row[i];

		if (row[name].text != NULL && !ask(walk, place, row[0].number, row[name].text, MANIFEST))
			return false;
	}
	return true;
}

bool trace_walk(const struct traces *traces, const struct reading *facts,
		bool (*found)(void *owner, const struct trace_hit *hit), void *owner)
{
	struct walk walk = {.traces = traces, .facts = facts, .found = found, .owner = owner};

	return ask_entries(&walk) && ask_first_classes(&walk) && ask_components(&walk) &&
	       ask_names(&walk, TRACE_META_DATA, FACT_TABLE_meta_data) && ask_names(&walk, TRACE_PERMISSION, FACT_TABLE_permission);
}
