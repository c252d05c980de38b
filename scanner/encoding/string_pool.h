/*
 * string_pool - the strings of binary XML and resource tables, decoded one at a time.
 *
 *   u16 type 1 | u16 header size | u32 size | u32 strings | u32 styles | u32 flags | u32 strings start | u32 styles start
 *   | u32 offset per string | u32 offset per style | strings | styles
 *
 * source   AOSP libs/androidfw/ResourceTypes.cpp, ResStringPool::setTo, string8At, stringAt; ART JNI::NewStringUTF (Android 14)
 */
#ifndef PRELIST_ENCODING_STRING_POOL_H
#define PRELIST_ENCODING_STRING_POOL_H

#include "bytes/arena.h"
#include "container/anomaly.h"

struct string_pool_notes;

struct string_pool {
	struct span chunk;
	struct string_pool_notes *notes; /* NULL: nothing is remembered */
	uint32_t num_strings;
	uint32_t header_size, strings_start, strings_len; /* bytes */
	bool is_utf8;
	bool is_usable; /* setTo would succeed */
};

/* Names for what is odd: those of the manifest, or of the resource table. */
struct string_pool_anomalies {
	enum anomaly_id count, style, gap, flags, bounds;
	const char *path;
};

/* chunk: exactly the chunk, whose header has been checked; it must stay. What is odd goes to anomalies (may be NULL). */
struct string_pool string_pool_open(struct span chunk, const struct string_pool_anomalies *names,
				    struct anomalies *anomalies);

/*
 * From here on what is found out about a string is remembered, and strings that lie in one another are gone through only so often;
 * what is more is reported, with that path, and left unread. False when memory ran out.
 */
__attribute__((warn_unused_result)) bool string_pool_remember(struct string_pool *pool, const char *path, struct anomalies *anomalies,
							      struct arena *arena);

/* Whether a string of so many bytes may be gone through yet. */
bool string_pool_go_through(const struct string_pool *pool, uint64_t len);

/* No more long strings are gone through. */
bool string_pool_is_spent(const struct string_pool *pool);

/*
 * The bytes of a string as the platform's Java side gets them: UTF-8 up to the first NUL, or all of UTF-16. False when
 * the platform gets no string.
 */
bool string_pool_get(const struct string_pool *pool, uint32_t index, struct span *bytes);

/* The same, whole: what a reader that does not stop at NUL would have. */
bool string_pool_get_whole(const struct string_pool *pool, uint32_t index, struct span *bytes);

/* Why a string is none to the platform, or is no text to other readers; the last: nor one that every version decodes alike. */
enum string_pool_fault {
	STRING_POOL_SOUND,
	STRING_POOL_INDEX,
	STRING_POOL_OFFSET,
	STRING_POOL_LENGTH,
	STRING_POOL_ENCODING,
	STRING_POOL_DECODING,
	STRING_POOL_UNREAD /* nor that: it was not gone through */
};
enum string_pool_fault string_pool_fault(const struct string_pool *pool, uint32_t index);

/* Whether the platform gets a string. */
bool string_pool_has(const struct string_pool *pool, uint32_t index);

/* Whether a NUL stands inside: what is behind it is read out of UTF-16 alone. */
bool string_pool_has_nul(const struct string_pool *pool, uint32_t index);

/* True when no string can be read as the pool's flag says and most could be read as the other encoding. */
bool string_pool_is_mislabelled(const struct string_pool *pool);

/* The escaped text of a string's bytes, as the Java side decodes them; NULL when memory ran out. */
char *string_pool_escape(const struct string_pool *pool, struct arena *arena, struct span bytes);

/* Escaped text, NULL when there is no such string or memory ran out (*no_memory, may be NULL). */
const char *string_pool_text(const struct string_pool *pool, uint32_t index, struct arena *arena, bool *no_memory);

/* True when two strings differ, as the Java side gets them. */
bool string_pool_differ(const struct string_pool *pool, uint32_t a, uint32_t b);

/* True when the string, as the Java side gets it, is exactly that ASCII text. */
bool string_pool_is(const struct string_pool *pool, uint32_t index, const char *text);

/* The string as the Java side gets it. False when it is none, no ASCII text or does not fit. */
bool string_pool_ascii(const struct string_pool *pool, uint32_t index, char *text, size_t size);

/* The same of the whole string, as ResXMLParser::indexOfAttribute compares: a NUL and what follows it belong to it. */
bool string_pool_is_whole(const struct string_pool *pool, uint32_t index, const char *text);

#endif
