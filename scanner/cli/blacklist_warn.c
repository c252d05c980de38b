/*
 * blacklist_warn - what is said of entries on their way in that hit nothing as they stand.
 */
#include "cli/blacklist.h"

#include "bytes/fold.h"
#include "bytes/text.h"

#define NAMES_MAX ((size_t)16 * 1024 * 1024)

static bool is_sdk_key(struct arena *arena, const char *name, const char *value)
{
	return strcmp(text_or_empty(blacklist_sdk_key(arena, name)), value) == 0;
}

/* By its whole name, or a part of it that stands in one language. */
static bool is_sdk_called(struct arena *arena, const char *name, const char *value)
{
	struct span rest = span_of_text(name);
	bool is_called = is_sdk_key(arena, name, value);

	for (const char *part; !is_called && (part = fold_next_part(arena, &rest)) != NULL;)
		is_called = is_sdk_key(arena, part, value);
	return is_called;
}

/* What of the catalogue an SDK that it has not may be meant as, by the words of forms and policies; NULL: it is there. */
static const char *sdk_meant(const struct rules *rules, const char *value)
{
	const struct catalogue *sdks = rules_catalogue(rules, "sdks"), *names = rules_catalogue(rules, "sdk_names");
	ARENA_CLEANUP struct arena arena = arena_new(NAMES_MAX);

	if (sdks == NULL || sdks->num_rows == 0)
		return NULL;
	for (size_t i = 0; i < sdks->num_rows; i++)
		if (is_sdk_called(&arena, catalogue_value(sdks, i, 0), value))
			return NULL;
	for (size_t i = 0; names != NULL && i < names->num_rows; i++)
		if (is_sdk_key(&arena, catalogue_value(names, i, catalogue_column(names, "word")), value))
			return catalogue_value(names, i, 0);
	return catalogue_value(sdks, 0, 0);
}

/* A problem with one is counted, and said while there is room. */
static bool warn(const struct session *session, const struct blacklist_entry *entry, bool is_said)
{
	const char *kind = blacklist_kind_name(entry->kind), *meant = NULL;

	if (entry->until != NULL && strcmp(entry->until, session->today) < 0) {
		if (is_said)
			session_warn(session->language, "%s '%s' ended on %s: it hits nothing any more", kind, entry->value, entry->until);
		return true;
	}
	meant = entry->kind == BLACKLIST_SDK ? sdk_meant(session->rules, entry->value) : blacklist_meant(entry->kind, entry->value);
	if (meant != NULL && is_said)
		session_warn(session->language, "%s '%s' will hardly match what packages show, such as %s", kind, entry->value, meant);
	return meant != NULL;
}

void blacklist_warn(const struct session *session, const struct blacklist_entry *entries, size_t num)
{
	size_t num_odd = 0;

	for (size_t i = 0; i < num; i++)
		if (warn(session, &entries[i], num_odd < WARNINGS_SAID))
			num_odd++;
	if (num_odd > WARNINGS_SAID)
		session_warn(session->language, "%zu more {entry|entries} will hit nothing as they stand", num_odd - WARNINGS_SAID);
}

void blacklist_say_not_read(const struct session *session, const struct blacklist_entry *entries, size_t num, FILE *out)
{
	bool is_said[BLACKLIST_KIND_COUNT] = {false};

	for (size_t i = 0; i < num; i++) {
		enum blacklist_kind kind = entries[i].kind;

		if (!is_said[kind] && !blacklist_kind_is_read(kind))
			fprintf(out, message(session->language, MESSAGE_BLACKLIST_NOT_READ),
				language_word(session->language, blacklist_kind_name(kind)));
		is_said[kind] = true;
	}
}
