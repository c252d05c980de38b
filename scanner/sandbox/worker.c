#include "sandbox/worker.h"

#include "bytes/core.h"
#include "bytes/heap.h"
#include "sandbox/drop.h"
#include "sandbox/row_writer.h"

#include <malloc.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#define THREADS_MAX 16u
#define BUFFER_MAX (4 * 1024 * 1024)
#define KEPT_MAX (16 * 1024 * 1024)
#define HEAP_ROOM (64 * 1024 * 1024)
#define AMPLE ((uint64_t)512 * 1024 * 1024) /* of address space: with less the room would be taken from the threads */
#define SMALL_UNDER ((uint64_t)2 * 1024 * 1024) /* below it a second thread or large pages cost more than they save */

static unsigned num_threads(const struct sandbox_options *options, const struct message_request *request, const struct source *source)
{
	unsigned num = request->worker.threads != 0 ? request->worker.threads : options->threads;

	if (source->size < SMALL_UNDER)
		return 1;
	if (num == 0)
		num = core_count();
	return num < THREADS_MAX ? num : THREADS_MAX;
}

static void meet(void *owner, size_t item, unsigned worker)
{
	(void)item;
	(void)worker;
	pthread_barrier_wait(owner);
}

/* Waits until every thread runs: one that is still being made would make calls that the filter kills. */
static bool wait_for_threads(struct pool *pool)
{
	pthread_barrier_t barrier;

	if (pthread_barrier_init(&barrier, NULL, pool_size(pool)) != 0)
		return false;
	pool_run(pool, pool_size(pool), 0, meet, &barrier);
	return pthread_barrier_destroy(&barrier) == 0;
}

static void tune_heap(void)
{
	/* One heap for all threads: it is the one of large pages, and each more would reserve 64 MiB of address space. */
	mallopt(M_ARENA_MAX, 1);
	/* Buffers that come and go are not given back to the kernel in between: it would clear their pages again each time. */
	mallopt(M_MMAP_THRESHOLD, BUFFER_MAX);
	mallopt(M_TRIM_THRESHOLD, KEPT_MAX);
	/* Small pieces are joined as they are freed: libzip has some for each entry, and frees all of them at once. */
	mallopt(M_MXFAST, 0);
}

/* A mapped package that became shorter, or whose disk failed. */
__attribute__((noreturn)) static void lose_package(int number)
{
	(void)number;
	_exit(EXIT_IO);
}

/* In this order: Landlock does not reach threads that exist, and the filter forbids making them. */
static struct pool *shut_in(const struct sandbox_options *options, const struct message_request *request,
			    struct source *source, const int fds[MESSAGE_FDS], bool is_ample)
{
	unsigned threads;
	struct pool *pool;

	tune_heap();
	if (!drop_descriptors(fds[MESSAGE_PACKAGE], fds[MESSAGE_ROWS]) || !source_open(source, DROP_PACKAGE_FD, NULL))
		return NULL;
	if (source->size >= SMALL_UNDER && is_ample)
		heap_use_large_pages(HEAP_ROOM); /* what a small package needs is less than one of them */
	threads = num_threads(options, request, source);
	if (!drop_resources(request->address_space, request->resident, request->cpu_seconds) || !drop_privileges() || !drop_files())
		return NULL;
	pool = pool_new(threads - 1, NULL);
	if (pool == NULL || !wait_for_threads(pool))
		return NULL;
	/* The parent says worker.unsandboxed where there is no seccomp, so that going on without is for nothing else. */
	if (!seccomp_drop() && (seccomp_is_available() || !options->allow_unsandboxed))
		return NULL;
	return pool;
}

static int exit_code(const struct error *err)
{
	switch (err->code) {
	case ERROR_MEMORY:
		return EXIT_MEMORY;
	case ERROR_IO:
		return EXIT_IO;
	default:
		return EXIT_OTHER;
	}
}

void worker_run(const struct sandbox_options *options, const struct message_request *request,
		const int fds[MESSAGE_FDS])
{
	sandbox_reader *read = options->read != NULL ? options->read : format_read;
	struct error err = {0};
	struct row_writer writer;
	struct source source;
	struct pool *pool;
	bool is_ample = drop_address_space(request->address_space) >= AMPLE, ok;

	signal(SIGPIPE, SIG_DFL);
	signal(SIGBUS, lose_package);
	pool = shut_in(options, request, &source, fds, is_ample);
	if (pool == NULL)
		_exit(EXIT_SANDBOX);
	source.may_map = true;
	if (is_ample)
		source_map_whole(&source);
	row_writer_open(&writer, DROP_ROWS_FD);
	ok = read(&source, &request->options, pool, &writer.sink, &err);
	/* Whoever ends last takes the memory apart: not where one of the others slept, which is the reader's core as soon as he has all. */
	pool_free(pool);
	if (!row_writer_close(&writer, ok))
		_exit(EXIT_OTHER);
	sched_yield(); /* to the reader, where he was woken on this core: it has a large process to take apart */
	_exit(ok ? EXIT_READ : exit_code(&err));
}
