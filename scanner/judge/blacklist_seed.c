#include "judge/blacklist_seed.h"

#include "bytes/sort.h"
#include "bytes/date.h"
#include "judge/blacklist_scope.h"
#include "judge/strict_json.h"

#include <stdlib.h>

struct seed {
	struct blacklist_source source; /* first */
	struct arena arena;
	struct blacklist_entry *entries; /* sorted by kind and value */
	size_t num_entries;
};

static int compare(const void *a, const void *b)
{
	const struct blacklist_entry *x = a, *y = b;

	return blacklist_compare(x->kind, x->value, y->kind, y->value);
}

static bool is_before(const void *entry, const void *key)
{
	return compare(entry, key) < 0;
}

/* The first entry that is not below the key. */
static size_t lower_bound(const struct seed *seed, const struct blacklist_entry *key)
{
	return sort_num_before(seed->entries, seed->num_entries, sizeof *seed->entries, is_before, key);
}

static bool holds(struct blacklist_source *self, bool any[BLACKLIST_KIND_COUNT], struct error *err)
{
	struct seed *seed = (struct seed *)self;

	(void)err;
	for (enum blacklist_kind kind = 0; kind < BLACKLIST_KIND_COUNT; kind++)
		any[kind] = false;
	for (size_t i = 0; i < seed->num_entries; i++)
		any[seed->entries[i].kind] = true;
	return true;
}

static bool exact(struct blacklist_source *self, enum blacklist_kind kind, const char *value,
		  void (*visit)(void *owner, const struct blacklist_entry *entry), void *owner, struct error *err)
{
	struct seed *seed = (struct seed *)self;
	struct blacklist_entry key = {.kind = kind, .value = value};

	(void)err;
	for (size_t i = lower_bound(seed, &key); i < seed->num_entries && compare(&seed->entries[i], &key) == 0; i++)
		visit(owner, &seed->entries[i]);
	return true;
}

static bool ending(struct blacklist_source *self, enum blacklist_kind kind, const char *end,
		   void (*visit)(void *owner, const struct blacklist_entry *entry), void *owner, struct error *err)
{
	struct seed *seed = (struct seed *)self;

	(void)err;
	for (size_t i = 0; i < seed->num_entries; i++)
		if (seed->entries[i].kind == kind && span_ends(span_of_text(seed->entries[i].value), end))
			visit(owner, &seed->entries[i]);
	return true;
}

static bool icons(struct blacklist_source *self, const char *hash, void (*visit)(void *owner, const struct blacklist_entry *entry), void *owner,
		  struct error *err)
{
	struct seed *seed = (struct seed *)self;

	(void)hash, (void)err;
	for (size_t i = 0; i < seed->num_entries; i++)
		if (seed->entries[i].kind == BLACKLIST_ICON)
			visit(owner, &seed->entries[i]);
	return true;
}

static bool patterns(struct blacklist_source *self, void (*visit)(void *owner, const struct blacklist_entry *entry),
		     void *owner, struct error *err)
{
	struct seed *seed = (struct seed *)self;

	(void)err;
	for (size_t i = 0; i < seed->num_entries; i++)
		if (strchr(seed->entries[i].value, '*') != NULL)
			visit(owner, &seed->entries[i]);
	return true;
}

static bool waivers(struct blacklist_source *self, const char *app_id,
		    void (*visit)(void *owner, const struct blacklist_entry *entry), void *owner, struct error *err)
{
	struct seed *seed = (struct seed *)self;

	(void)app_id, (void)err;
	for (size_t i = 0; i < seed->num_entries; i++)
		if (blacklist_kind_waives(seed->entries[i].kind))
			visit(owner, &seed->entries[i]);
	return true;
}

static bool text_of(const cJSON *item, const char *key, const char **text, const char *file, struct arena *arena,
		    struct error *err)
{
	const char *raw;

	if (!strict_json_text(item, key, &raw, file, ERROR_RULES, err))
		return false;
	*text = arena_copy(arena, raw);
	return raw == NULL || *text != NULL || error_memory(err);
}

static bool date_of(const cJSON *item, const char *key, const char **day, const char *file, struct arena *arena,
		    struct error *err)
{
	char shown[DATE_TEXT_LEN];
	struct date date;

	if (!text_of(item, key, day, file, arena, err))
		return false;
	if (*day == NULL)
		return true;
	if (!date_parse(*day, &date))
		return error_set(err, ERROR_RULES, "%s: %s '%s' is no date", file, key, *day);
	date_format(date, shown);
	*day = arena_strdup(arena, shown);
	return *day != NULL || error_memory(err);
}

/* One entry; its text in the arena. */
static bool read_entry(struct blacklist_entry *entry, const cJSON *item, const char *file, struct arena *arena, struct error *err)
{
	static const char *const names[] = {"kind", "value", "verdict", "reason", "source", "ticket", "by", "since", "until",
					    "app", "certificate", "versions", "size", NULL};
	const char *kind, *value, *verdict, *size;

	*entry = (struct blacklist_entry){0};
	if (!strict_json_only_keys(item, names, "an entry", file, ERROR_RULES, err) ||
	    !strict_json_text(item, "kind", &kind, file, ERROR_RULES, err) ||
	    !strict_json_text(item, "value", &value, file, ERROR_RULES, err) ||
	    !strict_json_text(item, "verdict", &verdict, file, ERROR_RULES, err))
		return false;
	if (kind == NULL || value == NULL || blacklist_kind_find(kind) < 0)
		return error_set(err, ERROR_RULES, "%s: an entry needs a known kind and a value, not kind '%s'", file,
				 kind == NULL ? "" : kind);
	entry->kind = (enum blacklist_kind)blacklist_kind_find(kind);
	entry->verdict = verdict != NULL ? verdict_parse(verdict) : blacklist_usual_verdict(entry->kind);
	if (!blacklist_verdict_fits(entry))
		return error_set(err, ERROR_RULES, "%s: %s: a verdict is reject or review, of a waiver review or notice", file, value);
	return blacklist_normalise(arena, entry->kind, value, &entry->value, err) &&
	       text_of(item, "reason", &entry->reason, file, arena, err) && text_of(item, "source", &entry->source, file, arena, err) &&
	       text_of(item, "ticket", &entry->ticket, file, arena, err) && text_of(item, "by", &entry->by, file, arena, err) &&
	       date_of(item, "since", &entry->since, file, arena, err) && date_of(item, "until", &entry->until, file, arena, err) &&
	       text_of(item, "app", &entry->app, file, arena, err) && text_of(item, "certificate", &entry->certificate, file, arena, err) &&
	       text_of(item, "versions", &entry->versions, file, arena, err) && text_of(item, "size", &size, file, arena, err) &&
	       blacklist_scope_normalise(arena, entry, size, err);
}

static bool read_entries(struct seed *seed, const cJSON *root, const char *path, struct error *err)
{
	const cJSON *item;

	if (root == NULL)
		return true;
	if (!cJSON_IsArray(root))
		return error_set(err, ERROR_RULES, "%s: not a list", path);
	seed->entries = arena_array(&seed->arena, (size_t)cJSON_GetArraySize(root) + 1, sizeof *seed->entries);
	if (seed->entries == NULL)
		return error_memory(err);
	cJSON_ArrayForEach(item, root) {
		struct blacklist_entry *entry = &seed->entries[seed->num_entries];

		if (!read_entry(entry, item, path, &seed->arena, err))
			return false;
		entry->source = "rules";
		seed->num_entries++;
	}
	qsort(seed->entries, seed->num_entries, sizeof *seed->entries, compare);
	return true;
}

struct blacklist_source *blacklist_seed_read(const char *path, struct error *err)
{
	struct error inner = {0};
	STRICT_JSON_CLEANUP cJSON *root = strict_json_read_file(path, true, ERROR_RULES, &inner);
	struct seed *seed = calloc(1, sizeof *seed);

	if (seed == NULL)
		error_memory(&inner);
	else
		*seed = (struct seed){.source = {.holds = holds, .exact = exact, .patterns = patterns, .ending = ending, .icons = icons, .waivers = waivers}, .arena = arena_new((size_t)1 << 30)};
	if (inner.code != ERROR_NONE || !read_entries(seed, root, path, &inner)) {
		error_set(err, inner.code, "%s", inner.text);
		blacklist_seed_free(seed == NULL ? NULL : &seed->source);
		return NULL;
	}
	return &seed->source;
}

void blacklist_seed_free(struct blacklist_source *source)
{
	struct seed *seed = (struct seed *)source;

	if (seed == NULL)
		return;
	arena_free(&seed->arena);
	free(seed);
}
