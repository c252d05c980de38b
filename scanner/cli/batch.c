#include "cli/batch.h"

#include "cli/input.h"
#include "cli/progress.h"
#include "desk/crew.h"

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
	bool (*take)(void *owner, struct batch_item *item);
	void *owner;
};

/* The gate's copy in place of the file; whether it was read before is asked by whoever takes it. */
static void receive(const struct scan *scan, struct batch_item *item)
{
	int fd = item->file.fd;

	if (!scan_copy(scan, &item->file, &item->err))
		item->file.fd = -1;
	close(fd);
}

/* A job is a thread: fewer packages than jobs have several each. */
static unsigned threads_of_each(const struct batch *batch)
{
	return batch->num_files < batch->jobs ? batch->jobs / (unsigned)batch->num_files : 1;
}

static void read_item(const struct batch *batch, size_t index, struct batch_item *item)
{
	const struct scan *scan = batch->scan;
	const char *path = batch->files[index];
	double started = progress_clock();

	*item = (struct batch_item){.file = {.file = path, .fd = -1, .threads = threads_of_each(batch), .incoming = {.fd = -1}}};
	item->file.fd = input_open(path, scan->read.limits.value[LIMIT_PACKAGE_SIZE], &item->err);
	if (item->file.fd >= 0 && scan->receives)
		receive(scan, item);
	if (item->file.fd >= 0)
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

	(void)hand;
	read_item(batch, index, slot_of(batch, index));
}

static bool take(void *owner, size_t index, struct error *err)
{
	const struct batch *batch = owner;
	bool ok = batch->take(batch->owner, slot_of(batch, index));

	(void)err; /* what was not read is said of its item */
	close_item(slot_of(batch, index));
	return ok;
}

bool batch_run(const struct scan *scan, const char **files, size_t num_files, unsigned jobs,
	       bool (*take_item)(void *owner, struct batch_item *item), void *owner, struct error *err)
{
	struct batch batch = {.scan = scan, .files = files, .num_files = num_files, .jobs = jobs, .take = take_item, .owner = owner,
			      .num_slots = (jobs > 1 ? jobs : 1) * WAITING};
	const struct crew crew = {.num_items = num_files, .ahead = batch.num_slots, .is_long = true, .jobs = jobs, .owner = &batch,
				  .work = work, .take = take};
	bool ok;

	batch.slots = calloc(batch.num_slots, sizeof *batch.slots);
	if (batch.slots == NULL)
		return error_set(err, ERROR_MEMORY, "no memory for %zu packages at once", batch.num_slots);
	for (size_t i = 0; i < batch.num_slots; i++)
		batch.slots[i].file.fd = -1;
	ok = crew_run(&crew, err);
	for (size_t i = 0; i < batch.num_slots; i++)
		close_item(&batch.slots[i]);
	free(batch.slots);
	return ok;
}
