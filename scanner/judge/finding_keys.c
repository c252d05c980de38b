#include "judge/finding_keys.h"

#include <stdlib.h>

#define SIZE_FIRST 512

/* A key is made of a digest: any of its bits spread. */
static void put(struct finding_keys *keys, uint64_t key)
{
	size_t at = key & (keys->size - 1);

	while (keys->slots[at] != 0 && keys->slots[at] != key)
		at = (at + 1) & (keys->size - 1);
	keys->num += keys->slots[at] == 0;
	keys->slots[at] = key;
}

static bool grow(struct finding_keys *keys)
{
	struct finding_keys grown = {.size = keys->size == 0 ? SIZE_FIRST : keys->size * 2};

	grown.slots = calloc(grown.size, sizeof *grown.slots);
	if (grown.slots == NULL)
		return false;
	for (size_t i = 0; i < keys->size; i++)
		if (keys->slots[i] != 0)
			put(&grown, keys->slots[i]);
	finding_keys_free(keys);
	*keys = grown;
	return true;
}

bool finding_keys_add(struct finding_keys *keys, const char *key)
{
	uint64_t number = strtoull(key, NULL, 16);

	if (keys->num * 2 >= keys->size && !grow(keys))
		return false;
	put(keys, number == 0 ? 1 : number);
	return true;
}

void finding_keys_free(struct finding_keys *keys)
{
	free(keys->slots);
	*keys = (struct finding_keys){0};
}
