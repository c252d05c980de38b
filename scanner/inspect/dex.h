/*
 * dex - the row of a DEX file and what is odd about it.
 */
#ifndef PRELIST_INSPECT_DEX_H
#define PRELIST_INSPECT_DEX_H

#include "bytes/error.h"
#include "container/anomaly.h"
#include "facts/fact.h"
#include "inspect/class_names.h"

/*
 * bytes: the whole file, or all DEX files of a container; classes: what the manifest names, NULL where the platform does not load
 * the file. False and err when the row was not taken.
 */
bool dex_row_write(struct span bytes, const char *path, struct class_names *classes, struct anomalies *anomalies, struct fact_sink *sink,
		   struct error *err);

#endif
