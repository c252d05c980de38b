/*
 * content_digest - what a package holds, whatever its signature, channel and order of entries.
 *
 * SHA-256 over one record for each entry that the phone sees, in byte order of the names (of equal names in order of
 * their SHA-256):
 *
 *   u32 length of the name, little-endian | name as in the directory | 32 bytes SHA-256 of the content, zero when unread
 *
 * Left out is only what is known to be no content, by more than its name:
 *   the files of a JAR signature that verifies (apk_v1_mark_files): MANIFEST.MF, and the .SF file and signature block of each of its signers,
 *   unless they hold more than a signature needs (apk_v1_spare.c)
 *   channel files, which are empty and few (channel_file.h)
 */
#ifndef PRELIST_FORMAT_CONTENT_DIGEST_H
#define PRELIST_FORMAT_CONTENT_DIGEST_H

#include "bytes/digest.h"
#include "container/zipdir.h"

struct pass_entry;

/* The entries by name. */
struct content_order {
	const struct zipdir *dir;
	uint32_t *places; /* of dir->entries */
	size_t num;
	bool has_twins; /* of one name: what comes first depends on the content */
};

/* Needs no content: can be made beside the pass. False and err when out of memory. */
bool content_order_make(struct content_order *order, const struct zipdir *dir, struct error *err);
void content_order_free(struct content_order *order);

/* Lower-case hex into out. False and err when out of memory. */
bool content_digest_make(struct content_order *order, const struct pass_entry *entries, char out[DIGEST_HEX_MAX], struct error *err);

#endif
