/*
 * manifest_reference - note which resources attributes take, for the splits that may have other values of them.
 *
 * source   AOSP DefaultSplitAssetLoader.getBaseAssetManager, AssetManager2::FindEntry (Android 14): the base's manifest is read
 *          with the tables of base and splits as one
 */
#include "format/manifest_parts.h"
#include "format/resource_value.h"

#define HOPS_MAX 20

/* False where it stands there already. */
static bool is_new(struct manifest *m, uint32_t attribute, const char *kind, const char *component, uint32_t resource)
{
	const char *name = arena_printf(m->arena, "%08x%s%s", resource, kind == NULL ? "" : kind, component == NULL ? "" : component);
	enum name_set_outcome outcome =
		name == NULL ? NAME_SET_NO_MEMORY : name_set_add(&m->references, m->arena, attribute, span_of_text(name));

	m->stopped |= outcome == NAME_SET_NO_MEMORY;
	return outcome == NAME_SET_NEW;
}

static void emit(struct manifest *m, struct fact_manifest_reference *row, uint32_t attribute, uint32_t resource)
{
	char attribute_id[RESOURCE_VALUE_ID_SIZE], resource_id[RESOURCE_VALUE_ID_SIZE];

	resource_value_id(attribute_id, attribute);
	resource_value_id(resource_id, resource);
	row->path = MANIFEST_PATH;
	row->attribute = attribute_id;
	row->resource = resource_id;
	manifest_emit(m, FACT_TABLE_manifest_reference, row);
}

static bool find_any(void *has_any, const struct arsc_config *config, const struct arsc_value *value)
{
	(void)config;
	(void)value;
	*(bool *)has_any = true;
	return false;
}

/* A file is read wherever it is for. */
static bool has_any(struct manifest *m, uint32_t resource)
{
	bool has_any = false;

	arsc_each(&m->arsc, resource, find_any, &has_any);
	return has_any;
}

/* What leads to files. */
static bool is_of_files(uint32_t attribute)
{
	return attribute == ATTR_NETWORK_SECURITY_CONFIG || attribute == ATTR_RESOURCE;
}

/* *next: the resource that it leads to, 0 for none. A file of a split is another one, whatever its name is. */
static void note(struct manifest *m, uint32_t attribute, const char *kind, const char *component, uint32_t resource, uint32_t *next)
{
	struct fact_manifest_reference row = fact_manifest_reference_row();
	struct resource_value said = {.type = NULL};
	struct arsc_value value;
	bool has_value = arsc_choose(&m->arsc, resource, &value);

	*next = has_value && axml_is_reference(value.type) ? value.data : 0;
	if (has_value)
		m->stopped |= !resource_value_of(&m->arsc, &value, m->arena, &said);
	if (has_value && value.type == AXML_TYPE_STRING && is_of_files(attribute))
		said.type = "file";
	if (attribute == ATTR_RESOURCE && m->package->split != NULL && !has_any(m, resource))
		row.unread = "other";
	row.component = component;
	row.kind = kind;
	row.type = said.type;
	row.text = said.text;
	emit(m, &row, attribute, resource);
}

void manifest_note_label(struct manifest *m, const char *kind, const char *component, uint32_t resource)
{
	uint32_t next;

	if (is_new(m, ATTR_LABEL, kind, component, resource))
		note(m, ATTR_LABEL, kind, component, resource, &next);
}

void manifest_note_reference(struct manifest *m, uint32_t attribute, uint32_t resource)
{
	for (int hop = 0; hop < HOPS_MAX && resource >> 24 > DYNAMIC_REF_SYSTEM && is_new(m, attribute, NULL, NULL, resource) && !m->stopped; hop++)
		note(m, attribute, NULL, NULL, resource, &resource);
}

void manifest_note_files(struct manifest *m, uint32_t attribute, const struct apk_files *files)
{
	uint32_t next;

	for (size_t i = 0; i < files->num_resources && !m->stopped; i++)
		if (is_new(m, attribute, NULL, NULL, files->resources[i].id))
			note(m, attribute, NULL, NULL, files->resources[i].id, &next);
}

/* Of the component itself, not of what stands in it. */
static bool is_component(const struct manifest *m)
{
	return m->inside == IN_COMPONENT && m->loops[m->num_loops - 1].kind == IN_APPLICATION;
}

/* Data of a filter. A host with a port is one value of the two. */
static bool is_of_filter(struct manifest *m, uint32_t attribute)
{
	return m->num_loops > 0 && m->loops[m->num_loops - 1].kind == IN_FILTER && axml_element_is(&m->xml, "data") &&
	       !(attribute == ATTR_HOST && manifest_has(m, ATTR_PORT));
}

/* ParsingPackageUtils.parseSplitApk and parseSplitApplication: of its root nothing is read, of its application two attributes. */
static bool is_passed_over(const struct manifest *m, uint32_t attribute)
{
	return m->num_loops == 0 || (axml_element_is(&m->xml, "application") && attribute != ATTR_HAS_CODE && attribute != ATTR_CLASS_LOADER);
}

static const char *name_of_meta_data(struct manifest *m)
{
	struct arsc_value value;
	bool from_table;

	return manifest_peek(m, ATTR_NAME, &value, &from_table) ? manifest_coerce(m, &value, from_table) : NULL;
}

void manifest_note_unread(struct manifest *m, uint32_t attribute, uint32_t resource)
{
	struct fact_manifest_reference row = fact_manifest_reference_row();

	if (is_passed_over(m, attribute))
		return;
	row.unread = "other";
	if (m->component.open)
		row.component = m->component.row.name;
	if (is_component(m)) {
		row.unread = m->component.row.kind;
	} else if (is_of_filter(m, attribute)) {
		row.unread = "filter";
		row.intent_filter = m->component.num_filters - 1;
	} else if (axml_element_is(&m->xml, "meta-data") && (attribute == ATTR_VALUE || attribute == ATTR_RESOURCE)) {
		row.unread = "meta-data";
		row.meta_data = name_of_meta_data(m);
	}
	emit(m, &row, attribute, resource);
}

void manifest_note_purpose(struct manifest *m, uint32_t attribute, const char *permission, uint32_t resource)
{
	struct fact_manifest_reference row = fact_manifest_reference_row();

	if (resource >> 24 <= DYNAMIC_REF_SYSTEM || !is_new(m, attribute, NULL, permission, resource))
		return;
	row.permission = permission;
	emit(m, &row, attribute, resource);
}
