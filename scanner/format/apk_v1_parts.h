/*
 * apk_v1_parts - what the files that verify JAR signatures share.
 */
#ifndef PRELIST_FORMAT_APK_V1_PARTS_H
#define PRELIST_FORMAT_APK_V1_PARTS_H

#include "encoding/jar_manifest.h"
#include "encoding/pkcs7.h"
#include "format/apk_v1.h"

/* Ranges of Android versions that verify alike, by their first. */
enum { ERA_1, ERA_9, ERA_18, ERA_19, ERA_21, ERA_22, ERA_24, ERA_26, ERA_28, ERAS };
extern const int64_t apk_v1_era_starts[ERAS + 1];

#define ERAS_ALL ((1u << ERAS) - 1)
#define ERAS_FROM(era) (ERAS_ALL & ~((1u << (era)) - 1))
#define ERAS_BEFORE(era) ((1u << (era)) - 1)

/* How a digest is picked from those that an attribute names: two ways, before Android 4.3 and since. */
enum apk_v1_choice { CHOICE_OLD, CHOICE_NEW, CHOICES };
#define ERAS_OF(choice) ((choice) == CHOICE_OLD ? ERAS_BEFORE(ERA_18) : ERAS_FROM(ERA_18))

struct apk_v1_file {
	const struct zipdir_entry *entry;
	uint8_t *data;
	size_t len;
	bool is_read;
	bool is_unread; /* a limit stopped it, and the phone could read it */
};

struct apk_v1_signer {
	struct apk_v1_file sf, block;
	struct jar_manifest sections;
	struct pkcs7 signature;
	bool is_passed_over[CHOICES]; /* for its .SF file, without a fault: the phone takes what the others sign */
	unsigned digests[CHOICES]; /* a bit for each kind that its .SF file is held to */
	bool is_second;		      /* Android since 8 comes to another signature block of its .SF file first */
};

struct apk_v1_algorithm {
	const char *name;
	enum digest_kind kind;
};

#define APK_V1_OLD_ALGORITHMS 4

/* A digest that stands in a manifest. */
struct apk_v1_digest {
	enum digest_kind kind;
	bool is_there; /* one that Android knows */
	struct span base64;
};

struct apk_v1_worker {
	struct digest *digests[DIGEST_KINDS];
	bool wanted[DIGEST_KINDS]; /* to be made here: all but SHA-256 */
	struct apk_v1_digest stated[CHOICES]; /* of the entry at hand */
	const struct jar_section *section; /* of the entry at hand; NULL: nothing to do */
	size_t next; /* where that of the next one is likely */
	size_t num_compared; /* entries that went by */
	unsigned kinds[CHOICES]; /* of digests that are stated of them, a bit each */
};

struct apk_v1 {
	const struct zipdir *dir;
	const struct limits *limits;
	struct anomalies *anomalies;
	struct arena arena;
	struct apk_v1_file manifest_file;
	uint64_t held; /* bytes of all files */
	struct jar_manifest manifest;
	struct apk_v1_signer *signers;
	size_t num_signers;
	size_t num_blocks; /* of signers, whether or not there is a .SF file */
	unsigned signers_of_entries[CHOICES]; /* a bit for each that signed the entries */
	struct apk_v1_others others;
	const char *_Atomic faults[ERAS]; /* the first of each era */
	const char *unread; /* the first thing that a limit kept from being read; NULL: nothing */
	bool *fits; /* of each entry of the directory that is below META-INF/: its digest was compared, and is the manifest's */
	struct apk_v1_worker *workers;
	unsigned num_workers;
};

/* Whether there is a signature that newer versions look at instead. */
static inline bool apk_v1_has_others(const struct apk_v1 *v1)
{
	return v1->others.v2 || v1->others.v3 || v1->others.v31;
}

/*
 * Notes a fault of the eras whose bits are set. One that Android since 8 minds is reported: as odd where there is another signature
 * for it to look at instead. The others stand in the row of signature.
 */
void apk_v1_fail(struct apk_v1 *v1, unsigned eras, enum anomaly_id id, const char *path, const char *fault);

/* Notes what a limit kept from being read: where nothing else is wrong, nobody knows whether it verifies. */
void apk_v1_leave_unread(struct apk_v1 *v1, enum anomaly_id limit, const char *path, const char *what);

/* The digest that is checked, of the attribute whose name ends so. */
struct apk_v1_digest apk_v1_digest_of(const struct jar_section *section, const char *suffix, enum apk_v1_choice choice);

/* Whether it is the digest found; what cannot be decoded is none. */
bool apk_v1_digest_is(const struct apk_v1_digest *stated, const uint8_t *found);

enum apk_v1_choice apk_v1_choice_at(int era);

/* Before Android 4.3 only SHA-1 (and MD5 by name) is known, in the order that Digest-Algorithms gives: of that list, each once. How many. */
size_t apk_v1_old_algorithms(struct span list, const struct apk_v1_algorithm *found[APK_V1_OLD_ALGORITHMS]);

/* The newest era for which it verifies; ERAS when there is none. */
int apk_v1_newest_verified(const struct apk_v1 *v1);

/* Which signers' .SF files have other signature blocks, that come first. */
void apk_v1_find_seconds(struct apk_v1 *v1);

/* The signer whose signature block comes first, of those with the same .SF file. */
const struct apk_v1_signer *apk_v1_first_of(const struct apk_v1 *v1, const struct apk_v1_signer *second);

/* Reports .SF files with more than one signature block. min_sdk: of the package, or absent. */
void apk_v1_report_shared(struct apk_v1 *v1, int64_t min_sdk);

/* The .SF files and the signature blocks of all signers. */
void apk_v1_check_blocks(struct apk_v1 *v1);

/* Every entry stands in the manifest and is signed by the same signers. */
void apk_v1_check_entries(struct apk_v1 *v1);

#endif
