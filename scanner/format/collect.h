/*
 * collect - anomalies as rows, of each name with each effect so many at the most, and one at least: what makes a reading
 * unread or a package refused has a row, whatever else is reported under the same name.
 *
 * Which of too many are kept does not depend on threads: those that come first by path, offset and detail. The last one
 * kept says how many more there were.
 */
#ifndef PRELIST_FORMAT_COLLECT_H
#define PRELIST_FORMAT_COLLECT_H

#include "bytes/limit.h"
#include "container/anomaly.h"
#include "facts/fact.h"

struct collect;

/* A collector that writes to sink (borrowed). NULL when out of memory. */
struct collect *collect_new(struct fact_sink *sink, const struct limits *limits);
void collect_free(struct collect *collect);

/* Where readers report. */
struct anomalies *collect_anomalies(struct collect *collect);

/* Where another thread reports beside the first one: its rows are held back until collect_finish. anomalies: what collect_anomalies gave. */
struct anomalies *collect_beside(struct anomalies *anomalies);

/*
 * From now on several threads may report, in any order: rows are held back until collect_finish. Before, they leave at
 * once, so that a crash does not lose them. anomalies: what collect_anomalies gave.
 */
void collect_from_threads(struct anomalies *anomalies);

/* Writes what was held back. False when memory ran out or the sink takes no more: rows were lost. */
bool collect_finish(struct collect *collect);

#endif
