#include "judge/build_part.h"

#include "bytes/text.h"
#include "judge/derive.h"
#include "judge/part.h"

#define FIRST_WITH_64_BIT 21 /* Android 5: a build that begins there is for every phone of 64 bits */

static bool differ(const char *a, const char *b)
{
	return strcmp(text_or_empty(a), text_or_empty(b)) != 0;
}

static bool is_same_kind(const struct fact_package *a, const struct fact_package *b)
{
	return !differ(a->app_id, b->app_id) && !differ(a->device, b->device) && a->min_sdk == b->min_sdk && a->max_sdk == b->max_sdk &&
	       a->version_code == b->version_code;
}

bool build_part_begins(const struct reading *facts, size_t package)
{
	struct fact_package **packages = reading_rows(facts, package);

	for (size_t i = 0; i < package; i++)
		if (packages[i]->split == NULL && is_same_kind(packages[i], packages[package]))
			return false;
	return packages[package]->split == NULL;
}

size_t build_part_num(const struct reading *facts)
{
	size_t num = 0;

	for (size_t i = 0; i < reading_num(facts, package); i++)
		num += build_part_begins(facts, i);
	return num;
}

/* Whether a phone that takes the one may be given the other, and keeps it. */
static bool is_for_all_of(const struct fact_package *other, const struct fact_package *base)
{
	return (other->app_id == NULL || base->app_id == NULL || !differ(other->app_id, base->app_id)) && !differ(other->device, base->device) &&
	       (other->min_sdk <= base->min_sdk || other->min_sdk <= FIRST_WITH_64_BIT) &&
	       (other->max_sdk == FACT_ABSENT || (base->max_sdk != FACT_ABSENT && other->max_sdk >= base->max_sdk)) &&
	       other->version_code >= base->version_code;
}

static bool is_given(const struct part_choice *choice, const struct fact_package *package)
{
	const struct fact_package *base = package->split == NULL ? package : derive_base(choice->facts);

	return base == choice->wanted || is_for_all_of(base, choice->wanted);
}

bool build_part_of(const struct reading *facts, size_t base, uint64_t tables, struct arena *arena, struct reading *part)
{
	const struct part_choice choice = {.takes = is_given, .facts = facts, .wanted = reading_rows(facts, package)[base]};

	return part_take(&choice, tables, arena, part);
}
