/*
 * reveal - what is sealed in a case, in clear for a reason; and its end.
 */
#ifndef PRELIST_DESK_REVEAL_H
#define PRELIST_DESK_REVEAL_H

#include "desk/desk.h"

/* What is sealed in case ?1: entry, what it is, id; attachments, too. */
#define REVEAL_SEALED                                                                                                                  \
	"SELECT 0 AS entry, 'contact' AS what, contact AS id FROM case_file WHERE number = ?1 AND contact IS NOT NULL"                \
	" UNION ALL SELECT 0, 'text', text_sealed FROM case_file WHERE number = ?1 AND text_sealed IS NOT NULL"                       \
	" UNION ALL SELECT position, CASE WHEN name IS NULL THEN 'text' ELSE 'attachment' END, text_sealed FROM case_entry WHERE number = ?1" \
	" AND text_sealed IS NOT NULL"

/* entry: 0 for the case itself. what: contact, text. text NULL: it was erased. */
struct revealed {
	int64_t entry;
	const char *what, *text;
};

/* Contact and texts as they were written, in their order; every one is logged with who and why. Within desk_keep. */
bool case_reveal(struct desk *desk, int64_t number, const char *why, struct arena *arena,
		 bool (*visit)(void *owner, const struct revealed *revealed), void *owner, struct error *err);

/* A case's sealed contact as it may be shown: 张** 138****1234. NULL where it was erased or no key opens it. */
bool case_masked_contact(struct desk *desk, const char *sealed, struct arena *arena, const char **text, struct error *err);

#endif
