/*
 * gate - what a submission does to the desk, kept with it or not at all: a sample is drawn, findings of cases are fixed.
 */
#ifndef PRELIST_DESK_GATE_H
#define PRELIST_DESK_GATE_H

#include "store/archive.h"

extern const struct archive_also gate_duties;

#endif
