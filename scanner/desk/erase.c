#include "desk/erase.h"

#include "bytes/fold.h"
#include "bytes/text.h"
#include "desk/case.h"
#include "desk/keep_reason.h"
#include "desk/reveal.h"
#include "desk/words.h"
#include "judge/retention.h"
#include "store/event.h"
#include "store/hold_table.h"
#include "store/overtaken.h"
#include "store/register.h"

#include <stdio.h>
#include <string.h>

#define PROPOSED "erasure proposed"
#define STILL_THERE(ids) "SELECT EXISTS (SELECT 1 FROM (" ids ") WHERE id IN (SELECT id FROM sealed))"
#define OBSTACLE_LEN 64
#define WHO_MAX 1024

/* Cases and developers differ in nothing but these. */
struct erasable {
	const char *stands; /* of ?1: is it on hold; in an open case; in use; the last day of it, or '' */
	const char *ids;    /* of what is sealed */
	const char *any;    /* whether some of that is still there */
	const char *kind, *subject; /* of its events */
	bool (*log)(struct desk *desk, int64_t number, const char *proposed, struct error *err); /* NULL: erased */
	bool (*refuse)(int64_t number, const char *obstacle, struct error *err); /* NULL: it is on hold */
};

static bool log_case(struct desk *desk, int64_t number, const char *proposed, struct error *err)
{
	return case_table_log(desk->archive, number, desk->by, proposed != NULL ? proposed : "erased what was sealed", err);
}

static bool refuse_case(int64_t number, const char *obstacle, struct error *err)
{
	if (obstacle == NULL)
		return error_set(err, ERROR_USAGE, "what case #%lld is about is on hold: nothing of it is erased before that is lifted (prelist archive unhold)",
				 (long long)number);
	return error_set(err, ERROR_USAGE, "case #%lld: %s; nothing of it is erased but by two persons: --override --basis TEXT", (long long)number,
			 obstacle);
}

static bool log_developer(struct desk *desk, int64_t number, const char *proposed, struct error *err)
{
	return register_log(desk->archive, number, desk->by, proposed != NULL ? proposed : "contact erased", err);
}

static bool refuse_developer(int64_t number, const char *obstacle, struct error *err)
{
	if (obstacle == NULL)
		return error_set(err, ERROR_USAGE, "an app of developer #%lld is on hold: nothing of him is erased before that is lifted (prelist archive unhold)",
				 (long long)number);
	return error_set(err, ERROR_USAGE, "developer #%lld: %s; his contact is not erased but by two persons: --override --basis TEXT",
			 (long long)number, obstacle);
}

#define HIS_SUBMISSIONS KEEP_SUBMISSIONS("?1")
#define HIS_CONTACTS "SELECT sealed AS id FROM developer_contact WHERE developer = ?1"

static const struct erasable cases = {
	.stands = "SELECT EXISTS (SELECT 1 FROM hold h WHERE h.lifted IS NULL AND " HOLD_OF_CASE "), c.state = 'open', 0,"
		  " max(coalesce(c.closed, ''), coalesce((SELECT max(max(h.date, h.lifted)) FROM hold h WHERE " HOLD_OF_CASE "), ''))"
		  " FROM case_file c WHERE c.number = ?1",
	.ids = REVEAL_SEALED,
	.any = STILL_THERE(REVEAL_SEALED),
	.kind = "case",
	.subject = "case",
	.log = log_case,
	.refuse = refuse_case,
};

static const struct erasable developers = {
	.stands = "SELECT EXISTS (SELECT 1" HIS_SUBMISSIONS " AND " HOLD_ON_SUBMISSION "), " KEEP_DEVELOPER_IN_CASE("?1")
		  " OR EXISTS (SELECT 1" HIS_SUBMISSIONS " AND " KEEP_IN_CASE "), EXISTS (SELECT 1" HIS_SUBMISSIONS " AND (s.state ="
		  " 'listed' OR " SUBMISSION_WAITS("s") ")), max(coalesce((SELECT max(date) FROM developer_contact WHERE developer = ?1), ''),"
		  " coalesce((SELECT max(" KEEP_LAST_DAY ")" HIS_SUBMISSIONS "), ''))",
	.ids = HIS_CONTACTS,
	.any = STILL_THERE(HIS_CONTACTS),
	.kind = "register",
	.subject = "developer",
	.log = log_developer,
	.refuse = refuse_developer,
};

/* In words that stay the same as long as it does; empty: nothing stands against it. */
static bool find_obstacle(struct desk *desk, const struct erasable *what, int64_t number, char obstacle[OBSTACLE_LEN], struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(desk->archive, err, what->stands, "i", number);
	char until[DATE_TEXT_LEN];
	struct date last;

	*obstacle = '\0';
	if (database_step(desk->archive, row, err) != SQLITE_ROW)
		return false;
	if (sqlite3_column_int(row, 0) != 0)
		return what->refuse(number, NULL, err);
	if (sqlite3_column_int(row, 1) != 0)
		snprintf(obstacle, OBSTACLE_LEN, "a case is open");
	else if (sqlite3_column_int(row, 2) != 0)
		snprintf(obstacle, OBSTACLE_LEN, "an app is listed or waits");
	else if (date_parse(text_or_empty(database_text(row, 3)), &last)) {
		date_format(retention_until(last, 0), until);
		if (strcmp(desk->today_text, until) <= 0)
			snprintf(obstacle, OBSTACLE_LEN, "the year until %s is not over", until);
	}
	return true;
}

/* The proposal that nothing has followed: by somebody, about the same. */
static bool find_proposal(struct desk *desk, const struct erasable *what, int64_t number, const char *obstacle, char by[WHO_MAX],
			  struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = NULL;
	char subject[40], begin[OBSTACLE_LEN + 32];
	int status;

	snprintf(subject, sizeof subject, "%s #%lld", what->subject, (long long)number);
	snprintf(begin, sizeof begin, PROPOSED ", though %s;", obstacle);
	row = database_prepare(desk->archive, err,
			       "SELECT " EVENT_WHO " FROM event e LEFT JOIN person p ON p.id = e.person WHERE e.kind = ?1 AND e.subject = ?2"
			       " AND substr(e.detail, 1, length(?3)) = ?3 AND NOT EXISTS (SELECT 1 FROM event x WHERE x.kind = ?1 AND"
			       " x.subject = ?2 AND x.number > e.number AND x.detail LIKE '%erased%' AND x.detail NOT LIKE '" PROPOSED "%')"
			       " ORDER BY e.number DESC LIMIT 1",
			       "sss", what->kind, subject, begin);
	status = database_step(desk->archive, row, err);
	snprintf(by, WHO_MAX, "%s", status == SQLITE_ROW ? text_or_empty(database_text(row, 0)) : "");
	return status != SQLITE_ERROR;
}

static bool propose(struct desk *desk, const struct erasable *what, struct erasing *erasing, const char *obstacle, const char *reason,
		    struct arena *arena, struct error *err)
{
	const char *basis = words_masked(arena, erasing->basis, err);
	const char *detail = basis == NULL ? NULL : arena_printf(arena, PROPOSED ", though %s; %s; %s", obstacle, basis, reason);

	erasing->proposed = true;
	return arena_ok(arena, err) && detail != NULL && what->log(desk, erasing->number, detail, err);
}

/* Two persons, about the same. *may: it is erased now. */
static bool override(struct desk *desk, const struct erasable *what, struct erasing *erasing, const char *obstacle, const char *reason,
		     struct arena *arena, bool *may, struct error *err)
{
	char by[WHO_MAX];

	if (!erasing->override)
		return what->refuse(erasing->number, obstacle, err);
	if (erasing->basis == NULL)
		return error_set(err, ERROR_USAGE, "what is kept is erased with the provision that allows it: --basis TEXT");
	if (!find_proposal(desk, what, erasing->number, obstacle, by, err))
		return false;
	if (*by == '\0')
		return propose(desk, what, erasing, obstacle, reason, arena, err);
	*may = !fold_same(by, desk->by);
	return *may || error_set(err, ERROR_USAGE, "%s proposed to erase it: a second person has to agree", by);
}

static bool erase(struct desk *desk, const struct erasable *what, struct erasing *erasing, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)16 * 1024 * 1024);
	const char *reason = words_masked(&arena, erasing->reason, err);
	char obstacle[OBSTACLE_LEN];
	bool any, may;

	erasing->num = 0;
	erasing->proposed = false;
	if (reason == NULL || !database_any(desk->archive, &any, err, what->any, "i", erasing->number))
		return false;
	if (!any)
		return true;
	if (!find_obstacle(desk, what, erasing->number, obstacle, err))
		return false;
	may = *obstacle == '\0';
	if (!may && !override(desk, what, erasing, obstacle, reason, &arena, &may, err))
		return false;
	return !may || (seal_erase_all(desk->archive, what->ids, erasing->number, desk->by, reason, &erasing->num, err) &&
			(erasing->num == 0 || what->log(desk, erasing->number, NULL, err)));
}

bool erase_case(struct desk *desk, struct erasing *erasing, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)16 * 1024 * 1024);
	struct case_row row;

	return case_load(desk, erasing->number, &arena, &row, err) && erase(desk, &cases, erasing, err);
}

bool erase_developer(struct desk *desk, struct erasing *erasing, struct error *err)
{
	return erase(desk, &developers, erasing, err);
}
