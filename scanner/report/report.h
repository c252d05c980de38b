/*
 * report - one submission's report, in each form that writer.def lists.
 */
#ifndef PRELIST_REPORT_REPORT_H
#define PRELIST_REPORT_REPORT_H

#include "judge/judge.h"
#include "report/language.h"

#include <stdio.h>

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
	int64_t time;		 /* seconds since the epoch */
	double seconds;		 /* that it took; < 0: not known */
	uint64_t size_limit;	 /* limit.report-size; 0: none */
	const char *previous_version; /* what `changes` is against, as VERSION, or NULL */
};

struct report_options {
	FILE *out;
	enum language language;
	bool color;
	unsigned width; /* columns of the terminal; 0: no limit */
	const char *version; /* of the program */
};

struct writer {
	const char *name; /* text, json, ndjson */
	/* Called once around all reports: several says whether an array is wanted. */
	bool (*begin)(const struct report_options *options, bool several, struct error *err);
	bool (*write)(const struct report_options *options, const struct report *report, bool is_first, struct error *err);
	bool (*end)(const struct report_options *options, bool several, struct error *err);
};

/* NULL when there is none of that name. */
const struct writer *writer_find(const char *name);

/* The names of all writers, space-separated: for usage messages and completion. */
const char *writer_names(void);

#endif
