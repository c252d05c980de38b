#include "desk/sample.h"

#include "bytes/digest.h"

#include <stdlib.h>

static double fraction_of(const uint8_t bytes[DIGEST_MAX])
{
	uint64_t bits = 0;

	for (int i = 0; i < 8; i++)
		bits = bits << 8 | bytes[i];
	return (double)(bits >> 11) / 9007199254740992.0; /* 2^53: exact */
}

bool sample_is_drawn(const char *seed, double percent, const char *const *sha256, size_t num)
{
	struct digest *digest = digest_new(DIGEST_SHA256);
	uint8_t bytes[DIGEST_MAX] = {0}; /* out of memory: drawn, a person looks */

	if (digest != NULL) {
		digest_start(digest);
		digest_add(digest, span_of(seed, strlen(seed) + 1));
		for (size_t i = 0; i < num; i++)
			digest_add(digest, span_of(sha256[i], strlen(sha256[i]) + 1));
		digest_finish(digest, bytes);
	}
	digest_free(digest);
	return fraction_of(bytes) < percent / 100;
}

static bool is_drawn(const struct rules *rules, const struct submission *submission)
{
	const char *seed = rules_policy(rules, "desk.sample_seed"), *percent = rules_policy(rules, "desk.sample_percent");
	const char **sha256 = calloc(submission->num_packages + 1, sizeof *sha256);
	bool drawn;

	for (size_t i = 0; sha256 != NULL && i < submission->num_packages; i++)
		sha256[i] = submission->packages[i].incoming->sha256;
	drawn = percent != NULL && sample_is_drawn(seed != NULL ? seed : "", strtod(percent, NULL), sha256,
						   sha256 != NULL ? submission->num_packages : 0);
	free(sha256);
	return drawn;
}

bool sample_draw(struct desk *desk, const struct submission *submission, int64_t number, struct error *err)
{
	const struct fact_package *package = judge_package_row(submission->facts, judge_main_package(submission->facts));
	struct case_opening opening = {.kind = CASE_MANUAL_CHECK, .submission = number, .parent = FACT_ABSENT, .source = SAMPLE_SOURCE,
				       .text = "drawn as a sample of what passed"};
	int64_t check;

	if (submission->judgement->verdict != VERDICT_PASS || package == NULL || !is_drawn(desk->rules, submission))
		return true;
	opening.platform = package->platform;
	opening.app_id = package->app_id;
	opening.sha256 = package->sha256;
	return case_open(desk, &opening, &check, err);
}

bool sample_waiting(struct desk *desk, int64_t number, int64_t *check, struct error *err)
{
	return database_number(desk->archive, check, 0, err,
			       "SELECT max(number) FROM case_file WHERE submission = ? AND state = 'open' AND source = '" SAMPLE_SOURCE "'"
			       " AND kind = 'manual-check'",
			       "i", number);
}

bool sample_end(struct desk *desk, int64_t number, const char *outcome, const char *reason, struct error *err)
{
	int64_t check;

	return sample_waiting(desk, number, &check, err) && (check == 0 || case_close(desk, check, outcome, reason, err));
}
