#include "judge/signing.h"

#include "bytes/text.h"
#include "facts/scheme_sdk.h"
#include "judge/derive.h"

/* The newest first, as a version looks for them. */
static const struct {
	const char *scheme;
	int64_t first;
} schemes[] = {{"v3.2", SCHEME_V32_SDK}, {"v3.1", SCHEME_V31_SDK}, {"v3", SCHEME_V3_SDK}, {"v2", SCHEME_V2_SDK}, {"v1", 1}};

#define NUM_SCHEMES (sizeof schemes / sizeof schemes[0])

/* What the rows say of a scheme on one Android version: the row whose range holds it. */
static const struct fact_signature *row_at(const struct reading *facts, int64_t package, const char *scheme, int64_t sdk)
{
	struct fact_signature **rows = reading_rows(facts, signature);

	for (size_t i = 0; i < reading_num(facts, signature); i++)
		if (rows[i]->package == package && strcmp(rows[i]->scheme, scheme) == 0 &&
		    (rows[i]->min_sdk == FACT_ABSENT || rows[i]->min_sdk <= sdk) &&
		    (rows[i]->max_sdk == FACT_ABSENT || rows[i]->max_sdk >= sdk))
			return rows[i];
	return NULL;
}

static bool has(const struct fact_signature *row, const char *status)
{
	return row != NULL && row->status != NULL && strcmp(row->status, status) == 0;
}

/* Whether any version has a row of that scheme. */
static bool is_there(const struct reading *facts, int64_t package, const char *scheme)
{
	struct fact_signature **rows = reading_rows(facts, signature);

	for (size_t i = 0; i < reading_num(facts, signature); i++)
		if (rows[i]->package == package && strcmp(rows[i]->scheme, scheme) == 0 && !has(rows[i], "absent"))
			return true;
	return false;
}

/* Whether it has a signature at all, for whichever versions. */
static bool is_signed(const struct reading *facts, int64_t package)
{
	for (size_t i = 0; i < NUM_SCHEMES; i++)
		if (is_there(facts, package, schemes[i].scheme))
			return true;
	return false;
}

/* Android 8 wants more than a JAR signature for the newer sandbox, Android 11 of every package that is made for it. */
static bool is_too_weak(const struct reading *facts, int64_t package, int64_t sdk)
{
	const struct fact_package *row = judge_package_row(facts, package);

	return row != NULL && ((sdk >= 26 && row->target_sandbox >= 2) || (sdk >= 30 && row->target_sdk >= 30));
}

/* What a version makes of a package; of "missing" what it has does not do. */
enum outcome { ABSENT, VERIFIED, UNREAD, MISSING, FAILED };

/* A broken one, and a v3 that has no signer for the version, never falls back to an older. v3.1 and v3.2 for other versions are passed over. */
static const struct fact_signature *deciding_row(const struct reading *facts, int64_t package, int64_t sdk)
{
	for (size_t i = 0; i < NUM_SCHEMES; i++) {
		const struct fact_signature *row = sdk >= schemes[i].first ? row_at(facts, package, schemes[i].scheme, sdk) : NULL;

		if (row != NULL && !has(row, "absent"))
			return row;
		if (row == NULL && schemes[i].first == SCHEME_V3_SDK && sdk >= SCHEME_V3_SDK && is_there(facts, package, "v3"))
			return NULL;
	}
	return NULL;
}

static enum outcome outcome_at(const struct reading *facts, int64_t package, int64_t sdk)
{
	const struct fact_signature *row = deciding_row(facts, package, sdk);

	if (row == NULL)
		return sdk >= SCHEME_V3_SDK && is_there(facts, package, "v3") ? MISSING : ABSENT;
	if (has(row, "failed"))
		return FAILED;
	if (strcmp(row->scheme, "v1") == 0 && is_too_weak(facts, package, sdk))
		return MISSING;
	return has(row, "verified") ? VERIFIED : UNREAD;
}

int64_t signing_first_sdk(const struct reading *facts, int64_t package)
{
	const struct fact_package *row = judge_package_row(facts, package);

	return row != NULL && row->min_sdk != FACT_ABSENT ? row->min_sdk : 1;
}

/* What the versions of a range make of a package. */
struct outcomes {
	const struct reading *facts;
	int64_t package, from, to;
	bool has[FAILED + 1];
	bool begins_anywhere; /* the manifest says no first version, and was not read or is not there */
};

static void add_outcome(struct outcomes *outcomes, int64_t sdk)
{
	if (sdk >= outcomes->from && sdk <= outcomes->to)
		outcomes->has[outcome_at(outcomes->facts, outcomes->package, sdk)] = true;
}

/* Of a split the base says it, which may be in no file of the submission. */
static bool begins_anywhere(const struct reading *facts, int64_t package, int64_t min_sdk)
{
	const struct fact_package *row = judge_package_row(facts, package);

	if (min_sdk != FACT_ABSENT || (row != NULL && row->min_sdk != FACT_ABSENT))
		return false;
	if (row != NULL && row->split != NULL) {
		row = derive_base(facts);
		if (row == NULL)
			return true;
		package = row->package;
	}
	return judge_is_unread(facts, package, "") || judge_is_unread(facts, package, "AndroidManifest.xml");
}

/* Some version surely refuses it; of a range that begins anywhere only its end is known. */
static bool surely_fails(const struct outcomes *outcomes)
{
	if (outcomes->begins_anywhere)
		return outcome_at(outcomes->facts, outcomes->package, outcomes->to) == FAILED;
	return outcomes->has[FAILED] || (outcomes->has[MISSING] && !judge_is_unread(outcomes->facts, outcomes->package, ""));
}

/* What is missing may be in what was not read. */
static const char *summary(const struct outcomes *outcomes)
{
	const bool *has = outcomes->has;

	if (surely_fails(outcomes))
		return "failed";
	if (has[FAILED] || has[MISSING] || has[UNREAD])
		return NULL;
	if (has[ABSENT] && judge_is_unread(outcomes->facts, outcomes->package, ""))
		return NULL;
	/* A version on which it has no signature cannot install it either. */
	if (has[ABSENT] && is_signed(outcomes->facts, outcomes->package))
		return has[VERIFIED] && outcomes->begins_anywhere ? NULL : "failed";
	return has[VERIFIED] ? "verified" : "absent";
}

const char *signing_outcome(const struct reading *facts, int64_t package, int64_t min_sdk, int64_t max_sdk)
{
	static const int64_t steps[] = {SCHEME_V2_SDK, 26, SCHEME_V3_SDK, 30, SCHEME_V31_SDK, SCHEME_V32_SDK};
	struct fact_signature **rows = reading_rows(facts, signature);
	struct outcomes outcomes = {.facts = facts, .package = package, .to = max_sdk != FACT_ABSENT ? max_sdk : INT64_MAX};

	outcomes.from = min_sdk != FACT_ABSENT ? min_sdk : signing_first_sdk(facts, package);
	if (outcomes.from > outcomes.to)
		return NULL; /* no version of the range installs it, and none looks at its signatures */
	add_outcome(&outcomes, outcomes.from);
	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
		add_outcome(&outcomes, steps[i]);
	for (size_t i = 0; i < reading_num(facts, signature); i++) {
		if (rows[i]->min_sdk != FACT_ABSENT)
			add_outcome(&outcomes, rows[i]->min_sdk);
		if (rows[i]->max_sdk != FACT_ABSENT && rows[i]->max_sdk < INT64_MAX)
			add_outcome(&outcomes, rows[i]->max_sdk + 1);
	}
	outcomes.begins_anywhere = begins_anywhere(facts, package, min_sdk);
	return summary(&outcomes);
}

/* A version behind sdk, and the nearest of those that were asked about. */
static void come_to(int64_t *nearest, int64_t sdk, int64_t version)
{
	if (version > sdk && version < *nearest)
		*nearest = version;
}

static void come_to_ends(int64_t *nearest, int64_t sdk, int64_t min_sdk, int64_t max_sdk)
{
	if (min_sdk != FACT_ABSENT)
		come_to(nearest, sdk, min_sdk);
	if (max_sdk != FACT_ABSENT && max_sdk < SIGNING_SDK_END)
		come_to(nearest, sdk, max_sdk + 1);
}

int64_t signing_next_sdk(const struct reading *facts, int64_t package, int64_t sdk)
{
	struct fact_signature **signatures = reading_rows(facts, signature);
	struct fact_certificate **certificates = reading_rows(facts, certificate);
	int64_t next = SIGNING_SDK_END;

	for (size_t i = 0; i < NUM_SCHEMES; i++)
		come_to(&next, sdk, schemes[i].first);
	for (size_t i = 0; i < reading_num(facts, signature); i++)
		if (signatures[i]->package == package)
			come_to_ends(&next, sdk, signatures[i]->min_sdk, signatures[i]->max_sdk);
	for (size_t i = 0; i < reading_num(facts, certificate); i++)
		if (certificates[i]->package == package)
			come_to_ends(&next, sdk, certificates[i]->min_sdk, certificates[i]->max_sdk);
	return next;
}

/* Of v3.2 nobody is read: who signs the version before it stands for him. */
static const struct fact_signature *read_row(const struct reading *facts, int64_t package, int64_t sdk)
{
	const struct fact_signature *row = deciding_row(facts, package, sdk);

	return row != NULL && strcmp(row->scheme, "v3.2") == 0 ? deciding_row(facts, package, SCHEME_V32_SDK - 1) : row;
}

static bool counts_at(const struct reading *facts, const struct fact_certificate *certificate, int64_t sdk)
{
	const struct fact_signature *row = read_row(facts, certificate->package, sdk);

	return row != NULL && text_same(row->scheme, certificate->scheme) && (certificate->min_sdk == FACT_ABSENT || certificate->min_sdk <= sdk) &&
	       (certificate->max_sdk == FACT_ABSENT || certificate->max_sdk >= sdk);
}

static bool is_first_of_signer(const struct fact_certificate *certificate)
{
	return text_same(certificate->role, "signer") && certificate->position == 0;
}

bool signing_signs_at(const struct reading *facts, const struct fact_certificate *certificate, int64_t sdk)
{
	return is_first_of_signer(certificate) && counts_at(facts, certificate, sdk);
}

bool signing_counts(const struct reading *facts, const struct fact_certificate *certificate)
{
	int64_t package = certificate->package;

	for (int64_t sdk = signing_first_sdk(facts, package); sdk < SIGNING_SDK_END; sdk = signing_next_sdk(facts, package, sdk))
		if (counts_at(facts, certificate, sdk))
			return true;
	return false;
}

bool signing_is_signer(const struct reading *facts, const struct fact_certificate *certificate)
{
	return certificate->sha256 != NULL && is_first_of_signer(certificate) && signing_counts(facts, certificate);
}
