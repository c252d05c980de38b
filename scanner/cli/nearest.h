/*
 * nearest - what somebody may have meant who mistyped a name.
 */
#ifndef PRELIST_CLI_NEAREST_H
#define PRELIST_CLI_NEAREST_H

#include <stddef.h>

/* The name at the least edit distance, when that is small against its length; NULL otherwise. Ties: the first. */
const char *nearest(const char *given, const char *const *names, size_t num_names);

#endif
