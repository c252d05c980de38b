/*
 * policy_text - texts of privacy policies, each kept once by its SHA-256; forms and the register name them by it.
 */
#ifndef PRELIST_STORE_POLICY_TEXT_H
#define PRELIST_STORE_POLICY_TEXT_H

#include "judge/form.h"
#include "store/database.h"

/* Keeps the text of a form, where it has one. Within the transaction of the submission. */
bool policy_text_keep(struct archive *archive, const struct form *form, struct error *err);

/* Gives a form that has the hash alone the text that the archive has; *missing: it has none. */
bool policy_text_restore(struct archive *archive, struct form *form, bool *missing, struct error *err);

/*
 * The same for a form that is handed in with that package: a hash is public, so that the text counts as his who gave it before, and as
 * anybody's where nobody did by name. What is not his the form goes on lacking (form_policy_wanted).
 */
bool policy_text_given(struct archive *archive, struct form *form, const struct fact_package *package, struct error *err);

/* The policy that a submission's form names: its hash and its text, in the arena; NULL where there is none. */
bool policy_text_of(struct archive *archive, int64_t submission, struct arena *arena, const char **sha256, char **text,
		    struct error *err);

/* Each submission of an app whose policy is another than that of the one before; platform may be NULL. Oldest first. */
struct policy_change {
	int64_t submission, version_code; /* FACT_ABSENT where there is none */
	const char *date, *platform, *sha256; /* sha256 NULL: no text any more */
	int64_t length;			/* characters */
};
bool policy_text_changes(struct archive *archive, const char *platform, const char *app_id,
			 void (*visit)(void *owner, const struct policy_change *change), void *owner, struct error *err);

/* Calls problem for every text that is not that of its hash, and for every submission whose text is gone. */
bool policy_text_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err);

#endif
