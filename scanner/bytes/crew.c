#include "bytes/crew.h"

#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define JOBS_MAX 256
#define AT_ONCE 16 /* items that a thread takes on: waking others for each would cost more than short ones do */
#define MAPPED (16 * 1024 * 1024)   /* from here on memory is the kernel's again when it is freed */

struct shift {
	const struct crew *crew;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool *is_done;
	size_t next, taken;
	unsigned num_hands; /* threads that work */
	unsigned num_waiting; /* of them, for their turn */
	bool stopped;
	struct error err; /* of the first that could not begin */
};

/* How many a thread takes on: fewer where there are few, so that every thread has some. */
static size_t at_once(const struct shift *shift)
{
	size_t share = (shift->crew->num_items - shift->next) / (2 * (size_t)shift->crew->jobs + 1);

	return share < 1 || shift->crew->is_long ? 1 : share > AT_ONCE ? AT_ONCE : share;
}

/* The next items, from *item to before *end, or false when there are none. Locked. */
static bool claim(struct shift *shift, size_t *item, size_t *end)
{
	while (!shift->stopped && shift->next < shift->crew->num_items && shift->next >= shift->taken + shift->crew->ahead) {
		shift->num_waiting++;
		pthread_cond_wait(&shift->changed, &shift->lock);
		shift->num_waiting--;
	}
	if (shift->stopped || shift->next >= shift->crew->num_items)
		return false;
	*item = shift->next;
	shift->next += at_once(shift);
	*end = shift->next;
	return true;
}

static void work(struct shift *shift, void *hand)
{
	size_t item, end;

	pthread_mutex_lock(&shift->lock);
	while (claim(shift, &item, &end)) {
		pthread_mutex_unlock(&shift->lock);
		for (size_t i = item; i < end; i++)
			shift->crew->work(shift->crew->owner, hand, i);
		pthread_mutex_lock(&shift->lock);
		memset(shift->is_done + item, true, end - item);
		if (item <= shift->taken && shift->taken < end)
			pthread_cond_broadcast(&shift->changed);
	}
	pthread_mutex_unlock(&shift->lock);
}

static bool begin(const struct crew *crew, void **hand, struct error *err)
{
	*hand = NULL;
	return crew->begin == NULL || crew->begin(crew->owner, hand, err);
}

static void end(const struct crew *crew, void *hand)
{
	if (crew->end != NULL)
		crew->end(crew->owner, hand);
}

static void *work_thread(void *argument)
{
	struct shift *shift = argument;
	struct error err = {0};
	void *hand;

	if (begin(shift->crew, &hand, &err))
		work(shift, hand);
	end(shift->crew, hand);
	pthread_mutex_lock(&shift->lock);
	if (err.code != ERROR_NONE && shift->err.code == ERROR_NONE)
		shift->err = err;
	shift->num_hands--;
	pthread_cond_broadcast(&shift->changed);
	pthread_mutex_unlock(&shift->lock);
	return NULL;
}

/* False when nobody is left to do it. */
static bool wait_for(struct shift *shift, size_t item)
{
	bool done;

	pthread_mutex_lock(&shift->lock);
	while (!shift->is_done[item] && shift->num_hands > 0)
		pthread_cond_wait(&shift->changed, &shift->lock);
	done = shift->is_done[item];
	pthread_mutex_unlock(&shift->lock);
	return done;
}

static bool prepare(const struct crew *crew, struct error *err)
{
	return crew->prepare == NULL || crew->prepare(crew->owner, err);
}

static void release(struct shift *shift, size_t taken, bool stop)
{
	pthread_mutex_lock(&shift->lock);
	shift->taken = taken;
	shift->stopped = shift->stopped || stop;
	if (stop || shift->num_waiting > 0)
		pthread_cond_broadcast(&shift->changed);
	pthread_mutex_unlock(&shift->lock);
}

static bool hand_over(struct shift *shift, struct error *err)
{
	bool ok = true;

	for (size_t i = 0; ok && i < shift->crew->num_items; i++) {
		ok = wait_for(shift, i) ? shift->crew->take(shift->crew->owner, i, err) : error_set(err, shift->err.code, "%s", shift->err.text);
		release(shift, i + 1, !ok);
	}
	return ok;
}

static bool run_threads(struct shift *shift, struct error *err)
{
	pthread_t threads[JOBS_MAX];
	unsigned num = 0, wanted = shift->crew->jobs > JOBS_MAX ? JOBS_MAX : shift->crew->jobs;
	bool ok;

	pthread_mutex_lock(&shift->lock);
	while (num < wanted && pthread_create(&threads[num], NULL, work_thread, shift) == 0)
		num++;
	shift->num_hands = num;
	pthread_mutex_unlock(&shift->lock);
	ok = num > 0 ? prepare(shift->crew, err) && hand_over(shift, err) : error_set(err, ERROR_MEMORY, "cannot make a thread");
	release(shift, shift->taken, !ok);
	for (unsigned i = 0; i < num; i++)
		pthread_join(threads[i], NULL);
	return ok;
}

static bool run_alone(const struct crew *crew, struct error *err)
{
	void *hand;
	bool ok = begin(crew, &hand, err) && prepare(crew, err);

	for (size_t i = 0; ok && i < crew->num_items; i++) {
		crew->work(crew->owner, hand, i);
		ok = crew->take(crew->owner, i, err);
	}
	end(crew, hand);
	return ok;
}

bool crew_run(const struct crew *crew, struct error *err)
{
	struct shift shift = {.crew = crew, .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};
	bool ok;

	if (crew->num_items == 0)
		return true;
	/* Each item takes and frees about as much: given back and asked for again, that would be most of the work. */
	if (!crew->is_long)
		mallopt(M_MMAP_THRESHOLD, MAPPED);
	if (crew->jobs <= 1 || crew->num_items == 1)
		return run_alone(crew, err);
	shift.is_done = calloc(crew->num_items, sizeof *shift.is_done);
	ok = shift.is_done != NULL ? run_threads(&shift, err) : error_memory(err);
	free(shift.is_done);
	return ok;
}
