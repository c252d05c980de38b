/*
 * kept - what the archive holds, as commands want it: between the command line and store/.
 */
#ifndef PRELIST_CLI_KEPT_H
#define PRELIST_CLI_KEPT_H

#include "cli/session.h"
#include "cli/target.h"
#include "report/shown_place.h"
#include "store/database.h"
#include "store/decided_against.h"
#include "store/decision.h"
#include "store/listing.h"
#include "store/overtaken.h"
#include "store/register.h"

/* One submission, as lists show it. Text lives until the visit returns; NULL where there is none. */
struct kept_row {
	struct session *session;
	int64_t number;
	const char *platform, *app_id, *label, *version_name;
	int64_t version_code; /* FACT_ABSENT where there is none */
	const char *state;    /* received, listed, rejected, delisted */
	enum verdict verdict;
	const char *time; /* RFC 3339 */
	const char *listing; /* the name of that */
	const char *by;
	const char *pruned; /* the day on which bytes of it went, or NULL */
	bool is_overtaken;  /* it waits no longer: one that came later was listed */
	bool is_retired;    /* delisted with nothing against it */
	const char *offered_for; /* the first kind of device for which it stands as listed, empty: phones; NULL: none */
	const char *suspended;	 /* it is listed, and since that day its app is suspended; NULL: it is not */
	const char *devices;	 /* all of them, by commas: "phone,watch" */
};

/* Calls visit for each row of a statement that selects these columns of submissions s; behind them by and pruned. */
#define KEPT_ROW "s.number, s.platform, s.app_id, s.label, s.version_name, s.version_code, s.state, s.verdict, s.time, (SELECT min(a.device) FROM listing a WHERE" \
	" a.number = s.number), " LISTING_DEVICES("s.number") ", s.state = 'received' AND " SUBMISSION_IS_OVERTAKEN("s") ", " SUBMISSION_LISTING ", s.state = 'delisted' AND"   \
	" (SELECT " DECISION_RETIRES " FROM decision d WHERE d.number = s.number ORDER BY d.id DESC LIMIT 1), (SELECT max(c.opened) FROM case_file c WHERE"           \
	" s.state = 'listed' AND c.platform = s.platform AND c.app_id = s.app_id AND " CASE_SUSPENDS ")"
bool kept_each_row(struct session *session, sqlite3_stmt *row, void (*visit)(void *owner, const struct kept_row *row), void *owner,
		   struct error *err);

/* Every submission of an app (of all platforms when that is NULL), or of all apps; by app and then in the order in which they came. */
bool kept_each(struct session *session, const char *platform, const char *app_id,
	       void (*visit)(void *owner, const struct kept_row *row), void *owner, struct error *err);

/*
 * Of a submission whose form does not name the app, its label as reports have it at the head (shown.h): in Chinese that of phones that
 * speak it. Where it cannot be read, the one that is given. In the arena, or that one.
 */
const char *kept_label(struct session *session, int64_t number, const char *label, struct arena *arena);

/* Whether anything of that app was submitted; kept_app: err when nothing was. */
bool kept_has_app(struct session *session, const struct target *target, bool *has, struct error *err);
bool kept_app(struct session *session, const struct target *target, struct error *err);

/* The submission that APP@VERSION or @#N names. */
bool kept_number(struct session *session, const char *name, int64_t *number, struct error *err);
/* All of a version code, one after the other: the next one after that number that the target names; 0: none. */
bool kept_next(struct session *session, const struct target *target, int64_t after, int64_t *number, struct error *err);

/*
 * False and err when the name is APP@VERSION and stands for several submissions with other bytes that nobody has decided about, number
 * among them or not: which is meant? with_rejected: those that rules rejected too.
 */
bool kept_one_meant(struct session *session, const char *name, int64_t number, bool with_rejected, struct error *err);

/* Its facts as they were assembled; the caller frees them. NULL and err when there is none. */
struct reading *kept_facts(struct session *session, int64_t number, struct error *err);

/* Its files; those whose names are not known are called by their SHA-256. */
bool kept_files(struct session *session, int64_t number, struct arena *arena, struct shown_files *files, struct error *err);

/* The listed version of an app, "APP" or "PLATFORM:APP": of several that for phones, and the others are named in a warning. False and err when it has none, or is on several platforms. */
bool kept_listed_number(struct session *session, const char *name, int64_t *number, struct error *err);

/* Whether and since when a submission is on offer, and, where it is listed, its app suspended: YYYY-MM-DD, empty where it is not or was not said. */
struct kept_offer {
	char state[16], listed_on[16], suspended[16];
	int64_t suspension; /* the case; 0: none */
};
bool kept_offer(struct session *session, int64_t number, struct kept_offer *offer, struct error *err);
/* Says on standard error that the app of the submission is suspended, where it is. */
bool kept_warn_suspended(struct session *session, int64_t number, struct error *err);

/* A descriptor of one of its packages, at its start, and what its bytes were when it was kept; package -1: the main one. */
bool kept_package(struct session *session, int64_t number, int64_t package, int *fd, char sha256[65], struct error *err);

/* Prints the kept report of a submission, told of that package of it (-1: the main one); the exit code of its verdict. */
int kept_show(struct session *session, int64_t number, int64_t package, struct error *err);

/* A submission judged again by the session's rules, on the same bytes; is_offered: to be listed, whatever it was before. */
struct kept_judged {
	struct reading *facts;
	struct snapshot snapshot;
	struct judgement *judgement;
};
bool kept_judge(struct session *session, int64_t number, bool is_offered, struct kept_judged *judged, struct error *err);
/* The same where what is done goes on without it; NULL, and a warning says why. */
const struct judgement *kept_judge_or_warn(struct session *session, int64_t number, struct kept_judged *judged);
void kept_judged_free(struct kept_judged *judged);

/* Entries as they stand: all, those whose last day has passed, those that match nothing kept. */
enum kept_entries { KEPT_ENTRIES, KEPT_EXPIRED, KEPT_UNUSED };
bool kept_blacklist_each(struct session *session, enum kept_entries which,
			 void (*visit)(void *owner, const struct blacklist_entry *entry), void *owner, struct error *err);

/* A state of an entry: who made it when and why, and who ended it. Text lives until the visit returns. */
struct kept_blacklist_step {
	const char *what, *time, *by, *reason; /* NULL where there is none */
};
struct kept_blacklist_state {
	struct blacklist_entry entry;
	struct kept_blacklist_step begun, ended; /* ended.what NULL: it stands */
};
/* Oldest first; kind_name and value NULL: of every entry. */
bool kept_blacklist_history(struct session *session, const char *kind_name, const char *value,
			    void (*visit)(void *owner, const struct kept_blacklist_state *state), void *owner, struct error *err);

/* The submissions that an entry hits, or would: listed ones, or the others. limit: at most so many; -1: all. */
bool kept_hits(struct session *session, const struct blacklist_entry *entry, bool listed, int64_t limit,
	       void (*visit)(void *owner, const struct kept_row *row), void *owner, struct error *err);
/* How many: listed, and kept in all. */
bool kept_num_hits(struct session *session, const struct blacklist_entry *entry, int64_t *num_listed, int64_t *num_kept,
		   struct error *err);
/*
 * Which rule a waiver waives; of a finding's key that of the newest finding that is kept of it, which alone the waiver names from here on,
 * by what it says. NULL where none is kept. In the arena.
 */
bool kept_waived(struct session *session, struct blacklist_entry *waiver, struct arena *arena, const char **rule, const char **detail, struct error *err);
/* Listed versions that entries from number first to last hit, each once. */
bool kept_rows_hits(struct session *session, int64_t first, int64_t last, int64_t limit,
		    void (*visit)(void *owner, const struct kept_row *row), void *owner, struct error *err);
bool kept_num_rows_hits(struct session *session, int64_t first, int64_t last, int64_t *num_listed, struct error *err);

/* Calls problem for everything that is not as it was kept, progress as it goes on. False only for our own failures. */
struct log_head;
struct kept_verification {
	void (*problem)(struct kept_verification *self, const char *text);
	void (*progress)(struct kept_verification *self, uint64_t done, uint64_t total);
	const struct log_head *head; /* or NULL (verify.h) */
	uint64_t num_packages, num_events, num_unchecked, num_unreferenced;
};
bool kept_verify(struct session *session, struct kept_verification *verification, struct error *err);

/* One event of the log; text NULL where there is none. */
struct kept_event {
	int64_t number;
	const char *time, *kind, *by, *account, *today, *subject, *detail;
};
/* head: root of the Merkle tree over all events, in hex. */
bool kept_log(struct session *session, void (*visit)(void *owner, const struct kept_event *event), void *owner,
	      char head[65], int64_t *size, struct error *err);

#define QUERY_COLUMNS_MAX 200

/* A SELECT on the archive, read-only. types: 'i' whole number, 'd' one with a fraction, 't' text, 'n' null for each value. */
bool kept_query(struct session *session, const char *sql,
		bool (*visit)(void *owner, size_t num_columns, const char *const *names, const struct span *values, const char *types),
		void *owner, struct error *err);

#endif
