#include "judge/bench_function.h"

#include "bytes/affirm.h"
#include "bytes/alike.h"
#include "bytes/date.h"
#include "bytes/fold.h"
#include "bytes/look.h"
#include "bytes/unseen.h"
#include "judge/bench_key.h"
#include "judge/bench_kind.h"

#include <stdio.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#define MATCH_LIMIT 200000
#define DEPTH_LIMIT 1000
#define FOLD_MAX ((size_t)64 * 1024 * 1024)
#define CALL_COST 64 /* of a match besides its bytes */

static void free_pattern(void *pattern)
{
	pcre2_code_free(pattern);
}

/* Of PCRE2, about the pattern. SQLITE_MISUSE: it is the rule's fault, no package's. */
static void complain(sqlite3_context *context, int number, PCRE2_SIZE offset)
{
	PCRE2_UCHAR what[128] = "";
	char text[192];

	pcre2_get_error_message(number, what, sizeof what);
	snprintf(text, sizeof text, "regexp: the pattern is malformed at byte %zu: %s", offset, (const char *)what);
	sqlite3_result_error(context, text, -1);
	sqlite3_result_error_code(context, SQLITE_MISUSE);
}

/* The compiled pattern is kept with the statement as long as its argument is constant. */
static pcre2_code *compile(sqlite3_context *context, sqlite3_value *value)
{
	pcre2_code *code = sqlite3_get_auxdata(context, 0);
	const unsigned char *pattern = sqlite3_value_text(value);
	PCRE2_SIZE offset;
	int number;

	if (code != NULL || pattern == NULL)
		return code;
	code = pcre2_compile(pattern, (PCRE2_SIZE)sqlite3_value_bytes(value), PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C, &number,
			     &offset, NULL);
	if (code == NULL && number == PCRE2_ERROR_HEAP_FAILED) {
		sqlite3_result_error_nomem(context);
		return NULL;
	}
	if (code == NULL) {
		complain(context, number, offset);
		return NULL;
	}
	sqlite3_set_auxdata(context, 0, code, free_pattern);
	return sqlite3_get_auxdata(context, 0);
}

static int match(const pcre2_code *code, sqlite3_value *value)
{
	PCRE2_SPTR text = sqlite3_value_text(value);
	pcre2_match_context *limits = pcre2_match_context_create(NULL);
	pcre2_match_data *data = pcre2_match_data_create_from_pattern(code, NULL);
	int result = PCRE2_ERROR_NOMEMORY;

	if (text != NULL && limits != NULL && data != NULL) {
		pcre2_set_match_limit(limits, MATCH_LIMIT);
		pcre2_set_depth_limit(limits, DEPTH_LIMIT);
		result = pcre2_match(code, text, (PCRE2_SIZE)sqlite3_value_bytes(value), 0, 0, data, limits);
	}
	pcre2_match_data_free(data);
	pcre2_match_context_free(limits);
	return result;
}

bool bench_watch_is_over(sqlite3_context *context, struct bench_watch *watch, size_t bytes)
{
	watch->matched += bytes + CALL_COST;
	if (watch->matched < BENCH_WATCH_BYTES)
		return false;
	watch->matched = 0;
	if (watch->is_over(watch->owner) == 0)
		return false;
	sqlite3_result_error(context, "its time is over", -1);
	sqlite3_result_error_code(context, SQLITE_INTERRUPT);
	return true;
}

static bool is_over(sqlite3_context *context, sqlite3_value *text)
{
	return bench_watch_is_over(context, sqlite3_user_data(context), (size_t)sqlite3_value_bytes(text));
}

static void regexp(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	pcre2_code *code;
	int result;

	(void)argc;
	if (sqlite3_value_type(argv[0]) == SQLITE_NULL || sqlite3_value_type(argv[1]) == SQLITE_NULL || is_over(context, argv[1]))
		return;
	code = compile(context, argv[0]);
	if (code == NULL)
		return;
	result = match(code, argv[1]);
	if (result == PCRE2_ERROR_NOMEMORY) {
		sqlite3_result_error_nomem(context);
	} else if (result < 0 && result != PCRE2_ERROR_NOMATCH) {
		sqlite3_result_error(context, "regexp: the match reached its limit", -1);
		sqlite3_result_error_code(context, SQLITE_TOOBIG);
	} else {
		sqlite3_result_int(context, result >= 0);
	}
}

static void days_between(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	const char *from = (const char *)sqlite3_value_text(argv[0]), *to = (const char *)sqlite3_value_text(argv[1]);
	struct date first, second;

	(void)argc;
	if (from != NULL && to != NULL && date_parse(from, &first) && date_parse(to, &second))
		sqlite3_result_int64(context, date_to_days(second) - date_to_days(first));
}

static void fold(sqlite3_context *context, const char *text, bool joined)
{
	struct arena arena = arena_new(FOLD_MAX);
	const char *folded = text == NULL ? NULL : fold_words(&arena, text, joined);

	if (folded != NULL)
		sqlite3_result_text(context, folded, -1, SQLITE_TRANSIENT);
	else if (text != NULL)
		sqlite3_result_error_nomem(context);
	arena_free(&arena);
}

static void folded(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	(void)argc;
	if (!is_over(context, argv[0]))
		fold(context, (const char *)sqlite3_value_text(argv[0]), false);
}

static void joined(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	(void)argc;
	if (!is_over(context, argv[0]))
		fold(context, (const char *)sqlite3_value_text(argv[0]), true);
}

static void affirmed(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	const char *text = (const char *)sqlite3_value_text(argv[0]), *denials = (const char *)sqlite3_value_text(argv[1]);
	const char *conditions = (const char *)sqlite3_value_text(argv[2]), *said;
	struct arena arena = arena_new(FOLD_MAX);

	(void)argc;
	if (text == NULL || denials == NULL || conditions == NULL || is_over(context, argv[0]))
		return;
	said = affirm(&arena, text, denials, conditions);
	if (said != NULL)
		sqlite3_result_text(context, said, -1, SQLITE_TRANSIENT);
	else
		sqlite3_result_error_nomem(context);
	arena_free(&arena);
}

static void name_by(sqlite3_context *context, const char *text, const char *(*fold_name)(struct arena *arena, const char *text))
{
	struct arena arena = arena_new(FOLD_MAX);
	const char *name = text == NULL ? NULL : fold_name(&arena, text);

	if (name != NULL)
		sqlite3_result_text(context, name, -1, SQLITE_TRANSIENT);
	else if (text != NULL)
		sqlite3_result_error_nomem(context);
	arena_free(&arena);
}

static void named(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	(void)argc;
	name_by(context, (const char *)sqlite3_value_text(argv[0]), fold_label);
}

static void look(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	(void)argc;
	name_by(context, (const char *)sqlite3_value_text(argv[0]), look_of);
}

static void alike(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	const char *one = (const char *)sqlite3_value_text(argv[0]), *other = (const char *)sqlite3_value_text(argv[1]);
	struct arena arena = arena_new(FOLD_MAX);

	(void)argc;
	if (one != NULL && other != NULL && !is_over(context, argv[0]) && !is_over(context, argv[1])) {
		int is_alike = alike_names(&arena, one, other);

		if (arena.failed)
			sqlite3_result_error_nomem(context);
		else
			sqlite3_result_int(context, is_alike);
	}
	arena_free(&arena);
}

static void unseen(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	const char *text = (const char *)sqlite3_value_text(argv[0]);

	(void)argc;
	if (text != NULL)
		sqlite3_result_int(context, unseen_all(text));
}

static void hides(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	const char *text = (const char *)sqlite3_value_text(argv[0]);

	(void)argc;
	if (text != NULL)
		sqlite3_result_int(context, unseen_any_hidden(text));
}

static int digit_of(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Nothing of what is no hexadecimal text of one length. */
static void bits_apart(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	const char *one = (const char *)sqlite3_value_text(argv[0]), *other = (const char *)sqlite3_value_text(argv[1]);
	int apart = 0;

	(void)argc;
	if (one == NULL || other == NULL || strlen(one) != strlen(other))
		return;
	for (; *one != '\0'; one++, other++) {
		if (digit_of(*one) < 0 || digit_of(*other) < 0)
			return;
		apart += __builtin_popcount((unsigned)(digit_of(*one) ^ digit_of(*other)));
	}
	sqlite3_result_int(context, apart);
}

bool bench_function_register(sqlite3 *db, const struct rules *rules, struct bench_watch *watch, struct error *err)
{
	int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;

	if (sqlite3_create_function(db, "regexp", 2, flags, watch, regexp, NULL, NULL) != SQLITE_OK ||
	    sqlite3_create_function(db, "folded", 1, flags, watch, folded, NULL, NULL) != SQLITE_OK ||
	    sqlite3_create_function(db, "named", 1, flags, watch, named, NULL, NULL) != SQLITE_OK ||
	    sqlite3_create_function(db, "look", 1, flags, watch, look, NULL, NULL) != SQLITE_OK ||
	    sqlite3_create_function(db, "joined", 1, flags, watch, joined, NULL, NULL) != SQLITE_OK ||
	    sqlite3_create_function(db, "affirmed", 3, flags, watch, affirmed, NULL, NULL) != SQLITE_OK ||
	    sqlite3_create_function(db, "alike", 2, flags, watch, alike, NULL, NULL) != SQLITE_OK ||
	    sqlite3_create_function(db, "unseen", 1, flags, NULL, unseen, NULL, NULL) != SQLITE_OK ||
	    sqlite3_create_function(db, "hides", 1, flags, NULL, hides, NULL, NULL) != SQLITE_OK ||
	    sqlite3_create_function(db, "bits_apart", 2, flags, NULL, bits_apart, NULL, NULL) != SQLITE_OK ||
	    sqlite3_create_function(db, "days_between", 2, flags, NULL, days_between, NULL, NULL) != SQLITE_OK ||
	    !bench_key_register(db, watch) || !bench_kind_register(db, rules))
		return error_set(err, ERROR_INTERNAL, "functions cannot be made: %s", sqlite3_errmsg(db));
	return true;
}

/* All that rules may call; the latter make one row of many, or of none. */
static const char *const of_a_row[] = {
	"abs", "affirmed", "alike", "bits_apart", "char", "coalesce", "date", "datetime", "days_between", "folded", "format", "glob",
	"hex", "hides", "ifnull", "iif", "instr", "joined", "julianday", "key_fault", "kind_of", "length", "like", "look", "lower",
	"ltrim", "named", "nullif", "printf", "quote", "rank", "regexp", "replace", "round", "row_number", "rtrim", "sign",
	"strftime", "substr", "substring", "time", "trim", "typeof", "unicode", "unixepoch", "unseen", "upper", NULL};
static const char *const of_rows[] = {"avg", "count", "group_concat", "max", "min", "sum", "total", NULL};

static bool is_one_of(struct span name, const char *const *names)
{
	for (; *names != NULL; names++)
		if (strlen(*names) == name.len && sqlite3_strnicmp(*names, (const char *)name.data, (int)name.len) == 0)
			return true;
	return false;
}

bool bench_function_is_allowed(const char *name)
{
	return is_one_of(span_of_text(name), of_a_row) || bench_function_is_aggregate(span_of_text(name));
}

bool bench_function_is_aggregate(struct span name)
{
	return is_one_of(name, of_rows);
}
