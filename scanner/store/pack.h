/*
 * pack - superseded versions of one app in one file: the raw bytes of each entry once, and for each package a recipe.
 *
 *   packs/<number>.pack   chunks one after the other, appended and never changed; pack_chunk says which stands where
 *   recipe                varints: the skeleton's chunk; then for each piece how many bytes of the skeleton come first, and the
 *                         chunk behind them; 0 is the end
 *
 * Where a package is cut is taken from the rows of its reading; nothing of the package is parsed here. What is kept whole is
 * dropped by compact.h, once it was rebuilt bit for bit.
 *
 * Who writes packs has their folder locked, so that all that takes time is done without the database's write lock: rows are
 * temporary ones until pack_keep, which this connection alone sees, beside the kept ones.
 */
#ifndef PRELIST_STORE_PACK_H
#define PRELIST_STORE_PACK_H

#include "store/database.h"

struct pack {
	struct archive *archive;
	int64_t number;
	int fd, lock;
	uint64_t size; /* bytes in use; what stands behind them was never committed */
	int64_t next_chunk; /* the number of the next one */
};

/* False in *takes of a package that is not worth it: too much of it stands in no entry. */
bool pack_takes(const struct reading *reading, uint64_t size, bool *takes, struct error *err);

/* Outside of a transaction: makes the pack where there is none, and waits for others that write packs. pack_close in any case. */
bool pack_open(struct pack *pack, struct archive *archive, const char *platform, const char *app_id, struct error *err);
void pack_close(struct pack *pack);

/*
 * Cuts the package in fd by the entries of its reading, appends what the pack has not yet, and makes the recipe; bytes are
 * durable when it returns.
 */
bool pack_add(struct pack *pack, const char *sha256, int fd, uint64_t size, const struct reading *reading, struct error *err);

/* Within a transaction: what pack_add made, its rows and the event. */
bool pack_keep(struct pack *pack, const char *sha256, struct error *err);

/* Writes the package to out. *found is false when it stands in no pack. */
bool pack_rebuild(struct archive *archive, const char *sha256, int out, bool *found, struct error *err);

/* Writes packs anew that lost packages (pack.loose), without what nobody needs any more; a transaction each. */
bool pack_shrink_all(struct archive *archive, struct error *err);

#endif
