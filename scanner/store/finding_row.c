#include "store/finding_row.h"

#include <stdio.h>

struct finding finding_row(sqlite3_stmt *row, int first)
{
	struct finding finding = {.rule = database_text(row, first + 1),
				  .verdict = verdict_parse(database_text(row, first + 2)),
				  .title = database_text(row, first + 3),
				  .title_zh = database_text(row, first + 4),
				  .subject = database_text(row, first + 5),
				  .detail = database_text(row, first + 6),
				  .path = database_text(row, first + 7),
				  .packages = database_text(row, first + 8)};

	snprintf(finding.key, sizeof finding.key, "%s", database_text(row, first));
	return finding;
}

struct finding finding_row_copy(struct arena *arena, const struct finding *finding)
{
	struct finding copy = {.rule = arena_copy(arena, finding->rule),
			       .verdict = finding->verdict,
			       .title = arena_copy(arena, finding->title),
			       .title_zh = arena_copy(arena, finding->title_zh),
			       .subject = arena_copy(arena, finding->subject),
			       .detail = arena_copy(arena, finding->detail),
			       .path = arena_copy(arena, finding->path),
			       .packages = arena_copy(arena, finding->packages)};

	memcpy(copy.key, finding->key, sizeof copy.key);
	return copy;
}

const char *finding_row_entry(const struct finding *finding)
{
	return strncmp(finding->rule, "blacklist.", 10) == 0 ? finding->detail : NULL;
}

const char *finding_row_basis(struct arena *arena, const struct finding *finding)
{
	const char *joined = "";

	for (const char **basis = finding->basis; basis != NULL && *basis != NULL && joined != NULL; basis++)
		joined = arena_printf(arena, "%s%s%s", joined, basis == finding->basis ? "" : ",", *basis);
	return joined;
}
