#include "store/rule_count.h"

bool rule_count_of(struct archive *archive, const char *rule, struct rule_count *count, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err,
		"SELECT (SELECT count(*) FROM finding WHERE rule = ?1), (SELECT count(*) FROM finding_outcome WHERE rule = ?1 AND outcome ="
		" 'confirmed'), (SELECT count(*) FROM finding_outcome WHERE rule = ?1 AND outcome = 'false-positive'), (SELECT count(*) FROM"
		" finding_outcome WHERE rule = ?1 AND outcome = 'accepted')",
		"s", rule);

	if (database_step(archive, row, err) != SQLITE_ROW)
		return false;
	*count = (struct rule_count){sqlite3_column_int64(row, 0), sqlite3_column_int64(row, 1), sqlite3_column_int64(row, 2),
				     sqlite3_column_int64(row, 3)};
	return true;
}
