/*
 * translate - say in Chinese what an error, a warning or the detail of a finding says in English.
 *
 * No layer below the commands knows of languages: an error is one English line, whether it is printed, kept with a patrol or
 * sent by a worker. Who prints one finds in said_*.def which message it is, and puts its pieces into the Chinese one:
 *
 * MESSAGE("English", "中文")    %s is any text, %d any whole number, whatever its printf has; Chinese takes the same pieces, "%2$s"
 *                             the second one, and %t is a piece that is a message itself, or words (word.def); {one|many}: bytes/plural.h
 * SYSTEM("English", "中文")     the same of error_errno: the system's reason follows
 * REASON("English", "中文")     a reason, as strerror has it
 * DETAIL("English", "中文")     what an anomaly says (said_anomaly.def), or what joins the details of a finding (said_finding.def)
 * ABOUT("kind", "English", "中文")   what an event of the log of that kind is about (event.def, said_log.def)
 * LOGGED("kind", "English", "中文")  and what it says
 * PART("English", "中文")       what a piece of these may be; what may be one of messages, too, is a MESSAGE of said_piece.def
 *
 * A finding, too, keeps its detail in English, and JSON has that. What a rule's SELECT says has its Chinese in the header of the
 * rule ("detail.zh", judge/pack_detail.h): a pack of anybody's brings its own; words of catalogues in it have theirs there.
 */
#ifndef PRELIST_REPORT_TRANSLATE_H
#define PRELIST_REPORT_TRANSLATE_H

#include "bytes/arena.h"
#include "judge/rules.h"
#include "report/language.h"

/* In the arena, or text itself: for English, for what is no message of ours, and when the arena is full. */
const char *translate(struct arena *arena, enum language language, const char *text);

/*
 * The detail of a finding of the rule or anomaly id; parts of it that have no Chinese stay as they are. rules NULL: none is
 * known. detail may be NULL.
 */
const char *translate_detail(struct arena *arena, enum language language, const struct rules *rules, const char *id, const char *detail);

/* What an event of the log says, and what it is about; may be NULL. */
const char *translate_event(struct arena *arena, enum language language, const char *kind, const char *detail);
const char *translate_about(struct arena *arena, enum language language, const char *kind, const char *subject);

/* What is wrong with a signature, as anomalies say it; may be NULL. */
const char *translate_fault(struct arena *arena, enum language language, const char *fault);

#endif
