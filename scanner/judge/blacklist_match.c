#include "judge/blacklist_match.h"

#include "bytes/alike.h"
#include "bytes/fold.h"
#include "bytes/look.h"
#include "bytes/text.h"
#include "bytes/unseen.h"
#include "judge/blacklist_scope.h"
#include "judge/blacklist_shown.h"
#include "judge/judge.h"

#include <stdlib.h>

#define NAME_HAN 4 /* Chinese characters in a run: a name is known by them whatever stands beside it */

struct key {
	enum blacklist_kind kind;
	const char *value;
	const char *shown; /* what looks like it; NULL: itself */
	bool is_unproven; /* it leads to nobody */
	bool is_part;	  /* of a name */
	bool is_ending;	  /* behind a *, of the hosts that an intent filter takes */
	bool is_edge;	  /* of a name: a pattern says itself what may stand beside it */
};

struct match {
	struct blacklist_source *source;
	const struct reading *facts;
	const char *today;
	struct arena *arena;
	struct key *keys; /* what the submission shows, of the kinds that have entries */
	size_t num_keys, room;
	bool has_entries[BLACKLIST_KIND_COUNT];
	const char *name; /* of which labels are shown that look like it */
	struct blacklist_hits *hits;
	const struct key *at; /* the key that is looked up */
	size_t num_endings;   /* entries that it is an ending of */
};

/* Room for one more of size bytes each; the array moves within the arena. */
static bool grow(struct match *match, void **array, size_t num, size_t *room, size_t size)
{
	void *grown = arena_grow(match->arena, *array, num, room, size);

	if (grown != NULL)
		*array = grown;
	return grown != NULL;
}

static void add_key(struct match *match, struct key key)
{
	if (match->has_entries[key.kind] &&
	    grow(match, (void **)&match->keys, match->num_keys, &match->room, sizeof *match->keys))
		match->keys[match->num_keys++] = key;
}

static void take_look(void *owner, const char *label)
{
	struct match *match = owner;

	add_key(match, (struct key){.kind = BLACKLIST_LABEL, .value = label, .shown = match->name, .is_part = true});
}

/* Entries stand as they are: which of two characters they have is not known. */
static void add_looks(struct match *match, enum blacklist_kind kind, const char *name)
{
	match->name = name;
	if (kind == BLACKLIST_LABEL && match->has_entries[kind])
		look_each(match->arena, name, take_look, match);
}

static void take_key(void *owner, enum blacklist_kind kind, const char *value)
{
	add_key(owner, (struct key){.kind = kind, .value = value});
	add_looks(owner, kind, value);
}

static void take_look_of(const struct keys *keys, const char *name)
{
	const char *look = look_other(keys->arena, name);

	if (look != NULL)
		add_key(keys->owner, (struct key){.kind = BLACKLIST_LABEL, .value = look, .shown = fold_label(keys->arena, name), .is_part = true});
}

static void take_unproven_key(void *owner, enum blacklist_kind kind, const char *value)
{
	add_key(owner, (struct key){.kind = kind, .value = value, .is_unproven = true});
}

static void take_part_key(void *owner, enum blacklist_kind kind, const char *value)
{
	add_key(owner, (struct key){.kind = kind, .value = value, .is_part = true});
	add_looks(owner, kind, value);
}

static bool is_known_by_itself(const char *name)
{
	struct span rest = span_of_text(name);
	size_t run = 0;

	while (rest.len > 0 && run < NAME_HAN) {
		size_t len = text_utf8_len(rest);

		run = len > 0 && code_is_han(text_utf8_code(rest, len)) ? run + 1 : 0;
		rest = span_slice(rest, len == 0 ? 1 : len, rest.len);
	}
	return run == NAME_HAN;
}

static void take_edge_key(void *owner, enum blacklist_kind kind, const char *value)
{
	if (is_known_by_itself(value))
		add_key(owner, (struct key){.kind = kind, .value = value, .is_part = true, .is_edge = true});
}

static void take_chain_key(void *owner, enum blacklist_kind kind, const char *value)
{
	add_key(owner, (struct key){.kind = kind, .value = value, .is_unproven = true, .is_part = true});
}

static void take_ending_key(void *owner, enum blacklist_kind kind, const char *value)
{
	add_key(owner, (struct key){.kind = kind, .value = value, .is_ending = true});
}

static int compare_keys(const void *a, const void *b)
{
	const struct key *x = a, *y = b;

	return blacklist_compare(x->kind, x->value, y->kind, y->value);
}

/* A name by which the app is known shows itself. */
static const char *shown_of(const struct key *a, const struct key *b)
{
	return !a->is_part || !b->is_part ? NULL : a->shown != NULL ? a->shown : b->shown;
}

/* Sorted, each once: a large package shows the same digest or name thousands of times. */
static void sort_keys(struct match *match)
{
	size_t kept = 0;

	if (match->num_keys > 1)
		qsort(match->keys, match->num_keys, sizeof *match->keys, compare_keys);
	for (size_t i = 0; i < match->num_keys; i++) {
		if (i == 0 || compare_keys(&match->keys[kept - 1], &match->keys[i]) != 0)
			match->keys[kept++] = match->keys[i];
		match->keys[kept - 1].is_unproven &= match->keys[i].is_unproven;
		match->keys[kept - 1].shown = shown_of(&match->keys[kept - 1], &match->keys[i]);
		match->keys[kept - 1].is_part &= match->keys[i].is_part;
		match->keys[kept - 1].is_ending |= match->keys[i].is_ending;
		match->keys[kept - 1].is_edge &= match->keys[i].is_edge;
	}
	match->num_keys = kept;
}

static const char *keep(struct match *match, const char *text)
{
	return arena_copy(match->arena, text);
}

/* A source's text lives as long as it visits. */
static struct blacklist_entry copy_of(struct match *match, const struct blacklist_entry *entry)
{
	struct blacklist_entry copy = *entry;
	const char **const texts[] = {&copy.value, &copy.reason, &copy.source,	    &copy.ticket,   &copy.by,	 &copy.since,
				      &copy.until, &copy.app,	 &copy.certificate, &copy.versions, &copy.second};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		*texts[i] = keep(match, *texts[i]);
	return copy;
}

static bool counts(const struct match *match, const struct blacklist_entry *entry)
{
	return blacklist_in_force(entry, match->today) && blacklist_in_scope(entry, match->facts);
}

/* for_person: the key does not say that it is what the entry names. */
static void add_hit(struct match *match, const struct blacklist_entry *entry, const struct key *key, bool for_person)
{
	struct blacklist_hits *hits = match->hits;
	struct blacklist_hit *hit;

	if (!grow(match, (void **)&hits->hits, hits->num_hits, &hits->room, sizeof *hits->hits))
		return;
	hit = &hits->hits[hits->num_hits++];
	*hit = (struct blacklist_hit){copy_of(match, entry), keep(match, key->shown == NULL ? key->value : key->shown), 0};
	if (key->kind == BLACKLIST_ICON && entry->kind == BLACKLIST_ICON && strcmp(key->value, entry->value) != 0)
		hit->bits = alike_picture_bits(key->value, entry->value);
	if (for_person)
		hit->entry.verdict = VERDICT_REVIEW;
}

/* An entry of another kind than the key's was led to by it; what the submission shows itself needs no lead. */
static bool is_shown(const struct match *match, const struct blacklist_entry *entry)
{
	const struct key wanted = {.kind = entry->kind, .value = entry->value};

	return bsearch(&wanted, match->keys, match->num_keys, sizeof *match->keys, compare_keys) != NULL;
}

static void take_exact(void *owner, const struct blacklist_entry *entry)
{
	struct match *match = owner;

	if (counts(match, entry) && (entry->kind == match->at->kind || (!match->at->is_unproven && !is_shown(match, entry))))
		add_hit(match, entry, match->at, match->at->is_part);
}

static void take_pattern(void *owner, const struct blacklist_entry *entry)
{
	struct match *match = owner;
	size_t num = 0;

	if (!counts(match, entry))
		return;
	for (size_t i = 0; i < match->num_keys && num < BLACKLIST_HITS_MAX && !match->arena->failed; i++) {
		if (match->keys[i].kind != entry->kind || match->keys[i].is_edge || !text_glob(entry->value, match->keys[i].value))
			continue;
		add_hit(match, entry, &match->keys[i], match->keys[i].is_part);
		num++;
	}
}

/* Who takes all names with an ending names no single one: that is for a person to see. */
static void take_ending(void *owner, const struct blacklist_entry *entry)
{
	struct match *match = owner;

	if (counts(match, entry) && !is_shown(match, entry) && match->num_endings++ < BLACKLIST_HITS_MAX)
		add_hit(match, entry, match->at, true);
}

/* A picture that nearly looks so may be another one. */
static void take_icon(void *owner, const struct blacklist_entry *entry)
{
	struct match *match = owner;

	if (counts(match, entry) && alike_pictures(entry->value, match->at->value) && !is_shown(match, entry))
		add_hit(match, entry, match->at, true);
}

static int compare_hits(const void *a, const void *b)
{
	const struct blacklist_hit *x = a, *y = b;
	int order = blacklist_compare(x->entry.kind, x->entry.value, y->entry.kind, y->entry.value);

	if (order == 0)
		order = strcmp(x->subject, y->subject);
	return order != 0 ? order : (x->entry.verdict < y->entry.verdict) - (x->entry.verdict > y->entry.verdict);
}

static bool is_same(const struct blacklist_hit *x, const struct blacklist_hit *y)
{
	return blacklist_compare(x->entry.kind, x->entry.value, y->entry.kind, y->entry.value) == 0 && strcmp(x->subject, y->subject) == 0;
}

/* A pattern that a submission shows word for word was found both ways; of several entries of one value the gravest counts. */
static void sort_hits(struct blacklist_hits *hits)
{
	size_t kept = 0;

	if (hits->num_hits > 1)
		qsort(hits->hits, hits->num_hits, sizeof *hits->hits, compare_hits);
	for (size_t i = 0; i < hits->num_hits; i++)
		if (i == 0 || !is_same(&hits->hits[kept - 1], &hits->hits[i]))
			hits->hits[kept++] = hits->hits[i];
	hits->num_hits = kept;
}

static bool look_up(struct match *match, struct error *err)
{
	for (size_t i = 0; i < match->num_keys && !match->arena->failed; i++) {
		match->at = &match->keys[i];
		if (!match->source->exact(match->source, match->at->kind, match->at->value, take_exact, match, err))
			return false;
	}
	for (size_t i = 0; i < match->num_keys && !match->arena->failed; i++) {
		match->at = &match->keys[i];
		match->num_endings = 0;
		if (match->at->is_ending && !match->source->ending(match->source, match->at->kind, match->at->value + 1, take_ending, match, err))
			return false;
	}
	for (size_t i = 0; i < match->num_keys && !match->arena->failed; i++) {
		match->at = &match->keys[i];
		if (match->at->kind == BLACKLIST_ICON && alike_picture_room(match->at->value) > 0 &&
		    !match->source->icons(match->source, match->at->value, take_icon, match, err))
			return false;
	}
	return match->source->patterns(match->source, take_pattern, match, err);
}

static void take_waiver(void *owner, const struct blacklist_entry *entry)
{
	struct match *match = owner;
	struct blacklist_hits *hits = match->hits;

	if (counts(match, entry) && grow(match, (void **)&hits->waivers, hits->num_waivers, &hits->waiver_room, sizeof *hits->waivers))
		hits->waivers[hits->num_waivers++] = copy_of(match, entry);
}

static bool take_waivers(struct match *match, struct error *err)
{
	const struct fact_package *package = judge_package_row(match->facts, judge_main_package(match->facts));

	if (!match->has_entries[BLACKLIST_RULE] && !match->has_entries[BLACKLIST_FINDING])
		return true;
	return match->source->waivers(match->source, package == NULL || package->app_id == NULL ? "" : package->app_id, take_waiver, match, err);
}

bool blacklist_match(const struct rules *rules, const struct reading *facts, struct blacklist_source *source, const char *today, bool entries_too, struct arena *arena,
		     struct blacklist_hits *hits, struct error *err)
{
	struct match match = {.source = source, .facts = facts, .today = today, .arena = arena, .hits = hits};

	if (source == NULL)
		return true;
	if (!source->holds(source, match.has_entries, err))
		return false;
	if (!take_waivers(&match, err))
		return false;
	if (entries_too) {
		blacklist_keys(facts, match.arena, take_key, &match);
		blacklist_more_keys(facts, match.arena, take_key, &match);
		if (match.has_entries[BLACKLIST_SDK])
			blacklist_sdk_keys(rules, facts, match.arena, take_key, &match);
		blacklist_ending_keys(facts, match.arena, take_ending_key, &match);
		blacklist_part_keys(facts, match.arena, take_part_key, &match);
		blacklist_each_name(&(const struct keys){.facts = facts, .arena = match.arena, .owner = &match}, take_look_of);
		blacklist_part_look_keys(facts, match.arena, take_part_key, &match);
		if (match.has_entries[BLACKLIST_LABEL])
			blacklist_edge_keys(facts, match.arena, take_edge_key, &match);
		blacklist_unproven_keys(facts, match.arena, take_unproven_key, &match);
		blacklist_chain_keys(facts, match.arena, take_chain_key, &match);
	}
	sort_keys(&match);
	if (entries_too && !look_up(&match, err))
		return false;
	if (match.arena->failed)
		return error_memory(err);
	sort_hits(hits);
	return true;
}
