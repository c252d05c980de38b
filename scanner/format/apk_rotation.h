/*
 * apk_rotation - for which Android versions a v3.1 signer counts, and whether they find of v3.1 what another signer says of it.
 *
 * Android since 13 goes through v3.1 first and passes over the signers that are not for it. Where none is for it, what v3 says is
 * compared: that v3.1 begins with a version, which is the least that was passed over. A v3.1 signer may say that too, of those before.
 *
 * source   AOSP ApkSignatureSchemeV3Verifier
 */
#ifndef PRELIST_FORMAT_APK_ROTATION_H
#define PRELIST_FORMAT_APK_ROTATION_H

#include "format/apk_signer.h"

struct apk_rotation {
	const struct apk_signer *signers; /* of v3.1, in their order */
	size_t num_signers;
	int64_t never; /* the least first version of signers who are for no version at all; FACT_ABSENT: there are none */
};

/*
 * What targets a version that is still developed says the number of the version before, which takes it only while it is no release.
 */
int64_t apk_rotation_first_sdk(const struct apk_signer *signer);

/* Whether every version that reads what a signer of v3 says of v3.1 finds it so. */
bool apk_rotation_is_as_v3_says(const struct apk_rotation *rotation, const struct apk_signer *v3);

/* The same of what a signer of v3.1 says of those before him. */
bool apk_rotation_is_as_signer_says(const struct apk_rotation *rotation, size_t number);

#endif
