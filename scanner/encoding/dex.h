/*
 * dex - the header of a DEX file.
 *
 *   "dex\n" version NUL | u32 Adler-32 of the rest | SHA-1 of the rest | u32 file size | u32 header size | u32 endian tag
 *   | link, map | (u32 count, u32 offset) of strings, types, prototypes, fields, methods, classes, data
 *
 * From version 041 on the file is a container: headers one behind the other, each with the size of the container and its
 * own place behind the fields above; table offsets count from the start of the container.
 *
 * source   AOSP dalvik "Dalvik Executable format"; art/libdexfile dex_file_verifier.cc (CheckHeader)
 */
#ifndef PRELIST_ENCODING_DEX_H
#define PRELIST_ENCODING_DEX_H

#include "bytes/span.h"

struct dex_header {
	char version[4];
	bool version_known; /* 035, 037 to 041 */
	bool is_container;  /* from 041 on */
	uint32_t file_size;	 /* of this header's file */
	uint32_t container_size; /* file_size, and in a container the size of all files together */
	uint32_t offset;	 /* of this header in its container */
	uint32_t classes, methods, strings, types;
	uint32_t class_table, string_table, type_table; /* where they stand in the container */
	bool checksum_ok, signature_ok;
	const char *fault; /* what ART would not accept; NULL when it would */
};

/* True for the magic of DEX and of compact DEX. */
bool dex_is(struct span head);

/* Reads the header at an offset of bytes (0, and from 041 on the end of the file before). */
struct dex_header dex_read_header(struct span bytes, size_t at);

/*
 * The descriptor (Lcom/example/Main;) of a class definition of a header without a fault, in its bytes; empty where it leads
 * nowhere or is longer than most.
 */
struct span dex_class_name(const struct dex_header *header, struct span bytes, uint32_t number, size_t most);

#endif
