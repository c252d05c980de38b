/*
 * private - folders that nobody else may look into, whatever the umask.
 */
#ifndef PRELIST_STORE_PRIVATE_H
#define PRELIST_STORE_PRIVATE_H

#include "bytes/error.h"

/* Makes the folder where it is not there; one that is stays as it is. */
bool private_folder(int dir_fd, const char *name, struct error *err);

#endif
