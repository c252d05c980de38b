/*
 * base_asked - what is to be asked of the base of splits before all are judged together: its table is read for itself alone.
 */
#ifndef PRELIST_JUDGE_BASE_ASKED_H
#define PRELIST_JUDGE_BASE_ASKED_H

#include "judge/judge.h"

/* Resources that manifests of splits take, max at the most, each once, and which of the packages is the base (the first one). 0: nothing. */
size_t judge_asked(const struct submitted_package *packages, size_t num_packages, size_t *base, uint32_t *ids, size_t max);

/* Those that were asked before of the package that was read so. */
size_t judge_asked_before(const struct reading *reading, uint32_t *ids, size_t max);

#endif
