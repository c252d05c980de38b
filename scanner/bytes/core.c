#include "bytes/core.h"

#include <sched.h>
#include <stdbool.h>

/* The cores that the caller may use, and those of them on which it does not run now. False: there are none of these. */
static bool other_cores(cpu_set_t *all, cpu_set_t *others)
{
	int own = sched_getcpu();

	if (own < 0 || sched_getaffinity(0, sizeof *all, all) != 0)
		return false;
	*others = *all;
	CPU_CLR((size_t)own, others);
	return CPU_COUNT(others) > 0;
}

void core_push(pid_t child)
{
	cpu_set_t all, others;

	if (other_cores(&all, &others) && sched_setaffinity(child, sizeof others, &others) == 0)
		sched_setaffinity(child, sizeof all, &all);
}

void core_keep_off(pthread_attr_t *attributes)
{
	cpu_set_t all, others;

	if (other_cores(&all, &others))
		pthread_attr_setaffinity_np(attributes, sizeof others, &others);
}
