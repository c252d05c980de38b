/*
 * statistics - what a period comes to, for the yearly report (statistic.def), and how much of what is listed is judged.
 */
#ifndef PRELIST_DESK_STATISTICS_H
#define PRELIST_DESK_STATISTICS_H

#include "desk/desk.h"
#include "store/export.h"

/* heads: of a table, by commas; NULL: a total. */
struct statistic_info {
	const char *name, *en, *zh, *heads_en, *heads_zh;
};

/* Totals first. NULL past the last one. */
const struct statistic_info *statistic_info(size_t index);

/* Before any of them; period lives as long as they are asked for. */
bool statistics_open(struct desk *desk, const struct export_period *period, struct error *err);

bool statistic_total(struct desk *desk, size_t index, const struct export_period *period, int64_t *number, struct error *err);

/* types: 'i' number, 'd' number with a decimal, 't' text, 'n' null for each value. */
struct statistic_row {
	size_t num;
	const char *const *names, *const *values;
	const char *types;
};
bool statistic_each(struct desk *desk, size_t index, const struct export_period *period,
		    void (*visit)(void *owner, const struct statistic_row *row), void *owner, struct error *err);

/*
 * Of the listed versions, those that were judged (at the gate, by a decision or by a patrol) by today's rules, or within policy's
 * desk.patrol_days, and by all of the rules. visit: a row for each of the others. due: those that a patrol would judge today.
 */
struct coverage {
	int64_t listed, by_todays_rules, covered, due;
};
bool statistics_coverage(struct desk *desk, struct coverage *coverage,
			 void (*visit)(void *owner, const struct statistic_row *row), void *owner, struct error *err);

#endif
