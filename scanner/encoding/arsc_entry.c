/*
 * arsc_entry - where an entry of a type stands, and what stands there.
 *
 *   the list behind the header: u32 offset for each index | u16 offset / 4 | sparse: u16 index, u16 offset / 4, sorted by index
 *   entry    u16 size | u16 flags | u32 key, and behind size bytes u16 size | u8 0 | u8 type | u32 data
 *   compact  u16 key | u8 flags | u8 type | u32 data
 *   bag      u16 size | u16 flags | u32 key | u32 parent | u32 count, and behind size bytes count times u32 name | a value
 *
 * source   AOSP libs/androidfw/LoadedArsc.cpp, GetEntryOffset and VerifyResTableEntry; AssetManager2.cpp, GetEntryValue (Android 14)
 */
#include "bytes/cursor.h"
#include "encoding/arsc_parts.h"

#define NO_ENTRY16 0xFFFFu

enum { ENTRY_HEADER = 8, VALUE = 8, BAG_HEADER = 16, BAG_VALUE = 12 };

static uint16_t sparse_index(const struct cursor *in, const struct arsc_type *type, uint32_t position)
{
	return cursor_peek_u16(in, type->header_size + 4 * (uint64_t)position);
}

uint32_t arsc_offset_at(const struct arsc_type *type, uint32_t position, uint32_t *index)
{
	struct cursor in = cursor_of(type->onward);
	uint16_t short_offset;

	*index = position;
	if ((type->flags & ARSC_SPARSE) != 0) {
		*index = sparse_index(&in, type, position);
		return 4 * (uint32_t)cursor_peek_u16(&in, type->header_size + 4 * (uint64_t)position + 2);
	}
	if ((type->flags & ARSC_OFFSET16) == 0)
		return cursor_peek_u32(&in, type->header_size + 4 * (uint64_t)position);
	short_offset = cursor_peek_u16(&in, type->header_size + 2 * (uint64_t)position);
	return short_offset == NO_ENTRY16 ? ARSC_NO_ENTRY : 4 * (uint32_t)short_offset;
}

/* std::lower_bound, step by step: of an index that stands twice it finds the first, and in a list out of order what it comes to. */
static uint32_t sparse_offset(const struct arsc_type *type, uint32_t wanted)
{
	struct cursor in = cursor_of(type->onward);
	uint32_t low = 0, high = type->num_entries, index, offset;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (sparse_index(&in, type, middle) < wanted)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == type->num_entries)
		return ARSC_NO_ENTRY;
	offset = arsc_offset_at(type, low, &index);
	return index == wanted ? offset : ARSC_NO_ENTRY;
}

uint32_t arsc_find_offset(const struct arsc_type *type, uint32_t index)
{
	if ((type->flags & ARSC_SPARSE) != 0)
		return sparse_offset(type, index);
	return index < type->num_entries ? arsc_offset_at(type, index, &index) : ARSC_NO_ENTRY;
}

/* Of 16 bytes and more an entry is looked at as a bag, whether it says so or not; only of shorter ones the value's size counts. */
static enum arsc_fault verify(const struct cursor *in, uint64_t len, uint64_t behind, const struct arsc_entry *entry)
{
	uint16_t value_size = cursor_peek_u16(in, behind);

	if (entry->size < ENTRY_HEADER || behind > len)
		return ARSC_BROKEN;
	if (entry->size >= BAG_HEADER)
		return (behind & 3) != 0 || entry->count > (len - behind) / BAG_VALUE ? ARSC_MAP_TOO_LONG : ARSC_SOUND;
	return behind + VALUE > len || value_size < VALUE || behind + value_size > len ? ARSC_BROKEN : ARSC_SOUND;
}

enum arsc_fault arsc_read_entry(const struct arsc_type *type, uint32_t offset, struct arsc_entry *entry)
{
	struct cursor in = cursor_of(type->onward);
	uint64_t at = (uint64_t)type->entries_start + offset, behind;

	*entry = (struct arsc_entry){.size = cursor_peek_u16(&in, at), .flags = cursor_peek_u16(&in, at + 2)};
	if ((offset & 3) != 0 || at + ENTRY_HEADER > type->chunk.len)
		return ARSC_OUTSIDE;
	if ((entry->flags & ARSC_ENTRY_COMPACT) != 0) {
		entry->value = (struct arsc_value){.type = (uint8_t)(entry->flags >> 8), .data = cursor_peek_u32(&in, at + 4)};
		return ARSC_SOUND;
	}
	if (entry->size >= BAG_HEADER) {
		entry->is_bag = (entry->flags & ARSC_ENTRY_COMPLEX) != 0;
		entry->parent = cursor_peek_u32(&in, at + 8);
		entry->count = cursor_peek_u32(&in, at + 12);
	}
	behind = at + entry->size;
	entry->is_unusual = entry->size >= BAG_HEADER && !entry->is_bag &&
			    (behind + VALUE > type->chunk.len || cursor_peek_u16(&in, behind) < VALUE);
	entry->value = (struct arsc_value){.type = cursor_peek_u8(&in, behind + 3), .data = cursor_peek_u32(&in, behind + 4)};
	return verify(&in, type->chunk.len, behind, entry);
}
