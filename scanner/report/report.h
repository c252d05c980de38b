/*
 * report - one submission's report, in each form that writer.def lists.
 */
#ifndef PRELIST_REPORT_REPORT_H
#define PRELIST_REPORT_REPORT_H

#include "judge/judge.h"
#include "report/language.h"

#include <stdio.h>

/* How a kept version stands today, where that is graver than it was. */
struct report_today {
	enum verdict verdict;
	const char **rules;   /* whose findings make it that; NULL-terminated */
	int64_t patrol;	      /* that found it first; 0: none yet */
	const char *since;    /* the day of that patrol, or NULL */
};

struct report_decision {
	const char *state; /* listed, rejected, delisted */
	const char *date, *by, *seconded, *reason, *rule, *basis; /* seconded: who proposed it, of two persons; NULL where there is none */
	const char *both;  /* the account of these two, where the log knows that it is one; or NULL */
};

struct report {
	const char *file;	 /* as given: the main package */
	const char **files;	 /* of every position; may be NULL */
	size_t num_files;
	const struct rules *rules;
	const struct reading *facts; /* assembled */
	const struct judgement *judgement;
	const struct judge_run *run;
	int64_t submission;	 /* 0: not kept */
	const char *state;	 /* received, listed, rejected, delisted, or NULL */
	const char *suspended;	 /* it is listed, and since that day its app is suspended; or NULL */
	const char *pruned;	 /* the day on which its packages went, or NULL: they are kept */
	const struct report_today *today;	  /* or NULL: as it was */
	const struct report_decision *decisions; /* the first one first */
	size_t num_decisions;
	int64_t time;		 /* seconds since the epoch */
	double seconds;		 /* that it took; < 0: not known */
	uint64_t size_limit;	 /* limit.report-size; 0: none */
	const char *previous_version; /* what `changes` is against, as VERSION, or NULL */
	int64_t previous_number;      /* its submission; 0: it is not kept */
};

struct report_options {
	FILE *out;
	enum language language;
	bool color;
	unsigned width; /* columns of the terminal; 0: no limit */
	const char *version; /* of the program */
};

/* All of it, flushed; text that failed is an error, too. */
bool report_print(const struct report_options *options, const struct buf *text, const struct arena *arena, struct error *err);

struct sheet;

struct writer {
	const char *name; /* text, json, ndjson, html */
	/* Called once around all reports: several says whether an array is wanted. */
	bool (*begin)(const struct report_options *options, bool several, struct error *err);
	bool (*write)(const struct report_options *options, const struct report *report, bool is_first, struct error *err);
	bool (*end)(const struct report_options *options, bool several, struct error *err);
	/* The public page of a version (sheet.h). One that makes nothing but pages has none of the other three. */
	bool (*disclose)(const struct report_options *options, const struct sheet *sheet, struct error *err);
};

/* NULL when there is none of that name. */
const struct writer *writer_find(const char *name);

/* The names of the writers, space-separated, for messages: all, or those that make reports. */
#define WRITER_NAMES_LEN 128
void writer_names(char out[WRITER_NAMES_LEN], bool with_pages);

#endif
