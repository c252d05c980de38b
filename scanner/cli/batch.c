#include "cli/batch.h"

#include "cli/input.h"
#include "cli/progress.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#define WAITING 4 /* items a thread that may be read before their turn */

struct batch {
	const struct scan *scan;
	const char **files;
	size_t num_files;
	unsigned jobs;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct batch_item *slots; /* of item i: i % num_slots */
	bool *is_read;
	size_t num_slots;
	size_t next, taken; /* the next to read; how many were handed over */
	bool stopped;
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

/* The next item that may be read, or false when none is left. Locked. */
static bool claim(struct batch *batch, size_t *index)
{
	while (!batch->stopped && batch->next < batch->num_files && batch->next >= batch->taken + batch->num_slots)
		pthread_cond_wait(&batch->changed, &batch->lock);
	if (batch->stopped || batch->next >= batch->num_files)
		return false;
	*index = batch->next++;
	return true;
}

static void *read_items(void *argument)
{
	struct batch *batch = argument;
	size_t index;

	pthread_mutex_lock(&batch->lock);
	while (claim(batch, &index)) {
		pthread_mutex_unlock(&batch->lock);
		read_item(batch, index, &batch->slots[index % batch->num_slots]);
		pthread_mutex_lock(&batch->lock);
		batch->is_read[index % batch->num_slots] = true;
		pthread_cond_broadcast(&batch->changed);
	}
	pthread_mutex_unlock(&batch->lock);
	return NULL;
}

static void wait_for(struct batch *batch, size_t index)
{
	pthread_mutex_lock(&batch->lock);
	while (!batch->is_read[index % batch->num_slots])
		pthread_cond_wait(&batch->changed, &batch->lock);
	pthread_mutex_unlock(&batch->lock);
}

static void release(struct batch *batch, size_t index, bool stop)
{
	pthread_mutex_lock(&batch->lock);
	close_item(&batch->slots[index % batch->num_slots]);
	batch->is_read[index % batch->num_slots] = false;
	batch->taken = index + 1;
	batch->stopped = batch->stopped || stop;
	pthread_cond_broadcast(&batch->changed);
	pthread_mutex_unlock(&batch->lock);
}

static bool hand_over(struct batch *batch, bool (*take)(void *owner, struct batch_item *item), void *owner)
{
	bool ok = true;

	for (size_t i = 0; ok && i < batch->num_files; i++) {
		wait_for(batch, i);
		ok = take(owner, &batch->slots[i % batch->num_slots]);
		release(batch, i, !ok);
	}
	return ok;
}

static bool run_threads(struct batch *batch, bool (*take)(void *owner, struct batch_item *item), void *owner, struct error *err)
{
	pthread_t threads[256];
	unsigned num_threads = 0;
	bool ok;

	while (num_threads < batch->jobs && num_threads < 256 &&
	       pthread_create(&threads[num_threads], NULL, read_items, batch) == 0)
		num_threads++;
	if (num_threads == 0)
		return error_set(err, ERROR_MEMORY, "cannot make a thread");
	ok = hand_over(batch, take, owner);
	for (unsigned i = 0; i < num_threads; i++)
		pthread_join(threads[i], NULL);
	for (size_t i = 0; i < batch->num_slots; i++)
		if (batch->is_read[i])
			close_item(&batch->slots[i]);
	return ok;
}

static bool run_alone(const struct batch *batch, bool (*take)(void *owner, struct batch_item *item), void *owner)
{
	bool ok = true;

	for (size_t i = 0; ok && i < batch->num_files; i++) {
		struct batch_item item;

		read_item(batch, i, &item);
		ok = take(owner, &item);
		close_item(&item);
	}
	return ok;
}

bool batch_run(const struct scan *scan, const char **files, size_t num_files, unsigned jobs,
	       bool (*take)(void *owner, struct batch_item *item), void *owner, struct error *err)
{
	struct batch batch = {.scan = scan, .files = files, .num_files = num_files, .jobs = jobs, .num_slots = jobs * WAITING,
			      .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};
	bool ok;

	if (jobs <= 1 || num_files <= 1)
		return run_alone(&batch, take, owner);
	batch.slots = calloc(batch.num_slots, sizeof *batch.slots);
	batch.is_read = calloc(batch.num_slots, sizeof *batch.is_read);
	if (batch.slots == NULL || batch.is_read == NULL)
		ok = error_set(err, ERROR_MEMORY, "no memory for %zu packages at once", batch.num_slots);
	else
		ok = run_threads(&batch, take, owner, err);
	free(batch.slots);
	free(batch.is_read);
	return ok;
}
