#include "cli/import_list.h"

#include "bytes/date.h"
#include "bytes/digest.h"
#include "bytes/mask.h"
#include "bytes/text.h"
#include "cli/input.h"
#include "desk/zone.h"
#include "judge/strict_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define FIRST_DAY "2008-01-01" /* of the year in which the stores for phones opened */
#define LATEST_ZONE "UTC-14"   /* as POSIX writes it: where each day begins first */
#define LIST_MAX ((size_t)1024 * 1024 * 1024)
#define ARENA_MAX ((size_t)4 * 1024 * 1024 * 1024)

/* A line on its way in. */
struct reading_line {
	struct arena *arena;
	const char *zone;
	const char *folder; /* of the list, with its slash; "" for here */
	struct import_entry *entry;
	const cJSON *root;
	struct error err; /* of the line */
};

static bool wrong(struct reading_line *r, const char *format, const char *what)
{
	return error_set(&r->err, ERROR_INPUT, format, what);
}

static const char *path_of(struct reading_line *r, const char *name)
{
	const char *path = *name == '/' ? arena_strdup(r->arena, name) : arena_printf(r->arena, "%s%s", r->folder, name);

	return path != NULL ? path : (error_memory(&r->err), NULL);
}

static bool text_of(struct reading_line *r, const cJSON *object, const char *key, const char **out)
{
	const char *text;

	if (!strict_json_text(object, key, &text, "the line", ERROR_INPUT, &r->err))
		return false;
	*out = arena_copy(r->arena, text);
	return text == NULL || *out != NULL || error_memory(&r->err);
}

static bool take_file(struct reading_line *r, const char *name, const char *role)
{
	struct import_entry *entry = r->entry;

	if (name == NULL || *name == '\0')
		return wrong(r, "a package without %s", "file");
	entry->files[entry->num_files] = path_of(r, name);
	entry->roles[entry->num_files] = role;
	return entry->files[entry->num_files++] != NULL;
}

static bool take_files(struct reading_line *r)
{
	static const char *const keys[] = {"file", "role", NULL};
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(r->root, "files"), *item;
	size_t num = list == NULL ? 1 : (size_t)cJSON_GetArraySize(list);
	const char *name, *role;

	if (!text_of(r, r->root, "file", &name))
		return false;
	if ((name == NULL) == (list == NULL) || num == 0 || num > IMPORT_FILES_MAX || (list != NULL && !cJSON_IsArray(list)))
		return wrong(r, "%s: one of both, with at least one package", "file, files");
	r->entry->files = arena_array(r->arena, num, sizeof *r->entry->files);
	r->entry->roles = arena_array(r->arena, num, sizeof *r->entry->roles);
	if (r->entry->files == NULL || r->entry->roles == NULL)
		return error_memory(&r->err);
	if (list == NULL)
		return take_file(r, name, NULL);
	cJSON_ArrayForEach(item, list)
		if (!strict_json_only_keys(item, keys, "files", "the line", ERROR_INPUT, &r->err) || !text_of(r, item, "file", &name) ||
		    !text_of(r, item, "role", &role) || !take_file(r, name, role))
			return false;
	return true;
}

static bool take_form(struct reading_line *r)
{
	const cJSON *form = cJSON_GetObjectItemCaseSensitive(r->root, "submission");
	char *text;

	if (form == NULL || cJSON_IsNull(form))
		return true;
	if (cJSON_IsString(form)) {
		r->entry->form_path = path_of(r, form->valuestring);
		return r->entry->form_path != NULL;
	}
	if (!cJSON_IsObject(form))
		return wrong(r, "%s: a file, or the form itself", "submission");
	text = cJSON_PrintUnformatted(form);
	r->entry->form_text = arena_copy(r->arena, text);
	cJSON_free(text);
	return r->entry->form_text != NULL || error_memory(&r->err);
}

/* A day that has begun somewhere: whose day it was the list does not say. */
static bool is_likely(struct reading_line *r, const char *key, const char *day)
{
	char today[DATE_TEXT_LEN];

	zone_today(LATEST_ZONE, today);
	if (strcmp(day, today) > 0)
		return error_set(&r->err, ERROR_INPUT, "%s: %s is in the future", key, day);
	return strcmp(day, FIRST_DAY) >= 0 || error_set(&r->err, ERROR_INPUT, "%s: %s is before %s, when there were no such packages", key, day, FIRST_DAY);
}

/* Its beginning in UTC where it is that day here then, too. */
static void instant_of(const char *zone, struct date date, char instant[TIME_TEXT_LEN])
{
	char wanted[DATE_TEXT_LEN], day[DATE_TEXT_LEN];
	int64_t seconds = date_to_days(date) * 86400;

	date_format(date, wanted);
	zone_day(zone, seconds, day);
	time_format(seconds, instant);
	if (strcmp(day, wanted) != 0)
		zone_begin(zone, date, instant);
}

/* What lies ahead, as the hour of a day that goes on may, came now at the latest. */
static void hold_back(char instant[TIME_TEXT_LEN])
{
	char now[TIME_TEXT_LEN];

	time_format((int64_t)time(NULL), now);
	if (strcmp(instant, now) > 0)
		snprintf(instant, TIME_TEXT_LEN, "%s", now);
}

/* A date, or an instant and the day that it is in policy's timezone. */
static bool take_time(struct reading_line *r, const char *key, const char *given, const char **day, const char **instant)
{
	char text[TIME_TEXT_LEN], name[DATE_TEXT_LEN];
	struct date date;
	int64_t seconds;

	if (date_parse(given, &date)) {
		instant_of(r->zone, date, text);
		date_format(date, name);
	} else if (time_parse(given, &seconds)) {
		time_format(seconds, text);
		zone_day(r->zone, seconds, name);
	} else {
		return wrong(r, "%s: a date YYYY-MM-DD, or a time YYYY-MM-DDThh:mm:ssZ", key);
	}
	hold_back(text);
	*instant = arena_strdup(r->arena, text);
	*day = arena_strdup(r->arena, name);
	return *instant != NULL && *day != NULL ? is_likely(r, key, *day) : error_memory(&r->err);
}

bool import_was_listed(const struct import_entry *entry)
{
	return strcmp(entry->state, "delisted") == 0 || strcmp(entry->state, "retired") == 0;
}

static bool take_times(struct reading_line *r)
{
	const char *submitted, *decided, *day, *instant;

	if (!text_of(r, r->root, "submitted", &submitted) || !text_of(r, r->root, "decided", &decided))
		return false;
	if (submitted == NULL)
		return wrong(r, "%s is missing: when it was submitted", "submitted");
	if (!take_time(r, "submitted", submitted, &day, &r->entry->submitted))
		return false;
	r->entry->day = r->entry->decided = day;
	if (decided == NULL)
		return !import_was_listed(r->entry) || wrong(r, "%s is missing: when it was delisted", "decided");
	return take_time(r, "decided", decided, &r->entry->decided, &instant) &&
	       (strcmp(r->entry->decided, day) >= 0 || wrong(r, "%s is before submitted", "decided"));
}

static bool take_state(struct reading_line *r)
{
	static const char *const states[] = {"listed", "received", "rejected", "delisted", "retired", "withdrawn"};

	if (!text_of(r, r->root, "state", &r->entry->state))
		return false;
	return (r->entry->state != NULL && text_among(states, sizeof states / sizeof states[0], r->entry->state) >= 0) ||
	       wrong(r, "%s is listed, received, rejected, delisted, retired or withdrawn", "state");
}

static bool take_words(struct reading_line *r)
{
	const char *reason;
	bool found;

	if (!text_of(r, r->root, "by", &r->entry->by) || !text_of(r, r->root, "reason", &reason) ||
	    !text_of(r, r->root, "request_id", &r->entry->request_id))
		return false;
	r->entry->reason = reason == NULL ? NULL : mask_text(r->arena, reason, &found);
	return (reason == NULL) == (r->entry->reason == NULL) || error_memory(&r->err);
}

/* The same line again is the same request. */
static bool name_request(struct reading_line *r, struct span line)
{
	char hex[DIGEST_HEX_MAX];

	if (r->entry->request_id != NULL)
		return true;
	digest_hex_of(DIGEST_SHA256, line, hex);
	r->entry->request_id = arena_printf(r->arena, "import-%.32s", hex);
	return r->entry->request_id != NULL || error_memory(&r->err);
}

static bool take_line(struct reading_line *r, struct span line)
{
	static const char *const keys[] = {"file", "files", "submission", "state", "submitted", "decided", "by", "reason", "request_id", NULL};

	return strict_json_only_keys(r->root, keys, "the list", "the line", ERROR_INPUT, &r->err) && take_files(r) && take_form(r) &&
	       take_state(r) && take_times(r) && take_words(r) && name_request(r, line);
}

/* What strict_json says in front of a fault: the file's number of the line stands beside it already. */
static const char one_line[] = "the line:1: ";

static bool read_line(struct import_list *list, const char *folder, const char *zone, struct span line, size_t number, struct error *err)
{
	struct import_entry *entry = &list->entries[list->num++];
	struct reading_line r = {.arena = &list->arena, .zone = zone, .folder = folder, .entry = entry};
	STRICT_JSON_CLEANUP cJSON *root = strict_json_parse(line, "the line", ERROR_INPUT, &r.err);

	*entry = (struct import_entry){.line = number};
	r.root = root;
	if (root != NULL && take_line(&r, line))
		return true;
	if (r.err.code != ERROR_INPUT)
		return error_set(err, r.err.code, "%s", r.err.text);
	entry->trouble = arena_strdup(&list->arena, strncmp(r.err.text, one_line, strlen(one_line)) == 0 ? r.err.text + strlen(one_line) : r.err.text);
	return entry->trouble != NULL || error_memory(err);
}

static bool is_blank(struct span line)
{
	for (size_t i = 0; i < line.len; i++)
		if (strchr(" \t\r", line.data[i]) == NULL)
			return false;
	return true;
}

static size_t count_lines(struct span text)
{
	size_t num = 1;

	for (size_t i = 0; i < text.len; i++)
		num += text.data[i] == '\n';
	return num;
}

static int by_request(const void *a, const void *b)
{
	const struct import_entry *const *x = a, *const *y = b;
	int order = strcmp((*x)->request_id, (*y)->request_id);

	return order != 0 ? order : ((*x)->line > (*y)->line) - ((*x)->line < (*y)->line);
}

/* Two lines of one request: the first is taken. */
static bool find_twins(struct import_list *list, struct error *err)
{
	struct import_entry **sorted = arena_array(&list->arena, list->num + 1, sizeof *sorted);
	size_t num = 0;

	if (sorted == NULL)
		return error_memory(err);
	for (size_t i = 0; i < list->num; i++)
		if (list->entries[i].trouble == NULL)
			sorted[num++] = &list->entries[i];
	qsort(sorted, num, sizeof(struct import_entry *), by_request);
	for (size_t i = 1; i < num; i++) {
		if (strcmp(sorted[i]->request_id, sorted[i - 1]->request_id) != 0)
			continue;
		sorted[i]->trouble = arena_printf(&list->arena, "the same request as line %zu", sorted[i - 1]->line);
		if (sorted[i]->trouble == NULL)
			return error_memory(err);
	}
	return true;
}

static bool split(struct import_list *list, const char *folder, const char *zone, struct error *err)
{
	struct span text = buf_span(&list->text);
	size_t start = 0, number = 0;

	list->entries = arena_array(&list->arena, count_lines(text), sizeof *list->entries);
	if (list->entries == NULL)
		return error_memory(err);
	for (size_t at = 0; at <= text.len; at++) {
		struct span line;

		if (at < text.len && text.data[at] != '\n')
			continue;
		line = span_slice(text, start, at - start);
		start = at + 1;
		number++;
		if (!is_blank(line) && !read_line(list, folder, zone, line, number, err))
			return false;
	}
	return find_twins(list, err);
}

bool import_list_read(struct import_list *list, const char *path, const char *zone, struct error *err)
{
	const char *slash = strcmp(path, "-") == 0 ? NULL : strrchr(path, '/');
	const char *folder;

	*list = (struct import_list){.arena = arena_new(ARENA_MAX)};
	folder = slash == NULL ? "" : arena_printf(&list->arena, "%.*s/", (int)(slash - path), path);
	if (folder == NULL)
		return error_memory(err);
	return input_read(path, LIST_MAX, &list->text, err) && split(list, folder, zone, err) &&
	       (list->num > 0 || error_set(err, ERROR_INPUT, "%s: no line of it is a submission", path));
}

void import_list_free(struct import_list *list)
{
	buf_free(&list->text);
	arena_free(&list->arena);
}

/* What was listed on a day is before what was delisted on it: the new version's predecessor. */
static int by_time(const void *a, const void *b)
{
	const struct import_step *x = a, *y = b;
	int order = strcmp(x->date, y->date);

	if (order == 0)
		order = (int)x->delists - (int)y->delists;
	return order != 0 ? order : (x->entry > y->entry) - (x->entry < y->entry);
}

/* The last second of a day. */
static const char *end_of(struct import_list *list, const char *zone, const char *day)
{
	char next[TIME_TEXT_LEN];
	struct date date;
	int64_t seconds;

	if (!date_parse(day, &date))
		return NULL;
	zone_begin(zone, date_from_days(date_to_days(date) + 1), next);
	if (!time_parse(next, &seconds))
		return NULL;
	time_format(seconds - 1, next);
	return arena_strdup(&list->arena, next);
}

struct import_step *import_steps(struct import_list *list, const char *zone, size_t *num, struct error *err)
{
	struct import_step *steps = arena_array(&list->arena, 2 * list->num + 1, sizeof *steps);

	*num = 0;
	if (steps == NULL) {
		error_memory(err);
		return NULL;
	}
	for (size_t i = 0; i < list->num; i++) {
		const struct import_entry *entry = &list->entries[i];

		if (entry->trouble != NULL)
			continue;
		steps[(*num)++] = (struct import_step){entry->submitted, i, false};
		if (import_was_listed(entry))
			steps[(*num)++] = (struct import_step){end_of(list, zone, entry->decided), i, true};
	}
	for (size_t i = 0; i < *num; i++)
		if (steps[i].date == NULL) {
			error_memory(err);
			return NULL;
		}
	qsort(steps, *num, sizeof *steps, by_time);
	return steps;
}
