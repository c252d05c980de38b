/*
 * For which Android versions signers of v3.1 and v3.2 count, and whether what others say of them is so.
 */
#include "bytes/buf.h"
#include "facts/fact.h"
#include "format/apk_hybrid.h"
#include "format/apk_rotation.h"
#include "harness.h"

#include <stdlib.h>

#define EVER 0x7FFFFFFF

/* Whether what the last says, that v3.1 begins with that version, is so; he is one of v3.1 himself, or of v3. */
static bool is_so(const int64_t ranges[][2], size_t num, bool is_v31, int64_t said)
{
	struct apk_signer *signers = calloc(num, sizeof *signers);
	struct apk_rotation rotation = {.signers = signers, .num_signers = is_v31 ? num : num - 1, .never = FACT_ABSENT};
	bool ok;

	for (size_t i = 0; i < num; i++) {
		signers[i].min_sdk = ranges[i][0];
		signers[i].max_sdk = ranges[i][1];
		signers[i].rotation_min_sdk = FACT_ABSENT;
	}
	signers[num - 1].rotation_min_sdk = said;
	ok = is_v31 ? apk_rotation_is_as_signer_says(&rotation, num - 1) : apk_rotation_is_as_v3_says(&rotation, &signers[num - 1]);
	free(signers);
	return ok;
}

TEST(rotation_v3, "what v3 says of v3.1 is read where no signer of that counts: before the first, and behind the last")
{
	static const int64_t to_the_end[][2] = {{34, EVER}, {24, EVER}}, up_to_35[][2] = {{33, 35}, {24, EVER}};

	CHECK(is_so(to_the_end, 2, false, 34) && !is_so(to_the_end, 2, false, 35));
	CHECK(is_so(up_to_35, 2, false, 33) && !is_so(up_to_35, 2, false, 34));
}

TEST(rotation_v31, "what a signer of v3.1 says of those before him is read where these count, too, and where they do not")
{
	static const int64_t ranges[][2] = {{33, 34}, {34, EVER}};

	CHECK(!is_so(ranges, 2, true, 33)); /* 34 passes over none */
	CHECK(!is_so(ranges, 2, true, 99));
}

static const char *fault_of(const int32_t ranges[][2], size_t num)
{
	BUF_CLEANUP struct buf value = buf_new(4096);
	struct apk_hybrid hybrid;

	buf_u32(&value, (uint32_t)num * 16);
	for (size_t i = 0; i < num; i++) {
		buf_u32(&value, 12);
		buf_u32(&value, 0);
		buf_u32(&value, (uint32_t)ranges[i][0]);
		buf_u32(&value, (uint32_t)ranges[i][1]);
	}
	apk_hybrid_read(&hybrid, buf_span(&value));
	CHECK_NUMBER(hybrid.num_signers, num);
	return hybrid.fault;
}

TEST(hybrid_pairs, "two signers of v3.2 are for the same Android versions, and no other pair is for one of them")
{
	static const int32_t apart[][2] = {{37, 39}, {37, 39}, {40, EVER}, {40, EVER}}, meeting[][2] = {{37, 40}, {37, 40}, {40, EVER}, {40, EVER}},
			     alone[][2] = {{37, EVER}}, three[][2] = {{37, 39}, {37, 39}, {37, 39}}, askew[][2] = {{37, 39}, {38, 40}};

	CHECK_TEXT(fault_of(apart, 4), NULL);
	CHECK(fault_of(meeting, 4) != NULL && fault_of(alone, 1) != NULL && fault_of(three, 3) != NULL && fault_of(askew, 2) != NULL);
}
