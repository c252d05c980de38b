/*
 * arsc_value - the values of a resource, and where a reference leads.
 */
#include "bytes/cursor.h"
#include "encoding/arsc_parts.h"
#include "encoding/axml.h"

#define HOPS_MAX 20
#define NO_ENTRY UINT32_MAX
#define NO_ENTRY16 0xFFFFu
#define SDK 34 /* the Android version whose choice is reported */

enum { ENTRY_COMPLEX = 1, ENTRY_COMPACT = 8 };

/* A sparse type's offsets are pairs of u16 index and u16 offset / 4, sorted by index. */
static uint32_t sparse_offset(const struct arsc_type *type, uint32_t index)
{
	struct cursor in = cursor_of(type->chunk);
	uint32_t low = 0, high = type->num_entries;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		uint64_t at = type->header_size + 4 * (uint64_t)middle;
		uint16_t found = cursor_peek_u16(&in, at);

		if (found == index)
			return 4 * (uint32_t)cursor_peek_u16(&in, at + 2);
		if (found < index)
			low = middle + 1;
		else
			high = middle;
	}
	return NO_ENTRY;
}

static uint32_t entry_offset(const struct arsc_type *type, uint32_t index)
{
	struct cursor in = cursor_of(type->chunk);
	uint16_t short_offset;

	if ((type->flags & ARSC_SPARSE) != 0)
		return sparse_offset(type, index);
	if (index >= type->num_entries)
		return NO_ENTRY;
	if ((type->flags & ARSC_OFFSET16) == 0)
		return cursor_peek_u32(&in, type->header_size + 4 * (uint64_t)index);
	short_offset = cursor_peek_u16(&in, type->header_size + 2 * (uint64_t)index);
	return short_offset == NO_ENTRY16 ? NO_ENTRY : 4 * (uint32_t)short_offset;
}

/* u16 size | u16 flags | u32 key | value: u16 size | u8 0 | u8 type | u32 data; compact: u16 key | u8 flags | u8 type | u32 data */
static bool read_value(const struct arsc_type *type, uint32_t offset, struct arsc_value *value)
{
	struct cursor in = cursor_of(type->chunk);
	uint16_t size, flags;

	if ((offset & 3) != 0)
		return false;
	cursor_seek(&in, (uint64_t)type->entries_start + offset);
	if (!cursor_fits(&in, 8, 1))
		return false;
	size = cursor_u16(&in);
	flags = cursor_u16(&in);
	if ((flags & ENTRY_COMPACT) != 0) {
		value->type = (uint8_t)(flags >> 8);
		value->data = cursor_u32(&in);
		return !in.bad;
	}
	if ((flags & ENTRY_COMPLEX) != 0 || size < 8)
		return false;
	cursor_skip(&in, (uint64_t)size - 4);
	size = cursor_u16(&in);
	if (size < 8 || !cursor_fits(&in, (uint64_t)size - 2, 1))
		return false;
	cursor_skip(&in, 1);
	value->type = cursor_u8(&in);
	value->data = cursor_u32(&in);
	return !in.bad;
}

static bool read_entry(const struct arsc_type *type, uint32_t offset, struct arsc_value *value)
{
	if (!read_value(type, offset, value))
		return false;
	dynamic_ref_value(type->refs, &value->type, &value->data);
	return true;
}

/* The offset of type ids counts for the specification, which must be there, and not for the types that are looked through. */
static bool is_of_type(const struct arsc_type *type, uint32_t id)
{
	uint32_t wanted = id >> 16 & 0xFF;

	return type->package_id == id >> 24 && id >> 24 != 0 && type->type_id == wanted && wanted >= type->type_id_offset &&
	       type->specs[wanted - type->type_id_offset].data != NULL;
}

static uint32_t flags_of(const struct arsc_type *type, uint32_t id)
{
	struct cursor in = cursor_of(type->specs[type->type_id - type->type_id_offset]);

	return cursor_peek_u32(&in, 4 * (uint64_t)(id & 0xFFFF));
}

/* The next of the types that the resource may be in, in file order; NULL behind the last, and when too many were looked at. */
static const struct arsc_type *next_type(struct arsc *arsc, uint32_t id, const struct arsc_type *before)
{
	uint32_t number = before == NULL ? arsc->first[id >> 16 & 0xFF] : arsc->next[before - arsc->types];

	for (; number != 0 && arsc->steps_left > 0; number = arsc->next[number - 1]) {
		if (--arsc->steps_left == 0)
			anomaly_report(arsc->anomalies, ANOMALY_LIMIT_NODES, arsc->path, ANOMALY_NO_OFFSET,
				       "resources are looked up in too many configurations");
		if (is_of_type(&arsc->types[number - 1], id))
			return &arsc->types[number - 1];
	}
	return NULL;
}

void arsc_each(struct arsc *arsc, uint32_t id,
	       bool (*visit)(void *owner, const struct arsc_config *config, const struct arsc_value *value), void *owner)
{
	for (const struct arsc_type *type = NULL; (type = next_type(arsc, id, type)) != NULL;) {
		uint32_t offset = entry_offset(type, id & 0xFFFF);
		struct arsc_value value;

		if (offset != NO_ENTRY && read_entry(type, offset, &value) && !visit(owner, &type->config, &value))
			return;
	}
}

/* The index of an entry: a sparse type says it with the offset. */
static uint32_t index_at(const struct arsc_type *type, uint32_t number, uint32_t *offset)
{
	struct cursor in = cursor_of(type->chunk);
	uint64_t at = type->header_size + 4 * (uint64_t)number;

	if ((type->flags & ARSC_SPARSE) == 0) {
		*offset = entry_offset(type, number);
		return number;
	}
	*offset = 4 * (uint32_t)cursor_peek_u16(&in, at + 2);
	return cursor_peek_u16(&in, at);
}

void arsc_each_value(struct arsc *arsc,
		     bool (*visit)(void *owner, uint32_t id, const struct arsc_config *config, const struct arsc_value *value), void *owner)
{
	for (size_t i = 0; i < arsc->num_types; i++) {
		const struct arsc_type *type = &arsc->types[i];
		uint32_t of_type = (uint32_t)type->package_id << 24 | (uint32_t)type->type_id << 16, offset;

		for (uint32_t number = 0; is_of_type(type, of_type) && number < type->num_entries; number++) {
			uint32_t id = of_type | index_at(type, number, &offset);
			struct arsc_value value = {.type = AXML_TYPE_NULL};

			if (offset != NO_ENTRY && read_entry(type, offset, &value) && !visit(owner, id, &type->config, &value))
				return;
		}
	}
}

struct comparison {
	struct arsc_value first;
	bool seen, varies;
};

static bool compare(void *owner, const struct arsc_config *config, const struct arsc_value *value)
{
	struct comparison *comparison = owner;

	(void)config;
	if (comparison->seen && (value->type != comparison->first.type || value->data != comparison->first.data))
		comparison->varies = true;
	if (!comparison->seen)
		comparison->first = *value;
	comparison->seen = true;
	return true;
}

/*
 * Of the configurations that have the entry, qualified by version alone or not at all: the highest version that the phone
 * has reached, the first of equals. Only then its value is read: one that is broken has no substitute.
 */
bool arsc_choose(struct arsc *arsc, uint32_t id, struct arsc_value *value)
{
	const struct arsc_type *best = NULL;
	uint32_t best_offset = NO_ENTRY;

	for (const struct arsc_type *type = NULL; (type = next_type(arsc, id, type)) != NULL;) {
		uint32_t offset;

		if (type->config.has_locale || type->config.has_other || type->config.sdk > SDK ||
		    (best != NULL && type->config.sdk <= best->config.sdk))
			continue;
		offset = entry_offset(type, id & 0xFFFF);
		if (offset == NO_ENTRY)
			continue;
		best = type;
		best_offset = offset;
	}
	if (best == NULL || !read_entry(best, best_offset, value))
		return false;
	value->flags = flags_of(best, id);
	return true;
}

bool arsc_resolve(struct arsc *arsc, uint32_t id, struct arsc_value *value, bool *varies)
{
	uint32_t flags = 0;

	if (varies != NULL)
		*varies = false;
	for (int hop = 0; hop < HOPS_MAX; hop++) {
		struct comparison comparison = {.seen = false};

		if (varies != NULL)
			arsc_each(arsc, id, compare, &comparison);
		if (comparison.varies || (varies != NULL && comparison.seen && id >> 24 == DYNAMIC_REF_SYSTEM))
			*varies = true;
		if (!arsc_choose(arsc, id, value))
			return false;
		value->flags |= flags;
		flags = value->flags;
		if (!axml_is_reference(value->type))
			return true;
		if (value->data == 0)
			return false;
		id = value->data;
	}
	anomaly_report(arsc->anomalies, ANOMALY_ARSC_REFERENCE_CYCLE, arsc->path, ANOMALY_NO_OFFSET,
		       "resource %08x leads to more than %d others", id, HOPS_MAX);
	return false;
}
