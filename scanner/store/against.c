#include "store/against.h"

#include "store/finding_row.h"

#define ARENA_MAX ((size_t)64 * 1024 * 1024)

struct gathering {
	struct arena arena;
	struct against version;
	struct finding *findings;
	size_t num, room;
};

static void begin(struct gathering *gathering, sqlite3_stmt *row)
{
	struct arena *arena = &gathering->arena;

	arena_free(arena);
	*arena = arena_new(ARENA_MAX);
	gathering->num = gathering->room = 0;
	gathering->findings = NULL;
	gathering->version = (struct against){.number = sqlite3_column_int64(row, 0),
					      .platform = arena_copy(arena, database_text(row, 1)),
					      .app_id = arena_copy(arena, database_text(row, 2)),
					      .version_code = database_integer(row, 3),
					      .version_name = arena_copy(arena, database_text(row, 4)),
					      .label = arena_copy(arena, database_text(row, 5)),
					      .patrol = sqlite3_column_int64(row, 6)};
}

static bool add(struct gathering *gathering, sqlite3_stmt *row, struct error *err)
{
	struct arena *arena = &gathering->arena;
	struct finding found = finding_row(row, 7), *grown = arena_grow(arena, gathering->findings, gathering->num, &gathering->room, sizeof *grown);

	if (grown == NULL)
		return arena_ok(arena, err);
	gathering->findings = grown;
	gathering->findings[gathering->num++] = finding_row_copy(arena, &found);
	return arena_ok(arena, err);
}

static void end(struct gathering *gathering, void (*visit)(void *owner, const struct against *version), void *owner)
{
	if (gathering->num == 0)
		return;
	gathering->version.findings = gathering->findings;
	gathering->version.num_findings = gathering->num;
	gathering->version.verdict = gathering->findings[0].verdict;
	visit(owner, &gathering->version);
}

bool against_each(struct archive *archive, void (*visit)(void *owner, const struct against *version), void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err,
		"SELECT number, platform, app_id, version_code, version_name, label, patrol, " FINDING_COLUMNS
		" FROM newly_against ORDER BY app_id, platform, number, verdict = 'reject' DESC, rule, subject, key",
		"");
	struct gathering gathering = {.arena = arena_new(ARENA_MAX)};
	bool ok = true;
	int status;

	while (ok && (status = database_step(archive, row, err)) == SQLITE_ROW) {
		if (gathering.num == 0 || gathering.version.number != sqlite3_column_int64(row, 0)) {
			end(&gathering, visit, owner);
			begin(&gathering, row);
		}
		ok = add(&gathering, row, err);
	}
	ok = ok && err->code == ERROR_NONE;
	if (ok)
		end(&gathering, visit, owner);
	arena_free(&gathering.arena);
	return ok;
}
