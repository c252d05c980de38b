#include "cli/batch.h"

#include "bytes/core.h"
#include "bytes/crew.h"
#include "cli/input.h"
#include "cli/progress.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#define WAITING 4 /* items a thread that may be read before their turn */

struct batch {
	const struct scan *scan;
	const char **files;
	size_t num_files;
	unsigned jobs;
	struct batch_item *slots; /* of item i: i % num_slots */
	size_t num_slots;
	cpu_set_t *shares; /* of the cores, one a thread */
	atomic_uint num_shares;
	const struct batch_taker *taker;
};

/* Each thread has a share of the cores for its workers. */
static bool begin(void *owner, void **hand, struct error *err)
{
	struct batch *batch = owner;
	unsigned number = atomic_fetch_add(&batch->num_shares, 1);

	(void)err;
	batch->shares[number] = core_share(number, batch->jobs);
	*hand = &batch->shares[number];
	return true;
}

/* A job is a thread: of the last packages, when they are fewer than jobs, each has several, and runs where there is room. */
static struct sandbox_worker worker_of(const struct batch *batch, size_t index, const cpu_set_t *share)
{
	size_t left = batch->num_files - index;

	if (left < batch->jobs)
		return (struct sandbox_worker){.threads = batch->jobs / (unsigned)left};
	return (struct sandbox_worker){1, *share};
}

static void read_item(const struct batch *batch, size_t index, const cpu_set_t *share, struct batch_item *item)
{
	const struct scan *scan = batch->scan;
	const char *path = batch->files[index];
	double started = progress_clock();

	*item = (struct batch_item){.file = {.file = path, .fd = -1, .worker = worker_of(batch, index, share), .incoming = {.fd = -1}}};
	item->file.fd = input_open(path, scan->read.limits.value[LIMIT_PACKAGE_SIZE], &item->err);
	/* Whether the gate's copy was read before is asked by whoever takes it. */
	if (item->file.fd >= 0 && (!scan->receives || scan_copy(scan, &item->file, &item->err)))
		scan_read(scan, &item->file, &item->err);
	item->seconds = progress_clock() - started;
}

static void close_item(struct batch_item *item)
{
	if (item->file.fd >= 0)
		close(item->file.fd);
	item->file.fd = -1;
	scan_files_free(&item->file, 1);
}

static struct batch_item *slot_of(const struct batch *batch, size_t index)
{
	return &batch->slots[index % batch->num_slots];
}

static void work(void *owner, void *hand, size_t index)
{
	const struct batch *batch = owner;

	read_item(batch, index, hand, slot_of(batch, index));
}

/* Nobody waits for what is being read. */
static bool end_early(const struct batch *batch)
{
	sandbox_abort(batch->scan->sandbox);
	return false;
}

static bool take(void *owner, size_t index, struct error *err)
{
	const struct batch *batch = owner;
	bool ok = batch->taker->take(batch->taker->owner, slot_of(batch, index));

	(void)err; /* what was not read is said of its item */
	close_item(slot_of(batch, index));
	return ok || end_early(batch);
}

static bool prepare(void *owner, struct error *err)
{
	const struct batch *batch = owner;

	return batch->taker->prepare == NULL || batch->taker->prepare(batch->taker->owner, err) || end_early(batch);
}

bool batch_run(const struct scan *scan, const char **files, size_t num_files, unsigned jobs, const struct batch_taker *taker,
	       struct error *err)
{
	struct batch batch = {.scan = scan, .files = files, .num_files = num_files, .jobs = jobs, .taker = taker,
			      .num_slots = (jobs > 1 ? jobs : 1) * WAITING};
	const struct crew crew = {.num_items = num_files, .ahead = batch.num_slots, .is_long = true, .jobs = jobs, .owner = &batch,
				  .begin = begin, .prepare = prepare, .work = work, .take = take};
	bool ok;

	batch.slots = calloc(batch.num_slots, sizeof *batch.slots);
	batch.shares = calloc(jobs > 1 ? jobs : 1, sizeof *batch.shares);
	if (batch.slots == NULL || batch.shares == NULL) {
		free(batch.slots);
		free(batch.shares);
		return error_memory(err);
	}
	for (size_t i = 0; i < batch.num_slots; i++)
		batch.slots[i].file.fd = -1;
	ok = crew_run(&crew, err);
	for (size_t i = 0; i < batch.num_slots; i++)
		close_item(&batch.slots[i]);
	free(batch.slots);
	free(batch.shares);
	return ok;
}
