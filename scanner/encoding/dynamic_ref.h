/*
 * dynamic_ref - put in place of resource ids what a phone puts there: ids of libraries are of a number that the phone gives out, and
 * ids without a package of the package that they stand in.
 *
 *   package byte | type byte | entry      01 the system's, 7f the app's: as they are written, unless they are staged
 *
 * source   AOSP libs/androidfw/ResourceTypes.cpp, DynamicRefTable (Android 14; aliases since 12; before 11 the system's could be
 *          given another number, and 0 was one of the own package)
 */
#ifndef PRELIST_ENCODING_DYNAMIC_REF_H
#define PRELIST_ENCODING_DYNAMIC_REF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DYNAMIC_REF_SYSTEM 0x01 /* package bytes */
#define DYNAMIC_REF_APP 0x7F

struct dynamic_ref_alias {
	uint32_t staged, finalized;
};

struct dynamic_ref {
	uint8_t package_id;    /* of ids without a package */
	uint8_t packages[256]; /* by package byte: the number on the phone; 0 for none */
	const struct dynamic_ref_alias *aliases; /* in the order of staged ids */
	size_t num_aliases;
};

/* Of an ordinary app, whose table is not at hand. */
extern const struct dynamic_ref dynamic_ref_ordinary;

/* lookupResourceId. False where no package of that byte is known: the id stays as it is. table: NULL leaves all as they are. */
bool dynamic_ref_id(const struct dynamic_ref *table, uint32_t *id);

/* lookupResourceValue: of a value that is a reference; a dynamic one that leads to no package stays dynamic. */
void dynamic_ref_value(const struct dynamic_ref *table, uint8_t *type, uint32_t *data);

#endif
