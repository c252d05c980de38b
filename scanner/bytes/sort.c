#include "bytes/sort.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define PILES_MAX 16u /* what needs more comes in no order worth the name */
#define FEW 8u /* times as many are in order as are put in between; where fewer are, all are sorted */

struct sorting {
	char *base;
	size_t num, size;
	int (*compare)(const void *a, const void *b, void *owner);
	void *owner;
	uint8_t *pile_of; /* each element's pile */
	const char *tops[PILES_MAX]; /* a later pile's is below an earlier one's */
	size_t heights[PILES_MAX];
	unsigned num_piles;
};

static bool fits(const struct sorting *sorting, unsigned pile, const char *element)
{
	return sorting->compare(sorting->tops[pile], element, sorting->owner) <= 0;
}

/* The first pile that the element may lie on, looked for at the one that was used last. */
static unsigned find_pile(const struct sorting *sorting, unsigned last, const char *element)
{
	unsigned pile = last;

	if (pile == sorting->num_piles) /* there is none yet */
		return pile;
	if (fits(sorting, pile, element)) {
		while (pile > 0 && fits(sorting, pile - 1, element))
			pile--;
		return pile;
	}
	do
		pile++;
	while (pile < sorting->num_piles && !fits(sorting, pile, element));
	return pile;
}

/* False when there are too many piles. */
static bool deal(struct sorting *sorting)
{
	unsigned pile = 0;

	for (size_t i = 0; i < sorting->num; i++) {
		const char *element = sorting->base + i * sorting->size;

		pile = find_pile(sorting, pile, element);
		if (pile == PILES_MAX)
			return false;
		if (pile == sorting->num_piles)
			sorting->num_piles++;
		sorting->tops[pile] = element;
		sorting->heights[pile]++;
		sorting->pile_of[i] = (uint8_t)pile;
	}
	return true;
}

/* Most elements are pointers or numbers. */
static void copy(char *to, const char *from, size_t size)
{
	if (size == sizeof(uint64_t))
		memcpy(to, from, sizeof(uint64_t));
	else if (size == sizeof(uint32_t))
		memcpy(to, from, sizeof(uint32_t));
	else
		memcpy(to, from, size);
}

/* Pile after pile. */
static void lay_out(const struct sorting *sorting, char *out)
{
	char *ends[PILES_MAX];

	for (unsigned i = 0; i < sorting->num_piles; i++) {
		ends[i] = out;
		out += sorting->heights[i] * sorting->size;
	}
	for (size_t i = 0; i < sorting->num; i++) {
		char **end = &ends[sorting->pile_of[i]];

		copy(*end, sorting->base + i * sorting->size, sorting->size);
		*end += sorting->size;
	}
}

/* Two piles, one behind the other, become one. */
static void merge(const struct sorting *sorting, const char *from, size_t left, size_t right, char *to)
{
	const char *a = from, *middle = from + left * sorting->size, *b = middle, *end = middle + right * sorting->size;

	while (a < middle && b < end) {
		const char **taken = sorting->compare(a, b, sorting->owner) <= 0 ? &a : &b;

		copy(to, *taken, sorting->size);
		*taken += sorting->size;
		to += sorting->size;
	}
	memcpy(to, a, (size_t)(middle - a));
	memcpy(to + (middle - a), b, (size_t)(end - b));
}

/* Every two neighbours become one. */
static void merge_pairs(struct sorting *sorting, const char *from, char *to)
{
	unsigned num = 0;

	for (unsigned i = 0; i < sorting->num_piles; i += 2) {
		size_t left = sorting->heights[i], right = i + 1 < sorting->num_piles ? sorting->heights[i + 1] : 0;

		merge(sorting, from, left, right, to);
		from += (left + right) * sorting->size;
		to += (left + right) * sorting->size;
		sorting->heights[num++] = left + right;
	}
	sorting->num_piles = num;
}

static void merge_all(struct sorting *sorting, char *room)
{
	char *from = room, *to = sorting->base;

	lay_out(sorting, room);
	while (sorting->num_piles > 1) {
		char *next = to;

		merge_pairs(sorting, from, to);
		to = from;
		from = next;
	}
	if (from != sorting->base)
		memcpy(sorting->base, from, sorting->num * sorting->size);
}

void sort(void *base, size_t num, size_t size, int (*compare)(const void *a, const void *b, void *owner), void *owner)
{
	struct sorting sorting = {.base = base, .num = num, .size = size, .compare = compare, .owner = owner};
	char *room = NULL;
	bool done;

	if (num < 2)
		return;
	sorting.pile_of = malloc(num);
	done = sorting.pile_of != NULL && deal(&sorting);
	if (done && sorting.num_piles > 1) {
		room = reallocarray(NULL, num, size);
		done = room != NULL;
		if (done)
			merge_all(&sorting, room);
	}
	if (!done)
		qsort_r(base, num, size, compare, owner);
	free(room);
	free(sorting.pile_of);
}

/* How many come before the element or are as it. */
static size_t num_up_to(const struct sorting *sorting, size_t num, const char *element)
{
	size_t low = 0, high = num;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (sorting->compare(sorting->base + middle * sorting->size, element, sorting->owner) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* From the last on, each in its place: what comes behind it has moved there. */
static void put_in(const struct sorting *sorting, size_t num_in_order, const char *rest, size_t num_rest)
{
	size_t size = sorting->size;

	while (num_rest > 0) {
		const char *element = rest + (num_rest - 1) * size;
		size_t place = num_up_to(sorting, num_in_order, element);

		memmove(sorting->base + (place + num_rest) * size, sorting->base + place * size, (num_in_order - place) * size);
		copy(sorting->base + (place + num_rest - 1) * size, element, size);
		num_in_order = place;
		num_rest--;
	}
}

void sort_rest(void *base, size_t num_in_order, size_t num, size_t size, int (*compare)(const void *a, const void *b, void *owner), void *owner)
{
	const struct sorting sorting = {.base = base, .num = num, .size = size, .compare = compare, .owner = owner};
	size_t num_rest = num - num_in_order;
	char *rest = num_rest > 0 && num_rest < num / FEW ? reallocarray(NULL, num_rest, size) : NULL;

	if (rest == NULL) {
		sort(base, num, size, compare, owner);
		return;
	}
	memcpy(rest, sorting.base + num_in_order * size, num_rest * size);
	sort(rest, num_rest, size, compare, owner);
	put_in(&sorting, num_in_order, rest, num_rest);
	free(rest);
}

size_t sort_num_before(const void *base, size_t num, size_t size, bool (*is_before)(const void *element, const void *key), const void *key)
{
	size_t low = 0, high = num;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (is_before((const char *)base + middle * size, key))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}
