/*
 * blacklist_import - blacklist import: a file of entries, whole or not at all.
 */
#include "bytes/mask.h"
#include "cli/at_desk.h"
#include "cli/blacklist.h"
#include "cli/blacklist_file.h"
#include "cli/blacklist_signed.h"
#include "cli/input.h"
#include "cli/show.h"

#define IMPORT_CAP ((size_t)512 * 1024 * 1024)

/* What people wrote in the file is kept as what they write on the command line is: without telephone numbers. */
static bool mask_texts(struct blacklist_file *file, struct error *err)
{
	for (size_t i = 0; i < file->num_entries; i++) {
		struct blacklist_entry *entry = &file->entries[i];
		const char **const texts[] = {&entry->reason, &entry->source, &entry->ticket};

		if (entry->kind == BLACKLIST_FILE && entry->reason != NULL && strncmp(entry->reason, "ClamAV ", 7) == 0)
			continue; /* a name out of a hash list */
		for (size_t t = 0; t < sizeof texts / sizeof texts[0]; t++) {
			bool found;

			if (*texts[t] != NULL && (*texts[t] = mask_text(&file->arena, *texts[t], &found)) == NULL)
				return error_memory(err);
		}
	}
	return true;
}

/* Lines that are no entries are named; with --keep-going the others are taken all the same. */
static bool tell_refused(const struct session *session, const struct blacklist_file *file, struct error *err)
{
	for (size_t i = 0; i < file->num_refused && i < REFUSALS_SAID; i++)
		session_warn(session->language, "%s", file->refusals[i]);
	if (file->num_refused > REFUSALS_SAID)
		session_warn(session->language, "%s: %zu more like these", file->name, file->num_refused - REFUSALS_SAID);
	if (file->num_refused == 0 || session->args->value[OPTION_KEEP_GOING] != NULL)
		return true;
	return error_set(err, ERROR_INPUT, "%s: %zu {entry is|entries are} refused, so none is imported; --keep-going takes the others", file->name,
			 file->num_refused);
}

static bool read_file(struct session *session, struct blacklist_file *file, struct error *err)
{
	static const struct {
		enum option_id option;
		enum blacklist_column column;
	} said[] = {{OPTION_VERDICT, COLUMN_VERDICT}, {OPTION_REASON, COLUMN_REASON}, {OPTION_SOURCE, COLUMN_SOURCE},
		    {OPTION_TICKET, COLUMN_TICKET},   {OPTION_UNTIL, COLUMN_UNTIL}};
	BUF_CLEANUP struct buf content = buf_new(0);
	const char *key = session->args->value[OPTION_KEY];

	file->name = session->args->operands[0];
	file->today = session->today;
	file->with_waivers = session->args->value[OPTION_WITH_WAIVERS] != NULL;
	file->is_others = key != NULL;
	for (size_t i = 0; i < sizeof said / sizeof said[0]; i++)
		if (session->args->value[said[i].option] != NULL)
			file->otherwise[said[i].column] = session->args->value[said[i].option];
	return input_read(file->name, IMPORT_CAP, &content, err) &&
	       (key == NULL || blacklist_check_signature(file->name, buf_span(&content), key, err)) && blacklist_file_parse(file, buf_span(&content), err) &&
	       tell_refused(session, file, err) && mask_texts(file, err);
}

/* Entries of the archive that lines of the file would weaken. */
struct left {
	struct session *session;
	struct blacklist_file *file;
	const struct blacklist_entry *entries[REFUSALS_SAID];
	size_t num;
};

static void note_left(void *owner, const struct blacklist_entry *given)
{
	struct left *left = owner;

	if (left->num < REFUSALS_SAID)
		left->entries[left->num] = given;
	left->num++;
}

static void tell_left(const struct left *left)
{
	for (size_t i = 0; i < left->num && i < REFUSALS_SAID; i++)
		session_warn(left->session->language, "%s: %s %s stays as it is: the line is weaker, and does not name the same source", left->file->name,
			     blacklist_kind_name(left->entries[i]->kind), left->entries[i]->value);
	if (left->num > REFUSALS_SAID)
		session_warn(left->session->language, "%s: %zu more like these", left->file->name, left->num - REFUSALS_SAID);
}

static void say_json(struct json *json, const struct blacklist_file *file, const struct blacklist_batch *batch, int64_t num_listed)
{
	json_number(json, "added", (int64_t)batch->num_added);
	json_number(json, "changed", (int64_t)batch->num_changed);
	json_number(json, "unchanged", (int64_t)batch->num_unchanged);
	json_number(json, "left", (int64_t)batch->num_left);
	json_number(json, "lowering", (int64_t)batch->num_lowering);
	json_number(json, "repeated", (int64_t)file->num_repeated);
	json_number(json, "refused", (int64_t)file->num_refused);
	json_array(json, "refusals");
	for (size_t i = 0; i < file->num_refused && i < REFUSALS_SAID; i++)
		json_text(json, NULL, file->refusals[i]);
	json_close(json);
	json_number(json, "listed", num_listed);
}

static void say_text(const struct session *session, const struct blacklist_file *file, const struct blacklist_batch *batch, int64_t num_listed,
		     FILE *out)
{
	message_print(out, session->language, MESSAGE_BLACKLIST_IMPORTED, batch->num_added, batch->num_changed, batch->num_unchanged,
		file->num_repeated, file->num_refused, (long long)num_listed);
	if (batch->num_lowering > 0)
		message_print(out, session->language, MESSAGE_BLACKLIST_LOWERING, batch->num_lowering, batch->lowering);
	blacklist_say_not_read(session, file->entries, file->num_entries, out);
}

static bool answer(struct session *session, const struct blacklist_file *file, const struct blacklist_batch *batch, struct error *err)
{
	int64_t num_listed;
	struct list hits;

	if (session->is_unheard)
		return true;
	if (!kept_num_rows_hits(session, batch->first, batch->last, &num_listed, err))
		return false;
	list_answer(&hits, session, "prelist-blacklist-import/1");
	if (hits.json != NULL)
		say_json(hits.json, file, batch, num_listed);
	else
		say_text(session, file, batch, num_listed, hits.out);
	show_begin_hits(&hits);
	if ((num_listed == 0 ||
	     kept_rows_hits(session, batch->first, batch->last, hits.json != NULL ? -1 : HITS_NAMED, show_hit, &hits, err)) &&
	    list_end(&hits, err) && hits.json == NULL && num_listed > HITS_NAMED)
		message_print(hits.out, session->language, MESSAGE_BLACKLIST_MORE_IMPORTED, (long long)num_listed - HITS_NAMED);
	return list_finish(&hits, err) == 0;
}

static int run_import(struct session *session, struct error *err)
{
	struct blacklist_file file = {.num_entries = 0};
	bool ok = at_desk_author(session->args, err) && session_rules(session, err) && read_file(session, &file, err) &&
		  session_archive(session, ARCHIVE_WRITE, err);

	if (ok) {
		struct left left = {.session = session, .file = &file};
		struct blacklist_batch batch = {.entries = file.entries, .num_entries = file.num_entries, .what = "import",
						.by = session->args->value[OPTION_BY], .today = session->today, .source = "import",
						.only_adds = true, .leaves = note_left, .owner = &left};

		blacklist_warn(session, file.entries, file.num_entries);
		ok = blacklist_table_keep(session->archive, &batch, err);
		tell_left(&left);
		ok = ok && answer(session, &file, &batch, err);
	}
	blacklist_file_free(&file);
	return ok ? 0 : EXIT_TROUBLE;
}

static const enum option_id import_options[] = {OPTION_BY,     OPTION_REASON, OPTION_VERDICT,	 OPTION_SOURCE, OPTION_TICKET,
						OPTION_UNTIL, OPTION_TODAY, OPTION_RECORD, OPTION_KEEP_GOING, OPTION_WITH_WAIVERS, OPTION_KEY, OPTION_COUNT};

static const struct example import_examples[] = {
	{"prelist blacklist import authority.csv --by li", "CSV or JSON; all of it or nothing, and twice is once",
	 "CSV 或 JSON，要么全部导入，要么全不导入；重复导入无副作用"},
	{"prelist blacklist import main.hdb --source clamav --by li", "a hash list of ClamAV, .hdb or .hsb, as it is", "ClamAV 哈希表（.hdb、.hsb）原样导入"},
	{"prelist blacklist import list.csv --verdict review --reason \"list of 2026-03\" --keep-going --by li",
	 "what the lines do not say is said here; bad lines are named and left out", "行中未给出的内容在此指定；有误的行指出并跳过"},
	{"prelist blacklist import shared.csv --key partner.pem --source partner --by li", "of another store, if its signature shared.csv.sig is by that key; whatever its lines say, it is of this source, and weakens entries of it alone",
	 "其他商店的名单，仅当签名 shared.csv.sig 出自该密钥；无论行中如何填写，来源以此为准，且只会弱化同一来源的条目"},
	{"prelist blacklist import ours.csv --with-waivers --by li", "the store's own, with the waivers that it holds", "本商店自己的名单，连同其中的豁免"},
	{NULL, NULL, NULL}};

const struct command blacklist_import_command = {.name = "import",
						 .en = "add the entries of a file: CSV, JSON, or a hash list of ClamAV",
						 .zh = "导入 CSV、JSON 或 ClamAV 哈希表",
						 .operands = "FILE --by WHO",
						 .operand_kind = OPERAND_FILE,
						 .min_operands = 1,
						 .max_operands = 1,
						 .options = import_options,
						 .examples = import_examples,
						 .run = run_import};
