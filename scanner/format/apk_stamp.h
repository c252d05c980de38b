/*
 * apk_stamp - the source stamp: where a package comes from, by a key of its own that signs what the other signatures sign.
 *
 *   stamp v2 = certificate | (u32 scheme | signatures) ... | attributes | signatures over them     the last two may be missing
 *   stamp v1 = certificate | signatures                        over the digests of the newest scheme alone
 *   what is signed = (u32 kind | digest) ...                    the content digests of a scheme; of v1 SHA-256 of MANIFEST.MF
 *
 * Every run has its u32 length before it. The entry stamp-cert-sha256 holds the SHA-256 of the certificate. No phone refuses a
 * package for its stamp.
 *
 * source   apksig SourceStampVerifier, V1SourceStampVerifier, V2SourceStampVerifier, SourceStampCertificateLineage
 */
#ifndef PRELIST_FORMAT_APK_STAMP_H
#define PRELIST_FORMAT_APK_STAMP_H

#include "format/apk_signature.h"
#include "format/apk_v1.h"

#define APK_STAMP_ENTRY "stamp-cert-sha256"

struct apk_stamp_parts {
	const struct signing_block *block;
	const struct apk_signatures *signatures;
	const struct apk_v1 *v1;
	bool has_entry;
	bool is_cut; /* a limit ended the directory, and the entry may be behind it */
	struct span entry; /* its content; empty when it cannot be read */
	int64_t min_sdk;   /* of the package: which schemes the stamp has to be over */
	const struct limits *limits;
	struct anomalies *anomalies;
};

/*
 * Verifies the stamp and writes its rows of signature and certificate: none where there is neither entry nor block, "absent"
 * where the block is missing, "unread" where a limit kept it, or what it signs, from being read. False and err when memory ran out or the sink took no more.
 */
bool apk_stamp_write(const struct apk_stamp_parts *parts, struct fact_sink *sink, struct error *err);

#endif
