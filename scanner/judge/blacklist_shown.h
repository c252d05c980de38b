/*
 * blacklist_shown - what the files that tell the keys of facts (blacklist.h) share: whom they are shown to.
 */
#ifndef PRELIST_JUDGE_BLACKLIST_SHOWN_H
#define PRELIST_JUDGE_BLACKLIST_SHOWN_H

#include "bytes/text.h"
#include "judge/blacklist.h"

struct keys {
	const struct reading *facts;
	struct arena *arena;
	void (*visit)(void *owner, enum blacklist_kind kind, const char *value);
	void *owner;
};

/* NULL and empty: nothing is shown. */
static inline void show(const struct keys *keys, enum blacklist_kind kind, const char *value)
{
	if (value != NULL && *value != '\0')
		keys->visit(keys->owner, kind, value);
}

/* Each name by which the app is known: labels of packages, of any configuration, and the listing's. */
void blacklist_each_name(const struct keys *keys, void (*show_name)(const struct keys *keys, const char *name));

/* Domains, and the schemes of links that the app answers (blacklist_link_keys.c). */
void blacklist_show_links(const struct keys *keys);

/* A part of a name; one character says too little. */
static inline void show_part(const struct keys *keys, const char *part)
{
	if (part != NULL && text_utf8_len(span_of_text(part)) < strlen(part))
		show(keys, BLACKLIST_LABEL, part);
}

#endif
