/*
 * role - prelist role: who is appointed to what, since when and until when.
 */
#include "desk/role.h"
#include "cli/at_desk.h"
#include "cli/list.h"

struct roles {
	struct list list;
	enum at_desk_state state; /* open: in force; closed: ended */
	const char *today;
};

static void add_row(void *owner, const struct role_row *row)
{
	struct roles *all = owner;
	struct list *roles = &all->list;
	const struct role_info *info = role_find(row->role);

	if (all->state == STATE_CLOSED && (row->until == NULL || strcmp(row->until, all->today) >= 0))
		return;
	list_row(roles, NULL);
	list_id(roles, "number", "NUMBER", row->number);
	list_text(roles, "role", "ROLE", row->role);
	list_text(roles, NULL, "", info != NULL ? language_pick(roles->language, info->en, info->zh) : NULL);
	list_person(roles, "who", "WHO", row->who);
	list_text(roles, "since", "SINCE", row->since);
	list_text(roles, "until", "UNTIL", row->until);
	list_bool(roles, "has_contact", row->contact != NULL && !row->contact_is_erased);
	list_text(roles, "basis", "BASIS", info != NULL ? info->basis : NULL);
	list_row_end(roles);
}

/* A role that the operator must fill and nobody has today. */
static void show_vacant(struct list *roles, struct desk *desk, struct error *err)
{
	const struct role_info *info;

	if (roles->json != NULL)
		json_array(roles->json, "vacant");
	for (size_t i = 0; (info = role_info(i)) != NULL; i++) {
		bool held = true;

		if (info->needed && !role_is_held(desk, info->name, &held, err))
			return;
		if (!held && roles->json != NULL)
			json_text(roles->json, NULL, info->name);
		else if (!held)
			fprintf(roles->out, message(roles->language, MESSAGE_ROLE_VACANT), info->name,
				language_pick(roles->language, info->en, info->zh), info->basis);
	}
}

static int run_list(struct session *session, struct error *err)
{
	struct roles roles;
	struct desk desk;

	if (!at_desk_state(session->args, &roles.state, err) || !at_desk(session, ARCHIVE_READ, &desk, err))
		return EXIT_TROUBLE;
	roles.today = desk.today_text;
	list_answer(&roles.list, session, "prelist-role-list/1");
	list_text(&roles.list, "date", NULL, desk.today_text);
	list_begin(&roles.list, "roles", "NUMBER,ROLE,,WHO,SINCE,UNTIL,BASIS");
	if (role_table_each(desk.archive, 0, roles.state == STATE_OPEN ? desk.today_text : NULL, add_row, &roles, err) && list_end(&roles.list, err))
		show_vacant(&roles.list, &desk, err);
	return list_finish(&roles.list, err);
}

struct change {
	const struct arguments *args;
	int64_t number;
	struct arena arena;
	const char *text;
};

/* The appointment as it stands now. */
static int answer(struct session *session, struct desk *desk, const struct change *change, enum message_id id, struct error *err)
{
	struct roles roles = {.state = STATE_ALL};

	list_answer(&roles.list, session, "prelist-role/1");
	if (roles.list.json != NULL) {
		list_begin(&roles.list, "roles", NULL);
		role_table_each(desk->archive, change->number, NULL, add_row, &roles, err);
	} else if (!session->is_unheard) {
		fprintf(session->output.file, message(session->language, id), (long long)change->number);
	}
	return list_finish(&roles.list, err);
}

static bool step_add(struct desk *desk, void *owner, struct error *err)
{
	struct change *change = owner;
	const struct role_adding adding = {change->args->operands[0], change->args->operands[1], change->args->value[OPTION_SINCE],
					   change->args->value[OPTION_CONTACT]};

	return role_add(desk, &adding, &change->number, err);
}

static int run_add(struct session *session, struct error *err)
{
	struct change change = {.args = session->args};
	enum archive_mode mode = role_find(session->args->operands[0]) != NULL ? ARCHIVE_WRITE : ARCHIVE_CHANGE;
	struct desk desk;

	if (!at_desk_author(session->args, err) || !at_desk(session, mode, &desk, err) || !desk_keep(&desk, step_add, &change, err))
		return EXIT_TROUBLE;
	return answer(session, &desk, &change, MESSAGE_ROLE_ADDED, err);
}

static bool appointment(const struct arguments *args, int64_t *number, struct error *err)
{
	return target_number(args->operands[0], "an appointment; prelist role list numbers them", number, err);
}

static bool step_end(struct desk *desk, void *owner, struct error *err)
{
	struct change *change = owner;

	return role_end(desk, change->number, change->args->value[OPTION_UNTIL], err);
}

static int run_end(struct session *session, struct error *err)
{
	struct change change = {.args = session->args};
	struct desk desk;

	if (!at_desk_author(session->args, err) || !appointment(session->args, &change.number, err) ||
	    !at_desk(session, ARCHIVE_CHANGE, &desk, err) || !desk_keep(&desk, step_end, &change, err))
		return EXIT_TROUBLE;
	return answer(session, &desk, &change, MESSAGE_ROLE_ENDED, err);
}

static bool step_contact(struct desk *desk, void *owner, struct error *err)
{
	struct change *change = owner;

	return role_contact(desk, change->number, change->args->value[OPTION_REASON], &change->arena, &change->text, err);
}

static void show_contact(struct session *session, const struct change *change, struct error *err)
{
	struct json json;

	if (session_json(session, &json, "prelist-role-contact/1")) {
		json_number(&json, "number", change->number);
		json_text(&json, "contact", change->text);
		json_end(&json, err);
	} else {
		at_desk_line(session->output.file, message(session->language, MESSAGE_HEAD_CONTACT), change->text);
	}
}

static int run_contact(struct session *session, struct error *err)
{
	struct change change = {.args = session->args, .arena = arena_new((size_t)16 * 1024 * 1024)};
	struct desk desk;

	if (at_desk_reason(session->args, err) && at_desk_author(session->args, err) && appointment(session->args, &change.number, err) &&
	    at_desk(session, ARCHIVE_CHANGE, &desk, err) && desk_keep(&desk, step_contact, &change, err) && change.text == NULL)
		error_set(err, ERROR_USAGE, "appointment #%lld has no contact", (long long)change.number);
	if (change.text != NULL)
		show_contact(session, &change, err);
	arena_free(&change.arena);
	return err->code == ERROR_NONE ? 0 : EXIT_TROUBLE;
}

static const enum option_id list_options[] = {OPTION_STATE, OPTION_TODAY, OPTION_COUNT};
static const enum option_id add_options[] = {OPTION_BY, OPTION_SINCE, OPTION_CONTACT, OPTION_TODAY, OPTION_RECORD, OPTION_COUNT};
static const enum option_id end_options[] = {OPTION_BY, OPTION_UNTIL, OPTION_TODAY, OPTION_RECORD, OPTION_COUNT};
static const enum option_id contact_options[] = {OPTION_BY, OPTION_REASON, OPTION_TODAY, OPTION_RECORD, OPTION_COUNT};

static const struct example list_examples[] = {
	{"prelist role list", "who has which role today, and which one nobody has", "当前各岗位人员及空缺岗位"},
	{"prelist role list --state all", "those that ended, too", "包括已卸任的"},
	{NULL, NULL, NULL}};
static const struct example add_examples[] = {
	{"prelist role add complaints wang --since 2026-01-01 --contact \"0519-8123 4567\" --by li", "the contact is sealed", "联系方式加密保存"},
	{NULL, NULL, NULL}};
static const struct example end_examples[] = {
	{"prelist role end 3 --until 2026-06-30 --by li", "the appointment stays in the register", "任命记录保留在登记中"}, {NULL, NULL, NULL}};
static const struct example contact_examples[] = {
	{"prelist role contact 3 --by li --reason \"yearly report\"", "in clear; the log keeps who and why", "明文显示；日志记录何人何故"},
	{NULL, NULL, NULL}};

/* For completion. */
static const char roles[] =
#define ROLE(symbol, name, en, zh, basis, needed) name " "
#include "desk/role.def"
#undef ROLE
	"";

static const struct command role_list = {.name = "list", .en = "who has which role", .zh = "列出岗位人员", .operands = "",
					 .options = list_options, .examples = list_examples, .run = run_list};
static const struct command role_add_command = {.name = "add", .en = "appoint somebody: complaints security reviewer privacy",
						.zh = "任命：complaints（投诉受理）、security（安全管理）、reviewer（审核）、privacy（个人信息保护）", .operands = "ROLE WHO --by WHO",
						.operand_words = {roles}, .min_operands = 2, .max_operands = 2, .options = add_options, .examples = add_examples,
						.run = run_add};
static const struct command role_end_command = {.name = "end", .en = "end an appointment", .zh = "卸任", .operands = "NUMBER --by WHO",
						.min_operands = 1, .max_operands = 1, .options = end_options, .examples = end_examples,
						.run = run_end};
static const struct command role_contact_command = {.name = "contact", .en = "a contact in clear: logged", .zh = "查看联系方式明文（记入日志）",
						    .operands = "NUMBER --by WHO --reason TEXT", .min_operands = 1, .max_operands = 1,
						    .options = contact_options, .examples = contact_examples, .unseals = true, .run = run_contact};

static const struct command *const subcommands[] = {&role_list, &role_add_command, &role_end_command, &role_contact_command, NULL};

const struct command command_role = {.name = "role",
				     .en = "who is appointed to what: complaints, security, reviewer, privacy",
				     .zh = "岗位登记：投诉受理人员、专职网络与信息安全管理人员、审核人员、个人信息保护负责人",
				     .options = list_options,
				     .examples = list_examples,
				     .subcommands = subcommands,
				     .run = run_list};
