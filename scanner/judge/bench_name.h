/*
 * bench_name - which of the bench's tables a name means, in any case of ASCII letters as SQL has it.
 */
#ifndef PRELIST_JUDGE_BENCH_NAME_H
#define PRELIST_JUDGE_BENCH_NAME_H

#include "bytes/span.h"

#define BENCH_NAMES_ROOM 1024 /* a power of two, more than twice as many as there are tables */

struct bench_names {
	struct {
		const char *name; /* NULL: nothing stands here */
		int number;
	} slots[BENCH_NAMES_ROOM];
	size_t num;
};

/* The name must stay, and be no other's; false when there is no room. */
bool bench_names_add(struct bench_names *names, const char *name, int number);

/* -1 when no table has the name. */
int bench_names_find(const struct bench_names *names, struct span name);

#endif
