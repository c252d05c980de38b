/*
 * derive_split_values - derive what splits make of the resources that a manifest refers to.
 *
 * The phone reads the manifest with the tables of base and splits as one, and takes the configuration that fits best,
 * whichever file has it. A label of a split is one of the package whose manifest refers to it, as if it stood there; another value of
 * any other attribute depends on configuration.
 *
 * source   AOSP DefaultSplitAssetLoader.getBaseAssetManager, AssetManager2::FindEntryInternal (Android 14)
 */
#include "judge/derive.h"

#include "bytes/sort.h"
#include "bytes/text.h"

#include <stdlib.h>

#define LABEL "01010001" /* the attribute */
#define HOPS_MAX 20
#define CONFIGURATION_MAX 1024 /* of a chain */
#define SHOWN_MAX 200	   /* bytes of a value */
#define LABELS_MAX 32768
#define STEPS_MAX 4194304 /* of labels compared with values */
#define OVERRIDES_MAX 100 /* of a submission; one is enough for what is done about it */
#define OF_SYSTEM "01" /* how ids of the system's resources begin */

/* A resource that a manifest refers to, or that a label of a split leads to. */
struct reference {
	const struct fact_manifest_reference *row;
	uint32_t resource;
	bool is_label;
	int64_t said_of; /* the split of which was said that it has another value */
	const char *locale, *configuration; /* of the labels of splits that led here; NULL: none */
};

struct joining {
	struct reading *facts;
	struct arena arena;
	struct reference *first, *references, *more; /* of the manifests; those looked at now; those that values lead to: the first two in order */
	size_t num_first, num, num_more, room_more, num_labels, num_steps, num_overrides;
	bool with_labels, with_overrides;
	bool is_full; /* more labels than are read */
	bool failed;
};

static uint32_t number_of(const char *id)
{
	return (uint32_t)strtoul(id, NULL, 16);
}

static int compare(const void *a, const void *b)
{
	const struct reference *x = a, *y = b;

	return x->resource != y->resource ? (x->resource > y->resource) - (x->resource < y->resource) : x->is_label - y->is_label;
}

static bool gather(struct joining *joining)
{
	struct fact_manifest_reference **rows = reading_rows(joining->facts, manifest_reference);
	size_t num = reading_num(joining->facts, manifest_reference);

	joining->references = arena_array(&joining->arena, num + 1, sizeof *joining->references);
	if (joining->references == NULL)
		return false;
	for (size_t i = 0; i < num; i++)
		joining->references[i] = (struct reference){.row = rows[i], .resource = number_of(rows[i]->resource), .said_of = FACT_ABSENT,
							    .is_label = strcmp(rows[i]->attribute, LABEL) == 0};
	qsort(joining->references, num, sizeof *joining->references, compare);
	joining->first = joining->references;
	joining->num = joining->num_first = num;
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

/* Said once of a split. */
static void check_override(struct joining *joining, struct reference *reference, const struct fact_split_value *value)
{
	const struct fact_manifest_reference *row = reference->row;
	const struct fact_package *split;

	if (!joining->with_overrides || reference->said_of == value->package ||
	    (!differ(row->type, value->type) && !differ(row->text, value->text)))
		return;
	split = judge_package_row(joining->facts, value->package);
	reference->said_of = value->package;
	if (split == NULL)
		return;
	add_override(joining, split,
		     arena_printf(&joining->facts->arena, "attribute %s takes resource %s, which is '%s', and '%s' in this split", row->attribute,
				  row->resource, shown(joining, row->text), shown(joining, value->text)));
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

static void lead_on(struct joining *joining, const struct reference *reference, const struct fact_split_value *value)
{
	struct fact_manifest_reference *row = arena_alloc(&joining->arena, sizeof *row);
	struct reference *grown = arena_grow(&joining->arena, joining->more, joining->num_more, &joining->room_more, sizeof *grown);

	joining->failed |= row == NULL || grown == NULL;
	if (joining->failed)
		return;
	*row = *reference->row;
	row->resource = value->text;
	joining->more = grown;
	grown[joining->num_more++] = (struct reference){.row = row, .resource = number_of(value->text), .is_label = true,
							.said_of = value->package, .locale = locale_of(reference, value),
							.configuration = configuration_of(joining, reference, value)};
}

static void fill(struct joining *joining, int64_t package)
{
	const struct fact_package *split = judge_package_row(joining->facts, package);

	joining->is_full = true;
	joining->failed |= split == NULL || !derive_anomaly(joining->facts, ANOMALY_LIMIT_NODES, split, "the labels of splits lead to very many values", NULL);
}

static void add_label(struct joining *joining, const struct reference *reference, const struct fact_split_value *value,
		      const struct fact_package *split, const char *text)
{
	struct fact_label row = fact_label_row();

	row.package = reference->row->package;
	row.path = arena_printf(&joining->facts->arena, "%s!%s", split->split, value->path);
	row.component = reference->row->component;
	row.locale = locale_of(reference, value);
	row.configuration = configuration_of(joining, reference, value);
	row.text = text;
	joining->failed |= row.path == NULL || reading_add(joining->facts, FACT_TABLE_label, &row) == NULL;
}

static void take_label(struct joining *joining, const struct reference *reference, const struct fact_split_value *value)
{
	const struct fact_package *split = judge_package_row(joining->facts, value->package);

	if (split == NULL || split->split == NULL || value->text == NULL)
		return;
	if (strcmp(value->type, "string") == 0 && joining->with_labels)
		add_label(joining, reference, value, split, value->text);
	else if (strcmp(value->type, "reference") == 0 && strncmp(value->text, OF_SYSTEM, strlen(OF_SYSTEM)) != 0)
		lead_on(joining, reference, value);
	else if (strcmp(value->type, "reference") == 0 && joining->with_labels)
		add_label(joining, reference, value, split, NULL);
}

static bool is_before(const void *element, const void *resource)
{
	return ((const struct reference *)element)->resource < *(const uint32_t *)resource;
}

/* Where those of the resource begin: labels behind the others. */
static size_t find(const struct reference *references, size_t num, uint32_t resource)
{
	return sort_num_before(references, num, sizeof *references, is_before, &resource);
}

/* In its own package, the values of a manifest's resources were looked at when it was read. */
static void join(struct joining *joining, const struct fact_split_value *value, int hop)
{
	uint32_t resource = number_of(value->resource);

	for (size_t i = find(joining->references, joining->num, resource); i < joining->num && joining->references[i].resource == resource; i++) {
		struct reference *reference = &joining->references[i];
		bool is_other = hop > 0 || value->package != reference->row->package;

		if (!reference->is_label && is_other)
			check_override(joining, reference, value);
		if (!reference->is_label)
			continue;
		joining->num_labels += is_other;
		if (!joining->is_full && (++joining->num_steps > STEPS_MAX || joining->num_labels > LABELS_MAX))
			fill(joining, value->package);
		if (joining->is_full)
			break;
		if (is_other)
			take_label(joining, reference, value);
	}
}

/* A label of a manifest was followed to its end: what it led to there is known. */
static bool is_known(const struct joining *joining, uint32_t resource)
{
	for (size_t i = find(joining->first, joining->num_first, resource); i < joining->num_first && joining->first[i].resource == resource; i++)
		if (joining->first[i].is_label)
			return true;
	return false;
}

/* The base may have a value of it, too, and of its table only that is kept to which its own labels lead. */
static void check_unknown(struct joining *joining)
{
	for (size_t i = 0; i < joining->num && joining->num_overrides < OVERRIDES_MAX; i++) {
		const struct reference *reference = &joining->references[i];
		const struct fact_package *split = judge_package_row(joining->facts, reference->said_of);
		bool is_first = i == 0 || joining->references[i - 1].resource != reference->resource;

		if (is_first && split != NULL && !is_known(joining, reference->resource))
			add_override(joining, split,
				     arena_printf(&joining->facts->arena, "a label of it is resource %s, which is not known here", reference->row->resource));
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
		if (hop > 0 && joining->with_overrides)
			check_unknown(joining);
		go_on(joining);
	}
}

bool derive_split_values(struct reading *facts, bool with_labels, bool with_overrides, struct error *err)
{
	struct joining joining = {.facts = facts, .arena = arena_new((size_t)1 << 30), .with_labels = with_labels, .with_overrides = with_overrides};

	if (reading_num(facts, split_value) > 0 && reading_num(facts, manifest_reference) > 0) {
		joining.failed = !gather(&joining);
		if (!joining.failed)
			run(&joining);
	}
	arena_free(&joining.arena);
	return !joining.failed || error_set(err, ERROR_MEMORY, "out of memory for the values of splits");
}
