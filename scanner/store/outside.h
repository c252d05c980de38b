/*
 * outside - what a command writes stays out of every archive's own folder, and a file out of those of rules and backups, too.
 */
#ifndef PRELIST_STORE_OUTSIDE_H
#define PRELIST_STORE_OUTSIDE_H

#include "bytes/error.h"

/* False and err when the file or folder, there or to be made, lies somewhere below an archive; links are followed. */
bool outside_archives(const char *path, struct error *err);
/* The same of a file, which lies below no folder of rules, where it would be one, and no backup either. */
bool outside_files(const char *path, struct error *err);

#endif
