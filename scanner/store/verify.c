#include "store/verify.h"

#include "bytes/text.h"
#include "store/blacklist_table.h"
#include "store/case_table.h"
#include "store/clock.h"
#include "store/decision.h"
#include "store/event.h"
#include "store/hold_table.h"
#include "store/intact.h"
#include "store/judged_facts.h"
#include "store/listing.h"
#include "store/logged.h"
#include "store/pack_log.h"
#include "store/package.h"
#include "store/patrol_table.h"
#include "store/person.h"
#include "store/policy_text.h"
#include "store/pruned.h"
#include "store/reading_digest.h"
#include "store/register.h"
#include "store/reindex.h"
#include "store/review_table.h"
#include "store/role_table.h"
#include "store/schema_verify.h"
#include "store/seal.h"
#include "store/unreferenced.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>

#define RECORD_MAX ((size_t)2 * 1024 * 1024 * 1024) /* more than a row can have */
/* Packages whose bytes are to be here. */
#define HELD "(SELECT rowid, sha256, size FROM package WHERE sha256 NOT IN (SELECT sha256 FROM pruned))"

__attribute__((format(printf, 2, 3))) static void tell(struct verification *v, const char *format, ...)
{
	char text[1600];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	v->problem(v->owner, text);
}

/* The records so far, when they are as many as those of the head. */
static void compare_head(struct verification *v, const struct merkle *tree)
{
	uint8_t root[MERKLE_HASH];

	if (v->head == NULL || v->head->size != (int64_t)v->num_events)
		return;
	merkle_head(tree, root);
	if (memcmp(root, v->head->root, MERKLE_HASH) != 0)
		tell(v, "log: its first %lld records are not those that the noted head is over", (long long)v->head->size);
}

/* A head is the same where a subtree stands on another level, and the next record would make another tree of it. */
static bool check_levels(struct archive *archive, const struct merkle *tree, struct verification *v, struct error *err)
{
	for (int64_t level = 0; level < MERKLE_LEVELS; level++) {
		bool found;

		if (!database_any(archive, &found, err, "SELECT count(*) FROM tree WHERE level = ?", "i", level))
			return false;
		if (found != tree->has[level])
			tell(v, "log: level %lld of the tree is not what the records make", (long long)level);
	}
	return true;
}

/* Each record against its leaf, and all leaves against the tree and a head noted earlier. */
static bool check_log(struct archive *archive, struct verification *v, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(archive, err, "SELECT number, time, kind, person, subject, detail, content, leaf, account, today FROM event ORDER BY number", "");
	struct merkle tree = {.has = {false}};
	uint8_t leaf[MERKLE_HASH], hash[MERKLE_HASH];
	char hex[65], head[65];
	int64_t size, expected = 0;
	int status;

	compare_head(v, &tree);
	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		BUF_CLEANUP struct buf record = buf_new(RECORD_MAX);
		const struct event_columns columns = {.account = database_text(row, 8), .content = database_text(row, 6),
						      .detail = database_text(row, 5), .kind = database_text(row, 2),
						      .person = database_text(row, 3), .subject = database_text(row, 4),
						      .time = database_text(row, 1), .today = database_text(row, 9)};

		if (sqlite3_column_int64(row, 0) != ++expected) {
			tell(v, "log: record %lld is missing", (long long)expected);
			expected = sqlite3_column_int64(row, 0);
		}
		if (!event_record(&record, &columns))
			return error_memory(err);
		merkle_leaf(buf_span(&record), leaf);
		text_hex_to(hex, span_of(leaf, MERKLE_HASH));
		if (strcmp(hex, text_or_empty(database_text(row, 7))) != 0 || database_text(row, 3) == NULL) /* nobody is '' */
			tell(v, "log: record %lld was changed", (long long)sqlite3_column_int64(row, 0));
		merkle_append(&tree, leaf);
		v->num_events++;
		compare_head(v, &tree);
	}
	if (v->head != NULL && v->head->size > (int64_t)v->num_events)
		tell(v, "log: the noted head is over %lld records, and %llu are left", (long long)v->head->size, (unsigned long long)v->num_events);
	if (status != SQLITE_DONE || !event_head(archive, head, &size, err))
		return false;
	merkle_head(&tree, hash);
	text_hex_to(hex, span_of(hash, MERKLE_HASH));
	if (strcmp(hex, head) != 0)
		tell(v, "log: the tree's head is %s, the records make %s", head, hex);
	return check_levels(archive, &tree, v, err);
}

/* Nothing of what was kept is wrong; what is in force and due cannot be told. */
static bool check_clock(struct archive *archive, struct verification *v, struct error *err)
{
	struct clock_ahead ahead;

	if (!clock_compare(archive, (int64_t)time(NULL), &ahead, err))
		return false;
	if (ahead.number != 0)
		tell(v, "log: record %lld is of %s, and by this machine's clock it is %s: one of them is wrong", (long long)ahead.number, ahead.time,
		     ahead.now);
	return true;
}

/* Submissions that the log knows and the tables do not; states that no event made. */
static bool check_by_query(struct archive *archive, struct verification *v, const char *sql, const char *what, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(archive, err, sql, "");
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW)
		tell(v, "%s: %s", text_or_empty(database_text(row, 0)), what);
	return status == SQLITE_DONE;
}

static bool check_states(struct archive *archive, struct verification *v, struct error *err)
{
	return check_by_query(archive, v,
			      "SELECT e.subject FROM event e WHERE e.kind = 'submit' AND e.subject NOT IN (SELECT s.platform || ':' || s.app_id ||"
			      " '@#' || s.number FROM submission s)",
			      "the log has it, the tables have not", err) &&
	       check_by_query(archive, v,
			      "SELECT '#' || s.number FROM submission s WHERE s.state <> coalesce((SELECT rtrim(substr(e.detail,"
			      " instr(e.detail, ' ') + 1, instr(e.detail || ';', ';') - instr(e.detail, ' ') - 1)) FROM event e WHERE"
			      " e.kind IN ('submit', 'decide', 'import') AND e.subject = s.platform || ':' || s.app_id || '@#' || s.number"
			      " ORDER BY e.number DESC LIMIT 1), '')",
			      "its state is not what the log says", err) &&
	       check_by_query(archive, v,
			      "SELECT '#' || s.number FROM submission s JOIN (" SUBMISSIONS_CAME ") c ON c.number = s.number WHERE s.came <> c.came",
			      "when it came is not what its time and later ones say", err);
}

/* What an app's row says follows from its submissions and decisions: how often anything changed. */
static bool check_apps(struct archive *archive, struct verification *v, struct error *err)
{
	return check_by_query(archive, v,
			      "SELECT DISTINCT s.app_id FROM submission s WHERE NOT EXISTS (SELECT 1 FROM app a WHERE a.platform = s.platform"
			      " AND a.app_id = s.app_id)",
			      "there are submissions of it, and no app", err) &&
	       check_by_query(archive, v,
			      "SELECT a.app_id FROM app a WHERE NOT EXISTS (SELECT 1 FROM submission s WHERE s.app_id = a.app_id AND"
			      " s.platform = a.platform)",
			      "it is an app, and there is no submission of it", err) &&
	       check_by_query(archive, v,
			      "SELECT a.app_id FROM app a WHERE a.head <> (SELECT count(*) FROM submission s WHERE s.app_id = a.app_id AND"
			      " s.platform = a.platform) + (SELECT count(*) FROM submission s JOIN decision d ON d.number = s.number WHERE"
			      " s.app_id = a.app_id AND s.platform = a.platform)",
			      "its head is not the number of its submissions and decisions", err);
}

/* What the disk does not give hides nothing of the rest: it is told, and the others are looked at. */
static bool check_package(struct archive *archive, struct verification *v, const char *sha256, int64_t size, struct error *err)
{
	bool ok;

	if (package_check(archive, sha256, size, &ok, err)) {
		if (!ok)
			tell(v, "package %s: missing or changed", sha256);
		return true;
	}
	if (err->code != ERROR_IO)
		return false;
	tell(v, "package %s: could not be checked: %s", sha256, err->text);
	v->num_unchecked++;
	*err = (struct error){.code = ERROR_NONE};
	return true;
}

/* Hashing takes long, and nobody's journal is to wait for its end. */
static bool check_packages(struct archive *archive, struct verification *v, struct error *err)
{
	char sha256[DATABASE_KEY];
	int64_t total = 0, row = 0, size;
	uint64_t done = 0;

	if (!database_number(archive, &total, 0, err, "SELECT sum(size) FROM " HELD, ""))
		return false;
	while (database_next_key(archive, HELD, &row, sha256, err)) {
		if (!database_number(archive, &size, 0, err, "SELECT size FROM package WHERE rowid = ?", "i", row) ||
		    !check_package(archive, v, sha256, size, err))
			return false;
		v->num_packages++;
		done += (uint64_t)size;
		v->progress(v->owner, done, (uint64_t)total);
	}
	return err->code == ERROR_NONE;
}

static bool check_rows(struct archive *archive, struct verification *v, struct error *err)
{
	return check_log(archive, v, err) && check_clock(archive, v, err) && logged_verify(archive, &logged_submissions, v->problem, v->owner, err) &&
	       check_states(archive, v, err) && check_apps(archive, v, err) && intact_references(archive->db, v->problem, v->owner, err);
}

/* Where packages could not be looked at it is said already that not all was. */
static bool check_unreferenced(struct archive *archive, struct verification *v, struct error *err)
{
	struct unreferenced found;
	bool ok = unreferenced_count(archive, &found, err);

	v->num_unreferenced = found.num;
	if (ok || err->code != ERROR_IO || v->num_unchecked == 0)
		return ok;
	*err = (struct error){.code = ERROR_NONE};
	return true;
}

/* What each kind of row says of itself. */
static bool (*const checks[])(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err) = {
	listing_verify, case_table_verify, decision_verify, review_table_verify, seal_verify, person_verify, register_verify, policy_text_verify,
	role_table_verify, blacklist_table_verify, hold_table_verify, pruned_verify, pack_log_verify, reading_digest_verify, judged_facts_verify, reindex_verify,
	patrol_table_verify};

/* What is so damaged that it cannot be looked at is a problem among others; what keeps several checks from it is said once. */
static bool went_on(struct verification *v, bool ok, struct error *err)
{
	if (ok || err->code != ERROR_DAMAGED)
		return ok;
	if (strcmp(v->hindrance.text, err->text) != 0)
		tell(v, "not all can be checked: %s", err->text);
	v->hindrance = *err;
	*err = (struct error){.code = ERROR_NONE};
	return true;
}

static bool check_tables(struct archive *archive, struct verification *v, struct error *err)
{
	bool ok = went_on(v, check_rows(archive, v, err), err);

	for (size_t i = 0; ok && i < sizeof checks / sizeof checks[0]; i++)
		ok = went_on(v, checks[i](archive, v->problem, v->owner, err), err);
	return ok;
}

/* Rows are looked at as they stand at one moment, whoever submits meanwhile. */
static bool verify(struct archive *archive, struct verification *v, struct error *err)
{
	bool ok, can_read;

	if (!intact_pages(archive->db, v->problem, v->owner, err) || !database_run(archive, err, "BEGIN", ""))
		return false;
	ok = schema_verify(archive, v->problem, v->owner, &can_read, err);
	if (ok && !can_read)
		tell(v, "not all can be checked: what tables or views of another make hold is not read");
	ok = ok && (!can_read || check_tables(archive, v, err));
	database_rollback(archive);
	return ok && (!can_read || v->rows_only || (check_packages(archive, v, err) && check_unreferenced(archive, v, err)));
}

bool verify_archive(struct archive *archive, struct verification *v, struct error *err)
{
	return went_on(v, verify(archive, v, err), err);
}
