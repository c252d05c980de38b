/*
 * blacklist_edge - what names begin and end with.
 */
#include "judge/blacklist_shown.h"

#include "bytes/fold.h"
#include "bytes/look.h"
#include "bytes/text.h"

#define NAME_MAX_LEN 72 /* bytes of a name that is looked at */

static void show_edges(const struct keys *keys, const char *folded)
{
	struct span rest = span_of_text(text_or_empty(folded));
	size_t len = text_utf8_len(rest);

	if (rest.len > NAME_MAX_LEN)
		return;
	for (size_t at = len; len > 0 && at < rest.len; at += len) {
		show_part(keys, arena_text(keys->arena, span_of(folded, at)));
		show_part(keys, folded + at);
		len = text_utf8_len(span_slice(rest, at, rest.len));
	}
}

/* Also of what it looks like. */
static void show_all(const struct keys *keys, const char *name)
{
	if (name == NULL)
		return;
	show_edges(keys, fold_label(keys->arena, name));
	show_edges(keys, look_other(keys->arena, name));
}

void blacklist_edge_keys(const struct reading *facts, struct arena *arena,
			 void (*visit)(void *owner, enum blacklist_kind kind, const char *value), void *owner)
{
	const struct keys keys = {.facts = facts, .arena = arena, .visit = visit, .owner = owner};
	struct fact_package **packages = reading_rows(facts, package);
	struct fact_label **labels = reading_rows(facts, label);
	struct fact_submission **submissions = reading_rows(facts, submission);

	for (size_t i = 0; i < reading_num(facts, package); i++)
		show_all(&keys, packages[i]->label);
	for (size_t i = 0; i < reading_num(facts, label); i++)
		if (labels[i]->kind == NULL && strncmp(text_or_empty(labels[i]->locale), "zh", 2) == 0)
			show_all(&keys, labels[i]->text);
	for (size_t i = 0; i < reading_num(facts, submission); i++)
		show_all(&keys, submissions[i]->app_name);
}
