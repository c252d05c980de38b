/*
 * translate - say in Chinese what an error or a warning says in English.
 *
 * No layer below the commands knows of languages: an error is one English line, whether it is printed, kept with a patrol or
 * sent by a worker. Who prints one finds in said_*.def which message it is, and puts its pieces into the Chinese one:
 *
 * MESSAGE("English", "中文")    %s is any text, %d any whole number, whatever its printf has; Chinese takes the same pieces, "%2$s"
 *                             the second one, and %t is a piece that is a message itself
 * SYSTEM("English", "中文")     the same of error_errno: the system's reason follows
 * REASON("English", "中文")     a reason, as strerror has it
 */
#ifndef PRELIST_REPORT_TRANSLATE_H
#define PRELIST_REPORT_TRANSLATE_H

#include "bytes/arena.h"
#include "report/language.h"

/* In the arena, or text itself: for English, for what is no message of ours, and when the arena is full. */
const char *translate(struct arena *arena, enum language language, const char *text);

#endif
