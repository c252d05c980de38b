/*
 * pass_entry - one entry of the pass, on one thread.
 */
#ifndef PRELIST_FORMAT_PASS_ENTRY_H
#define PRELIST_FORMAT_PASS_ENTRY_H

#include "container/inflate.h"
#include "format/pass_budget.h"

/* What a thread of the pass keeps from entry to entry. */
struct pass_thread {
	struct inflate *inflate;
	struct digest *sha256;
	struct arena arena;
	struct budget bytes, points; /* of the entry under way */
	struct inspect_context context;
	uint8_t *window; /* PASS_WINDOW bytes, for neighbours */
};

#define PASS_WINDOW ((size_t)256 * 1024)

/* pass: what inspectors are told of it is there already. */
bool pass_thread_open(struct pass_thread *thread, const struct pass *pass, struct error *err);
void pass_thread_close(struct pass_thread *thread);

struct pass_place {
	const struct pass *pass;
	struct pass_thread *thread;
	unsigned worker;
	struct pass_budget *budget;
};

/*
 * Reads an entry and writes its row. near: bytes of the package from near_offset on that hold the entry's data and at
 * least a byte before it (a place of 0 would mean that there is none); NULL: it is read from the package.
 */
bool pass_entry_read(const struct pass_place *place, const struct zipdir_entry *entry, const struct source *near,
		     uint64_t near_offset, struct error *err);

/* The same for an entry that was read before. */
bool pass_entry_take(const struct pass_place *place, const struct pass_content *content, struct error *err);

/* The row of an entry whose content nobody can read. */
bool pass_entry_skip(const struct pass *pass, const struct zipdir_entry *entry, struct error *err);

#endif
