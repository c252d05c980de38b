#include "bytes/core.h"

#include <sched.h>
#include <unistd.h>

cpu_set_t core_all(void)
{
	cpu_set_t all;

	if (sched_getaffinity(0, sizeof all, &all) != 0)
		CPU_ZERO(&all);
	return all;
}

unsigned core_count(void)
{
	cpu_set_t all = core_all();
	long online;

	if (CPU_COUNT(&all) > 0)
		return (unsigned)CPU_COUNT(&all);
	online = sysconf(_SC_NPROCESSORS_ONLN); /* more than a set has room for, or it may not be asked */
	return online < 1 ? 1 : (unsigned)online;
}

/* The cores that the caller may use, and those of them on which it does not run now. False: there are none of these. */
static bool other_cores(cpu_set_t *all, cpu_set_t *others)
{
	unsigned own; /* sched_getcpu goes by what a thread has from its maker, which drop_fork makes none of */

	*all = core_all();
	if (getcpu(&own, NULL) != 0)
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

cpu_set_t core_share(unsigned index, unsigned num_shares)
{
	cpu_set_t all = core_all(), share;
	unsigned num, place = 0;

	CPU_ZERO(&share);
	num = (unsigned)CPU_COUNT(&all) < num_shares ? (unsigned)CPU_COUNT(&all) : num_shares;
	for (size_t core = 0; core < CPU_SETSIZE && num > 1; core++)
		if (CPU_ISSET(core, &all) && place++ % num == index % num)
			CPU_SET(core, &share);
	return share;
}

void core_confine(pid_t child, const cpu_set_t *cores)
{
	if (CPU_COUNT(cores) > 0)
		sched_setaffinity(child, sizeof *cores, cores);
}

static bool change_policy(int from, int to)
{
	const struct sched_param none = {0};

	return sched_getscheduler(0) == from && sched_setscheduler(0, to, &none) == 0;
}

bool core_give_way(void)
{
	return change_policy(SCHED_OTHER, SCHED_BATCH);
}

void core_give_way_no_more(void)
{
	change_policy(SCHED_BATCH, SCHED_OTHER);
}
