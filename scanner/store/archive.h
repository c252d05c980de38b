/*
 * archive - all that is kept: packages by SHA-256, readings, submissions, judgements, versions, blacklist, log.
 *
 *   <dir>/packages/aa/<sha256>   whole files
 *   <dir>/packs/<n>.pack         superseded packages, entry by entry (pack.h)
 *   <dir>/prelist.db             SQLite: the small tables, reading blobs, postings, the event log
 */
#ifndef PRELIST_STORE_ARCHIVE_H
#define PRELIST_STORE_ARCHIVE_H

#include "judge/judge.h"
#include "store/history.h"

struct archive;

enum archive_mode {
	ARCHIVE_READ,
	ARCHIVE_CHANGE, /* to write to what is there; brought up to date where it is of an earlier generation */
	ARCHIVE_WRITE	/* the same, made where it is not there */
};

/* NULL and err with the remedy when it cannot be opened. Nothing there, and not ARCHIVE_WRITE: NULL and no error. */
struct archive *archive_open(const char *dir, enum archive_mode mode, struct error *err);
void archive_close(struct archive *archive);

/* False and err: what was read of it without locks may not be so (read_only.h). archive may be NULL. */
bool archive_is_still(const struct archive *archive, struct error *err);

/* From now on each event says that it goes by that day, YYYY-MM-DD, another one than the clock's; NULL: by the clock's. */
void archive_go_by(struct archive *archive, const char *day);

/* A package on its way in: copied into an unnamed file of the archive while it is hashed, so that nobody can change it. */
struct incoming {
	int fd;
	char sha256[65];
	uint64_t size;
	bool is_held; /* what it was copied from is held still (descriptor_is_held), and has the same bytes as long as it is */
};

/*
 * from: a descriptor at its start; what is written behind its end meanwhile is not copied. Where incoming says so it is held when
 * this returns: it may be read instead of the copy, and is to be released.
 */
bool archive_receive(struct archive *archive, int from, struct incoming *incoming, struct error *err);
void incoming_close(struct incoming *incoming);

/* The reading of that package if it is kept, by today's readers, and is what was logged; *reading NULL otherwise. */
bool archive_reading(struct archive *archive, const char *sha256, struct reading **reading, struct error *err);

/* Its blacklist, as judging asks for it. */
struct blacklist_source *archive_blacklist(struct archive *archive);

/* What a submission is judged against; valid until the snapshot is freed. */
struct snapshot {
	struct history history; /* the version before: the listed one, else the newest that ever was listed; and what the others had */
	int64_t head;		/* of the app: changes with every version, decision */
	int64_t blacklist_generation;
	struct blacklist_source *blacklist;
};
/* facts: of the submission; time, day: when it came (RFC 3339), and which day that was, NULL: now. Freed also when this fails. */
bool archive_snapshot(struct archive *archive, const struct reading *facts, const char *time, const char *day, struct snapshot *snapshot,
		      struct error *err);
void snapshot_free(struct snapshot *snapshot);

struct submission;

/* What belongs to a submission besides and is kept with it or not at all: runs in its transaction, behind its event. */
struct archive_also {
	bool (*run)(const struct archive_also *self, struct archive *archive, const struct submission *submission, int64_t number,
		    struct error *err);
};

struct submission {
	const struct submitted_package *packages; /* each with its incoming */
	size_t num_packages;
	const struct form *form;	 /* or NULL */
	const struct reading *facts;	 /* assembled */
	const struct judgement *judgement;
	const struct rules *rules;
	const struct judge_run *run;
	const char *request_id; /* or NULL */
	const char *by;		/* who submitted, or NULL */
	const char *time, *day;	/* RFC 3339, and YYYY-MM-DD, of what came before there was an archive; NULL: now */
	const struct archive_also *also; /* or NULL */
};

enum keep_outcome {
	KEPT,	    /* durable: the answer may leave */
	KEPT_EARLIER, /* by the same request: number is that submission's */
	KEEP_AGAIN, /* the app's head or the blacklist moved on: take a new snapshot and judge again */
	KEEP_ERROR,
};

/* Keeps all or nothing, in one short transaction (commit order: packages, then rows and log). number: of the submission. */
enum keep_outcome archive_keep(struct archive *archive, const struct submission *submission,
			       const struct snapshot *judged_by, int64_t *number, struct error *err);

/*
 * Who has to judge again does it in turn: many at once would overtake one another time and again. A descriptor to be closed
 * after keeping; -1 when the turn did not come soon, and then it goes without.
 */
int archive_turn(struct archive *archive);

/*
 * The submission of an earlier request of that id: *number 0 when there is none; err CONFLICT when the bytes of its packages or of
 * its form differ, or the roles. Of the submission are looked at request_id, packages, their roles, and form.
 */
bool archive_request(struct archive *archive, const struct submission *submission, int64_t *number, struct error *err);

#endif
