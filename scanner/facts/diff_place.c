#include "facts/diff_place.h"

#include "bytes/text.h"

/* What makes a build of one side more like one of the other, the higher the more it weighs. */
enum { SAME_MIN_SDK = 1, SAME_ROLE = 2, SAME_ABIS = 4, SAME_DEVICE = 8, MOST = 15, UNLIKE = -1 };

struct build {
	const struct fact_package *row; /* NULL: no package has that position */
	uint64_t abis; /* a bit for each */
	bool is_taken;
};

struct builds {
	struct build *build;
	size_t num;
};

static int likeness(const struct build *a, const struct build *b)
{
	if (a->row == NULL || b->row == NULL || !text_same(a->row->split, b->row->split))
		return UNLIKE;
	return (text_same(a->row->device, b->row->device) ? SAME_DEVICE : 0) + (a->abis == b->abis ? SAME_ABIS : 0) +
	       (text_same(a->row->role, b->row->role) ? SAME_ROLE : 0) + (a->row->min_sdk == b->row->min_sdk ? SAME_MIN_SDK : 0);
}

static uint64_t bit_of(const char *abi)
{
	uint64_t sum = 0;

	for (; *abi != '\0'; abi++)
		sum = sum * 31 + (unsigned char)*abi;
	return (uint64_t)1 << sum % 64;
}

static bool gather(struct builds *builds, const struct reading *reading, struct arena *arena)
{
	builds->num = reading_num(reading, package);
	builds->build = arena_alloc(arena, (builds->num + 1) * sizeof *builds->build);
	if (builds->build == NULL)
		return false;
	memset(builds->build, 0, (builds->num + 1) * sizeof *builds->build);
	for (size_t i = 0; i < builds->num; i++) {
		const struct fact_package *row = reading_rows(reading, package)[i];

		if ((uint64_t)row->package < builds->num)
			builds->build[row->package].row = row;
	}
	for (size_t i = 0; i < reading_num(reading, library); i++) {
		const struct fact_library *row = reading_rows(reading, library)[i];

		if (row->abi != NULL && (uint64_t)row->package < builds->num)
			builds->build[row->package].abis |= bit_of(row->abi);
	}
	return true;
}

static struct diff_place *places_new(struct arena *arena, size_t num, size_t first)
{
	struct diff_place *places = arena_alloc(arena, (num + 1) * sizeof *places);

	for (size_t i = 0; places != NULL && i < num; i++)
		places[i] = (struct diff_place){.place = first + i, .like = DIFF_NONE};
	return places;
}

/* What is most alike is paired first, and of what is equally alike what stands first. */
static void pair(const struct builds *before, const struct builds *after, struct diff_place *after_places)
{
	bool is_only = before->num == 1 && after->num == 1;

	for (int least = MOST; least >= 0; least--)
		for (size_t j = 0; j < after->num; j++)
			for (size_t i = 0; i < before->num && !after->build[j].is_taken; i++)
				if (!before->build[i].is_taken && (is_only || likeness(&before->build[i], &after->build[j]) >= least)) {
					before->build[i].is_taken = after->build[j].is_taken = true;
					after_places[j].place = i;
				}
}

static size_t most_like(const struct build *build, const struct builds *others, const struct diff_place *other_places)
{
	int most = UNLIKE;
	size_t like = DIFF_NONE;

	for (size_t i = 0; i < others->num; i++)
		if (likeness(build, &others->build[i]) > most) {
			most = likeness(build, &others->build[i]);
			like = other_places[i].place;
		}
	return like;
}

static void find_like(const struct builds *builds, struct diff_place *places, const struct builds *others, const struct diff_place *other_places)
{
	for (size_t i = 0; i < builds->num; i++)
		if (!builds->build[i].is_taken)
			places[i].like = most_like(&builds->build[i], others, other_places);
}

bool diff_places_open(struct diff_places *places, const struct reading *before, const struct reading *after, struct arena *arena, struct error *err)
{
	struct builds old, new;

	*places = (struct diff_places){.num_before = reading_num(before, package), .num_after = reading_num(after, package)};
	if (!gather(&old, before, arena) || !gather(&new, after, arena) || (places->before = places_new(arena, old.num, 0)) == NULL ||
	    (places->after = places_new(arena, new.num, old.num)) == NULL)
		return error_memory(err);
	pair(&old, &new, places->after);
	find_like(&old, places->before, &new, places->after);
	find_like(&new, places->after, &old, places->before);
	return true;
}
