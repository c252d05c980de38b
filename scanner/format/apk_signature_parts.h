/*
 * apk_signature_parts - what the files that verify the schemes of the signing block share.
 */
#ifndef PRELIST_FORMAT_APK_SIGNATURE_PARTS_H
#define PRELIST_FORMAT_APK_SIGNATURE_PARTS_H

#include "format/apk_hybrid.h"
#include "format/apk_signature.h"
#include "format/apk_signer.h"

#define ID_V2 0x7109871Au
#define ID_V3 0xF05368C0u
#define ID_V31 0x1B93AD61u
#define ID_V32 0x70E1C89Fu

/* v2 as Android 7 and 8 take it is read by itself, where it may differ. */
enum { V2, V2_BEFORE_9, V3, V31, V32, SCHEMES };

struct apk_scheme {
	const char *name;
	uint32_t id;
	enum apk_signer_reader reader;
	bool present;
	struct apk_signer *signers;
	size_t num_signers;
	int64_t min_sdk, max_sdk; /* of v2: for which versions it is read */
	int64_t never;	    /* the least first version of signers who are for no version that reads the scheme; FACT_ABSENT: there are none */
	const char *fault;  /* why phones refuse it; NULL: nothing that was read says so */
	const char *unread; /* what is more than is read; NULL: all was read */
};

struct apk_signatures {
	const struct limits *limits;
	const struct signing_block *block;
	struct anomalies *anomalies;
	struct arena arena; /* certificates that are a text */
	struct apk_scheme schemes[SCHEMES];
	struct apk_hybrid hybrid; /* the signers of v3.2 */
	struct apk_digest digest;
	bool has_digest;
};

/* The first fault counts: why phones refuse the scheme, said as an anomaly, which has the effect of refusing where none is given. */
void apk_scheme_fail(struct apk_signatures *s, struct apk_scheme *scheme, enum anomaly_id id, const char *fault);
void apk_scheme_fail_as(struct apk_signatures *s, struct apk_scheme *scheme, enum anomaly_id id, enum anomaly_effect effect, const char *fault);

/* Nothing is wrong with it, and all of it was read. */
static inline bool apk_scheme_verifies(const struct apk_scheme *scheme)
{
	return scheme->fault == NULL && scheme->unread == NULL;
}

/* The first Android version for which the signer of v3 or v3.1 holds. */
int64_t apk_scheme_first_sdk(const struct apk_scheme *scheme, const struct apk_signer *signer);

/* Once all are read: what v2, v3, v3.1 and v3.2 say of each other, and that v3 and v3.1 have one signer for each Android version. */
void apk_schemes_check(struct apk_signatures *s);

/* Once the content is checked, too: whether those that verify are by the same signers, v1 as well. */
void apk_schemes_check_signers(struct apk_signatures *s, const struct apk_v1_signers *v1);

#endif
