/*
 * pack_detail - read a header line "detail.zh: ENGLISH => 中文" of a rule.
 *
 * English   the detail as the SELECT makes it: %s is any text, %d any whole number
 * 中文       with the same pieces; "%2$s" is the second one, %t is a text that is a detail of the rule or of an anomaly itself, and
 *           %k a word of a catalogue (catalogue_word.h), or several with " / ", "|" or a blank between
 */
#ifndef PRELIST_JUDGE_PACK_DETAIL_H
#define PRELIST_JUDGE_PACK_DETAIL_H

#include "judge/rules.h"

/* Cuts text, which must stay, in two. False when it is no such line. */
bool pack_detail_parse(char *text, struct rule_detail *detail);

#endif
