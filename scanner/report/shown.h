/*
 * shown - tables, columns and values of facts as a person reads them in the language; JSON and SQL have the names and words of
 * fact.def. Names and words in Chinese stand there, too; those of kinds that a catalogue lists stand in the catalogue.
 */
#ifndef PRELIST_REPORT_SHOWN_H
#define PRELIST_REPORT_SHOWN_H

#include "facts/reading.h"
#include "judge/rules.h"
#include "report/language.h"

const char *shown_table(enum language language, enum fact_table table);
const char *shown_column(enum language language, const struct fact_column *column);

/* What users call the app of a submission: the name of its listing, else the label that a phone of that language shows; NULL where it has none. */
const char *shown_name(enum language language, const struct reading *facts);

/* A word of that column, a CHOICE; any other word as it is. In the arena, or word itself. word may be NULL. */
const char *shown_word(struct arena *arena, enum language language, enum fact_table table, const char *column, const char *word);

/* What a catalogue with the columns `label` and `label_zh` calls that kind, by whatever words of it; kind itself where it does not. Both may be NULL. */
const char *shown_kind(const struct rules *rules, enum language language, const char *catalogue, const char *kind);

/* A value of a row, unescaped; NULL where there is none. In the arena, or the row's own. */
const char *shown_value(struct arena *arena, enum language language, const struct rules *rules, enum fact_table table, const void *row,
			size_t column);

#endif
