#include "judge/base_asked.h"

#include "bytes/sort.h"

#include <stdlib.h>

#define FIRST_OF_APPS 0x02000000u /* before it: the system's */

/* Resources in order. */
struct asking {
	uint32_t *ids;
	size_t num, max;
};

static bool is_before(const void *element, const void *id)
{
	return *(const uint32_t *)element < *(const uint32_t *)id;
}

static void ask(struct asking *asking, const char *resource)
{
	uint32_t id = (uint32_t)strtoul(resource, NULL, 16);
	size_t at = sort_num_before(asking->ids, asking->num, sizeof id, is_before, &id);

	if (id < FIRST_OF_APPS || asking->num == asking->max || (at < asking->num && asking->ids[at] == id))
		return;
	memmove(asking->ids + at + 1, asking->ids + at, (asking->num - at) * sizeof id);
	asking->ids[at] = id;
	asking->num++;
}

static bool is_split(const struct reading *reading)
{
	return reading_num(reading, package) > 0 && reading_rows(reading, package)[0]->split != NULL;
}

size_t judge_asked(const struct submitted_package *packages, size_t num_packages, size_t *base, uint32_t *ids, size_t max)
{
	struct asking asking = {.ids = ids, .max = max};

	for (*base = 0; *base < num_packages && is_split(packages[*base].reading);)
		++*base;
	for (size_t i = 0; *base < num_packages && i < num_packages; i++) {
		const struct reading *reading = packages[i].reading;

		for (size_t k = 0; is_split(reading) && k < reading_num(reading, manifest_reference); k++)
			ask(&asking, reading_rows(reading, manifest_reference)[k]->resource);
	}
	return asking.num;
}

size_t judge_asked_before(const struct reading *reading, uint32_t *ids, size_t max)
{
	struct asking asking = {.ids = ids, .max = max};

	for (size_t i = 0; !is_split(reading) && i < reading_num(reading, split_value); i++)
		ask(&asking, reading_rows(reading, split_value)[i]->resource);
	return asking.num;
}
