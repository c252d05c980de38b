#include "cli/blacklist_file.h"

#include "bytes/array.h"
#include "bytes/date.h"
#include "bytes/text.h"
#include "judge/blacklist_scope.h"

#include <inttypes.h>
#include <stdlib.h>

#define FILE_CAP ((size_t)2048 * 1024 * 1024)
#define VALUE_MAX ((size_t)4096) /* what a package shows has no more: the longest are labels */
#define WORDS_MAX ((size_t)16384)

static const char *const columns[NUM_COLUMNS + 1] = {"kind",  "value", "verdict", "reason",	     "source",	 "ticket", "by",     "since",
						     "until", "app",   "certificate", "versions", "size", "appeal", "second", NULL};

const char *const *blacklist_file_columns(void)
{
	return columns;
}

int blacklist_file_column(const char *name)
{
	return text_among(columns, NUM_COLUMNS, name);
}

static bool normal_date(struct arena *arena, const char *column, const char **text, struct error *err)
{
	char out[DATE_TEXT_LEN];
	struct date date;

	if (*text == NULL)
		return true;
	if (!date_given(column, *text, &date, err))
		return false;
	date_format(date, out);
	if (strcmp(out, *text) == 0)
		return true;
	*text = arena_strdup(arena, out);
	return *text != NULL || error_memory(err);
}

static bool check_time(const struct blacklist_entry *entry, struct error *err)
{
	return entry->since == NULL || entry->until == NULL || strcmp(entry->since, entry->until) <= 0 ||
	       error_set(err, ERROR_USAGE, "an entry that ends on %s, before it begins on %s, never counts", entry->until, entry->since);
}

static bool read_kind(const char *name, struct blacklist_entry *entry, struct error *err)
{
	BUF_CLEANUP struct buf names = buf_new(4096);
	int kind = blacklist_kind_find(name);

	if (kind >= 0) {
		entry->kind = (enum blacklist_kind)kind;
		return true;
	}
	for (int i = 0; i < BLACKLIST_KIND_COUNT; i++)
		buf_printf(&names, " %s", blacklist_kind_name((enum blacklist_kind)i));
	return error_set(err, ERROR_USAGE, "there is no kind '%s'; there are%.*s", name, (int)names.len, (const char *)names.data);
}

static bool read_verdict(const char *name, struct blacklist_entry *entry, struct error *err)
{
	entry->verdict = name == NULL ? blacklist_usual_verdict(entry->kind) : verdict_parse(name);
	if (blacklist_verdict_fits(entry))
		return true;
	return error_set(err, ERROR_USAGE, "the verdict of a %s is %s or review, not '%s'",
			 blacklist_kind_waives(entry->kind) ? "waiver" : "blacklist entry",
			 verdict_name(blacklist_usual_verdict(entry->kind)), name);
}

static bool check_lengths(const char *const text[NUM_COLUMNS], struct error *err)
{
	for (int i = 0; i < NUM_COLUMNS; i++) {
		size_t most = i == COLUMN_VALUE ? VALUE_MAX : WORDS_MAX;

		if (text[i] != NULL && strlen(text[i]) > most)
			return error_set(err, ERROR_USAGE, "%s of a blacklist entry is longer than %zu bytes", columns[i], most);
	}
	return true;
}

bool blacklist_entry_make(struct arena *arena, const char *const text[NUM_COLUMNS], struct blacklist_entry *entry, struct error *err)
{
	*entry = (struct blacklist_entry){.reason = text[COLUMN_REASON],
					  .source = text[COLUMN_SOURCE],
					  .ticket = text[COLUMN_TICKET],
					  .since = text[COLUMN_SINCE],
					  .until = text[COLUMN_UNTIL],
					  .app = text[COLUMN_APP],
					  .certificate = text[COLUMN_CERTIFICATE],
					  .versions = text[COLUMN_VERSIONS]};
	if (!check_lengths(text, err) || !read_kind(text[COLUMN_KIND] != NULL ? text[COLUMN_KIND] : "", entry, err))
		return false;
	if (text[COLUMN_VALUE] == NULL)
		return error_set(err, ERROR_USAGE, "a blacklist entry needs a value");
	if (entry->reason == NULL || *entry->reason == '\0')
		return error_set(err, ERROR_USAGE, "a blacklist entry needs a reason");
	return read_verdict(text[COLUMN_VERDICT], entry, err) &&
	       blacklist_normalise(arena, entry->kind, text[COLUMN_VALUE], &entry->value, err) &&
	       normal_date(arena, "since", &entry->since, err) && normal_date(arena, "until", &entry->until, err) && check_time(entry, err) &&
	       blacklist_scope_normalise(arena, entry, text[COLUMN_SIZE], err);
}

bool blacklist_entry_check(const struct blacklist_entry *entry, struct error *err)
{
	return !blacklist_is_everything(entry) ||
	       error_set(err, ERROR_USAGE, "'%s' is every %s: write a part of it, or of which app or certificate", entry->value, blacklist_kind_name(entry->kind));
}

/* What a line may say, which a person on the command line says by the command. */
static bool check_line(const struct blacklist_file *file, const struct blacklist_entry *entry, struct error *err)
{
	if (blacklist_kind_waives(entry->kind) && !file->with_waivers)
		return error_set(err, ERROR_USAGE, "a waiver, which lowers findings: --with-waivers takes it in");
	return blacklist_entry_check(entry, err);
}

bool blacklist_file_refuse(struct blacklist_file *file, size_t line, const char *why, struct error *err)
{
	if (file->num_refused++ >= REFUSALS_SAID)
		return true;
	file->refusals[file->num_refused - 1] = arena_printf(&file->arena, "%s:%zu: %s", file->name, line, why);
	return file->refusals[file->num_refused - 1] != NULL || error_memory(err);
}

static bool make_room(struct blacklist_file *file)
{
	struct blacklist_entry *grown = array_grow(file->entries, file->num_entries, sizeof *grown);

	if (grown != NULL)
		file->entries = grown;
	return grown != NULL;
}

/* What ended before whoever has it heard of it hits nothing, whenever it is said to have begun: that is no reason to refuse it. */
static void take_ended(const struct blacklist_file *file, const char *text[NUM_COLUMNS])
{
	struct date since, until, today;

	if (text[COLUMN_SINCE] != NULL && text[COLUMN_UNTIL] != NULL && date_parse(text[COLUMN_SINCE], &since) &&
	    date_parse(text[COLUMN_UNTIL], &until) && date_parse(file->today, &today) && date_to_days(until) < date_to_days(since) &&
	    date_to_days(until) < date_to_days(today))
		text[COLUMN_SINCE] = NULL;
}

bool blacklist_file_take(struct blacklist_file *file, const char *text[NUM_COLUMNS], size_t line, struct error *err)
{
	struct error inner = {0};

	for (int i = 0; i < NUM_COLUMNS; i++)
		if (text[i] == NULL || (i == COLUMN_SOURCE && file->is_others))
			text[i] = file->otherwise[i];
	take_ended(file, text);
	if (!make_room(file))
		return error_memory(err);
	if (blacklist_entry_make(&file->arena, text, &file->entries[file->num_entries], &inner) &&
	    check_line(file, &file->entries[file->num_entries], &inner)) {
		file->num_entries++;
		return true;
	}
	if (inner.code != ERROR_USAGE)
		return error_set(err, inner.code, "%s", inner.text);
	return blacklist_file_refuse(file, line, inner.text, err);
}

static int compare_keys(const struct blacklist_entry *x, const struct blacklist_entry *y)
{
	int order = x->kind == y->kind ? 0 : strcmp(blacklist_kind_name(x->kind), blacklist_kind_name(y->kind));

	if (order == 0)
		order = strcmp(x->value, y->value);
	if (order == 0)
		order = text_compare(x->app, y->app);
	if (order == 0)
		order = text_compare(x->certificate, y->certificate);
	return order != 0 ? order : text_compare(x->versions, y->versions);
}

/* Of several that say the same of one thing the gravest comes first; then by their words, so that each time it is the same one. */
static int compare(const void *a, const void *b)
{
	const struct blacklist_entry *x = a, *y = b;
	int order = compare_keys(x, y);

	if (order == 0)
		order = (x->verdict < y->verdict) - (x->verdict > y->verdict);
	if (order == 0)
		order = (x->size > y->size) - (x->size < y->size);
	return order != 0 ? order : text_compare(x->reason, y->reason);
}

static void sort(struct blacklist_file *file)
{
	size_t kept = 0;

	if (file->num_entries > 1)
		qsort(file->entries, file->num_entries, sizeof *file->entries, compare);
	for (size_t i = 0; i < file->num_entries; i++)
		if (i == 0 || compare_keys(&file->entries[kept - 1], &file->entries[i]) != 0)
			file->entries[kept++] = file->entries[i];
	file->num_repeated = file->num_entries - kept;
	file->num_entries = kept;
}

bool blacklist_file_parse(struct blacklist_file *file, struct span content, struct error *err)
{
	size_t at = 0;
	bool ok;

	file->arena = arena_new(FILE_CAP);
	if (!text_is_utf8(content) || (content.len > 0 && memchr(content.data, '\0', content.len) != NULL))
		return error_set(err, ERROR_INPUT, "%s: this is not UTF-8 text", file->name);
	while (at < content.len && strchr(" \t\r\n", content.data[at]) != NULL)
		at++;
	if (at < content.len && (content.data[at] == '[' || content.data[at] == '{'))
		ok = blacklist_file_json(file, content, err);
	else if (blacklist_file_is_hashes(content))
		ok = blacklist_file_hashes(file, content, err);
	else
		ok = blacklist_file_csv(file, content, err);
	sort(file);
	return ok;
}

void blacklist_file_free(struct blacklist_file *file)
{
	free(file->entries);
	arena_free(&file->arena);
}

void blacklist_entry_texts(const struct blacklist_entry *entry, struct blacklist_texts *texts)
{
	*texts = (struct blacklist_texts){.text = {[COLUMN_KIND] = blacklist_kind_name(entry->kind),
						   [COLUMN_VALUE] = entry->value,
						   [COLUMN_VERDICT] = verdict_name(entry->verdict),
						   [COLUMN_REASON] = entry->reason,
						   [COLUMN_SOURCE] = entry->source,
						   [COLUMN_TICKET] = entry->ticket,
						   [COLUMN_BY] = entry->by,
						   [COLUMN_SINCE] = entry->since,
						   [COLUMN_UNTIL] = entry->until,
						   [COLUMN_APP] = entry->app,
						   [COLUMN_CERTIFICATE] = entry->certificate,
						   [COLUMN_VERSIONS] = entry->versions,
						   [COLUMN_SECOND] = entry->second}};
	snprintf(texts->size, sizeof texts->size, "%" PRId64, entry->size);
	snprintf(texts->appeal, sizeof texts->appeal, "%" PRId64, entry->appeal);
	texts->text[COLUMN_SIZE] = entry->size != 0 ? texts->size : NULL;
	texts->text[COLUMN_APPEAL] = entry->appeal != 0 ? texts->appeal : NULL;
}

/* What an entry is narrowed to, in few words; "" when it is not. */
static void put_scope(struct list *list, const struct blacklist_entry *entry)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)1024 * 1024);
	const char *versions = entry->versions != NULL ? message(list->language, MESSAGE_SCOPE_VERSIONS) : "";
	const char *certificate = entry->certificate != NULL ? message(list->language, MESSAGE_SCOPE_CERTIFICATE) : "";
	const char *text = arena_printf(&arena, "%s%s%s%s%.16s", entry->app != NULL ? entry->app : "", versions,
					entry->versions != NULL ? entry->versions : "", certificate,
					entry->certificate != NULL ? entry->certificate : "");

	list_text(list, NULL, "SCOPE", text == NULL ? "" : text + (*text == ' '));
}

void blacklist_entry_row(struct list *list, const char *key, const struct blacklist_entry *entry)
{
	static const char *const heads[NUM_COLUMNS] = {
		[COLUMN_KIND] = "KIND",	    [COLUMN_VALUE] = "VALUE",	[COLUMN_VERDICT] = "VERDICT", [COLUMN_REASON] = "REASON", [COLUMN_SOURCE] = "SOURCE",
		[COLUMN_TICKET] = "TICKET", [COLUMN_BY] = "BY", [COLUMN_SECOND] = "SECOND", [COLUMN_SINCE] = "SINCE", [COLUMN_UNTIL] = "UNTIL"};
	struct blacklist_texts texts;

	blacklist_entry_texts(entry, &texts);
	list_row(list, key);
	for (int i = 0; i < NUM_COLUMNS; i++) {
		if (i == COLUMN_SIZE)
			list_number(list, columns[i], NULL, texts.text[i] == NULL ? FACT_ABSENT : entry->size);
		else if (i == COLUMN_APPEAL)
			list_id(list, columns[i], "APPEAL", texts.text[i] == NULL ? FACT_ABSENT : entry->appeal);
		else
			(i == COLUMN_KIND || i == COLUMN_VERDICT || i == COLUMN_SOURCE ? list_word : i == COLUMN_BY || i == COLUMN_SECOND ? list_person : list_text)(
				list, columns[i], heads[i], texts.text[i]);
	}
	if (list->json == NULL)
		put_scope(list, entry);
}
