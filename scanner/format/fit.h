/*
 * fit - text that is longer than its column is cut before its row leaves, and said: a row too long would be no row at all.
 */
#ifndef PRELIST_FORMAT_FIT_H
#define PRELIST_FORMAT_FIT_H

#include "container/anomaly.h"
#include "facts/fact.h"

struct fit {
	struct fact_sink sink; /* first, so that one pointer is the other; any thread */
	struct fact_sink *inner;
	struct anomalies *anomalies;
};

struct fit fit_new(struct fact_sink *inner, struct anomalies *anomalies);

#endif
