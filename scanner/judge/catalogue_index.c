/*
 * catalogue_index - find a row of a catalogue by its key.
 */
#include "judge/catalogue.h"

#include "bytes/text.h"

#include <string.h>

static uint64_t hash_of(const char *key)
{
	uint64_t value = 0xCBF29CE484222325u;

	for (; *key != '\0'; key++)
		value = (value ^ (unsigned char)*key) * 0x100000001B3u;
	return value ^ value >> 29;
}

/* The slot of the key, or the empty one where it belongs. */
static uint32_t *slot_of(const struct catalogue *catalogue, const char *key)
{
	size_t at = hash_of(key) & (catalogue->num_slots - 1);

	while (catalogue->slots[at] != 0 && strcmp(catalogue_value(catalogue, catalogue->slots[at] - 1, 0), key) != 0)
		at = (at + 1) & (catalogue->num_slots - 1);
	return &catalogue->slots[at];
}

bool catalogue_index(struct catalogue *catalogue, struct arena *arena)
{
	catalogue->num_slots = 16;
	while (catalogue->num_slots < 2 * catalogue->num_rows)
		catalogue->num_slots *= 2;
	catalogue->num_patterns = 0;
	catalogue->slots = arena_array(arena, catalogue->num_slots, sizeof *catalogue->slots);
	catalogue->patterns = arena_array(arena, catalogue->num_rows + 1, sizeof *catalogue->patterns);
	if (catalogue->slots == NULL || catalogue->patterns == NULL)
		return false;
	for (uint32_t row = 0; row < catalogue->num_rows; row++) {
		const char *key = catalogue_value(catalogue, row, 0);
		uint32_t *slot = slot_of(catalogue, key);

		if (*slot == 0)
			*slot = row + 1;
		if (strchr(key, '*') != NULL)
			catalogue->patterns[catalogue->num_patterns++] = row;
	}
	return true;
}

bool catalogue_find(const struct catalogue *catalogue, const char *key, size_t *row)
{
	uint32_t found = *slot_of(catalogue, key);

	for (size_t i = 0; found == 0 && i < catalogue->num_patterns; i++)
		if (text_glob(catalogue_value(catalogue, catalogue->patterns[i], 0), key))
			found = catalogue->patterns[i] + 1;
	*row = found - 1;
	return found != 0;
}
