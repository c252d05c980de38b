/*
 * private - folders that nobody else may look into, whatever the umask.
 */
#ifndef PRELIST_STORE_PRIVATE_H
#define PRELIST_STORE_PRIVATE_H

#include "bytes/error.h"

/* Makes the folder where it is not there; one that is stays as it is. */
bool private_folder(int dir_fd, const char *name, struct error *err);

/* The same of the folder that all others are in, which has its name for good when it is made. */
bool private_top(const char *path, struct error *err);

/* That the folder was made is on the disk: the one that it is in is synced. */
bool private_settle(const char *path, struct error *err);

#endif
