#include "cli/at_desk.h"

#include "bytes/text.h"
#include "report/columns.h"

#define HEAD_COLUMNS 12

bool at_desk(struct session *session, enum archive_mode mode, struct desk *desk, struct error *err)
{
	bool ok = session_rules(session, err) && (mode == ARCHIVE_WRITE	   ? session_archive(session, mode, err)
						  : mode == ARCHIVE_CHANGE ? session_writable_archive(session, err)
									   : session_existing_archive(session, err));

	if (ok && mode == ARCHIVE_READ)
		session_warn_clock(session);
	return ok && desk_open(desk, session->archive, session->rules, session->today, session->args->value[OPTION_BY], err);
}

bool at_desk_author(const struct arguments *args, struct error *err)
{
	return (args->value[OPTION_BY] != NULL && *args->value[OPTION_BY] != '\0') ||
	       error_set(err, ERROR_USAGE, "who does this? --by WHO");
}

bool at_desk_reason(const struct arguments *args, struct error *err)
{
	return (args->value[OPTION_REASON] != NULL && *args->value[OPTION_REASON] != '\0') ||
	       error_set(err, ERROR_USAGE, "and why? --reason TEXT; the log keeps it");
}

bool at_desk_state(const struct arguments *args, enum at_desk_state *state, struct error *err)
{
	static const char *const names[] = {[STATE_OPEN] = "open", [STATE_CLOSED] = "closed", [STATE_ALL] = "all"};
	const char *given = args->value[OPTION_STATE];
	int found = given == NULL ? STATE_OPEN : text_among(names, sizeof names / sizeof names[0], given);

	*state = found < 0 ? STATE_OPEN : (enum at_desk_state)found;
	return found >= 0 || error_set(err, ERROR_USAGE, "--state is open, closed or all, not '%s'", given);
}

void at_desk_kinds(struct buf *names)
{
	for (int i = 0; i < CASE_KIND_COUNT; i++)
		buf_printf(names, " %s", case_kind_info((enum case_kind)i)->name);
}

bool at_desk_number(const char *text, int64_t *number, struct error *err)
{
	return target_number(text, "a case; prelist case list numbers them", number, err);
}

bool at_desk_parent(const struct arguments *args, int64_t *number, struct error *err)
{
	*number = FACT_ABSENT;
	return args->value[OPTION_CASE] == NULL || at_desk_number(args->value[OPTION_CASE], number, err);
}

void at_desk_warn(const struct session *session, const struct desk *desk)
{
	at_desk_warn_of(session, desk->uncovered_year);
}

void at_desk_warn_of(const struct session *session, int uncovered_year)
{
	if (uncovered_year != 0)
		session_warn(session->language, "WARNING: " WORKDAY_WARNING, uncovered_year);
}

void at_desk_line(FILE *out, const char *head, const char *text)
{
	BUF_CLEANUP struct buf line = buf_new((size_t)16 * 1024 * 1024);

	if (text == NULL || *text == '\0')
		return;
	text_visible(&line, text);
	columns_print(out, head, HEAD_COLUMNS);
	fprintf(out, " %.*s\n", (int)line.len, (const char *)line.data);
}

void at_desk_standing(struct desk *desk, enum language language, const char *due, char out[80])
{
	int64_t left = case_days_left(desk, due);
	int order = strcmp(due, desk->today_text);

	if (order == 0)
		snprintf(out, 80, "%s", message(language, MESSAGE_DUE_TODAY));
	else if (order < 0 && left == 0)
		snprintf(out, 80, "%s", message(language, MESSAGE_OVERDUE_SINCE));
	else
		message_write(out, 80, language, order < 0 ? MESSAGE_OVERDUE_BY : MESSAGE_DAYS_LEFT, (long long)(left < 0 ? -left : left));
}

struct erasing at_desk_erasing(const struct arguments *args, int64_t number)
{
	return (struct erasing){.number = number, .reason = args->value[OPTION_REASON], .override = args->value[OPTION_OVERRIDE] != NULL,
				.basis = args->value[OPTION_BASIS]};
}

int at_desk_erased(struct session *session, const struct erasing *erasing, const char *key, const char *id, struct error *err)
{
	struct json json;

	if (session_json(session, &json, id == NULL ? "prelist-case-erase/1" : "prelist-developer-erase/1")) {
		if (id == NULL)
			json_number(&json, key, erasing->number);
		else
			json_text(&json, key, id);
		json_text(&json, "outcome", erasing->proposed ? "proposed" : "erased");
		json_number(&json, "erased", (int64_t)erasing->num);
		json_end(&json, err);
	} else if (!session->is_unheard && erasing->proposed)
		fputs(message(session->language, MESSAGE_ERASE_PROPOSED), session->output.file);
	else if (!session->is_unheard && erasing->num == 0)
		fputs(message(session->language, MESSAGE_NOTHING_SEALED), session->output.file);
	else if (!session->is_unheard)
		message_print(session->output.file, session->language, MESSAGE_ERASED, (unsigned long long)erasing->num);
	if (!seal_forget(session->archive, err))
		return EXIT_TROUBLE;
	return erasing->proposed ? 3 : 0;
}
