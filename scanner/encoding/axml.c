#include "encoding/axml.h"

#include "bytes/cursor.h"

enum { CHUNK_POOL = 0x0001, CHUNK_XML = 0x0003, CHUNK_RESOURCE_MAP = 0x0180 };
enum { NODE_FIRST = 0x0100, NODE_START = 0x0102, NODE_END = 0x0103, NODE_TEXT = 0x0104, NODE_LAST = 0x017F };
enum { CHUNK_HEADER = 8, NODE_HEADER = 16, START_SIZE = 20, ATTRIBUTE_SIZE = 20 };


struct chunk {
	uint16_t type, header_size;
	uint32_t size;
	bool whole; /* its eight header bytes are there */
};

#define report(axml, id, at, ...) anomaly_report((axml)->anomalies, id, (axml)->path, at, __VA_ARGS__)

static struct chunk chunk_at(const struct axml *axml, size_t at)
{
	struct cursor in = cursor_of(axml->data);
	struct chunk chunk;

	cursor_seek(&in, at);
	chunk.type = cursor_u16(&in);
	chunk.header_size = cursor_u16(&in);
	chunk.size = cursor_u32(&in);
	chunk.whole = !in.bad;
	return chunk;
}

/* validate_chunk: header not shorter than the least, inside the chunk, both multiples of four, the chunk inside the data. */
static bool is_valid(const struct axml *axml, const struct chunk *chunk, size_t at, uint16_t least)
{
	return chunk->whole && chunk->header_size >= least && chunk->header_size <= chunk->size &&
	       ((chunk->header_size | chunk->size) & 3) == 0 && chunk->size <= axml->data.len - at;
}

static bool bad(struct axml *axml, enum anomaly_id id, size_t at, const char *what)
{
	report(axml, id, at, "%s", what);
	return false;
}

static bool take_pool(struct axml *axml, struct span chunk, bool *seen, size_t at)
{
	struct string_pool_anomalies names = {
		.count = ANOMALY_AXML_POOL_COUNT, .style = ANOMALY_AXML_POOL_STYLE, .gap = ANOMALY_AXML_POOL_GAP,
		.flags = ANOMALY_AXML_POOL_FLAGS, .bounds = ANOMALY_AXML_STRING_OFFSET, .path = axml->path};

	if (*seen)
		report(axml, ANOMALY_AXML_DUPLICATE_POOL, at, "another string pool; the last one counts");
	*seen = true;
	axml->strings = string_pool_open(chunk, &names, axml->anomalies);
	if (cursor_peek_u16(&(struct cursor){.data = chunk.data, .len = chunk.len}, 2) != 28)
		report(axml, ANOMALY_AXML_HEADER_SIZE, at, "a string pool");
	return true;
}

static void take_map(struct axml *axml, struct span chunk, uint16_t header_size, bool *seen, size_t at)
{
	if (*seen)
		report(axml, ANOMALY_AXML_DUPLICATE_RESMAP, at, "another resource map; the last one counts");
	*seen = true;
	axml->ids = span_slice(chunk, header_size, chunk.len);
}

/* Chunks up to the first node. As the platform loops: a chunk that ends exactly with the document ends the search. */
static bool find_first_node(struct axml *axml, size_t at)
{
	bool seen_pool = false, seen_map = false;

	while (at + CHUNK_HEADER < axml->data.len) {
		struct chunk chunk = chunk_at(axml, at);

		if (chunk.size >= axml->data.len - at)
			break;
		if (!is_valid(axml, &chunk, at, CHUNK_HEADER) || chunk.size == 0)
			return bad(axml, ANOMALY_AXML_CHUNK_SIZE, at, "a chunk whose size is impossible");
		if (chunk.type == CHUNK_POOL) {
			take_pool(axml, span_slice(axml->data, at, chunk.size), &seen_pool, at);
		} else if (chunk.type == CHUNK_RESOURCE_MAP) {
			take_map(axml, span_slice(axml->data, at, chunk.size), chunk.header_size, &seen_map, at);
		} else if (chunk.type >= NODE_FIRST && chunk.type <= NODE_LAST) {
			axml->first = at;
			return true;
		} else {
			report(axml, ANOMALY_AXML_UNKNOWN_CHUNK, at, "a chunk of type %04x", chunk.type);
		}
		at += chunk.size;
	}
	return bad(axml, ANOMALY_MANIFEST_NO_ROOT, at, "no element");
}

static bool is_text_xml(struct span bytes)
{
	size_t at = 0;

	if (span_starts(bytes, "\xEF\xBB\xBF"))
		at = 3;
	while (at < bytes.len && (bytes.data[at] == ' ' || bytes.data[at] == '\n' || bytes.data[at] == '\r' || bytes.data[at] == '\t'))
		at++;
	return at < bytes.len && bytes.data[at] == '<';
}

bool axml_open(struct axml *axml, struct span bytes, const struct limits *limits, const char *path,
	       struct anomalies *anomalies)
{
	struct chunk root;

	*axml = (struct axml){.file = bytes, .data = bytes, .anomalies = anomalies, .path = path,
			      .node_limit = limits->value[LIMIT_NODES], .depth_limit = limits->value[LIMIT_DEPTH]};
	root = chunk_at(axml, 0);
	if (is_text_xml(bytes))
		return bad(axml, ANOMALY_AXML_TEXT_XML, 0, "");
	if (!root.whole || root.header_size > root.size || root.size > bytes.len)
		return bad(axml, ANOMALY_AXML_BAD_SIZE, 0, "its header or size is larger than the file");
	if (root.type != CHUNK_XML)
		report(axml, ANOMALY_AXML_BAD_MAGIC, 0, "type %04x, which earlier Android versions do not look at", root.type);
	if (root.header_size != CHUNK_HEADER)
		report(axml, ANOMALY_AXML_HEADER_SIZE, 0, "a header of %u byte{|s}", root.header_size);
	if (root.size < bytes.len)
		report(axml, ANOMALY_AXML_TRAILING_DATA, root.size, "%zu byte{|s}", bytes.len - root.size);
	axml->is_cut = root.size < bytes.len;
	axml->data = span_slice(bytes, 0, root.size);
	if (!find_first_node(axml, root.header_size))
		return false;
	axml->next = axml->first;
	if (string_pool_is_mislabelled(&axml->strings))
		report(axml, ANOMALY_AXML_POOL_ENCODING, 0, "its strings are %s", axml->strings.is_utf8 ? "UTF-16" : "UTF-8");
	return axml->strings.is_usable || bad(axml, ANOMALY_AXML_STRING_OFFSET, 0, "no usable string pool");
}

/* Only so many strides have to fit into the element; the last attribute is read whole. */
static void check_attribute_size(struct axml *axml, size_t at)
{
	uint64_t end = axml->element_at + axml->attribute_start + ATTRIBUTE_SIZE;

	if (axml->num_attributes == 0 || axml->attribute_size == ATTRIBUTE_SIZE)
		return;
	end += (uint64_t)axml->attribute_size * (axml->num_attributes - 1u);
	report(axml, ANOMALY_AXML_ATTR_SIZE, at, "attributes of %u byte{|s}", axml->attribute_size);
	if (end > axml->file.len)
		anomaly_report_as(axml->anomalies, ANOMALY_AXML_ATTR_SIZE, EFFECT_AMBIGUOUS, axml->path, at,
				  "the last attribute goes on behind the file, where phones read what lies in their memory");
}

/* validateNode's part for START, and what is odd about the layout. */
static bool start_is_valid(struct axml *axml, size_t at, const struct chunk *chunk)
{
	struct cursor in = cursor_of(axml->element);

	if (axml->element.len < START_SIZE)
		return bad(axml, ANOMALY_AXML_CHUNK_SIZE, at, "an element without room for its attributes' place");
	cursor_skip(&in, 4);
	axml->name = cursor_u32(&in);
	axml->attribute_start = cursor_u16(&in);
	axml->attribute_size = cursor_u16(&in);
	axml->num_attributes = cursor_u16(&in);
	if ((uint64_t)axml->attribute_start + (uint64_t)axml->attribute_size * axml->num_attributes > axml->element.len)
		return bad(axml, ANOMALY_AXML_ATTR_COUNT, at, "its attributes do not fit into the element");
	check_attribute_size(axml, at);
	if (axml->num_attributes > 0 && axml->attribute_start != START_SIZE)
		report(axml, ANOMALY_AXML_ATTR_START, at, "attributes begin at %u", axml->attribute_start);
	/* All of them are the same bytes, however many they are. */
	if (axml->attribute_size == 0 && axml->num_attributes > 1)
		axml->num_attributes = 1;
	if (chunk->header_size != NODE_HEADER)
		report(axml, ANOMALY_AXML_HEADER_SIZE, at, "an element with a header of %u byte{|s}", chunk->header_size);
	return true;
}

static size_t least_ext(uint16_t type)
{
	switch (type) {
	case NODE_START:
		return START_SIZE;
	case NODE_TEXT:
		return 12;
	default:
		return 8;
	}
}

static void count_depth(struct axml *axml, enum axml_event event)
{
	if (axml->leaving)
		axml->depth--;
	axml->leaving = event == AXML_END;
	if (event == AXML_START)
		axml->depth++;
}

static enum axml_event take_node(struct axml *axml, size_t at, const struct chunk *chunk)
{
	enum axml_event event = chunk->type == NODE_START ? AXML_START : chunk->type == NODE_END ? AXML_END : AXML_OTHER;

	axml->element_at = at + chunk->header_size;
	axml->element = span_slice(axml->data, axml->element_at, chunk->size - chunk->header_size);
	if (axml->element.len < least_ext(chunk->type)) {
		bad(axml, ANOMALY_AXML_CHUNK_SIZE, at, "a node that is too short");
		return AXML_BAD;
	}
	if (event == AXML_START && !start_is_valid(axml, at, chunk))
		return AXML_BAD;
	axml->node_type = chunk->type;
	count_depth(axml, event);
	return event;
}

/* A limit reached ends the document like its end, with an unread anomaly. */
static bool is_over_limit(struct axml *axml, size_t at)
{
	if (++axml->num_nodes > axml->node_limit) {
		report(axml, ANOMALY_LIMIT_NODES, at, "more than %llu nodes", (unsigned long long)axml->node_limit);
		axml->over_limit = true;
		return true;
	}
	return false;
}

enum axml_event axml_next(struct axml *axml)
{
	for (;;) {
		size_t at = axml->next;
		struct chunk chunk;

		if (at >= axml->data.len || is_over_limit(axml, at))
			return AXML_DOCUMENT_END;
		chunk = chunk_at(axml, at);
		if (!is_valid(axml, &chunk, at, NODE_HEADER)) {
			bad(axml, ANOMALY_AXML_CHUNK_SIZE, at, "a node whose size is impossible");
			return AXML_BAD;
		}
		axml->next = at + chunk.size;
		if (chunk.type >= NODE_FIRST && chunk.type <= NODE_TEXT)
			return take_node(axml, at, &chunk);
		report(axml, ANOMALY_AXML_UNKNOWN_CHUNK, at, "a node of type %04x", chunk.type);
	}
}

bool axml_element_is(const struct axml *axml, const char *name)
{
	return string_pool_is(&axml->strings, axml->name, name);
}

uint32_t axml_element_namespace(const struct axml *axml)
{
	struct cursor in = cursor_of(axml->element);

	return cursor_u32(&in);
}

void axml_element_name(const struct axml *axml, char *name, size_t size)
{
	if (!string_pool_ascii(&axml->strings, axml->name, name, size))
		name[0] = '\0';
}

bool axml_namespace(const struct axml *axml, uint32_t *prefix, uint32_t *uri)
{
	struct cursor in = cursor_of(axml->element);

	*prefix = cursor_u32(&in);
	*uri = cursor_u32(&in);
	return axml->node_type == AXML_NODE_NAMESPACE && !in.bad;
}

bool axml_text(const struct axml *axml, uint32_t *text)
{
	struct cursor in = cursor_of(axml->element);

	*text = cursor_u32(&in);
	return axml->node_type == NODE_TEXT && !in.bad;
}

struct axml_attribute axml_attribute_at(const struct axml *axml, uint16_t index)
{
	struct cursor in = cursor_of(axml->file), ids = cursor_of(axml->ids);
	struct axml_attribute attribute;

	cursor_seek(&in, axml->element_at + axml->attribute_start + (uint64_t)axml->attribute_size * index);
	attribute.ns = cursor_u32(&in);
	attribute.name = cursor_u32(&in);
	attribute.raw = cursor_u32(&in);
	cursor_skip(&in, 3);
	attribute.type = cursor_u8(&in);
	attribute.data = cursor_u32(&in);
	attribute.is_bare = false;
	attribute.written_id = attribute.name == AXML_NONE ? 0 : cursor_peek_u32(&ids, 4 * (uint64_t)attribute.name);
	attribute.id = attribute.written_id;
	dynamic_ref_id(axml->refs, &attribute.id);
	if (in.bad)
		attribute = (struct axml_attribute){.ns = AXML_NONE, .name = AXML_NONE, .raw = AXML_NONE};
	return attribute;
}

static bool ns_is(const struct axml *axml, uint32_t index, const char *ns)
{
	if (ns == NULL)
		return !string_pool_has(&axml->strings, index);
	return string_pool_is_whole(&axml->strings, index, ns);
}

bool axml_find_name(const struct axml *axml, const char *ns, const char *name, struct axml_attribute *attribute)
{
	for (uint16_t i = 0; i < axml->num_attributes; i++) {
		*attribute = axml_attribute_at(axml, i);
		if (string_pool_is_whole(&axml->strings, attribute->name, name) && ns_is(axml, attribute->ns, ns))
			return true;
	}
	return false;
}

bool axml_find_id(const struct axml *axml, uint32_t id, struct axml_attribute *attribute)
{
	uint32_t highest = 0;

	for (uint16_t i = 0; i < axml->num_attributes; i++) {
		*attribute = axml_attribute_at(axml, i);
		if (attribute->id == id) {
			if (highest > id) {
				report(axml, ANOMALY_AXML_ATTR_UNSORTED, ANOMALY_NO_OFFSET,
				       "attribute %08x stands behind %08x", id, highest);
				return false;
			}
			attribute->is_bare = attribute->type == AXML_TYPE_REFERENCE && attribute->data != 0 && attribute->data >> 24 == 0;
			dynamic_ref_value(axml->refs, &attribute->type, &attribute->data);
			return true;
		}
		if (attribute->id > highest)
			highest = attribute->id;
	}
	return false;
}
