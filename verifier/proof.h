/*
 * proof - what the files of prelist-proof have in common: messages, bytes, the tree, heads, signatures.
 */
#ifndef PRELIST_PROOF_H
#define PRELIST_PROOF_H

#include <cjson/cJSON.h>
#include <openssl/evp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define HASH 32
#define SIGNATURE 64
#define LEVELS 64

extern bool in_chinese;
const char *pick(const char *en, const char *zh);

/* It could not be checked: ends with 2. It is not so: ends with 1. */
__attribute__((noreturn, format(printf, 1, 2))) void give_up(const char *format, ...);
__attribute__((noreturn, format(printf, 1, 2))) void deny(const char *format, ...);

/* Ends when memory is NULL. */
void *must(void *memory);
void print_visible(FILE *out, const char *text);

bool unhex(const char *text, uint8_t *out, size_t len);
void put_u64(uint8_t *out, uint64_t value);
void sha256(const void *data, size_t len, uint8_t out[HASH]);

/* A JSON object and nothing besides, in which no name is said twice and no text has a NUL: readers read such ones differently. Or NULL. */
cJSON *parse_object(const char *text, size_t len);

/* The whole of a small file, NUL behind it; a JSON object; its members, path naming the file that lacks them. */
char *read_small(const char *path, size_t *len);
cJSON *read_json(const char *path);
const char *text_of(const cJSON *object, const char *name);
uint64_t number_of(const cJSON *object, const char *name, const char *path);
void hash_of(const cJSON *object, const char *name, uint8_t out[HASH], const char *path);

/* tree.c */
extern const char *const record_fields[]; /* ended by NULL */
bool may_lack(const char *field); /* some records have no such field, not even an empty one */
void leaf_of(const cJSON *record, uint8_t out[HASH]);

struct path {
	uint8_t hash[2 * LEVELS][HASH];
	size_t num;
};
struct path path_of(const cJSON *object, const char *name, const char *path);
bool included(uint64_t index, uint64_t size, const struct path *path, const uint8_t leaf[HASH], const uint8_t root[HASH]);
bool continues(uint64_t first, uint64_t second, const struct path *path, const uint8_t first_root[HASH],
	       const uint8_t second_root[HASH]);

/* A tree that grows: the roots of its complete subtrees, one a level where size has that bit. */
struct tree {
	uint64_t size;
	uint8_t root[LEVELS][HASH];
};
/* By a subtree of 2^level leaves, at a place where one can stand; by the largest that fit, up to a size. */
bool grow(struct tree *tree, int level, const uint8_t root[HASH]);
bool grow_by_path(struct tree *tree, const struct path *path, uint64_t to);
void root_of(const struct tree *tree, uint8_t out[HASH]);

/* head.c */
struct key {
	EVP_PKEY *pkey;
	uint8_t id[HASH];
};
struct key read_key(const char *path);
bool is_signed(const struct key *key, const void *message, size_t len, const uint8_t signature[SIGNATURE]);

struct head {
	uint64_t size;
	uint8_t root[HASH];
	char time[32];
	uint8_t signature[SIGNATURE];
	bool has_signature;
};
/* With a key its signature is checked, too. */
struct head read_head(const char *path, const struct key *key);
void print_hash(const char *before, const uint8_t hash[HASH]);
void print_signed(const struct key *key);

/* events.c: by the events of an export, the numbers of which go on where the tree ends; denies what log.json and log.csv do not both say. */
void grow_by_events(struct tree *tree, const char *json_path, const char *csv_path);

/* bundle.c */
void check_bundle(char **files, const struct key *key);

#endif
