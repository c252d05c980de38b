/*
 * advice - what a finding means, and what its developer is to do about it.
 */
#ifndef PRELIST_REPORT_ADVICE_H
#define PRELIST_REPORT_ADVICE_H

#include "container/anomaly.h"
#include "judge/rules.h"
#include "report/language.h"

/* What the rule says, or of an anomaly of a part its usual effect; NULL where only a class could say. rule may be NULL. */
const char *advice_own(enum language language, const struct rule *rule);

/* The same of the rule of that id, or what holds for its class. */
const char *advice_of(const struct rules *rules, enum language language, const char *id);

/* Why an effect has the verdict that it has. */
const char *advice_why(enum language language, enum anomaly_effect effect);

#endif
