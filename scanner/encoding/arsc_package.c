/*
 * arsc_package - read one package of a resource table: types, specs, overlays, staged ids.
 */
#include "bytes/cursor.h"
#include "encoding/arsc_parts.h"

#include <stdio.h>

#define PACKAGE_HEADER 284
#define PACKAGE_HEADER_LONG 288
#define OVERLAYABLE_HEADER 1032
#define OVERLAYABLE_NAME 512
#define POLICY_HEADER 16
#define SPEC_HEADER 16
#define TYPE_HEADER 24
#define CONFIG_OFFSET 20
#define CONFIG_SIZE 64 /* sizeof(ResTable_config) */
#define ENTRIES_MAX 0xFFFFu

#define report(arsc, id, at, ...) anomaly_report((arsc)->anomalies, id, (arsc)->path, at, __VA_ARGS__)

/* Two letters, or three packed into five bits each. */
static size_t unpack(const uint8_t in[2], char base, char out[4])
{
	if (in[0] == 0)
		return 0;
	if ((in[0] & 0x80) == 0) {
		out[0] = (char)in[0];
		out[1] = (char)in[1];
		return 2;
	}
	out[0] = (char)(base + (in[1] & 0x1F));
	out[1] = (char)(base + ((in[1] & 0xE0) >> 5) + ((in[0] & 0x03) << 3));
	out[2] = (char)(base + ((in[0] & 0x7C) >> 2));
	return 3;
}

static bool is_letter_or_digit(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* language[-Script][-REGION][-variant]; anything that is no letter or digit reads '?'. */
static void read_locale(struct arsc_config *config, struct cursor *in, uint32_t size)
{
	const uint8_t *locale = cursor_take(in, 4);
	char language[4] = "", region[4] = "", script[5] = "", variant[9] = "";
	struct cursor tail = *in;

	config->has_locale = locale != NULL && (locale[0] != 0 || locale[1] != 0 || locale[2] != 0);
	if (locale == NULL || (locale[0] == 0 && locale[2] == 0))
		return;
	unpack(locale, 'a', language);
	unpack(locale + 2, '0', region);
	cursor_seek(&tail, 36);
	if (size >= 48) {
		cursor_copy(&tail, script, 4);
		cursor_copy(&tail, variant, 8);
	}
	snprintf(config->locale, sizeof config->locale, "%s%s%s%s%s%s%s", language, *script ? "-" : "", script,
		 *region ? "-" : "", region, *variant ? "-" : "", variant);
	for (char *at = config->locale; *at != '\0'; at++)
		if (!is_letter_or_digit(*at) && *at != '-')
			*at = '?';
}

/* Qualifiers that a phone of no particular kind does not match, where they are not 0. Bits that match() does not look at count for nothing. */
static uint32_t other_qualifiers(const struct cursor *in)
{
	uint32_t other = cursor_peek_u32(in, 4) | cursor_peek_u8(in, 12) | cursor_peek_u8(in, 13); /* mcc, mnc; orientation, touch screen */

	other |= cursor_peek_u16(in, 16) | (cursor_peek_u8(in, 18) & 0x0Fu); /* keyboard, navigation; hidden keys and navigation */
	other |= cursor_peek_u8(in, 19);				     /* grammatical gender (Android 14; before, nothing looks at it) */
	other |= cursor_peek_u32(in, 20);				     /* screen size in pixels */
	other |= cursor_peek_u16(in, 26) | cursor_peek_u8(in, 28);	     /* minor version; screen layout */
	other |= (cursor_peek_u8(in, 29) & 0x3Fu) | cursor_peek_u16(in, 30); /* type and night; smallest width */
	other |= cursor_peek_u32(in, 32);				     /* width, height in dp */
	return other | (cursor_peek_u8(in, 48) & 0x03u) | (cursor_peek_u8(in, 49) & 0x0Fu); /* round; wide gamut, HDR */
}

/*
 * size | mcc, mnc | locale | orientation, touch, density | input | screen size | version | layout, mode, smallest width |
 * width, height in dp | script | variant | layout 2, colour mode ...
 *
 * As many bytes count as the configuration says, wherever the header around it ends, and no more than phones know; the rest counts as 0.
 */
static bool take_config_bytes(struct span onward, uint32_t size, struct span *bytes, struct arena *arena)
{
	uint8_t *whole;

	*bytes = span_slice(onward, 0, size < CONFIG_SIZE ? size : CONFIG_SIZE);
	if (bytes->len % 4 == 0)
		return true;
	whole = arena_array(arena, CONFIG_SIZE, 1); /* a number that is cut in the middle has the half that is there */
	if (whole == NULL)
		return false;
	memcpy(whole, bytes->data, bytes->len);
	*bytes = span_of(whole, CONFIG_SIZE);
	return true;
}

static bool read_config(struct arsc *arsc, const struct arsc_chunk *chunk, struct arsc_config *config, struct arena *arena)
{
	struct span onward = span_slice(chunk->onward, CONFIG_OFFSET, chunk->onward.len);
	struct cursor in = cursor_of(onward);
	uint32_t size = cursor_peek_u32(&in, 0), known = size < CONFIG_SIZE ? size : CONFIG_SIZE;

	*config = (struct arsc_config){.density = 0};
	if (CONFIG_OFFSET + known > chunk->header_size)
		report(arsc, ANOMALY_ARSC_CONFIG_SIZE, chunk->offset, "a configuration of %u byte{|s} in a header of %u", size, chunk->header_size);
	if (!take_config_bytes(onward, size, &config->bytes, arena))
		return false;
	in = cursor_of(config->bytes);
	config->has_other = other_qualifiers(&in) != 0;
	config->density = cursor_peek_u16(&in, 14);
	config->sdk = cursor_peek_u16(&in, 24);
	cursor_seek(&in, 8);
	read_locale(config, &in, size);
	return true;
}

static bool add_type(struct arsc *arsc, const struct arsc_type *type, struct arena *arena, struct error *err)
{
	struct arsc_type *grown = arena_grow(arena, arsc->types, arsc->num_types, &arsc->room, sizeof *grown);

	if (grown == NULL)
		return error_memory(err);
	arsc->types = grown;
	arsc->types[arsc->num_types++] = *type;
	return true;
}

/* A configuration that its type has already: the first counts. Neither its size nor zeros at its end make another one of it. */
static bool check_config(struct arsc *arsc, const struct arsc_type *type, size_t at, struct arena *arena, struct error *err)
{
	struct span qualifiers = span_slice(type->config.bytes, 4, CONFIG_SIZE);
	enum name_set_outcome outcome;

	while (qualifiers.len > 0 && qualifiers.data[qualifiers.len - 1] == 0)
		qualifiers.len--;
	outcome = name_set_add(&arsc->configs, arena, (uint32_t)type->package_id << 8 | type->type_id, qualifiers);
	if (outcome == NAME_SET_SEEN)
		report(arsc, ANOMALY_ARSC_DUPLICATE_TYPE, at, "type %u has this configuration twice; the first counts", type->type_id);
	return outcome != NAME_SET_NO_MEMORY || error_memory(err);
}

/* VerifyResTableType. */
static bool check_type(struct arsc *arsc, const struct arsc_type *type, size_t at)
{
	uint64_t width = (type->flags & ARSC_OFFSET16) != 0 ? 2 : 4, offsets = width * type->num_entries;

	if (type->type_id == 0 || type->num_entries > ENTRIES_MAX)
		return arsc_refuse(arsc, ANOMALY_ARSC_ENTRY_COUNT, at, "a type without id, or with too many entries");
	if (type->header_size > type->entries_start || type->entries_start - type->header_size < offsets ||
	    type->entries_start > type->chunk.len || (type->entries_start & 3) != 0)
		return arsc_refuse(arsc, ANOMALY_ARSC_ENTRY_COUNT, at, "a type whose entries do not fit into it");
	/* From Android 14 on the room of short offsets is enough to it, which older versions do not know. */
	if ((type->flags & ARSC_SPARSE) != 0 && type->entries_start - type->header_size < 4 * (uint64_t)type->num_entries)
		anomaly_report_as(arsc->anomalies, ANOMALY_ARSC_ENTRY_COUNT, EFFECT_AMBIGUOUS, arsc->path, at,
				  "a sparse type of %u {entry|entries} that has no room for them: older Android versions refuse it", type->num_entries);
	return true;
}

static uint32_t package_id_of(const struct arsc_chunk *package)
{
	struct cursor in = cursor_of(package->bytes);

	return cursor_peek_u32(&in, 8);
}

/* What is added to the ids of its types: in headers of today's length only. */
static uint32_t type_id_offset_of(const struct arsc_chunk *package)
{
	struct cursor in = cursor_of(package->bytes);

	return package->header_size >= PACKAGE_HEADER_LONG ? cursor_peek_u32(&in, PACKAGE_HEADER) : 0;
}

static bool take_type(struct arsc *arsc, const struct arsc_chunk *chunk, const struct arsc_chunk *package, const struct span *specs,
		      struct arena *arena, struct error *err)
{
	struct cursor in = cursor_of(chunk->bytes);
	struct arsc_type type = {.package_id = arsc->package_id, .type_id_offset = (uint8_t)type_id_offset_of(package),
				 .specs = specs, .chunk = chunk->bytes, .onward = chunk->onward, .header_size = chunk->header_size};

	cursor_seek(&in, 8);
	type.type_id = cursor_u8(&in);
	type.flags = cursor_u8(&in);
	cursor_skip(&in, 2);
	type.num_entries = cursor_u32(&in);
	type.entries_start = cursor_u32(&in);
	if (chunk->header_size < TYPE_HEADER || in.bad)
		return arsc_refuse(arsc, ANOMALY_ARSC_ENTRY_COUNT, chunk->offset, "a type whose header is too short");
	if (!check_type(arsc, &type, chunk->offset))
		return false;
	if (specs[type.type_id].data == NULL)
		return arsc_refuse(arsc, ANOMALY_ARSC_ENTRY_COUNT, chunk->offset, "a type without its specification before it");
	if (type.num_entries > arsc->entries_left) {
		report(arsc, ANOMALY_LIMIT_NODES, chunk->offset, "too many resources; the rest is not read");
		return true;
	}
	arsc->entries_left -= type.num_entries;
	if (!read_config(arsc, chunk, &type.config, arena))
		return error_memory(err);
	return check_config(arsc, &type, chunk->offset, arena, err) && add_type(arsc, &type, arena, err);
}

static bool take_spec(struct arsc *arsc, const struct arsc_chunk *chunk, const struct arsc_chunk *package, struct span *specs)
{
	struct cursor in = cursor_of(chunk->bytes);
	uint8_t id;
	uint32_t count;

	cursor_seek(&in, 8);
	id = cursor_u8(&in);
	cursor_skip(&in, 3);
	count = cursor_u32(&in);
	if (chunk->header_size < SPEC_HEADER || in.bad || id == 0 || count > ENTRIES_MAX ||
	    4 * (uint64_t)count > package->bytes.len - package->header_size)
		return arsc_refuse(arsc, ANOMALY_ARSC_ENTRY_COUNT, chunk->offset, "a type specification that does not fit");
	if (type_id_offset_of(package) + id > UINT8_MAX)
		return arsc_refuse(arsc, ANOMALY_ARSC_ENTRY_COUNT, chunk->offset, "a type specification whose id, counted on, is too large");
	/* Up to Android 13 the count is compared with the package around it. */
	if (4 * (uint64_t)count > chunk->bytes.len - chunk->header_size)
		anomaly_report_as(arsc->anomalies, ANOMALY_ARSC_ENTRY_COUNT, EFFECT_AMBIGUOUS, arsc->path, chunk->offset,
				  "a type specification of %u {entry|entries} that has no room for them: older Android versions load it", count);
	if (specs[id].data == NULL) /* the first counts */
		specs[id] = span_slice(chunk->bytes, SPEC_HEADER, 4 * (size_t)count);
	return true;
}

/* The pools of types and keys must be usable; others are passed over. */
static bool take_pool(struct arsc *arsc, const struct arsc_chunk *chunk, size_t at, uint32_t types, uint32_t keys)
{
	struct string_pool pool;

	if (at != types && at != keys)
		return true;
	pool = string_pool_open(chunk->bytes, NULL, NULL);
	if (at == keys && pool.is_usable && arsc_names_are_obfuscated(&pool))
		report(arsc, ANOMALY_ARSC_OBFUSCATED, at, "of %u name{|s}", pool.num_strings);
	return pool.is_usable ||
	       arsc_refuse(arsc, ANOMALY_ARSC_POOL_COUNT, at, "a pool of names is not usable");
}

bool arsc_has_room(struct arsc *arsc, const struct arsc_chunk *chunk, size_t header_size, size_t entry_size, size_t count_at)
{
	struct cursor in = cursor_of(chunk->bytes);

	return (chunk->header_size >= header_size &&
		(chunk->bytes.len - chunk->header_size) / entry_size >= cursor_peek_u32(&in, count_at)) ||
	       arsc_refuse(arsc, ANOMALY_ARSC_ENTRY_COUNT, chunk->offset, "a list that does not fit into its chunk");
}

/* A name that no other of its package has, and policies, each a list of resources. */
static bool take_overlayable(struct arsc *arsc, const struct arsc_chunk *overlayable, struct arena *arena, struct error *err)
{
	struct arsc_chunks chunks = {.data = span_slice(overlayable->bytes, overlayable->header_size, overlayable->bytes.len)};
	struct arsc_chunk chunk;
	struct span name;

	if (overlayable->header_size < OVERLAYABLE_HEADER)
		return arsc_refuse(arsc, ANOMALY_ARSC_ENTRY_COUNT, overlayable->offset, "an overlayable whose header is too short");
	name = arsc_plain_name(span_slice(overlayable->bytes, 8, OVERLAYABLE_NAME), arena);
	switch (name.data == NULL ? NAME_SET_NO_MEMORY : name_set_add(&arsc->overlayables, arena, 0, name)) {
	case NAME_SET_SEEN:
		return arsc_refuse(arsc, ANOMALY_ARSC_DUPLICATE_OVERLAYABLE, overlayable->offset, "which Android 10 and later refuse");
	case NAME_SET_NO_MEMORY:
		return error_memory(err);
	case NAME_SET_NEW:
		break;
	}
	while (arsc_next_chunk(&chunks, &chunk))
		if (chunk.type == ARSC_POLICY && !arsc_has_room(arsc, &chunk, POLICY_HEADER, 4, 12))
			return false;
	return !chunks.failed || arsc_refuse(arsc, ANOMALY_ARSC_ENTRY_COUNT, overlayable->offset, "a chunk whose size is impossible");
}

static bool take_chunk(struct arsc *arsc, const struct arsc_chunk *chunk, const struct arsc_chunk *package,
		       struct span *specs, struct arena *arena, struct error *err)
{
	struct cursor in = cursor_of(package->bytes);

	switch (chunk->type) {
	case ARSC_POOL:
		return take_pool(arsc, chunk, package->header_size + chunk->offset, cursor_peek_u32(&in, 268),
				 cursor_peek_u32(&in, 276));
	case ARSC_SPEC:
		return take_spec(arsc, chunk, package, specs);
	case ARSC_TYPE:
		return take_type(arsc, chunk, package, specs, arena, err);
	case ARSC_LIBRARY:
		return arsc_take_libraries(arsc, chunk, arena, err);
	case ARSC_OVERLAYABLE:
		return take_overlayable(arsc, chunk, arena, err);
	case ARSC_ALIAS:
		return arsc_take_aliases(arsc, chunk, arena, err);
	default:
		return true;
	}
}

bool arsc_read_package(struct arsc *arsc, const struct arsc_chunk *package, struct arena *arena, struct error *err)
{
	struct arsc_chunks chunks = {.data = span_slice(package->bytes, package->header_size, package->bytes.len),
				     .onward = span_slice(package->onward, package->header_size, package->onward.len)};
	uint32_t id = package_id_of(package), type_id_offset = type_id_offset_of(package);
	struct span *specs = arena_array(arena, 256, sizeof *specs);
	struct arsc_chunk chunk;

	if (package->header_size < PACKAGE_HEADER)
		return arsc_refuse(arsc, ANOMALY_ARSC_ENTRY_COUNT, package->offset, "a package whose header is too short");
	if (specs == NULL)
		return error_memory(err);
	if (type_id_offset > UINT8_MAX)
		return arsc_refuse(arsc, ANOMALY_ARSC_ENTRY_COUNT, package->offset, "a package whose type ids begin too far up");
	if (id >= 256)
		report(arsc, ANOMALY_ARSC_PACKAGE_ID, package->offset, "package id %u", id);
	if (id < 256 && (arsc->packages_seen[id / 8] >> id % 8 & 1) != 0)
		report(arsc, ANOMALY_ARSC_DUPLICATE_PACKAGE, package->offset, "package id %u again; the first counts", id);
	if (id < 256)
		arsc->packages_seen[id / 8] = (uint8_t)(arsc->packages_seen[id / 8] | 1 << id % 8);
	if (!arsc_join_group(arsc, package, id, arena, err))
		return false;
	arsc->overlayables = (struct name_set){.num = 0};
	while (arsc_next_chunk(&chunks, &chunk))
		if (!take_chunk(arsc, &chunk, package, specs, arena, err))
			return false;
	return !chunks.failed ||
	       arsc_refuse(arsc, ANOMALY_ARSC_ENTRY_COUNT, package->offset + chunks.at, "a chunk whose size is impossible");
}
