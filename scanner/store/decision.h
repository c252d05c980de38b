/*
 * decision - what a person decides of a submission: listed, rejected, delisted, withdrawn.
 */
#ifndef PRELIST_STORE_DECISION_H
#define PRELIST_STORE_DECISION_H

#include "store/database.h"
#include "store/moment.h"

struct decision {
	int64_t number;
	const char *what; /* list, reject, delist, retire, withdraw; import, import-retire */
	const char *by, *reason;
	const char *rule, *finding, *basis; /* rules and keys of the findings it rests on, comma-separated, and the provisions; or NULL */
	const struct snapshot *judged_by;   /* of list: what it was judged against; otherwise NULL */
	const char *verdict;		    /* today's; or NULL */
	const char *rules;		    /* SHA-256 of the rules of that verdict; or NULL */
	const char *date;		    /* YYYY-MM-DD; or NULL */
	const char *seconded;		    /* of what is overridden: who proposed it first; otherwise NULL */
	const char *both;		    /* then: the account of both, as "uid:1000"; NULL: two accounts, or it is not known */
	int64_t from_case;		    /* 0: none */
};

/* Of a decision that goes by that name: it was made before there was an archive. */
#define DECISION_IS_IMPORTED(d) d ".what IN ('import', 'import-retire')"

/* Of a submission that goes by that name: it was listed once. */
#define SUBMISSION_WAS_LISTED(s) "EXISTS (SELECT 1 FROM decision once WHERE once.number = " s ".number AND once.state = 'listed')"

/*
 * Of a decision d: an import says what became of a submission, once. That it waits is no decision, nor that what was delisted had
 * been listed, on a day that nobody knows.
 */
#define DECISION_COUNTS                                                                                                        \
	"(d.what <> 'import' OR (d.state <> 'received' AND NOT EXISTS (SELECT 1 FROM decision l WHERE l.number = d.number AND"  \
	" " DECISION_IS_IMPORTED("l") " AND l.id > d.id)))"
/* list, reject, delist, retire, withdraw; of an imported one too. */
#define DECISION_KIND                                                                                                          \
	"CASE WHEN " DECISION_RETIRES " THEN 'retire' WHEN d.what <> 'import' THEN d.what WHEN d.state = 'listed' THEN 'list'"    \
	" WHEN d.state = 'rejected' THEN 'reject' WHEN d.state = 'withdrawn' THEN 'withdraw' ELSE 'delist' END"

/* Of a submission s: it came in the period ?1 (first day), ?2 (last day), ?3 (first instant), ?4 (the first one behind it). */
#define SUBMITTED_IN_PERIOD                                                                                                    \
	"((s.date BETWEEN ?1 AND ?2 OR (s.time >= ?3 AND s.time < ?4)) AND CASE WHEN " SUBMISSION_IS_IMPORTED                    \
	" THEN s.time >= ?3 AND s.time < ?4 ELSE s.date BETWEEN ?1 AND ?2 END)"

/* What its event says, behind the decision and its state, where two persons overrode something from one account, which follows. */
#define DECISION_BOTH "; overridden by two, both by account "

/* The state that a decision makes of a submission: listed, rejected, delisted, withdrawn. */
const char *decision_state(const char *what);
/* It delists what nothing is against: what was replaced, or what its developer withdraws. */
bool decision_retires(const char *what);
/* It takes off the desk what waits there, as its developer takes it back: for good, what he hands in again is a submission of its own. */
bool decision_withdraws(const char *what);
/* Of a decision that goes by that name, the same; an imported one, too. */
#define DECISION_RETIRES_BY(d) d ".what IN ('retire', 'import-retire')"
#define DECISION_RETIRES DECISION_RETIRES_BY("d")

/* Provisions, comma-separated, one a row. */
#define DECISION_WORDS(basis) "json_each('[' || replace(json_quote(coalesce(" basis ", '')), ',', '\",\"') || ']')"
#define DECISION_FINDINGS                                                                                                      \
	"FROM finding f CROSS JOIN " DECISION_WORDS("f.basis") " WHERE f.number = d.number AND"                                  \
	" instr(',' || d.finding || ',', ',' || f.key || ',') > 0"
/* Of a decision d: it rests on findings of the submission and on their provisions, and on no other that somebody named. */
#define DECISION_RESTS_ON_FINDINGS                                                                                             \
	"(d.finding IS NOT NULL AND NOT EXISTS (SELECT value FROM " DECISION_WORDS("d.basis") " EXCEPT SELECT value " DECISION_FINDINGS  \
	" EXCEPT SELECT '') AND NOT EXISTS (SELECT value " DECISION_FINDINGS " EXCEPT SELECT value FROM " DECISION_WORDS("d.basis")       \
	" EXCEPT SELECT ''))"

/* False and err where the submission's state leaves no room for it. */
bool decision_fits(struct archive *archive, int64_t number, const char *what, struct error *err);

/* KEEP_AGAIN when the app or the blacklist moved on since judged_by. Within a transaction, with its event. */
enum keep_outcome decision_put(struct archive *archive, const struct decision *decision, struct error *err);

/*
 * A state that somebody gave it before there was an archive: whatever today's verdict is. what is "import", or "import-retire" where it
 * delists what nothing is against; an event of the first kind. Within a transaction.
 */
bool decision_import(struct archive *archive, const struct decision *decision, const char *state, struct error *err);

/* Calls problem for every submission whose decisions are not those of its last event. */
bool decision_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err);

#endif
