/*
 * blacklist_list - blacklist list, export and history.
 */
#include "cli/blacklist.h"
#include "cli/blacklist_file.h"
#include "cli/blacklist_signed.h"

#include <stdlib.h>

struct listing {
	struct list list;
	struct blacklist_entry of_kind[BLACKLIST_KIND_COUNT]; /* one of each kind that there is */
	size_t num_kinds;
};

static void print_entry(void *owner, const struct blacklist_entry *entry)
{
	struct listing *listing = owner;
	bool is_there = false;

	blacklist_entry_row(&listing->list, NULL, entry);
	list_row_end(&listing->list);
	for (size_t i = 0; i < listing->num_kinds; i++)
		is_there = is_there || listing->of_kind[i].kind == entry->kind;
	if (!is_there)
		listing->of_kind[listing->num_kinds++] = (struct blacklist_entry){.kind = entry->kind};
}

static void print_csv(void *out, const struct blacklist_entry *entry)
{
	blacklist_entry_csv(out, entry);
}

static int print_all(struct session *session, bool as_csv, enum kept_entries which, struct error *err)
{
	struct listing listing = {.num_kinds = 0};
	struct list *list = &listing.list;

	list_answer(list, session, "prelist-blacklist/1");
	if (as_csv && list->json == NULL) {
		blacklist_csv_head(list->out);
		kept_blacklist_each(session, which, print_csv, list->out, err);
	} else {
		list_begin(list, "entries", "KIND,VALUE,VERDICT,SINCE,UNTIL,SCOPE,TICKET,APPEAL,SOURCE,BY,SECOND,REASON");
		if (kept_blacklist_each(session, which, print_entry, &listing, err) && list_end(list, err) && which == KEPT_UNUSED && list->json == NULL)
			blacklist_say_not_read(session, listing.of_kind, listing.num_kinds, list->out);
	}
	return list_finish(list, err);
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
	return print_all(session, false, expired ? KEPT_EXPIRED : unused ? KEPT_UNUSED : KEPT_ENTRIES, err);
}

/* The list in memory, so that what is written is what is signed. */
static bool export_signed(struct session *session, const char *path, struct error *err)
{
	char *text = NULL;
	size_t len = 0;
	FILE *file = session->output.file, *memory = open_memstream(&text, &len);
	bool ok = memory != NULL || error_memory(err);

	session->output.file = memory;
	if (ok)
		print_all(session, true, KEPT_ENTRIES, err);
	session->output.file = file;
	if (memory != NULL && fclose(memory) != 0)
		error_memory(err);
	ok = err->code == ERROR_NONE && blacklist_sign(session, path, span_of(text, len), err);
	if (ok && fwrite(text, 1, len, file) != len)
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
		return print_all(session, true, KEPT_ENTRIES, err);
	if (path == NULL || strcmp(path, "-") == 0) {
		error_set(err, ERROR_USAGE, "a signed list is a file: -o FILE; its signature is FILE.sig");
		return EXIT_TROUBLE;
	}
	return export_signed(session, path, err) ? 0 : EXIT_TROUBLE;
}

static void put_step(struct list *list, const char *key, const struct kept_blacklist_step *step)
{
	list_text(list, NULL, "TIME", step->time);
	list_word(list, NULL, "WHAT", step->what);
	list_person(list, NULL, "BY", step->by);
	if (list->json == NULL || step->what == NULL)
		return;
	json_row(list->json, key);
	json_text(list->json, "what", step->what);
	json_text(list->json, "time", step->time);
	json_text_if(list->json, "by", step->by);
	json_text_if(list->json, "reason", step->reason);
	json_close(list->json);
}

/* For a person a line for its beginning, and one for its end where something else than another state of it ended it. */
static void print_state(void *owner, const struct kept_blacklist_state *state)
{
	struct list *list = owner;
	struct blacklist_entry removed = state->entry;

	blacklist_entry_row(list, NULL, &state->entry);
	put_step(list, "begun", &state->begun);
	if (list->json != NULL)
		put_step(list, "ended", &state->ended);
	list_row_end(list);
	if (list->json != NULL || state->ended.what == NULL || strcmp(state->ended.what, "remove") != 0)
		return;
	removed.until = NULL;
	removed.reason = state->ended.reason;
	blacklist_entry_row(list, NULL, &removed);
	list_text(list, NULL, "VERDICT", NULL);
	put_step(list, NULL, &state->ended);
}

static int run_history(struct session *session, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)1024 * 1024);
	const char *const *operands = session->args->operands;
	struct blacklist_entry entry = {0};
	bool all = session->args->num_operands == 0;
	struct list list;

	if (session->args->num_operands == 1) {
		error_set(err, ERROR_USAGE, "KIND VALUE, or nothing for the history of all");
		return EXIT_TROUBLE;
	}
	if ((!all && !blacklist_operands(operands, &arena, &entry, err)) || !session_existing_archive(session, err))
		return EXIT_TROUBLE;
	list_answer(&list, session, "prelist-blacklist-history/1");
	list_begin(&list, "entries", "TIME,WHAT,BY,KIND,VALUE,VERDICT,UNTIL,SCOPE,APPEAL,REASON");
	kept_blacklist_history(session, all ? NULL : blacklist_kind_name(entry.kind), entry.value, print_state, &list, err);
	return list_finish(&list, err);
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
	 "供其他商店使用，附 $PRELIST_LOG_KEY_FILE 的签名 shared.csv.sig"},
	{NULL, NULL, NULL}};
static const struct example history_examples[] = {
	{"prelist blacklist history package com.fake.shop", "who put it there, changed it, took it off, when and why", "何人何时因何加入、更改、移除"},
	{"prelist blacklist history", "of every entry, those that were removed, too", "所有条目的历史，包括已移除的"},
	{NULL, NULL, NULL}};

const struct command blacklist_list_command = {.name = "list", .en = "every entry and waiver, expired or unused ones", .zh = "列出条目与豁免，或已过期、未使用的",
					       .operands = "", .options = list_options, .examples = list_examples, .run = run_list};
const struct command blacklist_export_command = {.name = "export", .en = "every entry as CSV, or JSON by --format json",
						 .zh = "导出为 CSV，--format json 导出为 JSON", .operands = "", .options = export_options,
						 .examples = export_examples, .run = run_export};
const struct command blacklist_history_command = {.name = "history", .en = "what stood there, who put it there and took it off",
						  .zh = "条目的历史：何人何时加入、更改、移除", .operands = "[KIND VALUE]",
						  .max_operands = 2, .examples = history_examples, .run = run_history};
