/*
 * language - the languages of reports and help, every message in each of them (message.def), and the words of rows (word.def).
 */
#ifndef PRELIST_REPORT_LANGUAGE_H
#define PRELIST_REPORT_LANGUAGE_H

#include <stdbool.h>
#include <stdio.h>

enum language { LANGUAGE_EN, LANGUAGE_ZH };

enum message_id {
#define MESSAGE(symbol, en, zh) MESSAGE_##symbol,
#include "report/message.def"
#undef MESSAGE
	MESSAGE_COUNT
};

/* A message in that language; both languages take the same arguments in the same order. */
const char *message(enum language language, enum message_id id);

/* The same with its values, for one whose words go by a number; message_write cuts what there is no room for. */
void message_print(FILE *out, enum language language, enum message_id id, ...);
void message_write(char *out, size_t room, enum language language, enum message_id id, ...);

/* A word of rows (word.def) or a kind of cases by its name; any other one as it is. */
const char *language_word(enum language language, const char *word);

/* A kind of the log's events (event.def); any other one as it is. */
const char *language_event(enum language language, const char *kind);

/* Who did something: a name as it is, in Chinese what stands for one that cannot be opened (store/person.h); in out, or name. */
#define LANGUAGE_PERSON_LEN 40
const char *language_person(enum language language, const char *name, char out[LANGUAGE_PERSON_LEN]);

/* The one of two texts that the language asks for; the other where it is NULL or empty. */
const char *language_pick(enum language language, const char *en, const char *zh);

/* word: of --lang, or NULL: by LC_ALL, LC_MESSAGES, LANG. False when the word is no language, and then by these. */
bool language_choose(const char *word, enum language *language);

#endif
