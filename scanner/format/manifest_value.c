/*
 * manifest_value - read attributes: by id, through references into the resource table.
 */
#include "format/manifest_parts.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>

/* @null is no value. */
static bool find(const struct manifest *m, uint32_t id, struct axml_attribute *attribute)
{
	return axml_find_id(&m->xml, id, attribute) && attribute->type != AXML_TYPE_NULL &&
	       !(axml_is_reference(attribute->type) && attribute->data == 0);
}

bool manifest_has(const struct manifest *m, uint32_t id)
{
	struct axml_attribute attribute;

	return find(m, id, &attribute);
}

static bool may_vary(uint32_t id)
{
	return id == ATTR_LABEL || icon_attribute_of(id) != NULL || id == ATTR_VALUE || id == ATTR_RESOURCE;
}

bool manifest_peek(struct manifest *m, uint32_t id, struct arsc_value *value, bool *from_table)
{
	struct axml_attribute attribute;

	if (!find(m, id, &attribute))
		return false;
	*value = (struct arsc_value){.type = attribute.type, .data = attribute.data};
	*from_table = axml_is_reference(attribute.type);
	if (*from_table && !arsc_resolve(&m->arsc, attribute.data, value, NULL))
		*value = (struct arsc_value){.type = AXML_TYPE_REFERENCE, .data = attribute.data};
	return true;
}

/* The base may have it, or another split, whose tables are read elsewhere. Labels and icons are noted as any. */
static void leave_unread(struct manifest *m, uint32_t id, uint32_t resource, struct arsc_value *value)
{
	*value = (struct arsc_value){.type = AXML_TYPE_DYNAMIC_REFERENCE, .data = resource};
	m->is_unread = true;
	if (id != ATTR_LABEL && icon_attribute_of(id) == NULL)
		manifest_note_unread(m, id, resource);
}

/* The attribute's value with references followed; one that leads nowhere is the value itself, of a split one of what is not known. False for none. */
bool manifest_value(struct manifest *m, uint32_t id, struct arsc_value *value, bool *from_table)
{
	struct axml_attribute attribute;
	enum arsc_variance variance;

	*from_table = false;
	if (!find(m, id, &attribute))
		return false;
	*value = (struct arsc_value){.type = attribute.type, .data = attribute.data};
	if (attribute.type == AXML_TYPE_DYNAMIC_REFERENCE && !may_vary(id))
		manifest_note_variance(m, id, VARIES_BY_LIBRARY, attribute.data, MANIFEST_PATH);
	if (!axml_is_reference(attribute.type))
		return true;
	*from_table = true;
	if (!may_vary(id))
		manifest_note_reference(m, id, attribute.data);
	if (attribute.is_bare && !may_vary(id))
		manifest_note_variance(m, id, VARIES_BY_LOOK_UP, attribute.data, MANIFEST_PATH);
	if (!arsc_resolve(&m->arsc, attribute.data, value, &variance)) {
		*value = (struct arsc_value){.type = AXML_TYPE_REFERENCE, .data = attribute.data};
		if (m->package->split != NULL && attribute.data >> 24 > DYNAMIC_REF_SYSTEM)
			leave_unread(m, id, attribute.data, value);
		else if (!may_vary(id))
			manifest_note_variance(m, id, VARIES_BY_ABSENCE, attribute.data, MANIFEST_PATH);
	} else if (variance == ARSC_BY_VERSION && id == ATTR_ENABLED) { /* as libraries have it: one component for old versions, one for new */
		manifest_note_variance(m, id, VARIES_BY_VERSION, attribute.data, MANIFEST_PATH);
	} else if (variance != ARSC_SAME && !may_vary(id)) {
		manifest_note_variance(m, id, VARIES, attribute.data, MANIFEST_PATH);
	}
	return true;
}

const char *manifest_string(struct manifest *m, const struct arsc_value *value, bool from_table)
{
	const char *text = from_table ? arsc_text(&m->arsc, value->data, m->arena, &m->stopped)
				      : string_pool_text(&m->xml.strings, value->data, m->arena, &m->stopped);

	m->is_unread |= text == NULL && string_pool_is_spent(from_table ? &m->arsc.values : &m->xml.strings);
	return text;
}

const char *manifest_coerce(struct manifest *m, const struct arsc_value *value, bool from_table)
{
	const char *text;

	switch (value->type) {
	case AXML_TYPE_STRING:
		return manifest_string(m, value, from_table);
	case AXML_TYPE_REFERENCE:
		text = arena_printf(m->arena, "@%d", (int32_t)value->data);
		break;
	case AXML_TYPE_ATTRIBUTE:
		text = arena_printf(m->arena, "?%d", (int32_t)value->data);
		break;
	case AXML_TYPE_FLOAT: {
		float number;

		memcpy(&number, &value->data, sizeof number);
		text = arena_printf(m->arena, "%.7g", (double)number);
		break;
	}
	case AXML_TYPE_INT_HEX:
		text = arena_printf(m->arena, "0x%x", value->data);
		break;
	case AXML_TYPE_BOOLEAN:
		text = arena_strdup(m->arena, value->data != 0 ? "true" : "false");
		break;
	default:
		if (!axml_is_int(value->type))
			return NULL;
		if (value->type >= AXML_TYPE_FIRST_COLOUR)
			text = arena_printf(m->arena, "#%x", value->data);
		else
			text = arena_printf(m->arena, "%d", (int32_t)value->data);
		break;
	}
	if (text == NULL)
		m->stopped = true;
	return text;
}

const char *manifest_text(struct manifest *m, uint32_t id)
{
	struct arsc_value value;
	bool from_table;

	if (!manifest_value(m, id, &value, &from_table) || value.type == AXML_TYPE_REFERENCE)
		return NULL;
	return manifest_coerce(m, &value, from_table);
}

const char *manifest_shown_text(struct manifest *m, uint32_t id)
{
	struct axml_attribute attribute;
	struct arsc_value value;
	bool from_table;

	if (!find(m, id, &attribute) || !manifest_value(m, id, &value, &from_table) ||
	    (from_table && !arsc_show(&m->arsc, attribute.data, &value)))
		return NULL;
	return manifest_coerce(m, &value, from_table);
}

const char *manifest_fixed_text(struct manifest *m, uint32_t id)
{
	struct arsc_value value;
	bool from_table;

	if (!manifest_value(m, id, &value, &from_table) || (value.flags & ARSC_CHANGING) != 0)
		return NULL;
	return manifest_coerce(m, &value, from_table);
}

const char *manifest_own_text(struct manifest *m, uint32_t id)
{
	struct arsc_value value;
	bool from_table;

	if (!manifest_value(m, id, &value, &from_table) || from_table || value.type != AXML_TYPE_STRING)
		return NULL;
	return manifest_string(m, &value, false);
}

/* Integer.parseInt. */
static bool parse_int(const char *text, int base, int64_t *number)
{
	const char *digits = text + (*text == '-' || *text == '+');
	char *end = NULL;

	if (!isalnum((unsigned char)*digits) || (base == 16 && digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X')))
		return false;
	errno = 0;
	*number = strtoll(text, &end, base);
	return errno == 0 && *end == '\0' && *number >= INT32_MIN && *number <= INT32_MAX;
}

bool manifest_number_of(const char *text, int64_t *number)
{
	int64_t sign = *text == '-' ? -1 : 1;
	int base = 10;

	text += *text == '-';
	if (text[0] == '0' && text[1] == '\0') {
		*number = 0;
		return true;
	}
	if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
		base = 16;
		text += 2;
	} else if (text[0] == '0' || text[0] == '#') {
		base = *text++ == '0' ? 8 : 16;
	}
	if (!parse_int(text, base, number))
		return false;
	*number *= sign;
	return true;
}

int64_t manifest_number(struct manifest *m, uint32_t id, int64_t otherwise)
{
	struct arsc_value value;
	bool from_table;
	const char *text;
	int64_t number;

	if (!manifest_value(m, id, &value, &from_table))
		return otherwise;
	if (value.type == AXML_TYPE_DYNAMIC_REFERENCE)
		return otherwise;
	if (axml_is_int(value.type))
		return (int32_t)value.data;
	text = manifest_coerce(m, &value, from_table);
	return text != NULL && manifest_number_of(text, &number) ? number : otherwise;
}

/* XmlUtils.convertValueToBoolean: no text, or an empty one, is the default; a length and a share have a text that is not true. */
int64_t manifest_bool(struct manifest *m, uint32_t id, int64_t otherwise)
{
	struct arsc_value value;
	bool from_table;
	const char *text;

	if (!manifest_value(m, id, &value, &from_table))
		return otherwise;
	if (value.type == AXML_TYPE_DYNAMIC_REFERENCE)
		return m->is_unread ? FACT_ABSENT : otherwise;
	if (axml_is_int(value.type))
		return value.data != 0;
	if (value.type == AXML_TYPE_DIMENSION || value.type == AXML_TYPE_FRACTION)
		return 0;
	text = manifest_coerce(m, &value, from_table);
	if (text == NULL || *text == '\0')
		return otherwise;
	return strcmp(text, "1") == 0 || strcmp(text, "true") == 0 || strcmp(text, "TRUE") == 0;
}

const char *manifest_light_text(struct manifest *m, const char *ns, const char *name)
{
	struct axml_attribute attribute;
	struct arsc_value value;

	if (!axml_find_name(&m->xml, ns, name, &attribute))
		return NULL;
	if (attribute.raw != AXML_NONE)
		return string_pool_text(&m->xml.strings, attribute.raw, m->arena, &m->stopped);
	value = (struct arsc_value){.type = attribute.type, .data = attribute.data};
	if (value.type == AXML_TYPE_DYNAMIC_REFERENCE)
		value.type = AXML_TYPE_REFERENCE;
	/* A typed string without its raw text is null to the light parser. */
	return attribute.type == AXML_TYPE_STRING ? NULL : manifest_coerce(m, &value, false);
}

int64_t manifest_light_bool(const struct manifest *m, const char *name, int64_t otherwise)
{
	struct axml_attribute attribute;

	return axml_find_name(&m->xml, MANIFEST_NS, name, &attribute) && axml_is_int(attribute.type) ? attribute.data != 0 : otherwise;
}

const char *manifest_class_name(struct manifest *m, const char *name)
{
	const char *package = m->package->app_id != NULL ? m->package->app_id : "", *whole;

	if (name == NULL || *name == '\0')
		return NULL;
	if (*name == '.')
		whole = arena_printf(m->arena, "%s%s", package, name);
	else if (strchr(name, '.') == NULL)
		whole = arena_printf(m->arena, "%s.%s", package, name);
	else
		return name;
	if (whole == NULL)
		m->stopped = true;
	return whole;
}

void manifest_name_class(struct manifest *m, const char *name)
{
	if (name != NULL && !class_names_add(&m->out->classes, m->arena, name))
		m->stopped = true;
}

void *manifest_grow(struct manifest *m, void *items, size_t num, size_t *room, size_t size)
{
	void *grown = arena_grow(m->arena, items, num, room, size);

	m->stopped |= grown == NULL;
	return grown;
}

bool manifest_emit(struct manifest *m, enum fact_table table, const void *row)
{
	if (m->stopped || !m->sink->take(m->sink, table, row)) {
		m->stopped = true;
		return false;
	}
	return true;
}

bool manifest_seen(struct manifest *m, enum manifest_seen_kind kind, const char *name)
{
	enum name_set_outcome outcome = name_set_add(&m->names, m->arena, kind, span_of_text(name));

	if (outcome == NAME_SET_NO_MEMORY)
		m->stopped = true;
	return outcome == NAME_SET_SEEN;
}
