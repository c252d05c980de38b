/*
 * input - files that are given: packages to read, forms and blacklists to parse.
 */
#ifndef PRELIST_CLI_INPUT_H
#define PRELIST_CLI_INPUT_H

#include "bytes/buf.h"
#include "bytes/error.h"
#include "judge/form.h"

/*
 * A descriptor of the package at path, at its start. Standard input (-) and a shell's pipe (<(...)) are spooled to an
 * unnamed temporary file, at most cap bytes and one more. -1 and err when it cannot be read, and where it is a folder, a device or
 * a pipe with a name.
 */
int input_open(const char *path, uint64_t cap, struct error *err);

/* The whole of a small file, or of standard input for "-"; the same are refused. */
bool input_read(const char *path, size_t cap, struct buf *content, struct error *err);

/* The form of --submission; *form NULL when path is NULL. */
bool input_form(const char *path, struct form **form, struct error *err);

/* The role that the form gives a file, by its path or its last part; NULL when it gives none. */
const char *input_role(const struct form *form, const char *file);

/* The form names exactly these files, or none at all and optional. */
bool input_form_names(const struct form *form, const char **files, size_t num_files, bool optional,
		      struct error *err);

#endif
