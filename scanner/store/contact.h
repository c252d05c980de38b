/*
 * contact - a developer's contact data as one sealed text.
 */
#ifndef PRELIST_STORE_CONTACT_H
#define PRELIST_STORE_CONTACT_H

#include "bytes/arena.h"
#include "bytes/error.h"
#include "judge/form.h"

/* Each NULL where it was not given. */
struct contact {
	const char *legal_representative, *phone, *email, *address;
};

struct contact contact_of(const struct form *form);
bool contact_is_empty(const struct contact *contact);

/* One text, the same for the same contact; and back. In the arena. NULL and err. */
const char *contact_text(const struct contact *contact, struct arena *arena, struct error *err);
bool contact_parse(const char *text, struct arena *arena, struct contact *contact, struct error *err);

#endif
