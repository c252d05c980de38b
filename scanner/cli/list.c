#include "cli/list.h"

#include "facts/fact.h"

#include <inttypes.h>

void list_answer(struct list *list, struct session *session, const char *schema)
{
	*list = (struct list){.out = session->output.file, .language = session->language};
	if (session_json(session, &list->own, schema))
		list->json = &list->own;
}

int list_finish(struct list *list, struct error *err)
{
	if (list->json == NULL)
		list_end(list, err);
	json_end(&list->own, err);
	return err->code == ERROR_NONE ? 0 : EXIT_TROUBLE;
}

void list_begin(struct list *list, const char *name, const char *heads)
{
	list->num_rows = 0;
	if (list->json != NULL)
		json_array(list->json, name);
	else
		list->table = table_new(list->language, heads);
}

bool list_end(struct list *list, struct error *err)
{
	if (list->json != NULL)
		json_close(list->json);
	else if (!table_print(&list->table, list->out))
		error_memory(err);
	return err->code == ERROR_NONE;
}

static void begin_row(struct list *list, void (*begin)(struct json *json, const char *key), const char *key)
{
	list->num_rows++;
	if (list->json != NULL)
		begin(list->json, key);
	else
		table_row(&list->table);
}

void list_row(struct list *list, const char *key)
{
	begin_row(list, json_row, key);
}

void list_object(struct list *list)
{
	begin_row(list, json_object, NULL);
}

void list_row_end(struct list *list)
{
	if (list->json != NULL)
		json_close(list->json);
}

void list_text(struct list *list, const char *name, const char *head, const char *value)
{
	if (list->json == NULL && head != NULL)
		table_cell(&list->table, head, value);
	else if (list->json != NULL && name != NULL)
		json_text_if(list->json, name, value);
}

void list_word(struct list *list, const char *name, const char *head, const char *word)
{
	list_text(list, name, head, list->json != NULL || word == NULL ? word : language_word(list->language, word));
}

void list_person(struct list *list, const char *name, const char *head, const char *person)
{
	char shown[LANGUAGE_PERSON_LEN];

	list_text(list, name, head, list->json != NULL ? person : language_person(list->language, person, shown));
}

static void put_number(struct list *list, const char *name, const char *head, const char *mark, int64_t value)
{
	char text[24];

	if (value == FACT_ABSENT)
		return;
	if (list->json != NULL && name != NULL)
		json_number(list->json, name, value);
	if (list->json != NULL)
		return;
	snprintf(text, sizeof text, "%s%" PRId64, mark, value);
	list_text(list, NULL, head, text);
}

void list_number(struct list *list, const char *name, const char *head, int64_t value)
{
	put_number(list, name, head, "", value);
}

void list_id(struct list *list, const char *name, const char *head, int64_t value)
{
	put_number(list, name, head, "#", value);
}

void list_bool(struct list *list, const char *name, bool value)
{
	if (list->json != NULL)
		json_bool(list->json, name, value);
}
