/*
 * format - one package format each: from a container to facts.
 *
 * A format lives beside its code as a const struct; format.def lists the names. Detection is by content, not by
 * suffix: each format bids, the highest bid reads.
 */
#ifndef PRELIST_FORMAT_FORMAT_H
#define PRELIST_FORMAT_FORMAT_H

#include "bytes/digest.h"
#include "bytes/limit.h"
#include "bytes/pool.h"
#include "container/zipdir.h"
#include "facts/fact.h"
#include "format/file_digest.h"

#define FORMAT_ASKED_MAX 1024

struct format_options {
	struct limits limits; /* as policy says */
	bool with_sha1_md5;   /* SHA-1 and MD5 of the file too */
	char sha256[DIGEST_HEX_MAX]; /* of the file, where the caller has made it while he copied it; else empty */
	uint32_t asked[FORMAT_ASKED_MAX]; /* resources whose values, and nothing else, are to be told */
	size_t num_asked; /* 0: everything else is */
};

/* What a package is read with, and where what is found goes. */
struct format_input {
	const struct source *source;
	const struct format_options *options;
	struct pool *pool;
	struct file_digest *file; /* under way; NULL for a file beyond the limit, of which none is made */
	struct fact_sink *sink;
	struct anomalies *anomalies;
};

struct format {
	const char *name;     /* package.format */
	const char *platform; /* package.platform */
	/* 0: not this; up to 100: certainly. */
	int (*bid)(const struct zipdir *dir, const struct source *source);
	/* NULL: known but not read yet (package.unsupported). */
	bool (*read)(const struct format_input *input, struct zipdir *dir, struct error *err);
	/* What it has of the resources that are asked for: rows of split_value. NULL: nothing. */
	bool (*ask)(const struct format_input *input, const struct zipdir *dir, struct error *err);
	const char *unread; /* then: its usual name, and what to hand in instead where there is something */
};

/*
 * Reads a package of whatever kind: every fact goes to sink, the manifest's first (or what is asked for alone). A hostile package is never an
 * error: false and err mean that reading the source failed or memory ran out.
 */
bool format_read(const struct source *source, const struct format_options *options, struct pool *pool,
		 struct fact_sink *sink, struct error *err);

/* Warms up everything that reading needs from outside, before the sandbox closes. */
bool format_warm_up(struct error *err);

#endif
