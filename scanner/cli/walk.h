/*
 * walk - the files that PATH arguments stand for.
 */
#ifndef PRELIST_CLI_WALK_H
#define PRELIST_CLI_WALK_H

#include "bytes/arena.h"
#include "bytes/error.h"

struct walk {
	struct arena arena;
	const char **files; /* in order */
	size_t num_files;
	bool several; /* a folder was named, or more than one PATH */
	const char **faults; /* a sentence each: folders that cannot be read or hold nothing */
	size_t num_faults;
};

/*
 * Folders are walked whole, in byte order, without following symbolic links: what has a package's suffix or begins as
 * a ZIP does. Other paths, and -, are taken as they are. A folder that cannot be read or holds nothing is a fault, and so is a link,
 * pipe or device with a package's suffix in one; the others are walked. False and err when memory ran out.
 */
bool walk_paths(struct walk *walk, const char **paths, size_t num_paths, struct error *err);
void walk_free(struct walk *walk);

#endif
