#include "format/apk_rotation.h"

#include "facts/fact.h"
#include "facts/scheme_sdk.h"

int64_t apk_rotation_first_sdk(const struct apk_signer *signer)
{
	return signer->rotation_on_dev ? signer->min_sdk + 1 : signer->min_sdk;
}

static bool counts_at(const struct apk_signer *signer, int64_t sdk)
{
	return apk_rotation_first_sdk(signer) <= sdk && sdk <= signer->max_sdk;
}

static bool any_counts_at(const struct apk_rotation *rotation, int64_t sdk)
{
	for (size_t i = 0; i < rotation->num_signers; i++)
		if (counts_at(&rotation->signers[i], sdk))
			return true;
	return false;
}

/* With what version v3.1 begins, to who passes over these. */
static int64_t begins_with(const struct apk_rotation *passed, int64_t sdk)
{
	int64_t least = passed->never;

	for (size_t i = 0; i < passed->num_signers; i++) {
		const struct apk_signer *signer = &passed->signers[i];

		if (!counts_at(signer, sdk) && (least == FACT_ABSENT || signer->min_sdk < least))
			least = signer->min_sdk;
	}
	return least;
}

struct saying {
	const struct apk_signer *signer;
	int64_t first; /* version that reads what he says */
	bool is_v31;
};

static bool is_true_at(const struct apk_rotation *passed, const struct saying *saying, int64_t sdk)
{
	if (sdk < saying->first || sdk > saying->signer->max_sdk || (!saying->is_v31 && any_counts_at(passed, sdk)))
		return true;
	return !saying->signer->rotation_is_wrong && begins_with(passed, sdk) == saying->signer->rotation_min_sdk;
}

/* What is found changes only where some signer begins to count, or ends. */
static bool is_true(const struct apk_rotation *passed, struct saying saying)
{
	bool ok;

	if (saying.first < SCHEME_V31_SDK)
		saying.first = SCHEME_V31_SDK;
	ok = is_true_at(passed, &saying, saying.first);
	for (size_t i = 0; ok && i < passed->num_signers; i++)
		ok = is_true_at(passed, &saying, apk_rotation_first_sdk(&passed->signers[i])) &&
		     is_true_at(passed, &saying, passed->signers[i].max_sdk + 1);
	return ok;
}

bool apk_rotation_is_as_v3_says(const struct apk_rotation *rotation, const struct apk_signer *v3)
{
	return is_true(rotation, (struct saying){.signer = v3, .first = v3->min_sdk});
}

bool apk_rotation_is_as_signer_says(const struct apk_rotation *rotation, size_t number)
{
	struct apk_rotation before = {.signers = rotation->signers, .num_signers = number, .never = FACT_ABSENT};
	const struct apk_signer *signer = &rotation->signers[number];

	return is_true(&before, (struct saying){.signer = signer, .first = apk_rotation_first_sdk(signer), .is_v31 = true});
}
