/*
 * zipdir - the directory of a ZIP file, exactly as Android's libziparchive reads it.
 *
 *   prefix? | local header, data, descriptor? ... | signing block? | central directory | EOCD | comment
 *
 * source   AOSP system/libziparchive zip_archive.cc (Android 14), AssetsProvider.cpp
 */
#ifndef PRELIST_CONTAINER_ZIPDIR_H
#define PRELIST_CONTAINER_ZIPDIR_H

#include "bytes/arena.h"
#include "bytes/budget.h"
#include "bytes/digest.h"
#include "bytes/error.h"
#include "bytes/limit.h"
#include "bytes/name_hash.h"
#include "bytes/source.h"
#include "container/anomaly.h"

enum { ZIPDIR_STORED = 0, ZIPDIR_DEFLATED = 8 };

/* Whether its record has 64-bit sizes or offset, or its local header alone has; BAD: announced, and not there as the phone wants them. */
enum zipdir_zip64 { ZIPDIR_ZIP64_NONE, ZIPDIR_ZIP64_USED, ZIPDIR_ZIP64_LOCAL, ZIPDIR_ZIP64_BAD };

struct zipdir_entry {
	struct span name;      /* as in the directory, not escaped */
	const char *path;      /* the name escaped, for facts and anomalies */
	uint64_t record_offset; /* of the directory record */
	uint64_t header_offset; /* of the local header */
	uint64_t data_offset;  /* of the data; 0 unless readable */
	uint64_t stored_size;  /* bytes of data in the package as the phone takes them (usize when not deflated) */
	uint64_t size;	       /* bytes when read */
	uint64_t compressed_size; /* as the directory says it, whatever the method: what the data takes in the file */
	uint32_t crc32;
	uint16_t method;       /* of the directory: 8 is inflated, anything else the asset reader takes as stored */
	uint16_t flags;
	uint16_t version_made_by;
	uint32_t external_attributes;
	enum zipdir_zip64 zip64;
	bool readable;	       /* FindEntry succeeds: the local header agrees where libziparchive compares it */
	bool descriptor;       /* its local header says that a data descriptor follows the data */
	bool local_agrees;     /* the sizes and checksum of its local header are those of the directory */
	bool hidden;	       /* stands in the directory behind the counted records: the phone does not see it */
};

struct zipdir_slot {
	uint32_t number; /* of the entry, from 1; 0: empty */
	uint32_t tag;	 /* of its name's hash */
};

struct zipdir {
	struct zipdir_entry *entries; /* in directory order; the hidden ones last */
	size_t num_entries;	      /* without the hidden ones */
	size_t num_hidden;
	uint64_t directory_offset, directory_size;
	uint64_t eocd_offset;
	uint64_t comment_len;
	bool refused;		      /* libziparchive refuses the whole archive; entries are what can be read all the same */
	bool is_cut;		      /* a limit of ours ended the reading before the directory did */
	bool has_extras;
	uint8_t extras_sha256[DIGEST_MAX]; /* of comments, and of extra fields that are no padding, each with its entry's name; META-INF is left out */
	bool gap_before_eocd, has_zip64_locator; /* the signing block cannot be found by the platform */
	struct arena arena;
	struct zipdir_slot *index;    /* hash table over names */
	size_t index_size;
	struct name_hash hash;
};

/*
 * Reads the directory. What is odd goes to anomalies; entries are given as far as they can be read even when the phone
 * refuses the file. False and err only when reading the source failed or memory ran out.
 *
 * budget   of inflated bytes, as much as can be inflated meanwhile; NULL: none. Where it is over no record is read, which the caller says
 */
bool zipdir_read(struct zipdir *dir, const struct source *source, const struct limits *limits, struct budget *budget,
		 struct anomalies *anomalies, struct error *err);
void zipdir_free(struct zipdir *dir);

/* Says which entries have 64-bit values, which Android before 12 reads none of. min_sdk: of the package, or less than any version. */
void zipdir_report_zip64(const struct zipdir *dir, int64_t min_sdk, struct anomalies *anomalies);

/* An entry that the installer must read is refused with what is wrong with it; another one is merely unreadable. */
enum anomaly_effect zipdir_effect_on(const struct zipdir_entry *entry);

/* The entry of exactly that name as the phone finds it; NULL when there is none (hidden ones are not found). */
const struct zipdir_entry *zipdir_find(const struct zipdir *dir, const char *name);

/* The same of a name that is escaped, as facts have it, and texts of binary XML and resource tables. */
const struct zipdir_entry *zipdir_find_path(const struct zipdir *dir, const char *path);

#endif
