/*
 * register_read - the register as it stands and as it was.
 */
#ifndef PRELIST_STORE_REGISTER_READ_H
#define PRELIST_STORE_REGISTER_READ_H

#include "store/database.h"

/* What is kept of a developer; each with columns of its own, since and date first. Contact data is desk/developer.h's business. */
enum register_part { REGISTER_IDENTITY, REGISTER_LICENCE, REGISTER_FILING, REGISTER_DOCUMENT, REGISTER_CERTIFICATE, REGISTER_APP, REGISTER_PARTS };

#define REGISTER_COLUMNS_MAX 20

struct register_part_info {
	const char *name; /* the array's, in JSON */
	const char *columns[REGISTER_COLUMNS_MAX]; /* ended by NULL */
};
const struct register_part_info *register_part_info(enum register_part part);

/* A value is NULL where there is none; all live until the visit returns. */
struct register_row {
	int64_t since;
	bool is_current; /* nothing newer says otherwise, or takes its place */
	const char *values[REGISTER_COLUMNS_MAX];
};

/* Oldest first. */
bool register_each(struct archive *archive, int64_t developer, enum register_part part,
		   void (*visit)(void *owner, const struct register_row *row), void *owner, struct error *err);

struct register_developer_row {
	int64_t developer;
	const char *id, *name, *uscc;
	int64_t uscc_ok; /* FACT_ABSENT where there is no uscc */
	int64_t num_apps, num_listed; /* apps; apps with a listed version */
	const char *valid_until;	/* the earliest last day of the newest licences */
	const char *since, *changed;	/* dates of the first and of the last change */
	bool is_blacklisted;		/* the developer or his code, on that day */
};

/* By id; developer 0: all of them. today: YYYY-MM-DD. */
bool register_each_developer(struct archive *archive, int64_t developer, const char *today,
			     void (*visit)(void *owner, const struct register_developer_row *row), void *owner, struct error *err);

/* Something that several developers have. */
struct register_shared_row {
	const char *kind; /* certificate, spki, uscc, licence, filing, document, app */
	const char *value;
	const char *developers; /* ids, each once, with ", " between them */
	bool is_blacklisted;	/* one of them is, on that day */
};

/* developer 0: whatever is shared; otherwise only what he has. */
bool register_each_shared(struct archive *archive, int64_t developer, const char *today,
			  void (*visit)(void *owner, const struct register_shared_row *row), void *owner, struct error *err);

#endif
