/*
 * limit - every cap of the program, from limit.def.
 */
#ifndef PRELIST_BYTES_LIMIT_H
#define PRELIST_BYTES_LIMIT_H

#include "bytes/error.h"

#include <stdint.h>

enum limit_id {
#define LIMIT(symbol, name, value, unit, anomaly, doc, doc_zh) LIMIT_##symbol,
#include "bytes/limit.def"
#undef LIMIT
	LIMIT_COUNT
};

struct limit_info {
	const char *name, *unit;
	uint64_t value; /* unless somebody says otherwise */
	const char *anomaly; /* that reaching it is reported as; empty: none */
	const char *doc, *doc_zh; /* what it bounds, and what happens there */
};
const struct limit_info *limit_info(enum limit_id id);

struct limits {
	uint64_t value[LIMIT_COUNT];
};

/* The defaults. */
struct limits limits_default(void);

/* Sets one by "NAME=VALUE"; err names what is wrong. */
bool limits_set(struct limits *limits, const char *assignment, struct error *err);

#endif
