/*
 * zipdir_parts - the steps of zipdir_read, shared between its files only.
 */
#ifndef PRELIST_CONTAINER_ZIPDIR_PARTS_H
#define PRELIST_CONTAINER_ZIPDIR_PARTS_H

#include "bytes/digest.h"
#include "container/zipdir.h"

enum {
	ZIPDIR_LOCAL_SIGNATURE = 0x04034B50,
	ZIPDIR_RECORD_SIGNATURE = 0x02014B50,
	ZIPDIR_EOCD_SIGNATURE = 0x06054B50,
	ZIPDIR_EOCD64_SIGNATURE = 0x06064B50,
	ZIPDIR_LOCATOR_SIGNATURE = 0x07064B50,
	ZIPDIR_DESCRIPTOR_SIGNATURE = 0x08074B50,
};
enum { ZIPDIR_LOCAL_SIZE = 30, ZIPDIR_RECORD_SIZE = 46, ZIPDIR_EOCD_SIZE = 22, ZIPDIR_LOCATOR_SIZE = 20 };
enum { ZIPDIR_FLAG_ENCRYPTED = 1, ZIPDIR_FLAG_DESCRIPTOR = 8 };

/* One reading of a directory. */
struct zipdir_reader {
	struct zipdir *dir;
	const struct source *source;
	const struct limits *limits;
	struct budget *budget; /* or NULL */
	struct anomalies *anomalies;
	struct error *err;
	uint64_t num_records; /* as the end record counts them */
	uint64_t extra_len;   /* of extra fields that are no padding */
	uint64_t comment_len; /* of those that are not too long each */
	struct digest *extras;
	uint64_t shift;	      /* what every offset is short of, in a refused file with bytes put before it */
};

/* Marks the archive as refused and says why. */
#define zipdir_refuse(reader, id, offset, ...)                                                                         \
	((reader)->dir->refused = true, anomaly_report_as((reader)->anomalies, id, EFFECT_REFUSED, "", offset, __VA_ARGS__))

/* Finds the end record: directory_offset, directory_size, eocd_offset, num_records. *found false when there is none. */
bool zipdir_find_end(struct zipdir_reader *reader, bool *found);

/* Walks the records of the directory in memory: entries without what the local headers say. */
bool zipdir_walk(struct zipdir_reader *reader, struct span directory);

/* Reads every local header, as FindEntry does: data_offset, readable. */
bool zipdir_read_locals(struct zipdir_reader *reader);

/*
 * Replaces what is 0xFFFFFFFF by what the ZIP64 extra field has, as ParseZip64ExtendedInfoInExtraField does: in the order
 * of the arguments, and all three from a field of three, whichever were asked for. NULL, or what the phone holds against
 * the field; the values are then as far as it has them.
 *
 * offset   NULL: of a local header, which has none
 */
const char *zipdir_take_zip64(struct span extra, uint64_t *size, uint64_t *stored, uint64_t *offset);

/* What is odd about names; fills entry->path. */
bool zipdir_name(struct zipdir_reader *reader, struct zipdir_entry *entry);
void zipdir_check_names(struct zipdir_reader *reader);

/*
 * Alignment tools pad extra fields with zero bytes, of any length, behind their own short record. True when an extra
 * field of more than 1 KiB is anything else: it hides something. Shorter ones are added up.
 */
bool zipdir_extra_hides(struct zipdir_reader *reader, struct span extra);

/* A comment, of the archive or of an entry, that is long or begins like code. */
void zipdir_check_comment(struct zipdir_reader *reader, struct span comment, const char *path, uint64_t offset);

/* What was added up. */
void zipdir_check_extras(struct zipdir_reader *reader);

/* Into dir->extras_sha256. name: of the entry; empty for the archive. */
void zipdir_note_comment(struct zipdir_reader *reader, struct span name, struct span comment);
void zipdir_note_extra(struct zipdir_reader *reader, struct span name, struct span extra);

/* Builds the hash table over names; reports duplicates. */
bool zipdir_index(struct zipdir_reader *reader);

#endif
