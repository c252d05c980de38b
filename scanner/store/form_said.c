#include "store/form_said.h"

#include "bytes/text.h"
#include "store/judged_facts.h"

#include <stdlib.h>

#define SLOTS 65536

/* What may be asked for; the rest of a form is long. */
static const char *const columns[] = {"developer_id", "uscc", "developer_name", "subject_type", "app_name", "privacy_policy_url"};
#define NUM_COLUMNS (sizeof columns / sizeof columns[0])

/* Of a submission. */
struct said {
	int64_t number;
	const char *values[NUM_COLUMNS]; /* NULL: none */
	char text[];
};

/* By number. The facts of a submission stay as they are, but a number is given again when its transaction was undone. */
struct knowing {
	struct archive *archive;
	struct said *slots[SLOTS];
};

static void forget(void *knowing)
{
	struct said **slots = ((struct knowing *)knowing)->slots;

	for (size_t i = 0; i < SLOTS; i++) {
		free(slots[i]);
		slots[i] = NULL;
	}
}

static void knowing_free(void *knowing)
{
	forget(knowing);
	free(knowing);
}

static const char *value_of(const struct fact_submission *row, size_t column)
{
	int index = fact_column_find(fact_info(FACT_TABLE_submission), columns[column]);

	return row == NULL || index < 0 ? "" : text_or_empty(fact_values(row)[index].text);
}

static struct said *said_new(int64_t number, const struct fact_submission *row, struct error *err)
{
	size_t room = 0, used = 0;
	struct said *said;

	for (size_t i = 0; i < NUM_COLUMNS; i++)
		room += strlen(value_of(row, i)) + 1;
	said = calloc(1, sizeof *said + room);
	if (said == NULL) {
		error_memory(err);
		return NULL;
	}
	said->number = number;
	for (size_t i = 0; i < NUM_COLUMNS; i++) {
		size_t len = strlen(value_of(row, i));

		memcpy(said->text + used, value_of(row, i), len);
		said->values[i] = len == 0 ? NULL : said->text + used;
		used += len + 1;
	}
	return said;
}

/* NULL and err: they cannot be had now. */
static struct said *learn(struct archive *archive, int64_t number, struct error *err)
{
	struct error trouble = {0};
	READING_CLEANUP struct reading *facts = judged_facts_load(archive, number, FACT_BIT(submission), &trouble);

	if (facts == NULL && trouble.code != ERROR_DAMAGED) {
		error_set(err, trouble.code, "%s", trouble.text);
		return NULL;
	}
	return said_new(number, facts == NULL || reading_num(facts, submission) == 0 ? NULL : reading_rows(facts, submission)[0], err);
}

static const struct said *said_of(struct knowing *knowing, int64_t number, struct error *err)
{
	struct said **slot = &knowing->slots[(uint64_t)number % SLOTS];

	if (*slot == NULL || (*slot)->number != number) {
		free(*slot);
		*slot = learn(knowing->archive, number, err);
	}
	return *slot;
}

static void form_said(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	struct error trouble = {0};
	const struct said *said = said_of(sqlite3_user_data(context), sqlite3_value_int64(argv[0]), &trouble);
	int column = text_among(columns, NUM_COLUMNS, text_or_empty((const char *)sqlite3_value_text(argv[1])));

	(void)argc;
	if (trouble.code == ERROR_MEMORY)
		sqlite3_result_error_nomem(context);
	else if (said == NULL)
		sqlite3_result_error(context, trouble.text, -1);
	else if (column >= 0 && said->values[column] != NULL)
		sqlite3_result_text(context, said->values[column], -1, SQLITE_TRANSIENT);
}

bool form_said_register(struct archive *archive, struct error *err)
{
	struct knowing *knowing = calloc(1, sizeof *knowing);

	if (knowing == NULL)
		return error_memory(err);
	knowing->archive = archive;
	if (sqlite3_create_function_v2(archive->db, "form_said", 2, SQLITE_UTF8 | SQLITE_DIRECTONLY, knowing, form_said, NULL, NULL, knowing_free) != SQLITE_OK)
		return error_memory(err);
	sqlite3_rollback_hook(archive->db, forget, knowing);
	return true;
}
