/*
 * inflate - the content of an entry, each entry once.
 *
 * Entries up to 16 MiB are inflated whole by libdeflate into a buffer that is used again; larger ones go by in windows
 * (zlib) unless they are wanted whole. The declared size is the cap: a lie shows by itself.
 *
 * source   RFC 1951, RFC 1950 (zlib), RFC 1952 (gzip); AOSP system/libziparchive zip_archive.cc (methods 0 and 8)
 */
#ifndef PRELIST_CONTAINER_INFLATE_H
#define PRELIST_CONTAINER_INFLATE_H

#include "bytes/budget.h"
#include "container/zipdir.h"

#define INFLATE_WHOLE_MAX ((uint64_t)16 * 1024 * 1024)
#define INFLATE_BOMB_RATIO 100 /* a package that makes more than so many times its size, in all, is there to exhaust who reads it */

struct inflate; /* buffers and decompressors of one thread */

struct inflate *inflate_new(void);
void inflate_free(struct inflate *inflate);

enum inflate_outcome {
	INFLATE_OK,	 /* the phone can read the entry too */
	INFLATE_REFUSED, /* the phone cannot read it; an anomaly says why; what was read was handed over */
	INFLATE_UNREAD,	 /* a limit stopped it; an anomaly says which */
	INFLATE_ERROR,	 /* reading the source failed or memory ran out: err */
};

struct inflate_request {
	const struct source *source;
	const struct zipdir_entry *entry;
	const struct limits *limits;
	struct anomalies *anomalies;
	uint64_t whole_max; /* hand it over in one piece when it is no larger than this, even above INFLATE_WHOLE_MAX */
	struct budget *budget; /* of inflated bytes; NULL: none */
};

/* How many bytes may be inflated of a package of this size: 1 GiB of any, INFLATE_BOMB_RATIO times its size, LIMIT_INFLATED_BYTES at the most. */
uint64_t inflate_budget(const struct limits *limits, uint64_t package_size);

/* What an entry takes off a budget: what it can come to; 0 where a limit of its own forbids to read it. */
uint64_t inflate_cost(const struct limits *limits, const struct zipdir_entry *entry);

/*
 * Calls window(owner, bytes, is_last) with the content, in order, one piece at least (an empty last one for an empty
 * entry). The bytes are valid during the call only. CRC-32 is checked on the way (zip.bad-crc).
 */
enum inflate_outcome inflate_entry(struct inflate *inflate, const struct inflate_request *request,
				   void (*window)(void *owner, struct span bytes, bool is_last), void *owner,
				   struct error *err);

/*
 * The whole content in memory that the caller frees (NUL-terminated behind its end, len without it); at most max bytes,
 * else limit.entry-size and INFLATE_UNREAD.
 */
enum inflate_outcome inflate_whole(struct inflate *inflate, const struct inflate_request *request, uint64_t max,
				   uint8_t **data, size_t *len, struct error *err);

enum inflate_form { INFLATE_NOTHING, INFLATE_RAW, INFLATE_ZLIB, INFLATE_GZIP };

/*
 * The first bytes that data make, at most *len, which becomes how many there are; fewer where the data are broken, or as many of them and
 * 128 KiB more do not make them. What is read of compressed data and what it makes is spent, piece by piece, and as much as a piece may
 * be must be left. INFLATE_UNREAD: it was not, and nothing is given; nobody says so.
 */
enum inflate_outcome inflate_beginning(const struct source *data, enum inflate_form form, struct budget *budget, uint8_t *out, size_t *len,
				       struct error *err);

/* The same of all that they make, at most max bytes, as far as the budget goes, for the caller to free; NULL with INFLATE_ERROR alone. */
enum inflate_outcome inflate_most(const struct source *data, enum inflate_form form, struct budget *budget, size_t max, uint8_t **bytes,
				  size_t *len, struct error *err);

#endif
