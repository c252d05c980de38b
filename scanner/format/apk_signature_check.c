/*
 * apk_signature_check - what the schemes of one package say of each other, and whether they are by the same signers.
 *
 * source   AOSP ApkSignatureVerifier, ApkSignatureSchemeV3Verifier; apksig ApkVerifier
 */
#include "facts/scheme_sdk.h"
#include "format/apk_rotation.h"
#include "format/apk_signature_parts.h"

int64_t apk_scheme_first_sdk(const struct apk_scheme *scheme, const struct apk_signer *signer)
{
	return scheme->id == ID_V31 ? apk_rotation_first_sdk(signer) : signer->min_sdk;
}

/* Android before 13 does not look at v3.1, so what is wrong here is wrong with v3.1. */
static void check_rotation(struct apk_signatures *s, const struct apk_scheme *v3, struct apk_scheme *v31)
{
	const struct apk_rotation rotation = {.signers = v31->signers, .num_signers = v31->num_signers, .never = v31->never};

	for (size_t i = 0; v31->unread == NULL && i < v3->num_signers; i++) {
		if (v3->signers[i].rotation_min_sdk == FACT_ABSENT)
			continue;
		if (!v31->present)
			apk_scheme_fail(s, v31, ANOMALY_SIG_V3_STRIPPED, "v3 says that the package was signed with v3.1, too");
		else if (!apk_rotation_is_as_v3_says(&rotation, &v3->signers[i]))
			apk_scheme_fail(s, v31, ANOMALY_SIG_V3_SDK_RANGE, "v3.1 begins with another Android version than v3 says");
		v31->present = true;
	}
	for (size_t i = 0; i < v31->num_signers; i++)
		if (v31->signers[i].rotation_min_sdk != FACT_ABSENT && !apk_rotation_is_as_signer_says(&rotation, i))
			apk_scheme_fail(s, v31, ANOMALY_SIG_V3_SDK_RANGE, "it says that there is another v3.1 signature");
}

/* What schemes say of each other. */
static void check_together(struct apk_signatures *s)
{
	struct apk_scheme *v2 = &s->schemes[V2], *v3 = &s->schemes[V3], *v31 = &s->schemes[V31];

	for (size_t i = 0; i < v2->num_signers; i++)
		if (v2->signers[i].says_v3 && !v3->present)
			apk_scheme_fail_as(s, v2, ANOMALY_SIG_V3_STRIPPED, v31->present ? EFFECT_ODD : EFFECT_REFUSED,
				"it says that the package was signed with v3, too");
	check_rotation(s, v3, v31);
	/* Android 13 takes v3.1 all the same, where it has a signer for it; where it has none, and before, v2 or v1 counts. */
	if (v31->present && !v3->present)
		anomaly_report_as(s->anomalies, ANOMALY_SIG_V3_STRIPPED, EFFECT_ODD, "", s->block->offset, "v3.1: there is no v3 signature beside it");
}

/* Where v3.2 has no signer for a version, Android 17 compares what another one says of it. */
static bool fits_hybrid(const struct apk_hybrid *hybrid, const struct apk_signer *signer)
{
	for (size_t i = 0; i < hybrid->num_signers; i++)
		if (signer->hybrid_is_wrong || signer->hybrid_min_sdk != hybrid->ranges[i].min_sdk ||
		    (signer->hybrid_max_sdk != FACT_ABSENT && signer->hybrid_max_sdk != hybrid->ranges[i].max_sdk))
			return false;
	return true;
}

/* What v3 and v3.1 say of v3.2, where it is Android 17 that reads it. */
static void check_hybrid(struct apk_signatures *s, const struct apk_scheme *scheme)
{
	struct apk_scheme *v32 = &s->schemes[V32];

	for (size_t i = 0; i < scheme->num_signers; i++) {
		const struct apk_signer *signer = &scheme->signers[i];

		if (!signer->says_hybrid || !apk_hybrid_leaves_out(&s->hybrid, apk_scheme_first_sdk(scheme, signer), signer->max_sdk))
			continue;
		if (!v32->present)
			apk_scheme_fail(s, v32, ANOMALY_SIG_V3_STRIPPED, "an older scheme says that the package was signed with v3.2, too");
		else if (!fits_hybrid(&s->hybrid, signer))
			apk_scheme_fail(s, v32, ANOMALY_SIG_V3_SDK_RANGE, "it is for other Android versions than an older scheme says");
		v32->present = true;
	}
}

/* Android since 17 takes, of two, the one who targets what was still developed; the other one is for the versions before. */
static bool gives_way(const struct apk_scheme *scheme, struct apk_signer *older, const struct apk_signer *newer)
{
	int64_t first = apk_scheme_first_sdk(scheme, newer);

	if (scheme->id != ID_V31 || older->rotation_on_dev || !newer->rotation_on_dev || first < SCHEME_V32_SDK ||
	    older->min_sdk >= first || older->max_sdk > newer->max_sdk)
		return false;
	older->max_sdk = first - 1;
	return true;
}

/* v3 has one signer for each Android version, without overlaps. */
static void check_ranges(struct apk_signatures *s, struct apk_scheme *scheme)
{
	for (size_t i = 0; i < scheme->num_signers; i++)
		for (size_t j = i + 1; j < scheme->num_signers; j++) {
			struct apk_signer *a = &scheme->signers[i], *b = &scheme->signers[j];

			if (apk_scheme_first_sdk(scheme, a) <= b->max_sdk && apk_scheme_first_sdk(scheme, b) <= a->max_sdk && !gives_way(scheme, a, b) &&
			    !gives_way(scheme, b, a))
				apk_scheme_fail(s, scheme, ANOMALY_SIG_V3_SDK_RANGE, "two signers are for the same Android version");
		}
}

void apk_schemes_check(struct apk_signatures *s)
{
	check_ranges(s, &s->schemes[V3]);
	check_ranges(s, &s->schemes[V31]);
	check_together(s);
	check_hybrid(s, &s->schemes[V3]);
	check_hybrid(s, &s->schemes[V31]);
}

static bool agree(const struct apk_signer *a, const struct apk_signer *b)
{
	return apk_signer_follows(a, b->der[0]) || apk_signer_follows(b, a->der[0]);
}

static void report_different(struct apk_signatures *s, const char *older, const struct apk_scheme *newer)
{
	anomaly_report(s->anomalies, ANOMALY_SIG_SCHEME_SIGNER_MISMATCH, "", s->block->offset,
		       "%s and %s are by different signers without a proof of rotation between them", older, newer->name);
}

/* Each by one of the others. */
static bool agrees_with_v1(const struct apk_scheme *scheme, const struct apk_v1_signers *v1)
{
	unsigned met = 0, of_signer = 1;

	for (size_t i = 0; i < scheme->num_signers && of_signer != 0; i++, met |= of_signer) {
		of_signer = 0;
		for (size_t j = 0; j < v1->num; j++)
			of_signer |= apk_signer_follows(&scheme->signers[i], v1->certificates[j]) ? 1u << j : 0;
	}
	return of_signer != 0 && met == (1u << v1->num) - 1;
}

/* With the oldest of the others: what is newer is compared with that. Also where no version that takes the package looks at v1. */
static void check_v1_agrees(struct apk_signatures *s, const struct apk_v1_signers *v1)
{
	const struct apk_scheme *other = &s->schemes[V2];

	while (other < &s->schemes[V32] && (other->num_signers == 0 || !apk_scheme_verifies(other)))
		other++;
	if (other < &s->schemes[V32] && v1->num > 0 && !agrees_with_v1(other, v1))
		report_different(s, "v1", other);
}

/* Those of v3 and v3.1 are each for other versions. */
static void check_scheme_signers_agree(struct apk_signatures *s, const struct apk_scheme *older, const struct apk_scheme *newer)
{
	for (size_t i = 0; apk_scheme_verifies(older) && apk_scheme_verifies(newer) && i < newer->num_signers; i++)
		for (size_t j = 0; j < (older == newer ? i : older->num_signers); j++) {
			if (agree(&older->signers[j], &newer->signers[i]))
				continue;
			report_different(s, older->name, newer);
			return;
		}
}

static void check_signers_agree(struct apk_signatures *s)
{
	const struct apk_scheme *v2 = &s->schemes[V2], *v3 = &s->schemes[V3], *v31 = &s->schemes[V31], *first = v3->present ? v3 : v31;

	for (size_t i = 0; v2->num_signers > 0 && apk_scheme_verifies(v2) && apk_scheme_verifies(first) && i < first->num_signers; i++)
		if (!agree(&first->signers[i], &v2->signers[0])) {
			report_different(s, v2->name, first);
			break;
		}
	check_scheme_signers_agree(s, v3, v3);
	check_scheme_signers_agree(s, v3, v31);
	check_scheme_signers_agree(s, v31, v31);
}

void apk_schemes_check_signers(struct apk_signatures *s, const struct apk_v1_signers *v1)
{
	check_v1_agrees(s, v1);
	check_signers_agree(s);
}
