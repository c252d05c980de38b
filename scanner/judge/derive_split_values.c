/*
 * derive_split_values - derive what splits make of the resources that a manifest refers to.
 *
 * The phone reads the manifest with the tables of base and splits as one, and takes the configuration that fits best,
 * whichever file has it. A label or icon of a split, or of the base, is one of the package whose manifest refers to it, as if it stood
 * there; so is the purpose of a permission; another value of any other attribute depends on configuration.
 *
 * source   AOSP DefaultSplitAssetLoader.getBaseAssetManager, AssetManager2::FindEntryInternal (Android 14)
 */
#include "judge/derive.h"

#include "bytes/sort.h"
#include "bytes/text.h"
#include "encoding/android_attribute.h"
#include "facts/icon_attribute.h"
#include "format/resource_value.h"

#include <stdlib.h>

#define LABEL "01010001" /* the attribute */
#define BASE "base" /* as phones call its file */
#define BY_DEFAULT "default" /* of values in no language */
#define HOPS_MAX 20
#define CONFIGURATION_MAX 1024 /* of a chain */
#define SHOWN_MAX 200	   /* bytes of a value */
#define LABELS_MAX 32768
#define PURPOSES_MAX 1024 /* no app asks for so many permissions */
#define STEPS_MAX 4194304 /* of labels compared with values */
#define OVERRIDES_MAX 100 /* of a submission; one is enough for what is done about it */
#define UNREAD_MAX 100
#define OF_SYSTEM "01" /* how ids of the system's resources begin */
#define PACKAGE_MASK 0xFF000000u

/* What is done with its values: it is only looked whether they differ, they are purposes, or they are labels or icons and are followed. */
enum use { COMPARED, EXPLAINED, LABELLED, DRAWN };

/* A resource that a manifest refers to, or that a label or icon of a split leads to. */
struct reference {
	const struct fact_manifest_reference *row;
	uint32_t resource;
	enum use use;
	bool is_found; /* a split, or the base, has a value of it */
	struct fact_purpose *purpose; /* that is EXPLAINED; NULL: none yet */
	int64_t said_of; /* the split of which was said that it has another value, or a purpose in Chinese */
	const char *locale, *configuration; /* of the labels of splits that led here; NULL: none */
	const char *chinese; /* as of a value; where labels of splits led here by what is not for such a phone: NULL */
};

/* Rows of a table by package and path; NULL: not made yet. */
struct by_path {
	void **rows;
	size_t num;
};

struct joining {
	struct reading *facts;
	struct arena arena;
	struct reference *first, *references, *more; /* of the manifests; those looked at now; those that values lead to: the first two in order */
	size_t num_first, num, num_more, room_more, num_labels, num_steps, num_overrides, num_unread;
	struct by_path files, pictures; /* entries, and pictures of splits, made when they are asked for */
	bool with_labels, with_icons, with_purposes, with_overrides;
	bool is_full; /* more labels and icons than are read */
	bool failed;
};

static int compare(const void *a, const void *b)
{
	const struct reference *x = a, *y = b;

	return x->resource != y->resource ? (x->resource > y->resource) - (x->resource < y->resource) : (x->use > y->use) - (x->use < y->use);
}

static enum use use_of(const struct fact_manifest_reference *row)
{
	if (row->permission != NULL)
		return EXPLAINED;
	if (strcmp(row->attribute, LABEL) == 0)
		return LABELLED;
	return icon_attribute_of(resource_value_number(row->attribute)) != NULL ? DRAWN : COMPARED;
}

static struct fact_purpose *purpose_of(struct joining *joining, const struct fact_manifest_reference *row)
{
	struct fact_purpose **purposes = reading_rows(joining->facts, purpose);

	for (size_t i = 0; i < reading_num(joining->facts, purpose); i++)
		if (purposes[i]->package == row->package && strcmp(purposes[i]->origin, "manifest") == 0 &&
		    strcmp(purposes[i]->permission, row->permission) == 0)
			return purposes[i];
	return NULL;
}

/* Of permissions behind a number of them splits are not asked. */
static void find_purposes(struct joining *joining, size_t num)
{
	size_t num_purposes = 0;

	for (size_t i = 0; i < num; i++) {
		struct reference *reference = &joining->references[i];

		if (reference->use != EXPLAINED)
			continue;
		if (++num_purposes <= PURPOSES_MAX)
			reference->purpose = purpose_of(joining, reference->row);
		else
			reference->said_of = reference->row->package;
	}
}

static bool gather(struct joining *joining)
{
	struct fact_manifest_reference **rows = reading_rows(joining->facts, manifest_reference);
	size_t num = reading_num(joining->facts, manifest_reference);

	joining->references = arena_array(&joining->arena, num + 1, sizeof *joining->references);
	if (joining->references == NULL)
		return false;
	for (size_t i = 0; i < num; i++)
		if (rows[i]->unread == NULL)
			joining->references[joining->num++] = (struct reference){.row = rows[i], .resource = resource_value_number(rows[i]->resource),
										 .said_of = FACT_ABSENT, .use = use_of(rows[i]),
										 .chinese = BY_DEFAULT};
	qsort(joining->references, joining->num, sizeof *joining->references, compare);
	find_purposes(joining, joining->num);
	joining->first = joining->references;
	joining->num_first = joining->num;
	return true;
}

static bool differ(const char *a, const char *b)
{
	return (a == NULL) != (b == NULL) || (a != NULL && strcmp(a, b) != 0);
}

static const char *shown(struct joining *joining, const char *text)
{
	const char *cut = text == NULL ? "-" : arena_printf(&joining->arena, "%.*s", text_cut_len(text, SHOWN_MAX), text);

	joining->failed |= cut == NULL;
	return cut;
}

static void add_override(struct joining *joining, const struct fact_package *split, const char *detail)
{
	if (++joining->num_overrides <= OVERRIDES_MAX)
		joining->failed |= detail == NULL || !derive_anomaly(joining->facts, ANOMALY_SPLIT_OVERRIDES_VALUE, split, detail, NULL);
}

/* Said once of a split, be it the one that has another value, or whose base has. What a split itself has none of is unread, or filled in. */
static void check_override(struct joining *joining, struct reference *reference, const struct fact_split_value *value)
{
	const struct fact_manifest_reference *row = reference->row;
	const struct fact_package *taker = judge_package_row(joining->facts, row->package), *other = judge_package_row(joining->facts, value->package);

	if (!joining->with_overrides || reference->said_of == value->package ||
	    (!differ(row->type, value->type) && !differ(row->text, value->text)))
		return;
	reference->said_of = value->package;
	if (taker == NULL || other == NULL || (taker->split != NULL && row->type == NULL))
		return;
	add_override(joining, other->split != NULL ? other : taker,
		     arena_printf(&joining->facts->arena,
				  other->split != NULL ? "attribute %s takes resource %s, which is '%s', and '%s' in this split"
						       : "attribute %s takes resource %s, which is '%s', and '%s' in the base",
				  android_attribute_name(resource_value_number(row->attribute)), row->resource, shown(joining, row->text), shown(joining, value->text)));
}

/* The qualifiers of what led here, and of the value. */
static const char *configuration_of(struct joining *joining, const struct reference *reference, const struct fact_split_value *value)
{
	const char *both;

	if (reference->configuration == NULL || value->configuration == NULL)
		return value->configuration == NULL ? reference->configuration : value->configuration;
	both = arena_printf(&joining->facts->arena, "%s+%s", reference->configuration, value->configuration);
	joining->failed |= both == NULL;
	return both != NULL && strlen(both) > CONFIGURATION_MAX ? reference->configuration : both;
}

static const char *locale_of(const struct reference *reference, const struct fact_split_value *value)
{
	return reference->locale == NULL || (value->locale != NULL && *value->locale != '\0') ? value->locale : reference->locale;
}

/* The first language on the way counts. */
static const char *chinese_of(const struct reference *reference, const struct fact_split_value *value)
{
	if (reference->chinese == NULL || value->chinese == NULL)
		return NULL;
	return strcmp(reference->chinese, BY_DEFAULT) == 0 ? value->chinese : reference->chinese;
}

/* To the resource; layer: of an adaptive icon, which is its. An id without a package is one of the same table. */
static void lead_on(struct joining *joining, const struct reference *reference, const struct fact_split_value *value, const char *resource,
		    const char *layer)
{
	struct fact_manifest_reference *row = arena_alloc(&joining->arena, sizeof *row);
	uint32_t id = resource_value_number(resource);
	struct reference *grown = arena_grow(&joining->arena, joining->more, joining->num_more, &joining->room_more, sizeof *grown);

	joining->failed |= row == NULL || grown == NULL;
	if (joining->failed)
		return;
	*row = *reference->row;
	row->resource = resource;
	row->layer = layer;
	if ((id & PACKAGE_MASK) == 0)
		id |= reference->resource & PACKAGE_MASK;
	joining->more = grown;
	grown[joining->num_more++] = (struct reference){.row = row, .resource = id, .use = reference->use,
							.said_of = value->package, .locale = locale_of(reference, value),
							.configuration = configuration_of(joining, reference, value),
							.chinese = chinese_of(reference, value)};
}

static void fill(struct joining *joining, int64_t package)
{
	const struct fact_package *split = judge_package_row(joining->facts, package);

	joining->is_full = true;
	joining->failed |= split == NULL || !derive_anomaly(joining->facts, ANOMALY_LIMIT_NODES, split, "the labels and icons of splits lead to very many values", NULL);
}

/* Of another file of the submission. */
static const char *path_in(struct joining *joining, int64_t package, const char *path)
{
	const struct fact_package *file = judge_package_row(joining->facts, package);
	const char *whole = arena_printf(&joining->facts->arena, "%s!%s", file == NULL || file->split == NULL ? BASE : file->split, path);

	joining->failed |= whole == NULL;
	return whole;
}

static void add_label(struct joining *joining, const struct reference *reference, const struct fact_split_value *value, const char *text)
{
	struct fact_label row = fact_label_row();

	row.package = reference->row->package;
	row.path = path_in(joining, value->package, value->path);
	row.component = reference->row->component;
	row.kind = reference->row->kind;
	row.locale = locale_of(reference, value);
	row.configuration = configuration_of(joining, reference, value);
	row.text = text;
	row.chinese = chinese_of(reference, value);
	row.shown = row.chinese != NULL && strcmp(row.chinese, BY_DEFAULT) == 0 ? 1 : FACT_ABSENT;
	joining->failed |= joining->failed || reading_add(joining->facts, FACT_TABLE_label, &row) == NULL;
}

/* Of a package without one, whose default label stands in a split alone. */
static void name_package(struct joining *joining, const struct reference *reference, const struct fact_split_value *value)
{
	struct fact_package **packages = reading_rows(joining->facts, package);

	if (reference->row->component != NULL || *locale_of(reference, value) != '\0' || reference->configuration != NULL || value->configuration != NULL)
		return;
	for (size_t i = 0; i < reading_num(joining->facts, package); i++)
		if (packages[i]->package == reference->row->package && packages[i]->label == NULL)
			packages[i]->label = value->text;
}

static void take_label(struct joining *joining, const struct reference *reference, const struct fact_split_value *value)
{
	if (value->text == NULL)
		return;
	if (strcmp(value->type, "string") == 0) {
		name_package(joining, reference, value);
		if (joining->with_labels)
			add_label(joining, reference, value, value->text);
	} else if (strcmp(value->type, "reference") == 0 && strncmp(value->text, OF_SYSTEM, strlen(OF_SYSTEM)) != 0) {
		lead_on(joining, reference, value, value->text, NULL);
	} else if (strcmp(value->type, "reference") == 0 && joining->with_labels) {
		add_label(joining, reference, value, NULL);
	}
}

static void take_layer(struct joining *joining, const struct reference *reference, const struct fact_split_value *value, const char *resource,
		       const char *layer)
{
	if (resource != NULL && strncmp(resource, OF_SYSTEM, strlen(OF_SYSTEM)) != 0)
		lead_on(joining, reference, value, resource, layer);
}

static int compare_place(int64_t package, const char *path, const void *row)
{
	const union fact_value *place = fact_values(row);

	return package != place[0].number ? (package > place[0].number) - (package < place[0].number) : strcmp(path, place[1].text);
}

static int compare_rows(const void *a, const void *b, void *owner)
{
	const union fact_value *place = fact_values(*(void *const *)a);

	(void)owner;
	return compare_place(place[0].number, place[1].text, *(void *const *)b);
}

static bool make(struct joining *joining, enum fact_table table, struct by_path *out)
{
	const struct fact_rows *rows = &joining->facts->tables[table];

	if (out->rows != NULL)
		return true;
	out->rows = arena_array(&joining->arena, rows->num_rows + 1, sizeof *out->rows);
	if (out->rows == NULL)
		return false;
	out->num = rows->num_rows;
	if (out->num > 0)
		memcpy(out->rows, rows->row, out->num * sizeof *out->rows);
	sort(out->rows, out->num, sizeof *out->rows, compare_rows, NULL);
	return true;
}

struct place {
	int64_t package;
	const char *path;
};

static bool is_before_place(const void *element, const void *key)
{
	const struct place *place = key;

	return compare_place(place->package, place->path, *(void *const *)element) > 0;
}

/* NULL: there is none. */
static void *find_row(const struct by_path *by, int64_t package, const char *path)
{
	struct place place = {.package = package, .path = path};
	size_t at = sort_num_before(by->rows, by->num, sizeof *by->rows, is_before_place, &place);

	return at < by->num && compare_place(package, path, by->rows[at]) == 0 ? by->rows[at] : NULL;
}

/* Of a base only those are looked at that are its own icon, too. */
static void look_in_base(struct joining *joining, int64_t package, struct fact_icon *row)
{
	struct fact_icon **icons = reading_rows(joining->facts, icon);

	for (size_t i = 0; i < reading_num(joining->facts, icon); i++)
		if (icons[i]->package == package && text_same(icons[i]->sha256, row->sha256)) {
			row->width = icons[i]->width;
			row->height = icons[i]->height;
			row->dhash = icons[i]->dhash;
			row->transparent = icons[i]->transparent;
			row->altered = icons[i]->altered;
			return;
		}
}

/* The file of the split or base; picture NULL: it was not looked at. */
static void add_icon(struct joining *joining, const struct reference *reference, const struct fact_split_value *value, const struct fact_entry *file,
		     const struct fact_split_picture *picture)
{
	const struct icon_attribute *attribute = icon_attribute_of(resource_value_number(reference->row->attribute));
	struct fact_icon row = fact_icon_row();

	row.package = reference->row->package;
	row.path = path_in(joining, value->package, file->path);
	row.density = value->density == FACT_ABSENT ? 0 : value->density;
	row.sha256 = file->sha256;
	row.component = reference->row->component;
	row.layer = reference->row->layer;
	row.round = attribute->round;
	row.kind = attribute->kind;
	if (picture != NULL) {
		row.width = picture->width;
		row.height = picture->height;
		row.dhash = picture->dhash;
		row.transparent = picture->transparent;
		row.altered = picture->altered;
	} else {
		look_in_base(joining, value->package, &row);
	}
	if (reference->row->redrawn == 1 && row.dhash != NULL)
		row.altered = "redrawn";
	joining->failed |= joining->failed || reading_add(joining->facts, FACT_TABLE_icon, &row) == NULL;
}

/* Layers of a layer are none that the phone draws. */
static void take_file(struct joining *joining, const struct reference *reference, const struct fact_split_value *value)
{
	const struct fact_entry *file = find_row(&joining->files, value->package, value->text);
	const struct fact_split_picture *picture = find_row(&joining->pictures, value->package, value->text);

	if (file == NULL || file->sha256 == NULL)
		return;
	if (joining->with_icons)
		add_icon(joining, reference, value, file, picture);
	if (picture != NULL && reference->row->layer == NULL) {
		take_layer(joining, reference, value, picture->foreground, "foreground");
		take_layer(joining, reference, value, picture->background, "background");
		take_layer(joining, reference, value, picture->monochrome, "monochrome");
	}
}

static void take_icon(struct joining *joining, const struct reference *reference, const struct fact_split_value *value)
{
	if (value->text == NULL)
		return;
	if (strcmp(value->type, "reference") == 0) {
		take_layer(joining, reference, value, value->text, reference->row->layer);
		return;
	}
	joining->failed |= !make(joining, FACT_TABLE_entry, &joining->files) || !make(joining, FACT_TABLE_split_picture, &joining->pictures);
	if (strcmp(value->type, "string") == 0 && !joining->failed)
		take_file(joining, reference, value);
}

/* The first in Chinese takes the place of what the manifest's own table has, which is in no language; one in no language, of none. */
static void take_purpose(struct joining *joining, struct reference *reference, const struct fact_split_value *value)
{
	bool is_chinese = value->locale != NULL && strncmp(value->locale, "zh", strlen("zh")) == 0;
	struct fact_purpose row = fact_purpose_row();

	if (strcmp(value->type, "string") != 0 || value->text == NULL || reference->said_of != FACT_ABSENT ||
	    (!is_chinese && value->locale != NULL && *value->locale != '\0'))
		return;
	row.package = reference->row->package;
	row.path = reference->row->path;
	row.permission = reference->row->permission;
	row.text = value->text;
	row.origin = "manifest";
	if (is_chinese)
		reference->said_of = value->package;
	if (reference->purpose == NULL)
		reference->purpose = reading_add(joining->facts, FACT_TABLE_purpose, &row);
	else if (is_chinese)
		reference->purpose->text = value->text;
	joining->failed |= reference->purpose == NULL;
}

static bool is_before(const void *element, const void *resource)
{
	return ((const struct reference *)element)->resource < *(const uint32_t *)resource;
}

/* Where those of the resource begin: those that are followed behind the others. */
static size_t find(const struct reference *references, size_t num, uint32_t resource)
{
	return sort_num_before(references, num, sizeof *references, is_before, &resource);
}

/* In its own package, the values of a manifest's resources were looked at when it was read. */
static void join(struct joining *joining, const struct fact_split_value *value, int hop)
{
	uint32_t resource = resource_value_number(value->resource);

	for (size_t i = find(joining->references, joining->num, resource); i < joining->num && joining->references[i].resource == resource; i++) {
		struct reference *reference = &joining->references[i];
		bool is_other = hop > 0 || value->package != reference->row->package;

		reference->is_found = true;
		if (reference->use == COMPARED && is_other)
			check_override(joining, reference, value);
		if (reference->use == COMPARED)
			continue;
		joining->num_labels += is_other;
		if (!joining->is_full && (++joining->num_steps > STEPS_MAX || joining->num_labels > LABELS_MAX))
			fill(joining, value->package);
		if (joining->is_full)
			break;
		if (is_other && reference->use == LABELLED)
			take_label(joining, reference, value);
		else if (is_other && reference->use == DRAWN)
			take_icon(joining, reference, value);
		else if (is_other && joining->with_purposes)
			take_purpose(joining, reference, value);
	}
}

/* A label or icon of a manifest was followed to its end: what it led to there is known. */
static bool is_known(const struct joining *joining, const struct reference *reference)
{
	for (size_t i = find(joining->first, joining->num_first, reference->resource);
	     i < joining->num_first && joining->first[i].resource == reference->resource; i++)
		if (joining->first[i].use == reference->use)
			return true;
	return false;
}

/*
 * To what a split leads, the base may have a value of it, too, and of its table only that is kept to which its own labels and icons lead,
 * and what it is asked for. Layers of adaptive icons are often colours of the base, and not asked for.
 */
static void check_unknown(struct joining *joining)
{
	for (size_t i = 0; i < joining->num && joining->num_overrides < OVERRIDES_MAX; i++) {
		const struct reference *reference = &joining->references[i];
		const struct fact_package *split = judge_package_row(joining->facts, reference->said_of);
		bool is_first = i == 0 || joining->references[i - 1].resource != reference->resource || joining->references[i - 1].use != reference->use;

		if (is_first && split != NULL && split->split != NULL && reference->row->layer == NULL && !is_known(joining, reference))
			add_override(joining, split,
				     arena_printf(&joining->facts->arena,
						  reference->use == DRAWN ? "an icon of it is resource %s, which is not known here"
									  : "a label of it is resource %s, which is not known here",
						  reference->row->resource));
	}
}

/* Labels and icons that the manifest of a split takes from the base, or from nowhere. */
static void check_unread(struct joining *joining)
{
	for (size_t i = 0; i < joining->num && joining->num_unread < UNREAD_MAX; i++) {
		const struct reference *reference = &joining->references[i];
		const struct fact_package *split = judge_package_row(joining->facts, reference->row->package);
		const char *detail = reference->use == DRAWN ? "an icon is resource %s, which no split has" : "a label is resource %s, which no split has";

		if (reference->is_found || (reference->use != DRAWN && reference->use != LABELLED) || split == NULL || split->split == NULL)
			continue;
		detail = arena_printf(&joining->facts->arena, detail, reference->row->resource);
		joining->num_unread++;
		joining->failed |= detail == NULL || !derive_anomaly(joining->facts, ANOMALY_SPLIT_UNREAD_VALUE, split, detail, NULL);
	}
}

/* Those that the values led to are the next ones. */
static void go_on(struct joining *joining)
{
	joining->references = joining->more;
	joining->num = joining->num_more;
	joining->more = NULL;
	joining->num_more = joining->room_more = 0;
	if (joining->num > 0)
		qsort(joining->references, joining->num, sizeof *joining->references, compare);
}

static void run(struct joining *joining)
{
	struct fact_split_value **values = reading_rows(joining->facts, split_value);
	size_t num = reading_num(joining->facts, split_value);

	for (int hop = 0; hop < HOPS_MAX && joining->num > 0; hop++) {
		for (size_t i = 0; i < num && !joining->failed; i++)
			join(joining, values[i], hop);
		if (joining->with_overrides)
			(hop > 0 ? check_unknown : check_unread)(joining);
		go_on(joining);
	}
}

static bool has_split(const struct reading *facts)
{
	for (size_t i = 0; i < reading_num(facts, package); i++)
		if (reading_rows(facts, package)[i]->split != NULL)
			return true;
	return false;
}

bool derive_split_values(struct reading *facts, uint64_t tables, struct error *err)
{
	struct joining joining = {.facts = facts, .arena = arena_new((size_t)1 << 30), .with_labels = fact_is_in(tables, FACT_TABLE_label),
				  .with_icons = fact_is_in(tables, FACT_TABLE_icon), .with_purposes = fact_is_in(tables, FACT_TABLE_purpose),
				  .with_overrides = fact_is_in(tables, FACT_TABLE_anomaly)};
	size_t num_own_labels;

	if ((reading_num(facts, split_value) > 0 || has_split(facts)) && reading_num(facts, manifest_reference) > 0) {
		joining.failed = !gather(&joining);
		num_own_labels = reading_num(facts, label);
		if (!joining.failed)
			run(&joining);
		if (!joining.failed && reading_num(facts, label) > num_own_labels)
			joining.failed = !derive_shown_labels(facts, &joining.arena);
	}
	arena_free(&joining.arena);
	return !joining.failed || error_memory(err);
}
