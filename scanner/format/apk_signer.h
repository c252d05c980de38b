/*
 * apk_signer - one signer of an APK signature scheme v2, v3 or v3.1 block: parsed, and its signature verified.
 *
 *   v2 signer = signed data | signatures | public key            each with its u32 length before it
 *   v3 signer = signed data | u32 min SDK | u32 max SDK | signatures | public key
 *   signed data = digests | certificates | (v3: u32 min SDK | u32 max SDK) | attributes
 *
 * source   AOSP ApkSignatureSchemeV2Verifier, ApkSignatureSchemeV3Verifier; apksig V2SchemeVerifier, V3SchemeVerifier
 */
#ifndef PRELIST_FORMAT_APK_SIGNER_H
#define PRELIST_FORMAT_APK_SIGNER_H

#include "bytes/arena.h"
#include "container/anomaly.h"
#include "encoding/public_key.h"
#include "encoding/x509.h"
#include "format/apk_digest.h"

#define APK_SIGNER_CERTIFICATES_MAX 100

/* A signature algorithm of the schemes. */
struct apk_algorithm {
	uint32_t id;
	enum digest_kind digest;
	enum public_key_kind key;
	enum public_key_padding padding;
	enum apk_digest_kind content;
};

struct apk_lineage_node {
	struct x509 certificate;
	uint32_t flags;
};

struct apk_signer {
	struct span der[APK_SIGNER_CERTIFICATES_MAX];
	struct x509 certificates[APK_SIGNER_CERTIFICATES_MAX];
	size_t num_certificates;
	int64_t min_sdk, max_sdk; /* of v3; otherwise absent */
	/* The digests that the chosen signatures stand for. */
	bool wanted[APK_DIGEST_KINDS];
	struct span digests[APK_DIGEST_KINDS];
	/* Every digest that stands there by a known algorithm, the last of its kind; NULL: none. */
	struct span stated[APK_DIGEST_KINDS];
	bool says_v3;		   /* v2: an attribute says that v3 was there, too */
	int64_t rotation_min_sdk;  /* v3: attribute, or absent */
	bool rotation_is_wrong;	   /* it is cut off, or there are several that differ */
	bool rotation_on_dev;
	bool says_hybrid;	   /* v3: an attribute says that v3.2 was there, too */
	int64_t hybrid_min_sdk, hybrid_max_sdk; /* for these versions, or absent */
	bool hybrid_is_wrong;	   /* it is cut off */
	bool has_lineage;
	struct apk_lineage_node lineage[APK_SIGNER_CERTIFICATES_MAX];
	size_t num_lineage;
	bool lineage_is_unread; /* and num_lineage but a part of it, which proves nothing */
	uint32_t unknown_attribute; /* the first ID that no Android knows; 0: none */
	size_t unread_len;	   /* bytes of such attributes, and of what stands behind them all */
	const char *fault;	   /* why the phone refuses it; NULL when it verifies (content aside), as far as it was read */
	enum anomaly_id anomaly;   /* by what name */
	const char *unread;	   /* what is more than is read; NULL when all was */
	const char *ignored;	   /* what is malformed where Android does not look, and others do; NULL: nothing */
};

/* How a signer is read: Android 7 and 8 know no tree of digests and look at no attribute of v2. */
enum apk_signer_reader { APK_SIGNER_V2_BEFORE_9, APK_SIGNER_V2, APK_SIGNER_V3 };

/* Reads and verifies. bytes: the signer, without its length; certificates may come to lie in the arena, of which to ask arena_ok. */
void apk_signer_read(struct apk_signer *signer, struct span bytes, enum apk_signer_reader reader, const struct limits *limits,
		     struct arena *arena);

/* Reads the proof of rotation of a signer: fills lineage, or fault or unread. */
void apk_lineage_read(struct apk_signer *signer, struct span bytes, const struct limits *limits, struct arena *arena);

/* Whether the signer is the one of that certificate, or proves that he took over from him. */
bool apk_signer_follows(const struct apk_signer *signer, struct span certificate);

/* A run of bytes with its u32 length before it. */
struct span apk_signer_sized(struct cursor *in);

/* NULL when the ID is unknown. */
const struct apk_algorithm *apk_algorithm_find(uint32_t id);

/* Whether the phone rather takes a than b, by the digest of the content. */
bool apk_algorithm_is_better(const struct apk_algorithm *a, const struct apk_algorithm *b);

/* Verifies by an algorithm ID of the schemes; false also for unknown ones. */
bool apk_signer_verify(const struct public_key *key, uint32_t algorithm, struct span data, struct span signature,
		       const struct limits *limits);

#endif
