#include "cli/progress.h"

#include "report/columns.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define QUIET_SECONDS 1.0
#define STEP_SECONDS 0.2
#define BAR_COLUMNS 30

double progress_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static const char *word_of(enum language language, const char *what)
{
	static const struct {
		const char *en, *zh;
	} words[] = {
#define PROGRESS(en, zh) {en, zh},
#include "cli/progress.def"
#undef PROGRESS
	};

	for (size_t i = 0; language == LANGUAGE_ZH && i < sizeof words / sizeof words[0]; i++)
		if (strcmp(words[i].en, what) == 0)
			return words[i].zh;
	return what;
}

struct progress progress_begin(enum language language, const char *what, uint64_t total, bool quiet)
{
	const char *term = getenv("TERM");
	bool is_on = !quiet && total > 1 && isatty(STDERR_FILENO) && term != NULL && strcmp(term, "dumb") != 0;

	return (struct progress){.what = what, .word = word_of(language, what), .total = total, .language = language, .is_quiet = quiet,
				 .started = progress_clock(), .is_on = is_on};
}

/* How wide the terminal is now. A line that fills it would break, and could not be wiped. */
static size_t room_on_line(void)
{
	struct winsize size;

	return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col - 1U : 79;
}

/* The bar is as long as there is room beside what it is of; where there is none nothing is drawn. */
static void draw(const struct progress *progress, uint64_t done)
{
	char count[48], bar[BAR_COLUMNS + 1];
	size_t taken = columns_of(progress->word) + 4, room = room_on_line(), cells, full;

	taken += (size_t)snprintf(count, sizeof count, "%llu/%llu", (unsigned long long)done, (unsigned long long)progress->total);
	if (room <= taken)
		return;
	cells = room - taken < BAR_COLUMNS ? room - taken : BAR_COLUMNS;
	full = (size_t)(done * cells / progress->total);
	for (size_t i = 0; i < cells; i++)
		bar[i] = i < full ? '#' : '.';
	bar[cells] = '\0';
	fprintf(stderr, "\r%s [%s] %s\033[K", progress->word, bar, count);
	fflush(stderr);
}

void progress_show(struct progress *progress, uint64_t done)
{
	double now;

	if (!progress->is_on || done > progress->total)
		return;
	now = progress_clock();
	if (now - progress->started < QUIET_SECONDS || now - progress->shown < STEP_SECONDS)
		return;
	progress->shown = now;
	progress->is_visible = true;
	draw(progress, done);
}

void progress_move(struct progress *progress, enum language language, bool quiet, const char *what, uint64_t done, uint64_t total)
{
	if (progress->what != what || progress->total != total) {
		progress_end(progress);
		*progress = progress_begin(language, what, total, quiet);
	}
	progress_show(progress, done);
}

void progress_step(void *owner, uint64_t done, uint64_t total)
{
	struct progress *progress = owner;

	progress_move(progress, progress->language, progress->is_quiet, progress->what, done, total);
}

void progress_end(struct progress *progress)
{
	if (!progress->is_visible)
		return;
	fputs("\r\033[K", stderr);
	fflush(stderr);
	progress->is_visible = false;
}
