#include "judge/part.h"

#include "judge/judge.h"

static bool is_of_package(enum fact_table table)
{
	enum fact_origin origin = fact_info(table)->origin;

	return table == FACT_TABLE_external_finding || (origin != FACT_FORM && origin != FACT_BENCH && table != FACT_TABLE_purpose);
}

static bool is_taken(const struct part_choice *choice, const void *row)
{
	const struct fact_package *package = judge_package_row(choice->facts, fact_values(row)[0].number);

	return package == NULL || choice->takes(choice, package);
}

static bool take_rows(const struct part_choice *choice, enum fact_table table, struct arena *arena, struct reading *part)
{
	const struct fact_rows *from = &choice->facts->tables[table];
	struct fact_rows *rows = &part->tables[table];

	*rows = (struct fact_rows){.row = arena_array(arena, from->num_rows, sizeof *rows->row)};
	for (size_t i = 0; rows->row != NULL && i < from->num_rows; i++)
		if (is_taken(choice, from->row[i]))
			rows->row[rows->num_rows++] = from->row[i];
	if (from->num_in_order == from->num_rows)
		rows->num_in_order = rows->num_rows;
	return rows->row != NULL;
}

bool part_take(const struct part_choice *choice, uint64_t tables, struct arena *arena, struct reading *part)
{
	*part = (struct reading){.readers = choice->facts->readers};
	memcpy(part->tables, choice->facts->tables, sizeof part->tables);
	for (enum fact_table table = 0; table < FACT_TABLE_COUNT; table++)
		if (fact_is_in(tables, table) && is_of_package(table) && !take_rows(choice, table, arena, part))
			return false;
	return true;
}
