#include "report/permission.h"

#include "bytes/sort.h"
#include "bytes/text.h"

#include <stdlib.h>
#include <string.h>

static int compare_purposes(const void *first, const void *second, void *owner)
{
	const struct fact_purpose *a = *(void *const *)first, *b = *(void *const *)second;
	int order = text_compare(a->permission, b->permission);

	(void)owner;
	return order != 0 ? order : fact_compare(FACT_TABLE_purpose, a, b);
}

static int compare_definitions(const void *first, const void *second, void *owner)
{
	const struct fact_permission_definition *a = *(void *const *)first, *b = *(void *const *)second;
	int order = text_compare(a->name, b->name);

	(void)owner;
	return order != 0 ? order : fact_compare(FACT_TABLE_permission_definition, a, b);
}

static void *sorted(struct arena *arena, void *const *rows, size_t num, int (*compare)(const void *, const void *, void *))
{
	void **copy = arena_array(arena, num + 1, sizeof *copy);

	if (copy != NULL && num > 0) {
		memcpy(copy, rows, num * sizeof *copy);
		sort(copy, num, sizeof *copy, compare, NULL);
	}
	return copy;
}

bool permission_words_gather(const struct reading *facts, struct arena *arena, struct permission_words *words)
{
	words->num_purposes = reading_num(facts, purpose);
	words->num_definitions = reading_num(facts, permission_definition);
	words->purposes = sorted(arena, facts->tables[FACT_TABLE_purpose].row, words->num_purposes, compare_purposes);
	words->definitions = sorted(arena, facts->tables[FACT_TABLE_permission_definition].row, words->num_definitions, compare_definitions);
	return words->purposes != NULL && words->definitions != NULL;
}

static bool is_purpose_before(const void *element, const void *name)
{
	return text_compare((*(const struct fact_purpose *const *)element)->permission, name) < 0;
}

/* The form's word on a permission counts before the manifest's. */
static const char *purpose_of(const struct permission_words *words, const char *name)
{
	const char *found = NULL;
	size_t i = sort_num_before(words->purposes, words->num_purposes, sizeof *words->purposes, is_purpose_before, name);

	for (; i < words->num_purposes && text_compare(words->purposes[i]->permission, name) == 0; i++) {
		const struct fact_purpose *row = words->purposes[i];

		if (found == NULL || (row->origin != NULL && strcmp(row->origin, "submission") == 0))
			found = row->text;
	}
	return found;
}

static bool is_set(const char *word)
{
	return word != NULL && *word != '\0' && strcmp(word, "0") != 0;
}

static const char *some(const char *text)
{
	return text != NULL && *text != '\0' ? text : NULL;
}

static const char *look_up(const struct rules *rules, const char *catalogue, const char *name, const char *column)
{
	return rules == NULL ? NULL : some(rules_catalogue_value(rules, catalogue, name, column));
}

static void fill_platform(const struct rules *rules, struct permission_view *view)
{
	static const char catalogue[] = "android_permissions";
	const char *special = look_up(rules, catalogue, view->name, "special_access");
	const char *flags = look_up(rules, catalogue, view->name, "level_flags");

	view->level = look_up(rules, catalogue, view->name, "base_level");
	view->group = look_up(rules, catalogue, view->name, "group");
	view->label = look_up(rules, catalogue, view->name, "label_en");
	view->label_zh = look_up(rules, catalogue, view->name, "label_zh");
	if (is_set(special))
		view->weight = PERMISSION_SPECIAL;
	else if (flags != NULL && text_has_word(flags, '|', span_of_text("development")))
		view->weight = PERMISSION_DEVELOPMENT;
}

static void fill_health(const struct rules *rules, struct permission_view *view)
{
	static const char catalogue[] = "android_health_permissions";

	view->label = look_up(rules, catalogue, view->name, "label_en");
	view->label_zh = look_up(rules, catalogue, view->name, "label_zh");
	if (view->label == NULL)
		return;
	view->level = "dangerous";
	view->group = "android.permission-group.HEALTH";
}

static void fill_vendor(const struct rules *rules, struct permission_view *view)
{
	view->level = look_up(rules, "vendor_permissions", view->name, "level");
	view->label = look_up(rules, "vendor_permissions", view->name, "meaning");
	view->label_zh = look_up(rules, "vendor_permissions", view->name, "meaning_zh");
}

static bool is_definition_up_to(const void *element, const void *name)
{
	return text_compare((*(const struct fact_permission_definition *const *)element)->name, name) <= 0;
}

/* A permission that the app itself defines: by the last of the definitions. */
static void fill_own(const struct permission_words *words, struct permission_view *view)
{
	size_t num = sort_num_before(words->definitions, words->num_definitions, sizeof *words->definitions, is_definition_up_to, view->name);

	if (num == 0 || text_compare(words->definitions[num - 1]->name, view->name) != 0)
		return;
	view->level = words->definitions[num - 1]->level;
	view->group = words->definitions[num - 1]->permission_group;
}

static enum permission_weight weight_of(const char *level)
{
	if (level == NULL)
		return PERMISSION_UNKNOWN;
	if (strncmp(level, "dangerous", 9) == 0)
		return PERMISSION_DANGEROUS;
	if (strncmp(level, "normal", 6) == 0)
		return PERMISSION_NORMAL;
	return PERMISSION_SIGNATURE;
}

void permission_fill(const struct rules *rules, const struct permission_words *words, struct permission_view *view)
{
	fill_platform(rules, view);
	if (view->level == NULL && view->label == NULL)
		fill_health(rules, view);
	if (view->level == NULL && view->label_zh == NULL)
		fill_vendor(rules, view);
	if (view->level == NULL)
		fill_own(words, view);
	view->meaning = look_up(rules, "permission_meanings", view->name, "meaning");
	view->meaning_zh = look_up(rules, "permission_meanings", view->name, "meaning_zh");
	if (view->weight != PERMISSION_SPECIAL && view->weight != PERMISSION_DEVELOPMENT)
		view->weight = weight_of(view->level);
	view->purpose = purpose_of(words, view->name);
}

static int compare_numbers(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int compare(const void *first, const void *second)
{
	const struct permission_view *a = first, *b = second;
	int order = strcmp(a->name, b->name);

	if (order == 0)
		order = strcmp(a->origin, b->origin);
	if (order == 0)
		order = compare_numbers(a->min_sdk, b->min_sdk);
	return order != 0 ? order : compare_numbers(a->max_sdk, b->max_sdk);
}

static size_t collect(const struct reading *facts, struct permission_view *views)
{
	size_t num = 0, kept = 0;

	for (size_t i = 0; i < reading_num(facts, permission); i++) {
		const struct fact_permission *row = reading_rows(facts, permission)[i];

		if (row->name != NULL)
			views[num++] = (struct permission_view){.name = row->name,
								.origin = row->origin != NULL ? row->origin : "",
								.min_sdk = row->min_sdk,
								.max_sdk = row->max_sdk};
	}
	if (num > 1)
		qsort(views, num, sizeof *views, compare);
	for (size_t i = 0; i < num; i++)
		if (i == 0 || compare(&views[kept - 1], &views[i]) != 0)
			views[kept++] = views[i];
	return kept;
}

bool permission_views(const struct report *report, struct arena *arena, struct permission_view **views,
		      size_t *num_views)
{
	size_t most = reading_num(report->facts, permission);
	struct permission_words words;

	*views = arena_array(arena, most > 0 ? most : 1, sizeof **views);
	*num_views = 0;
	if (*views == NULL || !permission_words_gather(report->facts, arena, &words))
		return false;
	*num_views = collect(report->facts, *views);
	for (size_t i = 0; i < *num_views; i++)
		if (i > 0 && strcmp((*views)[i - 1].name, (*views)[i].name) == 0) {
			struct permission_view own = (*views)[i];

			(*views)[i] = (*views)[i - 1];
			(*views)[i].origin = own.origin;
			(*views)[i].min_sdk = own.min_sdk;
			(*views)[i].max_sdk = own.max_sdk;
		} else {
			permission_fill(report->rules, &words, &(*views)[i]);
		}
	return true;
}

static const char *sdk_of(const struct catalogue *catalogue, size_t row)
{
	return catalogue_value(catalogue, row, catalogue_column(catalogue, "name"));
}

static bool is_found(const struct reading *facts, const char *sdk)
{
	for (size_t i = 0; i < reading_num(facts, sdk); i++)
		if (text_same(reading_rows(facts, sdk)[i]->name, sdk))
			return true;
	return false;
}

bool permission_users_open(struct permission_users *users, const struct report *report, struct arena *arena)
{
	size_t num;

	*users = (struct permission_users){.traces = report->rules == NULL ? NULL : rules_traces(report->rules, "sdks")};
	if (users->traces == NULL || reading_num(report->facts, sdk) == 0)
		return true;
	users->catalogue = users->traces->catalogue;
	num = users->catalogue->num_rows;
	users->is_found = arena_array(arena, num + 1, sizeof *users->is_found);
	users->is_user = arena_array(arena, num + 1, sizeof *users->is_user);
	for (size_t row = 0; users->is_found != NULL && row < num; row++)
		users->is_found[row] = is_found(report->facts, sdk_of(users->catalogue, row));
	return users->is_found != NULL && users->is_user != NULL;
}

static bool note_user(void *owner, size_t row)
{
	bool *is_user = owner;

	is_user[row] = true;
	return true;
}

void permission_users_each(struct permission_users *users, const char *permission, void (*visit)(void *owner, const char *sdk), void *owner)
{
	const struct catalogue *catalogue = users->catalogue;

	if (catalogue == NULL)
		return;
	memset(users->is_user, 0, catalogue->num_rows * sizeof *users->is_user);
	traces_find(users->traces, TRACE_PERMISSION, permission, note_user, users->is_user);
	for (size_t row = 0; row < catalogue->num_rows; row++)
		if (users->is_user[row] && users->is_found[row])
			visit(owner, sdk_of(catalogue, row));
}
