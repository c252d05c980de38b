/*
 * form_parts - what the readers of a form's parts share. Each returns false and err, naming the file, when the part may not be.
 */
#ifndef PRELIST_JUDGE_FORM_PARTS_H
#define PRELIST_JUDGE_FORM_PARTS_H

#include "judge/form.h"
#include "judge/strict_json.h"

/* One form being read: where its rows go, and what complaints name. */
struct form_reader {
	struct form *form;
	const char *file;
	struct error *err;
};

bool form_refuse(const struct form_reader *reader, const char *what, const char *found);

/* Keys of an object, none but these. */
bool form_keys(const struct form_reader *reader, const cJSON *object, const char *where, const char *const *names);

/* A member that is an object or an array when it is there; *member NULL when it is not. */
bool form_part(const struct form_reader *reader, const cJSON *object, const char *key, bool is_array, const cJSON **member);
bool form_each(const struct form_reader *reader, const cJSON *object, const char *key,
	       bool (*read)(const struct form_reader *reader, const cJSON *item));

/* Members; NULL (FACT_ABSENT) where there is none or nothing but blanks in it. Dates come as YYYY-MM-DD, numbers of licences normalised,
 * hex in lower case. */
bool form_text(const struct form_reader *reader, const cJSON *object, const char *key, const char **text);
bool form_date(const struct form_reader *reader, const cJSON *object, const char *key, const char **day);
bool form_number(const struct form_reader *reader, const cJSON *object, const char *key, const char **number);
bool form_hex(const struct form_reader *reader, const cJSON *object, const char *key, const char **hex);
bool form_bool(const struct form_reader *reader, const cJSON *object, const char *key, int64_t *value);
/* form_key.c: a public key as guides to filing have it printed, to hex: hex digits, a modulus in decimal, an SPKI in Base64 or PEM. */
bool form_public_key(const struct form_reader *reader, const cJSON *object, const char *key, const char **hex);
/* A whole number from 0 to most; a text of digits, with a + behind, is one too. */
bool form_count(const struct form_reader *reader, const cJSON *object, const char *key, int64_t most, int64_t *value);

bool form_add(const struct form_reader *reader, enum fact_table table, const void *row);

/* form_app.c: the member "app" into the row of the submission and rows of its own. */
bool form_app(const struct form_reader *reader, const cJSON *root, struct fact_submission *row);

#endif
