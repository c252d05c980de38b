/*
 * developer_contact - prelist developer contact and erase: contact data in clear, for a reason; and its end.
 */
#include "cli/developer.h"
#include "desk/developer.h"

struct opening {
	struct session *session;
	struct arena arena;
	int64_t developer;
	struct developer_contact found;
	struct erasing erasing;
};

static bool step_read(struct desk *desk, void *owner, struct error *err)
{
	struct opening *o = owner;

	return developer_read(desk, o->developer, o->session->args->value[OPTION_REASON], &o->arena, &o->found, err);
}

static bool step_erase(struct desk *desk, void *owner, struct error *err)
{
	struct opening *o = owner;

	o->erasing.number = o->developer;
	return erase_developer(desk, &o->erasing, err);
}

/* Who, why and whose; then one transaction, kept before anything is shown. */
static bool make(struct opening *o, struct desk *desk, bool (*step)(struct desk *desk, void *owner, struct error *err), struct error *err)
{
	const struct arguments *args = o->session->args;

	return at_desk_author(args, err) && at_desk_reason(args, err) && at_desk(o->session, ARCHIVE_CHANGE, desk, err) &&
	       developer_find(desk, args->operands[0], &o->developer, err) && desk_keep(desk, step, o, err);
}

static void show_json(const struct opening *o, const struct contact *c, struct json *json, struct error *err)
{
	json_text(json, "developer", o->session->args->operands[0]);
	json_number(json, "since", o->found.since);
	json_text(json, "date", o->found.date);
	json_text_if(json, "legal_representative", c->legal_representative);
	json_text_if(json, "phone", c->phone);
	json_text_if(json, "email", c->email);
	json_text_if(json, "address", c->address);
	json_end(json, err);
}

static void show_text(const struct opening *o, const struct contact *c)
{
	FILE *out = o->session->output.file;
	enum language language = o->session->language;

	at_desk_line(out, message(language, MESSAGE_HEAD_DEVELOPER), o->session->args->operands[0]);
	at_desk_line(out, message(language, MESSAGE_HEAD_REPRESENTATIVE), c->legal_representative);
	at_desk_line(out, message(language, MESSAGE_HEAD_PHONE), c->phone);
	at_desk_line(out, message(language, MESSAGE_HEAD_EMAIL), c->email);
	at_desk_line(out, message(language, MESSAGE_HEAD_ADDRESS), c->address);
}

static int show(const struct opening *o, struct error *err)
{
	struct json json;

	if (o->found.state == CONTACT_NONE)
		error_set(err, ERROR_USAGE, "no submission of '%s' gave contact data", o->session->args->operands[0]);
	if (o->found.state == CONTACT_ERASED)
		error_set(err, ERROR_USAGE, "the contact data of '%s' was erased", o->session->args->operands[0]);
	if (o->found.state != CONTACT_READ)
		return EXIT_TROUBLE;
	if (session_json(o->session, &json, "prelist-developer-contact/1"))
		show_json(o, &o->found.contact, &json, err);
	else
		show_text(o, &o->found.contact);
	return 0;
}

static int run_contact(struct session *session, struct error *err)
{
	struct opening o = {.session = session, .arena = arena_new((size_t)16 * 1024 * 1024)};
	struct desk desk;
	int code = make(&o, &desk, step_read, err) ? show(&o, err) : EXIT_TROUBLE;

	arena_free(&o.arena);
	return code;
}

static int run_erase(struct session *session, struct error *err)
{
	struct opening o = {.session = session, .erasing = at_desk_erasing(session->args, 0)};
	struct desk desk;

	return make(&o, &desk, step_erase, err) ? at_desk_erased(session, &o.erasing, "developer", session->args->operands[0], err) : EXIT_TROUBLE;
}

static const enum option_id options[] = {OPTION_BY, OPTION_REASON, OPTION_TODAY, OPTION_COUNT};
static const enum option_id erase_options[] = {OPTION_BY, OPTION_REASON, OPTION_OVERRIDE, OPTION_BASIS, OPTION_TODAY, OPTION_COUNT};

static const struct example contact_examples[] = {
	{"prelist developer contact dev-7 --by li --reason \"correction notice, case 12\"", "in clear; the log keeps who and why",
	 "明文显示；日志记录何人何故"},
	{NULL, NULL, NULL}};
static const struct example erase_examples[] = {
	{"prelist developer erase dev-7 --by li --reason \"asked for, no app listed any more\"",
	 "contact data, old and new, is gone for good; the log keeps that it went", "删除全部新旧联系方式，日志保留删除记录"},
	{"prelist developer erase dev-7 --by li --reason \"asked for\" --override --basis \"PIPL 47\"",
	 "with an app in use, or before a year is over: two persons, one after the other", "有在用应用或不足一年：须两人先后同意"},
	{NULL, NULL, NULL}};

const struct command developer_contact_command = {.name = "contact",
						  .en = "a developer's contact data in clear: logged",
						  .zh = "查看开发者联系方式明文（记入日志）",
						  .operands = "ID --by WHO --reason TEXT",
						  .min_operands = 1,
						  .max_operands = 1,
						  .options = options,
						  .examples = contact_examples,
						  .unseals = true,
						  .run = run_contact};
const struct command developer_erase_command = {.name = "erase",
						.en = "erase a developer's contact data",
						.zh = "删除开发者联系方式",
						.operands = "ID --by WHO --reason TEXT",
						.min_operands = 1,
						.max_operands = 1,
						.options = erase_options,
						.examples = erase_examples,
						.run = run_erase};
