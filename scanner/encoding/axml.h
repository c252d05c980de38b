/*
 * axml - binary XML, event by event, as ResXMLTree reads it.
 *
 *   u16 type | u16 header size | u32 size            the document; its type is looked at by the newest versions alone
 *   string pool | resource map | ... | nodes         chunks until the first node: the last pool and map count
 *   node: chunk header | u32 line | u32 comment | ext at header size
 *   START: u32 namespace | u32 name | u16 attribute start | u16 attribute size | u16 count | u16 id, class, style
 *   attribute: u32 namespace | u32 name | u32 raw value | u16 size | u8 0 | u8 type | u32 data
 *
 * Attributes are 20 bytes, however few lie between them: the last may go on behind its element, and behind the document.
 *
 * source   AOSP libs/androidfw/ResourceTypes.cpp, ResXMLTree and ResXMLParser; core/java XmlBlock.java (Android 14)
 */
#ifndef PRELIST_ENCODING_AXML_H
#define PRELIST_ENCODING_AXML_H

#include "bytes/limit.h"
#include "encoding/dynamic_ref.h"
#include "encoding/string_pool.h"

#define AXML_NONE UINT32_MAX

enum axml_event { AXML_START, AXML_END, AXML_OTHER, AXML_DOCUMENT_END, AXML_BAD };

enum axml_type {
	AXML_TYPE_NULL = 0,
	AXML_TYPE_REFERENCE = 1,
	AXML_TYPE_ATTRIBUTE = 2,
	AXML_TYPE_STRING = 3,
	AXML_TYPE_FLOAT = 4,
	AXML_TYPE_DIMENSION = 5,
	AXML_TYPE_FRACTION = 6,
	AXML_TYPE_DYNAMIC_REFERENCE = 7,
	AXML_TYPE_DYNAMIC_ATTRIBUTE = 8,
	AXML_TYPE_FIRST_INT = 0x10,
	AXML_TYPE_INT_HEX = 0x11,
	AXML_TYPE_BOOLEAN = 0x12,
	AXML_TYPE_FIRST_COLOUR = 0x1C,
	AXML_TYPE_LAST_INT = 0x1F,
};

static inline bool axml_is_int(uint8_t type)
{
	return type >= AXML_TYPE_FIRST_INT && type <= AXML_TYPE_LAST_INT;
}

/* Of an integer as Bundle.getInt has it: colours are, booleans are none. */
static inline bool axml_is_number(uint8_t type)
{
	return axml_is_int(type) && type != AXML_TYPE_BOOLEAN;
}

/* Of a value whose ids are a phone's: a dynamic one that was left leads nowhere. */
static inline bool axml_is_reference(uint8_t type)
{
	return type == AXML_TYPE_REFERENCE;
}

#define AXML_NODE_NAMESPACE 0x0100

struct axml_attribute {
	uint32_t ns, name, raw; /* string indexes, AXML_NONE for none */
	uint8_t type;
	uint32_t data;
	uint32_t id; /* resource id of the name, as it is on a phone; 0 for none */
	uint32_t written_id; /* as it stands in the resource map */
	bool is_bare; /* of axml_find_id: a reference that is written without a package, which Android 10 and before look up as it is */
};

struct axml {
	struct span file; /* all bytes */
	struct span data; /* the document, cut at its declared size */
	struct string_pool strings;
	struct span ids;	   /* of the resource map */
	const struct dynamic_ref *refs; /* what is put in place of ids; NULL: nothing. Set it before the first element. */
	struct anomalies *anomalies;
	const char *path;
	size_t first, next; /* offsets of nodes */
	bool is_cut; /* bytes follow behind the size that it declares */
	bool over_limit; /* more nodes than are read: what follows is not known */
	uint16_t node_type; /* of the node at hand */
	uint64_t num_nodes, node_limit, depth_limit;
	int depth;	    /* as XmlBlock counts it: of the element at hand */
	bool leaving;	    /* the depth sinks at the next event */
	uint32_t name;	    /* of the element at hand */
	struct span element; /* of a START: its ext and what follows, to the end of the node */
	size_t element_at;   /* where it begins */
	uint16_t attribute_start, attribute_size, num_attributes;
};

/* False when the platform refuses the document (an anomaly says why). */
bool axml_open(struct axml *axml, struct span bytes, const struct limits *limits, const char *path,
	       struct anomalies *anomalies);

enum axml_event axml_next(struct axml *axml);

/* True when the element at hand has that name. */
bool axml_element_is(const struct axml *axml, const char *name);

/* The name of the element at hand as text; empty when it is not shorter than size, or no ASCII. */
void axml_element_name(const struct axml *axml, char *name, size_t size);

/* The namespace of the element at hand, as a string index; AXML_NONE for none. */
uint32_t axml_element_namespace(const struct axml *axml);

/* Prefix and URI of a namespace node at hand, as string indexes; false for another node. */
bool axml_namespace(const struct axml *axml, uint32_t *prefix, uint32_t *uri);

/* The text of a text node at hand, as a string index; false for another node. */
bool axml_text(const struct axml *axml, uint32_t *text);

/* Attribute number index of the element at hand, below axml->num_attributes; its value as it is written. */
struct axml_attribute axml_attribute_at(const struct axml *axml, uint16_t index);

/*
 * By name: the first attribute without namespace (ns NULL) or in that namespace, both compared whole; its value as it is written. False
 * when there is none.
 */
bool axml_find_name(const struct axml *axml, const char *ns, const char *name, struct axml_attribute *attribute);

/*
 * By resource id, as obtainAttributes finds it: it walks both lists in ascending order, so an attribute behind one of a
 * higher id is invisible (axml.attr-unsorted). Ids, and those of its value, are a phone's.
 */
bool axml_find_id(const struct axml *axml, uint32_t id, struct axml_attribute *attribute);

#endif
