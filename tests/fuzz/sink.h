/*
 * sink - a fact_sink for fuzz targets that checks every row as the parent would, and keeps none.
 */
#ifndef PRELIST_TESTS_FUZZ_SINK_H
#define PRELIST_TESTS_FUZZ_SINK_H

#include "container/anomaly.h"
#include "facts/fact.h"

#include <stdio.h>
#include <stdlib.h>

static inline bool sink_check(struct fact_sink *sink, enum fact_table table, const void *row)
{
	const char *fault = fact_fault(table, row);

	(void)sink;
	if (fault != NULL) {
		fprintf(stderr, "a row of %s %s\n", fact_info(table)->name, fault);
		abort();
	}
	return true;
}

static inline void sink_anomaly(struct anomalies *self, const struct anomaly *anomaly)
{
	struct fact_anomaly row = fact_anomaly_row();

	(void)self;
	row.path = anomaly->path;
	row.id = anomaly_info(anomaly->id)->name;
	row.effect = anomaly_effect_name(anomaly->effect);
	row.detail = anomaly->detail;
	sink_check(NULL, FACT_TABLE_anomaly, &row);
}

#endif
