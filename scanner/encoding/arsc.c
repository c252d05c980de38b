#include "encoding/arsc.h"

#include "bytes/cursor.h"
#include "encoding/arsc_parts.h"

#define TABLE_HEADER 12

#define report(arsc, id, at, ...) anomaly_report((arsc)->anomalies, id, (arsc)->path, at, __VA_ARGS__)

/*
 * ChunkIterator: the header inside the data, the sizes in order and multiples of four. A chunk behind the first that is cut
 * off only ends the run; anything else, and that of the first, makes the platform give up.
 */
bool arsc_next_chunk(struct arsc_chunks *chunks, struct arsc_chunk *chunk)
{
	struct cursor in = cursor_of(chunks->data);
	uint32_t size;

	if (chunks->at >= chunks->data.len || chunks->failed)
		return false;
	cursor_seek(&in, chunks->at);
	chunks->failed = chunks->at == 0;
	if (cursor_left(&in) < 8)
		return false;
	chunk->type = cursor_u16(&in);
	chunk->header_size = cursor_u16(&in);
	size = cursor_u32(&in);
	chunk->offset = chunks->at;
	if (size > chunks->data.len - chunks->at)
		return false;
	chunks->failed = chunk->header_size < 8 || chunk->header_size > size || ((size | chunk->header_size) & 3) != 0;
	if (chunks->failed)
		return false;
	chunk->bytes = span_slice(chunks->data, chunks->at, size);
	chunk->onward = span_slice(chunks->onward, chunks->at, chunks->onward.len);
	chunks->at += size;
	return true;
}

bool arsc_refuse(struct arsc *arsc, enum anomaly_id id, size_t at, const char *what)
{
	anomaly_report_as(arsc->anomalies, id, EFFECT_REFUSED, arsc->path, at, "%s", what);
	return false;
}

static bool take_values(struct arsc *arsc, const struct arsc_chunk *chunk, struct arena *arena, struct error *err)
{
	struct string_pool_anomalies names = {
		.count = ANOMALY_ARSC_POOL_COUNT, .style = ANOMALY_ARSC_POOL_COUNT, .gap = ANOMALY_ARSC_TRAILING_DATA,
		.flags = ANOMALY_ARSC_UNKNOWN_CHUNK, .bounds = ANOMALY_ARSC_POOL_COUNT, .path = arsc->path};

	if (arsc->values.is_usable)
		return true; /* the first counts, whichever table it is in */
	arsc->values = string_pool_open(chunk->bytes, &names, arsc->anomalies);
	if (!arsc->values.is_usable)
		return arsc_refuse(arsc, ANOMALY_ARSC_POOL_COUNT, chunk->offset, "the pool of values is not usable");
	return string_pool_remember(&arsc->values, arsc->path, arsc->anomalies, arena) || error_memory(err);
}

static bool read_table(struct arsc *arsc, const struct arsc_chunk *table, struct arena *arena, struct error *err)
{
	uint32_t declared = cursor_peek_u32(&(struct cursor){.data = table->bytes.data, .len = table->bytes.len}, 8), seen = 0;
	struct arsc_chunks chunks = {.data = span_slice(table->bytes, table->header_size, table->bytes.len),
				     .onward = span_slice(table->onward, table->header_size, table->onward.len)};
	struct arsc_chunk chunk;

	if (table->header_size < TABLE_HEADER)
		return arsc_refuse(arsc, ANOMALY_ARSC_ENTRY_COUNT, table->offset, "the table's header is too short");
	while (arsc_next_chunk(&chunks, &chunk)) {
		if (chunk.type == ARSC_POOL) {
			if (!take_values(arsc, &chunk, arena, err))
				return false;
		} else if (chunk.type == ARSC_PACKAGE) {
			if (++seen > declared)
				return arsc_refuse(arsc, ANOMALY_ARSC_PACKAGE_COUNT, chunk.offset, "more packages than declared");
			if (!arsc_read_package(arsc, &chunk, arena, err))
				return false;
		} else {
			report(arsc, ANOMALY_ARSC_UNKNOWN_CHUNK, chunk.offset, "a chunk of type %04x", chunk.type);
		}
	}
	if (chunks.failed)
		return arsc_refuse(arsc, ANOMALY_ARSC_ENTRY_COUNT, chunks.at, "a chunk whose size is impossible");
	if (seen < declared)
		report(arsc, ANOMALY_ARSC_PACKAGE_COUNT, 8, "%u package{|s} declared, %u found", declared, seen);
	return true;
}

static bool list_types(struct arsc *arsc, struct arena *arena, struct error *err)
{
	arsc->next = arena_array(arena, arsc->num_types + 1, sizeof *arsc->next);
	if (arsc->next == NULL)
		return error_memory(err);
	for (size_t i = arsc->num_types; i-- > 0;) {
		arsc->next[i] = arsc->first[arsc->types[i].type_id];
		arsc->first[arsc->types[i].type_id] = (uint32_t)i + 1;
	}
	return true;
}

bool arsc_open(struct arsc *arsc, struct span bytes, const struct limits *limits, const char *path,
	       struct arena *arena, struct anomalies *anomalies, struct error *err)
{
	struct arsc_chunks chunks = {.data = bytes, .onward = bytes};
	struct error inner = {0};
	struct arsc_chunk chunk;

	*arsc = (struct arsc){.data = bytes, .path = path, .anomalies = anomalies,
			      .entries_left = limits->value[LIMIT_RESOURCE_ENTRIES], .steps_left = ARSC_STEPS_MAX, .loaded = bytes.len > 0};
	if (!arsc_begin_groups(arsc, arena, err))
		return false;
	while (arsc->loaded && arsc_next_chunk(&chunks, &chunk)) {
		if (chunk.type != ARSC_TABLE) {
			report(arsc, chunk.offset == 0 ? ANOMALY_ARSC_BAD_MAGIC : ANOMALY_ARSC_UNKNOWN_CHUNK, chunk.offset,
			       "a chunk of type %04x where a table is wanted: it is skipped", chunk.type);
			continue;
		}
		if (chunk.offset > 0)
			report(arsc, ANOMALY_ARSC_TRAILING_DATA, chunk.offset, "another table");
		arsc->loaded = read_table(arsc, &chunk, arena, &inner);
	}
	if (inner.code != ERROR_NONE)
		return error_set(err, inner.code, "%s", inner.text);
	if (arsc->loaded && chunks.failed)
		arsc->loaded = arsc_refuse(arsc, ANOMALY_ARSC_ENTRY_COUNT, chunks.at, "a chunk whose size is impossible");
	else if (arsc->loaded && chunks.at < bytes.len)
		report(arsc, ANOMALY_ARSC_TRAILING_DATA, chunks.at, "%zu byte{|s}", bytes.len - chunks.at);
	arsc_finish_groups(arsc);
	return list_types(arsc, arena, err) && (anomalies == NULL || arsc_check(arsc, arena, err));
}
