/*
 * text_signed - the lines of a report about signature and filing.
 */
#include "report/shown.h"
#include "report/text_report.h"

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

/* The signer of the highest scheme, and how many different ones there are besides. */
static const struct fact_certificate *signer(struct text_page *page, size_t *num_others)
{
	const struct reading *facts = page->report->facts;
	const struct fact_certificate *found = NULL;

	*num_others = 0;
	for (size_t i = 0; i < reading_num(facts, certificate); i++) {
		const struct fact_certificate *row = reading_rows(facts, certificate)[i];

		if (row->package != page->package->package || row->role == NULL || strcmp(row->role, "signer") != 0 ||
		    row->position > 0 || row->sha256 == NULL)
			continue;
		if (found != NULL && strcmp(found->sha256, row->sha256) != 0 && found->scheme != NULL &&
		    row->scheme != NULL && strcmp(found->scheme, row->scheme) == 0)
			(*num_others)++;
		else
			found = row;
	}
	return found;
}

static void add_signer(struct text_page *page, struct text_parts *parts)
{
	size_t num_others;
	const struct fact_certificate *row = signer(page, &num_others);

	if (row == NULL)
		return;
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
	add_signer(page, &parts);
	text_line(page, MESSAGE_HEAD_SIGNED, text_parts_end(&parts));
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
