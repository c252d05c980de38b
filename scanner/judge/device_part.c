#include "judge/device_part.h"

#include "bytes/text.h"
#include "judge/part.h"

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

bool device_part_has(const struct reading *facts, const char *kind)
{
	const char *kinds[DEVICE_PARTS_MAX];
	size_t num = device_part_kinds(facts, kinds);

	return kind_at(kinds, num, kind) < num;
}

bool device_part_has_all(const struct reading *facts, const struct reading *of)
{
	const char *kinds[DEVICE_PARTS_MAX];
	size_t num = device_part_kinds(of, kinds);
	bool all = num > 0;

	for (size_t i = 0; all && i < num; i++)
		all = device_part_has(facts, kinds[i]);
	return all;
}

static bool is_for(const struct part_choice *choice, const struct fact_package *package)
{
	return strcmp(kind_of(package), choice->wanted) == 0;
}

bool device_part_of(const struct reading *facts, const char *kind, bool with_packages, struct arena *arena, struct reading *part)
{
	const struct part_choice choice = {.takes = is_for, .facts = facts, .wanted = kind};

	return part_take(&choice, !device_part_has(facts, kind) ? 0 : with_packages ? ~FACT_BIT(package) : UINT64_MAX, arena, part);
}
