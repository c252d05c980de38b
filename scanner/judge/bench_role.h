/*
 * bench_role - roles of the phone for which exported components offer themselves, of the submission and of the version before, as tables
 * for rules.
 *
 *   offered_role, previous_offered_role   package, path, component, role: home, browser, sms, dialer, assistant; a row each filter
 *
 * source   AOSP PermissionController res/xml/roles.xml
 */
#ifndef PRELIST_JUDGE_BENCH_ROLE_H
#define PRELIST_JUDGE_BENCH_ROLE_H

#include "facts/reading.h"
#include "judge/catalogue.h"

struct bench_role {
	struct catalogue now, before;
};

/* The tables without rows. */
void bench_role_declare(struct bench_role *tables);

/* Their rows, in the arena and of text of both. before may be NULL. False when memory ran out. */
bool bench_role_fill(struct bench_role *tables, const struct reading *facts, const struct reading *before, struct arena *arena);

#endif
