/*
 * pass - the one pass over all entries: each is inflated once and, while it is hot, hashed, watched and inspected.
 *
 * Runs on the pool, costlier pieces of work first, those of like cost in the order of the file; small neighbours share one read.
 * Work of others (chunk digests, what is said of the container as a whole) is pieces of the same run.
 */
#ifndef PRELIST_FORMAT_PASS_H
#define PRELIST_FORMAT_PASS_H

#include "bytes/digest.h"
#include "format/content_digest.h"
#include "format/format.h"
#include "inspect/inspect.h"

#define PASS_SHA256_LEN 32

/* Somebody who wants to see every entry go by (JAR digests). Any of them may be called from any thread. */
struct pass_watcher {
	void *owner;
	/* True when the entry's bytes are wanted, too. */
	bool (*begin)(void *owner, unsigned worker, const struct zipdir_entry *entry);
	void (*add)(void *owner, unsigned worker, struct span bytes);
	/* sha256: of all that went by; NULL when that was less than the entry is said to hold. */
	void (*end)(void *owner, unsigned worker, const struct zipdir_entry *entry, const uint8_t sha256[PASS_SHA256_LEN]);
};

/* Work of somebody else in the same run. */
struct pass_work {
	void *owner;
	size_t num_items;
	uint64_t cost; /* of an item: as much as hashing so many bytes */
	bool (*work)(void *owner, size_t item, unsigned worker, struct error *err);
};

/* What needs every entry and their order: done once, beside what is left of the run. */
struct pass_after {
	void *owner;
	bool (*work)(void *owner, struct error *err);
};

enum { PASS_CHUNKS, PASS_SECOND_READER, PASS_ACCOUNTING, PASS_ORDER, PASS_WORKS };

/* An entry that was read before the pass. */
struct pass_content {
	const struct zipdir_entry *entry;
	struct span bytes;
};

/* What became of an entry. */
struct pass_entry {
	bool is_read;	      /* whole, as the phone reads it */
	bool is_of_signature; /* a file of a JAR signature that verifies */
	bool is_beyond;	      /* what the package may make */
	uint8_t sha256[PASS_SHA256_LEN];
};

struct pass {
	const struct format_input *input;
	const struct zipdir *dir;
	bool with_inspectors;
	int64_t min_sdk, target_sdk; /* for inspectors */
	bool extract_native_libs;
	struct inspect_icon *icons; /* their pictures are filled in */
	size_t num_icons;
	const bool *pictures; /* which entries of a split may be its base's icon; NULL: none */
	struct class_names *classes; /* which of them are defined is filled in; NULL: none */
	const struct pass_content *contents;
	size_t num_contents;
	struct pass_watcher watcher;  /* begin NULL: none */
	struct pass_work works[PASS_WORKS]; /* num_items 0: none */
	struct pass_after after;      /* work NULL: none */
	struct pass_entry *entries;   /* filled: as many as the directory has, hidden ones included */
	struct content_order order;   /* filled by package_run */
	char content_digest[DIGEST_HEX_MAX]; /* the same, where there are entries */
};

/* Room for what is filled; the rest is set. False and err when memory ran out. */
bool pass_open(struct pass *pass, struct error *err);
void pass_close(struct pass *pass);

/* Entry rows and inspectors' rows leave for the sink. False and err when reading failed or memory ran out. */
bool pass_run(struct pass *pass, struct error *err);

#endif
