/*
 * class_names - the classes that a manifest names, and which of them DEX files define.
 *
 * Names are added first, by one thread, and indexed; then any thread may see what a DEX file defines.
 *
 * source   AOSP dalvik "Dalvik Executable format": TypeDescriptor, MUTF-8
 */
#ifndef PRELIST_INSPECT_CLASS_NAMES_H
#define PRELIST_INSPECT_CLASS_NAMES_H

#include "bytes/name_set.h"

#include <stdatomic.h>

struct class_name {
	const char *name;	/* com.example.Main */
	struct span descriptor; /* Lcom/example/Main; in modified UTF-8 */
};

struct class_names {
	struct name_set set; /* of descriptors */
	struct class_name *names;
	size_t num, room;
	size_t longest;	       /* of the descriptors, in bytes */
	atomic_bool *is_defined; /* by place in the set */
	uint32_t num_files;    /* DEX files that the platform loads, classes.dex to classes<num_files>.dex */
	atomic_uint num_read;  /* of these, those whose classes were all seen */
};

/* Of zeroed names; all of it is the arena's, and name must stay. False when memory ran out, as below. */
bool class_names_add(struct class_names *names, struct arena *arena, const char *name);
bool class_names_index(struct class_names *names, struct arena *arena);

/* A DEX file has a class of that descriptor. */
void class_names_see(struct class_names *names, struct span descriptor);

bool class_names_is_defined(const struct class_names *names, const struct class_name *name);

#endif
