#include "store/export.h"

#include "judge/licence.h"
#include "store/decision.h"
#include "store/event.h"

#include <stdio.h>

#define TEXT_MAX ((size_t)256 * 1024 * 1024)

static const struct {
	const char *name, *sql, *count;
} tables[] = {
#define EXPORT(name, sql) {#name, sql, "SELECT count(*) FROM (" sql ")"},
#include "store/export.def"
#undef EXPORT
};

#define NUM_TABLES (sizeof tables / sizeof tables[0])
#define PERIOD(period) "ssssii", (period)->since, (period)->until, (period)->from, (period)->to, (period)->first, (period)->last

static void masked(sqlite3_context *context, int num, sqlite3_value **values)
{
	const char *text = (const char *)sqlite3_value_text(values[0]);
	ARENA_CLEANUP struct arena arena = arena_new(TEXT_MAX);
	const char *shown = licence_shown(&arena, text);

	(void)num;
	if (text == NULL)
		sqlite3_result_null(context);
	else if (shown == NULL)
		sqlite3_result_error_nomem(context);
	else
		sqlite3_result_text(context, shown, -1, SQLITE_TRANSIENT);
}

bool export_begin(struct archive *archive, struct error *err)
{
	if (sqlite3_create_function(archive->db, "masked", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, masked, NULL, NULL) != SQLITE_OK)
		return error_memory(err);
	return database_run(archive, err, "BEGIN", "");
}

bool export_end(struct archive *archive, struct error *err)
{
	return database_run(archive, err, "COMMIT", "");
}

bool export_find_events(struct archive *archive, struct export_period *period, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err, "SELECT coalesce(min(number), 1), coalesce(max(number), 0) FROM event WHERE time >= ? AND time < ?", "ss",
		period->from, period->to);

	if (database_step(archive, row, err) != SQLITE_ROW)
		return false;
	period->first = sqlite3_column_int64(row, 0);
	period->last = sqlite3_column_int64(row, 1);
	return true;
}

const char *export_table(size_t table)
{
	return table < NUM_TABLES ? tables[table].name : NULL;
}

static bool visit_row(sqlite3_stmt *row, size_t num, const char *const *names, struct export_visitor *visitor, struct error *err)
{
	const char *values[EXPORT_COLUMNS_MAX];
	char types[EXPORT_COLUMNS_MAX];

	for (size_t i = 0; i < num; i++) {
		int type = sqlite3_column_type(row, (int)i);

		types[i] = type == SQLITE_NULL ? 'n' : type == SQLITE_INTEGER ? 'i' : 't';
		values[i] = database_text(row, (int)i);
	}
	return visitor->row(visitor, num, names, values, types, err);
}

bool export_each(struct archive *archive, size_t table, const struct export_period *period, struct export_visitor *visitor,
		 struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(archive, err, tables[table].sql, PERIOD(period));
	size_t num = row == NULL ? 0 : (size_t)sqlite3_column_count(row);
	const char *names[EXPORT_COLUMNS_MAX];
	int status;

	if (row == NULL || num > EXPORT_COLUMNS_MAX)
		return error_set(err, ERROR_INTERNAL, "the table %s cannot be exported", tables[table].name);
	for (size_t i = 0; i < num; i++)
		names[i] = sqlite3_column_name(row, (int)i);
	if (!visitor->columns(visitor, num, names, err))
		return false;
	while ((status = database_step(archive, row, err)) == SQLITE_ROW)
		if (!visit_row(row, num, names, visitor, err))
			return false;
	return status == SQLITE_DONE;
}

bool export_count(struct archive *archive, size_t table, const struct export_period *period, int64_t *num, struct error *err)
{
	return database_number(archive, num, 0, err, tables[table].count, PERIOD(period));
}

bool export_log(struct archive *archive, const struct export_period *period, const char *by, const char *detail,
		const char manifest[65], struct error *err)
{
	char subject[2 * DATE_TEXT_LEN + 8];
	struct event event = {.kind = "export", .person = by, .subject = subject, .detail = detail, .content = manifest};

	snprintf(subject, sizeof subject, "%s to %s", period->since, period->until);
	if (database_begin(archive, err) && event_append(archive, &event, err) && database_commit(archive, err))
		return true;
	database_rollback(archive);
	return false;
}
