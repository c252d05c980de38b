/*
 * arena - memory that is freed all at once, with a cap.
 *
 * Owns everything allocated from it until arena_free. Not for threads: each has its own.
 *
 * It remembers that it could not hand something out, and whoever made it asks (arena_ok) before what lies in it is believed,
 * kept or shown. What is written through (arena_alloc, arena_array) is looked at where it is had; a text need not be, where NULL
 * reads as none.
 */
#ifndef PRELIST_BYTES_ARENA_H
#define PRELIST_BYTES_ARENA_H

#include "bytes/error.h"
#include "bytes/span.h"

struct arena_block;

struct arena {
	struct arena_block *block;
	size_t used; /* bytes handed out */
	size_t cap;  /* the most that may be handed out */
	bool failed; /* the cap or the machine's memory was reached */
};

/* An empty arena that hands out at most cap bytes. */
struct arena arena_new(size_t cap);
void arena_free(struct arena *arena);
#define ARENA_CLEANUP __attribute__((cleanup(arena_free)))

/* False and err when it could not hand something out since it was made. */
#define arena_ok(arena, err) arena_ok_at(arena, err, __FILE__, __LINE__)
__attribute__((warn_unused_result)) bool arena_ok_at(const struct arena *arena, struct error *err, const char *file, int line);

/* Zeroed memory, aligned for any type; NULL when the cap or the machine's memory is reached. */
__attribute__((warn_unused_result)) void *arena_alloc(struct arena *arena, size_t size);
/* The same with whatever stands in it, for who writes all of it. */
__attribute__((warn_unused_result)) void *arena_room(struct arena *arena, size_t size);
__attribute__((warn_unused_result)) void *arena_array(struct arena *arena, size_t count, size_t size);

/* Items, of which there are num, with room for one more: they move where there is none. NULL: they stay as they are. */
__attribute__((warn_unused_result)) void *arena_grow(struct arena *arena, void *items, size_t num, size_t *room, size_t size);

/* A NUL-terminated copy; arena_copy: NULL of NULL, too. */
__attribute__((warn_unused_result)) char *arena_text(struct arena *arena, struct span text);
__attribute__((warn_unused_result)) char *arena_strdup(struct arena *arena, const char *text);
__attribute__((warn_unused_result)) char *arena_copy(struct arena *arena, const char *text);
__attribute__((warn_unused_result, format(printf, 2, 3))) char *arena_printf(struct arena *arena,
									      const char *format, ...);

#endif
