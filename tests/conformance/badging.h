/*
 * badging - what is ours of a package beside what aapt prints of it and, where a phone has it otherwise, beside that.
 *
 * Permissions are lists of names with commas between them, as in the corpus.
 */
#ifndef PRELIST_TESTS_BADGING_H
#define PRELIST_TESTS_BADGING_H

#include "facts/fact.h"
#include "judge/catalogue.h"

#define BADGING_LEN 4096

struct badging {
	size_t num_rows, num_fields, num_known;
};

/* How many rows and fields manifest_differs.def names. */
extern const size_t badging_num_differing;

/* Ours, NULL for nothing, is theirs, or what manifest_differs.def says that a phone has. */
void badging_compare(struct badging *badging, const char *path, const char *what, const char *ours, const char *theirs);

/* An app, and the catalogue android_implied_permissions: the list by which the platform adds permissions. */
struct badging_app {
	const struct catalogue *catalogue;
	const struct fact_package *package;
	char declared[BADGING_LEN];
};

void badging_append(char names[BADGING_LEN], const char *name);
bool badging_lists(const char *names, const char *name);

/* Those of names that do not stand among the others and are not added to the app by the platform; app may be NULL. */
void badging_missing(const char *names, const char *others, const struct badging_app *app, char missing[BADGING_LEN]);

/* Whatever the platform adds to the app, for its target and what it asks for. */
void badging_added(const struct badging_app *app, char added[BADGING_LEN]);

#endif
