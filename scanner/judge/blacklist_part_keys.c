/*
 * blacklist_part_keys - what facts show that says no more than whose they may be: parts of names, an id in another case, the series of a number.
 */
#include "judge/blacklist_shown.h"

#include "bytes/fold.h"
#include "bytes/look.h"
#include "bytes/text.h"
#include "judge/licence.h"

/* Names of the packages, as fold_label has them. */
struct own_names {
	const char **names;
	size_t num;
};

/* What the listing's name has before or behind one that the packages have. */
static void show_added(const struct keys *keys, struct span name, const struct own_names *own)
{
	for (size_t i = 0; i < own->num; i++) {
		struct span rest = name;
		size_t len = strlen(own->names[i]);

		if (text_utf8_len(span_of_text(own->names[i])) >= len || len >= name.len)
			continue;
		if (span_starts(name, own->names[i]))
			rest = span_slice(name, len, name.len);
		else if (span_ends(name, own->names[i]))
			rest = span_slice(name, 0, name.len - len);
		if (rest.len < name.len)
			show_part(keys, text_or_empty(arena_text(keys->arena, rest)));
	}
}

/* As fold_label has it. */
static const char *next_part(const struct keys *keys, struct span *rest)
{
	const char *part = fold_next_part(keys->arena, rest);

	return part == NULL ? NULL : fold_label(keys->arena, part);
}

/* added_to: it is the listing's name, and those of the packages; or NULL. */
static void show_parts(const struct keys *keys, const char *name, const struct own_names *added_to)
{
	struct span rest = span_of_text(text_or_empty(name));
	const char *first = next_part(keys, &rest);
	bool is_one = true;

	for (const char *part = first; part != NULL; part = next_part(keys, &rest)) {
		if (part != first)
			show_part(keys, part);
		is_one &= part == first;
		if (added_to != NULL)
			show_added(keys, span_of_text(part), added_to);
	}
	if (!is_one)
		show_part(keys, first);
}

static void take_own_name(const struct keys *keys, struct own_names *own, const char *name)
{
	const char *folded = name == NULL || own->names == NULL ? NULL : fold_label(keys->arena, name);

	if (folded != NULL)
		own->names[own->num++] = folded;
	show_parts(keys, name, NULL);
}

static void show_small(const struct keys *keys, const char *id)
{
	char *copy = id == NULL ? NULL : arena_strdup(keys->arena, id);

	if (copy != NULL)
		show(keys, BLACKLIST_PACKAGE, text_small(copy));
}

/* Whose a filing is, by either abbreviation of its province. */
static void show_series(const struct keys *keys, const char *number)
{
	const char *series = number == NULL ? NULL : licence_series(keys->arena, number);

	show(keys, BLACKLIST_FILING, series);
	if (series != NULL)
		show(keys, BLACKLIST_FILING, licence_of_province(keys->arena, series));
}

/* What the name as a whole looks like is not a part's. */
static void show_looks(const struct keys *keys, const char *name)
{
	struct span rest = span_of_text(name);
	const char *first = fold_next_part(keys->arena, &rest), *second = first == NULL ? NULL : fold_next_part(keys->arena, &rest);

	if (second != NULL)
		show_part(keys, look_other(keys->arena, first));
	for (const char *part = second; part != NULL; part = fold_next_part(keys->arena, &rest))
		show_part(keys, look_other(keys->arena, part));
}

void blacklist_part_look_keys(const struct reading *facts, struct arena *arena,
			      void (*visit)(void *owner, enum blacklist_kind kind, const char *value), void *owner)
{
	const struct keys keys = {.facts = facts, .arena = arena, .visit = visit, .owner = owner};

	blacklist_each_name(&keys, show_looks);
}

void blacklist_part_keys(const struct reading *facts, struct arena *arena,
			 void (*visit)(void *owner, enum blacklist_kind kind, const char *value), void *owner)
{
	const struct keys keys = {.facts = facts, .arena = arena, .visit = visit, .owner = owner};
	struct fact_package **packages = reading_rows(facts, package);
	struct fact_label **labels = reading_rows(facts, label);
	struct fact_submission **submissions = reading_rows(facts, submission);
	struct fact_filing **filings = reading_rows(facts, filing);
	struct own_names own = {.names = arena_array(arena, reading_num(facts, package) + reading_num(facts, label), sizeof *own.names)};

	for (size_t i = 0; i < reading_num(facts, package); i++) {
		take_own_name(&keys, &own, packages[i]->label);
		show_small(&keys, packages[i]->app_id);
	}
	for (size_t i = 0; i < reading_num(facts, filing); i++)
		show_series(&keys, filings[i]->number);
	for (size_t i = 0; i < reading_num(facts, label); i++)
		take_own_name(&keys, &own, labels[i]->kind == NULL ? labels[i]->text : NULL);
	for (size_t i = 0; i < reading_num(facts, submission); i++)
		show_parts(&keys, submissions[i]->app_name, &own);
}
