/*
 * vary - readings of versions that there never were, made from readings of real packages.
 */
#ifndef PRELIST_BENCH_VARY_H
#define PRELIST_BENCH_VARY_H

#include "facts/reading.h"

/* One version: everything that differs is a function of these. */
struct version {
	uint64_t seed;
	size_t developer, app, version; /* from 0; version: of the app */
	const char *sha256;		/* of its package */
	uint64_t size;
};

/* The app id of a version, and the developer's valid USCC. */
void vary_app_id(char out[64], const struct version *version);
void vary_uscc(char out[19], const struct version *version);

/* The name of the n-th extra permission of the version; NULL behind the last. */
const char *vary_permission(const struct version *version, size_t n);

/* The form that goes with it: developer, licence, filing, a purpose for every permission of the reading. */
bool vary_form(struct buf *json, const struct version *version, const struct reading *reading);

/* Rows until it has as many as a package of that size would; an equal template gets equal ones. */
bool vary_grow(struct reading *reading, size_t num_rows);

/* A copy of the template as that version; the caller frees it. NULL when out of memory. */
struct reading *vary(const struct reading *template, const struct version *version);

#endif
