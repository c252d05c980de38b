/*
 * icon_attribute - the attributes of a manifest that take a picture, and what rows of icon say of these.
 */
#ifndef PRELIST_FACTS_ICON_ATTRIBUTE_H
#define PRELIST_FACTS_ICON_ATTRIBUTE_H

#include "facts/fact.h"

#define ICON_ATTRIBUTE(symbol, id, hex, round, kind) ICON_ATTRIBUTE_##symbol,
enum icon_attribute_number {
#include "facts/icon_attribute.def"
	ICON_ATTRIBUTES
};
#undef ICON_ATTRIBUTE

struct icon_attribute {
	uint32_t id;
	const char *hex; /* as manifest_reference has it */
	int64_t round; /* columns of icon */
	const char *kind;
};

extern const struct icon_attribute icon_attributes[ICON_ATTRIBUTES];

/* NULL: none of them. */
const struct icon_attribute *icon_attribute_of(uint32_t id);

#endif
