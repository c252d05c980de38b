#include "store/external.h"

bool external_clear(struct archive *archive, int64_t number, const char *source, struct error *err)
{
	return database_run(archive, err, "DELETE FROM lab_finding WHERE number = ? AND source = ?", "is", number, source);
}

bool external_put(struct archive *archive, const char *sha256, const struct fact_external_finding *row, struct error *err)
{
	return database_run(archive, err,
			    "INSERT INTO lab_finding SELECT ?1, (SELECT coalesce(max(position), 0) + 1 FROM lab_finding WHERE number = ?1), ?2, ?3, ?4,"
			    " ?5, ?6, ?7, ?8, ?9, ?10, ?11",
			    "issssssssss", row->case_number, sha256, row->source, row->rule, row->subject, row->behaviour, row->outcome, row->level,
			    row->detail, row->place, row->date);
}

static bool add_rows(struct archive *archive, struct reading *facts, const struct fact_package *package, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err,
		"SELECT l.source, l.rule, l.subject, l.behaviour, l.outcome, l.level, l.detail, l.place, l.date, l.number FROM lab_finding l JOIN"
		" case_file c ON c.number = l.number WHERE l.sha256 = ? AND c.outcome IS NOT 'withdrawn' ORDER BY l.number, l.position",
		"s", package->sha256);
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		struct fact_external_finding found = fact_external_finding_row();

		found.package = package->package;
		found.path = "";
		found.source = database_text(row, 0);
		found.rule = database_text(row, 1);
		found.subject = database_text(row, 2);
		found.behaviour = database_text(row, 3);
		found.outcome = database_text(row, 4);
		found.level = database_text(row, 5);
		found.detail = database_text(row, 6);
		found.place = database_text(row, 7);
		found.date = database_text(row, 8);
		found.case_number = sqlite3_column_int64(row, 9);
		if (reading_add(facts, FACT_TABLE_external_finding, &found) == NULL)
			return error_set(err, ERROR_MEMORY, "out of memory for the facts of a submission");
	}
	return status == SQLITE_DONE;
}

bool external_load(struct archive *archive, struct reading *facts, struct error *err)
{
	struct fact_package **packages = reading_rows(facts, package);

	facts->tables[FACT_TABLE_external_finding].num_rows = 0;
	for (size_t i = 0; i < reading_num(facts, package); i++)
		if (packages[i]->sha256 != NULL && !add_rows(archive, facts, packages[i], err))
			return false;
	if (reading_num(facts, external_finding) > 0)
		reading_sort(facts);
	return true;
}
