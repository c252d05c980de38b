/*
 * apk_hybrid - the signers of an APK signature scheme v3.2 block: for which Android versions they are.
 *
 *   signer = signed data | u32 min SDK | u32 max SDK | signatures | public key           as of v3
 *
 * Two sign for the same versions, one with a key as before and one with an ML-DSA key, and only both together count. What they
 * signed is not verified. Android before 17 (SDK 37) does not know the scheme; newer looks at it first.
 *
 * source   AOSP ApkSignatureSchemeV3Verifier (verifyV32Signers)
 */
#ifndef PRELIST_FORMAT_APK_HYBRID_H
#define PRELIST_FORMAT_APK_HYBRID_H

#include "bytes/span.h"
#include "container/anomaly.h"

#define APK_HYBRID_SIGNERS_MAX 10

struct apk_hybrid {
	struct apk_hybrid_range {
		int64_t min_sdk, max_sdk;
	} ranges[APK_HYBRID_SIGNERS_MAX];
	size_t num_signers;
	const char *fault; /* why Android 17 refuses it; NULL: nothing that was read says so */
	enum anomaly_id anomaly; /* by what name */
};

void apk_hybrid_read(struct apk_hybrid *hybrid, struct span value);

/* Whether Android 17 or newer, of the versions from first to last, has no signer here, and looks at an older scheme. */
bool apk_hybrid_leaves_out(const struct apk_hybrid *hybrid, int64_t first, int64_t last);

/* Whether a signer before this one has the same range. */
bool apk_hybrid_is_second(const struct apk_hybrid *hybrid, size_t number);

#endif
