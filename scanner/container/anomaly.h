/*
 * anomaly - what is odd about a package: a fact, never an error of ours.
 *
 * Readers report through struct anomalies; whoever made it decides where the reports go. Any thread may report.
 */
#ifndef PRELIST_CONTAINER_ANOMALY_H
#define PRELIST_CONTAINER_ANOMALY_H

#include <stdint.h>

enum anomaly_id {
#define ANOMALY(symbol, name, effect, title, title_zh) ANOMALY_##symbol,
#include "container/anomaly.def"
#undef ANOMALY
	ANOMALY_COUNT
};

enum anomaly_effect { EFFECT_REFUSED, EFFECT_AMBIGUOUS, EFFECT_EVASIVE, EFFECT_ODD, EFFECT_UNREAD };

struct anomaly_info {
	const char *name;
	enum anomaly_effect effect;
	const char *title;
	const char *title_zh;
};

const struct anomaly_info *anomaly_info(enum anomaly_id id);
const char *anomaly_effect_name(enum anomaly_effect effect);

/* -1 when there is none of that name. */
int anomaly_find(const char *name);

#define ANOMALY_NO_OFFSET UINT64_MAX

/* Of format and arguments: there is nothing to be said besides the title. */
#define ANOMALY_TITLE_SAYS_IT "%s", ""

struct anomaly {
	enum anomaly_id id;
	enum anomaly_effect effect;
	const char *path;   /* escaped entry name; NULL or "" for the package itself */
	uint64_t offset;    /* in the package, or in the entry where path names one; or ANOMALY_NO_OFFSET */
	const char *detail; /* escaped text: what was needed, what was found */
};

struct anomalies {
	void (*report)(struct anomalies *self, const struct anomaly *anomaly);
};

/* Reports one with its usual effect. Text from the package in the detail must be escaped (text_escape). self may be NULL. */
__attribute__((format(printf, 5, 6))) void anomaly_report(struct anomalies *self, enum anomaly_id id, const char *path,
							    uint64_t offset, const char *format, ...);

/* The same with the effect of the case at hand. */
__attribute__((format(printf, 6, 7))) void anomaly_report_as(struct anomalies *self, enum anomaly_id id,
							       enum anomaly_effect effect, const char *path,
							       uint64_t offset, const char *format, ...);

#endif
