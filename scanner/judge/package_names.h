/*
 * package_names - names of a package by what they are in it: whether one was seen before.
 */
#ifndef PRELIST_JUDGE_PACKAGE_NAMES_H
#define PRELIST_JUDGE_PACKAGE_NAMES_H

#include "bytes/name_set.h"

#define PACKAGE_NAMES_KINDS 16

struct package_names {
	struct arena arena;
	struct name_set set;
};

struct package_names package_names_new(void);
void package_names_free(struct package_names *names);

/* True for a name that was not there yet. It must stay. That memory ran out, the arena says. kind: below PACKAGE_NAMES_KINDS. */
bool package_names_add(struct package_names *names, int kind, int64_t package, const char *name);
bool package_names_has(const struct package_names *names, int kind, int64_t package, const char *name);
bool package_names_has_span(const struct package_names *names, int kind, int64_t package, struct span name);

#endif
