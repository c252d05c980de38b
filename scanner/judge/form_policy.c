#include "judge/form_policy.h"

#include "bytes/digest.h"
#include "bytes/text.h"
#include "bytes/unseen.h"

static bool is_latin(uint32_t code)
{
	return (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z') || (code >= 0xC0 && code <= 0x24F);
}

int64_t form_policy_chinese(const char *text, int64_t *length)
{
	struct span in = span_of_text(text);
	int64_t han = 0, words = 0;
	bool in_word = false;

	for (*length = 0; in.len > 0; ++*length) {
		size_t len = text_utf8_len(in);
		uint32_t code = len == 0 ? 0 : text_utf8_code(in, len);

		han += code_is_han(code);
		words += is_latin(code) && !in_word;
		in_word = is_latin(code);
		in = span_slice(in, len == 0 ? 1 : len, in.len);
	}
	return han + words == 0 ? 0 : han * 100 / (han + words);
}

static bool add_row(struct form *form, const char *text, struct error *err)
{
	struct fact_policy_text row = fact_policy_text_row();
	const char *fault;

	row.package = 0;
	row.path = "";
	row.text = text_escape(&form->facts->arena, span_of_text(text));
	if (row.text == NULL)
		return error_memory(err);
	fault = fact_fault(FACT_TABLE_policy_text, &row);
	if (fault != NULL)
		return error_set(err, ERROR_INPUT, "app.privacy_policy.text: %s", fault);
	return reading_add(form->facts, FACT_TABLE_policy_text, &row) != NULL || error_memory(err);
}

bool form_policy_add(struct form *form, const char *text, struct fact_submission *row, struct error *err)
{
	char hex[DIGEST_HEX_MAX];

	digest_hex_of(DIGEST_SHA256, span_of_text(text), hex);
	if (row->privacy_policy_sha256 != NULL && strcmp(row->privacy_policy_sha256, hex) != 0)
		return error_set(err, ERROR_INPUT, "app.privacy_policy: the sha256 is not that of the text, which is %s", hex);
	row->privacy_policy_sha256 = arena_strdup(&form->facts->arena, hex);
	row->privacy_policy_chinese = form_policy_chinese(text, &row->privacy_policy_length);
	form->privacy_policy_text = arena_strdup(&form->facts->arena, text);
	if (row->privacy_policy_sha256 == NULL || form->privacy_policy_text == NULL)
		return error_memory(err);
	return add_row(form, text, err);
}

static struct fact_submission *said(const struct form *form)
{
	return reading_num(form->facts, submission) > 0 ? reading_rows(form->facts, submission)[0] : NULL;
}

bool form_policy_restore(struct form *form, const char *text, struct error *err)
{
	return said(form) == NULL || form_policy_add(form, text, said(form), err);
}

const char *form_policy_wanted(const struct form *form)
{
	return form->privacy_policy_text == NULL && said(form) != NULL ? said(form)->privacy_policy_sha256 : NULL;
}
