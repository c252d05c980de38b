#include "desk/patrol.h"

#include "bytes/crew.h"
#include "bytes/date.h"
#include "store/package.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define PART 5000	/* versions a transaction, where policy does not say (desk.patrol_part) */
#define HASH_AHEAD 64	/* packages that may be hashed before their turn */
#define HASH_SECONDS 10 /* after that the hashes are kept, however few they are */

struct round {
	const struct patrol_options *options;
	struct patrol_plan plan;
	struct rehash_plan rehash;
	struct patrol_tools tools;
	struct patrol_row *record;
	struct patrol_result **results; /* one an item, NULL before it is judged and after it is kept */
	size_t part, num_taken, num_kept; /* of the items, or of the packages while these are hashed */
	int64_t bytes_taken;
	time_t kept_at;
	struct patrol_overruns overruns;
	struct standing_writer writer;
	char started[TIME_TEXT_LEN], ended[TIME_TEXT_LEN];
	struct arena arena;
};

static bool begin_judging(void *owner, void **hand, struct error *err)
{
	*hand = patrol_hand_new(&((struct round *)owner)->tools, err);
	return *hand != NULL;
}

static void end_judging(void *owner, void *hand)
{
	(void)owner;
	patrol_hand_free(hand);
}

static void judge_item(void *owner, void *hand, size_t item)
{
	struct round *round = owner;

	round->results[item] = patrol_judge(hand, &round->plan.items[item]);
}

/* The first part makes the record. */
static bool begin_record(struct round *round, struct error *err)
{
	struct patrol_row *record = round->record;

	if (record->number != 0)
		return true;
	return patrol_table_rule_set(round->options->archive, round->options->rules, &record->rule_set, err) &&
	       patrol_table_insert(round->options->archive, record, &record->number, err);
}

static bool keep_missed(struct round *round, const struct patrol_result *result, struct error *err)
{
	char text[700];

	snprintf(text, sizeof text, "submission #%lld could not be judged: %.600s", (long long)result->number, result->missed.text);
	round->options->trouble(round->options->owner, text);
	round->record->missed++;
	return patrol_table_miss(round->options->archive, round->record->number, result->number, result->missed.text, err);
}

static bool keep_rereads(struct round *round, const struct patrol_result *result, struct error *err)
{
	for (size_t i = 0; i < result->num_rereads; i++) {
		const struct patrol_reread *reread = &result->rereads[i];
		bool was_changed;
		char text[160];

		if (!patrol_table_reread(round->options->archive, reread->sha256, reread->reading, round->options->by, &was_changed, err))
			return false;
		round->record->re_read += !was_changed;
		round->record->damaged += was_changed;
		if (was_changed) {
			snprintf(text, sizeof text, "package %s: its reading was not what was logged, and was read again", reread->sha256);
			round->options->trouble(round->options->owner, text);
		}
	}
	return true;
}

static bool keep_result(struct round *round, const struct patrol_result *result, struct error *err)
{
	struct patrol_row *record = round->record;
	const struct standing_row row = {result->number, record->number, verdict_name(result->verdict), result->complete, result->due,
					 result->expires};
	bool changed = result->is_first ? result->verdict > result->before : result->verdict != result->before;

	if (result->missed.code != ERROR_NONE)
		return keep_missed(round, result, err);
	record->done++;
	record->due += result->due > 0;
	record->changed += changed;
	return keep_rereads(round, result, err) &&
	       standing_put(&round->writer, round->options->archive, &row, result->findings, result->num_findings, err) &&
	       (!changed || patrol_table_change(round->options->archive, record->number, result->number, verdict_name(result->before),
						verdict_name(result->verdict), err));
}

static bool keep_results(struct round *round, struct error *err)
{
	for (size_t i = round->num_kept; i < round->num_taken; i++)
		if (!keep_result(round, round->results[i], err))
			return false;
	return true;
}

static bool keep_hashes(struct round *round, struct error *err)
{
	struct patrol_row *record = round->record;

	for (size_t i = round->num_kept; i < round->num_taken; i++) {
		const struct rehash_item *item = &round->rehash.items[i];

		if (!item->is_done)
			continue;
		if (!patrol_table_hashed(round->options->archive, item->sha256, record->date, item->ok, err))
			return false;
		record->hashed++;
		record->hashed_bytes += item->size;
		record->damaged += !item->ok;
	}
	return true;
}

static bool log_part(struct round *round, struct error *err)
{
	struct patrol_row *record = round->record;
	char detail[600], unchecked[60] = "";

	if (record->unchecked > 0)
		snprintf(unchecked, sizeof unchecked, ", %lld could not be checked", (long long)record->unchecked);
	snprintf(detail, sizeof detail, "%s: %lld of %lld listed planned (%.200s), %lld done, %lld missed, %lld changed; %lld re-read; %lld packages hashed, %lld damaged%s",
		 record->ended != NULL ? "ended" : "goes on", (long long)record->planned, (long long)record->listed, record->reasons,
		 (long long)record->done, (long long)record->missed, (long long)record->changed, (long long)record->re_read,
		 (long long)record->hashed, (long long)record->damaged, unchecked);
	return patrol_table_update(round->options->archive, record, err) &&
	       patrol_table_log(round->options->archive, record->number, round->options->by, detail, err);
}

static bool keep_part(struct round *round, bool (*rows)(struct round *round, struct error *err), struct error *err)
{
	struct archive *archive = round->options->archive;
	struct patrol_row before = *round->record;

	if (database_begin(archive, err) && begin_record(round, err) && rows(round, err) && log_part(round, err) && database_commit(archive, err)) {
		round->num_kept = round->num_taken;
		round->kept_at = time(NULL);
		return true;
	}
	database_rollback(archive);
	*round->record = before;
	return false;
}

static bool take_result(void *owner, size_t item, struct error *err)
{
	struct round *round = owner;
	struct error overrun = {0};
	size_t from = round->num_kept;

	if (round->results[item] == NULL)
		return error_memory(err);
	patrol_overruns_take(&round->overruns, round->results[item], &overrun);
	round->num_taken = item + 1;
	round->options->progress(round->options->owner, "patrol", round->num_taken, round->plan.num_items);
	if (overrun.code == ERROR_NONE && (round->num_taken - round->num_kept < round->part || round->num_taken == round->plan.num_items))
		return true;
	if (!keep_part(round, keep_results, err))
		return false;
	if (overrun.code != ERROR_NONE)
		return error_set(err, overrun.code, "%s", overrun.text);
	for (size_t i = from; i < round->num_kept; i++) {
		patrol_result_free(round->results[i]);
		round->results[i] = NULL;
	}
	return true;
}

static bool judge_all(struct round *round, struct error *err)
{
	const struct crew crew = {.num_items = round->plan.num_items, .ahead = 2 * round->part, .jobs = round->options->jobs, .owner = round,
				  .begin = begin_judging, .end = end_judging, .work = judge_item, .take = take_result};

	round->overruns.num_versions = round->plan.num_items;
	round->results = calloc(round->plan.num_items + 1, sizeof *round->results);
	if (round->results == NULL)
		return error_memory(err);
	return crew_run(&crew, err);
}

static bool begin_hashing(void *owner, void **hand, struct error *err)
{
	*hand = archive_open(((struct round *)owner)->options->archive_dir, ARCHIVE_READ, err);
	return *hand != NULL;
}

static void end_hashing(void *owner, void *hand)
{
	(void)owner;
	archive_close(hand);
}

static void hash_item(void *owner, void *hand, size_t number)
{
	struct rehash_item *item = &((struct round *)owner)->rehash.items[number];
	struct error err = {0};

	item->is_unknown = !package_check(hand, item->sha256, item->size, &item->ok, &err);
	item->is_done = true;
}

/* Once more, to say why. What the disk does not give stays due, and hides nothing of the rest. */
static bool look_again(struct round *round, struct rehash_item *item, struct error *err)
{
	char text[700];

	if (package_check(round->options->archive, item->sha256, item->size, &item->ok, err))
		return true;
	if (err->code != ERROR_IO)
		return false;
	snprintf(text, sizeof text, "package %s: could not be checked: %.500s", item->sha256, err->text);
	*err = (struct error){.code = ERROR_NONE};
	round->options->trouble(round->options->owner, text);
	item->ok = item->was_ok;
	item->is_done = false;
	round->record->unchecked++;
	return true;
}

static bool take_hash(void *owner, size_t number, struct error *err)
{
	struct round *round = owner;
	struct rehash_item *item = &round->rehash.items[number];
	char text[120];

	if (item->is_unknown && !look_again(round, item, err))
		return false;
	round->num_taken = number + 1;
	round->bytes_taken += item->size;
	round->options->progress(round->options->owner, "hash", (uint64_t)round->bytes_taken, (uint64_t)round->rehash.due_bytes);
	if (item->is_done && !item->ok) {
		snprintf(text, sizeof text, "package %s: missing or changed", item->sha256);
		round->options->trouble(round->options->owner, text);
	}
	if (round->num_taken == round->rehash.num_due ||
	    (round->num_taken - round->num_kept < round->part && time(NULL) - round->kept_at < HASH_SECONDS))
		return true;
	return keep_part(round, keep_hashes, err);
}

static bool hash_all(struct round *round, struct error *err)
{
	const struct crew crew = {.num_items = round->rehash.num_due, .ahead = HASH_AHEAD, .jobs = round->options->jobs, .owner = round,
				  .begin = begin_hashing, .end = end_hashing, .work = hash_item, .take = take_hash};

	if (round->rehash.num_due == 0)
		return true;
	round->num_taken = round->num_kept = 0;
	return crew_run(&crew, err);
}

/* Together with whatever is not kept yet. */
static bool keep_end(struct round *round, struct error *err)
{
	time_format((int64_t)time(NULL), round->ended);
	round->record->ended = round->ended;
	round->record->fresh_bytes = rehash_plan_fresh(&round->rehash);
	round->record->all_bytes = round->rehash.all_bytes;
	return round->rehash.num_due == 0 ? keep_results(round, err) : keep_hashes(round, err);
}

static bool make_plans(struct round *round, struct error *err)
{
	const struct patrol_options *o = round->options;

	if (!patrol_plan_make(&round->plan, o->archive, o->rules, o->judge, o->run, err) ||
	    !rehash_plan_make(&round->rehash, o->archive, o->rules, o->run->today, o->rehash, err))
		return false;
	*round->record = (struct patrol_row){.date = o->run->today, .started = round->started, .blacklist = round->plan.blacklist,
					     .last_case = round->plan.last_case, .listed = round->plan.num_listed,
					     .planned = (int64_t)round->plan.num_items,
					     .reasons = patrol_plan_reasons(&round->plan, &round->arena)};
	return true;
}

static void release(struct round *round)
{
	for (size_t i = 0; round->results != NULL && i < round->plan.num_items; i++)
		patrol_result_free(round->results[i]);
	free(round->results);
	standing_writer_close(&round->writer);
	patrol_plan_free(&round->plan);
	rehash_plan_free(&round->rehash);
	round->record->started = round->record->ended = NULL;
	round->record->reasons = NULL;
	arena_free(&round->arena);
}

bool patrol_run(const struct patrol_options *options, struct patrol_row *record, struct error *err)
{
	struct round round = {.options = options, .record = record, .arena = arena_new((size_t)1024 * 1024), .kept_at = time(NULL),
			      .part = (size_t)rules_policy_number(options->rules, "desk.patrol_part", PART)};
	bool ok;

	*record = (struct patrol_row){0};
	round.part = round.part == 0 ? 1 : round.part;
	round.tools = (struct patrol_tools){options->archive_dir, options->rules, options->run, options->read, options->sandbox, &round.plan};
	time_format((int64_t)time(NULL), round.started);
	ok = make_plans(&round, err) && standing_writer_open(&round.writer, options->archive, err) && judge_all(&round, err) &&
	     (round.plan.num_items == 0 || round.rehash.num_due == 0 || keep_part(&round, keep_results, err)) && hash_all(&round, err) && keep_part(&round, keep_end, err);
	release(&round);
	return ok;
}
