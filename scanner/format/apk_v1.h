/*
 * apk_v1 - JAR signatures: MANIFEST.MF has a digest of each entry, .SF files digests of it, and signature blocks sign those.
 *
 * What verifies depends on the Android version: before 4.3 (SDK 18) other digests are picked, from 7 (SDK 24) and 9 (SDK 28)
 * on X-Android-APK-Signed must not name a scheme that is gone. Each of these eras has its outcome.
 *
 * source   apksig V1SchemeVerifier; AOSP StrictJarVerifier
 */
#ifndef PRELIST_FORMAT_APK_V1_H
#define PRELIST_FORMAT_APK_V1_H

#include "bytes/digest.h"
#include "container/inflate.h"
#include "format/pass.h"

#define APK_V1_SIGNERS_MAX 10
#define APK_V1_FILES_MAX (1 + 2 * APK_V1_SIGNERS_MAX)

struct apk_v1;

/* What the signing block has, which newer versions of Android look at instead. */
struct apk_v1_others {
	bool v2, v3, v31;
};

/* Reads the files of META-INF that signing needs and verifies the signature blocks. NULL and err when reading failed or memory ran out. */
struct apk_v1 *apk_v1_open(const struct source *source, const struct zipdir *dir, struct inflate *inflate,
			   const struct limits *limits, struct anomalies *anomalies, struct apk_v1_others others, unsigned num_workers,
			   struct error *err);
void apk_v1_close(struct apk_v1 *v1);

/* The entries that were read already, for the pass: at most APK_V1_FILES_MAX. */
size_t apk_v1_contents(const struct apk_v1 *v1, struct pass_content *contents);

/* Whether MANIFEST.MF may be there, and a limit kept it from being read. */
bool apk_v1_manifest_is_unread(const struct apk_v1 *v1);

/* SHA-256 of MANIFEST.MF; false when there is none that can be read. */
bool apk_v1_manifest_digest(const struct apk_v1 *v1, uint8_t out[DIGEST_MAX]);

/* Digests of the entries while they go by. */
struct pass_watcher apk_v1_watcher(struct apk_v1 *v1);

/* After the pass: rows of signature and certificate. min_sdk: of the package, or absent. */
bool apk_v1_finish(struct apk_v1 *v1, int64_t min_sdk, struct fact_sink *sink, struct error *err);

/* Their certificates: of whom the JAR signature is on the newest Android version for which it verifies; none where there is no such version. */
struct apk_v1_signers {
	struct span certificates[APK_V1_SIGNERS_MAX];
	size_t num;
};

/* After apk_v1_finish. */
struct apk_v1_signers apk_v1_signers_of(const struct apk_v1 *v1);

/*
 * After that: notes in the pass's entries which are files of the signature and no more, where it verifies for any Android version.
 * What is in them besides is reported where it is much.
 */
void apk_v1_mark_files(const struct apk_v1 *v1, struct pass_entry *entries);

#endif
