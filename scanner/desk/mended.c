#include "desk/mended.h"

#include "judge/build_part.h"
#include "judge/rule_looks.h"
#include "store/external.h"
#include "store/judged_facts.h"
#include "store/package.h"

/* A build for other devices mends nothing of a phone's, nor one that is left out; of one whose reader ended before any row, every build may. */
static bool is_for_as_many(const struct reading *before, const struct reading *now)
{
	return reading_num(before, package) == 0 || build_part_has_all(now, before);
}

/* With what laboratories found of it since. Of facts that cannot be read nobody knows what of them is left out. */
static void load_before(struct desk *desk, int64_t number, struct mended *mended)
{
	struct error unread = {0};

	mended->before = judged_facts_load(desk->archive, number, UINT64_MAX, &unread);
	mended->is_open = mended->before != NULL && external_load_kept(desk->archive, number, mended->before, &unread) &&
			  is_for_as_many(mended->before, mended->now);
}

bool mended_compare(struct desk *desk, int64_t before, int64_t later, const struct reading *now, int64_t previous, struct mended *mended,
		    struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		desk->archive, err,
		"SELECT (s.code_visible OR NOT o.code_visible) AND (o.form IS NULL OR s.form IS NOT NULL), " PACKAGES_OF("o") " IS NOT " PACKAGES_OF("s")
		", o.form IS NOT s.form, o.previous IS ?3 FROM submission o, submission s WHERE o.number = ?1 AND s.number = ?2",
		"iii", before, later, previous);
	int status = database_step(desk->archive, row, err);

	*mended = (struct mended){.now = now};
	if (status != SQLITE_ROW)
		return status != SQLITE_ERROR;
	mended->other_bytes = sqlite3_column_int(row, 1) != 0;
	mended->other_form = sqlite3_column_int(row, 2) != 0;
	mended->same_previous = sqlite3_column_int(row, 3) != 0;
	if (sqlite3_column_int(row, 0) != 0 && (mended->other_bytes || mended->other_form))
		load_before(desk, before, mended);
	return true;
}

void mended_free(struct mended *mended)
{
	reading_free(mended->before);
	mended->before = NULL;
}

bool mended_by_rule(const struct mended *mended, const struct rule *rule, const char *subject)
{
	return rule != NULL && mended->is_open && (mended->other_bytes || rule_reads_form(rule)) &&
	       (mended->same_previous || !rule->gate_only || !rule_compares(rule)) && rule_sees(rule, subject, mended->before, mended->now);
}
