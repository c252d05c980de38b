#include "desk/patrol_judge.h"

#include "judge/base_asked.h"
#include "sandbox/ask.h"
#include "store/blob.h"
#include "store/external.h"
#include "store/finding_row.h"
#include "store/history.h"
#include "store/package.h"
#include "store/policy_text.h"
#include "store/reading_digest.h"
#include "store/renewed.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define UNFINISHED "limit.rule-time"
#define AT_ONCE 64 /* versions that are read in one transaction: to begin one costs as much as reading a version */
#define RESULT_MAX ((size_t)64 * 1024 * 1024)
#define WORK_MAX ((size_t)16 * 1024 * 1024)

struct patrol_hand {
	const struct patrol_tools *tools;
	struct archive *archive;
	struct judge *judge;
	sqlite3_stmt *packages, *version, *findings, *unfinished, *came;
	bool *every_rule; /* all true */
	bool has_external; /* laboratories said something */
	unsigned num_read; /* since the transaction began */
};

/* One version on its way. */
struct judging {
	struct patrol_hand *hand;
	int64_t number;
	unsigned reasons;
	struct judge_run run;
	bool as_it_came;
	struct judge_choice choice;
	struct judge_reads reads;
	struct arena arena;
	struct submitted_package *packages;
	size_t num_packages;
	struct form *form;
	struct reading *facts;
	struct history history;
	struct judgement *judgement;
	struct patrol_result *result;
	const char *kept_expires;
	bool kept_complete;
};

struct patrol_hand *patrol_hand_new(const struct patrol_tools *tools, struct error *err)
{
	struct patrol_hand *hand = calloc(1, sizeof *hand);

	if (hand == NULL) {
		error_memory(err);
		return NULL;
	}
	hand->tools = tools;
	hand->archive = archive_open(tools->archive_dir, ARCHIVE_READ, err);
	hand->judge = hand->archive == NULL ? NULL : judge_open(tools->rules, err);
	hand->every_rule = malloc(rules_count(tools->rules) + 1);
	if (hand->every_rule != NULL)
		memset(hand->every_rule, true, rules_count(tools->rules) + 1);
	if (hand->judge != NULL) {
		hand->packages = database_prepare(hand->archive, err,
						  "SELECT k.sha256, p.role, p.file, " READING_LOGGED " FROM submission_package p JOIN package k"
						  " ON k.sha256 = p.sha256 WHERE p.number = ? ORDER BY p.position",
						  "");
		hand->version = database_prepare(hand->archive, err,
						 "SELECT s.form, s.verdict, t.verdict, t.complete, t.expires, (SELECT count(*) FROM submission_package p"
						 " WHERE p.number = s.number), s.min_sdk, s.max_sdk FROM submission s LEFT JOIN standing t ON t.number = s.number WHERE s.number = ?",
						 "");
		hand->findings = database_prepare(hand->archive, err,
						  "SELECT " FINDING_COLUMNS " FROM standing_finding WHERE"
						  " number = ? AND rule <> '" PATROL_DAMAGED "' ORDER BY key",
						  "");
		hand->unfinished = database_prepare(hand->archive, err, "SELECT 1 FROM standing_finding WHERE number = ? AND rule = '" UNFINISHED "'", "");
		hand->came = database_prepare(hand->archive, err, "SELECT date FROM submission WHERE number = ?", "");
	}
	if (hand->archive != NULL && !external_any(hand->archive, &hand->has_external, err)) {
		patrol_hand_free(hand);
		return NULL;
	}
	if (hand->findings != NULL && hand->version != NULL && hand->packages != NULL && hand->unfinished != NULL && hand->came != NULL && hand->every_rule != NULL)
		return hand;
	patrol_hand_free(hand);
	error_set(err, ERROR_ARCHIVE, "the archive in %s cannot be read", tools->archive_dir);
	return NULL;
}

void patrol_hand_free(struct patrol_hand *hand)
{
	if (hand == NULL)
		return;
	database_finalize(&hand->packages);
	database_finalize(&hand->version);
	database_finalize(&hand->findings);
	database_finalize(&hand->unfinished);
	database_finalize(&hand->came);
	judge_close(hand->judge);
	archive_close(hand->archive);
	free(hand->every_rule);
	free(hand);
}

void patrol_result_free(struct patrol_result *result)
{
	if (result == NULL)
		return;
	for (size_t i = 0; i < result->num_rereads; i++)
		reading_free(result->rereads[i].reading);
	arena_free(&result->arena);
	free(result);
}

/* Statements are used again and again: whatever ends the use of one resets it. */
static void reset(sqlite3_stmt **statement)
{
	sqlite3_reset(*statement);
}
#define RESET_CLEANUP __attribute__((cleanup(reset)))

static sqlite3_stmt *use(sqlite3_stmt *statement, int64_t number)
{
	sqlite3_bind_int64(statement, 1, number);
	return statement;
}

/* A form is parsed only for what is looked at: its tables, or purposes. */
static bool wants_form(uint64_t tables)
{
	for (enum fact_table table = 0; table < FACT_TABLE_COUNT; table++)
		if (fact_is_in(tables, table) && (fact_info(table)->origin == FACT_FORM || fact_info(table)->origin == FACT_BENCH || table == FACT_TABLE_purpose))
			return true;
	return false;
}

static bool load_form(struct judging *j, const char *text, struct error *err)
{
	bool missing, may_renew = (j->reads.tables & (FACT_BIT(licence) | FACT_BIT(document))) != 0 && !j->as_it_came;

	j->form = form_parse(span_of_text(text), "the kept form", err);
	return j->form != NULL &&
	       ((j->reads.tables >> FACT_TABLE_policy_text & 1) == 0 || policy_text_restore(j->hand->archive, j->form, &missing, err)) &&
	       (!may_renew || renewed_form(j->hand->archive, j->hand->tools->rules, j->form, j->number, j->run.today, err));
}

static bool load_version(struct judging *j, struct error *err)
{
	sqlite3_stmt *row RESET_CLEANUP = use(j->hand->version, j->number);
	const char *before;

	if (database_step(j->hand->archive, row, err) != SQLITE_ROW)
		return error_set(err, ERROR_ARCHIVE, "the archive has no submission #%lld", (long long)j->number);
	before = database_text(row, 2) != NULL ? database_text(row, 2) : database_text(row, 1);
	j->result->before = verdict_parse(before);
	j->result->is_first = database_text(row, 2) == NULL;
	j->kept_complete = sqlite3_column_int(row, 3) != 0;
	judge_run_as_kept(&j->run, database_integer(row, 6), database_integer(row, 7));
	j->kept_expires = arena_copy(&j->result->arena, database_text(row, 4));
	j->packages = arena_array(&j->arena, (size_t)sqlite3_column_int64(row, 5) + 1, sizeof *j->packages);
	j->result->rereads = arena_array(&j->result->arena, (size_t)sqlite3_column_int64(row, 5) + 1, sizeof *j->result->rereads);
	if (!arena_ok(&j->arena, err) || !arena_ok(&j->result->arena, err))
		return false;
	return database_text(row, 0) == NULL || !wants_form(j->reads.tables) || load_form(j, database_text(row, 0), err);
}

/* What was asked of it before, as far as that can be read. */
static bool ask_again(const struct judging *j, int fd, struct span before, struct reading *reading, struct error *err)
{
	struct error inner = {0};
	READING_CLEANUP struct reading *asked = blob_read(before, reading->readers, FACT_BIT(package) | FACT_BIT(split_value), &inner);
	uint32_t ids[FORMAT_ASKED_MAX];
	size_t num = asked == NULL ? 0 : judge_asked_before(asked, ids, FORMAT_ASKED_MAX);

	return num == 0 || sandbox_ask(j->hand->tools->sandbox, fd, j->hand->tools->read, ids, num, reading, err);
}

/* From the package itself, in the sandbox; the reading goes to the archive with the result, in the place of the one before. */
static struct reading *read_again(struct judging *j, const char *sha256, struct span before, struct error *err)
{
	struct patrol_reread *reread = &j->result->rereads[j->result->num_rereads];
	struct format_options options = *j->hand->tools->read;
	int fd = package_open(j->hand->archive, sha256, err);
	bool ok;

	if (fd < 0)
		return NULL;
	snprintf(options.sha256, sizeof options.sha256, "%s", sha256);
	reread->reading = sandbox_read(j->hand->tools->sandbox, fd, &options, err);
	ok = reread->reading != NULL && ask_again(j, fd, before, reread->reading, err);
	close(fd);
	if (!ok) {
		reading_free(reread->reading);
		return NULL;
	}
	snprintf(reread->sha256, sizeof reread->sha256, "%s", sha256);
	j->result->num_rereads++;
	return reread->reading;
}

static bool is_too_old(const struct judging *j, int readers)
{
	return (j->reasons & 1U << PATROL_READERS) != 0 && j->hand->tools->sandbox != NULL && readers < j->hand->tools->plan->readers_needed;
}

static bool load_package(struct judging *j, sqlite3_stmt *row, struct error *err)
{
	struct submitted_package *package = &j->packages[j->num_packages];
	int readers = sqlite3_column_int(row, 4);
	struct error inner = {0};
	const struct reading *again = is_too_old(j, readers) ? read_again(j, database_text(row, 0), database_blob(row, 5), &inner) : NULL;

	/* A package that cannot be read again is judged by what there is, and stays due; one whose reading is not what was logged is read again. */
	if (again == NULL)
		again = reading_logged(row, 3, j->reads.tables, &inner);
	if (again == NULL && j->hand->tools->sandbox != NULL && inner.code != ERROR_MEMORY)
		again = read_again(j, database_text(row, 0), database_blob(row, 5), err);
	else if (again == NULL)
		error_set(err, inner.code, "%s", inner.text);
	*package = (struct submitted_package){.reading = again, .role = arena_copy(&j->arena, database_text(row, 1)),
					      .file = arena_copy(&j->arena, database_text(row, 2))};
	j->num_packages += again != NULL;
	return again != NULL;
}

static bool load_packages(struct judging *j, struct error *err)
{
	sqlite3_stmt *row RESET_CLEANUP = use(j->hand->packages, j->number);
	int status;

	while ((status = database_step(j->hand->archive, row, err)) == SQLITE_ROW)
		if (!load_package(j, row, err))
			return false;
	return status == SQLITE_DONE;
}

static bool is_reread(const struct judging *j, const struct reading *reading)
{
	for (size_t i = 0; i < j->result->num_rereads; i++)
		if (j->result->rereads[i].reading == reading)
			return true;
	return false;
}

/* The earliest last day, from today on, of whatever the form says is valid until then. */
static void find_expiry(struct judging *j)
{
	for (enum fact_table table = 0; table < FACT_TABLE_COUNT; table++) {
		int column = fact_info(table)->origin == FACT_FORM ? fact_column_find(fact_info(table), "valid_until") : -1;

		for (size_t i = 0; column >= 0 && i < reading_count(j->facts, table); i++) {
			const char *until = fact_values(j->facts->tables[table].row[i])[column].text;

			if (until != NULL && strcmp(until, j->run.today) >= 0 &&
			    (j->result->expires == NULL || strcmp(until, j->result->expires) < 0))
				j->result->expires = until;
		}
	}
	j->result->expires = arena_copy(&j->result->arena, j->result->expires);
}

static bool add_finding(struct patrol_result *result, const struct finding *f, struct error *err)
{
	struct arena *arena = &result->arena;
	struct finding *grown = arena_grow(arena, result->findings, result->num_findings, &result->room, sizeof *grown);

	if (grown == NULL)
		return arena_ok(arena, err);
	result->findings = grown;
	result->findings[result->num_findings++] = finding_row_copy(arena, f);
	if (f->verdict > result->verdict)
		result->verdict = f->verdict;
	return true;
}

/* A finding that stands is said anew by what was chosen, or its rule is no more; else it goes on. */
static bool goes_on(const struct judging *j, const char *rule)
{
	int index = rules_index(j->hand->tools->rules, rule);

	if (strncmp(rule, "blacklist.", 10) == 0)
		return !j->choice.blacklist;
	if (index >= 0)
		return !j->choice.rules[index];
	return rules_find(j->hand->tools->rules, rule) != NULL; /* an anomaly's */
}

static bool take_standing(struct judging *j, struct error *err)
{
	sqlite3_stmt *row RESET_CLEANUP = use(j->hand->findings, j->number);
	int status;

	while ((status = database_step(j->hand->archive, row, err)) == SQLITE_ROW) {
		struct finding finding = finding_row(row, 0);

		if (goes_on(j, finding.rule) && !add_finding(j->result, &finding, err))
			return false;
	}
	return status == SQLITE_DONE;
}

static bool take_findings(struct judging *j, struct error *err)
{
	enum verdict least = j->as_it_came ? VERDICT_NOTICE : VERDICT_REVIEW;

	for (size_t i = 0; i < j->judgement->num_findings; i++) {
		const struct finding *f = &j->judgement->findings[i];

		if (f->verdict >= least && !add_finding(j->result, f, err))
			return false;
	}
	return j->choice.rules == NULL || j->as_it_came || take_standing(j, err);
}

static bool conclude(struct judging *j, struct error *err)
{
	struct patrol_result *result = j->result;
	bool whole = j->choice.rules == NULL;

	result->verdict = whole ? j->judgement->verdict : VERDICT_PASS;
	result->complete = whole ? j->judgement->complete : j->kept_complete;
	result->due = (int64_t)j->judgement->num_due;
	result->ran_out = j->judgement->ran_out;
	if (whole)
		find_expiry(j);
	else
		result->expires = j->kept_expires;
	if (!take_findings(j, err))
		return false;
	if (!j->as_it_came && (!result->complete || result->due > 0) && result->verdict < VERDICT_REVIEW)
		result->verdict = VERDICT_REVIEW;
	return true;
}

/* Its day. */
static bool load_came(struct judging *j, struct error *err)
{
	sqlite3_stmt *row RESET_CLEANUP = use(j->hand->came, j->number);

	if (database_step(j->hand->archive, row, err) != SQLITE_ROW)
		return error_set(err, ERROR_ARCHIVE, "the archive has no submission #%lld", (long long)j->number);
	if (j->run.today == NULL)
		j->run.today = arena_copy(&j->result->arena, database_text(row, 0));
	return true;
}

static bool judge(struct judging *j, struct error *err)
{
	const struct patrol_tools *tools = j->hand->tools;

	if (!load_version(j, err) || !load_packages(j, err) || (j->as_it_came && !load_came(j, err)))
		return false;
	j->facts = judge_assemble_tables(tools->rules, j->packages, j->num_packages, j->form, &j->run, j->reads.tables, err);
	if (j->facts == NULL || (j->hand->has_external && (j->reads.tables >> FACT_TABLE_external_finding & 1) != 0 &&
				 !external_load_kept(j->hand->archive, j->number, j->facts, err)))
		return false;
	if (!history_then(j->hand->archive, j->number, j->facts, &j->reads, &j->history, err))
		return false;
	j->judgement = judge_chosen(j->hand->judge, j->facts, &j->history.judge, &j->hand->archive->blacklist, &j->run, &j->choice, err);
	return j->judgement != NULL && conclude(j, err) && arena_ok(&j->arena, err) && arena_ok(&j->result->arena, err);
}

static void release(struct judging *j)
{
	judgement_free(j->judgement);
	reading_free(j->facts);
	history_free(&j->history);
	form_free(j->form);
	for (size_t i = 0; i < j->num_packages; i++)
		if (!is_reread(j, j->packages[i].reading))
			reading_free((struct reading *)j->packages[i].reading);
	arena_free(&j->arena);
}

/* The state of the archive that a thread sees moves on every now and then. */
static bool move_on(struct patrol_hand *hand, struct error *err)
{
	if (hand->num_read++ % AT_ONCE != 0)
		return true;
	return (sqlite3_get_autocommit(hand->archive->db) || database_run(hand->archive, err, "COMMIT", "")) &&
	       database_run(hand->archive, err, "BEGIN", "");
}

/* Of a version that a rule did not get through no other rule is known to have had its time. */
static bool choose(struct judging *j, struct error *err)
{
	static const struct judge_choice everything = {.rules = NULL, .blacklist = true, .anomalies = true};

	if (!j->as_it_came && j->choice.rules != NULL) {
		sqlite3_stmt *row RESET_CLEANUP = use(j->hand->unfinished, j->number);
		int status = database_step(j->hand->archive, row, err);

		if (status == SQLITE_ERROR)
			return false;
		j->choice = status == SQLITE_ROW ? everything : j->choice;
	}
	j->reads = judge_reads(j->hand->judge, &j->run, &j->choice);
	return true;
}

static struct patrol_result *judge_version(struct judging *j)
{
	j->arena = arena_new(WORK_MAX);
	j->result = calloc(1, sizeof *j->result);
	if (j->result == NULL)
		return NULL;
	j->result->arena = arena_new(RESULT_MAX);
	j->result->number = j->number;
	if (!move_on(j->hand, &j->result->missed) || !choose(j, &j->result->missed) || !judge(j, &j->result->missed))
		error_memory(&j->result->missed); /* where nobody said why */
	release(j);
	return j->result;
}

struct patrol_result *patrol_judge(struct patrol_hand *hand, const struct patrol_item *item)
{
	static const struct judge_choice everything = {.rules = NULL, .blacklist = true, .anomalies = true};
	struct judging j = {.hand = hand, .number = item->number, .reasons = item->reasons, .run = *hand->tools->run,
			    .choice = patrol_item_is_whole(item) ? everything : hand->tools->plan->bases[item->basis].choice};

	return judge_version(&j);
}

struct patrol_result *patrol_judge_as_it_came(struct patrol_hand *hand, int64_t number)
{
	struct judging j = {.hand = hand, .number = number, .run = *hand->tools->run, .as_it_came = true,
			    .choice = {.rules = hand->every_rule}};

	return judge_version(&j);
}

bool patrol_overruns_take(struct patrol_overruns *overruns, const struct patrol_result *result, struct error *err)
{
	const struct rule *rule = result->ran_out;
	size_t most = overruns->num_versions / 100 > PATROL_OVERRUNS ? overruns->num_versions / 100 : PATROL_OVERRUNS;

	overruns->num_taken++;
	overruns->num += rule != NULL;
	return rule == NULL || overruns->num < most ||
	       error_set(err, ERROR_RULES, "%s:%d: rule %s ran out of its time; on %zu of the first %zu versions a rule did: give it an end, or more time "
			 "(limits.rule-time of policy.json)", rule->file, rule->line, rule->id, overruns->num, overruns->num_taken);
}
