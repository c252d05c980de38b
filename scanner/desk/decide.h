/*
 * decide - what becomes of a submission, with the findings and provisions that it rests on, and what follows from it.
 *
 *   list     judged by today's rules on its own bytes; no reject, of rules or of a person, no delisting, and no suspended app, unless two persons override it;
 *            no confirmed finding, none for review that nobody has seen, and nothing of which no manifest was read, without override
 *   reject   rests on findings or a provision
 *   delist   the same, and the authority is told: a case due in 10 working days, at once when it comes from an incident
 *   retire   delists what was replaced, or what its developer withdraws: it rests on nothing, and nothing follows but that corrections end.
 *            With the version that stands as listed every listed one of the app goes. Not of what today's rules reject, nor of a confirmed
 *            finding; nor without override while a complaint, check, correction or incident about it is open
 *   withdraw takes off the desk what waits there, as its developer takes it back: it rests on nothing, what it fixed is open again, and
 *            corrections and a sample of it end. It is not decided about any more. Not of a confirmed finding, nor of what a check was against;
 *            nor without override while a complaint, check, correction or incident about it is open, or nobody settled what a laboratory found
 *   block    delist or reject with blacklist entries, in one step; every listed version of the app goes, but with what is rejected none of
 *            somebody else (same_hand.h), unless the entries hit it
 */
#ifndef PRELIST_DESK_DECIDE_H
#define PRELIST_DESK_DECIDE_H

#include "desk/review.h"
#include "judge/device_part.h"
#include "store/event.h"

struct deciding {
	int64_t number;
	const char *what;   /* list, reject, delist, retire, withdraw */
	const char *reason;
	const char *named;  /* keys or rules of findings, comma-separated; NULL: all for review or worse, but what the listed versions since bring */
	const char *basis;  /* NULL: of the findings */
	const char *block;  /* blacklist kinds, comma-separated; NULL: none */
	bool override;	    /* of a reject, a delisting, a suspension, a confirmed or unseen finding, an unread manifest, open cases */
	int64_t from_case;  /* FACT_ABSENT: none */
	const struct reading *facts;	    /* assembled today */
	const struct judgement *judgement;  /* today's; NULL (not for list): it could not be judged */
	const struct snapshot *judged_by;   /* what that was judged against */
	const int64_t *rejected;	    /* of retire: which of decide_others today's rules reject */
	size_t num_rejected;
};

struct decided {
	enum { DECIDED, DECIDED_REFUSED, DECIDED_UNSEEN, DECIDED_PROPOSED } what; /* unseen: refused, until what is found newly is settled */
	char why[1200];	       /* of what was refused */
	struct named unseen;   /* today's findings for review that no report had; to be freed by named_free, whatever the outcome */
	char both[EVENT_ACCOUNT_LEN]; /* the account from which both persons overrode a reject; empty: from two, or none did */
	int64_t report;	       /* the case that was opened, 0: none */
	char report_due[DATE_TEXT_LEN];
	char claimed_by[256];  /* somebody else, who looks at it; empty: nobody */
	char still[1024];      /* of what was delisted: "#1, #3", in which the same bytes are listed still; empty: in none */
	char others[1024];     /* of what was rejected with blacklist entries: listed versions that stay, likewise; empty: none */
	int64_t suspension;    /* of the app of what is to be listed: the case; 0: it is not suspended */
	int64_t offered[DEVICE_PARTS_MAX]; /* of what was delisted or retired: the submissions of the app that stand as listed now in its place */
	size_t num_offered;
	size_t num_delisted, num_blocked; /* other versions; blacklist entries */
	int64_t first_blocked, last_blocked; /* the numbers of the rows of these; 0: there are none */
};

/* One transaction. KEEP_AGAIN: the app or the blacklist moved on, judge again. decided: anew; what was in it is to be freed before. */
enum keep_outcome decide_keep(struct desk *desk, const struct deciding *deciding, struct decided *decided, struct error *err);

/* The other versions that go with one that is retired: where it stands as listed, those that it is listed in place of. Freed by the caller. */
bool decide_others(struct archive *archive, int64_t number, int64_t **numbers, size_t *num, struct error *err);

/* The steps of it, within the transaction. format: of why, with text in it. */
bool decide_refuse(struct decided *decided, const char *format, const char *text);
bool decide_may_list(struct desk *desk, const struct deciding *deciding, struct decided *decided, const char **seconded,
		     struct arena *arena, struct error *err);
bool decide_retire(struct desk *desk, const struct deciding *deciding, struct decided *decided, struct error *err);
bool decide_withdraw(struct desk *desk, const struct deciding *deciding, struct decided *decided, struct error *err);
bool decide_end_suspension(struct desk *desk, const struct deciding *deciding, struct error *err); /* once it is delisted */
bool decide_offered(struct desk *desk, int64_t number, struct decided *decided, struct error *err); /* once it is delisted */
bool decide_dispose(struct desk *desk, const struct deciding *deciding, struct decided *decided, struct error *err);

#endif
