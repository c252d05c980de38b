#include "format/resource_value.h"

#include "bytes/digest.h"
#include "bytes/text.h"
#include "encoding/axml.h"

#include <stdio.h>
#include <stdlib.h>

#define STRING_MAX 1000 /* bytes of a string that are kept, however they are escaped no more than a label has; of a longer one the digest tells whether it is another */
#define DIGEST_SHOWN 16
#define NAME_MAX 512 /* of a configuration */
#define PATH "resources.arsc"

/* What one split may have: more would make a reading that is slow to keep and to judge. */
#define VALUES_MAX 262144
#define BYTES_MAX ((size_t)32 * 1024 * 1024)
#define ARENA_MAX ((size_t)4 * 1024 * 1024)
#define ARENA_KEPT ((size_t)1024 * 1024) /* of rows that are written */
#define TOLD_MAX 4096 /* resources, those that others lead to among them */

void resource_value_id(char out[RESOURCE_VALUE_ID_SIZE], uint32_t id)
{
	snprintf(out, RESOURCE_VALUE_ID_SIZE, "%08x", id);
}

uint32_t resource_value_number(const char *id)
{
	return (uint32_t)strtoul(id, NULL, 16);
}

const char *resource_value_chinese(enum arsc_chinese chinese)
{
	static const char *const words[] = {[ARSC_DEFAULT] = "default", [ARSC_REGION] = "region", [ARSC_LANGUAGE] = "language", [ARSC_EXACT] = "exact"};

	return words[chinese];
}

static char *cut(const struct string_pool *pool, struct arena *arena, struct span bytes)
{
	char hex[DIGEST_HEX_MAX], *text;
	size_t len = STRING_MAX;

	while (pool->is_utf8 && len > 0 && (bytes.data[len] & 0xC0) == 0x80)
		len--;
	digest_hex_of(DIGEST_SHA256, bytes, hex);
	text = string_pool_escape(pool, arena, span_slice(bytes, 0, len));
	return text == NULL ? NULL : arena_printf(arena, "%s...#%.*s", text, DIGEST_SHOWN, hex);
}

static bool string_of(struct arsc *arsc, uint32_t index, struct arena *arena, struct resource_value *out)
{
	struct span bytes;

	if (!arsc_string(arsc, index, &bytes) || (bytes.len > STRING_MAX && !string_pool_go_through(&arsc->values, bytes.len)))
		return true;
	out->text = bytes.len > STRING_MAX ? cut(&arsc->values, arena, bytes) : string_pool_escape(&arsc->values, arena, bytes);
	return out->text != NULL;
}

bool resource_value_of(struct arsc *arsc, const struct arsc_value *value, struct arena *arena, struct resource_value *out)
{
	*out = (struct resource_value){.type = "other"};
	if (value->type == AXML_TYPE_STRING) {
		out->type = "string";
		return string_of(arsc, value->data, arena, out);
	}
	if (axml_is_reference(value->type)) {
		out->type = "reference";
		out->text = arena_printf(arena, "%08x", value->data);
	} else if (value->type == AXML_TYPE_BOOLEAN) {
		out->type = "boolean";
		out->text = value->data != 0 ? "true" : "false";
	} else if (axml_is_int(value->type)) {
		out->type = "integer";
		out->text = arena_printf(arena, "%d", (int32_t)value->data);
	} else {
		out->text = arena_printf(arena, "%02x:%08x", value->type, value->data);
	}
	return out->text != NULL;
}

struct writing {
	struct arsc *arsc;
	const struct zipdir *dir;
	bool *named;
	struct fact_sink *sink;
	struct arena arena; /* of rows' text */
	const struct arsc_config *config; /* whose name this is */
	struct buf name;
	size_t num, bytes;
	struct telling *telling; /* NULL: every value is written */
	bool failed;
};

/* Resources that are asked for. */
struct telling {
	uint32_t ids[TOLD_MAX];
	size_t num_ids;
	struct name_set seen; /* those among them */
	struct arena arena;
	uint32_t id; /* the one at hand */
	struct arsc_value taken;
	bool has_taken;
};

static bool has_room(struct writing *writing, size_t more)
{
	writing->num++;
	writing->bytes += more;
	if (writing->num <= VALUES_MAX && writing->bytes <= BYTES_MAX)
		return true;
	anomaly_report(writing->arsc->anomalies, ANOMALY_LIMIT_NODES, PATH, ANOMALY_NO_OFFSET,
		       "a split has more than %d values, or %zu bytes of them", VALUES_MAX, BYTES_MAX);
	return false;
}

/* Of each type there is one configuration, whose name is made once. */
static const char *name_of(struct writing *writing, const struct arsc_config *config)
{
	if (!config->has_other && config->sdk == 0 && config->density == 0)
		return NULL;
	if (writing->config != config) {
		writing->config = config;
		writing->name.len = 0;
		arsc_config_name(config, &writing->name);
		buf_byte(&writing->name, 0);
		writing->failed |= writing->name.failed;
	}
	return writing->failed ? NULL : (const char *)writing->name.data;
}

static void note_file(struct writing *writing, const char *path)
{
	const struct zipdir_entry *entry = writing->named == NULL ? NULL : zipdir_find_path(writing->dir, path);

	if (entry != NULL)
		writing->named[entry - writing->dir->entries] = true;
}

static void ask(struct writing *writing, uint32_t id)
{
	struct telling *telling = writing->telling;
	char *name = arena_alloc(&telling->arena, RESOURCE_VALUE_ID_SIZE);
	enum name_set_outcome outcome;

	if (name != NULL)
		resource_value_id(name, id);
	outcome = name == NULL ? NAME_SET_NO_MEMORY : name_set_add(&telling->seen, &telling->arena, 0, span_of_text(name));
	writing->failed |= outcome == NAME_SET_NO_MEMORY;
	if (outcome == NAME_SET_NEW && telling->num_ids < TOLD_MAX)
		telling->ids[telling->num_ids++] = id;
}

/* Of two configurations with one value the phone takes either. Of a split the one value that is for all is known to be it. */
static const char *taken_as(const struct telling *telling, const struct arsc_config *config, const struct arsc_value *value)
{
	if (telling == NULL)
		return config->has_locale || config->has_other || config->sdk != 0 || config->density != 0 || (value->flags & ARSC_CHANGING) != 0 ? NULL : "fixed";
	if (!telling->has_taken || value->type != telling->taken.type || value->data != telling->taken.data)
		return NULL;
	return (telling->taken.flags & ARSC_CHANGING) != 0 ? "changing" : "fixed";
}

static bool write_value(void *owner, uint32_t id, const struct arsc_config *config, const struct arsc_value *value)
{
	struct writing *writing = owner;
	struct fact_split_value row = fact_split_value_row();
	char resource[RESOURCE_VALUE_ID_SIZE];
	struct resource_value said;

	if (writing->arena.used > ARENA_KEPT)
		arena_free(&writing->arena);
	resource_value_id(resource, id);
	writing->failed |= !resource_value_of(writing->arsc, value, &writing->arena, &said);
	if (writing->failed || !has_room(writing, said.text == NULL ? 0 : strlen(said.text)))
		return false;
	row.path = PATH;
	row.resource = resource;
	row.locale = config->locale;
	row.configuration = name_of(writing, config);
	row.type = said.type;
	row.text = said.text;
	if (config->density != 0)
		row.density = config->density;
	row.chinese = resource_value_chinese(arsc_chinese_of(config));
	if (value->type == AXML_TYPE_STRING && said.text != NULL)
		note_file(writing, said.text);
	row.taken = taken_as(writing->telling, config, value);
	if (writing->telling != NULL && axml_is_reference(value->type))
		ask(writing, value->data);
	writing->failed |= writing->failed || !writing->sink->take(writing->sink, FACT_TABLE_split_value, &row);
	return !writing->failed;
}

bool resource_value_write(struct arsc *arsc, const struct zipdir *dir, bool *named, struct fact_sink *sink, struct error *err)
{
	struct writing writing = {.arsc = arsc, .dir = dir, .named = named, .sink = sink, .arena = arena_new(ARENA_MAX), .name = buf_new(NAME_MAX)};

	arsc_each_value(arsc, write_value, &writing);
	arena_free(&writing.arena);
	buf_free(&writing.name);
	return !writing.failed || error_memory(err);
}

static bool tell_value(void *owner, const struct arsc_config *config, const struct arsc_value *value)
{
	const struct writing *writing = owner;

	return write_value(owner, writing->telling->id, config, value);
}

bool resource_value_tell(struct arsc *arsc, const uint32_t *ids, size_t num_ids, struct fact_sink *sink, struct error *err)
{
	struct telling *telling = calloc(1, sizeof *telling);
	struct writing writing = {.arsc = arsc, .sink = sink, .arena = arena_new(ARENA_MAX), .name = buf_new(NAME_MAX), .telling = telling};

	if (telling == NULL)
		return error_memory(err);
	telling->arena = arena_new(ARENA_MAX);
	for (size_t i = 0; i < num_ids; i++)
		ask(&writing, ids[i]);
	for (size_t i = 0; i < telling->num_ids && !writing.failed; i++) {
		telling->id = telling->ids[i];
		telling->has_taken = arsc_choose(arsc, telling->id, &telling->taken);
		arsc_each(arsc, telling->id, tell_value, &writing);
	}
	arena_free(&telling->arena);
	free(telling);
	arena_free(&writing.arena);
	buf_free(&writing.name);
	return !writing.failed || error_memory(err);
}
