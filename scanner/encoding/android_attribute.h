/*
 * android_attribute - the attributes of Android's own resources that are read here.
 */
#ifndef PRELIST_ENCODING_ANDROID_ATTRIBUTE_H
#define PRELIST_ENCODING_ANDROID_ATTRIBUTE_H

#include <stdint.h>

#define ANDROID_ATTRIBUTE(symbol, id, name) ATTR_##symbol = (id),
enum android_attribute {
#include "encoding/android_attribute.def"
};
#undef ANDROID_ATTRIBUTE

/* The name of the attribute that has this id, for people; "attribute" for one that is not read here. */
const char *android_attribute_name(uint32_t id);

#endif
