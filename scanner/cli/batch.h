/*
 * batch - packages read several at once, handed over one by one in the order in which they were given.
 */
#ifndef PRELIST_CLI_BATCH_H
#define PRELIST_CLI_BATCH_H

#include "scan.h"

struct batch_item {
	struct scan_file file; /* reading NULL when err is set */
	struct error err;
	double seconds;
};

/* Who takes what was read, on the caller's thread. */
struct batch_taker {
	void *owner;
	/* Once, before the first is taken, while the first are read. NULL: nothing. False and err end the batch. */
	bool (*prepare)(void *owner, struct error *err);
	/* Frees nothing; what it keeps of the file, descriptor and reading, it takes out of the item. False ends the batch early. */
	bool (*take)(void *owner, struct batch_item *item);
};

/*
 * Reads num_files files, `jobs` at once, and has each taken in order; never more than a few wait. Where fewer than jobs are left,
 * their workers share the threads. One that ends early ends the scan's sandbox, too.
 */
bool batch_run(const struct scan *scan, const char **files, size_t num_files, unsigned jobs, const struct batch_taker *taker,
	       struct error *err);

#endif
