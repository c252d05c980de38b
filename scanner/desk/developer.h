/*
 * developer - a developer's contact data: shown masked, read in clear for a reason, erased.
 */
#ifndef PRELIST_DESK_DEVELOPER_H
#define PRELIST_DESK_DEVELOPER_H

#include "desk/desk.h"
#include "store/contact.h"

enum contact_state { CONTACT_NONE, CONTACT_READ, CONTACT_ERASED, CONTACT_CLOSED /* there is no key that opens it */ };

struct developer_contact {
	enum contact_state state;
	int64_t since; /* the submission that gave it */
	char date[DATE_TEXT_LEN];
	struct contact contact; /* in the arena */
};

/* The number of a developer by id; err when the register has none. */
bool developer_find(struct desk *desk, const char *id, int64_t *developer, struct error *err);

/* The newest contact, every part masked; no event. */
bool developer_masked(struct desk *desk, int64_t developer, struct arena *arena, struct developer_contact *found, struct error *err);

/* In clear, within desk_keep: logged with who and why. */
bool developer_read(struct desk *desk, int64_t developer, const char *why, struct arena *arena, struct developer_contact *found,
		    struct error *err);

#endif
