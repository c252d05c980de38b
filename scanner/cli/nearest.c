#include "cli/nearest.h"

#include <string.h>

#define LONGEST 40

static size_t least(size_t a, size_t b, size_t c)
{
	size_t smaller = a < b ? a : b;

	return smaller < c ? smaller : c;
}

/* Levenshtein's distance, by one row. */
static size_t distance(const char *a, const char *b)
{
	size_t row[LONGEST + 1], len = strlen(b);

	for (size_t j = 0; j <= len; j++)
		row[j] = j;
	for (size_t i = 0; a[i] != '\0'; i++) {
		size_t diagonal = row[0];

		row[0] = i + 1;
		for (size_t j = 0; j < len; j++) {
			size_t above = row[j + 1];

			row[j + 1] = least(above + 1, row[j] + 1, diagonal + (a[i] != b[j]));
			diagonal = above;
		}
	}
	return row[len];
}

const char *nearest(const char *given, const char *const *names, size_t num_names)
{
	const char *best = NULL;
	size_t best_distance = 3;

	if (strlen(given) > LONGEST)
		return NULL;
	for (size_t i = 0; i < num_names; i++) {
		size_t far = strlen(names[i]) > LONGEST ? LONGEST : distance(given, names[i]);

		if (far < best_distance && far < strlen(names[i])) {
			best = names[i];
			best_distance = far;
		}
	}
	return best;
}
