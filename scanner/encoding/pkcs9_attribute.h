/*
 * pkcs9_attribute - which attributes of a signer Android since 7 takes: of each that PKCS #9 names it wants values of one kind, and some it takes
 * with no value at all.
 *
 * source   AOSP libcore PKCS9Attribute
 */
#ifndef PRELIST_ENCODING_PKCS9_ATTRIBUTE_H
#define PRELIST_ENCODING_PKCS9_ATTRIBUTE_H

#include "bytes/span.h"

/* oid: its content, which is not padded; values: what the SET holds. What Android does not know it takes, whatever that holds. */
bool pkcs9_attribute_is_taken(struct span oid, struct span values);

#endif
