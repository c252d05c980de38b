/*
 * developer - prelist developer: who there is, and what developers have in common.
 */
#include "cli/developer.h"
#include "cli/table.h"
#include "desk/developer.h"

#include <inttypes.h>

struct listing {
	struct session *session;
	struct table table;
	struct json json;
	bool as_json;
	const char *today;
};

static void begin(struct listing *listing, const char *schema, const char *rows)
{
	listing->as_json = session_json(listing->session, &listing->json, schema);
	if (!listing->as_json)
		return;
	json_text(&listing->json, "date", listing->today);
	json_array(&listing->json, rows);
}

static int finish(struct listing *listing, struct error *err)
{
	json_end(&listing->json, err);
	if (!table_print(&listing->table, listing->session->output.file))
		error_set(err, ERROR_MEMORY, "no memory for the list");
	return 0;
}

void developer_json(struct json *json, const char *key, const struct register_developer_row *row)
{
	json_row(json, key);
	json_text(json, "id", row->id);
	json_text_if(json, "name", row->name);
	json_text_if(json, "uscc", row->uscc);
	if (row->uscc_ok != FACT_ABSENT)
		json_bool(json, "uscc_ok", row->uscc_ok != 0);
	json_number(json, "apps", row->num_apps);
	json_number(json, "listed_apps", row->num_listed);
	json_text_if(json, "licence_until", row->valid_until);
	json_text_if(json, "since", row->since);
	json_text_if(json, "changed", row->changed);
	json_bool(json, "blacklisted", row->is_blacklisted);
	json_close(json);
}

static const char *word(const struct listing *listing, enum message_id id)
{
	return message(listing->session->language, id);
}

static void add_developer(void *owner, const struct register_developer_row *row)
{
	struct listing *listing = owner;
	char apps[24], listed[24], until[64] = "";

	if (listing->as_json) {
		developer_json(&listing->json, NULL, row);
		return;
	}
	snprintf(apps, sizeof apps, "%" PRId64, row->num_apps);
	snprintf(listed, sizeof listed, "%" PRId64, row->num_listed);
	if (row->valid_until != NULL)
		snprintf(until, sizeof until, "%s%s", row->valid_until,
			 strcmp(row->valid_until, listing->today) < 0 ? word(listing, MESSAGE_LICENCE_EXPIRED) : "");
	table_row(&listing->table, (const char *[]){row->id, row->name, row->uscc, apps, listed, until, row->changed,
						    row->is_blacklisted ? word(listing, MESSAGE_IS_BLACKLISTED) : NULL});
}

static int run_list(struct session *session, struct error *err)
{
	static const char *const heads[] = {"DEVELOPER", "NAME", "USCC", "APPS", "LISTED", "LICENCE UNTIL", "CHANGED", ""};
	struct listing listing = {.session = session, .table = table_new(session->language, heads, 8)};
	struct desk desk;

	if (!at_desk(session, ARCHIVE_READ, &desk, err))
		return EXIT_TROUBLE;
	listing.today = desk.today_text;
	begin(&listing, "prelist-developer-list/1", "developers");
	register_each_developer(desk.archive, 0, desk.today_text, add_developer, &listing, err);
	return finish(&listing, err);
}

static void add_shared(void *owner, const struct register_shared_row *row)
{
	struct listing *listing = owner;

	if (!listing->as_json) {
		table_row(&listing->table, (const char *[]){row->kind, row->value, row->developers,
							    row->is_blacklisted ? word(listing, MESSAGE_IS_BLACKLISTED) : NULL});
		return;
	}
	json_row(&listing->json, NULL);
	json_text(&listing->json, "kind", row->kind);
	json_text(&listing->json, "value", row->value);
	json_text(&listing->json, "developers", row->developers);
	json_bool(&listing->json, "blacklisted", row->is_blacklisted);
	json_close(&listing->json);
}

static int run_shared(struct session *session, struct error *err)
{
	static const char *const heads[] = {"KIND", "VALUE", "DEVELOPERS", ""};
	struct listing listing = {.session = session, .table = table_new(session->language, heads, 4)};
	int64_t developer = 0;
	struct desk desk;

	if (!at_desk(session, ARCHIVE_READ, &desk, err) ||
	    (session->args->num_operands > 0 && !developer_find(&desk, session->args->operands[0], &developer, err)))
		return EXIT_TROUBLE;
	listing.today = desk.today_text;
	begin(&listing, "prelist-developer-shared/1", "shared");
	register_each_shared(desk.archive, developer, desk.today_text, add_shared, &listing, err);
	return finish(&listing, err);
}

static const enum option_id options[] = {OPTION_TODAY, OPTION_COUNT};

static const struct example list_examples[] = {
	{"prelist developer list", "every developer, with apps and the licence that ends first", "所有开发者、应用数与最早到期的许可证"},
	{NULL, NULL, NULL}};
static const struct example shared_examples[] = {
	{"prelist developer shared", "certificates, keys, codes, licences, filings and apps that several developers have",
	 "多个开发者共用的证书、公钥、信用代码、许可证、备案号与应用"},
	{"prelist developer shared dev-7", "what dev-7 has in common with others", "dev-7 与其他开发者的共同点"},
	{NULL, NULL, NULL}};

static const struct command developer_list_command = {.name = "list", .en = "every developer of the register", .zh = "列出所有开发者", .operands = "",
					       .options = options, .examples = list_examples, .run = run_list};
static const struct command developer_shared_command = {.name = "shared",
						 .en = "what several developers have in common",
						 .zh = "多个开发者的共同点",
						 .operands = "[ID]",
						 .max_operands = 1,
						 .options = options,
						 .examples = shared_examples,
						 .run = run_shared};

static const struct command *const subcommands[] = {&developer_list_command,	&developer_show_command,  &developer_shared_command,
						    &developer_record_command, &developer_contact_command, &developer_erase_command,
						    &developer_policy_command, NULL};

static int run(struct session *session, struct error *err)
{
	return run_list(session, err);
}

static const struct example examples[] = {
	{"prelist developer show dev-7", "one developer whole, as it is and as it was", "一个开发者的现状与历史"},
	{"prelist developer contact dev-7 --by li --reason \"correction notice, case 12\"", "contact data in clear; the log keeps who and why",
	 "查看联系方式明文,日志记录何人何故"},
	{NULL, NULL, NULL}};

const struct command command_developer = {.name = "developer",
					  .en = "the register of developers: identity, licences, filings, certificates, apps; sealed contact data",
					  .zh = "开发者登记:身份、许可证、备案、证书、应用及加密的联系方式",
					  .options = options,
					  .examples = examples,
					  .subcommands = subcommands,
					  .run = run};
