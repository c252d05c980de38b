/*
 * outside - what a command writes stays out of every archive's own folder, and takes the place of nothing that is judged by.
 */
#ifndef PRELIST_STORE_OUTSIDE_H
#define PRELIST_STORE_OUTSIDE_H

#include "bytes/error.h"

/* False and err when the file or folder, there or to be made, lies somewhere below an archive; links are followed. */
bool outside_archives(const char *path, struct error *err);
/* The same of a file that is there and lies below a folder of rules. */
bool outside_rules(const char *path, struct error *err);

#endif
