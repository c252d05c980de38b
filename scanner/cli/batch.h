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

/*
 * Reads num_files files, `jobs` at once, and calls take for each in order; never more than a few wait. Where there are fewer
 * than jobs, their workers share the threads. take frees nothing; false from it ends the batch early. What take keeps of the file,
 * descriptor and reading, it takes out of the item.
 */
bool batch_run(const struct scan *scan, const char **files, size_t num_files, unsigned jobs,
	       bool (*take)(void *owner, struct batch_item *item), void *owner, struct error *err);

#endif
