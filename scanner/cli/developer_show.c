/*
 * developer_show - prelist developer show ID: all that the register has of a developer, newest first marked.
 */
#include "cli/developer.h"
#include "cli/list.h"
#include "desk/developer.h"
#include "report/shown.h"

#include "bytes/text.h"

#include <ctype.h>
#include <inttypes.h>

/* Of the columns of each part those that a person sees; the first two of every row are the submission and the date. */
static const struct {
	enum message_id title;
	const char *heads;
} shown[REGISTER_PARTS] = {
	[REGISTER_IDENTITY] = {MESSAGE_HEAD_IDENTITY, "  SINCE,DATE,NAME,USCC,SUBJECT TYPE"},
	[REGISTER_LICENCE] = {MESSAGE_HEAD_LICENCES, "  SINCE,DATE,KIND,NUMBER,HOLDER,VALID FROM,VALID UNTIL,SCOPE"},
	[REGISTER_FILING] = {MESSAGE_HEAD_FILINGS, "  SINCE,DATE,APP ID,NUMBER,FILED APP ID,CERTIFICATE MD5"},
	[REGISTER_DOCUMENT] = {MESSAGE_HEAD_DOCUMENTS, "  SINCE,DATE,APP ID,KIND,NUMBER,HOLDER,VALID FROM,VALID UNTIL"},
	[REGISTER_CERTIFICATE] = {MESSAGE_HEAD_CERTIFICATES, "  SINCE,DATE,APP ID,SHA256,SUBJECT,NOT AFTER"},
	[REGISTER_APP] = {MESSAGE_HEAD_APPS, "  SINCE,DATE,PLATFORM,APP ID,NAME,CATEGORY,RECOMMENDED AGE,PRICE,LISTED,SUSPENDED SINCE"}};

static bool is_one_of(const char *column, const char *list)
{
	return text_has_word(list, ' ', span_of_text(column));
}

/* A column's head is its name. */
static void put_value(struct list *list, const char *column, const char *value)
{
	char head[32] = "", submission[32] = "";
	int64_t number;

	for (size_t i = 0; column[i] != '\0' && i + 1 < sizeof head; i++)
		head[i] = column[i] == '_' ? ' ' : (char)toupper((unsigned char)column[i]);
	if (value != NULL && strcmp(column, "listed") == 0)
		snprintf(submission, sizeof submission, "#%.20s", value);
	(is_one_of(column, "subject_type price") ? list_word : list_text)(list, NULL, head, *submission != '\0' ? submission : value);
	if (value != NULL && is_one_of(column, "uscc_ok ai_generates"))
		list_bool(list, column, *value == '1');
	else if (value != NULL && is_one_of(column, "since listed recommended_age") && text_number(value, &number))
		list_number(list, column, NULL, number);
	else
		list_text(list, column, NULL, value);
}

struct part {
	struct list *list;
	const struct register_part_info *info;
	const struct rules *rules;
	const char *catalogue; /* of its kinds */
};

/* Over its kind what the catalogue calls that. */
static void put_kind(const struct part *part, const struct register_row *row)
{
	for (size_t i = 0; part->info->columns[i] != NULL; i++)
		if (strcmp(part->info->columns[i], "kind") == 0 && row->values[i] != NULL)
			list_text(part->list, NULL, "KIND", shown_kind(part->rules, part->list->language, part->catalogue, row->values[i]));
}

static void show_row(void *owner, const struct register_row *row)
{
	struct part *part = owner;
	char since[32];

	snprintf(since, sizeof since, "%s #%" PRId64, row->is_current ? " " : "-", row->since);
	list_row(part->list, NULL);
	list_text(part->list, NULL, "  SINCE", since);
	for (size_t i = 0; part->info->columns[i] != NULL; i++)
		put_value(part->list, part->info->columns[i], row->values[i]);
	if (part->list->json == NULL && part->list->language == LANGUAGE_ZH)
		put_kind(part, row);
	list_bool(part->list, "current", row->is_current);
	list_row_end(part->list);
}

static bool show_part(struct list *list, struct desk *desk, int64_t developer, enum register_part which, struct error *err)
{
	struct part part = {list, register_part_info(which), desk->rules, which == REGISTER_LICENCE ? "licence_kinds" : "document_kinds"};

	list_begin(list, part.info->name, shown[which].heads);
	if (!register_each(desk->archive, developer, which, show_row, &part, err))
		return false;
	if (list->json == NULL && list->num_rows > 0)
		fputs(message(list->language, shown[which].title), list->out);
	return list_end(list, err);
}

static void contact_row(struct list *list, const struct developer_contact *found)
{
	static const char *const states[] = {"none", "sealed", "erased", "sealed"};

	list_row(list, "contact");
	list_text(list, "state", NULL, states[found->state]);
	list_number(list, "since", NULL, found->state != CONTACT_NONE ? found->since : FACT_ABSENT);
	list_text(list, "legal_representative", NULL, found->contact.legal_representative);
	list_text(list, "phone", NULL, found->contact.phone);
	list_text(list, "email", NULL, found->contact.email);
	list_text(list, "address", NULL, found->contact.address);
	list_row_end(list);
}

static void contact_line(struct list *list, const struct developer_contact *found)
{
	const char *parts[] = {found->contact.legal_representative, found->contact.phone, found->contact.email, found->contact.address};
	const char *head = message(list->language, MESSAGE_HEAD_CONTACT);
	BUF_CLEANUP struct buf line = buf_new(65536);

	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		if (parts[i] != NULL)
			buf_printf(&line, "%s%s", line.len > 0 ? "  " : "", parts[i]);
	buf_byte(&line, '\0');
	if (found->state == CONTACT_CLOSED || found->state == CONTACT_ERASED)
		at_desk_line(list->out, head, message(list->language, found->state == CONTACT_CLOSED ? MESSAGE_IS_SEALED : MESSAGE_IS_ERASED));
	else if (!line.failed)
		at_desk_line(list->out, head, (const char *)line.data);
}

static void show_head(void *owner, const struct register_developer_row *row)
{
	struct list *list = owner;
	enum language language = list->language;

	if (list->json != NULL) {
		developer_json(list->json, "developer", row);
		return;
	}
	at_desk_line(list->out, message(language, MESSAGE_HEAD_DEVELOPER), row->id);
	at_desk_line(list->out, message(language, MESSAGE_HEAD_NAME), row->name);
	at_desk_line(list->out, message(language, MESSAGE_USCC), row->uscc);
	if (row->uscc_ok == 0)
		at_desk_line(list->out, "", message(language, MESSAGE_USCC_WRONG));
	if (row->is_blacklisted)
		at_desk_line(list->out, "", message(language, MESSAGE_IS_BLACKLISTED));
}

static void show_all(struct list *list, struct desk *desk, int64_t developer, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)16 * 1024 * 1024);
	struct developer_contact contact;
	bool ok = register_each_developer(desk->archive, developer, desk->today_text, show_head, list, err) &&
		  developer_masked(desk, developer, &arena, &contact, err);

	if (ok && list->json != NULL)
		contact_row(list, &contact);
	else if (ok)
		contact_line(list, &contact);
	for (enum register_part part = 0; ok && part < REGISTER_PARTS; part++)
		ok = show_part(list, desk, developer, part, err);
}

static int run(struct session *session, struct error *err)
{
	struct list answer;
	struct desk desk;
	int64_t developer;

	if (!at_desk(session, ARCHIVE_READ, &desk, err) || !developer_find(&desk, session->args->operands[0], &developer, err))
		return EXIT_TROUBLE;
	list_answer(&answer, session, "prelist-developer-show/1");
	show_all(&answer, &desk, developer, err);
	return list_finish(&answer, err);
}

static const enum option_id options[] = {OPTION_TODAY, OPTION_COUNT};

static const struct example examples[] = {
	{"prelist developer show dev-7", "what every submission said anew, with its number and date; - marks what is no longer so",
	 "历次提交的变更及其编号与日期；- 表示已被取代"},
	{"prelist developer show dev-7 --format json", "as JSON; contact data is masked", "JSON 格式，联系方式脱敏"},
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
