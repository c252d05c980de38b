/*
 * strict_json - strict JSON for what people hand in: forms, policy, blacklists.
 *
 * cJSON parses; what it lets pass (duplicate keys, \u0000, invalid UTF-8, text behind the end, deep nesting) is refused
 * here. Keys are looked up by exact case. The caller frees the tree with cJSON_Delete.
 *
 * source   RFC 8259
 */
#ifndef PRELIST_JUDGE_STRICT_JSON_H
#define PRELIST_JUDGE_STRICT_JSON_H

#include "bytes/error.h"
#include "bytes/span.h"

#include <cjson/cJSON.h>

#define STRICT_JSON_SIZE_MAX ((size_t)4 * 1024 * 1024)
#define STRICT_JSON_DEPTH_MAX 64

/* NULL and err (code, naming file and line) when it is not strict JSON. */
cJSON *strict_json_parse(struct span text, const char *file, enum error_code code, struct error *err);

/* A whole file of that name, then as strict_json_parse; a file that is not there: NULL without err when optional. */
cJSON *strict_json_read_file(const char *path, bool optional, enum error_code code, struct error *err);

void strict_json_cleanup(cJSON **tree);
#define STRICT_JSON_CLEANUP __attribute__((cleanup(strict_json_cleanup)))

/* False and err naming the first key of object that is not one of the NULL-terminated names. where: "developer", say. */
bool strict_json_only_keys(const cJSON *object, const char *const *names, const char *where, const char *file,
		    enum error_code code, struct error *err);

/* The text of a member; *text NULL when it is missing or null. False and err when it is not text. */
bool strict_json_text(const cJSON *object, const char *key, const char **text, const char *file, enum error_code code,
	       struct error *err);

#define STRICT_JSON_PLACE_MAX 4200

/* "file:line" of the first key of that name behind the first one named outer ("": of the file); without the line where it is not found. */
void strict_json_place(char place[STRICT_JSON_PLACE_MAX], const char *path, const char *outer, const char *key);

#endif
