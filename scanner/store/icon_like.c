#include "store/icon_like.h"

#include <stdlib.h>
#include <string.h>

#define MOST 50		 /* that are visited */
#define MOST_ROWS "250" /* of one quarter that are compared */

#define WITH_QUARTER(first, second, third, fourth)                                                                                         \
	"SELECT * FROM (SELECT value, app_id FROM posting INDEXED BY posting_look_" #first " WHERE kind = 'icon' AND " ICON_LIKE_POSTINGS       \
	" AND " ICON_LIKE_QUARTER("value", first, second, third, fourth) " = ?" #first " LIMIT " MOST_ROWS ")"

struct look {
	unsigned bits;
	const char *hash;
};

static int compare(const void *a, const void *b)
{
	const struct look *x = a, *y = b;

	return x->bits != y->bits ? (x->bits > y->bits) - (x->bits < y->bits) : strcmp(x->hash, y->hash);
}

static sqlite3_stmt *prepare(struct archive *archive, struct error *err)
{
	static const char sql[] = WITH_QUARTER(1, 5, 9, 13) " UNION ALL " WITH_QUARTER(2, 6, 10, 14) " UNION ALL " WITH_QUARTER(3, 7, 11, 15)
		" UNION ALL " WITH_QUARTER(4, 8, 12, 16);

	return database_lookup(archive, LOOKUP_ICON_LIKE, sql, err);
}

void icon_like_quarters(const char *hash, char quarters[ICON_LIKE_QUARTERS][ALIKE_PICTURE_LEN / ICON_LIKE_QUARTERS + 1])
{
	for (size_t i = 0; i < ALIKE_PICTURE_LEN; i++)
		quarters[i % ICON_LIKE_QUARTERS][i / ICON_LIKE_QUARTERS] = hash[i];
	for (size_t i = 0; i < ICON_LIKE_QUARTERS; i++)
		quarters[i][ALIKE_PICTURE_LEN / ICON_LIKE_QUARTERS] = '\0';
}

/* The postings that have a quarter in common with the hash. NULL and err. */
static sqlite3_stmt *begin(struct archive *archive, const char *hash, struct error *err)
{
	char quarters[ICON_LIKE_QUARTERS][ALIKE_PICTURE_LEN / ICON_LIKE_QUARTERS + 1];
	sqlite3_stmt *row = prepare(archive, err);

	icon_like_quarters(hash, quarters);
	return row != NULL && database_again(archive, err, row, "ssss", quarters[0], quarters[1], quarters[2], quarters[3]) ? row : NULL;
}

static void visit_nearest(struct look *looks, size_t num, void (*visit)(void *owner, const char *hash), void *owner)
{
	size_t visited = 0;

	if (num > 1)
		qsort(looks, num, sizeof *looks, compare);
	for (size_t i = 0; i < num && visited < MOST; i++)
		if (i == 0 || compare(&looks[i - 1], &looks[i]) != 0) {
			visit(owner, looks[i].hash);
			visited++;
		}
}

bool icon_like_each(struct archive *archive, const char *but_app, const char *hash, struct arena *arena,
		    void (*visit)(void *owner, const char *hash), void *owner, struct error *err)
{
	sqlite3_stmt *row = alike_picture_room(hash) == 0 ? NULL : begin(archive, hash, err);
	struct look *looks = NULL;
	size_t num = 0, room = 0;
	int status;

	if (row == NULL)
		return err->code == ERROR_NONE;
	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		const char *other = database_text(row, 0);
		struct look *grown;

		if (!alike_pictures(hash, other) || strcmp(other, hash) == 0 || strcmp(database_text(row, 1), but_app) == 0)
			continue;
		grown = arena_grow(arena, looks, num, &room, sizeof *looks);
		if (grown == NULL)
			break;
		looks = grown;
		looks[num++] = (struct look){alike_picture_bits(hash, other), arena_strdup(arena, other)};
	}
	sqlite3_reset(row); /* nothing is held of the database in between */
	if (!arena_ok(arena, err) || (status != SQLITE_DONE && status != SQLITE_ROW))
		return false;
	visit_nearest(looks, num, visit, owner);
	return true;
}
