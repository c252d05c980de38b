/*
 * sheet_fields - say the facts of the public page that are no permissions: a head and a text each.
 */
#include "report/sheet.h"
#include "report/shown.h"

#include "bytes/text.h"
#include "judge/licence.h"
#include "judge/signing.h"

#include <inttypes.h>
#include <string.h>

#define FILING_SITE "https://beian.miit.gov.cn/" /* where 工信部信管〔2023〕105号 has the number lead to */

static bool put(struct sheet *sheet, int section, struct sheet_field field)
{
	struct sheet_section *into = &sheet->sections[section];
	struct sheet_field *grown;

	if (field.text == NULL || *field.text == '\0')
		return true;
	if (field.text_zh == NULL)
		field.text_zh = field.text;
	grown = arena_grow(&sheet->arena, into->fields, into->num_fields, &into->room, sizeof *grown);
	if (grown == NULL)
		return false;
	into->fields = grown;
	into->fields[into->num_fields++] = field;
	return true;
}

static bool put_text(struct sheet *sheet, int section, enum message_id head, const char *text)
{
	return put(sheet, section, (struct sheet_field){.head = head, .text = text});
}

static bool put_code(struct sheet *sheet, int section, enum message_id head, const char *text)
{
	return put(sheet, section, (struct sheet_field){.head = head, .text = text, .kind = FIELD_CODE});
}

static bool put_number(struct sheet *sheet, int section, enum message_id head, const char *number, const char *until)
{
	struct sheet_field field = {.head = head, .text = number};

	if (number != NULL && *number != '\0' && until != NULL && *until != '\0') {
		field.text = arena_printf(&sheet->arena, message(LANGUAGE_EN, MESSAGE_NUMBER_UNTIL), number, until);
		field.text_zh = arena_printf(&sheet->arena, message(LANGUAGE_ZH, MESSAGE_NUMBER_UNTIL), number, until);
		if (field.text == NULL || field.text_zh == NULL)
			return false;
	}
	return put(sheet, section, field);
}

static bool put_android(struct sheet *sheet)
{
	int64_t api = sheet->package->min_sdk != FACT_ABSENT ? sheet->package->min_sdk : 1;
	struct sheet_field field = {.head = MESSAGE_HEAD_SYSTEM};
	const char *version;
	char key[24];

	if (sheet->package->platform == NULL || strcmp(sheet->package->platform, "android") != 0)
		return put_text(sheet, SHEET_APP, MESSAGE_HEAD_SYSTEM, sheet->package->platform);
	snprintf(key, sizeof key, "%" PRId64, api);
	version = rules_catalogue_value(sheet->source->rules, "android_versions", key, "version");
	version = arena_printf(&sheet->arena, "%s (API %s)", version != NULL ? version : "?", key);
	if (version == NULL)
		return false;
	field.text = arena_printf(&sheet->arena, message(LANGUAGE_EN, MESSAGE_ANDROID_FROM), version);
	field.text_zh = arena_printf(&sheet->arena, message(LANGUAGE_ZH, MESSAGE_ANDROID_FROM), version);
	return put(sheet, SHEET_APP, field);
}

/* Of all packages together: what a phone loads is at most that. */
static const char *size_text(struct sheet *sheet)
{
	char text[TEXT_SIZE_LEN];
	uint64_t size = 0;

	for (size_t i = 0; i < reading_num(sheet->source->facts, package); i++) {
		const struct fact_package *row = reading_rows(sheet->source->facts, package)[i];

		size += row->size > 0 ? (uint64_t)row->size : 0;
	}
	text_size(text, size);
	return arena_strdup(&sheet->arena, text);
}

static bool put_app(struct sheet *sheet)
{
	const struct fact_submission *form = sheet->submission;
	const struct reading *facts = sheet->source->facts;
	bool ok = true;

	if (sheet->package != NULL)
		ok = put_code(sheet, SHEET_APP, MESSAGE_HEAD_PACKAGE_NAME, sheet->package->app_id) &&
		     put_text(sheet, SHEET_APP, MESSAGE_HEAD_VERSION, sheet->version) &&
		     put_text(sheet, SHEET_APP, MESSAGE_HEAD_SIZE, size_text(sheet)) && put_android(sheet);
	ok = ok && put_text(sheet, SHEET_APP, MESSAGE_HEAD_LISTED_ON, sheet->source->listed_on) &&
	     put_text(sheet, SHEET_APP, MESSAGE_HEAD_SUSPENDED, sheet->source->suspended);
	for (size_t i = 0; ok && i < reading_num(facts, filing); i++)
		ok = put(sheet, SHEET_APP, (struct sheet_field){.head = MESSAGE_HEAD_FILING_NUMBER, .text = reading_rows(facts, filing)[i]->number,
								.kind = FIELD_LINK, .href = FILING_SITE});
	if (form == NULL)
		return ok;
	return ok && put_text(sheet, SHEET_APP, MESSAGE_HEAD_CATEGORY, form->category) &&
	       put(sheet, SHEET_APP,
		   (struct sheet_field){.head = MESSAGE_HEAD_PRIVACY_POLICY, .text = form->privacy_policy_url, .kind = FIELD_LINK});
}

static bool put_developer(struct sheet *sheet)
{
	const struct reading *facts = sheet->source->facts;
	const struct fact_submission *form = sheet->submission;
	bool ok = form == NULL || (put_text(sheet, SHEET_DEVELOPER, MESSAGE_HEAD_NAME, form->developer_name) &&
				   put_text(sheet, SHEET_DEVELOPER, MESSAGE_HEAD_USCC, licence_shown(&sheet->arena, form->uscc)));

	for (size_t i = 0; ok && i < reading_num(facts, licence); i++) {
		const struct fact_licence *row = reading_rows(facts, licence)[i];

		ok = put_number(sheet, SHEET_DEVELOPER, MESSAGE_HEAD_LICENCE_NUMBER, licence_shown(&sheet->arena, row->number), row->valid_until);
	}
	return ok;
}

const char *sheet_operator(const struct rules *rules, const char *what)
{
	char name[64];
	const char *value;

	snprintf(name, sizeof name, "operator.%s", what);
	value = rules_policy(rules, name);
	return value == NULL || *value == '\0' ? NULL : value;
}

static bool put_operator(struct sheet *sheet)
{
	const struct rules *rules = sheet->source->rules;

	return put_text(sheet, SHEET_OPERATOR, MESSAGE_HEAD_NAME, sheet_operator(rules, "name")) &&
	       put_number(sheet, SHEET_OPERATOR, MESSAGE_HEAD_LICENCE_NUMBER, sheet_operator(rules, "licence"),
			  sheet_operator(rules, "valid_until"));
}

bool sheet_is_signer(const struct reading *facts, size_t at)
{
	struct fact_certificate **rows = reading_rows(facts, certificate);

	if (!signing_is_signer(facts, rows[at]))
		return false;
	for (size_t i = 0; i < at; i++)
		if (text_same(rows[i]->sha256, rows[at]->sha256) && signing_is_signer(facts, rows[i]))
			return false;
	return true;
}

static bool put_price(struct sheet *sheet)
{
	static const struct {
		const char *price;
		enum message_id id;
	} prices[] = {{"free", MESSAGE_PRICE_FREE}, {"paid", MESSAGE_PRICE_PAID}, {"iap", MESSAGE_PRICE_IAP}};
	const struct fact_submission *form = sheet->submission;
	struct sheet_field field = {.head = MESSAGE_HEAD_PRICE};
	const char *amounts = form->price_amounts;

	for (size_t i = 0; form->price != NULL && i < sizeof prices / sizeof prices[0]; i++)
		if (strcmp(prices[i].price, form->price) == 0) {
			field.text = message(LANGUAGE_EN, prices[i].id);
			field.text_zh = message(LANGUAGE_ZH, prices[i].id);
		}
	if (field.text != NULL && amounts != NULL && *amounts != '\0') {
		field.text = arena_printf(&sheet->arena, "%s%s%s", field.text, message(LANGUAGE_EN, MESSAGE_COMMA), amounts);
		field.text_zh = arena_printf(&sheet->arena, "%s%s%s", field.text_zh, message(LANGUAGE_ZH, MESSAGE_COMMA), amounts);
		if (field.text == NULL || field.text_zh == NULL)
			return false;
	}
	return put(sheet, SHEET_ABOUT, field);
}

static bool put_age(struct sheet *sheet)
{
	long long age = (long long)sheet->submission->recommended_age;
	struct sheet_field field = {.head = MESSAGE_HEAD_AGE};

	if (sheet->submission->recommended_age == FACT_ABSENT)
		return true;
	field.text = arena_printf(&sheet->arena, message(LANGUAGE_EN, MESSAGE_AGE_FROM), age);
	field.text_zh = arena_printf(&sheet->arena, message(LANGUAGE_ZH, MESSAGE_AGE_FROM), age);
	return field.text != NULL && field.text_zh != NULL && put(sheet, SHEET_ABOUT, field);
}

/* Whoever reads or hears what an AI made is told so before. */
static bool put_ai(struct sheet *sheet)
{
	if (sheet->submission->ai_generates != 1)
		return true;
	return put(sheet, SHEET_ABOUT,
		   (struct sheet_field){.head = MESSAGE_HEAD_AI,
					.text = message(LANGUAGE_EN, MESSAGE_AI_GENERATES),
					.text_zh = message(LANGUAGE_ZH, MESSAGE_AI_GENERATES)}) &&
	       put(sheet, SHEET_ABOUT,
		   (struct sheet_field){.head = MESSAGE_HEAD_AI_LABELLING, .text = sheet->submission->ai_labelling, .kind = FIELD_LINK});
}

/* "网络游戏出版物号(版号) 国新出审〔2025〕1号(有效期至 ...)" */
static bool put_document(struct sheet *sheet, const struct fact_document *row)
{
	struct sheet_field field = {.head = MESSAGE_HEAD_DOCUMENT};
	const char *en = shown_kind(sheet->source->rules, LANGUAGE_EN, "document_kinds", row->kind);
	const char *zh = shown_kind(sheet->source->rules, LANGUAGE_ZH, "document_kinds", row->kind);
	const char *number = row->number != NULL ? row->number : "";

	field.text = arena_printf(&sheet->arena, "%s %s", en, number);
	field.text_zh = arena_printf(&sheet->arena, "%s %s", zh, number);
	if (row->valid_until != NULL && field.text != NULL && field.text_zh != NULL) {
		field.text = arena_printf(&sheet->arena, message(LANGUAGE_EN, MESSAGE_NUMBER_UNTIL), field.text, row->valid_until);
		field.text_zh = arena_printf(&sheet->arena, message(LANGUAGE_ZH, MESSAGE_NUMBER_UNTIL), field.text_zh, row->valid_until);
	}
	return field.text != NULL && field.text_zh != NULL && put(sheet, SHEET_ABOUT, field);
}

static bool put_about(struct sheet *sheet)
{
	const struct reading *facts = sheet->source->facts;
	bool ok = sheet->submission == NULL || (put_text(sheet, SHEET_ABOUT, MESSAGE_HEAD_DESCRIPTION, sheet->submission->description) &&
						put_age(sheet) && put_price(sheet) && put_ai(sheet));

	for (size_t i = 0; ok && i < reading_num(facts, document); i++)
		ok = put_document(sheet, reading_rows(facts, document)[i]);
	return ok && (sheet->submission == NULL ||
		      put_text(sheet, SHEET_ABOUT, MESSAGE_HEAD_UNINSTALL, sheet->submission->uninstall));
}

static bool put_integrity(struct sheet *sheet)
{
	const struct reading *facts = sheet->source->facts;
	bool ok = true;

	for (size_t i = 0; ok && i < reading_num(facts, package); i++)
		ok = put_code(sheet, SHEET_INTEGRITY, MESSAGE_HEAD_PACKAGE_SHA256, reading_rows(facts, package)[i]->sha256);
	for (size_t i = 0; ok && i < reading_num(facts, certificate); i++) {
		const struct fact_certificate *row = reading_rows(facts, certificate)[i];

		if (sheet_is_signer(facts, i))
			ok = put_code(sheet, SHEET_INTEGRITY, MESSAGE_HEAD_CERTIFICATE_SHA256, row->sha256) &&
			     put_code(sheet, SHEET_INTEGRITY, MESSAGE_HEAD_CERTIFICATE_MD5, row->md5);
	}
	return ok;
}

bool sheet_make_fields(struct sheet *sheet)
{
	static const enum message_id heads[SHEET_SECTIONS] = {
		[SHEET_APP] = MESSAGE_HEAD_APP, [SHEET_DEVELOPER] = MESSAGE_HEAD_DEVELOPER,
		[SHEET_OPERATOR] = MESSAGE_HEAD_OPERATOR,
		[SHEET_ABOUT] = MESSAGE_HEAD_ABOUT, [SHEET_INTEGRITY] = MESSAGE_HEAD_INTEGRITY};

	for (int i = 0; i < SHEET_SECTIONS; i++)
		sheet->sections[i].head = heads[i];
	return put_app(sheet) && put_developer(sheet) && put_operator(sheet) && put_about(sheet) && put_integrity(sheet);
}
