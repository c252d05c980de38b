/*
 * case_table - cases as the archive keeps them: the case, its findings, its entries, attachments by hash, what laboratories found.
 *
 * Whatever writes is called within a transaction and ends with case_table_log: the event's content is a digest of all
 * rows of the case, so that archive verify finds a change in any of them. What a case means is desk/case.h's business.
 */
#ifndef PRELIST_STORE_CASE_TABLE_H
#define PRELIST_STORE_CASE_TABLE_H

#include "judge/judge.h"
#include "store/database.h"

/* Text lives as long as the row it came from; NULL where there is none. Persons are names. Dates are YYYY-MM-DD. */
struct case_row {
	int64_t number; /* 0: not kept yet */
	const char *kind, *state, *opened, *due, *closed, *outcome;
	const char *platform, *app_id;
	int64_t submission; /* FACT_ABSENT where there is none; so is parent */
	const char *developer, *sha256;
	const char *text, *text_sealed, *contact; /* text is masked; the others are ids of the seal */
	bool contact_is_erased;			  /* of what is read: there was one, and it was erased */
	const char *basis, *source, *ticket;
	int64_t parent;
	const char *assignee, *by;
};

struct case_finding_row {
	struct finding finding;
	const char *basis; /* comma-separated */
	const char *state; /* open, fixed */
	int64_t fixed_by;
};

struct case_entry_row {
	int64_t position;
	const char *date, *kind, *by, *text, *text_sealed;
	const char *name, *sha256; /* of an attachment; sha256 NULL: it is sealed as text_sealed */
	int64_t size;
	bool is_erased; /* of what is read: what was sealed as text_sealed */
};

/* Which cases: every member that is set must fit. */
struct case_filter {
	int64_t number; /* 0: any */
	const char *kind, *state, *platform, *app_id, *assignee;
	const char *due_before; /* or on it */
	int64_t parent;		/* 0: any */
};

bool case_table_insert(struct archive *archive, const struct case_row *row, int64_t *number, struct error *err);
/* basis: comma-separated. */
bool case_table_add_finding(struct archive *archive, int64_t number, const struct finding *finding, const char *basis, struct error *err);
bool case_table_add_entry(struct archive *archive, int64_t number, const struct case_entry_row *entry, struct error *err);
bool case_table_assign(struct archive *archive, int64_t number, const char *who, struct error *err);
bool case_table_set_due(struct archive *archive, int64_t number, const char *due, struct error *err);
bool case_table_close(struct archive *archive, int64_t number, const char *date, const char *outcome, struct error *err);
bool case_table_set_finding(struct archive *archive, int64_t number, const char *key, const char *state, int64_t fixed_by,
			    struct error *err);

/* Keeps bytes under their hash; the same bytes once. */
bool case_table_attach(struct archive *archive, struct span content, char sha256[65], struct error *err);
bool case_table_attachment(struct archive *archive, const char *sha256, struct buf *content, struct error *err);

/* The event of what was done to a case. */
bool case_table_log(struct archive *archive, int64_t number, const char *by, const char *detail, struct error *err);

/* By due date. False from visit ends it early without error. */
bool case_table_each(struct archive *archive, const struct case_filter *filter,
		     bool (*visit)(void *owner, const struct case_row *row), void *owner, struct error *err);
bool case_table_each_finding(struct archive *archive, int64_t number,
			     bool (*visit)(void *owner, const struct case_finding_row *finding), void *owner, struct error *err);
bool case_table_each_entry(struct archive *archive, int64_t number,
			   bool (*visit)(void *owner, const struct case_entry_row *entry), void *owner, struct error *err);

/* Calls problem for every case whose rows are not those of its last event, and every attachment that is not its hash's. */
bool case_table_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner,
		       struct error *err);

#endif
