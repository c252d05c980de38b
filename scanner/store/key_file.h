/*
 * key_file - opens a file that holds a secret key: a plain one, outside the archive, its owner's alone.
 */
#ifndef PRELIST_STORE_KEY_FILE_H
#define PRELIST_STORE_KEY_FILE_H

#include "bytes/error.h"

/* variable: "$PRELIST_KEY_FILE", which names it. The descriptor, to be closed; -1 and err with the remedy. */
int key_file_open(const char *path, const char *variable, const char *archive_dir, struct error *err);

/* false and err: "the key file PATH ...". */
bool key_file_refuse(const char *path, const char *what, struct error *err);

#endif
