#include "judge/form.h"

#include "bytes/date.h"
#include "bytes/digest.h"
#include "bytes/text.h"
#include "judge/strict_json.h"
#include "judge/licence.h"

#include <stdlib.h>

#define FORM_FACTS_MAX ((size_t)64 * 1024 * 1024)

/* One form being read: where its rows go, and what complaints name. */
struct reader {
	struct form *form;
	const char *file;
	struct error *err;
};

static bool refuse(const struct reader *reader, const char *what, const char *found)
{
	return error_set(reader->err, ERROR_INPUT, "%s: %s: '%s'", reader->file, what, found);
}

static bool no_memory(const struct reader *reader)
{
	return error_set(reader->err, ERROR_MEMORY, "out of memory for %s", reader->file);
}

static bool text_of(const struct reader *reader, const cJSON *object, const char *key, const char **text)
{
	const char *raw;

	if (!strict_json_text(object, key, &raw, reader->file, ERROR_INPUT, reader->err))
		return false;
	*text = NULL;
	if (raw == NULL)
		return true;
	*text = text_escape(&reader->form->arena, span_of_text(raw));
	return *text != NULL || no_memory(reader);
}

static bool keys(const struct reader *reader, const cJSON *object, const char *where, const char *const *names)
{
	return strict_json_only_keys(object, names, where, reader->file, ERROR_INPUT, reader->err);
}

/* A member that is an object or an array when it is there; *member NULL when it is not. */
static bool part(const struct reader *reader, const cJSON *object, const char *key, bool is_array, const cJSON **member)
{
	*member = cJSON_GetObjectItemCaseSensitive(object, key);
	if (*member != NULL && cJSON_IsNull(*member))
		*member = NULL;
	if (*member != NULL && (is_array ? !cJSON_IsArray(*member) : !cJSON_IsObject(*member)))
		return refuse(reader, "not a list or object, as it should be", key);
	return true;
}

static bool add(const struct reader *reader, enum fact_table table, const void *row)
{
	const char *fault = fact_fault(table, row);

	if (fault != NULL)
		return refuse(reader, fact_info(table)->name, fault);
	return reading_add(reader->form->facts, table, row) != NULL || no_memory(reader);
}

static bool date_of(const struct reader *reader, const cJSON *object, const char *key, const char **day)
{
	const char *text;
	struct date date;
	char shown[DATE_TEXT_LEN];

	*day = NULL;
	if (!text_of(reader, object, key, &text))
		return false;
	if (text == NULL)
		return true;
	if (!date_parse(text, &date))
		return refuse(reader, "not a date (YYYY-MM-DD, YYYY MM DD or YYYY年MM月DD日)", text);
	date_format(date, shown);
	*day = arena_strdup(&reader->form->arena, shown);
	return *day != NULL || no_memory(reader);
}

static bool number_of(const struct reader *reader, const cJSON *object, const char **number)
{
	const char *text;

	if (!text_of(reader, object, "number", &text))
		return false;
	*number = text == NULL ? NULL : licence_normalise(&reader->form->arena, text);
	return text == NULL || *number != NULL || no_memory(reader);
}

static bool read_licence(const struct reader *reader, const cJSON *item)
{
	static const char *const names[] = {"kind", "number", "holder", "valid_from", "valid_until", "scope", NULL};
	struct fact_licence row = fact_licence_row();

	row.path = "";
	row.package = 0;
	return keys(reader, item, "a licence", names) && text_of(reader, item, "kind", &row.kind) &&
	       number_of(reader, item, &row.number) && text_of(reader, item, "holder", &row.holder) &&
	       date_of(reader, item, "valid_from", &row.valid_from) &&
	       date_of(reader, item, "valid_until", &row.valid_until) && text_of(reader, item, "scope", &row.scope) &&
	       add(reader, FACT_TABLE_licence, &row);
}

static bool read_contact(const struct reader *reader, const cJSON *developer)
{
	static const char *const names[] = {"email", "phone", "address", NULL};
	const cJSON *contact;

	if (!part(reader, developer, "contact", false, &contact))
		return false;
	return contact == NULL || (keys(reader, contact, "developer.contact", names) &&
				   text_of(reader, contact, "email", &reader->form->email) &&
				   text_of(reader, contact, "phone", &reader->form->phone) &&
				   text_of(reader, contact, "address", &reader->form->address));
}

static bool each(const struct reader *reader, const cJSON *object, const char *key,
		 bool (*read)(const struct reader *reader, const cJSON *item))
{
	const cJSON *list, *item;

	if (!part(reader, object, key, true, &list))
		return false;
	cJSON_ArrayForEach(item, list) {
		if (!read(reader, item))
			return false;
	}
	return true;
}

static bool read_developer(const struct reader *reader, const cJSON *root, struct fact_submission *row)
{
	static const char *const names[] = {"id", "name", "uscc", "legal_representative", "contact", "licences", NULL};
	const cJSON *developer;

	if (!part(reader, root, "developer", false, &developer))
		return false;
	if (developer == NULL)
		return true;
	if (!keys(reader, developer, "developer", names) || !text_of(reader, developer, "id", &row->developer_id) ||
	    !text_of(reader, developer, "name", &row->developer_name) ||
	    !text_of(reader, developer, "uscc", &row->uscc) ||
	    !text_of(reader, developer, "legal_representative", &reader->form->legal_representative))
		return false;
	if (row->uscc != NULL) {
		row->uscc = licence_normalise(&reader->form->arena, row->uscc);
		row->uscc_ok = row->uscc != NULL && licence_uscc_ok(row->uscc);
	}
	return read_contact(reader, developer) && each(reader, developer, "licences", read_licence);
}

/* Hex as people paste it: either case, colons and blanks between the digits. */
static bool hex_of(const struct reader *reader, const cJSON *object, const char *key, const char **hex)
{
	const char *text;
	char *out;
	size_t len = 0;

	*hex = NULL;
	if (!text_of(reader, object, key, &text))
		return false;
	if (text == NULL)
		return true;
	out = arena_alloc(&reader->form->arena, strlen(text) + 1);
	if (out == NULL)
		return no_memory(reader);
	for (const char *at = text; *at != '\0'; at++) {
		if (*at == ':' || *at == ' ' || *at == '\n' || *at == '\r')
			continue;
		if (!((*at >= '0' && *at <= '9') || (*at >= 'a' && *at <= 'f') || (*at >= 'A' && *at <= 'F')))
			return refuse(reader, "not hex digits", key);
		out[len++] = (char)(*at >= 'A' && *at <= 'F' ? *at - 'A' + 'a' : *at);
	}
	if (len % 2 != 0)
		return refuse(reader, "an odd number of hex digits", key);
	*hex = out;
	return true;
}

static bool read_filing(const struct reader *reader, const cJSON *app)
{
	static const char *const names[] = {"number", "app_id", "certificate_md5", "public_key", NULL};
	struct fact_filing row = fact_filing_row();
	const cJSON *filing;

	if (!part(reader, app, "filing", false, &filing))
		return false;
	if (filing == NULL)
		return true;
	row.path = "";
	row.package = 0;
	return keys(reader, filing, "app.filing", names) && number_of(reader, filing, &row.number) &&
	       text_of(reader, filing, "app_id", &row.app_id) &&
	       hex_of(reader, filing, "certificate_md5", &row.certificate_md5) &&
	       hex_of(reader, filing, "public_key", &row.public_key) && add(reader, FACT_TABLE_filing, &row);
}

static bool read_privacy_policy(const struct reader *reader, const cJSON *app, struct fact_submission *row)
{
	static const char *const names[] = {"url", "text", NULL};
	char hex[DIGEST_HEX_MAX];
	const cJSON *policy;

	if (!part(reader, app, "privacy_policy", false, &policy))
		return false;
	if (policy == NULL)
		return true;
	if (!keys(reader, policy, "app.privacy_policy", names) ||
	    !text_of(reader, policy, "url", &row->privacy_policy_url) ||
	    !text_of(reader, policy, "text", &reader->form->privacy_policy_text))
		return false;
	if (reader->form->privacy_policy_text == NULL)
		return true;
	digest_hex_of(DIGEST_SHA256, span_of_text(reader->form->privacy_policy_text), hex);
	row->privacy_policy_sha256 = arena_strdup(&reader->form->arena, hex);
	return row->privacy_policy_sha256 != NULL || no_memory(reader);
}

static bool read_app(const struct reader *reader, const cJSON *root, struct fact_submission *row)
{
	static const char *const names[] = {"name", "category", "filing", "privacy_policy", NULL};
	const cJSON *app;

	if (!part(reader, root, "app", false, &app))
		return false;
	return app == NULL || (keys(reader, app, "app", names) && text_of(reader, app, "name", &row->app_name) &&
			       text_of(reader, app, "category", &row->category) && read_filing(reader, app) &&
			       read_privacy_policy(reader, app, row));
}

static bool read_purpose(const struct reader *reader, const cJSON *item)
{
	static const char *const names[] = {"name", "purpose", NULL};
	struct fact_purpose row = fact_purpose_row();

	row.path = "";
	row.package = 0;
	row.origin = "submission";
	if (!keys(reader, item, "a permission", names) || !text_of(reader, item, "name", &row.permission) ||
	    !text_of(reader, item, "purpose", &row.text))
		return false;
	return row.permission != NULL ? add(reader, FACT_TABLE_purpose, &row)
				      : refuse(reader, "a permission without", "name");
}

static bool read_sdk(const struct reader *reader, const cJSON *item)
{
	static const char *const names[] = {"name", "purpose", NULL};
	struct fact_sdk_declared row = fact_sdk_declared_row();

	row.path = "";
	row.package = 0;
	return keys(reader, item, "an sdk", names) && text_of(reader, item, "name", &row.name) &&
	       text_of(reader, item, "purpose", &row.purpose) && add(reader, FACT_TABLE_sdk_declared, &row);
}

static bool is_role(const char *role)
{
	static const char *const roles[] = {"main", "split", "channel", "arm32", "arm64"};

	for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++)
		if (strcmp(role, roles[i]) == 0)
			return true;
	return false;
}

static bool read_package(const struct reader *reader, const cJSON *item)
{
	static const char *const names[] = {"file", "role", NULL};
	struct form *form = reader->form;
	struct form_package *package = &form->packages[form->num_packages];

	if (!keys(reader, item, "a package", names) || !text_of(reader, item, "file", &package->file) ||
	    !text_of(reader, item, "role", &package->role))
		return false;
	if (package->file == NULL)
		return refuse(reader, "a package without", "file");
	if (package->role != NULL && !is_role(package->role))
		return refuse(reader, "a role is main, split, channel, arm32 or arm64", package->role);
	form->num_packages++;
	return true;
}

static bool read_packages(const struct reader *reader, const cJSON *root)
{
	const cJSON *list;

	if (!part(reader, root, "packages", true, &list))
		return false;
	if (list == NULL)
		return true;
	reader->form->packages = arena_array(&reader->form->arena, (size_t)cJSON_GetArraySize(list) + 1,
					     sizeof *reader->form->packages);
	return reader->form->packages != NULL ? each(reader, root, "packages", read_package) : no_memory(reader);
}

/* The form as kept: without what is personal data. */
static bool keep_json(const struct reader *reader, cJSON *root)
{
	cJSON *developer = cJSON_GetObjectItemCaseSensitive(root, "developer");
	char *text;

	if (developer != NULL) {
		cJSON_DeleteItemFromObjectCaseSensitive(developer, "contact");
		cJSON_DeleteItemFromObjectCaseSensitive(developer, "legal_representative");
	}
	text = cJSON_PrintUnformatted(root);
	if (text != NULL)
		reader->form->json = arena_strdup(&reader->form->arena, text);
	free(text);
	return reader->form->json != NULL || no_memory(reader);
}

static bool read_root(const struct reader *reader, cJSON *root)
{
	static const char *const names[] = {"developer", "app", "packages", "permissions", "sdks", NULL};
	struct fact_submission row = fact_submission_row();

	row.path = "";
	row.package = 0;
	return keys(reader, root, "the form", names) && read_developer(reader, root, &row) &&
	       read_app(reader, root, &row) && add(reader, FACT_TABLE_submission, &row) &&
	       each(reader, root, "permissions", read_purpose) && each(reader, root, "sdks", read_sdk) &&
	       read_packages(reader, root) && keep_json(reader, root);
}

struct form *form_parse(struct span json, const char *file, struct error *err)
{
	STRICT_JSON_CLEANUP cJSON *root = strict_json_parse(json, file, ERROR_INPUT, err);
	struct form *form = root == NULL ? NULL : calloc(1, sizeof *form);
	struct reader reader = {.form = form, .file = file, .err = err};

	if (root == NULL)
		return NULL;
	if (form == NULL) {
		no_memory(&reader);
		return NULL;
	}
	form->arena = arena_new(FORM_FACTS_MAX);
	form->facts = reading_new(FORM_FACTS_MAX);
	if (form->facts == NULL)
		no_memory(&reader);
	if (form->facts == NULL || !read_root(&reader, root)) {
		form_free(form);
		return NULL;
	}
	return form;
}

void form_free(struct form *form)
{
	if (form == NULL)
		return;
	reading_free(form->facts);
	arena_free(&form->arena);
	free(form);
}
