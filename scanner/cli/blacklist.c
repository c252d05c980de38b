#include "cli/blacklist_file.h"
#include "cli/input.h"
#include "cli/kept.h"
#include "cli/show.h"
#include "cli/table.h"

#define IMPORT_CAP ((size_t)64 * 1024 * 1024)

/* --by and --reason, without which nothing on the blacklist changes. */
static bool check_author(const struct arguments *args, bool reason_too, struct error *err)
{
	if (args->value[OPTION_BY] == NULL || *args->value[OPTION_BY] == '\0')
		return error_set(err, ERROR_USAGE, "who does this? --by WHO");
	if (reason_too && (args->value[OPTION_REASON] == NULL || *args->value[OPTION_REASON] == '\0'))
		return error_set(err, ERROR_USAGE, "and why? --reason TEXT");
	return true;
}

/* KIND VALUE, checked and normalised. */
static bool read_operands(const struct arguments *args, struct arena *arena, struct blacklist_entry *entry,
			  struct error *err)
{
	int kind = blacklist_kind_find(args->operands[0]);

	if (kind < 0) {
		BUF_CLEANUP struct buf names = buf_new(4096);

		for (int i = 0; i < BLACKLIST_KIND_COUNT; i++)
			buf_printf(&names, " %s", blacklist_kind_name((enum blacklist_kind)i));
		return error_set(err, ERROR_USAGE, "there is no kind '%s'; there are%.*s", args->operands[0],
				 (int)names.len, (const char *)names.data);
	}
	entry->kind = (enum blacklist_kind)kind;
	return blacklist_normalise(arena, entry->kind, args->operands[1], &entry->value, err);
}

static bool entry_of(const struct session *session, struct arena *arena, struct blacklist_entry *entry,
		     struct error *err)
{
	const struct arguments *args = session->args;
	const char *verdict = args->value[OPTION_VERDICT];

	if (!check_author(args, true, err) || !read_operands(args, arena, entry, err))
		return false;
	if (verdict != NULL && (entry->verdict = verdict_parse(verdict)) == VERDICT_NONE)
		return error_set(err, ERROR_USAGE, "--verdict is reject or review, not '%s'", verdict);
	entry->reason = args->value[OPTION_REASON];
	entry->source = args->value[OPTION_SOURCE];
	entry->ticket = args->value[OPTION_TICKET];
	entry->by = args->value[OPTION_BY];
	entry->until = args->value[OPTION_UNTIL];
	entry->since = session->today;
	return blacklist_entry_check(arena, entry, err);
}

/* How many kept versions an entry concerns, said beside what was done. */
static void count_hit(void *owner, const struct kept_row *row)
{
	(void)row;
	++*(size_t *)owner;
}

static int run_add(struct session *session, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)1024 * 1024);
	struct blacklist_entry entry = {0};
	size_t num_hits = 0;

	if (!session_rules(session, err) || !entry_of(session, &arena, &entry, err) ||
	    !session_archive(session, ARCHIVE_WRITE, err) || !kept_blacklist_add(session, &entry, 1, err) ||
	    !kept_hits(session, &entry, count_hit, &num_hits, err))
		return EXIT_TROUBLE;
	if (!session->quiet)
		fprintf(session->output.file, message(session->language, MESSAGE_BLACKLIST_ADDED),
			blacklist_kind_name(entry.kind), entry.value, num_hits);
	return 0;
}

static int run_remove(struct session *session, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)1024 * 1024);
	const struct arguments *args = session->args;
	struct blacklist_entry entry = {0};

	if (!check_author(args, true, err) || !read_operands(args, &arena, &entry, err) ||
	    !session_writable_archive(session, err) ||
	    !kept_blacklist_remove(session, &entry, args->value[OPTION_REASON], args->value[OPTION_BY], err))
		return EXIT_TROUBLE;
	if (!session->quiet)
		fprintf(session->output.file, message(session->language, MESSAGE_BLACKLIST_REMOVED),
			blacklist_kind_name(entry.kind), entry.value);
	return 0;
}

static int run_import(struct session *session, struct error *err)
{
	BUF_CLEANUP struct buf content = buf_new(0);
	const char *path = session->args->operands[0];
	struct blacklist_file file = {.arena = arena_new(0)};
	int code = EXIT_TROUBLE;

	if (!check_author(session->args, false, err) || !input_read(path, IMPORT_CAP, &content, err))
		return EXIT_TROUBLE;
	if (blacklist_file_parse(&file, buf_span(&content), path, err) && session_rules(session, err) &&
	    session_archive(session, ARCHIVE_WRITE, err)) {
		for (size_t i = 0; i < file.num_entries; i++) {
			struct blacklist_entry *entry = &file.entries[i];

			entry->by = session->args->value[OPTION_BY];
			entry->since = entry->since != NULL ? entry->since : session->today;
			entry->source = entry->source != NULL ? entry->source : "import";
		}
		if (kept_blacklist_add(session, file.entries, file.num_entries, err)) {
			code = 0;
			if (!session->quiet)
				fprintf(session->output.file,
					message(session->language, MESSAGE_BLACKLIST_IMPORTED), file.num_entries);
		}
	}
	blacklist_file_free(&file);
	return code;
}

/* list and export: the same entries, for a person or for a file. */
struct printing {
	struct session *session;
	struct table table;
	struct json json;
	bool as_json, as_csv;
};

static void print_entry(void *owner, const struct blacklist_entry *entry)
{
	struct printing *printing = owner;

	if (printing->as_json)
		blacklist_entry_json(&printing->json, entry);
	else if (printing->as_csv)
		blacklist_entry_csv(printing->session->output.file, entry);
	else
		table_row(&printing->table,
			  (const char *[]){blacklist_kind_name(entry->kind), entry->value, verdict_name(entry->verdict),
					   entry->since, entry->until, entry->source, entry->by, entry->reason});
}

static int print_all(struct session *session, bool as_csv, struct error *err)
{
	static const char *const heads[] = {"KIND", "VALUE", "VERDICT", "SINCE", "UNTIL", "SOURCE", "BY", "REASON"};
	struct printing printing = {.session = session, .table = table_new(heads, 8)};
	bool compact;

	printing.as_json = session_wants_json(session, &compact);
	printing.as_csv = as_csv && !printing.as_json;
	printing.json = json_new(session->output.file, compact);
	if (printing.as_json) {
		json_object(&printing.json, NULL);
		json_text(&printing.json, "schema", "prelist-blacklist/1");
		json_array(&printing.json, "entries");
	} else if (printing.as_csv) {
		blacklist_csv_head(session->output.file);
	}
	kept_blacklist_each(session, print_entry, &printing, err);
	if (printing.as_json) {
		json_close(&printing.json);
		json_close(&printing.json);
		json_newline(&printing.json);
	}
	json_finish(&printing.json, err);
	if (!table_print(&printing.table, session->output.file))
		error_set(err, ERROR_MEMORY, "no memory for the list");
	return 0;
}

static int run_list(struct session *session, struct error *err)
{
	return session_existing_archive(session, err) ? print_all(session, false, err) : EXIT_TROUBLE;
}

static int run_export(struct session *session, struct error *err)
{
	return session_existing_archive(session, err) ? print_all(session, true, err) : EXIT_TROUBLE;
}

static int run_hits(struct session *session, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)1024 * 1024);
	struct blacklist_entry entry = {0};

	if (!read_operands(session->args, &arena, &entry, err) || !session_existing_archive(session, err))
		return EXIT_TROUBLE;
	return show_hits(session, &entry, err);
}

static const enum option_id add_options[] = {OPTION_REASON, OPTION_BY,	   OPTION_VERDICT, OPTION_SOURCE,
					     OPTION_TICKET, OPTION_UNTIL, OPTION_COUNT};
static const enum option_id remove_options[] = {OPTION_REASON, OPTION_BY, OPTION_COUNT};
static const enum option_id import_options[] = {OPTION_BY, OPTION_COUNT};

static const struct example list_examples[] = {
	{"prelist blacklist list", "every entry", "列出所有条目"}, {NULL, NULL, NULL}};
static const struct example add_examples[] = {
	{"prelist blacklist add certificate 5f3a91c2... --reason \"repackaged wallets\" --by li", "a signer, by SHA-256",
	 "按证书 SHA-256 加入签名者"},
	{"prelist blacklist add package 'com.fake.*' --verdict review --until 2027-01-01 --reason clones --by li",
	 "a pattern, for review, until a day", "按通配符加入,结论为待审,到期失效"},
	{NULL, NULL, NULL}};
static const struct example remove_examples[] = {
	{"prelist blacklist remove package com.fake.shop --reason \"appeal granted\" --by li", "with who and why",
	 "注明操作人与理由"},
	{NULL, NULL, NULL}};
static const struct example import_examples[] = {
	{"prelist blacklist import authority.csv --by li", "JSON or CSV; all of it or nothing", "JSON 或 CSV,全部或全不"},
	{NULL, NULL, NULL}};
static const struct example export_examples[] = {
	{"prelist blacklist export > blacklist.csv", "for a spreadsheet", "供电子表格使用"},
	{"prelist blacklist export --format json -o blacklist.json", "as JSON", "导出为 JSON"},
	{NULL, NULL, NULL}};
static const struct example hits_examples[] = {
	{"prelist blacklist hits library libevil.so", "what an entry would hit among all that is kept, before it is added",
	 "加入前查看会命中哪些已归档版本"},
	{NULL, NULL, NULL}};

static const struct command list = {.name = "list", .en = "every entry", .zh = "列出所有条目", .operands = "",
				    .examples = list_examples, .run = run_list};
static const struct command add = {.name = "add",
				   .en = "add an entry",
				   .zh = "加入条目",
				   .operands = "KIND VALUE --reason TEXT --by WHO",
				   .min_operands = 2,
				   .max_operands = 2,
				   .options = add_options,
				   .examples = add_examples,
				   .run = run_add};
static const struct command remove_entry = {.name = "remove",
					    .en = "take an entry off",
					    .zh = "移除条目",
					    .operands = "KIND VALUE --reason TEXT --by WHO",
					    .min_operands = 2,
					    .max_operands = 2,
					    .options = remove_options,
					    .examples = remove_examples,
					    .run = run_remove};
static const struct command import = {.name = "import",
				      .en = "add the entries of a JSON or CSV file, all of them or none",
				      .zh = "导入 JSON 或 CSV 文件,全部或全不",
				      .operands = "FILE --by WHO",
				      .operand_kind = OPERAND_FILE,
				      .min_operands = 1,
				      .max_operands = 1,
				      .options = import_options,
				      .examples = import_examples,
				      .run = run_import};
static const struct command export = {.name = "export", .en = "every entry as CSV, or JSON by --format json",
				      .zh = "导出为 CSV,--format json 导出为 JSON", .operands = "",
				      .examples = export_examples, .run = run_export};
static const struct command hits = {.name = "hits",
				    .en = "which kept versions an entry would hit",
				    .zh = "查看条目会命中哪些已归档版本",
				    .operands = "KIND VALUE",
				    .min_operands = 2,
				    .max_operands = 2,
				    .examples = hits_examples,
				    .run = run_hits};

static const struct command *const subcommands[] = {&list, &add, &remove_entry, &import, &export, &hits, NULL};

const struct command command_blacklist = {
	.name = "blacklist",
	.en = "list, add, remove, import and export entries; what one would hit",
	.zh = "黑名单:列出、加入、移除、导入、导出,查看命中",
	.examples = list_examples,
	.subcommands = subcommands,
};
