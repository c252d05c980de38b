/*
 * patrol_table - patrols as the archive keeps them, and how each listed version stands.
 *
 *   patrol            one row a patrol, also of one that had nothing to do; ended is NULL while it runs or when it broke off
 *   patrol_change     verdicts that it changed · patrol_missed: versions that it could not judge, and why
 *   standing          of each version that a patrol judged: the newest verdict, and which patrol that was
 *   standing_finding  its findings for review and reject, as they are today
 *   newly_against     a view: those of listed versions that were not there, or less grave, when they were listed, and that nobody
 *                     has settled since: what a reviewer has to look at (number, platform, app_id, version_code, version_name,
 *                     label, patrol, key, rule, verdict, title, title_zh, subject, detail, path)
 *   rehash            when each package was last read and hashed, and whether it was what it was
 *
 * Whatever writes is called within a transaction and ends with patrol_table_log: the events' contents are digests of the
 * patrol's rows and of all standings, so that archive verify finds a change in any of them.
 */
#ifndef PRELIST_STORE_PATROL_TABLE_H
#define PRELIST_STORE_PATROL_TABLE_H

#include "judge/judge.h"
#include "store/database.h"

/* Rule of a finding that a re-hash made: it stays until the package is whole again, whatever rules say. */
#define PATROL_DAMAGED "archive.package-damaged"

/* SQL: rows of patrol_missed since a patrol judged the version last. */
#define PATROL_MISSED_SINCE                                                                                                            \
	"(SELECT x.number, x.patrol FROM patrol_missed x LEFT JOIN standing t ON t.number = x.number WHERE x.patrol > coalesce(t.patrol, 0))"

struct patrol_row {
	int64_t number;
	const char *date, *started, *ended; /* date: YYYY-MM-DD as judged; the others are instants; ended may be NULL */
	int64_t rule_set, blacklist, last_case; /* what it judged by: rules, generation of the blacklist, cases up to there */
	const char *reasons;			/* "age 12, rules 3" */
	int64_t listed, planned, done, missed;
	int64_t due; /* judged by some rules only: a reading is too old for the others */
	int64_t re_read, changed;
	int64_t hashed, hashed_bytes, damaged;
	int64_t fresh_bytes, all_bytes; /* hashed within policy's rehash_days, of all that is kept */
	int64_t unchecked;		/* of one that just ran: packages that could not be hashed; only the log tells it later */
};

struct standing_row {
	int64_t number, patrol;
	const char *verdict;
	bool complete;
	int64_t due;	     /* rules that a reading is too old for */
	const char *expires; /* the next day after which a licence or document of the form has run out; NULL: none */
};

/* The number under which these rules are kept, made where they are new. */
bool patrol_table_rule_set(struct archive *archive, const struct rules *rules, int64_t *number, struct error *err);

/* A patrol as it begins, with nothing done yet; and as it stands, by its number. */
bool patrol_table_insert(struct archive *archive, const struct patrol_row *row, int64_t *number, struct error *err);
bool patrol_table_update(struct archive *archive, const struct patrol_row *row, struct error *err);
/* Verdicts of a submission before and after that patrol; why it could not judge one. */
bool patrol_table_change(struct archive *archive, int64_t patrol, int64_t number, const char *before, const char *after, struct error *err);
bool patrol_table_miss(struct archive *archive, int64_t patrol, int64_t number, const char *why, struct error *err);

/* A reading by today's readers in place of an older one, with an event of its own. *was_changed: that was not what was logged. */
bool patrol_table_reread(struct archive *archive, const char *sha256, const struct reading *reading, const char *by, bool *was_changed,
			 struct error *err);

/* Statements that are used for one version after another. */
struct standing_writer {
	sqlite3_stmt *put, *mark, *add, *sweep;
};
bool standing_writer_open(struct standing_writer *writer, struct archive *archive, struct error *err);
void standing_writer_close(struct standing_writer *writer);
/* How a version stands from now on, with its findings for review and reject: one that stood before, as grave, stands since then. */
bool standing_put(struct standing_writer *writer, struct archive *archive, const struct standing_row *row,
		  const struct finding *findings, size_t num_findings, struct error *err);

/* What a re-hash found; the versions that hold the package have a finding, or have it no more. */
bool patrol_table_hashed(struct archive *archive, const char *sha256, const char *date, bool ok, struct error *err);

/* The events of what was done. */
bool patrol_table_log(struct archive *archive, int64_t number, const char *by, const char *detail, struct error *err);

/* Newest first; number 0: all of them. */
bool patrol_table_each(struct archive *archive, int64_t number, void (*visit)(void *owner, const struct patrol_row *row), void *owner,
		       struct error *err);

bool patrol_table_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err);

#endif
