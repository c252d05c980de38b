#include "desk/explained.h"

#include <inttypes.h>
#include <stdio.h>

/* A row an explanation: {"rule", "text"}. */
#define SAID_BY(submission) "json_each(CASE WHEN json_valid(" submission ".form) THEN " submission ".form END, '$.explanations')"

/* The next case behind ?2 of the app of the submission ?1, how many of its open findings that explains, and how many there are. */
#define NEXT                                                                                                                              \
	"SELECT c.number, c.kind, sum(EXISTS (SELECT 1 FROM " SAID_BY("s") " e WHERE json_extract(e.value, '$.rule') = f.rule AND NOT EXISTS"  \
	" (SELECT 1 FROM submission o CROSS JOIN " SAID_BY("o") " d WHERE o.platform = s.platform AND o.app_id = s.app_id AND"                 \
	" o.number BETWEEN coalesce(c.submission, 0) AND s.number - 1 AND d.value = e.value))) AS num, count(*) FROM submission s"             \
	" CROSS JOIN case_file c ON c.app_id = s.app_id AND c.platform = s.platform AND c.state = 'open' AND c.number > ?2"                    \
	" CROSS JOIN case_finding f ON f.number = c.number AND f.state = 'open' WHERE s.number = ?1 GROUP BY c.number HAVING num > 0"          \
	" ORDER BY c.number LIMIT 1"

struct next {
	int64_t number, num_explained, num_open;
	bool is_to_mend;
};

/* number 0: there is none. */
static bool find_next(struct desk *desk, int64_t submission, int64_t behind, struct next *next, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(desk->archive, err, NEXT, "ii", submission, behind);
	int status = database_step(desk->archive, row, err), kind;

	*next = (struct next){.number = 0};
	if (status != SQLITE_ROW)
		return status == SQLITE_DONE;
	kind = case_kind_find(database_text(row, 1));
	*next = (struct next){.number = sqlite3_column_int64(row, 0), .num_explained = sqlite3_column_int64(row, 2),
			      .num_open = sqlite3_column_int64(row, 3),
			      .is_to_mend = kind >= 0 && (case_kind_info((enum case_kind)kind)->flags & CASE_BY_FIX) != 0};
	return true;
}

bool explained_by(struct desk *desk, const struct reading *facts, int64_t number, struct error *err)
{
	struct next next = {.number = 0};
	char detail[120];

	if (reading_num(facts, explanation) == 0)
		return true;
	for (;;) {
		if (!find_next(desk, number, next.number, &next, err))
			return false;
		if (next.number == 0)
			return true;
		snprintf(detail, sizeof detail, "submission #%" PRId64 " explains %" PRId64 " of %" PRId64 " open findings", number, next.num_explained,
			 next.num_open);
		if (next.is_to_mend && !case_note(desk, next.number, EXPLAINED_STEP, detail, err))
			return false;
	}
}
