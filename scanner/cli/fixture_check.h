/*
 * fixture_check - each rule on the fixtures that it hits and on those that it misses.
 */
#ifndef PRELIST_CLI_FIXTURE_CHECK_H
#define PRELIST_CLI_FIXTURE_CHECK_H

#include "cli/session.h"

struct fixture_check {
	struct session *session;
	struct json *json;	       /* what is wrong goes into its open list; NULL: into lines of text */
	size_t num_checked, num_wrong; /* fixtures, faults */
	bool broke_off;		       /* a rule could not finish on one: the rest is not waited for */
	struct judged_fixture *judged;
};

/*
 * Looks for fixtures/<name> beside the rules' folder; without such a folder nothing is run. A fixture is <name>.apk, or the
 * form <name>.submission.json with the packages that it names (<name>.apk where it names none). They are judged as on one
 * fixed day, unless --today says another. What is wrong is printed with file and line of the rule, also of one that came to
 * its limits on a fixture: that ends the check. False and err only when we could not do our work.
 */
bool fixture_check_all(struct fixture_check *check, struct error *err);

/* Counts what is wrong and prints it; text in the session's language. */
void fixture_check_wrong(struct fixture_check *check, const char *text);

#endif
