/*
 * collector - the parent's end of the row pipe: hostile rows in, a reading out.
 *
 * Takes only what a worker may say (tables read from the bytes, within the limits). Of several package rows with the
 * same path the last one wins: a worker sends one as soon as the manifest is read and a whole one at the end.
 */
#ifndef PRELIST_SANDBOX_COLLECTOR_H
#define PRELIST_SANDBOX_COLLECTOR_H

#include "bytes/limit.h"
#include "container/anomaly.h"
#include "facts/reading.h"
#include "facts/stream.h"

struct collector {
	struct fact_sink sink; /* first, so that a sink pointer is a collector pointer */
	struct reading *reading;
	uint64_t rows_left;
	bool is_sorted;
	struct stream stream;
};

/* False and err when out of memory. */
bool collector_open(struct collector *collector, const struct limits *limits, struct error *err);
void collector_close(struct collector *collector);

/* Adds an anomaly of ours about the whole package. */
__attribute__((format(printf, 3, 4))) bool collector_report(struct collector *collector, enum anomaly_id id,
							      const char *format, ...);

/* May be called as soon as no row is to come. */
void collector_sort(struct collector *collector);

/* The reading, sorted, is the caller's. */
struct reading *collector_take(struct collector *collector);

#endif
