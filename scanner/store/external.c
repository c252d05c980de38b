#include "store/external.h"

#include "bytes/sort.h"
#include "bytes/text.h"

#include <string.h>

#define SOURCE_ROOM ((size_t)16 * 1024)

int external_compare(const void *a, const void *b, void *unused)
{
	const struct external_source *x = a, *y = b;
	int order = strcmp(x->source, y->source);

	(void)unused;
	return order != 0 ? order : strcmp(x->sha256, y->sha256);
}

static bool is_before(const void *element, const void *key)
{
	return external_compare(element, key, NULL) < 0;
}

static bool is_among(const struct external_source *said, size_t num, const struct external_source *source)
{
	size_t at = sort_num_before(said, num, sizeof *said, is_before, source);

	return at < num && external_compare(&said[at], source, NULL) == 0;
}

static bool has_digit(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (text[i] >= '0' && text[i] <= '9')
			return true;
	return false;
}

/* A source as it is kept, of any version of its tool: of that one behind the tool's name, a word with a digit; or where none is said. */
static const char *of_any_version(struct arena *arena, const char *source, bool is_said)
{
	const char *report = NULL;
	size_t end, start;

	for (const char *at = strstr(source, EXTERNAL_REPORT); at != NULL; at = strstr(at + 1, EXTERNAL_REPORT))
		report = at;
	end = report != NULL ? (size_t)(report - source) : strlen(source);
	for (start = end; is_said && start > 0 && source[start - 1] != ' ';)
		start--;
	if (is_said && (start == 0 || !has_digit(source + start, end - start)))
		return source;
	return arena_printf(arena, "%.*s" EXTERNAL_ANY_VERSION "%s", (int)(is_said ? start - 1 : end), source, source + end);
}

/* Whether one of them speaks of that package instead of who spoke before. */
static bool is_replaced(const struct external_source *said, size_t num, const struct external_source *before, bool *replaced, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new(SOURCE_ROOM);
	const struct external_source as[] = {*before, {of_any_version(&arena, before->source, true), before->sha256},
					     {of_any_version(&arena, before->source, false), before->sha256}};

	*replaced = false;
	for (size_t i = 0; i < sizeof as / sizeof as[0]; i++)
		*replaced |= as[i].source != NULL && is_among(said, num, &as[i]);
	return arena_ok(&arena, err);
}

/* One look at the case's rows, however many sources there are; the row at hand may go while it is stood on. */
bool external_clear(struct archive *archive, int64_t number, const struct external_source *said, size_t num, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(archive, err, "SELECT position, source, sha256 FROM lab_finding WHERE number = ? ORDER BY position", "i", number);
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		const struct external_source before = {text_or_empty(database_text(row, 1)), text_or_empty(database_text(row, 2))};
		bool replaced;

		if (!is_replaced(said, num, &before, &replaced, err))
			return false;
		if (replaced && !database_run(archive, err, "DELETE FROM lab_finding WHERE number = ? AND position = ?", "ii",
								  number, sqlite3_column_int64(row, 0)))
			return false;
	}
	return status == SQLITE_DONE;
}

bool external_put(struct archive *archive, const char *sha256, const struct fact_external_finding *row, const char *taken, struct error *err)
{
	return database_run(archive, err,
			    "INSERT INTO lab_finding SELECT ?1, (SELECT coalesce(max(position), 0) + 1 FROM lab_finding WHERE number = ?1), ?2, ?3, ?4,"
			    " ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12",
			    "isssssssssss", row->case_number, sha256, row->source, row->rule, row->subject, row->behaviour, row->outcome,
			    row->level, row->detail, row->place, row->date, taken);
}

bool external_any(struct archive *archive, bool *any, struct error *err)
{
	return database_any(archive, any, err, "SELECT EXISTS (SELECT 1 FROM lab_finding)", "");
}

#define COLUMNS                                                                                                                \
	" l.source, l.rule, l.subject, l.behaviour, l.outcome, l.level, l.detail, l.place, l.date, l.number FROM lab_finding l JOIN" \
	" case_file c ON c.number = l.number AND c.outcome IS NOT 'withdrawn' "

/* Rows whose first column is the package's position. */
static bool add_rows(struct archive *archive, struct reading *facts, sqlite3_stmt *row, struct error *err)
{
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		struct fact_external_finding found = fact_external_finding_row();

		found.package = sqlite3_column_int64(row, 0);
		found.path = "";
		found.source = database_text(row, 1);
		found.rule = database_text(row, 2);
		found.subject = database_text(row, 3);
		found.behaviour = database_text(row, 4);
		found.outcome = database_text(row, 5);
		found.level = database_text(row, 6);
		found.detail = database_text(row, 7);
		found.place = database_text(row, 8);
		found.date = database_text(row, 9);
		found.case_number = sqlite3_column_int64(row, 10);
		if (reading_add(facts, FACT_TABLE_external_finding, &found) == NULL)
			return error_memory(err);
	}
	return status == SQLITE_DONE;
}

static bool add_of_package(struct archive *archive, struct reading *facts, const struct fact_package *package, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err, "SELECT ?," COLUMNS "WHERE l.sha256 = ? ORDER BY l.number, l.position", "is", package->package, package->sha256);

	return add_rows(archive, facts, row, err);
}

bool external_load(struct archive *archive, struct reading *facts, struct error *err)
{
	struct fact_package **packages = reading_rows(facts, package);

	facts->tables[FACT_TABLE_external_finding].num_rows = 0;
	for (size_t i = 0; i < reading_num(facts, package); i++)
		if (packages[i]->sha256 != NULL && !add_of_package(archive, facts, packages[i], err))
			return false;
	if (reading_num(facts, external_finding) > 0)
		reading_sort(facts);
	return true;
}

bool external_load_kept(struct archive *archive, int64_t number, struct reading *facts, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err,
		"SELECT p.position," COLUMNS "JOIN submission_package p ON p.sha256 = l.sha256 WHERE p.number = ? ORDER BY 1, l.number, l.position",
		"i", number);

	facts->tables[FACT_TABLE_external_finding].num_rows = 0;
	if (!add_rows(archive, facts, row, err))
		return false;
	if (reading_num(facts, external_finding) > 0)
		reading_sort(facts);
	return true;
}
