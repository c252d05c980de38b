/*
 * role - who is appointed to what, since when and until when; a line of role.def a role.
 *
 * What writes is called within desk_keep, and is one event each. Nothing is taken away: an appointment ends.
 */
#ifndef PRELIST_DESK_ROLE_H
#define PRELIST_DESK_ROLE_H

#include "desk/desk.h"
#include "store/role_table.h"

struct role_info {
	const char *name, *en, *zh, *basis;
	bool needed;
};

/* NULL past the last one. */
const struct role_info *role_info(size_t index);
const struct role_info *role_find(const char *name);

/* since: NULL for today. contact: NULL, or personal data, sealed. */
struct role_adding {
	const char *role, *who, *since, *contact;
};
bool role_add(struct desk *desk, const struct role_adding *adding, int64_t *number, struct error *err);

/* until: the last day, NULL for today. */
bool role_end(struct desk *desk, int64_t number, const char *until, struct error *err);

/* In clear, logged. *text NULL: there is none, or it was erased. */
bool role_contact(struct desk *desk, int64_t number, const char *why, struct arena *arena, const char **text, struct error *err);

/* Somebody has the role today. */
bool role_is_held(struct desk *desk, const char *role, bool *held, struct error *err);

#endif
