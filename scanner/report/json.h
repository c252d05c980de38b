/*
 * json - JSON written as it is known, without a tree.
 *
 * What comes out is always valid UTF-8: control, bidi and line-separator characters leave as \u escapes, invalid bytes
 * as \xNN spelled out. Objects are laid out a member a line, rows (json_row) whole on one line; compact: everything on
 * one line. Writes after a failed one do nothing; json_finish says so.
 *
 * source   RFC 8259
 */
#ifndef PRELIST_REPORT_JSON_H
#define PRELIST_REPORT_JSON_H

#include "bytes/buf.h"
#include "bytes/error.h"

#include <stdio.h>

#define JSON_DEPTH 32

struct json {
	FILE *out; /* NULL: nothing is written, only counted */
	bool compact;
	struct buf buf;
	uint64_t num_bytes; /* flushed so far */
	unsigned depth;
	struct json_level {
		char close;
		bool is_row, has_items;
	} level[JSON_DEPTH];
	bool has_key; /* of the next value */
	bool failed;
};

struct json json_new(FILE *out, bool compact);

/* Flushes and frees. False and err when something could not be written. The count of bytes stays. */
bool json_finish(struct json *json, struct error *err);

/* key: NULL inside an array and at the top. */
void json_object(struct json *json, const char *key);
void json_array(struct json *json, const char *key);
void json_row(struct json *json, const char *key); /* an object on one line */
void json_close(struct json *json);		   /* the object, array or row that was begun last */

/* The key of the next value, which then has NULL for it: as it is written, with its quotes. Rows are many, and their keys the same. */
void json_quoted_key(struct json *json, struct span quoted);

void json_text(struct json *json, const char *key, const char *value); /* null when NULL */
void json_number(struct json *json, const char *key, int64_t value);
void json_bool(struct json *json, const char *key, bool value);
void json_null(struct json *json, const char *key);
void json_text_if(struct json *json, const char *key, const char *value); /* left out when NULL */
/* A value as text, which may hold a NUL: type n is null, i a whole number, d one with a fraction, each as it is spelled, anything else text. */
void json_value(struct json *json, const char *key, struct span value, char type);

/* A line break between documents of a stream. */
void json_newline(struct json *json);

/* The end of a document, if one was begun: all that is open is closed (unless err cut it off), then json_finish. */
bool json_end(struct json *json, struct error *err);

/* What was written so far, flushed or not. */
uint64_t json_size(const struct json *json);

#endif
