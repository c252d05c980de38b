#include "report/sheet.h"

#include "bytes/text.h"
#include "report/shown.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define SHEET_ROOM ((size_t)64 * 1024 * 1024)

const struct sheet_weight sheet_weights[PERMISSION_WEIGHTS] = {
	{PERMISSION_DANGEROUS, "dangerous", MESSAGE_SHEET_DANGEROUS, MESSAGE_NUM_DANGEROUS},
	{PERMISSION_SPECIAL, "special", MESSAGE_SHEET_SPECIAL, MESSAGE_NUM_SPECIAL},
	{PERMISSION_DEVELOPMENT, "development", MESSAGE_SHEET_DEVELOPMENT, MESSAGE_NUM_DEVELOPMENT},
	{PERMISSION_UNKNOWN, "unknown", MESSAGE_SHEET_UNKNOWN, MESSAGE_NUM_UNKNOWN},
	{PERMISSION_NORMAL, "normal", MESSAGE_SHEET_NORMAL, MESSAGE_NUM_NORMAL},
	{PERMISSION_SIGNATURE, "signature", MESSAGE_SHEET_SIGNATURE, MESSAGE_NUM_SIGNATURE}};

static const char *group_label(const struct sheet *sheet, const char *group, const char *column)
{
	const char *label =
		group == NULL ? NULL : rules_catalogue_value(sheet->source->rules, "android_permission_groups", group, column);

	return label != NULL ? label : group;
}

/* Where no catalogue says what a permission allows: its label, else what is true of all of its weight. */
static const char *meaning_of(const struct sheet_permission *permission, enum language language)
{
	static const enum message_id general[PERMISSION_WEIGHTS] = {
		[PERMISSION_NORMAL] = MESSAGE_MEANING_NORMAL,	    [PERMISSION_SIGNATURE] = MESSAGE_MEANING_SIGNATURE,
		[PERMISSION_SPECIAL] = MESSAGE_MEANING_SPECIAL,	    [PERMISSION_DANGEROUS] = MESSAGE_MEANING_DANGEROUS,
		[PERMISSION_UNKNOWN] = MESSAGE_MEANING_UNKNOWN,	    [PERMISSION_DEVELOPMENT] = MESSAGE_MEANING_DEVELOPMENT};
	const struct permission_view *view = &permission->view;
	const char *meaning = language == LANGUAGE_ZH ? view->meaning_zh : view->meaning;
	const char *label = language == LANGUAGE_ZH ? view->label_zh : view->label;

	if (meaning != NULL)
		return meaning;
	return label != NULL ? label : message(language, general[view->weight]);
}

static void widen(struct permission_view *view, const struct permission_view *row)
{
	if (row->min_sdk == FACT_ABSENT || row->min_sdk < view->min_sdk)
		view->min_sdk = row->min_sdk;
	if (row->max_sdk == FACT_ABSENT || (view->max_sdk != FACT_ABSENT && row->max_sdk > view->max_sdk))
		view->max_sdk = row->max_sdk;
}

static struct sheet_permission permission_of(const struct sheet *sheet, const struct permission_view *view)
{
	struct sheet_permission permission = {.view = *view,
					      .group = group_label(sheet, view->group, "label_en"),
					      .group_zh = group_label(sheet, view->group, "label_zh")};

	permission.meaning = meaning_of(&permission, LANGUAGE_EN);
	permission.meaning_zh = meaning_of(&permission, LANGUAGE_ZH);
	return permission;
}

static void add_row(struct sheet *sheet, const struct permission_view *row)
{
	struct sheet_permission *last = sheet->num_permissions > 0 ? &sheet->permissions[sheet->num_permissions - 1] : NULL;

	if (last == NULL || strcmp(last->view.name, row->name) != 0) {
		last = &sheet->permissions[sheet->num_permissions++];
		*last = permission_of(sheet, row);
		sheet->count[row->weight]++;
	} else {
		widen(&last->view, row);
	}
	last->declared = last->declared || strncmp(row->origin, "declared", 8) == 0;
	last->implied = last->implied || strcmp(row->origin, "implied") == 0;
	last->split = last->split || strcmp(row->origin, "split") == 0;
}

static int place_of(enum permission_weight weight)
{
	int place = 0;

	while (sheet_weights[place].weight != weight)
		place++;
	return place;
}

static int compare(const void *first, const void *second)
{
	const struct sheet_permission *a = first, *b = second;
	int order = place_of(a->view.weight) - place_of(b->view.weight);

	if (order == 0)
		order = text_compare_null_last(a->view.group, b->view.group);
	return order != 0 ? order : strcmp(a->view.name, b->view.name);
}

static bool make_permissions(struct sheet *sheet)
{
	struct report report = {.facts = sheet->source->facts, .rules = sheet->source->rules};
	struct permission_view *views;
	size_t num_views;

	if (!permission_views(&report, &sheet->arena, &views, &num_views))
		return false;
	sheet->permissions = arena_array(&sheet->arena, num_views + 1, sizeof *sheet->permissions);
	if (sheet->permissions == NULL)
		return false;
	for (size_t i = 0; i < num_views; i++)
		add_row(sheet, &views[i]);
	if (sheet->num_permissions > 1)
		qsort(sheet->permissions, sheet->num_permissions, sizeof *sheet->permissions, compare);
	return true;
}

static bool has_service(const struct sheet *sheet, const char *name)
{
	for (size_t i = 0; i < sheet->num_services; i++)
		if (strcmp(sheet->services[i].view.name, name) == 0)
			return true;
	return false;
}

/* A service that only the system may bind to has what the permission stands for, as soon as the user lets it. */
static bool make_services(struct sheet *sheet)
{
	const struct reading *facts = sheet->source->facts;
	struct permission_words words;

	if (!permission_words_gather(facts, &sheet->arena, &words))
		return false;
	sheet->services = arena_array(&sheet->arena, reading_num(facts, component) + 1, sizeof *sheet->services);
	for (size_t i = 0; sheet->services != NULL && i < reading_num(facts, component); i++) {
		struct permission_view view = {.name = reading_rows(facts, component)[i]->permission, .origin = "declared",
					       .min_sdk = FACT_ABSENT, .max_sdk = FACT_ABSENT};

		if (view.name == NULL || has_service(sheet, view.name))
			continue;
		permission_fill(sheet->source->rules, &words, &view);
		if (view.weight != PERMISSION_SPECIAL)
			continue;
		sheet->services[sheet->num_services] = permission_of(sheet, &view);
		sheet->services[sheet->num_services++].declared = true;
	}
	if (sheet->num_services > 1)
		qsort(sheet->services, sheet->num_services, sizeof *sheet->services, compare);
	return sheet->services != NULL;
}

static void make_names(struct sheet *sheet)
{
	const char *name = shown_name(LANGUAGE_EN, sheet->source->facts), *name_zh = shown_name(LANGUAGE_ZH, sheet->source->facts);
	const char *otherwise = sheet->package != NULL && sheet->package->app_id != NULL ? sheet->package->app_id : "?";

	sheet->name = name != NULL ? name : otherwise;
	sheet->name_zh = name_zh != NULL ? name_zh : otherwise;
}

static const char *version_of(struct sheet *sheet)
{
	const struct fact_package *package = sheet->package;
	const char *name = package != NULL && package->version_name != NULL ? package->version_name : "", *text = name;

	if (package != NULL && package->version_code != FACT_ABSENT)
		text = arena_printf(&sheet->arena, "%s%s(%" PRId64 ")", name, *name == '\0' ? "" : " ", package->version_code);
	return text != NULL ? text : name;
}

static void see_what_was_read(struct sheet *sheet)
{
	const struct reading *facts = sheet->source->facts;

	sheet->is_asked_whole = sheet->is_complete = reading_num(facts, package) > 0;
	for (size_t i = 0; i < reading_num(facts, package); i++) {
		const struct fact_package *package = reading_rows(facts, package)[i];

		sheet->is_known |= judge_has_manifest(facts, package);
		sheet->is_asked_whole &= judge_has_whole_manifest(facts, package);
		sheet->is_complete &= package->complete == 1;
	}
}

enum message_id sheet_permissions_said(const struct sheet *sheet)
{
	if (sheet->num_permissions > 0)
		return MESSAGE_SHEET_COUNTED;
	return sheet->is_asked_whole ? MESSAGE_SHEET_NO_PERMISSIONS : MESSAGE_SHEET_NONE_READ;
}

bool sheet_make(struct sheet *sheet, const struct sheet_source *source, struct error *err)
{
	const struct reading *facts = source->facts;

	*sheet = (struct sheet){.arena = arena_new(SHEET_ROOM), .source = source,
				.package = judge_package_row(facts, judge_main_package(facts))};
	if (reading_num(facts, submission) > 0)
		sheet->submission = reading_rows(facts, submission)[0];
	see_what_was_read(sheet);
	make_names(sheet);
	sheet->version = version_of(sheet);
	return (make_permissions(sheet) && make_services(sheet) && sheet_make_parts(sheet) && sheet_make_fields(sheet)) ||
	       error_memory(err);
}

void sheet_free(struct sheet *sheet)
{
	arena_free(&sheet->arena);
	*sheet = (struct sheet){0};
}

bool sheet_is_listed(const struct sheet *sheet)
{
	return sheet->source->state != NULL && strcmp(sheet->source->state, "listed") == 0;
}

static const char *bounds(struct arena *arena, const struct permission_view *view, enum language language)
{
	bool from = view->min_sdk != FACT_ABSENT, until = view->max_sdk != FACT_ABSENT;

	if (from && until)
		return arena_printf(arena, message(language, MESSAGE_ASKED_BETWEEN), (long long)view->min_sdk, (long long)view->max_sdk);
	if (from)
		return arena_printf(arena, message(language, MESSAGE_ASKED_FROM), (long long)view->min_sdk);
	return until ? arena_printf(arena, message(language, MESSAGE_ASKED_UNTIL), (long long)view->max_sdk) : "";
}

const char *sheet_remark(struct arena *arena, const struct sheet_permission *permission, enum language language)
{
	const char *why = "", *when = bounds(arena, &permission->view, language), *text;

	if (!permission->declared)
		why = message(language, permission->split ? MESSAGE_BY_SPLIT : MESSAGE_BY_TARGET);
	if (when == NULL || *when == '\0')
		return why;
	text = arena_printf(arena, "%s%s%s", why, *why == '\0' ? "" : message(language, MESSAGE_STOP), when);
	return text != NULL ? text : why;
}
