/*
 * case_show - one case whole: subject, deadline, findings, entries.
 */
#include "cli/case.h"

#include "bytes/text.h"
#include "desk/reveal.h"
#include "report/columns.h"
#include "report/row.h"
#include "report/translate.h"
#include "store/seal.h"

#include <inttypes.h>

struct showing {
	struct session *session;
	struct desk *desk;
	FILE *out;
	struct json json;
	bool as_json;
	size_t num;
	struct shown_files files; /* of the submission that it is about */
};

static const char *say(const struct showing *showing, enum message_id id)
{
	return message(showing->session->language, id);
}

/* A word of a row, in a column that wide. */
static void word_to(const struct showing *showing, const char *word, size_t width)
{
	fputs("  ", showing->out);
	columns_print(showing->out, language_word(showing->session->language, word), width);
}

/* What it can be closed with, as a command takes it, and what that means. */
static void ends_text(const struct showing *showing, const char *outcomes)
{
	ARENA_CLEANUP struct arena arena = arena_new(65536);
	const char *line = "";

	for (const char *rest = outcomes; rest != NULL && line != NULL;) {
		const char *word = arena_text(&arena, text_next_word(&rest, ' '));
		const char *said = word == NULL ? NULL : language_word(showing->session->language, word);

		line = arena_printf(&arena, said != word ? "%s%s%s(%s)" : "%s%s%s", line, *line != '\0' ? " " : "", word, said);
	}
	at_desk_line(showing->out, say(showing, MESSAGE_HEAD_ENDS), line);
}

static void head_text(struct showing *showing, const struct case_row *row)
{
	const struct case_kind_info *info = case_kind_info((enum case_kind)case_kind_find(row->kind));
	enum language language = showing->session->language;
	char standing[80], line[300];

	at_desk_standing(showing->desk, language, row->due, standing);
	snprintf(line, sizeof line, "#%" PRId64 "  %s  %s", row->number, language_pick(language, info->en, info->zh), language_word(language, row->state));
	at_desk_line(showing->out, say(showing, MESSAGE_HEAD_CASE), line);
	if (strcmp(row->state, "open") == 0)
		snprintf(line, sizeof line, "%s, %s", row->due, standing);
	else
		snprintf(line, sizeof line, "%s  %s (%s %s)", row->closed, language_word(language, row->outcome), say(showing, MESSAGE_HEAD_DUE), row->due);
	at_desk_line(showing->out, say(showing, strcmp(row->state, "open") == 0 ? MESSAGE_HEAD_DUE : MESSAGE_HEAD_CLOSED), line);
	if (strcmp(row->state, "open") == 0)
		ends_text(showing, info->outcomes);
	at_desk_line(showing->out, say(showing, MESSAGE_HEAD_WHO), language_pick(language, info->who, info->who_zh));
	at_desk_line(showing->out, say(showing, MESSAGE_HEAD_BASIS), row->basis);
}

static enum message_id stands_for(bool is_erased)
{
	return is_erased ? MESSAGE_IS_ERASED : MESSAGE_IS_SEALED;
}

/* Masked where there is a key. */
static void contact_text(struct showing *showing, const struct case_row *row, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new(SEAL_TEXT_MAX * 4);
	const char *text = NULL;

	if (row->contact != NULL && case_masked_contact(showing->desk, row->contact, &arena, &text, err))
		at_desk_line(showing->out, say(showing, MESSAGE_HEAD_CONTACT), text != NULL ? text : say(showing, stands_for(row->contact_is_erased)));
}

static void subject_text(struct showing *showing, const struct case_row *row, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new(ENTRY_MAX);
	enum language language = showing->session->language;
	char line[1300], name[LANGUAGE_PERSON_LEN];

	if (row->app_id != NULL) {
		snprintf(line, sizeof line, "%s:%s", row->platform != NULL ? row->platform : "", row->app_id);
		if (row->submission != FACT_ABSENT)
			snprintf(line + strlen(line), sizeof line - strlen(line), "@#%" PRId64, row->submission);
		at_desk_line(showing->out, say(showing, MESSAGE_HEAD_APP), line);
	}
	at_desk_line(showing->out, say(showing, MESSAGE_HEAD_DEVELOPER), row->developer);
	at_desk_line(showing->out, "SHA-256", row->sha256);
	if (row->parent != FACT_ABSENT) {
		snprintf(line, sizeof line, "#%" PRId64, row->parent);
		at_desk_line(showing->out, say(showing, MESSAGE_HEAD_FROM), line);
	}
	snprintf(line, sizeof line, "%s  %.200s", row->opened, row->by != NULL ? language_person(language, row->by, name) : "");
	at_desk_line(showing->out, say(showing, MESSAGE_HEAD_OPENED), line);
	at_desk_line(showing->out, say(showing, MESSAGE_HEAD_ASSIGNED), language_person(language, row->assignee, name));
	at_desk_line(showing->out, say(showing, MESSAGE_HEAD_SOURCE), row->source == NULL ? NULL : language_word(language, row->source));
	at_desk_line(showing->out, say(showing, MESSAGE_HEAD_TICKET), row->ticket);
	contact_text(showing, row, err);
	at_desk_line(showing->out, say(showing, MESSAGE_HEAD_TEXT), translate_event(&arena, language, "entry", row->text));
}

static void finding_json(struct json *json, const struct case_finding_row *row)
{
	json_row(json, NULL);
	finding_members(json, &row->finding);
	json_text_if(json, "basis", row->basis);
	json_text(json, "state", row->state);
	if (row->fixed_by != FACT_ABSENT)
		json_number(json, "fixed_by", row->fixed_by);
	json_close(json);
}

static bool show_finding(void *owner, const struct case_finding_row *row)
{
	struct showing *showing = owner;
	const struct finding *finding = &row->finding;
	BUF_CLEANUP struct buf line = buf_new((size_t)1024 * 1024);
	ARENA_CLEANUP struct arena arena = arena_new(ENTRY_MAX);
	const char *place;

	if (showing->as_json) {
		finding_json(&showing->json, row);
		return !showing->json.failed;
	}
	if (showing->num++ == 0)
		fprintf(showing->out, "\n%s\n", say(showing, MESSAGE_HEAD_FINDINGS));
	text_visible(&line, language_pick(showing->session->language, finding->title, finding->title_zh));
	buf_text(&line, ": ");
	text_visible(&line, finding->subject != NULL ? language_word(showing->session->language, finding->subject) : "");
	place = shown_place(&arena, &showing->files, finding, finding->path);
	if (*place != '\0') {
		buf_text(&line, "  ");
		text_visible(&line, place);
	}
	if (row->fixed_by != FACT_ABSENT)
		buf_printf(&line, "  #%" PRId64, row->fixed_by);
	word_to(showing, row->state, 6);
	fprintf(showing->out, " %s  %s  %.*s\n", finding->key, finding->rule, (int)line.len, (const char *)line.data);
	return true;
}

static void entry_json(struct json *json, const struct case_entry_row *entry)
{
	json_row(json, NULL);
	json_number(json, "entry", entry->position);
	json_text(json, "date", entry->date);
	json_text(json, "kind", entry->kind);
	json_text_if(json, "by", entry->by);
	json_text_if(json, "text", entry->text);
	json_bool(json, "sealed", entry->text_sealed != NULL && !entry->is_erased);
	if (entry->is_erased)
		json_bool(json, "erased", true);
	json_text_if(json, "name", entry->name);
	json_text_if(json, "sha256", entry->sha256);
	if (entry->size != FACT_ABSENT)
		json_number(json, "size", entry->size);
	json_close(json);
}

static bool show_entry(void *owner, const struct case_entry_row *entry)
{
	struct showing *showing = owner;
	ARENA_CLEANUP struct arena arena = arena_new(ENTRY_MAX);
	BUF_CLEANUP struct buf line = buf_new((size_t)16 * 1024 * 1024);
	char name[LANGUAGE_PERSON_LEN];

	if (showing->as_json) {
		entry_json(&showing->json, entry);
		return !showing->json.failed;
	}
	if (showing->num++ == 0)
		fprintf(showing->out, "\n%s\n", say(showing, MESSAGE_HEAD_ENTRIES));
	text_visible(&line, entry->by != NULL ? language_person(showing->session->language, entry->by, name) : "");
	buf_text(&line, "  ");
	text_visible(&line, entry->text != NULL ? translate_event(&arena, showing->session->language, "entry", entry->text) : entry->name != NULL ? entry->name : "");
	if (entry->size != FACT_ABSENT)
		buf_printf(&line, "  %" PRId64 " B  %s", entry->size, entry->sha256 != NULL ? entry->sha256 : say(showing, stands_for(entry->is_erased)));
	fprintf(showing->out, "  %2" PRId64 "  %s", entry->position, entry->date);
	word_to(showing, entry->kind, 12);
	fprintf(showing->out, " %.*s\n", (int)line.len, (const char *)line.data);
	return true;
}

static bool show_follower(void *owner, const struct case_row *row)
{
	struct showing *showing = owner;
	enum language language = showing->session->language;
	char line[200];

	if (showing->as_json) {
		case_row_json(&showing->json, showing->desk, NULL, row);
		return !showing->json.failed;
	}
	snprintf(line, sizeof line, "#%" PRId64 "  %s  %s", row->number, language_word(language, row->kind),
		 language_word(language, row->outcome != NULL ? row->outcome : row->state));
	at_desk_line(showing->out, say(showing, MESSAGE_HEAD_FOLLOWED), line);
	return true;
}

static void show_followers(struct showing *showing, int64_t number, struct error *err)
{
	case_table_each(showing->desk->archive, &(struct case_filter){.parent = number}, show_follower, showing, err);
}

/* Entries of the blacklist that name the case as the appeal against them. */
static void show_appealed(struct showing *showing, int64_t number, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		showing->desk->archive, err, "SELECT DISTINCT kind, value FROM blacklist_entry WHERE appeal = ? ORDER BY number", "i", number);
	char line[1300];

	while (database_step(showing->desk->archive, row, err) == SQLITE_ROW) {
		if (showing->as_json) {
			json_row(&showing->json, NULL);
			json_text(&showing->json, "kind", database_text(row, 0));
			json_text(&showing->json, "value", database_text(row, 1));
			json_close(&showing->json);
			continue;
		}
		snprintf(line, sizeof line, "%s %.1200s", language_word(showing->session->language, database_text(row, 0)), database_text(row, 1));
		at_desk_line(showing->out, say(showing, MESSAGE_HEAD_ENTRY), line);
	}
}

static void show_json(struct showing *showing, const struct case_row *row, struct error *err)
{
	case_row_json(&showing->json, showing->desk, "case", row);
	json_array(&showing->json, "followed_by");
	show_followers(showing, row->number, err);
	json_close(&showing->json);
	json_array(&showing->json, "blacklist_entries");
	show_appealed(showing, row->number, err);
	json_close(&showing->json);
	json_array(&showing->json, "findings");
	case_table_each_finding(showing->desk->archive, row->number, show_finding, showing, err);
	json_close(&showing->json);
	json_array(&showing->json, "entries");
	case_table_each_entry(showing->desk->archive, row->number, show_entry, showing, err);
}

static void show_text(struct showing *showing, const struct case_row *row, struct error *err)
{
	head_text(showing, row);
	subject_text(showing, row, err);
	show_appealed(showing, row->number, err);
	show_followers(showing, row->number, err);
	case_table_each_finding(showing->desk->archive, row->number, show_finding, showing, err);
	showing->num = 0;
	case_table_each_entry(showing->desk->archive, row->number, show_entry, showing, err);
}

static int run(struct session *session, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)64 * 1024 * 1024);
	struct showing showing = {.session = session, .out = session->output.file};
	struct case_row row;
	struct desk desk;
	int64_t number;

	if (!at_desk_number(session->args->operands[0], &number, err) || !at_desk(session, ARCHIVE_READ, &desk, err) ||
	    !case_load(&desk, number, &arena, &row, err))
		return EXIT_TROUBLE;
	if (row.submission != FACT_ABSENT && !kept_files(session, row.submission, &arena, &showing.files, err))
		return EXIT_TROUBLE;
	showing.desk = &desk;
	showing.as_json = session_json(session, &showing.json, "prelist-case-show/1");
	if (showing.as_json)
		show_json(&showing, &row, err);
	else
		show_text(&showing, &row, err);
	json_end(&showing.json, err);
	at_desk_warn(session, &desk);
	return 0;
}

static const enum option_id options[] = {OPTION_BY, OPTION_TODAY, OPTION_COUNT};

static const struct example examples[] = {
	{"prelist case show 12", "findings, entries, and what it can be closed with", "问题、记录与可办结结果"},
	{"prelist case show 12 --format json", "as JSON", "JSON 格式"},
	{NULL, NULL, NULL}};

const struct command case_show_command = {.name = "show", .en = "one case whole", .zh = "显示一个工单", .operands = "N", .min_operands = 1,
					  .max_operands = 1, .options = options, .examples = examples, .run = run};
