/*
 * retention - how long what is kept stays at least: days of policy, and never less than a calendar year.
 *
 * The licence has 数据资料 kept for a year at least (15.3). A policy of fewer than 365 days is refused (policy_key.def); and because a year may
 * have 366, what lies in it is kept to its corresponding day in the next year whatever the policy says.
 */
#ifndef PRELIST_JUDGE_RETENTION_H
#define PRELIST_JUDGE_RETENTION_H

#include "bytes/date.h"
#include "judge/rules.h"

#define RETENTION_DAYS_DEFAULT 1096 /* three years, one of them a leap year */

enum retention { RETENTION_PACKAGES, RETENTION_PERSONAL };

/* retention.packages_days or retention.personal_days of policy; else its retention_days; else the default. */
int64_t retention_days(const struct rules *rules, enum retention what);

/* The last day on which it is kept: so many days after `from`, and not before the same day of the next year (29 February: the 28th). */
struct date retention_until(struct date from, int64_t days);

#endif
