/*
 * case - complaints, notices, appeals, incidents, reports, checks: one mechanism, a line of case.def a kind.
 *
 * What writes is called within desk_keep, and is one event each.
 */
#ifndef PRELIST_DESK_CASE_H
#define PRELIST_DESK_CASE_H

#include "desk/desk.h"
#include "store/case_table.h"

enum case_kind {
#define CASE(symbol, name, en, zh, number, unit, basis, who, who_zh, outcomes, flags) CASE_##symbol,
#include "desk/case.def"
#undef CASE
	CASE_KIND_COUNT
};

enum case_unit { CASE_AT_ONCE, CASE_DAYS, CASE_WORKING_DAYS };

#define CASE_SEALED 1u
#define CASE_BY_FIX 2u
#define CASE_IMMEDIATE 4u
#define CASE_AGAINST 8u
#define CASE_LETTER 16u
#define CASE_OFFERED 32u

struct case_kind_info {
	const char *name, *en, *zh;
	int number;
	enum case_unit unit;
	const char *basis, *who, *who_zh;
	const char *outcomes; /* space-separated */
	unsigned flags;
};

const struct case_kind_info *case_kind_info(enum case_kind kind);
int case_kind_find(const char *name); /* -1 when there is none */

struct case_opening {
	enum case_kind kind;
	const char *platform, *app_id, *developer, *sha256; /* each may be NULL */
	int64_t submission;				     /* FACT_ABSENT: none */
	const char *text;
	const char *contact;	    /* personal data: sealed */
	const char *source, *ticket, *assignee;
	const char *basis;	    /* NULL: the kind's */
	const char *due;	    /* NULL: the kind's; never later than that */
	int64_t parent;		    /* the case that it comes from, or FACT_ABSENT */
};

/* The last day for what was opened on a day; a year without calendar is noted in the desk. */
struct date case_deadline(struct desk *desk, enum case_kind kind, struct date opened);

/* What hangs on an incident, or on anything due at once, is due at once. */
bool case_open(struct desk *desk, const struct case_opening *opening, int64_t *number, struct error *err);

/* A copy of the case in the arena; err when there is none of that number. */
bool case_load(struct desk *desk, int64_t number, struct arena *arena, struct case_row *row, struct error *err);
/* The same, and err unless it is still open. */
bool case_load_open(struct desk *desk, int64_t number, struct arena *arena, struct case_row *row, struct error *err);

/* err when the desk's day is before the last on which something happened in the case: for what persons say that they did. */
bool case_check_day(struct desk *desk, int64_t number, struct error *err);

/* step: one of case_steps, which are space-separated. */
bool case_note(struct desk *desk, int64_t number, const char *step, const char *text, struct error *err);
bool case_step_is(const char *step);
const char *case_steps(void);

/* Keeps the bytes; sealed where the kind says so. */
bool case_attach(struct desk *desk, int64_t number, const char *name, struct span content, struct error *err);
/* The bytes of the n-th entry, which is an attachment. A sealed one is read within desk_keep: it is logged with who and why. */
bool case_attachment(struct desk *desk, int64_t number, int64_t position, const char *why, struct buf *content, struct error *err);
bool case_attachment_sealed(struct desk *desk, int64_t number, int64_t position, bool *sealed, struct error *err);

bool case_assign(struct desk *desk, int64_t number, const char *who, struct error *err);

/* outcome: one of the kind's. */
bool case_close(struct desk *desk, int64_t number, const char *outcome, const char *reason, struct error *err);

/* err when what a case ends with is delisted, and the version that it is about, or else the app, is on offer: for what persons say. */
bool case_check_gone(struct desk *desk, int64_t number, const char *outcome, struct error *err);

/* The open suspension of the app of a submission, and since when; *number 0: it has none. */
bool case_suspension(struct archive *archive, int64_t submission, int64_t *number, char since[DATE_TEXT_LEN], struct error *err);

/* Working days from today to a date; negative: it is over. A year without calendar is noted in the desk. */
int64_t case_days_left(struct desk *desk, const char *due);

/*
 * What was opened on a day that has not come, as the clock was wrong, is due from the day since on: it was opened then at the
 * earliest. num: of them.
 */
bool case_recount(struct desk *desk, const char *since, uint64_t *num, struct error *err);

#endif
