/*
 * own_value - whether what a listed app shows is its own by what the app is called.
 */
#ifndef PRELIST_JUDGE_OWN_VALUE_H
#define PRELIST_JUDGE_OWN_VALUE_H

#include "judge/judge.h"
#include "judge/rules.h"

/*
 * Of a scheme: there is a word of the app's id in it, or its name, or a number of four digits, as platforms give them to apps. Of a domain:
 * the app opens links of that site, or it is that of the app's privacy policy, or called as a word of the app's id. Words that are
 * nobody's own (common_words) say nothing. Of one that either takes by a *: the app opens it. Of a developer's name: he is no natural person
 * and no sole trader. False of other kinds, and when memory ran out.
 */
bool own_value(const struct rules *rules, const struct judge_elsewhere *shown, struct arena *arena);

#endif
