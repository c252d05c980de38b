/*
 * sheet_json - write the public page as JSON.
 */
#include "report/sheet_write.h"

#include "judge/licence.h"
#include "report/json.h"

static void number_if(struct json *json, const char *key, int64_t number)
{
	if (number != FACT_ABSENT)
		json_number(json, key, number);
}

static void about_json(struct json *json, const struct fact_submission *form)
{
	json_text_if(json, "description", form->description);
	number_if(json, "recommended_age", form->recommended_age);
	json_text_if(json, "price", form->price);
	json_text_if(json, "price_amounts", form->price_amounts);
	if (form->ai_generates != FACT_ABSENT)
		json_bool(json, "ai_generates", form->ai_generates == 1);
	json_text_if(json, "ai_labelling", form->ai_labelling);
	json_text_if(json, "uninstall", form->uninstall);
}

static void documents_json(struct json *json, const struct reading *facts)
{
	json_array(json, "documents");
	for (size_t i = 0; i < reading_num(facts, document); i++) {
		const struct fact_document *row = reading_rows(facts, document)[i];

		json_row(json, NULL);
		json_text(json, "kind", row->kind);
		json_text_if(json, "number", row->number);
		json_text_if(json, "holder", row->holder);
		json_text_if(json, "valid_until", row->valid_until);
		json_close(json);
	}
	json_close(json);
}

static void app_json(struct json *json, const struct sheet *sheet)
{
	const struct fact_submission *form = sheet->submission;
	const struct fact_package *package = sheet->package;

	json_row(json, "app");
	json_text(json, "name", sheet->name);
	json_text(json, "name_zh", sheet->name_zh);
	if (package != NULL) {
		json_text_if(json, "platform", package->platform);
		json_text_if(json, "app_id", package->app_id);
		json_text_if(json, "version_name", package->version_name);
		number_if(json, "version_code", package->version_code);
		number_if(json, "min_sdk", package->min_sdk);
		number_if(json, "target_sdk", package->target_sdk);
	}
	if (form != NULL) {
		json_text_if(json, "category", form->category);
		json_text_if(json, "privacy_policy", form->privacy_policy_url);
		about_json(json, form);
	}
	json_array(json, "filings");
	for (size_t i = 0; i < reading_num(sheet->source->facts, filing); i++)
		json_text(json, NULL, reading_rows(sheet->source->facts, filing)[i]->number);
	json_close(json);
	json_close(json);
}

static void developer_json(struct json *json, const struct sheet *sheet)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)1024 * 1024);
	const struct reading *facts = sheet->source->facts;

	json_object(json, "developer");
	json_text(json, "name", sheet->submission != NULL ? sheet->submission->developer_name : NULL);
	json_text_if(json, "uscc", sheet->submission != NULL ? licence_shown(&arena, sheet->submission->uscc) : NULL);
	json_array(json, "licences");
	for (size_t i = 0; i < reading_num(facts, licence); i++) {
		const struct fact_licence *row = reading_rows(facts, licence)[i];

		json_row(json, NULL);
		json_text_if(json, "kind", row->kind);
		json_text(json, "number", licence_shown(&arena, row->number));
		json_text_if(json, "holder", row->holder);
		json_text_if(json, "valid_until", row->valid_until);
		json_close(json);
	}
	json_close(json);
	json_close(json);
}

static void operator_json(struct json *json, const struct rules *rules)
{
	json_row(json, "operator");
	json_text(json, "name", sheet_operator(rules, "name"));
	json_text(json, "licence", sheet_operator(rules, "licence"));
	json_text_if(json, "valid_until", sheet_operator(rules, "valid_until"));
	json_close(json);
}

static void packages_json(struct json *json, const struct reading *facts)
{
	json_array(json, "packages");
	for (size_t i = 0; i < reading_num(facts, package); i++) {
		const struct fact_package *row = reading_rows(facts, package)[i];

		json_row(json, NULL);
		json_text_if(json, "role", row->role);
		number_if(json, "version_code", row->version_code);
		number_if(json, "size", row->size);
		json_text_if(json, "sha256", row->sha256);
		json_close(json);
	}
	json_close(json);
}

static void certificates_json(struct json *json, const struct reading *facts)
{
	json_array(json, "certificates");
	for (size_t i = 0; i < reading_num(facts, certificate); i++) {
		const struct fact_certificate *row = reading_rows(facts, certificate)[i];

		if (!sheet_is_signer(facts, i))
			continue;
		json_row(json, NULL);
		json_text(json, "sha256", row->sha256);
		json_text_if(json, "sha1", row->sha1);
		json_text_if(json, "md5", row->md5);
		json_close(json);
	}
	json_close(json);
}

static void counts_json(struct json *json, const struct sheet *sheet)
{
	size_t declared = 0, implied = 0, split = 0;

	for (size_t i = 0; i < sheet->num_permissions; i++) {
		const struct sheet_permission *permission = &sheet->permissions[i];

		declared += permission->declared;
		split += !permission->declared && permission->split;
		implied += !permission->declared && !permission->split;
	}
	json_row(json, "count");
	json_number(json, "permissions", (int64_t)sheet->num_permissions);
	json_number(json, "declared", (int64_t)declared);
	json_number(json, "implied", (int64_t)implied);
	json_number(json, "split", (int64_t)split);
	for (size_t w = 0; w < PERMISSION_WEIGHTS; w++)
		json_number(json, sheet_weights[w].word, (int64_t)sheet->count[sheet_weights[w].weight]);
	json_text(json, "counted", message(LANGUAGE_EN, MESSAGE_SHEET_COUNTED));
	json_text(json, "counted_zh", message(LANGUAGE_ZH, MESSAGE_SHEET_COUNTED));
	json_close(json);
}

static const char *weight_word(enum permission_weight weight)
{
	size_t at = 0;

	while (sheet_weights[at].weight != weight)
		at++;
	return sheet_weights[at].word;
}

static void permission_json(struct json *json, const struct sheet_permission *permission)
{
	const struct permission_view *view = &permission->view;

	json_row(json, NULL);
	json_text(json, "name", view->name);
	json_text(json, "kind", weight_word(view->weight));
	json_text(json, "origin", permission->declared ? "declared" : permission->split ? "split" : "implied");
	json_text_if(json, "level", view->level);
	json_text_if(json, "group", view->group);
	json_text_if(json, "group_label", permission->group);
	json_text_if(json, "group_label_zh", permission->group_zh);
	json_text_if(json, "label", view->label);
	json_text_if(json, "label_zh", view->label_zh);
	json_text(json, "meaning", permission->meaning);
	json_text(json, "meaning_zh", permission->meaning_zh);
	json_text(json, "purpose", view->purpose);
	number_if(json, "min_sdk", view->min_sdk);
	number_if(json, "max_sdk", view->max_sdk);
	json_close(json);
}

static void parts_json(struct json *json, const char *key, const struct sheet_part *parts, size_t num)
{
	json_array(json, key);
	for (size_t i = 0; i < num; i++) {
		json_row(json, NULL);
		json_text(json, "name", parts[i].name);
		json_text_if(json, "vendor", parts[i].vendor);
		json_text_if(json, "kind", parts[i].kind);
		json_text_if(json, "kind_label", parts[i].kind_label);
		json_text_if(json, "kind_label_zh", parts[i].kind_label_zh);
		json_text_if(json, "purpose", parts[i].purpose);
		json_bool(json, "declared", parts[i].declared);
		json_bool(json, "found", parts[i].found);
		json_close(json);
	}
	json_close(json);
}

static void document(struct json *json, const struct sheet *sheet)
{
	const struct sheet_source *source = sheet->source;

	json_object(json, NULL);
	json_text(json, "schema", "prelist-disclose/1");
	if (source->submission > 0)
		json_number(json, "submission", source->submission);
	else
		json_null(json, "submission");
	json_text(json, "state", source->state);
	json_text(json, "listed_on", source->listed_on);
	json_text_if(json, "suspended_since", source->suspended);
	json_text(json, "made_on", source->made_on);
	json_bool(json, "complete", sheet->is_complete);
	json_bool(json, "permissions_complete", sheet->is_asked_whole);
	app_json(json, sheet);
	documents_json(json, source->facts);
	developer_json(json, sheet);
	operator_json(json, source->rules);
	packages_json(json, source->facts);
	certificates_json(json, source->facts);
	counts_json(json, sheet);
	json_array(json, "permissions");
	for (size_t i = 0; i < sheet->num_permissions; i++)
		permission_json(json, &sheet->permissions[i]);
	json_close(json);
	json_array(json, "services");
	for (size_t i = 0; i < sheet->num_services; i++)
		permission_json(json, &sheet->services[i]);
	json_close(json);
	parts_json(json, "sdks", sheet->sdks, sheet->num_sdks);
	parts_json(json, "packers", sheet->packers, sheet->num_packers);
}

static bool write_json(const struct report_options *options, const struct sheet *sheet, bool compact, struct error *err)
{
	struct json json = json_new(options->out, compact);

	document(&json, sheet);
	return json_end(&json, err);
}

bool sheet_json(const struct report_options *options, const struct sheet *sheet, struct error *err)
{
	return write_json(options, sheet, false, err);
}

bool sheet_ndjson(const struct report_options *options, const struct sheet *sheet, struct error *err)
{
	return write_json(options, sheet, true, err);
}
