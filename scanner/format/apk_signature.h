/*
 * apk_signature - the signatures of an APK: v2, v3 and v3.1 of the signing block, v1 of META-INF.
 *
 * Every scheme that is there is verified whole; what a certain Android version makes of it is derived from the rows.
 *
 * source   AOSP ApkSignatureVerifier; apksig ApkVerifier
 */
#ifndef PRELIST_FORMAT_APK_SIGNATURE_H
#define PRELIST_FORMAT_APK_SIGNATURE_H

#include "format/apk_digest.h"
#include "format/apk_v1.h"
#include "format/pass.h"

struct apk_signatures;

/* Parses the signing block and verifies its signers. NULL and err when reading failed or memory ran out. */
struct apk_signatures *apk_signatures_open(const struct source *source, const struct zipdir *dir,
					   const struct signing_block *block, const struct limits *limits,
					   struct anomalies *anomalies, struct error *err);
void apk_signatures_close(struct apk_signatures *signatures);

/* Whether the signing block has a signature of scheme v2 or v3. */
bool apk_signatures_has(const struct apk_signatures *signatures, int version);
bool apk_signatures_has_v31(const struct apk_signatures *signatures);

/* Whether it is there, and a limit kept it, or a part of it, from being read. */
bool apk_signatures_is_unread(const struct apk_signatures *signatures, int version);

/* The content digests that the signers of scheme v2 or v3 state, the last of each kind (NULL: none); false when there is no such scheme. */
bool apk_signatures_digests(const struct apk_signatures *signatures, int version, struct span digests[APK_DIGEST_KINDS]);

/* The chunk digests, as work for the pass. */
struct pass_work apk_signatures_work(struct apk_signatures *signatures);

/* After the pass: rows of signature, certificate and signing_block. v1: who signed the files of META-INF. */
bool apk_signatures_finish(struct apk_signatures *signatures, const struct apk_v1_signers *v1, struct fact_sink *sink, struct error *err);

#endif
