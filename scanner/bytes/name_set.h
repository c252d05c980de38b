/*
 * name_set - what was seen before, in as many steps as there are names, whoever chose them.
 */
#ifndef PRELIST_BYTES_NAME_SET_H
#define PRELIST_BYTES_NAME_SET_H

#include "bytes/arena.h"
#include "bytes/name_hash.h"

struct name_set {
	struct name_set_slot *slots;
	struct name_hash hash;
	size_t num, room; /* room: a power of two, at least twice num */
};

enum name_set_outcome { NAME_SET_NEW, NAME_SET_SEEN, NAME_SET_NO_MEMORY };

/* The bytes of name must stay; names of different kinds are different. */
enum name_set_outcome name_set_add(struct name_set *set, struct arena *arena, uint32_t kind, struct span name);

/* The same, with where among the set's room the name stands until the set is made larger. */
enum name_set_outcome name_set_put(struct name_set *set, struct arena *arena, uint32_t kind, struct span name, size_t *place);

/* Makes the set as large as it has to be for so many names; false when memory ran out. */
__attribute__((warn_unused_result)) bool name_set_reserve(struct name_set *set, struct arena *arena, size_t num);

/* That place; NAME_SET_NONE when the name is not there. */
#define NAME_SET_NONE SIZE_MAX
size_t name_set_find(const struct name_set *set, uint32_t kind, struct span name);

#endif
