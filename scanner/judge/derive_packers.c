/*
 * derive_packers - derive packers from their traces.
 */
#include "judge/derive.h"

#include "judge/trace_walk.h"

struct detector {
	struct reading *facts;
	const struct catalogue *catalogue;
	int name, vendor, kind;
	struct error *err;
};

static bool no_memory(const struct detector *detector)
{
	return error_set(detector->err, ERROR_MEMORY, "out of memory for packers");
}

static bool is_known(const struct detector *detector, int64_t package, const char *name)
{
	struct fact_packer **known = reading_rows(detector->facts, packer);

	for (size_t i = 0; i < reading_num(detector->facts, packer); i++)
		if (known[i]->package == package && strcmp(known[i]->name, name) == 0)
			return true;
	return false;
}

static bool add(void *owner, const struct trace_hit *hit)
{
	struct detector *detector = owner;
	struct fact_packer fact = fact_packer_row();

	fact.name = catalogue_value(detector->catalogue, hit->row, detector->name);
	if (is_known(detector, hit->package, fact.name))
		return true;
	fact.package = hit->package;
	fact.path = hit->path;
	fact.vendor = catalogue_value(detector->catalogue, hit->row, detector->vendor);
	if (*fact.vendor == '\0')
		fact.vendor = NULL;
	fact.kind = catalogue_value(detector->catalogue, hit->row, detector->kind);
	fact.evidence = hit->place == TRACE_LIBRARY ? hit->path : hit->name;
	return reading_add(detector->facts, FACT_TABLE_packer, &fact) != NULL || no_memory(detector);
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

bool derive_packers(const struct rules *rules, struct reading *facts, struct error *err)
{
	const struct traces *traces = rules_traces(rules, "packers");
	struct detector detector = {.facts = facts, .err = err};

	if (traces == NULL)
		return true;
	detector.catalogue = traces->catalogue;
	detector.name = catalogue_column(traces->catalogue, "name");
	detector.vendor = catalogue_column(traces->catalogue, "vendor");
	detector.kind = catalogue_column(traces->catalogue, "kind");
	return trace_walk(traces, facts, add, &detector) && look_at_channels(&detector);
}
