/*
 * derive_unread_values - derive what manifests of splits take from the tables of their base and of other splits.
 *
 * The phone reads them when it reads a manifest, in no language and for no density (arsc_choose). Where several files have a resource,
 * or its values differ, it is left unread, and said; so is a value that phones refuse, and the name of a class, which nobody looked for.
 *
 * source   AOSP DefaultSplitAssetLoader.getSplitAssetManager, SplitAssetDependencyLoader, which of isolated splits has no others (Android 14)
 */
#include "judge/derive.h"

#include "bytes/sort.h"
#include "bytes/text.h"
#include "encoding/android_attribute.h"
#include "format/apk_manifest.h"
#include "format/resource_value.h"

#include <stddef.h>
#include <stdlib.h>

#define HOPS_MAX 20
#define UNREAD_MAX 100	/* of a submission that are said; one is enough for what is done about it */
#define PLACES_MAX 500 /* that are looked for */
#define STEPS_MAX 4194304 /* values looked at: one resource may have very many, and be taken by all */
#define STRING_MAX 1000 /* bytes: of a longer one there is but the beginning */
#define SYSTEM 0x01u
#define PACKAGE_SHIFT 24

/* What takes a value, and what becomes of it. */
enum kind { OF_COMPONENT, OF_META_DATA, OF_FILTER };

static const struct place {
	const char *attribute; /* resource id */
	enum kind kind;
	bool is_flag;
	size_t column; /* of the row */
	bool (*is_sound)(const char *text); /* NULL: whatever it is */
	const char *pattern_kind; /* of a filter's row */
} places[] = {
	{"0101000e", OF_COMPONENT, true, offsetof(struct fact_component, enabled), NULL, NULL},
	{"01010010", OF_COMPONENT, true, offsetof(struct fact_component, exported), NULL, NULL},
	{"01010017", OF_COMPONENT, true, offsetof(struct fact_component, exclude_from_recents), NULL, NULL},
	{"01010204", OF_COMPONENT, true, offsetof(struct fact_component, allow_task_reparenting), NULL, NULL},
	{"01010006", OF_COMPONENT, false, offsetof(struct fact_component, permission), NULL, NULL},
	{"01010007", OF_COMPONENT, false, offsetof(struct fact_component, read_permission), NULL, NULL},
	{"01010008", OF_COMPONENT, false, offsetof(struct fact_component, write_permission), NULL, NULL},
	{"01010011", OF_COMPONENT, false, offsetof(struct fact_component, process), manifest_is_compound, NULL},
	{"01010018", OF_COMPONENT, false, offsetof(struct fact_component, authorities), NULL, NULL},
	{"01010024", OF_META_DATA, false, offsetof(struct fact_meta_data, value), NULL, NULL},
	{"01010025", OF_META_DATA, false, offsetof(struct fact_meta_data, value), NULL, NULL},
	{"01010026", OF_FILTER, false, offsetof(struct fact_intent_filter, mime), manifest_is_mime, NULL},
	{"01010027", OF_FILTER, false, offsetof(struct fact_intent_filter, scheme), NULL, NULL},
	{"01010028", OF_FILTER, false, offsetof(struct fact_intent_filter, host), NULL, NULL},
	{"0101002a", OF_FILTER, false, offsetof(struct fact_intent_filter, path_pattern), NULL, "literal"},
	{"0101002b", OF_FILTER, false, offsetof(struct fact_intent_filter, path_pattern), NULL, "prefix"},
	{"0101002c", OF_FILTER, false, offsetof(struct fact_intent_filter, path_pattern), NULL, "pattern"},
	{"0101061e", OF_FILTER, false, offsetof(struct fact_intent_filter, path_pattern), NULL, "suffix"},
	{"010103e3", OF_FILTER, false, offsetof(struct fact_intent_filter, ssp), NULL, "literal"},
	{"010103e4", OF_FILTER, false, offsetof(struct fact_intent_filter, ssp), NULL, "prefix"},
	{"010103e5", OF_FILTER, false, offsetof(struct fact_intent_filter, ssp), NULL, "pattern"},
	{"0101061f", OF_FILTER, false, offsetof(struct fact_intent_filter, ssp), NULL, "suffix"},
};

struct filling {
	struct reading *facts;
	struct fact_split_value **values; /* by resource */
	size_t num_values, num_places, num_steps, num_unread;
	const struct fact_package *base; /* NULL: none */
	bool failed;
};

static int compare(const void *a, const void *b, void *owner)
{
	(void)owner;
	return strcmp((*(struct fact_split_value *const *)a)->resource, (*(struct fact_split_value *const *)b)->resource);
}

static bool is_before(const void *element, const void *resource)
{
	return strcmp((*(struct fact_split_value *const *)element)->resource, resource) < 0;
}

static const struct place *place_of(const struct fact_manifest_reference *row)
{
	enum kind kind = strcmp(row->unread, "meta-data") == 0 ? OF_META_DATA : strcmp(row->unread, "filter") == 0 ? OF_FILTER : OF_COMPONENT;

	for (size_t i = 0; strcmp(row->unread, "other") != 0 && i < sizeof places / sizeof places[0]; i++)
		if (places[i].kind == kind && strcmp(places[i].attribute, row->attribute) == 0)
			return &places[i];
	return NULL;
}

/* In no language, for no device. */
static bool is_for_all(const struct fact_split_value *value)
{
	return (value->locale == NULL || *value->locale == '\0') && value->configuration == NULL;
}

static bool is_same(const struct fact_split_value *a, const struct fact_split_value *b)
{
	return strcmp(a->type, b->type) == 0 && text_same(a->text, b->text);
}

/* Another value that the phone may take instead. A value in a language is none that it takes when it reads; that meta-data has others elsewhere is no matter. */
static bool is_rival(const struct fact_split_value *value, const struct fact_split_value *chosen, const struct place *place)
{
	bool is_passed_over = (chosen->taken != NULL && value->package == chosen->package) || (value->locale != NULL && *value->locale != '\0');

	return !is_same(value, chosen) && !(place->kind == OF_META_DATA && is_passed_over);
}

/* What an isolated split has of others that it needs is not looked at. */
static bool is_seen(const struct filling *filling, const struct fact_split_value *value, const struct fact_manifest_reference *row)
{
	return filling->base == NULL || filling->base->isolated_splits != 1 || value->package == filling->base->package || value->package == row->package;
}

/* NULL: none that is known to be the one. */
static const struct fact_split_value *choose(struct filling *filling, const char *resource, const struct fact_manifest_reference *row,
					     const struct place *place)
{
	size_t first = sort_num_before(filling->values, filling->num_values, sizeof *filling->values, is_before, resource), end = first;
	const struct fact_split_value *chosen = NULL;

	for (; filling->num_steps < STEPS_MAX && end < filling->num_values && strcmp(filling->values[end]->resource, resource) == 0; end++, filling->num_steps++)
		if (is_seen(filling, filling->values[end], row) && (filling->values[end]->taken != NULL || (chosen == NULL && is_for_all(filling->values[end]))))
			chosen = filling->values[end];
	for (size_t i = first; i < end && chosen != NULL; i++)
		if (is_rival(filling->values[i], chosen, place))
			chosen = NULL;
	return filling->num_steps < STEPS_MAX ? chosen : NULL;
}

/* References are followed. *changes: language or device may change it. */
static const struct fact_split_value *resolve(struct filling *filling, const struct fact_manifest_reference *row, const struct place *place,
					      bool *changes)
{
	const char *resource = row->resource;

	*changes = false;
	for (int hop = 0; hop < HOPS_MAX; hop++) {
		const struct fact_split_value *value = choose(filling, resource, row, place);

		if (value == NULL || value->text == NULL)
			return NULL;
		*changes |= value->taken == NULL || strcmp(value->taken, "fixed") != 0;
		if (strcmp(value->type, "reference") != 0)
			return value;
		if (strtoul(value->text, NULL, 16) >> PACKAGE_SHIFT <= SYSTEM)
			return NULL;
		resource = value->text;
	}
	return NULL;
}

/* As manifest_bool has it; FACT_ABSENT where that is the attribute's default. */
static int64_t flag_of(const struct fact_split_value *value)
{
	const char *text = value->text;

	if (strcmp(value->type, "integer") == 0)
		return strcmp(text, "0") != 0;
	if (strcmp(value->type, "boolean") != 0 && (strcmp(value->type, "string") != 0 || *text == '\0'))
		return FACT_ABSENT;
	return strcmp(text, "1") == 0 || strcmp(text, "true") == 0 || strcmp(text, "TRUE") == 0;
}

/* As manifest_fixed_text and, of meta-data, manifest_text have it; what is empty is for a person to see. */
static const char *text_of(const struct fact_split_value *value, const struct place *place, bool changes)
{
	bool is_string = strcmp(value->type, "string") == 0 && strlen(value->text) < STRING_MAX;

	if (place->kind == OF_META_DATA)
		return is_string || strcmp(value->type, "boolean") == 0 || strcmp(value->type, "integer") == 0 ? value->text : NULL;
	return is_string && !changes && *value->text != '\0' && (place->is_sound == NULL || place->is_sound(value->text)) ? value->text : NULL;
}

static void fill_component(const struct filling *filling, const struct fact_manifest_reference *row, const struct place *place, int64_t flag,
			   const char *text)
{
	struct fact_component **components = reading_rows(filling->facts, component);

	for (size_t i = 0; i < reading_num(filling->facts, component); i++) {
		struct fact_component *component = components[i];
		void *column = (char *)component + place->column;

		if (component->package != row->package || strcmp(component->kind, row->unread) != 0 || !text_same(component->name, row->component))
			continue;
		if (place->is_flag && *(int64_t *)column == FACT_ABSENT)
			*(int64_t *)column = flag;
		else if (!place->is_flag && *(const char **)column == NULL)
			*(const char **)column = text;
	}
}

static void fill_meta_data(const struct filling *filling, const struct fact_manifest_reference *row, const char *text)
{
	struct fact_meta_data **rows = reading_rows(filling->facts, meta_data);
	const char *component = row->component == NULL ? "" : row->component;

	for (size_t i = 0; i < reading_num(filling->facts, meta_data); i++)
		if (rows[i]->package == row->package && rows[i]->value == NULL && text_same(rows[i]->name, row->meta_data) &&
		    text_same(rows[i]->component, component))
			rows[i]->value = text;
}

/* A row more: what a filter takes it takes of all its data together. */
static void add_to_filter(struct filling *filling, const struct fact_manifest_reference *row, const struct place *place, const char *text)
{
	struct fact_intent_filter **rows = reading_rows(filling->facts, intent_filter), added;

	for (size_t i = 0; i < reading_num(filling->facts, intent_filter); i++) {
		if (rows[i]->package != row->package || rows[i]->position != row->intent_filter || !text_same(rows[i]->component, row->component))
			continue;
		added = fact_intent_filter_row();
		added.package = row->package;
		added.path = row->path;
		added.component = row->component;
		added.position = row->intent_filter;
		added.auto_verify = rows[i]->auto_verify;
		added.pattern_kind = place->pattern_kind;
		*(const char **)(void *)((char *)&added + place->column) = text;
		filling->failed |= reading_add(filling->facts, FACT_TABLE_intent_filter, &added) == NULL;
		return;
	}
}

/* False where it stays unread. */
static bool fill(struct filling *filling, const struct fact_manifest_reference *row)
{
	const struct place *place = place_of(row);
	const struct fact_split_value *value;
	const char *text;
	int64_t flag;
	bool changes;

	if (place == NULL || ++filling->num_places > PLACES_MAX)
		return false;
	value = resolve(filling, row, place, &changes);
	if (value == NULL)
		return false;
	flag = flag_of(value);
	text = text_of(value, place, changes);
	if (place->is_flag ? flag == FACT_ABSENT : text == NULL)
		return false;
	if (place->kind == OF_META_DATA)
		fill_meta_data(filling, row, text);
	else if (place->kind == OF_FILTER)
		add_to_filter(filling, row, place, text);
	else
		fill_component(filling, row, place, flag, text);
	return true;
}

static void say(struct filling *filling, const struct fact_manifest_reference *row)
{
	const struct fact_package *split = judge_package_row(filling->facts, row->package);
	const char *detail;

	if (split == NULL || ++filling->num_unread > UNREAD_MAX)
		return;
	detail = arena_printf(&filling->facts->arena, "attribute %s takes resource %s, which the split's own table has not",
			      android_attribute_name(resource_value_number(row->attribute)), row->resource);
	filling->failed |= detail == NULL || !derive_anomaly(filling->facts, ANOMALY_SPLIT_UNREAD_VALUE, split, detail, NULL);
}

static bool any_unread(const struct reading *facts)
{
	for (size_t i = 0; i < reading_num(facts, manifest_reference); i++)
		if (reading_rows(facts, manifest_reference)[i]->unread != NULL)
			return true;
	return false;
}

bool derive_unread_values(struct reading *facts, struct error *err)
{
	struct arena arena = arena_new((size_t)1 << 30);
	struct filling filling = {.facts = facts, .num_values = reading_num(facts, split_value), .base = derive_base(facts)};

	if (!any_unread(facts))
		return true;
	filling.values = arena_array(&arena, filling.num_values + 1, sizeof *filling.values);
	filling.failed = filling.values == NULL;
	if (!filling.failed && filling.num_values > 0)
		memcpy(filling.values, reading_rows(facts, split_value), filling.num_values * sizeof *filling.values);
	if (!filling.failed)
		sort(filling.values, filling.num_values, sizeof *filling.values, compare, NULL);
	for (size_t i = 0; i < reading_num(facts, manifest_reference) && !filling.failed; i++) {
		const struct fact_manifest_reference *row = reading_rows(facts, manifest_reference)[i];

		if (row->unread != NULL && !fill(&filling, row))
			say(&filling, row);
	}
	arena_free(&arena);
	return !filling.failed || error_memory(err);
}
