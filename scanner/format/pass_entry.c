#include "format/pass_entry.h"

#include "bytes/text.h"
#include "format/peek.h"

#include <stdlib.h>

#define ARENA_MAX ((size_t)64 * 1024 * 1024)
#define INSPECTORS_MAX 32
#define HELD_FROM ((uint64_t)1024 * 1024) /* smaller ones need no counting, which all threads would do for each */
#define APART_FROM ((size_t)1024 * 1024) /* from here on another thread may make the SHA-256 */
#define STEP ((size_t)512 * 1024) /* in turns with what is watched */

bool pass_thread_open(struct pass_thread *thread, const struct pass *pass, struct error *err)
{
	thread->context = (struct inspect_context){
		.limits = &pass->input->options->limits,
		.dir = pass->dir,
		.sink = pass->input->sink,
		.anomalies = pass->input->anomalies,
		.budget = &thread->bytes,
		.points = &thread->points,
		.arena = &thread->arena,
		.min_sdk = pass->min_sdk,
		.target_sdk = pass->target_sdk,
		.extract_native_libs = pass->extract_native_libs,
		.icons = pass->icons,
		.num_icons = pass->num_icons,
		.pictures = pass->pictures,
		.classes = pass->classes,
	};
	thread->inflate = inflate_new();
	thread->sha256 = digest_new(DIGEST_SHA256);
	thread->arena = arena_new(ARENA_MAX);
	thread->window = malloc(PASS_WINDOW);
	if (thread->inflate != NULL && thread->sha256 != NULL && thread->window != NULL)
		return true;
	return error_memory(err);
}

void pass_thread_close(struct pass_thread *thread)
{
	inflate_free(thread->inflate);
	digest_free(thread->sha256);
	arena_free(&thread->arena);
	free(thread->window);
}

/* One entry under way. */
struct run {
	const struct pass_place *place;
	const struct zipdir_entry *entry;
	bool has_begun, is_whole, failed;
	bool is_watched; /* byte by byte */
	uint64_t seen;	 /* bytes that went by */
	uint32_t wanted; /* a bit for each inspector that wants it */
	bool inspected;
	struct span to_digest, to_watch; /* of the whole entry, where it came in one */
	char hex[DIGEST_HEX_MAX];
	struct error *err;
};

static struct pass_entry *result_of(const struct run *run)
{
	return &run->place->pass->entries[run->entry - run->place->pass->dir->entries];
}

/* The inspectors that want it and may have it. */
static uint32_t choose(const struct run *run, struct span head, struct span tail)
{
	uint32_t wanted = 0;

	for (unsigned i = 0; run->place->pass->with_inspectors && i < INSPECTORS_MAX && inspectors[i] != NULL; i++)
		if (inspectors[i]->wants(&run->place->thread->context, run->entry, head, tail))
			wanted |= (uint32_t)1 << i;
	return wanted;
}

/* Drops those for which the entry is too large, and says so once. */
static uint32_t within_limits(const struct pass *pass, const struct zipdir_entry *entry, uint32_t wanted)
{
	uint32_t allowed = wanted;
	uint64_t max = 0;

	for (unsigned i = 0; i < INSPECTORS_MAX && inspectors[i] != NULL; i++) {
		uint64_t most = pass->input->options->limits.value[inspectors[i]->max];

		if ((wanted >> i & 1) == 0 || entry->size <= most)
			continue;
		allowed &= ~((uint32_t)1 << i);
		max = most > max ? most : max;
	}
	if (allowed != wanted)
		anomaly_report(pass->input->anomalies, ANOMALY_LIMIT_ENTRY_SIZE, entry->path, ANOMALY_NO_OFFSET,
			       "%llu byte{|s}; %llu are the most that is looked into", (unsigned long long)entry->size,
			       (unsigned long long)max);
	return allowed;
}

/* digest: what still makes the SHA-256; NULL when it is there. */
static bool inspect(struct run *run, const struct source *content, struct pool_task *digest)
{
	struct pass_thread *thread = run->place->thread;
	const struct inspect_entry entry = {
		.entry = run->entry, .sha256 = run->hex, .pool = run->place->pass->input->pool, .digest = digest, .is_cut = content->size < run->entry->size};
	bool ok = true;

	for (unsigned i = 0; ok && i < INSPECTORS_MAX && inspectors[i] != NULL; i++)
		if ((run->wanted >> i & 1) != 0)
			ok = inspectors[i]->inspect(&thread->context, &entry, content, run->err);
	if (thread->arena.used > 0) {
		arena_free(&thread->arena);
		thread->arena = arena_new(ARENA_MAX);
	}
	run->inspected = true;
	return ok;
}

static struct span last_of(struct span bytes)
{
	return bytes.len <= INSPECT_TAIL ? bytes : span_slice(bytes, bytes.len - INSPECT_TAIL, INSPECT_TAIL);
}

/* Of an entry that goes by in windows: of a stored one they are read ahead. *room is freed by the caller. */
static bool read_tail(const struct run *run, uint8_t **room, struct span *tail)
{
	const struct zipdir_entry *entry = run->entry;
	uint64_t size = entry->size < INSPECT_TAIL ? entry->size : INSPECT_TAIL;

	*room = NULL;
	*tail = (struct span){0};
	if (entry->method == ZIPDIR_DEFLATED || !run->place->pass->with_inspectors)
		return true;
	*room = malloc((size_t)size + 1);
	if (*room == NULL)
		return error_memory(run->err);
	*tail = span_of(*room, (size_t)size);
	return source_read(run->place->pass->input->source, entry->data_offset + entry->size - size, *room, (size_t)size, run->err);
}

static void choose_for_windows(struct run *run, struct span head)
{
	struct span tail;
	uint8_t *room;

	if (read_tail(run, &room, &tail))
		run->wanted |= choose(run, head, tail);
	else
		run->failed = true;
	free(room);
}

/* bytes: the first window. */
static void begin(struct run *run, struct span bytes, bool is_all)
{
	const struct pass_watcher *watcher = &run->place->pass->watcher;
	struct span head = span_slice(bytes, 0, INSPECT_HEAD);

	run->has_begun = true;
	if (is_all)
		run->wanted |= choose(run, head, last_of(bytes));
	else
		choose_for_windows(run, head);
	run->wanted = within_limits(run->place->pass, run->entry, run->wanted);
	digest_start(run->place->thread->sha256);
	run->is_watched = watcher->begin != NULL && watcher->begin(watcher->owner, run->place->worker, run->entry);
}

static void finish_digest(struct run *run)
{
	struct pass_entry *result = result_of(run);
	uint8_t sha256[DIGEST_MAX];

	digest_finish(run->place->thread->sha256, sha256);
	memcpy(result->sha256, sha256, sizeof result->sha256);
	text_hex_to(run->hex, span_of(sha256, sizeof result->sha256));
	run->is_whole = true;
}

static void watch(const struct run *run, struct span bytes)
{
	const struct pass_watcher *watcher = &run->place->pass->watcher;

	if (run->is_watched)
		watcher->add(watcher->owner, run->place->worker, bytes);
}

static struct span take_step(struct span *left)
{
	struct span step = span_slice(*left, 0, STEP);

	*left = span_slice(*left, step.len, left->len);
	return step;
}

static bool digest_step(void *owner)
{
	struct run *run = owner;

	digest_add(run->place->thread->sha256, take_step(&run->to_digest));
	if (run->to_digest.len > 0)
		return true;
	finish_digest(run);
	return false;
}

static bool watch_step(void *owner)
{
	struct run *run = owner;

	watch(run, take_step(&run->to_watch));
	return run->to_watch.len > 0;
}

/* The whole entry: of a large one a thread without work makes the digests beside the rest. */
static void take_piece(struct run *run, struct span bytes)
{
	struct pool *pool = run->place->pass->input->pool;
	struct pool_task digest = {.work = digest_step, .owner = run}, watching = {.work = watch_step, .owner = run};
	struct source content = source_of(bytes);
	bool apart = bytes.len >= APART_FROM && (run->wanted != 0 || run->is_watched);

	run->to_digest = run->to_watch = bytes;
	if (!apart) {
		while (digest_step(run))
			;
		while (watch_step(run))
			;
	} else {
		pool_offer(pool, &watching);
		pool_offer(pool, &digest);
	}
	if (run->wanted != 0)
		run->failed = !inspect(run, &content, apart ? &digest : NULL);
	if (apart) {
		pool_finish(pool, &watching);
		pool_finish(pool, &digest);
	}
}

/* To be held, and not to be read in place. */
static bool is_too_large(const struct run *run)
{
	return run->entry->method == ZIPDIR_DEFLATED && run->entry->size > run->place->pass->input->options->limits.value[LIMIT_DEX_SIZE];
}

static bool inspect_beginning(struct run *run, struct span bytes)
{
	struct source content = source_of(bytes);

	return inspect(run, &content, NULL);
}

static void window(void *owner, struct span bytes, bool is_last)
{
	struct run *run = owner;
	bool in_one_piece = is_last && !run->has_begun;

	if (!run->has_begun)
		begin(run, bytes, in_one_piece);
	run->seen += bytes.len;
	if (in_one_piece) {
		take_piece(run, bytes);
		return;
	}
	if (run->seen == bytes.len && run->wanted != 0 && is_too_large(run))
		run->failed = !inspect_beginning(run, bytes) || run->failed;
	digest_add(run->place->thread->sha256, bytes);
	watch(run, bytes);
	if (is_last)
		finish_digest(run);
}

static bool write_row(const struct pass *pass, const struct zipdir_entry *entry, const char *sha256, struct error *err)
{
	struct fact_entry row = fact_entry_row();
	const uint8_t crc[4] = {(uint8_t)(entry->crc32 >> 24), (uint8_t)(entry->crc32 >> 16), (uint8_t)(entry->crc32 >> 8),
				(uint8_t)entry->crc32};
	char crc32[2 * sizeof crc + 1];

	text_hex_to(crc32, span_of(crc, sizeof crc));
	row.package = 0;
	row.path = entry->path;
	row.size = (int64_t)entry->size;
	row.stored_size = (int64_t)entry->stored_size;
	row.method = entry->method;
	row.crc32 = crc32;
	row.sha256 = sha256;
	row.offset = entry->readable ? (int64_t)entry->data_offset : FACT_ABSENT;
	return fact_entry_emit(pass->input->sink, &row) || error_set(err, ERROR_IO, "the rows could not be written");
}

static bool finish(struct run *run)
{
	const struct pass_watcher *watcher = &run->place->pass->watcher;

	if (watcher->begin != NULL && run->has_begun)
		watcher->end(watcher->owner, run->place->worker, run->entry,
			     run->seen >= run->entry->size ? result_of(run)->sha256 : NULL);
	result_of(run)->is_read = run->is_whole;
	return !run->failed && write_row(run->place->pass, run->entry, run->is_whole ? run->hex : NULL, run->err);
}

/* A stored entry that went by in windows: inspectors read it from the package itself. */
static bool inspect_in_place(struct run *run)
{
	struct source content;

	if (run->inspected || run->wanted == 0 || !run->is_whole || run->entry->method == ZIPDIR_DEFLATED)
		return true;
	content = source_sub(run->place->pass->input->source, run->entry->data_offset, run->entry->size);
	return inspect(run, &content, NULL);
}

/* Up to which size it must come in one piece: a large deflated entry only where an inspector wants it, or its beginning is not seen. */
static uint64_t whole_max(const struct run *run, struct error *err, bool *ok)
{
	const struct pass *pass = run->place->pass;
	uint8_t head[INSPECT_HEAD];
	struct span start;

	*ok = true;
	if (run->entry->method != ZIPDIR_DEFLATED || run->entry->size <= INFLATE_WHOLE_MAX || !pass->with_inspectors)
		return 0;
	*ok = peek(pass->input->source, run->entry, head, sizeof head, &start, err);
	if (!*ok || (start.len == sizeof head && choose(run, start, (struct span){0}) == 0))
		return 0;
	return pass->input->options->limits.value[LIMIT_DEX_SIZE];
}

/* Anomalies of an entry that is read from a window of the package, with their places in the package. */
struct shift {
	struct anomalies anomalies; /* first, so that one pointer is the other */
	struct anomalies *inner;
	uint64_t by;
};

static void report_shifted(struct anomalies *self, const struct anomaly *anomaly)
{
	const struct shift *shift = (const struct shift *)self;
	struct anomaly moved = *anomaly;

	if (moved.offset != ANOMALY_NO_OFFSET)
		moved.offset += shift->by;
	shift->inner->report(shift->inner, &moved);
}

/* size: what reading it makes. */
static void allot(const struct pass_place *place, const struct zipdir_entry *entry, uint64_t size)
{
	place->thread->bytes = pass_budget_bytes(place->budget, entry, size, place->worker);
	place->thread->points = pass_budget_points(place->budget, entry, place->worker);
}

bool pass_entry_read(const struct pass_place *place, const struct zipdir_entry *entry, const struct source *near,
		     uint64_t near_offset, struct error *err)
{
	struct run run = {.place = place, .entry = entry, .err = err};
	struct zipdir_entry moved = *entry;
	struct shift shift = {.anomalies.report = report_shifted, .inner = place->pass->input->anomalies, .by = near_offset};
	struct inflate_request request = {.source = near != NULL ? near : place->pass->input->source,
					  .entry = &moved,
					  .limits = &place->pass->input->options->limits,
					  .anomalies = shift.inner != NULL ? &shift.anomalies : NULL,
					  .budget = &place->thread->bytes};
	enum inflate_outcome outcome;
	uint64_t held;
	bool ok;

	allot(place, entry, inflate_cost(request.limits, entry));
	moved.data_offset -= near_offset;
	request.whole_max = whole_max(&run, err, &ok);
	if (!ok)
		return false;
	held = entry->size >= HELD_FROM && entry->size <= request.whole_max ? entry->size : 0;
	budget_hold_take(&place->budget->whole, held, place->worker);
	outcome = inflate_entry(place->thread->inflate, &request, window, &run, err);
	budget_hold_give(&place->budget->whole, held);
	if (outcome == INFLATE_ERROR)
		return false;
	run.is_whole = run.is_whole && outcome == INFLATE_OK;
	return inspect_in_place(&run) && finish(&run);
}

bool pass_entry_take(const struct pass_place *place, const struct pass_content *content, struct error *err)
{
	struct run run = {.place = place, .entry = content->entry, .err = err};

	allot(place, content->entry, 0);
	window(&run, content->bytes, true);
	return finish(&run);
}

bool pass_entry_skip(const struct pass *pass, const struct zipdir_entry *entry, struct error *err)
{
	return write_row(pass, entry, NULL, err);
}
