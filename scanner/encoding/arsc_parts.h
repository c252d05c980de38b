/*
 * arsc_parts - steps of arsc_open and arsc_each, shared between their files only.
 */
#ifndef PRELIST_ENCODING_ARSC_PARTS_H
#define PRELIST_ENCODING_ARSC_PARTS_H

#include "encoding/arsc.h"

enum { ARSC_POOL = 1, ARSC_TABLE = 2, ARSC_PACKAGE = 0x200, ARSC_TYPE = 0x201, ARSC_SPEC = 0x202, ARSC_LIBRARY = 0x203,
       ARSC_OVERLAYABLE = 0x204, ARSC_POLICY = 0x205, ARSC_ALIAS = 0x206 };
#define ARSC_STEPS_MAX ((uint64_t)32 * 1024 * 1024)
enum { ARSC_SPARSE = 1, ARSC_OFFSET16 = 2 };

#define ARSC_NO_ENTRY UINT32_MAX
enum { ARSC_ENTRY_COMPLEX = 1, ARSC_ENTRY_COMPACT = 8 };

/* A run of chunks; the iterator stops at the first that is not sound. */
struct arsc_chunks {
	struct span data;
	struct span onward; /* from the same byte on to the table's end */
	size_t at;
	bool failed; /* stopped by a chunk that makes the platform give up */
};

struct arsc_chunk {
	uint16_t type, header_size;
	struct span bytes;
	struct span onward; /* from its first byte on to the table's end: the phone does not always stop where the chunk does */
	size_t offset; /* in the run */
};

bool arsc_next_chunk(struct arsc_chunks *chunks, struct arsc_chunk *chunk);

/* Reports what the platform gives up for. Always false. */
bool arsc_refuse(struct arsc *arsc, enum anomaly_id id, size_t at, const char *what);

/* Reads a package chunk's pools and types. False: the platform gives up. */
bool arsc_read_package(struct arsc *arsc, const struct arsc_chunk *chunk, struct arena *arena, struct error *err);

/* A list of entries that is as long as is counted at count_at; otherwise the platform gives up. */
bool arsc_has_room(struct arsc *arsc, const struct arsc_chunk *chunk, size_t header_size, size_t entry_size, size_t count_at);

/*
 * The groups of packages: the system's is there at first; a package that begins gets its number (arsc->package_id) and joins the
 * group of that number; what it says of ids is taken; at last every group and type has what is put in place of ids. All but the
 * last are false where the platform gives up, or (and err) when memory ran out.
 */
bool arsc_begin_groups(struct arsc *arsc, struct arena *arena, struct error *err);
bool arsc_join_group(struct arsc *arsc, const struct arsc_chunk *package, uint32_t id, struct arena *arena, struct error *err);
bool arsc_take_libraries(struct arsc *arsc, const struct arsc_chunk *chunk, struct arena *arena, struct error *err);
bool arsc_take_aliases(struct arsc *arsc, const struct arsc_chunk *chunk, struct arena *arena, struct error *err);
void arsc_finish_groups(struct arsc *arsc);

/* A name of UTF-16 units as the phone compares it. Without data when memory ran out. */
struct span arsc_plain_name(struct span name, struct arena *arena);

/* Why an entry has no value, nor is a bag: it stands outside; counts more than there is; its value does not fit. */
enum arsc_fault { ARSC_SOUND, ARSC_OUTSIDE, ARSC_MAP_TOO_LONG, ARSC_BROKEN };

struct arsc_entry {
	uint16_t size, flags;
	uint32_t parent, count; /* of 16 bytes and more, bag or not */
	bool is_bag;
	bool is_unusual; /* the phone takes its value, which begins outside of the chunk or says too small a size */
	struct arsc_value value; /* of what is no bag; ids as they stand in the table */
};

/* What stands at a position of a type's list, for which index; and what the phone finds of an index. ARSC_NO_ENTRY for none. */
uint32_t arsc_offset_at(const struct arsc_type *type, uint32_t position, uint32_t *index);
uint32_t arsc_find_offset(const struct arsc_type *type, uint32_t index);

enum arsc_fault arsc_read_entry(const struct arsc_type *type, uint32_t offset, struct arsc_entry *entry);

/* What a phone is like: which configurations are for it, and of two of those which is better. */
struct arsc_phone {
	bool (*is_for)(const struct arsc_config *config);
	bool (*is_better)(const struct arsc_config *a, const struct arsc_config *b);
};

/* The best configuration that has the resource, NULL for none, and the value in it. Only then it is read: one that is broken has no substitute. */
const struct arsc_config *arsc_best_for(struct arsc *arsc, const struct arsc_phone *phone, uint32_t id);
bool arsc_choose_for(struct arsc *arsc, const struct arsc_phone *phone, uint32_t id, struct arsc_value *value);

/* What is odd about the entries of a table that loads: offsets, counts and parents. False and err when memory ran out. */
bool arsc_check(struct arsc *arsc, struct arena *arena, struct error *err);

/* True when resource names were taken away: blank, one for all, or nearly all of three letters at the most. */
bool arsc_names_are_obfuscated(const struct string_pool *keys);

#endif
