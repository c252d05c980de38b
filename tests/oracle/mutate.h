/*
 * mutate - packages with one or a few lies in them: fields, counts, offsets; dropped, doubled and reordered records; and such whose
 * resource table is written at random.
 */
#ifndef PRELIST_TESTS_ORACLE_MUTATE_H
#define PRELIST_TESTS_ORACLE_MUTATE_H

#include <cstdint>
#include <string>
#include <vector>

using Bytes = std::vector<uint8_t>;

/* A package before it is mutated: its entries, and which of them are manifest and resource table. */
struct Base {
	std::string name;
	std::vector<std::pair<std::string, Bytes>> entries;
};

/* xorshift: the same seed gives the same mutation on every machine. */
struct Random {
	uint64_t state;
	uint64_t next();
	uint32_t below(uint32_t bound) { return bound == 0 ? 0 : static_cast<uint32_t>(next() % bound); }
};

struct Chunk {
	size_t offset, header_size, size;
	uint16_t type;
	int parent; /* index of the chunk around it, -1 for the outermost */
};

/* Those of a document or table, and those inside them. */
std::vector<Chunk> chunks_of(const Bytes &in);

void put(Bytes &out, uint64_t value, size_t size);
uint32_t get(const Bytes &in, size_t at, size_t size);
void poke(Bytes &in, size_t at, uint32_t value, size_t size);

/* The manifest's strings in either encoding, with a NUL or without, and maybe an attribute that goes on behind its element. */
void mutate_layout(Bytes &manifest, Random &random, std::string *what);

/* A package whose resource table is written at random. */
Base write_package(Random &random, std::string *what);

/* The mutated package; *what says what was done to it. */
Bytes mutate(const Base &base, Random &random, std::string *what);

#endif
