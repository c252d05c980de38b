#include "format/pass_budget.h"

#include "container/inflate.h"

#define UNIT 4096     /* bytes of an entry */
#define ENTRY_UNITS 8 /* besides: of a small one some 32 KiB are looked at */
#define DIVIDED 4     /* one part of so many */
#define HELD 2	      /* of the largest entries, at once: of memory there is some for a few */

static struct pass_entry *result_of(const struct pass_budget *budget, const struct zipdir_entry *entry)
{
	return &budget->pass->entries[entry - budget->pass->dir->entries];
}

static uint64_t units_within(const struct pass_budget *budget, const struct zipdir_entry *entry)
{
	return ENTRY_UNITS + inflate_cost(&budget->pass->input->options->limits, entry) / UNIT;
}

static uint64_t units_of(const struct pass_budget *budget, const struct zipdir_entry *entry)
{
	return result_of(budget, entry)->is_beyond ? 0 : units_within(budget, entry);
}

struct pass_budget pass_budget_of(const struct pass *pass)
{
	const struct format_input *input = pass->input;
	const struct limits *limits = &input->options->limits;

	return (struct pass_budget){.pass = pass,
				    .bytes = {.left = inflate_budget(limits, input->source->size), .pool = input->pool},
				    .points = {.left = limits->value[LIMIT_PICTURE_POINTS], .pool = input->pool},
				    .whole = {.most = HELD * limits->value[LIMIT_DEX_SIZE], .pool = input->pool}};
}

void pass_budget_add(struct pass_budget *budget, const struct zipdir_entry *entry, uint64_t size)
{
	if (size > budget->bytes.left) { /* else the result is not touched: who reads the entry has its memory then */
		result_of(budget, entry)->is_beyond = true;
		return;
	}
	budget->bytes.left -= size;
	budget->num_units += units_within(budget, entry);
}

static uint64_t divide(struct budget_rest *rest, uint64_t num_units)
{
	uint64_t each = num_units == 0 ? 0 : rest->left / DIVIDED / num_units;

	rest->left -= each * num_units;
	return each;
}

/* The points go to those entries that may be icons, once for each icon that one is. */
static uint64_t num_picture_units(const struct pass_budget *budget)
{
	const struct pass *pass = budget->pass;
	uint64_t num = 0;

	for (size_t i = 0; i < pass->num_icons; i++)
		num += pass->icons[i].entry == NULL ? 0 : units_of(budget, pass->icons[i].entry);
	for (size_t i = 0; pass->pictures != NULL && i < pass->dir->num_entries; i++)
		num += pass->pictures[i] ? units_of(budget, &pass->dir->entries[i]) : 0;
	return num;
}

void pass_budget_divide(struct pass_budget *budget)
{
	budget->bytes_per_unit = divide(&budget->bytes, budget->num_units);
	budget->points_per_unit = divide(&budget->points, num_picture_units(budget));
}

struct budget pass_budget_bytes(struct pass_budget *budget, const struct zipdir_entry *entry, uint64_t size, unsigned worker)
{
	uint64_t own = result_of(budget, entry)->is_beyond ? 0 : size;

	return (struct budget){.own = own + budget->bytes_per_unit * units_of(budget, entry), .rest = &budget->bytes, .worker = worker};
}

struct budget pass_budget_points(struct pass_budget *budget, const struct zipdir_entry *entry, unsigned worker)
{
	return (struct budget){.own = budget->points_per_unit * units_of(budget, entry), .rest = &budget->points, .worker = worker};
}
