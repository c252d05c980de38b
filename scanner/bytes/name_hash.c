#include "bytes/name_hash.h"

#include "bytes/text.h"

#include <sys/random.h>

/* Eight bytes at once: letters A to Z become small. */
static uint64_t fold(uint64_t word)
{
	uint64_t low = word & TEXT_EACH(0x7F), from_a = low + TEXT_EACH(0x80 - 'A'), beyond_z = low + TEXT_EACH(0x7F - 'Z');

	return word | (((from_a ^ beyond_z) & ~word & TEXT_EACH(0x80)) >> 2);
}

static uint64_t mix(const struct name_hash *hash, uint64_t value, uint64_t word)
{
	__extension__ typedef unsigned __int128 product;
	product wide = (product)(word ^ hash->seeds[0]) * (value ^ hash->seeds[1]);

	return (uint64_t)wide ^ (uint64_t)(wide >> 64);
}

static inline uint64_t hash_of(const struct name_hash *hash, uint64_t start, struct span name, bool any_case)
{
	uint64_t value = start ^ name.len, word;
	size_t at = 0;

	for (; name.len - at >= sizeof word; at += sizeof word) {
		memcpy(&word, name.data + at, sizeof word);
		value = mix(hash, value, any_case ? fold(word) : word);
	}
	word = 0;
	if (at < name.len)
		memcpy(&word, name.data + at, name.len - at);
	return mix(hash, value, any_case ? fold(word) : word);
}

bool name_hash_draw(struct name_hash *hash)
{
	return getrandom(hash->seeds, sizeof hash->seeds, 0) == (ssize_t)sizeof hash->seeds;
}

uint64_t name_hash_of(const struct name_hash *hash, uint64_t start, struct span name)
{
	return hash_of(hash, start, name, false);
}

uint64_t name_hash_of_any_case(const struct name_hash *hash, uint64_t start, struct span name)
{
	return hash_of(hash, start, name, true);
}
