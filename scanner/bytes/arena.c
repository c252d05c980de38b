#include "bytes/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#ifndef BLOCK_SIZE /* 1: each allocation has a block of its own, so that each can fail */
#define FIRST_SIZE ((size_t)4 * 1024)
#define BLOCK_SIZE ((size_t)64 * 1024)
#endif
#define ALIGNMENT 16u
#define FIRST_ROOM 32

struct arena_block {
	struct arena_block *next;
	size_t size;
	size_t used;
	bool is_zero;
	_Alignas(ALIGNMENT) unsigned char data[];
};

struct arena arena_new(size_t cap)
{
	return (struct arena){.cap = cap};
}

void arena_free(struct arena *arena)
{
	struct arena_block *block = arena->block;

	while (block != NULL) {
		struct arena_block *next = block->next;

		free(block);
		block = next;
	}
	arena->block = NULL;
	arena->used = 0;
}

/* As much as was handed out so far, so that small arenas stay small and large ones have few blocks. */
static size_t usual_room(const struct arena *arena)
{
	return arena->used < FIRST_SIZE ? FIRST_SIZE : arena->used < BLOCK_SIZE ? arena->used : BLOCK_SIZE;
}

/*
 * Large requests get a block of their own behind the current one, so that its room is not lost. If it is to be zero, what the
 * C library has fresh from the system is so without a touch, and a page that nobody needs is never had.
 */
static struct arena_block *add_block(struct arena *arena, size_t size, bool zero)
{
	size_t usual = usual_room(arena);
	bool is_large = size > usual / 4;
	size_t room = is_large ? size : usual;
	bool is_zero = is_large && zero;
	struct arena_block *block = is_zero ? calloc(1, sizeof *block + room) : malloc(sizeof *block + room);

	if (block == NULL)
		return NULL;
	block->size = room;
	block->used = 0;
	block->is_zero = is_zero;
	if (is_large && arena->block != NULL) {
		block->next = arena->block->next;
		arena->block->next = block;
	} else {
		block->next = arena->block;
		arena->block = block;
	}
	return block;
}

bool arena_ok_at(const struct arena *arena, struct error *err, const char *file, int line)
{
	return !arena->failed || error_memory_at(err, file, line);
}

static void *fail(struct arena *arena)
{
	arena->failed = true;
	return NULL;
}

static void *take(struct arena *arena, size_t size, bool zero)
{
	struct arena_block *block = arena->block;
	void *memory;

	if (size > SIZE_MAX - ALIGNMENT)
		return fail(arena);
	size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
	if (size > arena->cap - arena->used)
		return fail(arena);
	if (block == NULL || size > block->size - block->used)
		block = add_block(arena, size, zero);
	if (block == NULL)
		return fail(arena);
	memory = block->data + block->used;
	block->used += size;
	arena->used += size;
	return zero && !block->is_zero ? memset(memory, 0, size) : memory;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	return take(arena, size, true);
}

void *arena_room(struct arena *arena, size_t size)
{
	return take(arena, size, false);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
	size_t total;

	return __builtin_mul_overflow(count, size, &total) ? fail(arena) : arena_alloc(arena, total);
}

void *arena_grow(struct arena *arena, void *items, size_t num, size_t *room, size_t size)
{
	size_t wanted = *room == 0 ? FIRST_ROOM : 2 * *room;
	void *grown;

	if (num < *room)
		return items;
	grown = arena_array(arena, wanted, size);
	if (grown == NULL)
		return NULL;
	if (num > 0)
		memcpy(grown, items, num * size);
	*room = wanted;
	return grown;
}

char *arena_text(struct arena *arena, struct span text)
{
	char *copy = text.len < SIZE_MAX ? take(arena, text.len + 1, false) : fail(arena);

	if (copy == NULL)
		return NULL;
	if (text.len > 0)
		memcpy(copy, text.data, text.len);
	copy[text.len] = '\0';
	return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
	return arena_text(arena, span_of_text(text));
}

char *arena_copy(struct arena *arena, const char *text)
{
	return text == NULL ? NULL : arena_strdup(arena, text);
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;
	int len;
	char *text;

	va_start(args, format);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	text = len < 0 ? fail(arena) : take(arena, (size_t)len + 1, false);
	if (text == NULL)
		return NULL;
	va_start(args, format);
	vsnprintf(text, (size_t)len + 1, format, args);
	va_end(args);
	return text;
}
