/*
 * arsc_check - what the platform checks of a resource table before it reads any value.
 */
#include "bytes/cursor.h"
#include "encoding/arsc_parts.h"

/* u16 size | u16 flags | u32 key | u32 parent | u32 count | count times (u32 name | value of 8 bytes), behind size bytes */
enum { ENTRY_COMPLEX = 1, ENTRY_COMPACT = 8, ENTRY_HEADER = 8, BAG_HEADER = 16, BAG_VALUE = 12 };
enum { NEW, ON_PATH, DONE };

#define NO_ENTRY UINT32_MAX
/* Build tools number the features of an app from 80 on, below the app's own 7f before Android 8, and at most 50 of them; phones number libraries and
 * overlays from 2 on, and look a resource up in all packages of its number. */
#define FIRST_LIBRARY 2
#define FIRST_FEATURE (0x7F - 50)
#define SAMPLE 1000
#define SHORT_NAME 3
#define MANY_NAMES 64

struct check {
	const struct arsc *arsc;
	uint8_t **colours;	/* of the entries of a type, once a bag of it was seen */
	bool offset_said, count_said, cycle_said;
	uint64_t steps_left; /* of looking for parents */
	struct arena *arena;
};

#define report(check, id, ...) anomaly_report((check)->arsc->anomalies, id, (check)->arsc->path, ANOMALY_NO_OFFSET, __VA_ARGS__)

/* The offset that stands at a position of the type's list. */
static uint32_t offset_at(const struct arsc_type *type, uint32_t position)
{
	struct cursor in = cursor_of(type->chunk);
	uint16_t short_offset;

	if ((type->flags & ARSC_SPARSE) != 0)
		return 4 * (uint32_t)cursor_peek_u16(&in, type->header_size + 4 * (uint64_t)position + 2);
	if ((type->flags & ARSC_OFFSET16) == 0)
		return cursor_peek_u32(&in, type->header_size + 4 * (uint64_t)position);
	short_offset = cursor_peek_u16(&in, type->header_size + 2 * (uint64_t)position);
	return short_offset == 0xFFFF ? NO_ENTRY : 4 * (uint32_t)short_offset;
}

static bool is_inside(const struct arsc_type *type, uint32_t offset)
{
	return (offset & 3) == 0 && (uint64_t)type->entries_start + offset + ENTRY_HEADER <= type->chunk.len;
}

/* The parent of a bag; 0 for none, and for what is no bag. */
static uint32_t parent_of(struct check *check, const struct arsc_type *type, uint32_t offset, bool *is_bag)
{
	struct cursor in = cursor_of(type->chunk);
	uint16_t size, flags;
	uint32_t parent, count;

	cursor_seek(&in, (uint64_t)type->entries_start + offset);
	size = cursor_u16(&in);
	flags = cursor_u16(&in);
	*is_bag = (flags & ENTRY_COMPLEX) != 0 && (flags & ENTRY_COMPACT) == 0;
	if (!*is_bag)
		return 0;
	cursor_skip(&in, 4);
	parent = cursor_u32(&in);
	dynamic_ref_id(type->refs, &parent);
	count = cursor_u32(&in);
	if ((size < BAG_HEADER || in.bad || (uint64_t)count * BAG_VALUE + size - BAG_HEADER > cursor_left(&in)) && !check->count_said) {
		check->count_said = true;
		report(check, ANOMALY_ARSC_MAP_COUNT, "a bag of type %u counts %u values", type->type_id, count);
	}
	return parent;
}

/* The first entry of a resource: its type and position. Only types whose positions are indexes have bags that are followed. */
static const struct arsc_type *find(struct check *check, uint32_t id, uint32_t *offset)
{
	for (uint32_t i = check->arsc->first[id >> 16 & 0xFF]; i != 0 && check->steps_left > 0; i = check->arsc->next[i - 1]) {
		const struct arsc_type *type = &check->arsc->types[i - 1];

		if (--check->steps_left == 0)
			report(check, ANOMALY_LIMIT_NODES, "the parents of bags are too many to follow");
		if (type->package_id != id >> 24 || (type->flags & ARSC_SPARSE) != 0 || (id & 0xFFFF) >= type->num_entries)
			continue;
		*offset = offset_at(type, id & 0xFFFF);
		if (*offset != NO_ENTRY && is_inside(type, *offset))
			return type;
	}
	return NULL;
}

static uint8_t *colour_of(struct check *check, const struct arsc_type *type, uint32_t id)
{
	uint8_t **colours = &check->colours[type - check->arsc->types];

	if (*colours == NULL)
		*colours = arena_array(check->arena, type->num_entries, 1);
	return *colours == NULL ? NULL : &(*colours)[id & 0xFFFF];
}

/* From one bag to its parents, twice: once to mark the path, once to mark it done. */
static void follow(struct check *check, uint32_t start)
{
	for (uint8_t mark = ON_PATH; mark <= DONE; mark++) {
		uint32_t id = start, offset;
		const struct arsc_type *type;

		while (id != 0 && (type = find(check, id, &offset)) != NULL) {
			uint8_t *colour = colour_of(check, type, id);
			bool is_bag;

			if (colour == NULL || *colour >= mark) {
				if (colour != NULL && mark == ON_PATH && *colour == ON_PATH && !check->cycle_said) {
					check->cycle_said = true;
					report(check, ANOMALY_ARSC_BAG_CYCLE, "resource %08x inherits from itself", id);
				}
				break;
			}
			*colour = mark;
			id = parent_of(check, type, offset, &is_bag);
		}
	}
}

static void check_type(struct check *check, const struct arsc_type *type)
{
	for (uint32_t i = 0; i < type->num_entries; i++) {
		uint32_t offset = offset_at(type, i), parent;
		bool is_bag;

		if (offset == NO_ENTRY)
			continue;
		if (!is_inside(type, offset)) {
			if (!check->offset_said)
				report(check, ANOMALY_ARSC_ENTRY_OFFSET, "entry %u of type %u is said to be at %u", i, type->type_id, offset);
			check->offset_said = true;
			continue;
		}
		parent = parent_of(check, type, offset, &is_bag);
		if (is_bag && parent != 0 && (type->flags & ARSC_SPARSE) == 0)
			follow(check, (uint32_t)type->package_id << 24 | (uint32_t)type->type_id << 16 | i);
	}
}

bool arsc_check(const struct arsc *arsc, struct arena *arena, struct error *err)
{
	struct check check = {.arsc = arsc, .arena = arena, .steps_left = ARSC_STEPS_MAX,
			      .colours = arena_array(arena, arsc->num_types + 1, sizeof(uint8_t *))};

	if (check.colours == NULL)
		return error_set(err, ERROR_MEMORY, "out of memory for the check of a resource table");
	for (size_t i = 0; i < arsc->num_types; i++)
		check_type(&check, &arsc->types[i]);
	return true;
}

void arsc_check_package_ids(const struct arsc *arsc)
{
	for (unsigned id = FIRST_LIBRARY; id < FIRST_FEATURE; id++)
		if ((arsc->packages_seen[id / 8] >> id % 8 & 1) != 0)
			anomaly_report_as(arsc->anomalies, ANOMALY_ARSC_PACKAGE_ID, EFFECT_ODD, arsc->path, ANOMALY_NO_OFFSET,
					  "package id %u, which a phone may give to a library, too", id);
}

void arsc_check_system_package(const struct arsc *arsc)
{
	if (arsc->has_system_package)
		anomaly_report(arsc->anomalies, ANOMALY_ARSC_SYSTEM_PACKAGE, arsc->path, ANOMALY_NO_OFFSET,
			       "where the system has no resource of an id, the app's own is taken");
}

bool arsc_names_are_obfuscated(const struct string_pool *keys)
{
	uint32_t num = keys->num_strings < SAMPLE ? keys->num_strings : SAMPLE, num_blank = 0, num_short = 0;

	for (uint32_t i = 0; i < num; i++) {
		struct span name;

		if (string_pool_is(keys, i, "0_resource_name_obfuscated"))
			return true;
		if (!string_pool_get(keys, i, &name))
			continue;
		num_blank += name.len == 0;
		num_short += name.len <= (keys->is_utf8 ? SHORT_NAME : 2 * SHORT_NAME);
	}
	return (num > 0 && num_blank == num) || (num >= MANY_NAMES && num_short * 10ull >= num * 9ull);
}
