/*
 * finding_keys - how many different findings a rule has, of which some are not kept.
 */
#ifndef PRELIST_JUDGE_FINDING_KEYS_H
#define PRELIST_JUDGE_FINDING_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct finding_keys {
	uint64_t *slots; /* a hash table; 0: empty */
	size_t size, num;
};

/* Counts a finding by its key, once. False: out of memory. */
bool finding_keys_add(struct finding_keys *keys, const char *key);
void finding_keys_free(struct finding_keys *keys);

#endif
