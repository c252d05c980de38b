#include "judge/bench_name.h"

#include "bytes/name_hash.h"
#include "bytes/text.h"

#include <strings.h>

/* Who writes rules does not choose names to make them meet. */
static const struct name_hash hash = {{0x9E3779B97F4A7C15u, 0xC2B2AE3D27D4EB4Fu}};

static bool is_called(const char *own, struct span name)
{
	return strncasecmp(own, (const char *)name.data, name.len) == 0 && own[name.len] == '\0';
}

/* Where the name stands, or belongs. */
static size_t slot_of(const struct bench_names *names, struct span name)
{
	size_t at = name_hash_of_any_case(&hash, 0, name) & (BENCH_NAMES_ROOM - 1);

	while (names->slots[at].name != NULL && !is_called(names->slots[at].name, name))
		at = (at + 1) & (BENCH_NAMES_ROOM - 1);
	return at;
}

bool bench_names_add(struct bench_names *names, const char *name, int number)
{
	size_t at = slot_of(names, span_of_text(name));

	if (names->num == BENCH_NAMES_ROOM / 2)
		return false;
	names->slots[at].name = name;
	names->slots[at].number = number;
	names->num++;
	return true;
}

int bench_names_find(const struct bench_names *names, struct span name)
{
	size_t at = slot_of(names, name);

	return names->slots[at].name == NULL ? -1 : names->slots[at].number;
}
