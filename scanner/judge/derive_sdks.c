/*
 * derive_sdks - derive SDKs from their traces.
 */
#include "judge/derive.h"

#include "judge/trace_walk.h"

#define WORK_MAX ((size_t)256 * 1024 * 1024)

/* What was found of each product in each package: the first name of each place. */
struct sdk_search {
	const struct traces *traces;
	struct reading *facts;
	const char *(*seen)[TRACE_PLACES];
	size_t num_rows, num_packages;
};

static bool note(void *owner, const struct trace_hit *hit)
{
	struct sdk_search *search = owner;
	const char **seen;

	if (hit->package < 0 || (size_t)hit->package >= search->num_packages)
		return true;
	seen = search->seen[(size_t)hit->package * search->num_rows + hit->row];
	if (seen[hit->place] == NULL)
		seen[hit->place] = hit->name;
	return true;
}

static const char *evidence(struct arena *arena, const char *const seen[TRACE_PLACES])
{
	const char *list = "";

	for (int place = 0; place < TRACE_PLACES && list != NULL; place++)
		if (seen[place] != NULL)
			list = arena_printf(arena, "%s%s%s", list, *list != '\0' ? ", " : "", seen[place]);
	return list;
}

static const char *or_none(const char *text)
{
	return *text == '\0' ? NULL : text;
}

static bool add(struct sdk_search *search, int64_t package, size_t row, const char *found)
{
	const struct catalogue *catalogue = search->traces->catalogue;
	struct fact_sdk fact = fact_sdk_row();

	fact.package = package;
	fact.path = "";
	fact.name = catalogue_value(catalogue, row, catalogue_column(catalogue, "name"));
	fact.vendor = or_none(catalogue_value(catalogue, row, catalogue_column(catalogue, "vendor")));
	fact.category = or_none(catalogue_value(catalogue, row, catalogue_column(catalogue, "category")));
	fact.evidence = found;
	return found != NULL && reading_add(search->facts, FACT_TABLE_sdk, &fact) != NULL;
}

static bool add_found(struct sdk_search *search, struct arena *arena)
{
	for (size_t i = 0; i < search->num_packages * search->num_rows; i++) {
		const char *found = evidence(arena, search->seen[i]);

		if ((found == NULL || *found != '\0') && !add(search, (int64_t)(i / search->num_rows), i % search->num_rows, found))
			return false;
	}
	return true;
}

static bool search_all(struct sdk_search *search, struct arena *arena)
{
	size_t num = search->num_packages * search->num_rows;

	search->seen = arena_array(arena, num + 1, sizeof *search->seen);
	if (search->seen == NULL)
		return false;
	memset(search->seen, 0, num * sizeof *search->seen);
	return trace_walk(search->traces, search->facts, note, search) && add_found(search, arena);
}

bool derive_sdks(const struct rules *rules, struct reading *facts, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new(WORK_MAX);
	struct sdk_search search = {.traces = rules_traces(rules, "sdks"), .facts = facts,
				    .num_packages = reading_num(facts, package)};

	if (search.traces == NULL)
		return true;
	search.num_rows = search.traces->catalogue->num_rows;
	return search_all(&search, &arena) || error_memory(err);
}
