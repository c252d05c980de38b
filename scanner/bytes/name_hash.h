/*
 * name_hash - a hash of names by numbers drawn at random: who chooses the names cannot foresee which meet.
 *
 * source   Wang Yi, wyhash (the folded product of 64 by 64 bits)
 */
#ifndef PRELIST_BYTES_NAME_HASH_H
#define PRELIST_BYTES_NAME_HASH_H

#include "bytes/span.h"

struct name_hash {
	uint64_t seeds[2];
};

/* Draws the numbers; false and errno when the kernel gives none. */
bool name_hash_draw(struct name_hash *hash);

/* start: of names that are different though they are spelled alike, as their kind. */
uint64_t name_hash_of(const struct name_hash *hash, uint64_t start, struct span name);

/* The same for names that differ in the case of ASCII letters alone. */
uint64_t name_hash_of_any_case(const struct name_hash *hash, uint64_t start, struct span name);

#endif
