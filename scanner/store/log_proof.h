/*
 * log_proof - proofs over the records of the log, made from the hashes that are kept with them.
 */
#ifndef PRELIST_STORE_LOG_PROOF_H
#define PRELIST_STORE_LOG_PROOF_H

#include "bytes/arena.h"
#include "store/archive.h"
#include "store/merkle_proof.h"

/* The fields of a record that its leaf is made of; text lives in the arena. */
struct log_record {
	int64_t number;
	const char *content, *detail, *kind, *person, *subject, *time; /* never NULL */
	const char *account, *today; /* NULL: the record has none */
	char leaf[65];
};
/* err when there is no such event. */
bool log_record_load(struct archive *archive, int64_t number, struct arena *arena, struct log_record *record, struct error *err);

/* Event `number` is in the log of the first `size` records. */
bool log_proof_inclusion(struct archive *archive, int64_t number, int64_t size, struct merkle_path *path,
			 uint8_t root[MERKLE_HASH], struct error *err);

/* The log of `second` records begins with that of `first`. */
bool log_proof_consistency(struct archive *archive, int64_t first, int64_t second, struct merkle_path *path,
			   uint8_t first_root[MERKLE_HASH], uint8_t second_root[MERKLE_HASH], struct error *err);

/* The events first..last (last < first: none) within the log of `size` records. */
bool log_proof_around(struct archive *archive, int64_t first, int64_t last, int64_t size, struct merkle_path *before,
		      struct merkle_path *behind, struct error *err);

#endif
