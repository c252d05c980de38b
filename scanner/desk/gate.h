/*
 * gate - what a submission does to the desk, kept with it or not at all: a sample is drawn, findings of cases are fixed.
 */
#ifndef PRELIST_DESK_GATE_H
#define PRELIST_DESK_GATE_H

#include "store/archive.h"

struct gate_duties {
	struct archive_also base; /* first */
	int *uncovered_year;	  /* set when a deadline was counted through a year without calendar */
};
struct gate_duties gate_duties(int *uncovered_year);

#endif
