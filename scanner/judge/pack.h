/*
 * pack - a file of rules: SELECTs, each under a header of "-- key: value" lines.
 */
#ifndef PRELIST_JUDGE_PACK_H
#define PRELIST_JUDGE_PACK_H

#include "judge/rules.h"

struct pack_rules {
	struct rule *rules;
	size_t num_rules, room;
};

/* Appends the rules of a pack; text must stay. False and err naming file and line. */
bool pack_parse(struct pack_rules *rules, char *text, const char *file, struct arena *arena, struct error *err);

#endif
