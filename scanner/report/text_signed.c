/*
 * text_signed - the lines of a report about signature and filing.
 */
#include "report/shown.h"
#include "report/text_report.h"

#include "bytes/text.h"
#include "judge/signing.h"
#include "report/translate.h"

static bool is_status(const struct fact_signature *row, const char *status)
{
	return row->status != NULL && strcmp(row->status, status) == 0;
}

static const char *schemes(struct text_page *page, const char *status)
{
	const struct reading *facts = page->report->facts;
	const char *list = "", *last = "";

	for (size_t i = 0; list != NULL && i < reading_num(facts, signature); i++) {
		const struct fact_signature *row = reading_rows(facts, signature)[i];

		if (row->package != page->package->package || !is_status(row, status) || row->scheme == NULL ||
		    strcmp(row->scheme, last) == 0)
			continue;
		list = arena_printf(&page->arena, "%s%s%s", list, *list ? ", " : "",
				    shown_word(&page->arena, page->language, FACT_TABLE_signature, "scheme", row->scheme));
		last = row->scheme;
	}
	return list != NULL ? list : "";
}

static const char *failure(struct text_page *page)
{
	const struct reading *facts = page->report->facts;

	for (size_t i = 0; i < reading_num(facts, signature); i++) {
		const struct fact_signature *row = reading_rows(facts, signature)[i];

		if (row->package == page->package->package && is_status(row, "failed")) {
			const char *fault = translate_fault(&page->arena, page->language, row->detail);
			const char *scheme = shown_word(&page->arena, page->language, FACT_TABLE_signature, "scheme", row->scheme);
			const char *text = arena_printf(&page->arena, "%s%s%s", scheme != NULL ? scheme : "",
							fault != NULL ? message(page->language, MESSAGE_COMMA) : "", fault != NULL ? fault : "");

			return text != NULL ? text : "";
		}
	}
	/* Every scheme that is there verifies, and they are not enough: the rule says why. */
	for (size_t i = 0; i < page->report->judgement->num_findings; i++) {
		const struct finding *finding = &page->report->judgement->findings[i];

		if (strcmp(finding->rule, "sig.failed") == 0 && finding->detail != NULL)
			return translate_detail(&page->arena, page->language, page->report->rules, finding->rule, finding->detail);
	}
	return schemes(page, "verified");
}

/* The first row of each certificate by which phones of that version know who signs; NULL behind the last one. From *at on, which is moved behind it. */
static const struct fact_certificate *next_signer(struct text_page *page, int64_t sdk, size_t *at)
{
	const struct reading *facts = page->report->facts;
	struct fact_certificate **rows = reading_rows(facts, certificate);

	while (*at < reading_num(facts, certificate)) {
		const struct fact_certificate *row = rows[(*at)++];
		bool is_first = row->package == page->package->package && row->sha256 != NULL && signing_signs_at(facts, row, sdk);

		for (size_t i = 0; is_first && i + 1 < *at; i++)
			is_first = rows[i]->package != row->package || !text_same(rows[i]->sha256, row->sha256) || !signing_signs_at(facts, rows[i], sdk);
		if (is_first)
			return row;
	}
	return NULL;
}

static bool is_signer(struct text_page *page, int64_t sdk, const char *sha256)
{
	const struct fact_certificate *row;

	for (size_t at = 0; (row = next_signer(page, sdk, &at)) != NULL;)
		if (strcmp(row->sha256, sha256) == 0)
			return true;
	return false;
}

/* Whether who signs on the one version does so on the other. */
static bool sign_there(struct text_page *page, int64_t sdk, int64_t there)
{
	const struct fact_certificate *row;

	for (size_t at = 0; (row = next_signer(page, sdk, &at)) != NULL;)
		if (!is_signer(page, there, row->sha256))
			return false;
	return true;
}

static bool has_same_signers(struct text_page *page, int64_t a, int64_t b)
{
	return sign_there(page, a, b) && sign_there(page, b, a);
}

/* The first who signs on that version, and how many others there are. */
static void add_signer(struct text_page *page, struct text_parts *parts, int64_t sdk)
{
	size_t at = 0, num_others = 0;
	const struct fact_certificate *row = next_signer(page, sdk, &at);

	if (row == NULL)
		return;
	while (next_signer(page, sdk, &at) != NULL)
		num_others++;
	text_part(parts, row->subject);
	if (row->key_algorithm != NULL && row->key_bits != FACT_ABSENT)
		text_partf(parts, "%s %lld", row->key_algorithm, (long long)row->key_bits);
	if (row->not_after != NULL) {
		const char *date = arena_printf(&page->arena, "%.10s", row->not_after);

		text_partf(parts, message(page->language, MESSAGE_UNTIL), date != NULL ? date : "?");
	}
	text_partf(parts, "SHA-256 %s", text_fingerprint(page, row->sha256));
	if (num_others > 0)
		text_partf(parts, message(page->language, MESSAGE_MORE_SIGNERS), num_others);
}

/* The versions that were looked at. */
static int64_t first_sdk(const struct text_page *page)
{
	int64_t asked = page->report->run->min_sdk, first = signing_first_sdk(page->report->facts, page->package->package);

	return asked != FACT_ABSENT ? asked : first;
}

static int64_t last_sdk(const struct text_page *page)
{
	int64_t asked = page->report->run->max_sdk;

	return asked != FACT_ABSENT && asked < SIGNING_SDK_END ? asked : SIGNING_SDK_END - 1;
}

/* The first of the versions up to that one on all of which the same sign. */
static int64_t first_with_same(struct text_page *page, int64_t sdk)
{
	int64_t first = first_sdk(page);

	for (int64_t from = first; from <= sdk; from = signing_next_sdk(page->report->facts, page->package->package, from))
		if (!has_same_signers(page, from, sdk))
			first = signing_next_sdk(page->report->facts, page->package->package, from);
	return first;
}

/* Where the key was rotated, older versions know another signer than the newest: a line each. */
static void add_older(struct text_page *page)
{
	int64_t first = first_sdk(page);

	for (int64_t sdk = first_with_same(page, last_sdk(page)) - 1; sdk >= first; sdk = first_with_same(page, sdk) - 1) {
		TEXT_PARTS_CLEANUP struct text_parts parts = text_parts_new(page, " · "), range = text_parts_new(page, "");
		size_t at = 0;

		if (next_signer(page, sdk, &at) == NULL)
			continue;
		text_android_range(&range, first_with_same(page, sdk), sdk);
		text_partf(&parts, message(page->language, MESSAGE_SIGNED_OLDER), text_parts_end(&range));
		add_signer(page, &parts, sdk);
		text_more(page, text_parts_end(&parts));
	}
}

/* Where the options leave versions out that the manifest does not: what they make of it nobody looked at. */
static void add_range(struct text_page *page, struct text_parts *parts)
{
	const struct judge_run *run = page->report->run;
	int64_t first = page->package->min_sdk != FACT_ABSENT ? page->package->min_sdk : 1;
	TEXT_PARTS_CLEANUP struct text_parts range = text_parts_new(page, "");

	if (run->max_sdk == FACT_ABSENT && (run->min_sdk == FACT_ABSENT || run->min_sdk <= first))
		return;
	text_android_range(&range, run->min_sdk != FACT_ABSENT ? run->min_sdk : first, run->max_sdk);
	text_partf(parts, message(page->language, MESSAGE_SIGNED_RANGE), text_parts_end(&range));
}

void text_signed_line(struct text_page *page)
{
	TEXT_PARTS_CLEANUP struct text_parts parts = text_parts_new(page, " · ");
	const char *signing = page->package->signing != NULL ? page->package->signing : "";

	if (strcmp(signing, "absent") == 0)
		text_part(&parts, message(page->language, MESSAGE_NOT_SIGNED));
	else if (strcmp(signing, "failed") == 0)
		text_partf(&parts, message(page->language, MESSAGE_SIGNING_FAILED), failure(page));
	else
		text_part(&parts, schemes(page, "verified"));
	if (*signing == '\0' && page->package->complete == 0)
		text_part(&parts, message(page->language, MESSAGE_INCOMPLETE));
	add_range(page, &parts);
	add_signer(page, &parts, last_sdk(page));
	text_line(page, MESSAGE_HEAD_SIGNED, text_parts_end(&parts));
	add_older(page);
}

/* What rules found of the filing: that it is another app's is one thing, whatever else is wrong with it another. */
static enum message_id filing_word(const struct judgement *judgement, const struct fact_filing *filing)
{
	enum message_id word = filing->certificate_md5 == NULL && filing->public_key == NULL ? MESSAGE_FILING_GIVEN : MESSAGE_FILING_MATCHES;

	for (size_t i = 0; i < judgement->num_findings; i++) {
		const char *rule = judgement->findings[i].rule;

		if (strncmp(rule, "filing.", 7) == 0 && strstr(rule, "-mismatch") != NULL)
			return MESSAGE_FILING_DIFFERS;
		if (strncmp(rule, "filing.", 7) == 0 || strstr(rule, ".filing") != NULL)
			word = MESSAGE_FILING_GIVEN;
	}
	return word;
}

void text_filing_line(struct text_page *page)
{
	const struct reading *facts = page->report->facts;

	for (size_t i = 0; i < reading_num(facts, filing); i++) {
		const struct fact_filing *row = reading_rows(facts, filing)[i];
		TEXT_PARTS_CLEANUP struct text_parts parts = text_parts_new(page, " · ");

		text_part(&parts, row->app_id);
		if (row->certificate_md5 != NULL)
			text_partf(&parts, message(page->language, MESSAGE_FILING_MD5),
				   text_fingerprint(page, row->certificate_md5));
		if (row->public_key != NULL)
			text_partf(&parts, message(page->language, MESSAGE_FILING_KEY),
				   text_fingerprint(page, row->public_key));
		if (row->number != NULL)
			text_partf(&parts, message(page->language, filing_word(page->report->judgement, row)), row->number);
		text_line(page, MESSAGE_HEAD_FILING, text_parts_end(&parts));
	}
}
