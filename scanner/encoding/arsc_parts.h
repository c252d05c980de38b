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

/* A run of chunks; the iterator stops at the first that is not sound. */
struct arsc_chunks {
	struct span data;
	size_t at;
	bool failed; /* stopped by a chunk that makes the platform give up */
};

struct arsc_chunk {
	uint16_t type, header_size;
	struct span bytes;
	size_t offset; /* in the run */
};

bool arsc_next_chunk(struct arsc_chunks *chunks, struct arsc_chunk *chunk);

/* Reads a package chunk's pools and types. False: the platform gives up. */
bool arsc_read_package(struct arsc *arsc, const struct arsc_chunk *chunk, struct arena *arena, struct error *err);

/* What is odd about the entries of a table that loads: offsets, counts and parents. False and err when memory ran out. */
bool arsc_check(const struct arsc *arsc, struct arena *arena, struct error *err);

/* True when resource names were taken away: blank, one for all, or nearly all of three letters at the most. */
bool arsc_names_are_obfuscated(const struct string_pool *keys);

#endif
