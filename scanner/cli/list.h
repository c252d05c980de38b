/*
 * list - records for a person as a table, for programs as JSON, each value given once with its name and its head.
 *
 *	list_answer(&list, session, "prelist-archive-log/1");
 *	list_begin(&list, "events", "EVENT,TIME,BY");
 *	for each of them:
 *		list_row(&list, NULL);
 *		list_number(&list, "event", "EVENT", number);	a line each; name NULL: not in JSON, head NULL: not in the table
 *		list_row_end(&list);
 *	return list_finish(&list, err);
 *
 * JSON has values in the order in which they come, a table in that of its heads; those whose head it lacks it does not show.
 * Text that is NULL and numbers that are FACT_ABSENT are left out.
 */
#ifndef PRELIST_CLI_LIST_H
#define PRELIST_CLI_LIST_H

#include "cli/session.h"
#include "cli/table.h"

struct list {
	struct json *json; /* NULL: for a person. Alone: a list within another answer in JSON */
	struct json own;
	FILE *out;
	enum language language;
	struct table table;
	size_t num_rows; /* since list_begin */
};

/* An answer begins: values with a name may follow, lists, and for a person what the caller prints. */
void list_answer(struct list *list, struct session *session, const char *schema);
/* Everything that is open ends, and the answer; the exit code. */
int list_finish(struct list *list, struct error *err);

/* An array of that name, or a table with those heads (table.h), printed at the end where it has rows. */
void list_begin(struct list *list, const char *name, const char *heads);
bool list_end(struct list *list, struct error *err);

/* key: of an object by itself; NULL in a list. list_object: in JSON a member a line. */
void list_row(struct list *list, const char *key);
void list_object(struct list *list);
void list_row_end(struct list *list);

void list_text(struct list *list, const char *name, const char *head, const char *value);
void list_word(struct list *list, const char *name, const char *head, const char *word); /* shown in the language (report/word.def) */
void list_person(struct list *list, const char *name, const char *head, const char *person); /* of the archive (store/person.h) */
void list_number(struct list *list, const char *name, const char *head, int64_t value);
void list_id(struct list *list, const char *name, const char *head, int64_t value); /* shown as #12 */
void list_bool(struct list *list, const char *name, bool value);

#endif
