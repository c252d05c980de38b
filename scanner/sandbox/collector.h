/*
 * collector - the parent's end of the row pipe: hostile rows in, a reading out.
 *
 * Takes only what a worker may say (tables read from the bytes, within the limits; anomalies that there are). Of several
 * package rows the last one wins: a worker sends one as soon as the manifest is read and a whole one at the end. In it
 * stands what the parent knows by itself: the size, and the SHA-256 where the caller has made it.
 */
#ifndef PRELIST_SANDBOX_COLLECTOR_H
#define PRELIST_SANDBOX_COLLECTOR_H

#include "container/anomaly.h"
#include "facts/reading.h"
#include "facts/stream.h"
#include "format/format.h"

struct collector {
	struct fact_sink sink; /* first, so that a sink pointer is a collector pointer */
	struct reading *reading;
	uint64_t rows_left;
	bool is_full; /* a row more came than it may have, or there is memory for */
	int64_t size;
	const char *sha256; /* empty: not known */
	size_t num_sorted, num_new; /* rows, before and since collector_sort */
	struct stream stream;
};

/* options (borrowed) and size are those of the package. False and err when out of memory. */
bool collector_open(struct collector *collector, const struct format_options *options, int64_t size, struct error *err);
void collector_close(struct collector *collector);

/* Adds an anomaly of ours about the whole package. */
__attribute__((format(printf, 3, 4))) bool collector_report(struct collector *collector, enum anomaly_id id,
							      const char *format, ...);

/* Whether so many rows came that it pays to sort them while no more come: what was sorted need not be sorted at the end. */
bool collector_has_many(const struct collector *collector);
void collector_sort(struct collector *collector);

/* The reading, sorted, is the caller's. */
struct reading *collector_take(struct collector *collector);

#endif
