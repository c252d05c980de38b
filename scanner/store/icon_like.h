/*
 * icon_like - icons of other apps in the archive that look like one (alike_pictures).
 *
 * An index has each fourth digit of their difference hashes, from one of the first four on; those that have such a quarter in common with
 * it are compared whole. That finds all that are 3 bits apart, and of those that are further what differs in some places alone: each quarter
 * is of one side of the picture, in every other row.
 */
#ifndef PRELIST_STORE_ICON_LIKE_H
#define PRELIST_STORE_ICON_LIKE_H

#include "bytes/alike.h"
#include "store/database.h"

/*
 * In SQL, postings that may be of such a hash, and a quarter of it. An index of one kind alone would have SQLite prepare anew, value by value,
 * what asks for a kind that is bound.
 */
#define ICON_LIKE_POSTINGS "length(value) = 16"
#define ICON_LIKE_QUARTER(hash, first, second, third, fourth)                                                                              \
	"substr(" hash ", " #first ", 1) || substr(" hash ", " #second ", 1) || substr(" hash ", " #third ", 1) || substr(" hash ", " #fourth ", 1)"

/* The same of entries of the blacklist; as one term, for the same reason. */
#define ICON_LIKE_ENTRIES "kind || length(value) = 'icon16' AND removed IS NULL"

#define ICON_LIKE_QUARTERS 4

/* Digits of a quarter, NUL behind them; hash: one with alike_picture_room. */
void icon_like_quarters(const char *hash, char quarters[ICON_LIKE_QUARTERS][ALIKE_PICTURE_LEN / ICON_LIKE_QUARTERS + 1]);

/*
 * Calls visit for other hashes that are like that one, of any app but that one, each once, the nearest first; where many are, not for all. Text is
 * the arena's.
 */
bool icon_like_each(struct archive *archive, const char *but_app, const char *hash, struct arena *arena,
		    void (*visit)(void *owner, const char *hash), void *owner, struct error *err);

#endif
