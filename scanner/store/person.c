#include "store/person.h"

#include "bytes/digest.h"
#include "bytes/fold.h"
#include "store/seal.h"

#include <stdio.h>
#include <string.h>

#define NAME_MAX_LEN ((size_t)1024 * 1024)
#define ID_LEN SEAL_ID_LEN

/* number: the row's in main.person; folded: NULL of what is no name; is_closed: sealed by a key that is not at hand. */
#define TABLE                                                                                                                         \
	"CREATE TEMP TABLE person (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, folded TEXT, is_closed INTEGER NOT NULL)"

#define LAST "(SELECT coalesce(max(number), 0) FROM temp.person)"

static bool add(struct archive *archive, int64_t number, const char *id, const char *name, bool is_closed, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new(2 * NAME_MAX_LEN);
	const char *folded = is_closed ? NULL : fold_text(&arena, name);

	if (folded == NULL && !is_closed)
		return error_set(err, ERROR_INPUT, "a name of %zu bytes is too long", strlen(name));
	return database_run(archive, err, "INSERT INTO temp.person VALUES (?, ?, ?, ?, ?)", "isssi", number, id, name, folded, (int64_t)is_closed);
}

/* name NULL: sealed. */
static bool open_one(struct archive *archive, int64_t number, const char *id, const char *name, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new(2 * NAME_MAX_LEN);
	struct error inner = {0};
	bool sealed = false;
	char stand_in[PERSON_STAND_IN_LEN + 1];

	if (name == NULL && !database_any(archive, &sealed, err, "SELECT EXISTS (SELECT 1 FROM sealed WHERE id = ?)", "s", id))
		return false;
	/* One that was changed stays closed: archive verify, too, has to open the archive to say so. */
	if (name == NULL && !seal_peek(archive, id, &arena, &name, &inner) && inner.code != ERROR_DAMAGED)
		return error_set(err, inner.code, "%s", inner.text);
	if (name != NULL)
		return add(archive, number, id, name, false, err);
	snprintf(stand_in, sizeof stand_in, PERSON_STAND_IN "%.8s", id);
	return add(archive, number, id, stand_in, sealed, err);
}

static bool load_new(struct archive *archive, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err, "SELECT rowid, id, name FROM main.person WHERE rowid > " LAST " ORDER BY rowid", "");
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW)
		if (!open_one(archive, sqlite3_column_int64(row, 0), database_text(row, 1), database_text(row, 2), err))
			return false;
	return status == SQLITE_DONE;
}

/* A view in a table's place may never end: archive verify, which has to open the archive, says that it is there. */
static bool has_views(struct archive *archive, bool *views, struct error *err)
{
	*views = false;
	return (database_has_table(archive, "main", "person") && database_has_table(archive, "main", "sealed")) ||
	       database_any(archive, views, err, "SELECT count(*) FROM main.sqlite_schema WHERE type = 'view' AND name IN ('person', 'sealed')", "");
}

bool person_refresh(struct archive *archive, struct error *err)
{
	bool has_new, views;

	if (!has_views(archive, &views, err) || views)
		return views;
	if (!database_any(archive, &has_new, err, "SELECT EXISTS (SELECT 1 FROM main.person WHERE rowid > " LAST ")", ""))
		return false;
	return !has_new || load_new(archive, err);
}

bool person_open(struct archive *archive, struct error *err)
{
	return database_run(archive, err, TABLE, "") && person_refresh(archive, err);
}

/* A second person of the same name would pass four eyes. */
static bool can_compare(struct archive *archive, struct error *err)
{
	int64_t num_closed;

	if (!database_number(archive, &num_closed, 0, err, "SELECT count(*) FROM temp.person WHERE is_closed", ""))
		return false;
	return num_closed == 0 ||
	       error_set(err, ERROR_INPUT, "%lld {name is|names are} sealed, so that it cannot be told who --by is: set $PRELIST_KEY_FILE",
			 (long long)num_closed);
}

static bool id_of(const char *salt, const char *name, char id[ID_LEN], struct error *err)
{
	BUF_CLEANUP struct buf salted = buf_new(NAME_MAX_LEN);
	char whole[DIGEST_HEX_MAX];

	buf_text(&salted, salt);
	buf_text(&salted, name);
	if (salted.failed)
		return error_set(err, ERROR_INPUT, "a name of %zu bytes is too long", strlen(name));
	digest_hex_of(DIGEST_SHA256, buf_span(&salted), whole);
	snprintf(id, ID_LEN, "%.32s", whole);
	return true;
}

static bool make(struct archive *archive, const char *name, char id[ID_LEN], struct error *err)
{
	bool sealed = seal_has_key(archive);
	char salt[SEAL_ID_LEN];

	if (!can_compare(archive, err) || !seal_new_id(salt, err) || !id_of(salt, name, id, err))
		return false;
	return (!sealed || seal_put_as(archive, "person", id, span_of_text(name), err)) &&
	       database_run(archive, err, "INSERT INTO main.person VALUES (?, ?, ?)", "sss", id, sealed ? NULL : name, sealed ? NULL : salt) &&
	       add(archive, sqlite3_last_insert_rowid(archive->db), id, name, false, err);
}

static bool verify_names(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(archive, err, "SELECT id, name, salt FROM main.person WHERE name IS NOT NULL OR salt IS NOT NULL ORDER BY rowid", "");
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		const char *id = database_text(row, 0), *name = database_text(row, 1), *salt = database_text(row, 2);
		char of_name[ID_LEN] = "", text[100];

		if (name != NULL && salt != NULL && !id_of(salt, name, of_name, err))
			return false;
		if (strcmp(id, of_name) == 0)
			continue;
		snprintf(text, sizeof text, "person %.8s: the name is not the one that was logged", id);
		problem(owner, text);
	}
	return status == SQLITE_DONE;
}

/* The log's persons are here, and nobody that it does not know. A person's seal is logged as he comes in. */
#define STRANGERS                                                                                                                     \
	"SELECT person, 'is gone' FROM event WHERE person <> '' AND person NOT LIKE 'uid:%' AND person NOT IN (SELECT id FROM main.person)"                       \
	" UNION SELECT substr(subject, 8), 'is gone' FROM event WHERE kind = 'seal' AND detail LIKE 'person key %' AND"               \
	" substr(subject, 8) NOT IN (SELECT id FROM main.person)"                                                                     \
	" UNION SELECT p.id, 'is not known to the log' FROM main.person p WHERE p.name IS NULL AND NOT EXISTS (SELECT 1 FROM event"   \
	" WHERE kind = 'seal' AND subject = 'sealed ' || p.id)"

bool person_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(archive, err, STRANGERS, "");
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		char text[100];

		snprintf(text, sizeof text, "person %.8s: %s", database_text(row, 0), database_text(row, 1));
		problem(owner, text);
	}
	return status == SQLITE_DONE && verify_names(archive, problem, owner, err);
}

/* As it is compared; NULL and err when there is nothing to see. */
static const char *fold_name(struct arena *arena, const char *name, struct error *err)
{
	const char *folded = strlen(name) > PERSON_NAME_MAX ? NULL : fold_text(arena, name);

	if (folded != NULL && *folded != '\0')
		return folded;
	if (folded == NULL)
		error_set(err, ERROR_USAGE, "a name of %zu bytes is too long: %zu are the most", strlen(name), PERSON_NAME_MAX);
	else
		error_set(err, ERROR_USAGE, "a name of %zu byte{|s} of which nothing is seen names nobody", strlen(name));
	return NULL;
}

bool person_find(struct archive *archive, const char *name, char id[ID_LEN], bool *found, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new(2 * NAME_MAX_LEN);
	const char *folded = fold_name(&arena, name, err);
	sqlite3_stmt *row STATEMENT_CLEANUP = NULL;
	int status;

	if (folded == NULL)
		return false;
	row = database_prepare(archive, err, "SELECT id FROM temp.person WHERE folded = ? AND NOT is_closed ORDER BY number LIMIT 1", "s", folded);
	status = database_step(archive, row, err);
	*found = status == SQLITE_ROW;
	if (*found)
		snprintf(id, ID_LEN, "%s", database_text(row, 0));
	return status != SQLITE_ERROR;
}

bool person_id(struct archive *archive, const char *name, char id[ID_LEN], struct error *err)
{
	bool found;

	return person_find(archive, name, id, &found, err) && (found || make(archive, name, id, err));
}

static bool next_clear(struct archive *archive, char id[ID_LEN], struct arena *arena, const char **name, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(archive, err, "SELECT id, name FROM main.person WHERE name IS NOT NULL LIMIT 1", "");

	*name = NULL;
	if (database_step(archive, row, err) != SQLITE_ROW)
		return err->code == ERROR_NONE;
	snprintf(id, ID_LEN, "%s", database_text(row, 0));
	*name = arena_strdup(arena, database_text(row, 1));
	return *name != NULL || error_memory(err);
}

bool person_seal_all(struct archive *archive, uint64_t *num, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)64 * 1024 * 1024);
	const char *name;
	char id[ID_LEN];

	for (*num = 0;; ++*num) {
		if (!next_clear(archive, id, &arena, &name, err))
			return false;
		if (name == NULL)
			return true;
		if (!seal_put_as(archive, "person", id, span_of_text(name), err) ||
		    !database_run(archive, err, "UPDATE main.person SET name = NULL, salt = NULL WHERE id = ?", "s", id))
			return false;
	}
}
