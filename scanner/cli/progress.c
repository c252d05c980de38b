#include "cli/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

	return (struct progress){.what = what, .word = word_of(language, what), .total = total, .started = progress_clock(), .is_on = is_on};
}

static void draw(const struct progress *progress, uint64_t done)
{
	char bar[BAR_COLUMNS + 1];
	size_t full = (size_t)(done * BAR_COLUMNS / progress->total);

	for (size_t i = 0; i < BAR_COLUMNS; i++)
		bar[i] = i < full ? '#' : '.';
	bar[BAR_COLUMNS] = '\0';
	fprintf(stderr, "\r%s [%s] %llu/%llu\033[K", progress->word, bar, (unsigned long long)done,
		(unsigned long long)progress->total);
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

void progress_end(struct progress *progress)
{
	if (!progress->is_visible)
		return;
	fputs("\r\033[K", stderr);
	fflush(stderr);
	progress->is_visible = false;
}
