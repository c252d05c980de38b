/*
 * review_table - what reviewers did about a submission before it is decided: claims, outcomes of findings, proposals.
 *
 * Whatever writes is called within a transaction and ends with review_table_log; the event's content is a digest of all
 * these rows of the submission.
 */
#ifndef PRELIST_STORE_REVIEW_TABLE_H
#define PRELIST_STORE_REVIEW_TABLE_H

#include "store/database.h"

struct outcome_row {
	const char *key, *rule;
	const char *outcome; /* confirmed, false-positive, accepted */
	const char *date, *by;
	const char *note, *tell; /* for ourselves, for the developer; or NULL */
	const char *verdict; /* what the finding was then, pass where it was not found; NULL: of before that was kept */
	const char *entry;   /* what the entry said, of one of the blacklist (finding_row_entry); or NULL */
};

/* A proposal to list what is rejected, until a second person agrees. */
struct proposal_row {
	const char *date, *by, *reason, *basis;
	const char *keys; /* of the findings that it overrides, comma-separated */
	const char *account; /* that it was proposed from, of the log (event.h); NULL where that does not say; not kept with it */
};

/* What the log says of a proposal. */
#define REVIEW_PROPOSED "proposed to list all the same"

/* Who looks at it, in place of whoever did; nobody. */
bool review_table_claim(struct archive *archive, int64_t number, const char *date, const char *who, struct error *err);
bool review_table_release(struct archive *archive, int64_t number, struct error *err);
/* How a finding ended, in place of how it had ended before. */
bool review_table_settle(struct archive *archive, int64_t number, const struct outcome_row *outcome, struct error *err);
/* The finding of an outcome as it is found now, whatever it was when that was given. */
bool review_table_raise(struct archive *archive, int64_t number, const struct finding *finding, struct error *err);
/* The proposal to list it, in place of the one before; none. */
bool review_table_propose(struct archive *archive, int64_t number, const struct proposal_row *proposal, struct error *err);
bool review_table_withdraw(struct archive *archive, int64_t number, struct error *err);
/* detail: what was done. */
bool review_table_log(struct archive *archive, int64_t number, const char *by, const char *detail, struct error *err);

/* Text lives in the arena. *who NULL: nobody claimed it. */
bool review_table_claimed(struct archive *archive, int64_t number, struct arena *arena, const char **who, struct error *err);
/* found false: there is none. */
bool review_table_outcome(struct archive *archive, int64_t number, const char *key, struct arena *arena, struct outcome_row *outcome,
			  bool *found, struct error *err);
/* Whether it was given for a finding as grave as that one, and of the blacklist's same entry. */
bool review_table_holds(const struct outcome_row *outcome, const struct finding *finding);
/* *in: another submission of the same files in which that finding was confirmed, unless it ended otherwise since; 0: none. */
bool review_table_confirmed(struct archive *archive, int64_t number, const char *key, int64_t *in, struct error *err);
/* The same of whatever files of the app. */
bool review_table_confirmed_of_app(struct archive *archive, int64_t number, const struct finding *finding, int64_t *in, struct error *err);
/* found false: there is none. */
bool review_table_proposal(struct archive *archive, int64_t number, struct arena *arena, struct proposal_row *proposal, bool *found,
			   struct error *err);

bool review_table_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner,
			 struct error *err);

#endif
