/*
 * blacklist_list - blacklist list, export and history.
 */
#include "cli/blacklist.h"
#include "cli/blacklist_file.h"
#include "cli/blacklist_signed.h"
#include "cli/table.h"

#include <stdlib.h>

struct printing {
	struct session *session;
	FILE *out;
	struct table table;
	struct json json;
	bool as_json, as_csv;
};

/* What an entry is narrowed to, in few words; "" when it is not. */
static const char *scope_text(struct arena *arena, const struct blacklist_entry *entry)
{
	const char *text = arena_printf(arena, "%s%s%s%s%.16s", entry->app != NULL ? entry->app : "", entry->versions != NULL ? " versions " : "",
					entry->versions != NULL ? entry->versions : "", entry->certificate != NULL ? " certificate " : "",
					entry->certificate != NULL ? entry->certificate : "");

	return text == NULL ? "" : text + (*text == ' ');
}

static void print_entry(void *owner, const struct blacklist_entry *entry)
{
	struct printing *printing = owner;
	ARENA_CLEANUP struct arena arena = arena_new((size_t)1024 * 1024);

	if (printing->as_json) {
		blacklist_entry_json(&printing->json, NULL, entry);
		json_close(&printing->json);
	} else if (printing->as_csv) {
		blacklist_entry_csv(printing->out, entry);
	} else {
		table_row(&printing->table, (const char *[]){blacklist_kind_name(entry->kind), entry->value, verdict_name(entry->verdict), entry->since,
							     entry->until, scope_text(&arena, entry), entry->ticket, entry->source, entry->by,
							     entry->reason});
	}
}

static void begin(struct printing *printing, const char *schema)
{
	bool compact;

	printing->as_json = session_wants_json(printing->session, &compact);
	printing->as_csv = printing->as_csv && !printing->as_json;
	printing->json = json_new(printing->out, compact);
	if (printing->as_json) {
		json_object(&printing->json, NULL);
		json_text(&printing->json, "schema", schema);
		json_array(&printing->json, "entries");
	} else if (printing->as_csv) {
		blacklist_csv_head(printing->out);
	}
}

static int end(struct printing *printing, struct error *err)
{
	json_end(&printing->json, err);
	if (!table_print(&printing->table, printing->out))
		error_set(err, ERROR_MEMORY, "no memory for the list");
	return 0;
}

static int print_all(struct session *session, FILE *out, bool as_csv, enum kept_entries which, struct error *err)
{
	static const char *const heads[] = {"KIND", "VALUE", "VERDICT", "SINCE", "UNTIL", "SCOPE", "TICKET", "SOURCE", "BY", "REASON"};
	struct printing printing = {.session = session, .out = out, .as_csv = as_csv, .table = table_new(session->language, heads, 10)};

	begin(&printing, "prelist-blacklist/1");
	kept_blacklist_each(session, which, print_entry, &printing, err);
	return end(&printing, err);
}

static int run_list(struct session *session, struct error *err)
{
	const struct arguments *args = session->args;
	bool expired = args->value[OPTION_EXPIRED] != NULL, unused = args->value[OPTION_UNUSED] != NULL;

	if (expired && unused) {
		error_set(err, ERROR_USAGE, "--expired or --unused, one at a time");
		return EXIT_TROUBLE;
	}
	if ((expired && !session_rules(session, err)) || !session_existing_archive(session, err))
		return EXIT_TROUBLE;
	return print_all(session, session->output.file, false, expired ? KEPT_EXPIRED : unused ? KEPT_UNUSED : KEPT_ENTRIES, err);
}

/* The list in memory, so that what is written is what is signed. */
static bool export_signed(struct session *session, const char *path, struct error *err)
{
	char *text = NULL;
	size_t len = 0;
	FILE *memory = open_memstream(&text, &len);
	bool ok = memory != NULL || error_set(err, ERROR_MEMORY, "no memory for the list");

	if (ok)
		print_all(session, memory, true, KEPT_ENTRIES, err);
	if (memory != NULL && fclose(memory) != 0)
		error_set(err, ERROR_MEMORY, "no memory for the list");
	ok = err->code == ERROR_NONE && blacklist_sign(session, path, span_of(text, len), err);
	if (ok && fwrite(text, 1, len, session->output.file) != len)
		ok = error_errno(err, "%s cannot be written", path);
	free(text);
	return ok;
}

static int run_export(struct session *session, struct error *err)
{
	const char *path = session->args->value[OPTION_OUTPUT];

	if (!session_existing_archive(session, err))
		return EXIT_TROUBLE;
	if (session->args->value[OPTION_SIGN] == NULL)
		return print_all(session, session->output.file, true, KEPT_ENTRIES, err);
	if (path == NULL || strcmp(path, "-") == 0) {
		error_set(err, ERROR_USAGE, "a signed list is a file: -o FILE; its signature is FILE.sig");
		return EXIT_TROUBLE;
	}
	return export_signed(session, path, err) ? 0 : EXIT_TROUBLE;
}

static void step_json(struct json *json, const char *key, const struct kept_blacklist_step *step)
{
	if (step->what == NULL)
		return;
	json_row(json, key);
	json_text(json, "what", step->what);
	json_text(json, "time", step->time);
	json_text_if(json, "by", step->by);
	json_text_if(json, "reason", step->reason);
	json_close(json);
}

/* A line for its beginning, and one for its end where something else than another state of it ended it. */
static void print_state(void *owner, const struct kept_blacklist_state *state)
{
	struct printing *printing = owner;
	const struct blacklist_entry *entry = &state->entry;
	ARENA_CLEANUP struct arena arena = arena_new((size_t)1024 * 1024);

	if (printing->as_json) {
		blacklist_entry_json(&printing->json, NULL, entry);
		step_json(&printing->json, "begun", &state->begun);
		step_json(&printing->json, "ended", &state->ended);
		json_close(&printing->json);
		return;
	}
	table_row(&printing->table, (const char *[]){state->begun.time, state->begun.what, state->begun.by, blacklist_kind_name(entry->kind),
						     entry->value, verdict_name(entry->verdict), entry->until,
						     scope_text(&arena, entry), entry->reason});
	if (state->ended.what != NULL && strcmp(state->ended.what, "remove") == 0)
		table_row(&printing->table, (const char *[]){state->ended.time, state->ended.what, state->ended.by, blacklist_kind_name(entry->kind),
							     entry->value, NULL, NULL, scope_text(&arena, entry), state->ended.reason});
}

static int run_history(struct session *session, struct error *err)
{
	static const char *const heads[] = {"TIME", "WHAT", "BY", "KIND", "VALUE", "VERDICT", "UNTIL", "SCOPE", "REASON"};
	ARENA_CLEANUP struct arena arena = arena_new((size_t)1024 * 1024);
	struct printing printing = {.session = session, .out = session->output.file, .table = table_new(session->language, heads, 9)};
	const char *const *operands = session->args->operands;
	struct blacklist_entry entry = {0};
	bool all = session->args->num_operands == 0;

	if (session->args->num_operands == 1) {
		error_set(err, ERROR_USAGE, "KIND VALUE, or nothing for the history of all");
		return EXIT_TROUBLE;
	}
	if ((!all && !blacklist_operands(operands, &arena, &entry, err)) || !session_existing_archive(session, err))
		return EXIT_TROUBLE;
	begin(&printing, "prelist-blacklist-history/1");
	kept_blacklist_history(session, all ? NULL : blacklist_kind_name(entry.kind), entry.value, print_state, &printing, err);
	return end(&printing, err);
}

static const enum option_id export_options[] = {OPTION_SIGN, OPTION_COUNT};
static const enum option_id list_options[] = {OPTION_EXPIRED, OPTION_UNUSED, OPTION_TODAY, OPTION_COUNT};

static const struct example list_examples[] = {
	{"prelist blacklist list", "every entry and waiver", "列出所有条目与豁免"},
	{"prelist blacklist list --expired", "those whose last day has passed", "已过期的"},
	{"prelist blacklist list --unused", "those that match nothing that is kept", "未命中任何已归档版本的"},
	{NULL, NULL, NULL}};
static const struct example export_examples[] = {
	{"prelist blacklist export > blacklist.csv", "for a spreadsheet", "供电子表格使用"},
	{"prelist blacklist export --format json -o blacklist.json", "as JSON", "导出为 JSON"},
	{"prelist blacklist export --sign -o shared.csv", "for another store, with the signature shared.csv.sig by $PRELIST_LOG_KEY_FILE",
	 "供其他商店使用,附 $PRELIST_LOG_KEY_FILE 的签名 shared.csv.sig"},
	{NULL, NULL, NULL}};
static const struct example history_examples[] = {
	{"prelist blacklist history package com.fake.shop", "who put it there, changed it, took it off, when and why", "何人何时因何加入、更改、移除"},
	{"prelist blacklist history", "of every entry, those that were removed, too", "所有条目的历史,包括已移除的"},
	{NULL, NULL, NULL}};

const struct command blacklist_list_command = {.name = "list", .en = "every entry and waiver, expired or unused ones", .zh = "列出条目与豁免,或已过期、未使用的",
					       .operands = "", .options = list_options, .examples = list_examples, .run = run_list};
const struct command blacklist_export_command = {.name = "export", .en = "every entry as CSV, or JSON by --format json",
						 .zh = "导出为 CSV,--format json 导出为 JSON", .operands = "", .options = export_options,
						 .examples = export_examples, .run = run_export};
const struct command blacklist_history_command = {.name = "history", .en = "what stood there, who put it there and took it off",
						  .zh = "条目的历史:何人何时加入、更改、移除", .operands = "[KIND VALUE]",
						  .max_operands = 2, .examples = history_examples, .run = run_history};
