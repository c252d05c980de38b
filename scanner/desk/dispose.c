/*
 * dispose - what follows when a version goes: the other versions and the blacklist when it is blocked, the report that is due; what ends
 * with one that is taken back.
 */
#include "bytes/array.h"
#include "bytes/text.h"
#include "desk/case_finding.h"
#include "desk/decide.h"
#include "desk/fixed.h"
#include "desk/sample.h"
#include "store/blacklist_table.h"
#include "store/decided_against.h"
#include "store/decision.h"
#include "store/external_against.h"
#include "store/judged_facts.h"
#include "store/listing.h"
#include "store/moment.h"
#include "store/overtaken.h"
#include "store/same_hand.h"

#include <stdio.h>
#include <stdlib.h>

#define ARENA_MAX ((size_t)1 << 30)

/* Of another version o of the app of ?1, it is not offered once that is not: it stands as listed for nothing, and is for a kind of device for which ?1 does. */
#define GOES_WITH                                                                                                              \
	"(EXISTS (SELECT 1 FROM listing a JOIN submission_package k ON k.device = a.device WHERE a.number = ?1 AND k.number ="     \
	" o.number) AND NOT " LISTING_HAS("o.number") ")"

static const enum blacklist_kind allowed[] = {BLACKLIST_PACKAGE, BLACKLIST_LABEL,   BLACKLIST_CERTIFICATE, BLACKLIST_SPKI, BLACKLIST_DEVELOPER,
					      BLACKLIST_DEVELOPER_NAME, BLACKLIST_USCC, BLACKLIST_LICENCE, BLACKLIST_FILING, BLACKLIST_FILE};

/* Entries on their way to the blacklist. */
struct blocking {
	struct desk *desk;
	const struct deciding *deciding;
	bool wanted[BLACKLIST_KIND_COUNT], shown[BLACKLIST_KIND_COUNT];
	int64_t first, last; /* rows that were made */
	char ticket[24];
	bool ok;
	struct error *err;
};

static bool choose_kind(struct blocking *blocking, struct span word)
{
	for (size_t i = 0; i < sizeof allowed / sizeof allowed[0]; i++)
		if (span_is(word, blacklist_kind_name(allowed[i])))
			return blocking->wanted[allowed[i]] = true;
	return error_set(blocking->err, ERROR_USAGE, "--block is of package label certificate spki developer developer_name uscc licence filing file, by commas, not '%.*s'",
			 (int)word.len, (const char *)word.data);
}

static bool choose_kinds(struct blocking *blocking, const char *words)
{
	while (words != NULL)
		if (!choose_kind(blocking, text_next_word(&words, ',')))
			return false;
	return true;
}

static void block_one(void *owner, enum blacklist_kind kind, const char *value)
{
	struct blocking *blocking = owner;
	struct blacklist_entry entry = {.kind = kind, .value = value, .verdict = VERDICT_REJECT, .reason = blocking->deciding->reason,
					.source = "disposal", .ticket = *blocking->ticket != '\0' ? blocking->ticket : NULL};
	struct blacklist_batch batch = {.entries = &entry, .num_entries = 1, .what = "block", .by = blocking->desk->by,
					.today = blocking->desk->today_text};

	if (!blocking->ok || !blocking->wanted[kind])
		return;
	blocking->shown[kind] = true;
	blocking->ok = blacklist_table_put(blocking->desk->archive, &batch, blocking->err);
	if (!blocking->ok || batch.num_added + batch.num_changed == 0)
		return;
	blocking->first = blocking->first == 0 ? batch.first : blocking->first;
	blocking->last = batch.last;
}

static bool check_shown(const struct blocking *blocking)
{
	for (size_t i = 0; i < BLACKLIST_KIND_COUNT; i++)
		if (blocking->wanted[i] && !blocking->shown[i])
			return error_set(blocking->err, ERROR_USAGE, "submission #%lld shows no %s to block", (long long)blocking->deciding->number,
					 blacklist_kind_name((enum blacklist_kind)i));
	return true;
}

static bool block(struct desk *desk, const struct deciding *deciding, struct decided *decided, struct error *err)
{
	struct blocking blocking = {.desk = desk, .deciding = deciding, .ok = true, .err = err};
	struct arena arena ARENA_CLEANUP = arena_new(ARENA_MAX);
	int64_t before, after;

	if (deciding->facts == NULL)
		return error_set(err, ERROR_ARCHIVE, "submission #%lld cannot be read: what to block?", (long long)deciding->number);
	if (decided->report != 0)
		snprintf(blocking.ticket, sizeof blocking.ticket, "case #%lld", (long long)decided->report);
	if (!choose_kinds(&blocking, deciding->block) || !blacklist_table_generation(desk->archive, &before, err))
		return false;
	blacklist_keys(deciding->facts, &arena, block_one, &blocking);
	if (!blocking.ok || !arena_ok(&arena, err) || !check_shown(&blocking) || !blacklist_table_generation(desk->archive, &after, err))
		return false;
	decided->num_blocked = (size_t)(after - before);
	decided->first_blocked = blocking.first;
	decided->last_blocked = blocking.last;
	return true;
}

/* The listed versions of the app, but the one at hand: all, or those that go with it. */
static bool list_others(struct archive *archive, int64_t number, bool all, int64_t **numbers, size_t *num, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err,
		"SELECT o.number FROM submission s JOIN submission o ON o.platform = s.platform AND o.app_id = s.app_id WHERE s.number = ?1 AND"
		" o.number <> ?1 AND o.state = 'listed' AND (?2 OR " GOES_WITH ") ORDER BY o.number",
		"ii", number, (int64_t)all);
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		int64_t *grown = array_grow(*numbers, *num, sizeof **numbers);

		if (grown == NULL)
			return error_memory(err);
		*numbers = grown;
		grown[(*num)++] = sqlite3_column_int64(row, 0);
	}
	return status == SQLITE_DONE;
}

static bool delist_these(struct desk *desk, const struct deciding *deciding, const int64_t *numbers, size_t num, const char *what,
			 struct decided *decided, struct error *err)
{
	for (size_t i = 0; i < num; i++) {
		struct decision decision = {.number = numbers[i], .what = what, .by = desk->by, .reason = deciding->reason,
					    .rule = NULL, .basis = deciding->basis, .date = desk->today_text,
					    .from_case = deciding->from_case == FACT_ABSENT ? 0 : deciding->from_case};

		if (decision_put(desk->archive, &decision, err) != KEPT)
			return false;
	}
	decided->num_delisted = num;
	return true;
}

/* Whether something that was put onto the blacklist just now names what that version shows. */
static bool is_hit(struct desk *desk, const struct decided *decided, int64_t number, bool *hit, struct error *err)
{
	return database_any(desk->archive, hit, err,
			    "SELECT count(*) FROM blacklist_entry e CROSS JOIN posting p ON p.kind = e.kind AND p.value = e.value JOIN submission s ON"
			    " p.platform = s.platform AND p.app_id = s.app_id AND s.number BETWEEN p.first AND p.last WHERE s.number = ? AND"
			    " e.number BETWEEN ? AND ? AND e.removed IS NULL",
			    "iii", number, decided->first_blocked, decided->last_blocked);
}

/* What is damaged may be anybody's: it stays. */
static bool is_of_same_hand(struct desk *desk, const struct deciding *deciding, int64_t number, bool *same, struct error *err)
{
	struct error trouble = {0};
	READING_CLEANUP struct reading *facts = judged_facts_load(desk->archive, number, SAME_HAND_FACTS, &trouble);

	*same = false;
	if (facts == NULL)
		return trouble.code == ERROR_DAMAGED || error_set(err, trouble.code, "%s", trouble.text);
	return same_hand_submitted(desk->archive, deciding->number, facts, same, err);
}

/* Anybody can hand in an app of that id: those of somebody else stay where one is rejected, unless what is blocked hits them. */
static bool leave_those_of_others(struct desk *desk, const struct deciding *deciding, int64_t *numbers, size_t *num, struct decided *decided,
				  struct error *err)
{
	size_t num_left = 0, len = 0;
	bool goes;

	for (size_t i = 0; i < *num; i++) {
		if (!is_of_same_hand(desk, deciding, numbers[i], &goes, err) || (!goes && !is_hit(desk, decided, numbers[i], &goes, err)))
			return false;
		if (goes)
			numbers[num_left++] = numbers[i];
		else if (len < sizeof decided->others)
			len += (size_t)snprintf(decided->others + len, sizeof decided->others - len, "%s#%lld", len == 0 ? "" : ", ", (long long)numbers[i]);
	}
	*num = num_left;
	return true;
}

static bool delist_others(struct desk *desk, const struct deciding *deciding, struct decided *decided, struct error *err)
{
	int64_t *numbers = NULL;
	size_t num = 0;
	bool ok = list_others(desk->archive, deciding->number, true, &numbers, &num, err) &&
		  (strcmp(deciding->what, "reject") != 0 || leave_those_of_others(desk, deciding, numbers, &num, decided, err)) &&
		  delist_these(desk, deciding, numbers, num, "delist", decided, err);

	free(numbers);
	return ok;
}

/* What the report is about: the app, and its developer by the store's id. */
static bool open_report(struct desk *desk, const struct deciding *deciding, struct decided *decided, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)4 * 1024 * 1024);
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		desk->archive, err,
		"SELECT s.platform, s.app_id, (SELECT sha256 FROM submission_package p WHERE p.number = s.number ORDER BY position LIMIT 1)"
		" FROM submission s WHERE s.number = ?",
		"i", deciding->number);
	struct case_opening opening = {.kind = CASE_AUTHORITY_REPORT, .submission = deciding->number, .text = deciding->reason,
				       .parent = deciding->from_case, .source = "disposal"};
	struct case_row report;
	size_t num;

	if (database_step(desk->archive, row, err) != SQLITE_ROW)
		return error_set(err, ERROR_ARCHIVE, "submission #%lld is gone", (long long)deciding->number);
	opening.platform = arena_strdup(&arena, database_text(row, 0));
	opening.app_id = arena_strdup(&arena, database_text(row, 1));
	opening.sha256 = arena_copy(&arena, database_text(row, 2));
	if (deciding->facts != NULL && reading_num(deciding->facts, submission) > 0)
		opening.developer = reading_rows(deciding->facts, submission)[0]->developer_id;
	if (!case_open(desk, &opening, &decided->report, err) ||
	    !case_take_findings(desk, decided->report, deciding->number, deciding->judgement, deciding->named, false, &num, err) ||
	    !case_load(desk, decided->report, &arena, &report, err))
		return false;
	snprintf(decided->report_due, sizeof decided->report_due, "%s", report.due);
	return true;
}

/* Delisting one submission takes nothing else off the store, be it the same file. */
static bool find_still_listed(struct desk *desk, int64_t number, struct decided *decided, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		desk->archive, err,
		"SELECT group_concat('#' || number, ', ') FROM (SELECT DISTINCT o.number FROM submission_package m JOIN submission_package o ON"
		" o.sha256 = m.sha256 JOIN submission s ON s.number = o.number WHERE m.number = ? AND s.state = 'listed' ORDER BY o.number)",
		"i", number);

	if (database_step(desk->archive, row, err) != SQLITE_ROW)
		return false;
	snprintf(decided->still, sizeof decided->still, "%s", text_or_empty(database_text(row, 0)));
	return true;
}

/* Nor does the store stop offering the app: versions that were replaced take the place of the one that goes, each for devices of a kind. */
bool decide_offered(struct desk *desk, int64_t number, struct decided *decided, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		desk->archive, err,
		"SELECT DISTINCT l.number FROM submission s JOIN submission_package k ON k.number = s.number JOIN listing a ON a.platform = s.platform AND"
		" a.app_id = s.app_id AND a.device = k.device JOIN submission l ON l.number = a.number WHERE s.number = ? AND " MOMENT("l") " < "
		MOMENT("s") " ORDER BY l.number",
		"i", number);
	int status;

	while ((status = database_step(desk->archive, row, err)) == SQLITE_ROW)
		if (decided->num_offered < DEVICE_PARTS_MAX)
			decided->offered[decided->num_offered++] = sqlite3_column_int64(row, 0);
	return status == SQLITE_DONE;
}

bool decide_others(struct archive *archive, int64_t number, int64_t **numbers, size_t *num, struct error *err)
{
	return list_others(archive, number, false, numbers, num, err);
}

/* What is against it is a reason to delist it, of which the authority hears; or to reject what waits. */
static bool check_nothing_against(struct desk *desk, int64_t number, bool is_rejected, bool waits, struct error *err)
{
	bool against;

	if (!database_any(desk->archive, &against, err,
			  "SELECT (SELECT count(*) FROM finding_outcome WHERE number = ?1 AND outcome = 'confirmed') + (SELECT count(*) FROM case_file c"
			  " JOIN submission s ON " CASE_IS_ABOUT " WHERE s.number = ?1 AND " CASE_STANDS_AGAINST ")",
			  "i", number))
		return false;
	if ((against || is_rejected) && waits)
		return error_set(err, ERROR_USAGE, "submission #%lld has something against it: it is rejected, not withdrawn", (long long)number);
	return (!against && !is_rejected) ||
	       error_set(err, ERROR_USAGE, "submission #%lld has something against it: it is delisted, not retired", (long long)number);
}

static bool is_rejected(const struct deciding *deciding, int64_t number)
{
	for (size_t i = 0; i < deciding->num_rejected; i++)
		if (deciding->rejected[i] == number)
			return true;
	return number == deciding->number && deciding->judgement != NULL && deciding->judgement->verdict == VERDICT_REJECT;
}

/*
 * Of a case c that is open: it is about what goes with ?1; or about the app, which goes with the last one that stands as listed: whichever
 * of its versions it is about. What waits does not go, nor what somebody else handed in.
 */
#define ABOUT_WHAT_GOES                                                                                                        \
	"c.state = 'open' AND (c.submission = ?1 OR EXISTS (SELECT 1 FROM listing i WHERE i.number = ?1 AND i.platform = c.platform" \
	" AND i.app_id = c.app_id AND NOT EXISTS (SELECT 1 FROM submission o WHERE o.number = c.submission AND (" SUBMISSION_WAITS("o") \
	" OR NOT " SUBMISSION_IS_BY("o", "?1") ")) AND (NOT EXISTS (SELECT 1 FROM listing n WHERE n.platform = i.platform AND n.app_id = i.app_id AND n.number <> ?1) OR"   \
	" EXISTS (SELECT 1 FROM submission o WHERE o.number = c.submission AND " GOES_WITH "))))"

/* What a laboratory found in it is looked at before it is taken back: the next one is asked about it, too. */
static bool check_external(struct desk *desk, const struct deciding *deciding, struct decided *decided, struct error *err)
{
	int64_t from_case;
	char text[24];

	if (deciding->override)
		return true;
	if (!external_unsettled(desk->archive, deciding->number, &from_case, err))
		return false;
	snprintf(text, sizeof text, "%lld", (long long)from_case);
	return from_case == 0 ||
	       decide_refuse(decided, "cannot be withdrawn while nobody settled what a laboratory found in it, case #%s; --override withdraws it all the same", text);
}

/*
 * A complaint, check or incident is answered all the same; whoever asks for a correction decides whether the app goes without. A sample
 * of what is taken back is none any more.
 */
static bool check_open(struct desk *desk, const struct deciding *deciding, struct decided *decided, struct error *err)
{
	bool withdraws = decision_withdraws(deciding->what);
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		desk->archive, err,
		"SELECT group_concat('#' || number, ', ') FROM (SELECT c.number FROM case_file c WHERE " ABOUT_WHAT_GOES " AND c.kind IN"
		" ('complaint', 'incident', 'manual-check', 'lab-check', 'correction', 'rectification', 'suspension') AND NOT (?2 AND c.kind = 'manual-check' AND"
		" c.source IS '" SAMPLE_SOURCE "') ORDER BY c.number)",
		"ii", deciding->number, (int64_t)withdraws);

	if (database_step(desk->archive, row, err) != SQLITE_ROW)
		return false;
	if (database_text(row, 0) == NULL || deciding->override)
		return true;
	return decide_refuse(decided,
			     withdraws ? "cannot be withdrawn while these cases about it are open: %s; --override withdraws it all the same"
				       : "cannot be retired while these cases about it are open: %s; --override retires it all the same",
			     database_text(row, 0));
}

/* All that the statement finds of ?1, one after the other. */
static bool end_cases(struct desk *desk, const struct deciding *deciding, const char *sql, const char *outcome, struct error *err)
{
	int64_t number;

	for (;;) {
		if (!database_number(desk->archive, &number, 0, err, sql, "i", deciding->number))
			return false;
		if (number == 0)
			return true;
		if (!case_close(desk, number, outcome, deciding->reason, err))
			return false;
	}
}

/* Nobody corrects what is off the store, or comes into none. */
static bool end_corrections(struct desk *desk, const struct deciding *deciding, const char *outcome, struct error *err)
{
	return end_cases(desk, deciding,
			 "SELECT min(c.number) FROM case_file c WHERE " ABOUT_WHAT_GOES " AND c.kind IN ('correction', 'rectification')", outcome, err);
}

/* What the store offers no more is suspended no more; while a version stands as listed, a person says so. */
bool decide_end_suspension(struct desk *desk, const struct deciding *deciding, struct error *err)
{
	return end_cases(desk, deciding,
			 "SELECT min(c.number) FROM submission s JOIN case_file c ON c.platform = s.platform AND c.app_id = s.app_id AND c.kind ="
			 " 'suspension' AND c.state = 'open' WHERE s.number = ?1 AND NOT EXISTS (SELECT 1 FROM submission l WHERE l.platform ="
			 " s.platform AND l.app_id = s.app_id AND l.state = 'listed')",
			 "delisted", err);
}

bool decide_retire(struct desk *desk, const struct deciding *deciding, struct decided *decided, struct error *err)
{
	int64_t *numbers = NULL;
	size_t num = 0;
	bool ok = check_nothing_against(desk, deciding->number, is_rejected(deciding, deciding->number), false, err) &&
		  decide_others(desk->archive, deciding->number, &numbers, &num, err);

	for (size_t i = 0; ok && i < num; i++)
		ok = check_nothing_against(desk, numbers[i], is_rejected(deciding, numbers[i]), false, err);
	ok = ok && check_open(desk, deciding, decided, err);
	if (ok && decided->what == DECIDED)
		ok = end_corrections(desk, deciding, "delisted", err) && delist_these(desk, deciding, numbers, num, "retire", decided, err);
	free(numbers);
	return ok;
}

bool decide_withdraw(struct desk *desk, const struct deciding *deciding, struct decided *decided, struct error *err)
{
	int64_t number = deciding->number;

	return check_nothing_against(desk, number, false, true, err) && check_open(desk, deciding, decided, err) &&
	       (decided->what != DECIDED || check_external(desk, deciding, decided, err)) &&
	       (decided->what != DECIDED ||
		(end_corrections(desk, deciding, "withdrawn", err) && sample_end(desk, number, "withdrawn", deciding->reason, err) &&
		 fixed_not(desk, number, "withdrawn", err)));
}

bool decide_dispose(struct desk *desk, const struct deciding *deciding, struct decided *decided, struct error *err)
{
	bool goes = strcmp(deciding->what, "delist") == 0 || deciding->block != NULL;

	if (!goes)
		return true;
	if (!open_report(desk, deciding, decided, err))
		return false;
	return (deciding->block == NULL || (block(desk, deciding, decided, err) && delist_others(desk, deciding, decided, err))) &&
	       decide_end_suspension(desk, deciding, err) && find_still_listed(desk, deciding->number, decided, err) && decide_offered(desk, deciding->number, decided, err);
}
