/*
 * form_app - read what the form says of the app.
 */
#include "judge/form_parts.h"

#include "bytes/buf.h"
#include "bytes/text.h"
#include "judge/form_policy.h"

#define AMOUNTS_MAX ((size_t)64 * 1024 * 1024) /* more than those of a form that may be given; the column has its own limit */

#define AGE_MAX 18

static bool read_filing(const struct form_reader *reader, const cJSON *app)
{
	static const char *const names[] = {"number", "app_id", "certificate_md5", "public_key", NULL};
	struct fact_filing row = fact_filing_row();
	const cJSON *filing;

	if (!form_part(reader, app, "filing", false, &filing))
		return false;
	if (filing == NULL)
		return true;
	row.path = "";
	row.package = 0;
	return form_keys(reader, filing, "app.filing", names) && form_number(reader, filing, "number", &row.number) &&
	       form_text(reader, filing, "app_id", &row.app_id) &&
	       form_hex(reader, filing, "certificate_md5", &row.certificate_md5) &&
	       form_public_key(reader, filing, "public_key", &row.public_key) && form_add(reader, FACT_TABLE_filing, &row);
}

static bool read_privacy_policy(const struct form_reader *reader, const cJSON *app, struct fact_submission *row)
{
	static const char *const names[] = {"url", "text", "sha256", NULL};
	const cJSON *policy;
	const char *text;

	if (!form_part(reader, app, "privacy_policy", false, &policy))
		return false;
	if (policy == NULL)
		return true;
	if (!form_keys(reader, policy, "app.privacy_policy", names) || !form_text(reader, policy, "url", &row->privacy_policy_url) ||
	    !form_hex(reader, policy, "sha256", &row->privacy_policy_sha256) ||
	    !strict_json_text(policy, "text", &text, reader->file, ERROR_INPUT, reader->err))
		return false;
	return text == NULL || form_policy_add(reader->form, text, row, reader->err);
}

/* As the catalogue has the kinds: small letters, half-width, without blanks. */
static bool read_kind(const struct form_reader *reader, const cJSON *object, const char **kind)
{
	char *small;

	if (!form_number(reader, object, "kind", kind))
		return false;
	if (*kind == NULL)
		return true;
	small = arena_strdup(&reader->form->facts->arena, *kind);
	if (small == NULL)
		return error_memory(reader->err);
	*kind = text_small(small);
	return true;
}

static bool read_document(const struct form_reader *reader, const cJSON *item)
{
	static const char *const names[] = {"kind", "number", "holder", "valid_from", "valid_until", "sha256", NULL};
	struct fact_document row = fact_document_row();

	row.path = "";
	row.package = 0;
	if (!form_keys(reader, item, "a document", names) || !read_kind(reader, item, &row.kind) || !form_number(reader, item, "number", &row.number) ||
	    !form_text(reader, item, "holder", &row.holder) || !form_date(reader, item, "valid_from", &row.valid_from) ||
	    !form_date(reader, item, "valid_until", &row.valid_until) || !form_hex(reader, item, "sha256", &row.sha256))
		return false;
	return row.kind != NULL ? form_add(reader, FACT_TABLE_document, &row) : form_refuse(reader, "a document without", "kind");
}

static bool read_ai(const struct form_reader *reader, const cJSON *app, struct fact_submission *row)
{
	static const char *const names[] = {"generates", "labelling", NULL};
	const cJSON *ai;

	return form_part(reader, app, "ai", false, &ai) &&
	       (ai == NULL || (form_keys(reader, ai, "app.ai", names) && form_bool(reader, ai, "generates", &row->ai_generates) &&
			       form_text(reader, ai, "labelling", &row->ai_labelling)));
}

/* "6 yuan a month; 1 to 648 yuan": what the list of amounts says, joined. */
static bool read_amounts(const struct form_reader *reader, const cJSON *price, const char **joined)
{
	struct arena *arena = &reader->form->facts->arena;
	BUF_CLEANUP struct buf all = buf_new(AMOUNTS_MAX);
	const cJSON *list, *item;

	*joined = NULL;
	if (!form_part(reader, price, "amounts", true, &list))
		return false;
	cJSON_ArrayForEach(item, list) {
		const char *amount = cJSON_GetStringValue(item);

		amount = amount == NULL ? NULL : text_escape(arena, span_of_text(amount));
		if (amount == NULL)
			return form_refuse(reader, "an amount is text, as shown to the user", "app.price.amounts");
		buf_printf(&all, "%s%s", all.len == 0 ? "" : "; ", amount);
	}
	if (list != NULL && list->child != NULL)
		*joined = arena_text(arena, buf_span(&all));
	return list == NULL || list->child == NULL || (*joined != NULL && !all.failed) || error_memory(reader->err);
}

static bool read_price(const struct form_reader *reader, const cJSON *app, struct fact_submission *row)
{
	static const char *const names[] = {"kind", "amounts", NULL};
	const cJSON *price;

	return form_part(reader, app, "price", false, &price) &&
	       (price == NULL || (form_keys(reader, price, "app.price", names) && form_text(reader, price, "kind", &row->price) &&
				  read_amounts(reader, price, &row->price_amounts)));
}

bool form_app(const struct form_reader *reader, const cJSON *root, struct fact_submission *row)
{
	static const char *const names[] = {"name",	   "category", "description", "uninstall", "recommended_age", "price", "ai",
					    "documents", "filing",   "privacy_policy", NULL};
	const cJSON *app;

	if (!form_part(reader, root, "app", false, &app))
		return false;
	return app == NULL ||
	       (form_keys(reader, app, "app", names) && form_text(reader, app, "name", &row->app_name) &&
		form_text(reader, app, "category", &row->category) && form_text(reader, app, "description", &row->description) &&
		form_text(reader, app, "uninstall", &row->uninstall) &&
		form_count(reader, app, "recommended_age", AGE_MAX, &row->recommended_age) && read_price(reader, app, row) &&
		read_ai(reader, app, row) && form_each(reader, app, "documents", read_document) && read_filing(reader, app) &&
		read_privacy_policy(reader, app, row));
}
