/*
 * sheet_parts - gather the SDKs and products of the public page: found in the package, named by the developer, or both.
 */
#include "report/sheet.h"
#include "report/shown.h"

#include <stdlib.h>
#include <string.h>

static const char *kind_label(enum language language, const char *kind)
{
	static const struct {
		const char *kind;
		enum message_id id;
	} kinds[] = {{"packer", MESSAGE_KIND_PACKER}, {"protector", MESSAGE_KIND_PACKER}, {"shell", MESSAGE_KIND_SHELL},
		     {"hot-update", MESSAGE_KIND_HOT_UPDATE}, {"channel", MESSAGE_KIND_CHANNEL}, {"plugin", MESSAGE_KIND_PLUGIN},
		     {"repackager", MESSAGE_KIND_REPACKAGER}};

	for (size_t i = 0; kind != NULL && i < sizeof kinds / sizeof kinds[0]; i++)
		if (strcmp(kinds[i].kind, kind) == 0)
			return message(language, kinds[i].id);
	return kind;
}

static bool has(const struct sheet_part *parts, size_t num, const char *name)
{
	for (size_t i = 0; i < num; i++)
		if (strcmp(parts[i].name, name) == 0)
			return true;
	return false;
}

/* A form names a product by its own name, or by one of the words of that kind that the catalogue has; as the rule sdk.undeclared has it. */
static bool is_named_as(const struct rules *rules, const char *declared, const char *sdk, const char *wanted)
{
	const struct catalogue *names = rules_catalogue(rules, "sdk_names");
	int name, word, kind;

	if (strcmp(declared, sdk) == 0)
		return true;
	if (names == NULL)
		return false;
	name = catalogue_column(names, "name");
	word = catalogue_column(names, "word");
	kind = catalogue_column(names, "kind");
	for (size_t row = 0; row < names->num_rows; row++)
		if (strcmp(catalogue_value(names, row, name), sdk) == 0 && strcmp(catalogue_value(names, row, kind), wanted) == 0 &&
		    strcasestr(declared, catalogue_value(names, row, word)) != NULL)
			return true;
	return false;
}

static bool is_named(const struct rules *rules, const char *declared, const char *sdk)
{
	return is_named_as(rules, declared, sdk, "product") || is_named_as(rules, declared, sdk, "library");
}

/* What the form says of it by words of that kind. */
static void take_declared(struct sheet *sheet, struct sheet_part *part, const char *kind)
{
	const struct reading *facts = sheet->source->facts;

	for (size_t i = 0; i < reading_num(facts, sdk_declared); i++) {
		const struct fact_sdk_declared *declared = reading_rows(facts, sdk_declared)[i];

		if (declared->name == NULL || !is_named_as(sheet->source->rules, declared->name, part->name, kind))
			continue;
		part->declared = true;
		part->purpose = part->purpose != NULL ? part->purpose : declared->purpose;
	}
}

static void add_found(struct sheet *sheet, const struct fact_sdk *row)
{
	const struct rules *rules = sheet->source->rules;
	struct sheet_part *part = &sheet->sdks[sheet->num_sdks];

	if (has(sheet->sdks, sheet->num_sdks, row->name))
		return;
	*part = (struct sheet_part){.name = row->name, .vendor = row->vendor, .kind = row->category, .found = true,
				    .kind_label = shown_kind(rules, LANGUAGE_EN, "sdk_categories", row->category),
				    .kind_label_zh = shown_kind(rules, LANGUAGE_ZH, "sdk_categories", row->category)};
	sheet->num_sdks++;
	take_declared(sheet, part, "product");
	if (!part->declared)
		take_declared(sheet, part, "library");
}

/* What is named and was not found stands by itself. */
static void add_declared(struct sheet *sheet, const struct fact_sdk_declared *row, size_t num_found)
{
	for (size_t i = 0; i < num_found; i++)
		if (is_named(sheet->source->rules, row->name, sheet->sdks[i].name))
			return;
	if (!has(sheet->sdks, sheet->num_sdks, row->name))
		sheet->sdks[sheet->num_sdks++] = (struct sheet_part){.name = row->name, .purpose = row->purpose, .declared = true};
}

static bool is_library(const struct sheet_part *part)
{
	return part->kind != NULL && strcmp(part->kind, "library") == 0;
}

/* Libraries, which do nothing by themselves, come last. */
static int compare(const void *first, const void *second)
{
	const struct sheet_part *a = first, *b = second;
	int order = is_library(a) - is_library(b);

	return order != 0 ? order : strcmp(a->name, b->name);
}

/* That something packs the app is not said to the public by names alone. */
static bool is_shown(const struct fact_packer *row)
{
	return row->proven == 1 || (strcmp(row->kind, "packer") != 0 && strcmp(row->kind, "protector") != 0);
}

static void add_packer(struct sheet *sheet, const struct fact_packer *row)
{
	if (is_shown(row) && !has(sheet->packers, sheet->num_packers, row->name))
		sheet->packers[sheet->num_packers++] =
			(struct sheet_part){.name = row->name, .vendor = row->vendor, .kind = row->kind, .found = true,
					    .kind_label = kind_label(LANGUAGE_EN, row->kind),
					    .kind_label_zh = kind_label(LANGUAGE_ZH, row->kind)};
}

bool sheet_make_parts(struct sheet *sheet)
{
	const struct reading *facts = sheet->source->facts;
	size_t num_found;

	sheet->sdks = arena_array(&sheet->arena, reading_num(facts, sdk) + reading_num(facts, sdk_declared) + 1, sizeof *sheet->sdks);
	sheet->packers = arena_array(&sheet->arena, reading_num(facts, packer) + 1, sizeof *sheet->packers);
	if (sheet->sdks == NULL || sheet->packers == NULL)
		return false;
	for (size_t i = 0; i < reading_num(facts, sdk); i++)
		add_found(sheet, reading_rows(facts, sdk)[i]);
	num_found = sheet->num_sdks;
	for (size_t i = 0; i < reading_num(facts, sdk_declared); i++)
		if (reading_rows(facts, sdk_declared)[i]->name != NULL)
			add_declared(sheet, reading_rows(facts, sdk_declared)[i], num_found);
	if (sheet->num_sdks > 1)
		qsort(sheet->sdks, sheet->num_sdks, sizeof *sheet->sdks, compare);
	for (size_t i = 0; i < reading_num(facts, packer); i++)
		add_packer(sheet, reading_rows(facts, packer)[i]);
	return true;
}
