#include "desk/case.h"

#include "bytes/text.h"
#include "desk/appeal.h"
#include "desk/words.h"
#include "store/decided_against.h"
#include "store/listing.h"
#include "store/register.h"

#include <stdio.h>

#define WORKING_DAYS CASE_WORKING_DAYS
#define DAYS CASE_DAYS
#define AT_ONCE CASE_AT_ONCE
static const struct case_kind_info kinds[] = {
#define CASE(symbol, name, en, zh, number, unit, basis, who, who_zh, outcomes, flags) \
	{name, en, zh, number, unit, basis, who, who_zh, outcomes, flags},
#include "desk/case.def"
#undef CASE
};
#undef WORKING_DAYS
#undef DAYS
#undef AT_ONCE

static const char steps[] = "note acknowledged investigated replied sent read";

#define TEXT_MAX ((size_t)1024 * 1024)
#define SEAL_HASH_LEN 65 /* of a digest, or the id of a seal */

const struct case_kind_info *case_kind_info(enum case_kind kind)
{
	return &kinds[kind];
}

int case_kind_find(const char *name)
{
	for (int i = 0; i < CASE_KIND_COUNT; i++)
		if (strcmp(kinds[i].name, name) == 0)
			return i;
	return -1;
}

/* The last day for what was opened on a day; a year without calendar is noted in the desk. */
struct date case_deadline(struct desk *desk, enum case_kind kind, struct date opened)
{
	const struct case_kind_info *info = &kinds[kind];
	struct date due = opened;

	if (info->unit == CASE_DAYS)
		due = date_from_days(date_to_days(opened) + info->number);
	if (info->unit == CASE_WORKING_DAYS) {
		int uncovered = workday_add(&desk->calendar, opened, info->number, &due);

		if (uncovered != 0)
			desk_note_years(desk, uncovered, uncovered);
	}
	return due;
}

/* The case that it comes from; kind NULL where it comes from none. */
static bool load_parent(struct desk *desk, const struct case_opening *opening, struct arena *arena, struct case_row *parent, struct error *err)
{
	*parent = (struct case_row){.submission = FACT_ABSENT, .parent = FACT_ABSENT};
	return opening->parent == FACT_ABSENT || case_load(desk, opening->parent, arena, parent, err);
}

/* What is said of no app and no developer is about what the case is about that it comes from. */
static bool set_subject(const struct case_opening *opening, const struct case_row *parent, struct case_row *row, struct error *err)
{
	if (row->app_id == NULL && row->developer == NULL && row->submission == FACT_ABSENT) {
		row->platform = parent->platform;
		row->app_id = parent->app_id;
		row->submission = parent->submission;
		row->developer = parent->developer;
		row->sha256 = parent->sha256;
	}
	return (kinds[opening->kind].flags & CASE_AGAINST) == 0 || row->app_id != NULL || row->developer != NULL ||
	       opening->parent != FACT_ABSENT ||
	       error_set(err, ERROR_USAGE, "%s: against what? APP@VERSION, --case N or --developer ID", kinds[opening->kind].en);
}

/* What is suspended is what the store offers. */
static bool check_offered(struct desk *desk, const struct case_opening *opening, const struct case_row *row, struct error *err)
{
	bool offered;

	if ((kinds[opening->kind].flags & CASE_OFFERED) == 0)
		return true;
	if (!database_any(desk->archive, &offered, err,
			  "SELECT count(*) FROM submission WHERE platform = ?1 AND app_id = ?2 AND state = 'listed' AND (?3 IS NULL OR number = ?3)", "ssi",
			  row->platform, row->app_id, row->submission))
		return false;
	return offered || error_set(err, ERROR_USAGE, "%s: of which app in the store? APP, with a version that is listed", kinds[opening->kind].en);
}

bool case_suspension(struct archive *archive, int64_t submission, int64_t *number, char since[DATE_TEXT_LEN], struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(archive, err, "SELECT c.number, c.opened FROM submission s JOIN case_file c ON c.platform = s.platform AND c.app_id = s.app_id"
				 " WHERE s.number = ? AND " CASE_SUSPENDS " ORDER BY c.number DESC LIMIT 1", "i", submission);
	int status = database_step(archive, row, err);

	*number = status == SQLITE_ROW ? sqlite3_column_int64(row, 0) : 0;
	snprintf(since, DATE_TEXT_LEN, "%s", status == SQLITE_ROW ? database_text(row, 1) : "");
	return status != SQLITE_ERROR;
}

/* What hangs on something immediate is due the same day, by the same provision. */
static bool is_immediate(const struct case_row *parent)
{
	int kind = parent->kind == NULL ? -1 : case_kind_find(parent->kind);

	return kind >= 0 && (kinds[kind].flags & CASE_IMMEDIATE) != 0;
}

static bool set_due(struct desk *desk, const struct case_opening *opening, const struct case_row *parent, char due[DATE_TEXT_LEN],
		    struct error *err)
{
	struct date last = case_deadline(desk, opening->kind, desk->today), given;

	if (is_immediate(parent))
		last = desk->today;
	date_format(last, due);
	if (opening->due == NULL)
		return true;
	if (!date_given("--due", opening->due, &given, err))
		return false;
	if (date_to_days(given) > date_to_days(last))
		return error_set(err, ERROR_USAGE, "%s: due by %s at the latest, not on %s", kinds[opening->kind].en, due, opening->due);
	date_format(given, due);
	return true;
}

/* Who handed in the version, or the listed one of the app; or whose app it is by the register, where nobody said, and somebody else did not hand in that version. */
static bool set_developer(struct desk *desk, struct arena *arena, struct case_row *row, struct error *err)
{
	sqlite3_stmt *found STATEMENT_CLEANUP = NULL;
	int status;

	if (row->developer != NULL || row->app_id == NULL)
		return true;
	found = database_prepare(desk->archive, err,
				 "SELECT id FROM developer WHERE number = coalesce((SELECT " SUBMISSION_DEVELOPER " FROM submission s WHERE s.number ="
				 " coalesce(?3, " LISTING_FIRST("?2", "?1") ")), " REGISTER_OF_APP("?2", "?1", " AND (?3 IS NULL OR EXISTS (SELECT 1 FROM"
				 " submission s WHERE s.number = ?3 AND " SUBMISSION_IS_BY("s", "w.number") "))") ")",
				 "ssi", row->app_id, row->platform, row->submission);
	status = database_step(desk->archive, found, err);
	if (status != SQLITE_ROW)
		return status == SQLITE_DONE;
	row->developer = arena_strdup(arena, database_text(found, 0));
	return row->developer != NULL || error_memory(err);
}

/* What a check is said to be of is one of the behaviours. */
static bool check_basis(struct desk *desk, const char *basis, struct error *err)
{
	static const char behaviour[] = "app-behaviours-";
	char id[24];

	while (basis != NULL) {
		struct span word = text_next_word(&basis, ',');

		if (word.len < strlen(behaviour) || strncmp((const char *)word.data, behaviour, strlen(behaviour)) != 0)
			continue;
		snprintf(id, sizeof id, "%.*s", (int)(word.len - strlen(behaviour)), (const char *)word.data + strlen(behaviour));
		if (rules_catalogue_value(desk->rules, "rules_31_behaviours", id, "text") == NULL)
			return error_set(err, ERROR_USAGE, "--basis: there is no behaviour '%s'; prelist rules behaviours lists them", id);
	}
	return true;
}

bool case_open(struct desk *desk, const struct case_opening *opening, int64_t *number, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new(4 * TEXT_MAX);
	const struct case_kind_info *info = &kinds[opening->kind];
	char due[DATE_TEXT_LEN], detail[200], contact[SEAL_ID_LEN];
	struct words words;
	struct case_row parent;
	struct case_row row = {.kind = info->name, .state = "open", .opened = desk->today_text, .due = due,
			       .platform = opening->platform, .app_id = opening->app_id, .submission = opening->submission,
			       .developer = opening->developer, .sha256 = opening->sha256,
			       .basis = opening->basis != NULL ? opening->basis : info->basis, .source = opening->source,
			       .ticket = opening->ticket, .parent = opening->parent, .assignee = opening->assignee, .by = desk->by};

	if (!check_basis(desk, opening->basis, err) || !load_parent(desk, opening, &arena, &parent, err))
		return false;
	if (opening->basis == NULL && is_immediate(&parent))
		row.basis = parent.basis;
	if (!set_subject(opening, &parent, &row, err) || !check_offered(desk, opening, &row, err) || !set_developer(desk, &arena, &row, err) ||
	    !set_due(desk, opening, &parent, due, err) || !words_keep(desk, &arena, opening->text, &words, err) ||
	    !desk_seal(desk, "case-contact", opening->contact, contact, &row.contact, err))
		return false;
	row.text = words.masked;
	row.text_sealed = words.sealed;
	snprintf(detail, sizeof detail, "opened %s, due %s", info->name, due);
	return case_table_insert(desk->archive, &row, number, err) && case_table_log(desk->archive, *number, desk->by, detail, err);
}

struct loading {
	struct arena *arena;
	struct case_row *row;
	bool found, ok;
};

static bool copy(struct arena *arena, const char **text)
{
	if (*text == NULL)
		return true;
	*text = arena_strdup(arena, *text);
	return *text != NULL;
}

static bool copy_row(void *owner, const struct case_row *row)
{
	struct loading *loading = owner;
	struct case_row *out = loading->row;
	const char **texts[] = {&out->kind,	 &out->state,	 &out->opened, &out->due,	  &out->closed,	   &out->outcome, &out->platform,
				&out->app_id,	 &out->developer, &out->sha256, &out->text,	  &out->text_sealed, &out->contact, &out->basis,
				&out->source,	 &out->ticket,	 &out->assignee, &out->by};

	*out = *row;
	loading->found = loading->ok = true;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		loading->ok = loading->ok && copy(loading->arena, texts[i]);
	return false;
}

bool case_load(struct desk *desk, int64_t number, struct arena *arena, struct case_row *row, struct error *err)
{
	struct loading loading = {.arena = arena, .row = row};

	if (number > 0 && !case_table_each(desk->archive, &(struct case_filter){.number = number}, copy_row, &loading, err))
		return false;
	if (!loading.found)
		return error_set(err, ERROR_USAGE, "there is no case #%lld; prelist case list has them all", (long long)number);
	return loading.ok || error_memory(err);
}

bool case_load_open(struct desk *desk, int64_t number, struct arena *arena, struct case_row *row, struct error *err)
{
	if (!case_load(desk, number, arena, row, err))
		return false;
	return strcmp(row->state, "open") == 0 ||
	       error_set(err, ERROR_USAGE, "case #%lld was closed on %s: %s", (long long)number, row->closed, row->outcome);
}

bool case_step_is(const char *step)
{
	return text_has_word(steps, ' ', span_of_text(step));
}

const char *case_steps(void)
{
	return steps;
}

/* The last day on which something happened in the case; a day that has not come is one of a clock that was wrong. */
static bool last_day(struct desk *desk, int64_t number, char day[DATE_TEXT_LEN], struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		desk->archive, err,
		"SELECT max(iif(c.opened <= d.day, c.opened, ''), coalesce((SELECT max(e.date) FROM case_entry e WHERE e.number = c.number AND"
		" e.date <= d.day), '')) FROM case_file c, (SELECT max(?2, zone_day(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))) AS day) d"
		" WHERE c.number = ?1",
		"is", number, desk->today_text);
	int status = database_step(desk->archive, row, err);

	*day = '\0';
	if (status == SQLITE_ROW)
		snprintf(day, DATE_TEXT_LEN, "%s", text_or_empty(database_text(row, 0)));
	return status != SQLITE_ERROR;
}

bool case_check_day(struct desk *desk, int64_t number, struct error *err)
{
	char last[DATE_TEXT_LEN];

	return last_day(desk, number, last, err) &&
	       (strcmp(desk->today_text, last) >= 0 ||
		error_set(err, ERROR_USAGE, "in case #%lld something happened on %s: what is done in it is not done earlier, on %s", (long long)number, last,
			  desk->today_text));
}

/* Today; what follows from something else, which is done as of a day before, stands behind what there is. */
static bool entry_day(struct desk *desk, int64_t number, char day[DATE_TEXT_LEN], struct error *err)
{
	if (!last_day(desk, number, day, err))
		return false;
	if (strcmp(desk->today_text, day) > 0)
		snprintf(day, DATE_TEXT_LEN, "%s", desk->today_text);
	return true;
}

/* An entry of words, or of a file, and the event that says so; detail holds nothing of the text. */
static bool add_entry(struct desk *desk, int64_t number, struct case_entry_row *entry, const char *text, const char *detail,
		      struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new(4 * TEXT_MAX);
	char day[DATE_TEXT_LEN];
	struct words words;

	if (!words_keep(desk, &arena, text, &words, err) || !entry_day(desk, number, day, err))
		return false;
	if (text != NULL) {
		entry->text = words.masked;
		entry->text_sealed = words.sealed;
	}
	entry->date = day;
	entry->by = desk->by;
	return case_table_add_entry(desk->archive, number, entry, err) &&
	       case_table_log(desk->archive, number, desk->by, detail, err);
}

bool case_note(struct desk *desk, int64_t number, const char *step, const char *text, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new(8 * TEXT_MAX);
	struct case_entry_row entry = {.kind = step, .size = FACT_ABSENT};
	struct case_row row;

	return case_load(desk, number, &arena, &row, err) && add_entry(desk, number, &entry, text, step, err);
}

/* Sealed where the kind says so and there is a key; otherwise kept by hash, once. */
static bool keep_attachment(struct desk *desk, const struct case_row *row, struct span content, struct case_entry_row *entry,
			    char id[SEAL_HASH_LEN], struct error *err)
{
	int kind = case_kind_find(row->kind);

	if (kind >= 0 && (kinds[kind].flags & CASE_SEALED) != 0 && seal_has_key(desk->archive)) {
		entry->text_sealed = id;
		return seal_put_bytes(desk->archive, "attachment", content, id, err);
	}
	entry->sha256 = id;
	return case_table_attach(desk->archive, content, id, err);
}

bool case_attach(struct desk *desk, int64_t number, const char *name, struct span content, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new(8 * TEXT_MAX);
	struct case_entry_row entry = {.kind = "attachment", .size = (int64_t)content.len};
	char id[SEAL_HASH_LEN], detail[120];
	struct case_row row;

	if (!case_load(desk, number, &arena, &row, err) || !keep_attachment(desk, &row, content, &entry, id, err))
		return false;
	entry.name = words_masked(&arena, name, err);
	snprintf(detail, sizeof detail, "attached %s%s", entry.sha256 == NULL ? "sealed " : "", id);
	return entry.name != NULL && add_entry(desk, number, &entry, NULL, detail, err);
}

struct finding_entry {
	int64_t position;
	char sha256[65], sealed[SEAL_ID_LEN];
	bool found;
};

static bool match_entry(void *owner, const struct case_entry_row *entry)
{
	struct finding_entry *finding = owner;

	if (entry->position != finding->position || entry->size == FACT_ABSENT)
		return true;
	snprintf(finding->sha256, sizeof finding->sha256, "%s", entry->sha256 != NULL ? entry->sha256 : "");
	snprintf(finding->sealed, sizeof finding->sealed, "%s", entry->text_sealed != NULL ? entry->text_sealed : "");
	finding->found = true;
	return false;
}

static bool find_entry(struct desk *desk, int64_t number, struct finding_entry *finding, struct error *err)
{
	return case_table_each_entry(desk->archive, number, match_entry, finding, err) &&
	       (finding->found || error_set(err, ERROR_USAGE, "case #%lld has no attachment %lld; prelist case show %lld numbers them",
					    (long long)number, (long long)finding->position, (long long)number));
}

bool case_attachment_sealed(struct desk *desk, int64_t number, int64_t position, bool *sealed, struct error *err)
{
	struct finding_entry finding = {.position = position};

	if (!find_entry(desk, number, &finding, err))
		return false;
	*sealed = finding.sealed[0] != '\0';
	return true;
}

bool case_attachment(struct desk *desk, int64_t number, int64_t position, const char *why, struct buf *content, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new(TEXT_MAX);
	struct finding_entry finding = {.position = position};
	const char *reason;
	bool found;

	if (!find_entry(desk, number, &finding, err))
		return false;
	if (finding.sealed[0] == '\0')
		return case_table_attachment(desk->archive, finding.sha256, content, err);
	reason = words_masked(&arena, why, err);
	return reason != NULL && seal_get_bytes(desk->archive, finding.sealed, desk->by, reason, content, &found, err) &&
	       (found || error_set(err, ERROR_USAGE, "attachment %lld of case #%lld was erased", (long long)position, (long long)number));
}

bool case_assign(struct desk *desk, int64_t number, const char *who, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new(4 * TEXT_MAX);
	struct case_row row;

	return case_load_open(desk, number, &arena, &row, err) && appeal_may(desk, &row, who, err) && case_table_assign(desk->archive, number, who, err) &&
	       case_table_log(desk->archive, number, desk->by, "assigned", err);
}

/* What a laboratory found is a fact of the package: no person takes it away alone. */
static bool may_withdraw(struct desk *desk, int64_t number, struct error *err)
{
	int64_t found;

	return database_number(desk->archive, &found, 0, err, "SELECT EXISTS (SELECT 1 FROM lab_finding WHERE number = ? AND outcome = 'found')", "i",
			       number) &&
	       (found == 0 || error_set(err, ERROR_USAGE, "case #%lld has what a laboratory found: it ends as reported; what was not so the laboratory takes"
					" back (prelist case lab), or two persons waive it (prelist blacklist waive)",
					(long long)number));
}

bool case_check_gone(struct desk *desk, int64_t number, const char *outcome, struct error *err)
{
	int64_t listed;

	return database_number(desk->archive, &listed, 0, err,
			       "SELECT s.number FROM case_file c JOIN submission s ON s.platform = c.platform AND s.app_id = c.app_id AND s.state = 'listed'"
			       " WHERE ?2 = 'delisted' AND c.number = ?1 AND (c.kind = 'suspension' OR NOT EXISTS (SELECT 1 FROM submission o WHERE o.number ="
			       " c.submission AND o.state = 'delisted')) ORDER BY s.number = c.submission DESC, s.number DESC LIMIT 1",
			       "is", number, outcome) &&
	       (listed == 0 || error_set(err, ERROR_USAGE, "the app of case #%lld is listed still, as submission #%lld: it ends as delisted once that is (prelist decide)",
					 (long long)number, (long long)listed));
}

bool case_close(struct desk *desk, int64_t number, const char *outcome, const char *reason, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new(8 * TEXT_MAX);
	struct case_entry_row entry = {.kind = "closed", .size = FACT_ABSENT};
	char detail[120], day[DATE_TEXT_LEN];
	struct case_row row;
	int kind;

	if (!case_load_open(desk, number, &arena, &row, err))
		return false;
	kind = case_kind_find(row.kind);
	if (kind < 0 || !text_has_word(kinds[kind].outcomes, ' ', span_of_text(outcome)))
		return error_set(err, ERROR_USAGE, "a case of kind %s ends as one of %s, not '%s'", row.kind, kind < 0 ? "-" : kinds[kind].outcomes, outcome);
	if (strcmp(outcome, "withdrawn") == 0 ? !may_withdraw(desk, number, err) : !appeal_may(desk, &row, desk->by, err))
		return false;
	snprintf(detail, sizeof detail, "closed %s", outcome);
	return entry_day(desk, number, day, err) && case_table_close(desk->archive, number, day, outcome, err) &&
	       add_entry(desk, number, &entry, reason, detail, err) && appeal_tell(desk, &row, outcome, err);
}

int64_t case_days_left(struct desk *desk, const char *due)
{
	struct date date;

	if (!date_parse(due, &date))
		return 0;
	desk_note_years(desk, date.year < desk->today.year ? date.year : desk->today.year,
			date.year < desk->today.year ? desk->today.year : date.year);
	return workday_between(&desk->calendar, desk->today, date);
}
