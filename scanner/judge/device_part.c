#include "judge/device_part.h"

#include "bytes/text.h"
#include "judge/judge.h"

static const char *kind_of(const struct fact_package *package)
{
	return text_or_empty(package->device);
}

static size_t kind_at(const char *const *kinds, size_t num, const char *kind)
{
	size_t i = 0;

	while (i < num && strcmp(kinds[i], kind) != 0)
		i++;
	return i;
}

size_t device_part_kinds(const struct reading *facts, const char *kinds[DEVICE_PARTS_MAX])
{
	struct fact_package **packages = reading_rows(facts, package);
	size_t num = 0;

	for (size_t i = 0; i < reading_num(facts, package); i++) {
		if (kind_at(kinds, num, kind_of(packages[i])) < num)
			continue;
		if (num == DEVICE_PARTS_MAX)
			return 0;
		kinds[num++] = kind_of(packages[i]);
	}
	return num;
}

static bool is_of_package(enum fact_table table, bool with_packages)
{
	enum fact_origin origin = fact_info(table)->origin;

	return origin != FACT_FORM && origin != FACT_BENCH && table != FACT_TABLE_purpose && !(with_packages && table == FACT_TABLE_package);
}

static bool is_for(const struct reading *facts, const void *row, const char *kind)
{
	const struct fact_package *package = judge_package_row(facts, fact_values(row)[0].number);

	return package == NULL || strcmp(kind_of(package), kind) == 0;
}

static bool take_rows(const struct reading *facts, enum fact_table table, const char *kind, struct arena *arena, struct reading *part)
{
	const struct fact_rows *from = &facts->tables[table];
	struct fact_rows *rows = &part->tables[table];

	*rows = (struct fact_rows){.row = arena_array(arena, from->num_rows, sizeof *rows->row)};
	for (size_t i = 0; rows->row != NULL && i < from->num_rows; i++)
		if (is_for(facts, from->row[i], kind))
			rows->row[rows->num_rows++] = from->row[i];
	if (from->num_in_order == from->num_rows)
		rows->num_in_order = rows->num_rows;
	return rows->row != NULL;
}

bool device_part_of(const struct reading *facts, const char *kind, bool with_packages, struct arena *arena, struct reading *part)
{
	const char *kinds[DEVICE_PARTS_MAX];
	size_t num = device_part_kinds(facts, kinds);

	*part = (struct reading){.readers = facts->readers};
	memcpy(part->tables, facts->tables, sizeof part->tables);
	if (kind_at(kinds, num, kind) == num)
		return true;
	for (enum fact_table table = 0; table < FACT_TABLE_COUNT; table++)
		if (is_of_package(table, with_packages) && !take_rows(facts, table, kind, arena, part))
			return false;
	return true;
}
