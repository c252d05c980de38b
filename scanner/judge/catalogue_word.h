/*
 * catalogue_word - what a word of a catalogue is called in Chinese.
 *
 * A catalogue says what it lists in both languages, in a column x or x_en beside x_zh, or in x_en beside x. Rules make details of
 * the English one, which JSON and archive keep.
 */
#ifndef PRELIST_JUDGE_CATALOGUE_WORD_H
#define PRELIST_JUDGE_CATALOGUE_WORD_H

#include "bytes/span.h"
#include "judge/rules.h"

/*
 * The Chinese of exactly that text, in whatever catalogue; of a sentence also without its full stop, which neither has then. NULL
 * data where there is none. Lives as long as rules, which may be NULL.
 */
struct span catalogue_word(const struct rules *rules, struct span english);

#endif
