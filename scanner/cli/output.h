/*
 * output - where results go: standard output, or a file that appears whole or not at all.
 */
#ifndef PRELIST_CLI_OUTPUT_H
#define PRELIST_CLI_OUTPUT_H

#include "bytes/error.h"

#include <stdio.h>
#include <sys/types.h>

struct output {
	FILE *file;
	const char *path; /* NULL: standard output */
	char *temporary;  /* takes the place of target at the end; NULL: path is written in place */
	char *target;	  /* path, or where its link leads */
};

/*
 * path: NULL or "-" for standard output. is_private: what was sealed comes out, which is nobody else's to read. Else who may read the file
 * that it replaces may read it.
 */
bool output_open(struct output *output, const char *path, bool is_private, struct error *err);
/* keep: the file takes its place; otherwise nothing is left of it. */
bool output_close(struct output *output, bool keep, struct error *err);

/* Whether a path leads to the regular file that another one leads to. */
bool output_is_same(const char *path, const char *other);
/* Whether what is written to both is written to one file, be it there already or not; false of what is no regular file. */
bool output_is_one(const char *path, const char *other);

/* What is taken off the mode of new files and folders. */
mode_t output_umask(void);

#endif
