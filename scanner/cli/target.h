/*
 * target - APP, APP@VERSION, APP@#N and @#N taken apart.
 */
#ifndef PRELIST_CLI_TARGET_H
#define PRELIST_CLI_TARGET_H

#include "bytes/error.h"

#include <stdint.h>

#define TARGET_APP_MAX 1100

struct target {
	const char *platform;	   /* "android", "harmonyos", "ios", or NULL: whichever has the app */
	char app_id[TARGET_APP_MAX]; /* empty: only a submission's number is known */
	bool has_version;
	int64_t version_code; /* 0 where submission is given */
	int64_t submission;   /* 0 where version_code is given */
};

/* Splits at the last @. False and err when what follows it is neither a version code nor #N. */
bool target_parse(const char *text, struct target *target, struct error *err);

/* 12 or #12, the number of what ("a case; prelist case list numbers them"). */
bool target_number(const char *text, const char *what, int64_t *number, struct error *err);

#endif
