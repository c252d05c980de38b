/*
 * zip_bytes - ZIPs that a test writes itself.
 */
#ifndef PRELIST_TESTS_ZIP_BYTES_H
#define PRELIST_TESTS_ZIP_BYTES_H

#include "bytes/buf.h"

struct file {
	const char *name, *content;
};

#define FILES(...) ((const struct file[]){__VA_ARGS__, {NULL, NULL}})

/* A ZIP of stored files; the array ends with a name of NULL. */
struct buf zip_of(const struct file *files);

#endif
