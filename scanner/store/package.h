/*
 * package - a kept package, wherever it stands: as a whole file, or in a pack from which it is rebuilt.
 */
#ifndef PRELIST_STORE_PACKAGE_H
#define PRELIST_STORE_PACKAGE_H

#include "store/database.h"

/* A descriptor at its start, of the whole file or of an unnamed one that was rebuilt and hashed; -1 and err. */
int package_open(struct archive *archive, const char *sha256, struct error *err);

/* Reads it whole: *ok is false when it is gone and was not pruned, or its bytes are not those of its name. False is our own failure. */
bool package_check(struct archive *archive, const char *sha256, int64_t size, bool *ok, struct error *err);

#endif
