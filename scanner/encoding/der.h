/*
 * der - values of DER, one after the other, definite lengths only but where BER is asked for. Spans lie in the bytes read.
 *
 *   tag | length (1 byte, or 0x80 + number of length bytes and these) | content
 *
 * source   ITU-T X.690
 */
#ifndef PRELIST_ENCODING_DER_H
#define PRELIST_ENCODING_DER_H

#include "bytes/cursor.h"

enum {
	DER_BOOLEAN = 0x01, DER_INTEGER = 0x02, DER_BIT_STRING = 0x03, DER_OCTET_STRING = 0x04, DER_NULL = 0x05, DER_OID = 0x06, DER_UTC_TIME = 0x17,
	DER_GENERALIZED_TIME = 0x18, DER_SEQUENCE = 0x30, DER_SET = 0x31, DER_CONTEXT_0 = 0xA0, DER_CONTEXT_1 = 0xA1,
	DER_CONTEXT_3 = 0xA3, DER_CONTEXT_1_PLAIN = 0x81, DER_CONTEXT_2_PLAIN = 0x82,
};

struct der {
	uint8_t tag;
	struct span content;
	struct span whole; /* with tag and length */
};

/* The next value; false (and the cursor bad) when there is none, or it does not fit. */
bool der_next(struct cursor *in, struct der *value);

/* The next value, which must have that tag. */
bool der_expect(struct cursor *in, uint8_t tag, struct der *value);

/* The next value when it has that tag; false without moving otherwise. */
bool der_optional(struct cursor *in, uint8_t tag, struct der *value);

/* The next value as der_expect gives it, of which DER has no other encoding: the shortest length, and no spare bytes in a number. */
bool der_expect_strict(struct cursor *in, uint8_t tag, struct der *value);

/* As der_next, der_expect and der_optional, of BER: a value of values may also go on until two zeros, which are not of its content. */
bool ber_next(struct cursor *in, struct der *value);
bool ber_expect(struct cursor *in, uint8_t tag, struct der *value);
bool ber_optional(struct cursor *in, uint8_t tag, struct der *value);

/* True when it may be an OID's content: numbers of seven bits a byte, each in no more bytes than it needs. */
bool der_is_oid(struct span oid);

/* True when an OID's content is that of the dotted text, padded or not. */
bool der_oid_is(struct span oid, const char *dotted);

#endif
