/*
 * jar_manifest - MANIFEST.MF and .SF files: sections of "Name: value" lines.
 *
 *   main section | blank line | section | blank line ...        a line that begins with a blank goes on with the one before
 *
 * source   JAR File Specification; apksig ManifestParser; AOSP StrictJarManifestReader
 */
#ifndef PRELIST_ENCODING_JAR_MANIFEST_H
#define PRELIST_ENCODING_JAR_MANIFEST_H

#include "bytes/name_set.h"

struct jar_attribute {
	struct span name; /* in the text */
	struct span value; /* unfolded: in the text or in the arena */
};

struct jar_section {
	struct span raw; /* with all blank lines behind it: what digests are over */
	struct span name; /* of the entry; empty for the main section and unnamed ones */
	const struct jar_attribute *attributes;
	size_t num_attributes;
	const struct jar_section *before; /* the section of the same name before it; NULL: none */
	bool has_more;			  /* there is one behind it */
};

struct jar_manifest {
	struct jar_section main;
	struct jar_section *sections; /* in file order */
	size_t num_sections;
	struct name_set names;
	struct jar_section **of_names; /* the first section of each name, where that stands in names */
	bool malformed; /* the platform's reader refuses it, */
	bool is_fatal;  /* or breaks, and the package is refused with it */
	bool overfull; /* it has more attributes than may be read: none was */
};

/* False when memory ran out. text must stay. most: attributes of all sections. */
bool jar_manifest_read(struct jar_manifest *manifest, struct span text, uint64_t most, struct arena *arena);

/*
 * The first section of that name; NULL when there is none. *next, 0 before the first question, is where it is looked for first, and becomes
 * the place behind it: who asks mostly goes by the order that the sections have.
 */
const struct jar_section *jar_manifest_find(const struct jar_manifest *manifest, struct span name, size_t *next);

/* The value of an attribute, case ignored, the last of several, with those of the sections of the same name before; false when there is none. */
bool jar_section_value(const struct jar_section *section, const char *name, struct span *value);

/* The same of the attribute that is called by a digest's algorithm, case ignored, and what stands behind it: "SHA1", "-Digest". */
bool jar_section_digest(const struct jar_section *section, struct span algorithm, const char *suffix, struct span *value);

/* Decodes base64: how many bytes; 0 when it is none, or more than 64. */
size_t jar_digest_decode(struct span value, uint8_t out[64]);

#endif
