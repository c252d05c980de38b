#include "bytes/name_set.h"

#define FIRST_ROOM 64

struct name_set_slot {
	struct span name;
	uint64_t hash;
	uint32_t kind;
	bool used;
};

static struct name_set_slot *find(const struct name_set *set, uint64_t hash, uint32_t kind, struct span name)
{
	size_t at = hash & (set->room - 1);

	while (set->slots[at].used &&
	       (set->slots[at].hash != hash || set->slots[at].kind != kind || !span_equal(set->slots[at].name, name)))
		at = (at + 1) & (set->room - 1);
	return &set->slots[at];
}

bool name_set_reserve(struct name_set *set, struct arena *arena, size_t num)
{
	struct name_set grown = {.num = set->num, .room = set->room == 0 ? FIRST_ROOM : set->room, .hash = set->hash};

	if (num <= set->room / 2)
		return true;
	while (grown.room / 2 < num)
		grown.room *= 2;
	if (set->room == 0 && !name_hash_draw(&grown.hash))
		return false;
	grown.slots = arena_array(arena, grown.room, sizeof *grown.slots);
	if (grown.slots == NULL)
		return false;
	for (size_t i = 0; i < set->room; i++)
		if (set->slots[i].used)
			*find(&grown, set->slots[i].hash, set->slots[i].kind, set->slots[i].name) = set->slots[i];
	*set = grown;
	return true;
}

enum name_set_outcome name_set_put(struct name_set *set, struct arena *arena, uint32_t kind, struct span name, size_t *place)
{
	struct name_set_slot *slot;
	uint64_t hash;

	if (!name_set_reserve(set, arena, set->num + 1))
		return NAME_SET_NO_MEMORY;
	hash = name_hash_of(&set->hash, kind, name);
	slot = find(set, hash, kind, name);
	*place = (size_t)(slot - set->slots);
	if (slot->used)
		return NAME_SET_SEEN;
	*slot = (struct name_set_slot){.name = name, .hash = hash, .kind = kind, .used = true};
	set->num++;
	return NAME_SET_NEW;
}

enum name_set_outcome name_set_add(struct name_set *set, struct arena *arena, uint32_t kind, struct span name)
{
	size_t place;

	return name_set_put(set, arena, kind, name, &place);
}

size_t name_set_find(const struct name_set *set, uint32_t kind, struct span name)
{
	const struct name_set_slot *slot = set->num > 0 ? find(set, name_hash_of(&set->hash, kind, name), kind, name) : NULL;

	return slot != NULL && slot->used ? (size_t)(slot - set->slots) : NAME_SET_NONE;
}
