/*
 * permission - the permissions of a submission, with what the catalogues say of each.
 */
#ifndef PRELIST_REPORT_PERMISSION_H
#define PRELIST_REPORT_PERMISSION_H

#include "judge/trace.h"
#include "report/report.h"

enum permission_weight {
	PERMISSION_NORMAL,
	PERMISSION_SIGNATURE,
	PERMISSION_DEVELOPMENT, /* users give it by a computer (adb) or a tool, else as PERMISSION_SIGNATURE */
	PERMISSION_SPECIAL,
	PERMISSION_DANGEROUS,
	PERMISSION_UNKNOWN,
	PERMISSION_WEIGHTS
};

struct permission_view {
	const char *name, *origin;
	const char *level, *group, *label, *label_zh, *meaning, *meaning_zh; /* NULL where the catalogues do not say */
	const char *purpose; /* as the developer says, or NULL */
	int64_t min_sdk, max_sdk;
	enum permission_weight weight;
};

/* Where facts and form speak of permissions, by name. */
struct permission_words {
	struct fact_purpose **purposes;
	struct fact_permission_definition **definitions;
	size_t num_purposes, num_definitions;
};

/* In the arena; false when memory ran out. */
bool permission_words_gather(const struct reading *facts, struct arena *arena, struct permission_words *words);

/* What catalogues, facts and form say of the permission that the view names. */
void permission_fill(const struct rules *rules, const struct permission_words *words, struct permission_view *view);

/*
 * One view a name and origin, sorted by name. The array and what it points to live in the arena, the facts and the
 * rules. False when memory ran out.
 */
bool permission_views(const struct report *report, struct arena *arena, struct permission_view **views,
		      size_t *num_views);

/* Who asks for a permission: SDKs that were found and of which the catalogue knows it. */
struct permission_users {
	const struct catalogue *catalogue; /* NULL: no SDK was found */
	const struct traces *traces;
	bool *is_found, *is_user; /* by row of the catalogue; of the permission that was asked for last */
};

/* In the arena; false when memory ran out. */
bool permission_users_open(struct permission_users *users, const struct report *report, struct arena *arena);

/* Calls visit with the name of each that asks for that permission, in the order of the catalogue. */
void permission_users_each(struct permission_users *users, const char *permission, void (*visit)(void *owner, const char *sdk), void *owner);

#endif
