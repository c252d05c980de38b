#include "format/apk_hybrid.h"

#include "facts/scheme_sdk.h"
#include "format/apk_signer.h"

static void fail(struct apk_hybrid *hybrid, enum anomaly_id anomaly, const char *fault)
{
	hybrid->fault = fault;
	hybrid->anomaly = anomaly;
}

static bool is_same(const struct apk_hybrid_range *a, const struct apk_hybrid_range *b)
{
	return a->min_sdk == b->min_sdk && a->max_sdk == b->max_sdk;
}

static bool meet(const struct apk_hybrid_range *a, const struct apk_hybrid_range *b)
{
	return a->min_sdk <= b->max_sdk && b->min_sdk <= a->max_sdk;
}

/* Of those for one version, itself among them, there are two, and they are for the same versions. */
static bool is_one_of_two(const struct apk_hybrid *hybrid, size_t number)
{
	const struct apk_hybrid_range *range = &hybrid->ranges[number];
	size_t num_same = 0, num_meeting = 0;

	for (size_t i = 0; i < hybrid->num_signers; i++) {
		num_same += is_same(&hybrid->ranges[i], range);
		num_meeting += meet(&hybrid->ranges[i], range);
	}
	return num_same == 2 && num_meeting == 2;
}

static void read_signer(struct apk_hybrid *hybrid, struct cursor *in)
{
	struct cursor signer = cursor_of(apk_signer_sized(in));
	struct apk_hybrid_range range;

	apk_signer_sized(&signer);
	range.min_sdk = (int32_t)cursor_u32(&signer);
	range.max_sdk = (int32_t)cursor_u32(&signer);
	in->bad |= signer.bad;
	if (!in->bad)
		hybrid->ranges[hybrid->num_signers++] = range;
}

void apk_hybrid_read(struct apk_hybrid *hybrid, struct span value)
{
	struct cursor outer = cursor_of(value), in = cursor_of(apk_signer_sized(&outer));

	*hybrid = (struct apk_hybrid){.fault = NULL};
	while (cursor_left(&in) > 0 && !in.bad && hybrid->num_signers < APK_HYBRID_SIGNERS_MAX)
		read_signer(hybrid, &in);
	if (outer.bad || in.bad) {
		fail(hybrid, ANOMALY_SIG_INVALID, "the list of signers is malformed");
		return;
	}
	if (hybrid->num_signers == 0)
		fail(hybrid, ANOMALY_SIG_NO_SIGNERS, "there is no signer");
	for (size_t i = 0; cursor_left(&in) == 0 && i < hybrid->num_signers; i++)
		if (hybrid->ranges[i].max_sdk >= SCHEME_V32_SDK && !is_one_of_two(hybrid, i))
			fail(hybrid, ANOMALY_SIG_V3_SDK_RANGE, "there are not two signers for the same Android versions");
}

bool apk_hybrid_is_second(const struct apk_hybrid *hybrid, size_t number)
{
	for (size_t i = 0; i < number; i++)
		if (is_same(&hybrid->ranges[i], &hybrid->ranges[number]))
			return true;
	return false;
}

static bool is_left_out(const struct apk_hybrid *hybrid, int64_t sdk)
{
	for (size_t i = 0; i < hybrid->num_signers; i++)
		if (hybrid->ranges[i].min_sdk <= sdk && sdk <= hybrid->ranges[i].max_sdk)
			return false;
	return true;
}

bool apk_hybrid_leaves_out(const struct apk_hybrid *hybrid, int64_t first, int64_t last)
{
	if (first < SCHEME_V32_SDK)
		first = SCHEME_V32_SDK;
	if (first <= last && is_left_out(hybrid, first))
		return true;
	for (size_t i = 0; i < hybrid->num_signers; i++) {
		int64_t sdk = hybrid->ranges[i].max_sdk + 1;

		if (sdk >= first && sdk <= last && is_left_out(hybrid, sdk))
			return true;
	}
	return false;
}
