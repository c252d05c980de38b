/*
 * arsc_value - the values of a resource, and where a reference leads.
 */
#include "bytes/cursor.h"
#include "encoding/arsc_parts.h"
#include "encoding/axml.h"

#define HOPS_MAX 20

#define report(arsc, id, ...) anomaly_report((arsc)->anomalies, id, (arsc)->path, ANOMALY_NO_OFFSET, __VA_ARGS__)

bool arsc_string(struct arsc *arsc, uint32_t index, struct span *bytes)
{
	switch (string_pool_fault(&arsc->values, index)) {
	case STRING_POOL_INDEX:
		report(arsc, ANOMALY_ARSC_STRING_BOUNDS, "string %u of %u", index, arsc->values.num_strings);
		break;
	case STRING_POOL_OFFSET:
		report(arsc, ANOMALY_ARSC_STRING_BOUNDS, "string %u begins outside the pool", index);
		break;
	case STRING_POOL_LENGTH:
		report(arsc, ANOMALY_ARSC_STRING_BOUNDS, "string %u has no NUL where its length ends", index);
		if (arsc->cut_string == 0)
			arsc->cut_string = index + 1;
		break;
	case STRING_POOL_ENCODING:
		report(arsc, ANOMALY_ARSC_BAD_ENCODING, "string %u", index);
		break;
	case STRING_POOL_DECODING:
		anomaly_report_as(arsc->anomalies, ANOMALY_ARSC_BAD_ENCODING, EFFECT_AMBIGUOUS, arsc->path, ANOMALY_NO_OFFSET,
				  "string %u, which Android versions decode differently", index);
		break;
	default:
		break;
	}
	if (string_pool_has_nul(&arsc->values, index))
		report(arsc, ANOMALY_ARSC_EMBEDDED_NUL, arsc->values.is_utf8 ? "string %u, which the phone reads up to the NUL" : "string %u, which the phone reads past the NUL", index);
	return string_pool_get(&arsc->values, index, bytes);
}

const char *arsc_text(struct arsc *arsc, uint32_t index, struct arena *arena, bool *no_memory)
{
	struct span bytes;

	return arsc_string(arsc, index, &bytes) ? string_pool_text(&arsc->values, index, arena, no_memory) : NULL;
}

static bool read_value(const struct arsc_type *type, uint32_t offset, struct arsc_value *value)
{
	struct arsc_entry entry;

	if (arsc_read_entry(type, offset, &entry) != ARSC_SOUND || entry.is_bag)
		return false;
	*value = entry.value;
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
		uint32_t offset = arsc_find_offset(type, id & 0xFFFF);
		struct arsc_value value;

		if (offset != ARSC_NO_ENTRY && read_value(type, offset, &value) && !visit(owner, &type->config, &value))
			return;
	}
}

void arsc_each_value(struct arsc *arsc,
		     bool (*visit)(void *owner, uint32_t id, const struct arsc_config *config, const struct arsc_value *value), void *owner)
{
	for (size_t i = 0; i < arsc->num_types; i++) {
		const struct arsc_type *type = &arsc->types[i];
		uint32_t of_type = (uint32_t)type->package_id << 24 | (uint32_t)type->type_id << 16;

		for (uint32_t number = 0; is_of_type(type, of_type) && number < type->num_entries; number++) {
			uint32_t index, offset = arsc_offset_at(type, number, &index);
			struct arsc_value value = {.type = AXML_TYPE_NULL};

			if (offset == ARSC_NO_ENTRY || !read_value(type, offset, &value))
				continue;
			value.flags = flags_of(type, of_type | index);
			if (!visit(owner, of_type | index, &type->config, &value))
				return;
		}
	}
}

struct comparison {
	struct arsc_value first;
	bool seen, varies, is_qualified; /* by anything but the Android version */
};

static bool compare(void *owner, const struct arsc_config *config, const struct arsc_value *value)
{
	struct comparison *comparison = owner;

	comparison->is_qualified |= config->density != 0 || config->has_locale || config->has_other;
	if (comparison->seen && (value->type != comparison->first.type || value->data != comparison->first.data))
		comparison->varies = true;
	if (!comparison->seen)
		comparison->first = *value;
	comparison->seen = true;
	return true;
}

/* Only where there is one *offset is written. */
static const struct arsc_type *best_for(struct arsc *arsc, const struct arsc_phone *phone, uint32_t id, uint32_t *offset)
{
	const struct arsc_type *best = NULL;

	for (const struct arsc_type *type = NULL; (type = next_type(arsc, id, type)) != NULL;) {
		uint32_t found;

		if (!phone->is_for(&type->config) || (best != NULL && !phone->is_better(&type->config, &best->config)))
			continue;
		found = arsc_find_offset(type, id & 0xFFFF);
		if (found == ARSC_NO_ENTRY)
			continue;
		best = type;
		*offset = found;
	}
	return best;
}

const struct arsc_config *arsc_best_for(struct arsc *arsc, const struct arsc_phone *phone, uint32_t id)
{
	uint32_t offset;
	const struct arsc_type *best = best_for(arsc, phone, id, &offset);

	return best == NULL ? NULL : &best->config;
}

bool arsc_choose_for(struct arsc *arsc, const struct arsc_phone *phone, uint32_t id, struct arsc_value *value)
{
	uint32_t offset;
	const struct arsc_type *best = best_for(arsc, phone, id, &offset);

	if (best == NULL || !read_value(best, offset, value))
		return false;
	value->flags = flags_of(best, id);
	return true;
}

static enum arsc_variance variance_of(struct arsc *arsc, uint32_t id)
{
	struct comparison comparison = {.seen = false};

	arsc_each(arsc, id, compare, &comparison);
	if (comparison.seen && id >> 24 == DYNAMIC_REF_SYSTEM)
		return ARSC_VARIES;
	return !comparison.varies ? ARSC_SAME : comparison.is_qualified ? ARSC_VARIES : ARSC_BY_VERSION;
}

bool arsc_resolve(struct arsc *arsc, uint32_t id, struct arsc_value *value, enum arsc_variance *variance)
{
	uint32_t flags = 0;

	if (variance != NULL)
		*variance = ARSC_SAME;
	for (int hop = 0; hop < HOPS_MAX; hop++) {
		enum arsc_variance here = variance == NULL ? ARSC_SAME : variance_of(arsc, id);

		if (here > ARSC_SAME && here > *variance)
			*variance = here;
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
