/*
 * apk_digest - the content digests of APK signature schemes v2 and v3: over 1 MiB chunks, or as a tree of 4 KiB blocks.
 *
 *   chunk digest = H(0xA5 | u32 length | chunk)     content digest = H(0x5A | u32 number of chunks | chunk digests)
 *   tree: blocks of 4 KiB, each with eight zero bytes of salt before it, SHA-256 up to one root | u64 size
 *
 * Over three sections: what stands before the signing block, the directory, and the end record, whose directory offset
 * reads as that of the signing block.
 *
 * source   AOSP ApkSigningBlockUtils; apksig ApkSigningBlockUtils, VerityTreeBuilder
 */
#ifndef PRELIST_FORMAT_APK_DIGEST_H
#define PRELIST_FORMAT_APK_DIGEST_H

#include "bytes/digest.h"
#include "container/signing_block.h"

#define APK_DIGEST_CHUNK ((uint64_t)1024 * 1024)

enum apk_digest_kind { APK_DIGEST_SHA256, APK_DIGEST_SHA512, APK_DIGEST_VERITY, APK_DIGEST_KINDS };

struct apk_digest_section {
	uint64_t offset, size, first_chunk;
};

struct apk_digest {
	const struct source *source;
	struct apk_digest_section sections[3];
	uint8_t *end_record; /* the patched end record with its comment */
	bool wanted[APK_DIGEST_KINDS];
	uint8_t *chunks[APK_DIGEST_VERITY]; /* chunk digests, one after the other */
	uint64_t num_chunks;
	uint8_t root[32];
};

/* False and err when reading failed or memory ran out. */
bool apk_digest_open(struct apk_digest *digest, const struct source *source, const struct zipdir *dir,
		     const struct signing_block *block, const bool wanted[APK_DIGEST_KINDS], struct error *err);
void apk_digest_close(struct apk_digest *digest);

/* Pieces of work, each about a mebibyte (the tree is one piece); from any thread. */
size_t apk_digest_num_items(const struct apk_digest *digest);
bool apk_digest_item(struct apk_digest *digest, size_t item, struct error *err);

/* After all items: the content digest and its length. */
size_t apk_digest_result(const struct apk_digest *digest, enum apk_digest_kind kind, uint8_t out[DIGEST_MAX]);

#endif
