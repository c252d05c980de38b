/*
 * arsc_group - the packages of one number, and what they make of resource ids together.
 *
 *   library chunk: header | u32 count | count times (u32 number that ids are written with | name of the package, 128 UTF-16 units)
 *   alias chunk: header | u32 count | count times (u32 staged id | u32 id that is put in its place)
 *
 * The system's package is the first group of all. Names are those of the first package of each group.
 *
 * source   AOSP AssetManager2::BuildDynamicRefTable, LoadedPackage::Load (Android 14; aliases since 12)
 */
#include "bytes/cursor.h"
#include "encoding/arsc_parts.h"

#include <stdlib.h>

#define LIBRARY_HEADER 12
#define LIBRARY_ENTRY 260
#define LIBRARIES_MAX 1024 /* no app has so many */
#define ALIAS_HEADER 12
#define ALIAS_ENTRY 8
#define ALIASES_MAX 4096
#define NAME_OFFSET 12 /* in a package's header */
#define NAME_UNITS 128

enum { SYSTEM, FIRST_OWN }; /* groups */

#define report(arsc, id, at, ...) anomaly_report((arsc)->anomalies, id, (arsc)->path, at, __VA_ARGS__)

static const uint8_t system_name[] = {'a', 0, 'n', 0, 'd', 0, 'r', 0, 'o', 0, 'i', 0, 'd', 0};

/* Up to the NUL. Surrogates are lost on the way through UTF-8, one by one as they are taken. */
static uint16_t next_unit(struct cursor *in)
{
	uint16_t unit;

	do
		unit = cursor_u16(in);
	while (unit >= 0xD800 && unit <= 0xDFFF);
	return unit;
}

static bool is_same_name(struct span a, struct span b)
{
	struct cursor x = cursor_of(a), y = cursor_of(b);
	uint16_t unit;

	do {
		unit = next_unit(&x);
		if (unit != next_unit(&y))
			return false;
	} while (unit != 0);
	return true;
}

struct span arsc_plain_name(struct span name, struct arena *arena)
{
	struct cursor in = cursor_of(name);
	uint16_t *plain = arena_array(arena, name.len / 2 + 1, sizeof *plain), unit;
	size_t num = 0;

	while (plain != NULL && (unit = next_unit(&in)) != 0)
		plain[num++] = unit;
	return span_of(plain, num * sizeof *plain);
}

static bool add_group(struct arsc *arsc, uint8_t package_id, struct span name, struct arena *arena, struct error *err)
{
	struct arsc_group *grown = arena_grow(arena, arsc->groups, arsc->num_groups, &arsc->room_groups, sizeof *grown);

	if (grown == NULL)
		return error_memory(err);
	arsc->groups = grown;
	grown[arsc->num_groups++] = (struct arsc_group){.name = name, .refs = {.package_id = package_id}};
	arsc->group_of[package_id] = (uint16_t)arsc->num_groups;
	return true;
}

bool arsc_begin_groups(struct arsc *arsc, struct arena *arena, struct error *err)
{
	return add_group(arsc, DYNAMIC_REF_SYSTEM, span_of(system_name, sizeof system_name), arena, err);
}

bool arsc_join_group(struct arsc *arsc, const struct arsc_chunk *package, uint32_t id, struct arena *arena, struct error *err)
{
	/* Libraries have no number of their own; the phone gives them the next. */
	arsc->package_id = (uint8_t)(id == 0 ? 2u + arsc->num_libraries++ : id);
	arsc->has_system_package |= arsc->package_id == DYNAMIC_REF_SYSTEM;
	arsc->package_aliases = arsc->num_aliases;
	return arsc->group_of[arsc->package_id] != 0 ||
	       add_group(arsc, arsc->package_id, span_slice(package->bytes, NAME_OFFSET, 2 * (size_t)NAME_UNITS), arena, err);
}

static bool add_library(struct arsc *arsc, uint8_t number, struct span name, struct arena *arena, struct error *err)
{
	struct arsc_library *grown = arena_grow(arena, arsc->libraries, arsc->num_named, &arsc->room_named, sizeof *grown);

	if (grown == NULL)
		return error_memory(err);
	arsc->libraries = grown;
	grown[arsc->num_named++] = (struct arsc_library){.package_id = arsc->package_id, .number = number, .name = name};
	return true;
}

bool arsc_take_libraries(struct arsc *arsc, const struct arsc_chunk *chunk, struct arena *arena, struct error *err)
{
	struct cursor in = cursor_of(chunk->bytes);
	uint32_t count = cursor_peek_u32(&in, 8);

	if (!arsc_has_room(arsc, chunk, LIBRARY_HEADER, LIBRARY_ENTRY, 8))
		return false;
	cursor_seek(&in, chunk->header_size);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t number = cursor_u32(&in);
		struct span name = cursor_bytes(&in, 2 * (size_t)NAME_UNITS);

		if (number >= UINT8_MAX)
			return arsc_refuse(arsc, ANOMALY_ARSC_PACKAGE_ID, chunk->offset, "the number of a library is too large");
		if (arsc->num_named == LIBRARIES_MAX) {
			report(arsc, ANOMALY_LIMIT_NODES, chunk->offset, "more than %d libraries; the rest is not read", LIBRARIES_MAX);
			return true;
		}
		if (!add_library(arsc, (uint8_t)number, name, arena, err))
			return false;
	}
	return true;
}

/* Neither may stand twice: the first in its package, the second in its chunk. */
static bool is_repeated(const struct arsc *arsc, const struct dynamic_ref_alias *alias, size_t chunk_aliases)
{
	for (size_t i = arsc->package_aliases; i < arsc->num_aliases; i++)
		if (arsc->aliases[i].staged == alias->staged || (i >= chunk_aliases && arsc->aliases[i].finalized == alias->finalized))
			return true;
	return false;
}

static bool add_alias(struct arsc *arsc, const struct dynamic_ref_alias *alias, struct arena *arena, struct error *err)
{
	struct dynamic_ref_alias *grown = arena_grow(arena, arsc->aliases, arsc->num_aliases, &arsc->room_aliases, sizeof *grown);

	if (grown == NULL)
		return error_memory(err);
	arsc->aliases = grown;
	grown[arsc->num_aliases++] = *alias;
	return true;
}

/* Android 12 and later take them of the system's number alone, and do not look at those of others at all. */
bool arsc_take_aliases(struct arsc *arsc, const struct arsc_chunk *chunk, struct arena *arena, struct error *err)
{
	struct cursor in = cursor_of(chunk->bytes);
	uint32_t count = cursor_peek_u32(&in, 8);
	size_t first = arsc->num_aliases;

	if (arsc->package_id != DYNAMIC_REF_SYSTEM) {
		anomaly_report_as(arsc->anomalies, ANOMALY_ARSC_STAGED_ALIAS, EFFECT_EVASIVE, arsc->path, chunk->offset,
				  "in package %02x, of which phones take none", arsc->package_id);
		return true;
	}
	if (!arsc_has_room(arsc, chunk, ALIAS_HEADER, ALIAS_ENTRY, 8))
		return false;
	if (count > 0)
		report(arsc, ANOMALY_ARSC_STAGED_ALIAS, chunk->offset, "%u in a package of the system's number", count);
	cursor_seek(&in, chunk->header_size);
	for (uint32_t i = 0; i < count; i++) {
		struct dynamic_ref_alias alias = {.staged = cursor_u32(&in)};

		alias.finalized = cursor_u32(&in);
		if (arsc->num_aliases == ALIASES_MAX) {
			report(arsc, ANOMALY_LIMIT_NODES, chunk->offset, "more than %d staged ids; the rest is not read", ALIASES_MAX);
			return true;
		}
		if (is_repeated(arsc, &alias, first))
			return arsc_refuse(arsc, ANOMALY_ARSC_STAGED_ALIAS, chunk->offset, "an id stands twice, which Android 12 and later refuse");
		if (!add_alias(arsc, &alias, arena, err))
			return false;
	}
	return true;
}

/* replaceValueFor: the last of a name counts. */
static const struct arsc_library *find_library(const struct arsc *arsc, uint8_t package_id, struct span name)
{
	for (size_t i = arsc->num_named; i-- > 0;)
		if (arsc->libraries[i].package_id == package_id && is_same_name(arsc->libraries[i].name, name))
			return &arsc->libraries[i];
	return NULL;
}

static void check_numbers(const struct arsc *arsc, const struct dynamic_ref *refs)
{
	for (unsigned number = DYNAMIC_REF_SYSTEM + 1; number < UINT8_MAX; number++)
		if (number != DYNAMIC_REF_APP && refs->packages[number] == DYNAMIC_REF_SYSTEM)
			report(arsc, ANOMALY_ARSC_LIBRARY_AS_SYSTEM, ANOMALY_NO_OFFSET, "ids of package %02x are the system's", number);
	if (refs->packages[DYNAMIC_REF_SYSTEM] != DYNAMIC_REF_SYSTEM)
		anomaly_report_as(arsc->anomalies, ANOMALY_ARSC_LIBRARY_AS_SYSTEM, EFFECT_AMBIGUOUS, arsc->path, ANOMALY_NO_OFFSET,
				  "the system's own ids are those of package %02x to older Android versions", refs->packages[DYNAMIC_REF_SYSTEM]);
}

static int compare(const void *a, const void *b)
{
	const struct dynamic_ref_alias *x = a, *y = b;

	return x->staged != y->staged ? (x->staged > y->staged) - (x->staged < y->staged) : (x->finalized > y->finalized) - (x->finalized < y->finalized);
}

void arsc_finish_groups(struct arsc *arsc)
{
	if (arsc->num_aliases > 1)
		qsort(arsc->aliases, arsc->num_aliases, sizeof *arsc->aliases, compare);
	for (size_t i = 0; i < arsc->num_groups; i++) {
		struct dynamic_ref *refs = &arsc->groups[i].refs;

		refs->aliases = arsc->aliases;
		refs->num_aliases = arsc->num_aliases;
		refs->packages[DYNAMIC_REF_SYSTEM] = DYNAMIC_REF_SYSTEM;
		refs->packages[DYNAMIC_REF_APP] = DYNAMIC_REF_APP;
		for (size_t j = 0; arsc->num_named > 0 && j < arsc->num_groups; j++) {
			const struct arsc_library *library = find_library(arsc, refs->package_id, arsc->groups[j].name);

			if (library != NULL)
				refs->packages[library->number] = arsc->groups[j].refs.package_id;
		}
		check_numbers(arsc, refs);
	}
	for (size_t i = 0; i < arsc->num_types; i++)
		arsc->types[i].refs = &arsc->groups[arsc->group_of[arsc->types[i].package_id] - 1].refs;
}

uint8_t arsc_own_package(const struct arsc *arsc)
{
	return arsc->num_groups > FIRST_OWN ? arsc->groups[FIRST_OWN].refs.package_id : 0;
}

const struct dynamic_ref *arsc_refs(const struct arsc *arsc)
{
	if (!arsc->loaded)
		return NULL;
	if (arsc->has_system_package)
		return &arsc->groups[SYSTEM].refs;
	return arsc->num_groups > FIRST_OWN ? &arsc->groups[FIRST_OWN].refs : NULL;
}
