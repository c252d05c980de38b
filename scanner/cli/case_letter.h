/*
 * case_letter - what a letter says: of a correction or rectification each finding that is open, where it is and what is to be done; of a
 * warning or suspension what it is for; of a report to the authority what was decided of what it is about, and why; of an incident that
 * it reports what was done.
 */
#ifndef PRELIST_CLI_CASE_LETTER_H
#define PRELIST_CLI_CASE_LETTER_H

#include "cli/at_desk.h"
#include "report/shown.h"

struct letter {
	struct session *session;
	struct desk *desk;
	enum language language;
	struct arena arena;
	struct case_row row, incident; /* incident: that it reports; number 0: none */
	struct reading *facts; /* of the submission, or of what stands for the app; NULL where the case names neither */
	struct shown_files files; /* of the submission */
	const char *name, *uscc; /* of the developer, by the register; or NULL */
	struct buf text;
	struct json json;
	bool as_json;
	bool is_report; /* to the authority */
	bool is_to_mend; /* the developer is to submit again */
	size_t num_open, num; /* open findings, and those so far */
	size_t num_decisions, num_steps;
	struct error *err;
};

/* Into text, and from there to the output; into json, which is open, to its end. What goes wrong is err of the letter. */
void letter_text(struct letter *letter);
void letter_json(struct letter *letter);

#endif
