/*
 * outside - what a command writes stays out of every archive's own folder, and takes the place of no rule and of nothing in a backup.
 */
#ifndef PRELIST_STORE_OUTSIDE_H
#define PRELIST_STORE_OUTSIDE_H

#include "bytes/error.h"

/* False and err when the file or folder, there or to be made, lies somewhere below an archive; links are followed. */
bool outside_archives(const char *path, struct error *err);
/* The same of a file that is there and lies below a folder of rules, or a backup. */
bool outside_files(const char *path, struct error *err);

#endif
