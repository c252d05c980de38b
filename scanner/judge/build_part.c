#include "judge/build_part.h"

#include "bytes/text.h"
#include "judge/bench_abi.h"
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

/* Phones have ARM, and install nothing whose native code is all for others. */
static bool is_for_arm(const struct reading *facts, const struct fact_package *package)
{
	struct bench_arm arm = bench_arm_of(facts, package->package);

	return arm.bits_32 || arm.bits_64;
}

/* Of builds an ABI each, those for others than ARM are for no phone that the others are for, whatever version codes they have. */
static bool is_beside_arm(const struct reading *facts, const bool *for_arm, size_t base)
{
	struct fact_package **packages = reading_rows(facts, package);

	for (size_t i = 0; !for_arm[base] && i < reading_num(facts, package); i++)
		if (for_arm[i] && !differ(packages[i]->app_id, packages[base]->app_id) && !differ(packages[i]->device, packages[base]->device))
			return true;
	return false;
}

static bool is_among(const struct reading *facts, const size_t *bases, size_t num, size_t package)
{
	struct fact_package **packages = reading_rows(facts, package);

	for (size_t i = 0; i < num; i++)
		if (is_same_kind(packages[bases[i]], packages[package]))
			return true;
	return false;
}

const size_t *build_part_bases(const struct reading *facts, struct arena *arena, size_t *num)
{
	struct fact_package **packages = reading_rows(facts, package);
	size_t all = reading_num(facts, package), *bases = arena_array(arena, all + 1, sizeof *bases);
	bool *for_arm = arena_array(arena, all + 1, sizeof *for_arm);

	*num = 0;
	if (bases == NULL || for_arm == NULL)
		return NULL;
	for (size_t i = 0; i < all; i++)
		for_arm[i] = packages[i]->split == NULL && is_for_arm(facts, packages[i]);
	for (size_t i = 0; i < all; i++)
		if (packages[i]->split == NULL && !is_beside_arm(facts, for_arm, i) && !is_among(facts, bases, *num, i))
			bases[(*num)++] = i;
	return bases;
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

bool build_part_follows(const struct reading *later, const struct fact_package *a, const struct reading *before, const struct fact_package *b)
{
	return bench_abis_in_common(later, a->package, before, b->package) && !differ(a->split, b->split) && !differ(a->device, b->device);
}

static bool are_served(const struct reading *facts, const struct fact_package *of, struct bench_arm wanted)
{
	struct fact_package **packages = reading_rows(facts, package);
	bool has_device = false;

	for (size_t i = 0; i < reading_num(facts, package); i++) {
		struct bench_arm arm = bench_arm_of(facts, packages[i]->package);

		if (packages[i]->split != NULL || differ(packages[i]->device, of->device))
			continue;
		has_device = true;
		wanted.bits_32 &= !arm.bits_32;
		wanted.bits_64 &= !arm.bits_64 && (!arm.bits_32 || packages[i]->version_code < of->version_code);
	}
	return has_device && !wanted.bits_32 && !wanted.bits_64;
}

bool build_part_has_all(const struct reading *facts, const struct reading *of)
{
	struct fact_package **packages = reading_rows(of, package);
	size_t num = 0;

	for (size_t i = 0; i < reading_num(of, package); i++) {
		if (packages[i]->split != NULL)
			continue;
		if (!are_served(facts, packages[i], bench_arm_of(of, packages[i]->package)))
			return false;
		num++;
	}
	return num > 0;
}
