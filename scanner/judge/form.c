#include "judge/form.h"

#include "bytes/date.h"
#include "bytes/mask.h"
#include "bytes/text.h"
#include "judge/form_parts.h"
#include "judge/licence.h"

#include <stdlib.h>

/* As business licences have it, for a last day. */
static const char *const without_end[] = {"长期", "长期有效", "永久", "永久有效", "无固定期限"};

#define FORM_FACTS_MAX ((size_t)128 * 1024 * 1024)
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define ITEMS_MAX 1000 /* of one list: each is compared with all that the package has */

bool form_refuse(const struct form_reader *reader, const char *what, const char *found)
{
	return error_set(reader->err, ERROR_INPUT, "%s: %s: '%s'", reader->file, what, found);
}

bool form_text(const struct form_reader *reader, const cJSON *object, const char *key, const char **text)
{
	const char *raw;

	if (!strict_json_text(object, key, &raw, reader->file, ERROR_INPUT, reader->err))
		return false;
	*text = NULL;
	if (raw == NULL || text_is_blank(raw))
		return true;
	*text = text_escape(&reader->form->facts->arena, text_trimmed(raw));
	return *text != NULL || error_memory(reader->err);
}

bool form_keys(const struct form_reader *reader, const cJSON *object, const char *where, const char *const *names)
{
	return strict_json_only_keys(object, names, where, reader->file, ERROR_INPUT, reader->err);
}

bool form_part(const struct form_reader *reader, const cJSON *object, const char *key, bool is_array, const cJSON **member)
{
	*member = cJSON_GetObjectItemCaseSensitive(object, key);
	if (*member != NULL && cJSON_IsNull(*member))
		*member = NULL;
	if (*member != NULL && (is_array ? !cJSON_IsArray(*member) : !cJSON_IsObject(*member)))
		return form_refuse(reader, "not a list or object, as it should be", key);
	if (is_array && *member != NULL && cJSON_GetArraySize(*member) > ITEMS_MAX)
		return form_refuse(reader, "a list of more than 1000 items", key);
	return true;
}

static bool refuse_column(const struct form_reader *reader, const struct fact_table_info *info, const struct fact_column *column,
			  const void *row, const char *fault)
{
	const char *text = fact_values(row)[column - info->columns].text;

	if (text != NULL && strlen(text) > column->max)
		return error_set(reader->err, ERROR_INPUT, "%s: %s.%s is longer than %u bytes", reader->file, info->name, column->name, column->max);
	if (column->type == FACT_CHOICE)
		return error_set(reader->err, ERROR_INPUT, "%s: %s.%s is one of %s, not '%s'", reader->file, info->name, column->name, column->words,
				 text);
	return error_set(reader->err, ERROR_INPUT, "%s: in the form %s.%s %s", reader->file, info->name, column->name, fault);
}

bool form_add(const struct form_reader *reader, enum fact_table table, const void *row)
{
	const char *fault;
	const struct fact_column *column = fact_faulty(table, row, &fault);

	if (column != NULL)
		return refuse_column(reader, fact_info(table), column, row, fault);
	return reading_add(reader->form->facts, table, row) != NULL || error_memory(reader->err);
}

static bool is_without_end(const char *text)
{
	return text_among(without_end, sizeof without_end / sizeof without_end[0], text) >= 0;
}

bool form_date(const struct form_reader *reader, const cJSON *object, const char *key, const char **day)
{
	const char *text;
	struct date date;
	char shown[DATE_TEXT_LEN];

	*day = NULL;
	if (!form_text(reader, object, key, &text))
		return false;
	if (text == NULL || (strcmp(key, "valid_until") == 0 && is_without_end(text)))
		return true;
	if (!date_parse(text, &date))
		return form_refuse(reader, "not a date (YYYY-MM-DD, YYYY/MM/DD, YYYY.MM.DD, YYYY MM DD or YYYY年MM月DD日)", text);
	date_format(date, shown);
	*day = arena_strdup(&reader->form->facts->arena, shown);
	return *day != NULL || error_memory(reader->err);
}

bool form_bool(const struct form_reader *reader, const cJSON *object, const char *key, int64_t *value)
{
	const cJSON *member = cJSON_GetObjectItemCaseSensitive(object, key);

	*value = FACT_ABSENT;
	if (member == NULL || cJSON_IsNull(member))
		return true;
	if (!cJSON_IsBool(member))
		return form_refuse(reader, "neither true nor false", key);
	*value = cJSON_IsTrue(member);
	return true;
}

/* 12, "12" and "12+". */
bool form_count(const struct form_reader *reader, const cJSON *object, const char *key, int64_t most, int64_t *value)
{
	const cJSON *member = cJSON_GetObjectItemCaseSensitive(object, key);
	const char *text = cJSON_GetStringValue(member);
	double number = cJSON_IsNumber(member) ? member->valuedouble : -1;
	char nothing[] = "", *end = nothing;

	*value = FACT_ABSENT;
	if (member == NULL || cJSON_IsNull(member))
		return true;
	if (text != NULL && *text >= '0' && *text <= '9')
		number = (double)strtoll(text, &end, 10);
	if (number < 0 || number > (double)most || number != (double)(int64_t)number || (*end != '\0' && strcmp(end, "+") != 0))
		return form_refuse(reader, "not a whole number within its bounds", key);
	*value = (int64_t)number;
	return true;
}

bool form_number(const struct form_reader *reader, const cJSON *object, const char *key, const char **number)
{
	const char *text;

	*number = NULL;
	if (!form_text(reader, object, key, &text))
		return false;
	if (text == NULL)
		return true;
	text = licence_normalise(&reader->form->facts->arena, text);
	*number = text != NULL && *text != '\0' ? text : NULL;
	return text != NULL || error_memory(reader->err);
}

static bool read_licence(const struct form_reader *reader, const cJSON *item)
{
	static const char *const names[] = {"kind", "number", "holder", "valid_from", "valid_until", "scope", NULL};
	struct fact_licence row = fact_licence_row();

	row.path = "";
	row.package = 0;
	return form_keys(reader, item, "a licence", names) && form_text(reader, item, "kind", &row.kind) &&
	       form_number(reader, item, "number", &row.number) && form_text(reader, item, "holder", &row.holder) &&
	       form_date(reader, item, "valid_from", &row.valid_from) &&
	       form_date(reader, item, "valid_until", &row.valid_until) && form_text(reader, item, "scope", &row.scope) &&
	       form_add(reader, FACT_TABLE_licence, &row);
}

static bool read_contact(const struct form_reader *reader, const cJSON *developer)
{
	static const char *const names[] = {"email", "phone", "address", NULL};
	const cJSON *contact;

	if (!form_part(reader, developer, "contact", false, &contact))
		return false;
	return contact == NULL || (form_keys(reader, contact, "developer.contact", names) &&
				   form_text(reader, contact, "email", &reader->form->email) &&
				   form_text(reader, contact, "phone", &reader->form->phone) &&
				   form_text(reader, contact, "address", &reader->form->address));
}

bool form_each(const struct form_reader *reader, const cJSON *object, const char *key,
		 bool (*read)(const struct form_reader *reader, const cJSON *item))
{
	const cJSON *list, *item;

	if (!form_part(reader, object, key, true, &list))
		return false;
	cJSON_ArrayForEach(item, list) {
		if (!read(reader, item))
			return false;
	}
	return true;
}

/* The store's own: letters that look alike, or that nobody sees, would make another developer of the same. */
static bool read_id(const struct form_reader *reader, const cJSON *developer, const char **id)
{
	if (!form_text(reader, developer, "id", id))
		return false;
	for (const char *at = *id; at != NULL && *at != '\0'; at++)
		if (*at < '!' || *at > '~')
			return form_refuse(reader, "developer.id has letters, digits and signs of ASCII alone", *id);
	return true;
}

/* The identity number that a person, who has no such code, gave in its place is nobody's to keep. */
static bool mask_code(const struct form_reader *reader, const cJSON *developer, struct fact_submission *row)
{
	const char *shown = licence_shown(&reader->form->facts->arena, row->uscc);
	cJSON *item = cJSON_GetObjectItemCaseSensitive(developer, "uscc");
	bool is_same = shown != NULL && strcmp(shown, row->uscc) == 0;

	row->uscc = shown;
	return is_same || (shown != NULL && cJSON_IsString(item) && cJSON_SetValuestring(item, shown) != NULL);
}

static bool read_developer(const struct form_reader *reader, const cJSON *root, struct fact_submission *row)
{
	static const char *const names[] = {"id",      "name",     "subject_type", "uscc", "legal_representative",
					    "contact", "licences", NULL};
	const cJSON *developer;

	if (!form_part(reader, root, "developer", false, &developer))
		return false;
	if (developer == NULL)
		return true;
	if (!form_keys(reader, developer, "developer", names) || !read_id(reader, developer, &row->developer_id) ||
	    !form_text(reader, developer, "name", &row->developer_name) ||
	    !form_text(reader, developer, "subject_type", &row->subject_type) ||
	    !form_number(reader, developer, "uscc", &row->uscc) ||
	    !form_text(reader, developer, "legal_representative", &reader->form->legal_representative))
		return false;
	if (row->uscc != NULL)
		row->uscc_ok = licence_uscc_ok(row->uscc);
	if (row->uscc != NULL && !mask_code(reader, developer, row))
		return error_memory(reader->err);
	return read_contact(reader, developer) && form_each(reader, developer, "licences", read_licence);
}

/* Hex as people paste it: either case, colons and blanks between the digits. */
bool form_hex(const struct form_reader *reader, const cJSON *object, const char *key, const char **hex)
{
	const char *text;
	char *out;
	size_t len = 0;

	*hex = NULL;
	if (!form_text(reader, object, key, &text))
		return false;
	if (text == NULL)
		return true;
	out = arena_alloc(&reader->form->facts->arena, strlen(text) + 1);
	if (out == NULL)
		return error_memory(reader->err);
	for (const char *at = text; *at != '\0'; at++) {
		if (*at == ':' || *at == ' ' || *at == '\n' || *at == '\r')
			continue;
		if (!((*at >= '0' && *at <= '9') || (*at >= 'a' && *at <= 'f') || (*at >= 'A' && *at <= 'F')))
			return form_refuse(reader, "not hex digits", key);
		out[len++] = (char)(*at >= 'A' && *at <= 'F' ? *at - 'A' + 'a' : *at);
	}
	if (len % 2 != 0)
		return form_refuse(reader, "an odd number of hex digits", key);
	*hex = len == 0 ? NULL : out;
	return true;
}

/* CAMERA is android.permission.CAMERA: what has no dot is the platform's, as its documentation calls it. */
static bool form_permission(const struct form_reader *reader, const cJSON *object, const char *key, const char **name)
{
	char *whole;

	if (!form_text(reader, object, key, name))
		return false;
	if (*name == NULL || (*name)[strspn(*name, LETTERS "0123456789_")] != '\0')
		return true;
	whole = arena_printf(&reader->form->facts->arena, "android.permission.%s", *name);
	if (whole == NULL)
		return error_memory(reader->err);
	for (char *at = strrchr(whole, '.'); *at != '\0'; at++)
		*at = (char)(*at >= 'a' && *at <= 'z' ? *at - 'a' + 'A' : *at);
	*name = whole;
	return true;
}

static bool read_purpose(const struct form_reader *reader, const cJSON *item)
{
	static const char *const names[] = {"name", "purpose", NULL};
	struct fact_purpose row = fact_purpose_row();

	row.path = "";
	row.package = 0;
	row.origin = "submission";
	if (!form_keys(reader, item, "a permission", names) || !form_permission(reader, item, "name", &row.permission) ||
	    !form_text(reader, item, "purpose", &row.text))
		return false;
	return row.permission != NULL ? form_add(reader, FACT_TABLE_purpose, &row)
				      : form_refuse(reader, "a permission without", "name");
}

static bool read_sdk(const struct form_reader *reader, const cJSON *item)
{
	static const char *const names[] = {"name", "purpose", NULL};
	struct fact_sdk_declared row = fact_sdk_declared_row();

	row.path = "";
	row.package = 0;
	return form_keys(reader, item, "an sdk", names) && form_text(reader, item, "name", &row.name) &&
	       form_text(reader, item, "purpose", &row.purpose) && form_add(reader, FACT_TABLE_sdk_declared, &row);
}

const char *form_explanation(const struct reading *facts, const char *rule)
{
	for (size_t i = 0; facts != NULL && i < reading_num(facts, explanation); i++)
		if (strcmp(reading_rows(facts, explanation)[i]->rule, rule) == 0)
			return reading_rows(facts, explanation)[i]->text;
	return NULL;
}

static bool read_explanation(const struct form_reader *reader, const cJSON *item)
{
	static const char *const names[] = {"rule", "text", NULL};
	struct fact_explanation row = fact_explanation_row();

	row.path = "";
	row.package = 0;
	if (!form_keys(reader, item, "an explanation", names) || !form_text(reader, item, "rule", &row.rule) ||
	    !form_text(reader, item, "text", &row.text))
		return false;
	if (row.rule == NULL || row.text == NULL)
		return form_refuse(reader, "an explanation without", row.rule == NULL ? "rule" : "text");
	if (form_explanation(reader->form->facts, row.rule) != NULL)
		return form_refuse(reader, "a rule is explained once", row.rule);
	return form_add(reader, FACT_TABLE_explanation, &row);
}

/* Running text, in which numbers of persons may stand: they are neither shown nor kept. */
static bool mask_explanations(const struct form_reader *reader, cJSON *root)
{
	cJSON *item;

	cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(root, "explanations")) {
		cJSON *text = cJSON_GetObjectItemCaseSensitive(item, "text");
		const char *masked;
		bool found = false;

		if (!cJSON_IsString(text))
			continue;
		masked = mask_text(&reader->form->facts->arena, text->valuestring, &found);
		if (masked == NULL || (found && cJSON_SetValuestring(text, masked) == NULL))
			return error_memory(reader->err);
	}
	return true;
}

bool form_explains_rules(const struct form *form, const struct rules *rules, struct error *err)
{
	for (size_t i = 0; form != NULL && i < reading_num(form->facts, explanation); i++) {
		const char *rule = reading_rows(form->facts, explanation)[i]->rule;

		if (rules_find(rules, rule) == NULL)
			return error_set(err, ERROR_INPUT, "the form explains '%s', which is no rule; prelist rules list names the rules", rule);
	}
	return true;
}

static bool is_role(const char *role)
{
	static const char *const roles[] = {"main", "split", "channel", "arm32", "arm64"};

	return text_among(roles, sizeof roles / sizeof roles[0], role) >= 0;
}

static bool read_package(const struct form_reader *reader, const cJSON *item)
{
	static const char *const names[] = {"file", "role", NULL};
	struct form *form = reader->form;
	struct form_package *package = &form->packages[form->num_packages];

	if (!form_keys(reader, item, "a package", names) || !form_text(reader, item, "file", &package->file) ||
	    !form_text(reader, item, "role", &package->role))
		return false;
	if (package->file == NULL)
		return form_refuse(reader, "a package without", "file");
	if (package->role != NULL && !is_role(package->role))
		return form_refuse(reader, "a role is main, split, channel, arm32 or arm64", package->role);
	form->num_packages++;
	return true;
}

static bool read_packages(const struct form_reader *reader, const cJSON *root)
{
	const cJSON *list;

	if (!form_part(reader, root, "packages", true, &list))
		return false;
	if (list == NULL)
		return true;
	reader->form->packages = arena_array(&reader->form->facts->arena, (size_t)cJSON_GetArraySize(list) + 1,
					     sizeof *reader->form->packages);
	return reader->form->packages != NULL ? form_each(reader, root, "packages", read_package) : error_memory(reader->err);
}

/* The text of the privacy policy is kept by its hash, once, and not with each form. */
static bool name_policy(const struct form_reader *reader, cJSON *root, const struct fact_submission *row)
{
	cJSON *app = cJSON_GetObjectItemCaseSensitive(root, "app");
	cJSON *policy = app == NULL ? NULL : cJSON_GetObjectItemCaseSensitive(app, "privacy_policy");

	if (policy == NULL || row->privacy_policy_sha256 == NULL || cJSON_GetObjectItemCaseSensitive(policy, "text") == NULL)
		return true;
	cJSON_DeleteItemFromObjectCaseSensitive(policy, "text");
	cJSON_DeleteItemFromObjectCaseSensitive(policy, "sha256");
	return cJSON_AddStringToObject(policy, "sha256", row->privacy_policy_sha256) != NULL || error_memory(reader->err);
}

/* The form as kept: without what is personal data. */
static bool keep_json(const struct form_reader *reader, cJSON *root)
{
	cJSON *developer = cJSON_GetObjectItemCaseSensitive(root, "developer");
	char *text;

	if (developer != NULL) {
		cJSON_DeleteItemFromObjectCaseSensitive(developer, "contact");
		cJSON_DeleteItemFromObjectCaseSensitive(developer, "legal_representative");
	}
	text = cJSON_PrintUnformatted(root);
	if (text != NULL)
		reader->form->json = arena_strdup(&reader->form->facts->arena, text);
	free(text);
	return reader->form->json != NULL || error_memory(reader->err);
}

static bool read_root(const struct form_reader *reader, cJSON *root)
{
	static const char *const names[] = {"developer", "app", "packages", "permissions", "sdks", "explanations", NULL};
	struct fact_submission row = fact_submission_row();

	row.path = "";
	row.package = 0;
	return form_keys(reader, root, "the form", names) && read_developer(reader, root, &row) &&
	       form_app(reader, root, &row) && form_add(reader, FACT_TABLE_submission, &row) &&
	       form_each(reader, root, "permissions", read_purpose) && form_each(reader, root, "sdks", read_sdk) &&
	       mask_explanations(reader, root) && form_each(reader, root, "explanations", read_explanation) &&
	       read_packages(reader, root) && name_policy(reader, root, &row) && keep_json(reader, root);
}

struct form *form_parse(struct span json, const char *file, struct error *err)
{
	STRICT_JSON_CLEANUP cJSON *root = strict_json_parse(json, file, ERROR_INPUT, err);
	struct form *form = root == NULL ? NULL : calloc(1, sizeof *form);
	struct form_reader reader = {.form = form, .file = file, .err = err};

	if (root == NULL)
		return NULL;
	if (form == NULL) {
		error_memory(reader.err);
		return NULL;
	}
	digest_hex_of(DIGEST_SHA256, json, form->sha256);
	form->facts = reading_new(FORM_FACTS_MAX);
	if (form->facts == NULL)
		error_memory(reader.err);
	if (form->facts == NULL || !read_root(&reader, root) || !arena_ok(&form->facts->arena, err)) {
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
	free(form);
}
