/*
 * scan - the spine: unpack -> extract -> check -> archive -> report.
 *
 *   scan_copy      the gate's copy of a file, hashed, that nobody can change any more; the file itself is read as long as it holds still
 *   scan_receive   the same, and what was read of it before
 *   scan_read      unpack and extract: a worker of the sandbox reads the package, facts come back
 *   scan_assemble  the facts of all packages, and what splits take of their base's table
 *   scan_judge     check: facts of all packages on the bench, findings, verdict
 *   scan_keep      archive: all or nothing; judged again when the app or the blacklist moved on meanwhile
 *   scan_report    what the writers of report/ print
 */
#ifndef PRELIST_SCAN_H
#define PRELIST_SCAN_H

#include "report/report.h"
#include "sandbox/sandbox.h"
#include "store/archive.h"

/* What one run works with; all borrowed. */
struct scan {
	struct sandbox *sandbox;
	const struct rules *rules;
	struct judge *judge;
	struct archive *archive; /* NULL: no history, the blacklist of the rules */
	bool receives;		 /* what is read in a batch is the gate's copy */
	struct format_options read;
	struct judge_run run;
	const struct sandbox_meanwhile *meanwhile; /* done while one package alone is read; NULL: nothing */
};

struct scan_file {
	const char *file; /* as given */
	const char *role; /* of the form, or NULL */
	int fd;		  /* borrowed; of what was copied: the file while it is held still, then incoming's */
	struct sandbox_worker worker;
	struct incoming incoming; /* of scan_receive */
	struct reading *reading;  /* of scan_read; scan_files_free frees it */
};

struct scan_submission {
	struct scan_file *files;
	size_t num_files;
	struct form *form;		    /* or NULL; judging gives it the text of a privacy policy that it names by its hash */
	const char *request_id, *submitter; /* or NULL */
	const char *time, *day;		    /* when it came, RFC 3339, and which day that was; NULL: now, today */
	const struct archive_also *also;    /* kept with it; or NULL */
	const struct judge_history *history; /* to compare with where there is no archive; or NULL */
};

struct scan_result {
	struct reading *facts;
	struct snapshot snapshot;
	struct judgement *judgement;
	char previous_version[24]; /* empty without one */
	int64_t number;		   /* 0: not kept */
	bool was_kept;		   /* by the same request, which came twice at once */
};

/* They close file->fd when the copy takes its place: at once, or in scan_read where the file holds still. */
bool scan_copy(const struct scan *scan, struct scan_file *file, struct error *err);
bool scan_receive(const struct scan *scan, struct scan_file *file, struct error *err);

/* Any thread; the file must not change meanwhile. */
bool scan_read(const struct scan *scan, struct scan_file *file, struct error *err);

/* As judging takes them; borrows of files, and the caller frees the array. */
struct submitted_package *scan_packages(const struct scan_file *files, size_t num_files, struct error *err);

/* When all files of a submission are read, and still open. The caller frees it. */
struct reading *scan_assemble(const struct scan *scan, const struct scan_submission *submission, struct error *err);

/* One thread at a time. The result is freed also when this fails. */
bool scan_judge(const struct scan *scan, const struct scan_submission *submission, struct scan_result *result,
		struct error *err);
bool scan_keep(const struct scan *scan, const struct scan_submission *submission, struct scan_result *result,
	       struct error *err);

/* What the writers need; borrows everything. file_names: one a file, kept by the caller. */
struct report scan_report(const struct scan *scan, const struct scan_submission *submission,
			  const struct scan_result *result, const char **file_names);

void scan_result_free(struct scan_result *result);
void scan_files_free(struct scan_file *files, size_t num_files);

/* Those that were opened, from the first on. */
void scan_files_close(struct scan_file *files, size_t num_files);

#endif
