/*
 * memory - preloaded before prelist: makes one allocation of its parent process fail, as if memory had run out for a moment.
 *
 *   MEMORY_AT=3         the third allocation fails, and none behind it
 *   MEMORY_STACKS=FILE  nothing fails; the file gets a line "hash number" for each way through prelist that leads to an allocation,
 *                       with the number of the first one
 */
#define _GNU_SOURCE
#include <errno.h>
#include <execinfo.h>
#include <link.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t);

#define WAYS 65536
#define FRAMES 40
#define FRAMES_OF_PRELIST 4

static struct {
	uint64_t hash;
	long first;
} ways[WAYS];

struct range {
	uintptr_t begin, end;
};
static struct range prelist, openssl;
static bool is_parent, is_counting;
static _Atomic long count;
static long at;
static _Thread_local bool inside;

static int find_ranges(struct dl_phdr_info *object, size_t size, void *owner)
{
	/* The first one is the program. */
	struct range *range = prelist.end == 0 ? &prelist : strstr(object->dlpi_name, "libcrypto") != NULL ? &openssl : owner;

	(void)size;
	range->begin = object->dlpi_addr;
	for (int i = 0; i < object->dlpi_phnum; i++)
		if (object->dlpi_phdr[i].p_type == PT_LOAD)
			range->end = range->begin + object->dlpi_phdr[i].p_vaddr + object->dlpi_phdr[i].p_memsz;
	return 0;
}

static bool is_in(const struct range *range, const void *code)
{
	return (uintptr_t)code >= range->begin && (uintptr_t)code < range->end;
}

static void in_child(void)
{
	is_parent = false;
}

__attribute__((constructor)) static void begin(void)
{
	struct range other;
	void *frame[1];

	backtrace(frame, 1); /* allocates the first time */
	dl_iterate_phdr(find_ranges, &other);
	pthread_atfork(NULL, NULL, in_child);
	at = getenv("MEMORY_AT") != NULL ? atol(getenv("MEMORY_AT")) : 0;
	is_counting = getenv("MEMORY_STACKS") != NULL;
	is_parent = true;
}

__attribute__((destructor)) static void end(void)
{
	FILE *file = is_parent && is_counting ? fopen(getenv("MEMORY_STACKS"), "w") : NULL;

	is_parent = false;
	for (size_t i = 0; file != NULL && i < WAYS; i++)
		if (ways[i].hash != 0)
			fprintf(file, "%016llx %ld\n", (unsigned long long)ways[i].hash, ways[i].first);
	if (file != NULL)
		fclose(file);
}

static void note_way(long number)
{
	uint64_t hash = 14695981039346656037u;
	void *frames[FRAMES];
	int num = backtrace(frames, FRAMES);

	for (int i = 0, seen = 0; i < num && seen < FRAMES_OF_PRELIST; i++)
		if (is_in(&prelist, frames[i])) {
			hash = (hash ^ ((uintptr_t)frames[i] - prelist.begin)) * 1099511628211u;
			seen++;
		}
	for (size_t i = hash % WAYS, tries = 0; tries < WAYS; i = (i + 1) % WAYS, tries++) {
		if (ways[i].hash == 0) {
			ways[i].hash = hash;
			ways[i].first = number;
		}
		if (ways[i].hash == hash)
			return;
	}
}

static bool fails(void *caller)
{
	long number;

	/* OpenSSL may crash where it has no memory to begin with. */
	if (!is_parent || inside || is_in(&openssl, caller))
		return false;
	number = ++count;
	inside = true;
	if (is_counting)
		note_way(number);
	inside = false;
	if (number != at)
		return false;
	errno = ENOMEM;
	return true;
}

void *malloc(size_t size)
{
	return fails(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *calloc(size_t num, size_t size)
{
	return fails(__builtin_return_address(0)) ? NULL : __libc_calloc(num, size);
}

void *realloc(void *old, size_t size)
{
	return fails(__builtin_return_address(0)) ? NULL : __libc_realloc(old, size);
}

void *reallocarray(void *old, size_t num, size_t size)
{
	size_t total;

	return __builtin_mul_overflow(num, size, &total) || fails(__builtin_return_address(0)) ? NULL : __libc_realloc(old, total);
}
