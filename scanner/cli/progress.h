/*
 * progress - a bar on a terminal's standard error, and nowhere else, when work takes long and nobody asked for quiet.
 */
#ifndef PRELIST_CLI_PROGRESS_H
#define PRELIST_CLI_PROGRESS_H

#include "report/language.h"

#include <stdbool.h>
#include <stdint.h>

struct progress {
	const char *what; /* as progress_begin was given it */
	const char *word; /* in the user's language */
	uint64_t total;
	enum language language;
	bool is_quiet;
	double started, shown;
	bool is_on, is_visible;
};

/* what: a word of progress.def. */
struct progress progress_begin(enum language language, const char *what, uint64_t total, bool quiet);
void progress_show(struct progress *progress, uint64_t done);
/* Both in one, for work that tells how much it is as it goes on: another word or total is another bar. */
void progress_move(struct progress *progress, enum language language, bool quiet, const char *what, uint64_t done, uint64_t total);
/* The same of one word, as work calls back: the owner is the bar, begun with a total of 0. */
void progress_step(void *owner, uint64_t done, uint64_t total);
/* Wipes the bar: also before something else is printed on the terminal. */
void progress_end(struct progress *progress);

/* Seconds of a clock that only goes forward. */
double progress_clock(void);

#endif
