/*
 * derive_packers - derive packers from their traces, and what they hide.
 *
 * A product excuses much: classes that are nowhere, data behind DEX files. So a name alone is not the product, for anybody can give it to
 * a file, a library or a class. What proves one that hides code is traces of two sorts, one of which is code: a class of it that the manifest
 * names and the DEX files do not lack, a library that a phone could load, a file of its own. One alone is a claim.
 */
#include "judge/derive.h"
#include "judge/package_names.h"
#include "judge/trace_walk.h"

#define MANIFEST "AndroidManifest.xml"

/* What gives a product away, the weakest first; from LIBRARY on it is code. */
enum clue { NAME_ALONE, FILE_ALONE, LIBRARY, CLASS, CLUES };

/* Kinds of names. */
enum { UNDEFINED, ELF };

struct detector {
	const struct traces *traces;
	struct reading *facts;
	struct package_names names; /* classes that no DEX file has, and paths of libraries */
	struct trace_hit (*found)[CLUES]; /* by package and row of the catalogue: the first of each sort, its name NULL for none */
	size_t num_rows, num_packages;
};

static void gather(struct detector *detector)
{
	struct fact_undefined_class **classes = reading_rows(detector->facts, undefined_class);
	struct fact_library **libraries = reading_rows(detector->facts, library);

	for (size_t i = 0; i < reading_num(detector->facts, undefined_class); i++)
		package_names_add(&detector->names, UNDEFINED, classes[i]->package, classes[i]->name);
	for (size_t i = 0; i < reading_num(detector->facts, library); i++)
		if (libraries[i]->abi != NULL)
			package_names_add(&detector->names, ELF, libraries[i]->package, libraries[i]->path);
}

static enum clue clue_of(const struct detector *detector, const struct trace_hit *hit)
{
	if (hit->place == TRACE_APPLICATION || hit->place == TRACE_COMPONENT)
		return package_names_has(&detector->names, UNDEFINED, hit->package, hit->name) ? NAME_ALONE : CLASS;
	if (package_names_has(&detector->names, ELF, hit->package, hit->path))
		return LIBRARY;
	return hit->place == TRACE_LIBRARY || span_ends(span_of_text(hit->path), ".so") ? NAME_ALONE : FILE_ALONE;
}

static bool note(void *owner, const struct trace_hit *hit)
{
	struct detector *detector = owner;
	struct trace_hit *found;

	if (hit->package < 0 || (size_t)hit->package >= detector->num_packages)
		return true;
	found = &detector->found[(size_t)hit->package * detector->num_rows + hit->row][clue_of(detector, hit)];
	if (found->name == NULL)
		*found = *hit;
	return true;
}

static const char *value(const struct detector *detector, size_t row, const char *column)
{
	const struct catalogue *catalogue = detector->traces->catalogue;

	return catalogue_value(catalogue, row, catalogue_column(catalogue, column));
}

static bool is_known(const struct detector *detector, int64_t package, const char *name)
{
	struct fact_packer **known = reading_rows(detector->facts, packer);

	for (size_t i = 0; i < reading_num(detector->facts, packer); i++)
		if (known[i]->package == package && strcmp(known[i]->name, name) == 0)
			return true;
	return false;
}

static bool hardens(const char *kind)
{
	return strcmp(kind, "packer") == 0 || strcmp(kind, "protector") == 0 || strcmp(kind, "shell") == 0;
}

/* A packer's library may stand in a split, and its class in the base. */
static bool has_clue(const struct detector *detector, const struct fact_package *own, size_t row, enum clue clue)
{
	struct fact_package **packages = reading_rows(detector->facts, package);

	for (size_t i = 0; i < detector->num_packages; i++)
		if (judge_are_together(packages[i], own) &&
		    detector->found[(size_t)packages[i]->package * detector->num_rows + row][clue].name != NULL)
			return true;
	return false;
}

static size_t num_sorts(const struct detector *detector, int64_t package, size_t row)
{
	const struct fact_package *own = judge_package_row(detector->facts, package);
	size_t num = 0;

	for (enum clue clue = FILE_ALONE; own != NULL && clue < CLUES; clue++)
		num += has_clue(detector, own, row, clue);
	return num;
}

static bool add(struct detector *detector, size_t row, enum clue clue, const struct trace_hit *found)
{
	struct fact_packer fact = fact_packer_row();

	fact.name = value(detector, row, "name");
	if (found->name == NULL || is_known(detector, found->package, fact.name))
		return true;
	fact.package = found->package;
	fact.path = found->path;
	fact.vendor = value(detector, row, "vendor");
	if (*fact.vendor == '\0')
		fact.vendor = NULL;
	fact.kind = value(detector, row, "kind");
	fact.proven = clue >= LIBRARY && (!hardens(fact.kind) || num_sorts(detector, found->package, row) > 1);
	fact.claimed = clue >= LIBRARY && !fact.proven;
	fact.evidence = found->place == TRACE_LIBRARY ? found->path : found->name;
	return reading_add(detector->facts, FACT_TABLE_packer, &fact) != NULL;
}

static bool add_all(struct detector *detector, size_t num)
{
	for (int clue = CLUES - 1; clue >= 0; clue--)
		for (size_t i = 0; i < num; i++)
			if (!add(detector, i % detector->num_rows, (enum clue)clue, &detector->found[i][clue]))
				return false;
	return true;
}

static bool look_at_traces(struct detector *detector)
{
	size_t num = detector->num_packages * detector->num_rows;

	gather(detector);
	detector->found = arena_array(&detector->names.arena, num + 1, sizeof *detector->found);
	if (detector->names.arena.failed || detector->found == NULL)
		return false;
	memset(detector->found, 0, num * sizeof *detector->found);
	return trace_walk(detector->traces, detector->facts, note, detector) && add_all(detector, num);
}

static bool look_at_channels(struct reading *facts)
{
	struct fact_signing_block **pairs = reading_rows(facts, signing_block);

	for (size_t i = 0; i < reading_num(facts, signing_block); i++) {
		struct fact_packer fact = fact_packer_row();

		if (pairs[i]->channel == NULL)
			continue;
		fact.package = pairs[i]->package;
		fact.path = pairs[i]->path;
		fact.name = pairs[i]->name != NULL ? pairs[i]->name : "channel";
		fact.kind = "channel";
		fact.proven = 1;
		fact.evidence = pairs[i]->channel;
		if (reading_add(facts, FACT_TABLE_packer, &fact) == NULL)
			return false;
	}
	return true;
}

bool derive_packers(const struct rules *rules, struct reading *facts, struct error *err)
{
	struct detector detector = {.traces = rules_traces(rules, "packers"), .facts = facts, .num_packages = reading_num(facts, package)};
	bool ok;

	if (detector.traces == NULL)
		return true;
	detector.num_rows = detector.traces->catalogue->num_rows;
	detector.names = package_names_new();
	ok = look_at_traces(&detector) && look_at_channels(facts);
	package_names_free(&detector.names);
	return ok || error_memory(err);
}

static bool is_hidden_with(const struct reading *facts, int64_t package)
{
	struct fact_package **packages = reading_rows(facts, package);
	const struct fact_package *own = judge_package_row(facts, package);

	for (size_t i = 0; own != NULL && i < reading_num(facts, package); i++)
		if (judge_are_together(packages[i], own) && packages[i]->code_visible == 0)
			return true;
	return false;
}

/* A packer's library may stand in a split, and the code that it hides in the base. */
static bool is_packed(const struct reading *facts, const struct fact_package *package)
{
	struct fact_packer **rows = reading_rows(facts, packer);

	for (size_t i = 0; i < reading_num(facts, packer); i++) {
		const struct fact_package *other = judge_package_row(facts, rows[i]->package);

		if (other != NULL && judge_are_together(other, package) && (rows[i]->proven == 1 || rows[i]->claimed == 1) && hardens(rows[i]->kind))
			return true;
	}
	return false;
}

/* Names of libraries are common ones; and a packaging service's class hides nothing by being there. */
static bool needs_hidden_code(const struct fact_packer *row)
{
	return hardens(row->kind) && (strcmp(row->path, MANIFEST) != 0 || (row->claimed == 1 && strcmp(row->kind, "shell") == 0));
}

void derive_packed(struct reading *facts)
{
	struct fact_packer **rows = reading_rows(facts, packer);
	struct fact_package **packages = reading_rows(facts, package);

	for (size_t i = 0; i < reading_num(facts, packer); i++)
		if (needs_hidden_code(rows[i]) && !is_hidden_with(facts, rows[i]->package))
			rows[i]->proven = rows[i]->claimed = 0;
	for (size_t i = 0; i < reading_num(facts, package); i++)
		if (is_packed(facts, packages[i]))
			packages[i]->code_visible = 0;
}
