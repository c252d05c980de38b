/*
 * history - what the archive knows of an app's versions that are or were listed, of what was decided against it or its bytes, and of
 * other listed apps that show the same, by which a submission is judged.
 *
 * The version before is the listed one, else the newest that ever was listed: phones may hold what was delisted. It is that for the same kind
 * of device (package.device), if there is one: of the main package's, and of each other kind its own.
 */
#ifndef PRELIST_STORE_HISTORY_H
#define PRELIST_STORE_HISTORY_H

#include "bytes/error.h"
#include "judge/device_part.h"
#include "judge/judge.h"

struct archive;

struct history {
	struct judge_history judge; /* what is judged by; its rows are those below */
	int64_t number;		    /* submission of the version before; 0: none ever was listed */
	struct arena arena;
	struct reading *previous, *listed; /* listed: which previous took the place of, for another kind of device; or NULL */
	struct judge_against *against;
	struct history_version {
		int64_t number;
		struct reading *facts;
	} *others; /* under a version code of the submission's, and some above one */
	size_t num_others;
	struct history_before {
		int64_t number;
		struct reading *facts;
		bool is_delisted;
	} before[DEVICE_PARTS_MAX]; /* of judge.others_before */
};

/*
 * Of the app whose submission has these facts, and of its bytes. False and err; freed also then.
 *
 * history_now    by what is listed now; or what was at a time, on the day that this was: of what a store had before it had this archive
 * history_then   of a submission that is kept: the version that it was compared with, and those submitted before it; reads: what is
 *                looked at of all that, NULL: everything
 */
bool history_now(struct archive *archive, const struct reading *facts, const char *time, const char *day, struct history *history,
		 struct error *err);
bool history_then(struct archive *archive, int64_t number, const struct reading *facts, const struct judge_reads *reads,
		  struct history *history, struct error *err);
/* What was decided about that submission itself is left out. */
void history_leave_out(struct history *history, int64_t number);
void history_free(struct history *history);

#endif
