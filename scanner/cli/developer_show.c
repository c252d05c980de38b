/*
 * developer_show - prelist developer show ID: all that the register has of a developer, newest first marked.
 */
#include "cli/developer.h"
#include "cli/table.h"
#include "desk/developer.h"

#include "bytes/text.h"

#include <ctype.h>
#include <inttypes.h>

struct showing {
	struct session *session;
	struct desk *desk;
	struct json json;
	bool as_json;
	enum register_part part;
	struct table table;
	size_t num_columns;
};

static const enum message_id heads[REGISTER_PARTS] = {[REGISTER_IDENTITY] = MESSAGE_HEAD_IDENTITY,
						      [REGISTER_LICENCE] = MESSAGE_HEAD_LICENCES,
						      [REGISTER_FILING] = MESSAGE_HEAD_FILINGS,
						      [REGISTER_DOCUMENT] = MESSAGE_HEAD_DOCUMENTS,
						      [REGISTER_CERTIFICATE] = MESSAGE_HEAD_CERTIFICATES,
						      [REGISTER_APP] = MESSAGE_HEAD_APPS};

/* Which columns the text shows, the first ones of every row being the submission and the date. */
static const char *const shown[REGISTER_PARTS] = {[REGISTER_IDENTITY] = "name uscc subject_type",
						  [REGISTER_LICENCE] = "kind number holder valid_from valid_until scope",
						  [REGISTER_FILING] = "app_id number filed_app_id certificate_md5",
						  [REGISTER_DOCUMENT] = "app_id kind number holder valid_from valid_until",
						  [REGISTER_CERTIFICATE] = "app_id sha256 subject not_after",
						  [REGISTER_APP] = "platform app_id name category recommended_age price listed"};

static bool is_one_of(const char *column, const char *list)
{
	return text_has_word(list, ' ', span_of_text(column));
}

static bool is_shown(enum register_part part, const char *column)
{
	return is_one_of(column, shown[part]);
}

static void value_json(struct json *json, const char *column, const char *value)
{
	int64_t number;

	if (value == NULL)
		return;
	if (is_one_of(column, "uscc_ok ai_generates"))
		json_bool(json, column, *value == '1');
	else if (is_one_of(column, "since listed recommended_age") && text_number(value, &number))
		json_number(json, column, number);
	else
		json_text(json, column, value);
}

static void row_json(struct showing *showing, const struct register_row *row)
{
	const struct register_part_info *info = register_part_info(showing->part);

	json_row(&showing->json, NULL);
	for (size_t i = 0; info->columns[i] != NULL; i++)
		value_json(&showing->json, info->columns[i], row->values[i]);
	json_bool(&showing->json, "current", row->is_current);
	json_close(&showing->json);
}

/* The table of a part, headed by its columns' names. */
static void begin_table(struct showing *showing)
{
	const struct register_part_info *info = register_part_info(showing->part);
	char words[REGISTER_COLUMNS_MAX][32];
	const char *names[REGISTER_COLUMNS_MAX];

	for (size_t i = 0; info->columns[i] != NULL; i++) {
		if (i > 1 && !is_shown(showing->part, info->columns[i]))
			continue;
		snprintf(words[showing->num_columns], sizeof words[0], "%s%s", i == 0 ? "  " : "", info->columns[i]);
		for (char *at = words[showing->num_columns]; *at != '\0'; at++)
			*at = *at == '_' ? ' ' : (char)toupper((unsigned char)*at);
		names[showing->num_columns] = words[showing->num_columns];
		showing->num_columns++;
	}
	showing->table = table_new(showing->session->language, names, showing->num_columns);
}

static void row_text(struct showing *showing, const struct register_row *row)
{
	const struct register_part_info *info = register_part_info(showing->part);
	const char *cells[REGISTER_COLUMNS_MAX];
	char since[32];
	size_t num = 0;

	if (showing->num_columns == 0)
		begin_table(showing);
	snprintf(since, sizeof since, "%s #%" PRId64, row->is_current ? " " : "-", row->since);
	cells[num++] = since;
	for (size_t i = 1; info->columns[i] != NULL; i++)
		if (i == 1 || is_shown(showing->part, info->columns[i]))
			cells[num++] = row->values[i];
	table_row(&showing->table, cells);
}

static void show_row(void *owner, const struct register_row *row)
{
	struct showing *showing = owner;

	if (showing->as_json)
		row_json(showing, row);
	else
		row_text(showing, row);
}

static bool show_part(struct showing *showing, int64_t developer, enum register_part part, struct error *err)
{
	FILE *out = showing->session->output.file;

	showing->part = part;
	showing->num_columns = 0;
	if (showing->as_json)
		json_array(&showing->json, register_part_info(part)->name);
	if (!register_each(showing->desk->archive, developer, part, show_row, showing, err))
		return false;
	if (showing->as_json)
		json_close(&showing->json);
	if (showing->num_columns == 0)
		return true;
	fprintf(out, "%s", message(showing->session->language, heads[part]));
	return table_print(&showing->table, out) || error_set(err, ERROR_MEMORY, "no memory for the register");
}

static void contact_json(struct showing *showing, const struct developer_contact *found)
{
	static const char *const states[] = {"none", "sealed", "erased", "sealed"};
	const struct contact *c = &found->contact;

	json_row(&showing->json, "contact");
	json_text(&showing->json, "state", states[found->state]);
	if (found->state != CONTACT_NONE)
		json_number(&showing->json, "since", found->since);
	json_text_if(&showing->json, "legal_representative", c->legal_representative);
	json_text_if(&showing->json, "phone", c->phone);
	json_text_if(&showing->json, "email", c->email);
	json_text_if(&showing->json, "address", c->address);
	json_close(&showing->json);
}

static void contact_text_line(struct showing *showing, const struct developer_contact *found)
{
	const char *parts[] = {found->contact.legal_representative, found->contact.phone, found->contact.email, found->contact.address};
	enum language language = showing->session->language;
	BUF_CLEANUP struct buf line = buf_new(65536);

	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		if (parts[i] != NULL)
			buf_printf(&line, "%s%s", line.len > 0 ? "  " : "", parts[i]);
	buf_byte(&line, '\0');
	if (found->state == CONTACT_CLOSED || found->state == CONTACT_ERASED)
		at_desk_line(showing->session->output.file, message(language, MESSAGE_HEAD_CONTACT),
			     message(language, found->state == CONTACT_CLOSED ? MESSAGE_IS_SEALED : MESSAGE_IS_ERASED));
	else if (!line.failed)
		at_desk_line(showing->session->output.file, message(language, MESSAGE_HEAD_CONTACT), (const char *)line.data);
}

static void show_head(void *owner, const struct register_developer_row *row)
{
	struct showing *showing = owner;
	FILE *out = showing->session->output.file;
	enum language language = showing->session->language;

	if (showing->as_json) {
		developer_json(&showing->json, "developer", row);
		return;
	}
	at_desk_line(out, message(language, MESSAGE_HEAD_DEVELOPER), row->id);
	at_desk_line(out, message(language, MESSAGE_HEAD_NAME), row->name);
	at_desk_line(out, "USCC", row->uscc);
	if (row->uscc_ok == 0)
		at_desk_line(out, "", message(language, MESSAGE_USCC_WRONG));
	if (row->is_blacklisted)
		at_desk_line(out, "", message(language, MESSAGE_IS_BLACKLISTED));
}

static bool show_all(struct showing *showing, int64_t developer, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)16 * 1024 * 1024);
	struct developer_contact contact;
	bool ok = register_each_developer(showing->desk->archive, developer, showing->desk->today_text, show_head, showing, err) &&
		  developer_masked(showing->desk, developer, &arena, &contact, err);

	if (ok && showing->as_json)
		contact_json(showing, &contact);
	else if (ok)
		contact_text_line(showing, &contact);
	for (enum register_part part = 0; ok && part < REGISTER_PARTS; part++)
		ok = show_part(showing, developer, part, err);
	return ok;
}

static int run(struct session *session, struct error *err)
{
	struct showing showing = {.session = session};
	struct desk desk;
	int64_t developer;

	if (!at_desk(session, ARCHIVE_READ, &desk, err) || !developer_find(&desk, session->args->operands[0], &developer, err))
		return EXIT_TROUBLE;
	showing.desk = &desk;
	showing.as_json = session_json(session, &showing.json, "prelist-developer-show/1");
	show_all(&showing, developer, err);
	json_end(&showing.json, err);
	return 0;
}

static const enum option_id options[] = {OPTION_TODAY, OPTION_COUNT};

static const struct example examples[] = {
	{"prelist developer show dev-7", "what every submission said anew, with its number and date; - marks what is no longer so",
	 "历次提交的变更及其编号与日期;- 表示已被取代"},
	{"prelist developer show dev-7 --format json", "as JSON; contact data is masked", "JSON 格式,联系方式脱敏"},
	{NULL, NULL, NULL}};

const struct command developer_show_command = {.name = "show",
					       .en = "one developer whole, with history",
					       .zh = "显示一个开发者及其历史",
					       .operands = "ID",
					       .min_operands = 1,
					       .max_operands = 1,
					       .options = options,
					       .examples = examples,
					       .run = run};
