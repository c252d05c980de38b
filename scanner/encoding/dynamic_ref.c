#include "encoding/dynamic_ref.h"

#include "encoding/axml.h"

const struct dynamic_ref dynamic_ref_ordinary = {
	.package_id = DYNAMIC_REF_APP, .packages = {[DYNAMIC_REF_SYSTEM] = DYNAMIC_REF_SYSTEM, [DYNAMIC_REF_APP] = DYNAMIC_REF_APP}};

/* The first of equals. */
static uint32_t finalized(const struct dynamic_ref *table, uint32_t id)
{
	size_t low = 0, high = table->num_aliases;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (table->aliases[middle].staged < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low < table->num_aliases && table->aliases[low].staged == id ? table->aliases[low].finalized : id;
}

bool dynamic_ref_id(const struct dynamic_ref *table, uint32_t *id)
{
	uint32_t written = *id;
	uint8_t package;

	if (table == NULL || written == 0)
		return true;
	if (table->num_aliases > 0)
		written = finalized(table, written);
	package = (uint8_t)(written >> 24);
	if (package == DYNAMIC_REF_SYSTEM || package == DYNAMIC_REF_APP) {
		*id = written;
		return true;
	}
	if (package == 0) {
		*id = (*id & 0x00FFFFFF) | (uint32_t)table->package_id << 24; /* whatever the alias is */
		return true;
	}
	if (table->packages[package] == 0)
		return false;
	*id = (written & 0x00FFFFFF) | (uint32_t)table->packages[package] << 24;
	return true;
}

void dynamic_ref_value(const struct dynamic_ref *table, uint8_t *type, uint32_t *data)
{
	bool is_dynamic = *type == AXML_TYPE_DYNAMIC_REFERENCE || *type == AXML_TYPE_DYNAMIC_ATTRIBUTE;
	bool is_bare = (*type == AXML_TYPE_REFERENCE || *type == AXML_TYPE_ATTRIBUTE) && *data >> 24 == 0;

	if (table == NULL || !(is_dynamic || is_bare) || !dynamic_ref_id(table, data) || !is_dynamic)
		return;
	*type = *type == AXML_TYPE_DYNAMIC_REFERENCE ? AXML_TYPE_REFERENCE : AXML_TYPE_ATTRIBUTE;
}
