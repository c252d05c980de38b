/*
 * arsc_check - what the platform checks of a resource table before it reads any value.
 */
#include "bytes/cursor.h"
#include "encoding/arsc_parts.h"

enum { NEW, ON_PATH, DONE };

/* Build tools number the features of an app from 80 on, below the app's own 7f before Android 8, and at most 50 of them; phones number libraries and
 * overlays from 2 on, and look a resource up in all packages of its number. */
#define FIRST_LIBRARY 2
#define FIRST_FEATURE (0x7F - 50)
#define NUL_SDK 28 /* Android 9; earlier ones since April 2018 */
#define COMPACT_SDK 34 /* Android 14 */
#define SAMPLE 1000
#define SHORT_NAME 3
#define MANY_NAMES 64

struct check {
	struct arsc *arsc;
	uint8_t **colours;	/* of the entries of a type, once a bag of it was seen */
	bool offset_said, count_said, value_said, age_said, order_said, cycle_said;
	uint64_t steps_left; /* of looking for parents */
	struct arena *arena;
};

#define report(check, id, ...) anomaly_report((check)->arsc->anomalies, id, (check)->arsc->path, ANOMALY_NO_OFFSET, __VA_ARGS__)

/* The parent of a bag; 0 for none, and for what is no bag. */
static uint32_t parent_of(const struct arsc_type *type, const struct arsc_entry *entry)
{
	uint32_t parent = entry->parent;

	if (!entry->is_bag)
		return 0;
	dynamic_ref_id(type->refs, &parent);
	return parent;
}

/* The first sound entry of a resource, and its type. Only types whose positions are indexes have bags that are followed. */
static const struct arsc_type *find(struct check *check, uint32_t id, struct arsc_entry *entry)
{
	for (uint32_t i = check->arsc->first[id >> 16 & 0xFF]; i != 0 && check->steps_left > 0; i = check->arsc->next[i - 1]) {
		const struct arsc_type *type = &check->arsc->types[i - 1];
		uint32_t offset;

		if (--check->steps_left == 0)
			report(check, ANOMALY_LIMIT_NODES, "the parents of bags are too many to follow");
		if (type->package_id != id >> 24 || (type->flags & ARSC_SPARSE) != 0 || (id & 0xFFFF) >= type->num_entries)
			continue;
		offset = arsc_find_offset(type, id & 0xFFFF);
		if (offset != ARSC_NO_ENTRY && arsc_read_entry(type, offset, entry) == ARSC_SOUND)
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
		const struct arsc_type *type;
		struct arsc_entry entry;
		uint32_t id = start;

		while (id != 0 && (type = find(check, id, &entry)) != NULL) {
			uint8_t *colour = colour_of(check, type, id);

			if (colour == NULL || *colour >= mark) {
				if (colour != NULL && mark == ON_PATH && *colour == ON_PATH && !check->cycle_said) {
					check->cycle_said = true;
					report(check, ANOMALY_ARSC_BAG_CYCLE, "resource %08x inherits from itself", id);
				}
				break;
			}
			*colour = mark;
			id = parent_of(type, &entry);
		}
	}
}

/* The first of a kind is said. */
static bool is_first(bool *said)
{
	bool first = !*said;

	*said = true;
	return first;
}

/* What has no value on the phone, or one that other readers do not see. */
static void check_entry(struct check *check, const struct arsc_type *type, uint32_t index, enum arsc_fault fault, const struct arsc_entry *entry)
{
	bool is_complex = (entry->flags & ARSC_ENTRY_COMPLEX) != 0;

	if (fault == ARSC_MAP_TOO_LONG && is_first(&check->count_said))
		report(check, ANOMALY_ARSC_MAP_COUNT, "entry %u of type %u, of %u byte{|s}, counts %u values", index, type->type_id, entry->size, entry->count);
	if (fault == ARSC_BROKEN && is_first(&check->value_said))
		report(check, ANOMALY_ARSC_ENTRY_VALUE, "entry %u of type %u, of %u byte{|s}", index, type->type_id, entry->size);
	if (fault == ARSC_SOUND && entry->is_unusual && is_first(&check->value_said))
		report(check, ANOMALY_ARSC_ENTRY_VALUE, "entry %u of type %u, of %u byte{|s}, whose value the phone takes nevertheless", index, type->type_id, entry->size);
	if (fault == ARSC_SOUND && is_complex && !entry->is_bag && (entry->flags & ARSC_ENTRY_COMPACT) == 0 && is_first(&check->age_said))
		anomaly_report_as(check->arsc->anomalies, ANOMALY_ARSC_ENTRY_VALUE, EFFECT_AMBIGUOUS, check->arsc->path, ANOMALY_NO_OFFSET,
				  "entry %u of type %u is a bag of %u byte{|s}, which newer Android versions take for a value, and older ones do not", index,
				  type->type_id, entry->size);
}

static void check_type(struct check *check, const struct arsc_type *type)
{
	bool is_sparse = (type->flags & ARSC_SPARSE) != 0;
	uint32_t index, offset, before = 0;

	/* Older phones look at a type's list whomever it is for. */
	if ((type->flags & (ARSC_SPARSE | ARSC_OFFSET16)) == ARSC_OFFSET16 && check->arsc->short_type == 0)
		check->arsc->short_type = type->type_id;
	for (uint32_t i = 0; i < type->num_entries; i++, before = index) {
		struct arsc_entry entry;
		enum arsc_fault fault;

		offset = arsc_offset_at(type, i, &index);
		if (is_sparse && i > 0 && index <= before && is_first(&check->order_said))
			report(check, ANOMALY_ARSC_SPARSE_ORDER, "type %u has entry %u behind entry %u", type->type_id, index, before);
		if (offset == ARSC_NO_ENTRY)
			continue;
		fault = arsc_read_entry(type, offset, &entry);
		if (fault == ARSC_OUTSIDE && is_first(&check->offset_said))
			report(check, ANOMALY_ARSC_ENTRY_OFFSET, "entry %u of type %u is said to be at %u", index, type->type_id, offset);
		check_entry(check, type, index, fault, &entry);
		/* Older phones look at entries only where the type is for them. */
		if ((entry.flags & ARSC_ENTRY_COMPACT) != 0 && fault == ARSC_SOUND && type->config.sdk < COMPACT_SDK && check->arsc->compact_type == 0)
			check->arsc->compact_type = type->type_id;
		if (fault == ARSC_SOUND && !is_sparse && parent_of(type, &entry) != 0)
			follow(check, (uint32_t)type->package_id << 24 | (uint32_t)type->type_id << 16 | i);
	}
}

bool arsc_check(struct arsc *arsc, struct arena *arena, struct error *err)
{
	struct check check = {.arsc = arsc, .arena = arena, .steps_left = ARSC_STEPS_MAX,
			      .colours = arena_array(arena, arsc->num_types + 1, sizeof(uint8_t *))};

	if (check.colours == NULL)
		return error_memory(err);
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

void arsc_check_age(const struct arsc *arsc, int64_t min_sdk)
{
	if (min_sdk < NUL_SDK && arsc->cut_string != 0)
		anomaly_report_as(arsc->anomalies, ANOMALY_ARSC_STRING_BOUNDS, EFFECT_AMBIGUOUS, arsc->path, ANOMALY_NO_OFFSET,
				  "string %u, which Android 8.1 and earlier may read up to its NUL", arsc->cut_string - 1);
	if (min_sdk >= COMPACT_SDK)
		return;
	if (arsc->short_type != 0)
		anomaly_report(arsc->anomalies, ANOMALY_ARSC_COMPACT_ENTRIES, arsc->path, ANOMALY_NO_OFFSET,
			       "type %u has 16-bit offsets: Android 13 and earlier refuse it, or find other entries", arsc->short_type);
	if (arsc->compact_type != 0)
		anomaly_report(arsc->anomalies, ANOMALY_ARSC_COMPACT_ENTRIES, arsc->path, ANOMALY_NO_OFFSET,
			       "type %u has compact entries: Android 13 and earlier find no value, or another one", arsc->compact_type);
}

bool arsc_names_are_obfuscated(const struct string_pool *keys)
{
	uint32_t num = keys->num_strings < SAMPLE ? keys->num_strings : SAMPLE, num_blank = 0, num_short = 0;

	for (uint32_t i = 0; i < num; i++) {
		struct span name;

		if (string_pool_is(keys, i, "0_resource_name_obfuscated"))
			return true;
		if (!string_pool_get_whole(keys, i, &name))
			continue;
		num_blank += string_pool_is(keys, i, "");
		num_short += name.len <= (keys->is_utf8 ? SHORT_NAME : 2 * SHORT_NAME);
	}
	return (num > 0 && num_blank == num) || (num >= MANY_NAMES && num_short * 10ull >= num * 9ull);
}
