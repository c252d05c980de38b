/*
 * developer - prelist developer: who there is, and what developers have in common.
 */
#include "cli/developer.h"
#include "cli/list.h"
#include "desk/developer.h"

struct listing {
	struct list list; /* first */
	const char *today;
};

static void put_blacklisted(struct list *list, bool is_blacklisted)
{
	list_text(list, NULL, "", is_blacklisted ? message(list->language, MESSAGE_IS_BLACKLISTED) : NULL);
	list_bool(list, "blacklisted", is_blacklisted);
}

static void put(struct list *list, const char *key, const char *today, const struct register_developer_row *row)
{
	bool expired = row->valid_until != NULL && strcmp(row->valid_until, today) < 0;
	char until[64] = "";

	if (row->valid_until != NULL)
		snprintf(until, sizeof until, "%s%s", row->valid_until, expired ? message(list->language, MESSAGE_LICENCE_EXPIRED) : "");
	list_row(list, key);
	list_text(list, "id", "DEVELOPER", row->id);
	list_text(list, "name", "NAME", row->name);
	list_text(list, "uscc", "USCC", row->uscc);
	if (row->uscc_ok != FACT_ABSENT)
		list_bool(list, "uscc_ok", row->uscc_ok != 0);
	list_number(list, "apps", "APPS", row->num_apps);
	list_number(list, "listed_apps", "LISTED", row->num_listed);
	list_text(list, "licence_until", NULL, row->valid_until);
	list_text(list, NULL, "LICENCE UNTIL", until);
	list_text(list, "since", NULL, row->since);
	list_text(list, "changed", "CHANGED", row->changed);
	put_blacklisted(list, row->is_blacklisted);
	list_row_end(list);
}

void developer_json(struct json *json, const char *key, const struct register_developer_row *row)
{
	put(&(struct list){.json = json}, key, "", row);
}

static void add_developer(void *owner, const struct register_developer_row *row)
{
	struct listing *listing = owner;

	put(&listing->list, NULL, listing->today, row);
}

static int run_list(struct session *session, struct error *err)
{
	struct listing listing;
	struct desk desk;

	if (!at_desk(session, ARCHIVE_READ, &desk, err))
		return EXIT_TROUBLE;
	listing.today = desk.today_text;
	list_answer(&listing.list, session, "prelist-developer-list/1");
	list_text(&listing.list, "date", NULL, desk.today_text);
	list_begin(&listing.list, "developers", "DEVELOPER,NAME,USCC,APPS,LISTED,LICENCE UNTIL,CHANGED,");
	register_each_developer(desk.archive, 0, desk.today_text, add_developer, &listing, err);
	return list_finish(&listing.list, err);
}

static void add_shared(void *owner, const struct register_shared_row *row)
{
	struct list *list = owner;

	list_row(list, NULL);
	list_word(list, "kind", "KIND", row->kind);
	list_text(list, "value", "VALUE", row->value);
	list_text(list, "developers", "DEVELOPERS", row->developers);
	put_blacklisted(list, row->is_blacklisted);
	list_row_end(list);
}

static int run_shared(struct session *session, struct error *err)
{
	int64_t developer = 0;
	struct list list;
	struct desk desk;

	if (!at_desk(session, ARCHIVE_READ, &desk, err) ||
	    (session->args->num_operands > 0 && !developer_find(&desk, session->args->operands[0], &developer, err)))
		return EXIT_TROUBLE;
	list_answer(&list, session, "prelist-developer-shared/1");
	list_text(&list, "date", NULL, desk.today_text);
	list_begin(&list, "shared", "KIND,VALUE,DEVELOPERS,");
	register_each_shared(desk.archive, developer, desk.today_text, add_shared, &list, err);
	return list_finish(&list, err);
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
	 "查看联系方式明文，日志记录何人何故"},
	{NULL, NULL, NULL}};

const struct command command_developer = {.name = "developer",
					  .en = "the register of developers: identity, licences, filings, certificates, apps; sealed contact data",
					  .zh = "开发者登记：身份、许可证、备案、证书、应用及加密的联系方式",
					  .options = options,
					  .examples = examples,
					  .subcommands = subcommands,
					  .run = run};
