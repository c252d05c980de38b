/*
 * manifest_group - read groups and trees of permissions.
 */
#include "format/manifest_parts.h"

static const char *defined_name(struct manifest *m)
{
	const char *name = manifest_class_name(m, manifest_fixed_text(m, ATTR_NAME));

	if (name == NULL && m->package->split == NULL)
		manifest_lacks(m, "name", EFFECT_REFUSED);
	return name;
}

bool manifest_read_group(struct manifest *m)
{
	struct fact_permission_group_definition row = fact_permission_group_definition_row();

	row.path = MANIFEST_PATH;
	row.name = defined_name(m);
	return row.name == NULL ? !m->stopped : manifest_emit(m, FACT_TABLE_permission_group_definition, &row);
}

bool manifest_read_tree(struct manifest *m)
{
	struct fact_permission_tree row = fact_permission_tree_row();

	row.path = MANIFEST_PATH;
	row.name = defined_name(m);
	return row.name == NULL ? !m->stopped : manifest_emit(m, FACT_TABLE_permission_tree, &row);
}
