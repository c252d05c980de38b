/*
 * manifest_group - read groups and trees of permissions, check levels, and compare what is defined twice.
 *
 * As ParsedPermissionUtils has it, and up to Android 11 PackageParser. A tree is kept among the permissions, as one of the level normal, and compared with none.
 * That a permission may not be defined twice, otherwise, came with the security updates of 2022.
 */
#include "format/manifest_parts.h"
#include "bytes/text.h"

#include <stdlib.h>

static const char *defined_name(struct manifest *m)
{
	const char *name = manifest_class_name(m, manifest_fixed_text(m, ATTR_NAME));

	if (name == NULL)
		manifest_lacks(m, "name", EFFECT_REFUSED);
	manifest_check_class(m, name);
	return name;
}

bool manifest_read_group(struct manifest *m)
{
	struct fact_permission_group_definition row = fact_permission_group_definition_row();

	row.path = MANIFEST_PATH;
	row.name = defined_name(m);
	if (row.name == NULL)
		return !m->stopped;
	return manifest_add_label(m, "permission-group", row.name) && manifest_emit(m, FACT_TABLE_permission_group_definition, &row);
}

/* Two dots, of which the first is not looked behind where a name begins with it. */
static bool has_three_parts(const char *name)
{
	const char *dot = strchr(name, '.');

	return dot == name || (dot != NULL && strchr(dot + 1, '.') != NULL);
}

bool manifest_read_tree(struct manifest *m)
{
	struct fact_permission_tree row = fact_permission_tree_row();

	row.path = MANIFEST_PATH;
	row.name = defined_name(m);
	if (row.name == NULL)
		return !m->stopped;
	if (!has_three_parts(row.name))
		anomaly_report(m->anomalies, ANOMALY_MANIFEST_MALFORMED, MANIFEST_PATH, ANOMALY_NO_OFFSET,
			       "the name of the permission tree %s has less than three parts", row.name);
	manifest_add_definition(m, &(struct manifest_definition){.name = row.name, .is_tree = true});
	return manifest_emit(m, FACT_TABLE_permission_tree, &row);
}

/* PermissionInfo.fixProtectionLevel. */
static uint32_t fixed_level(uint32_t level)
{
	const uint32_t signature = 2, signature_or_system = 3, privileged = 0x10, vendor_privileged = 0x8000;

	if (level == signature_or_system)
		level = signature | privileged;
	return (level & privileged) == 0 ? level & ~vendor_privileged : level;
}

/* Flags are for the base levels signature and, since Android 12, internal; some are for all: which, depends on the version. */
static void check_flags(struct manifest *m, const struct manifest_definition *definition)
{
	const uint32_t appop = 0x40, instant = 0x1000, runtime_only = 0x2000;
	uint32_t base = definition->level & 15, flags = definition->level & ~15u;
	bool before = flags != 0 && (flags & (instant | runtime_only)) == 0 && base != 2;
	bool since_12 = (flags & ~(appop | instant | runtime_only)) != 0 && base != 2 && base != 4;

	if (before || since_12)
		anomaly_report_as(m->anomalies, ANOMALY_MANIFEST_MALFORMED, before && since_12 ? EFFECT_REFUSED : EFFECT_AMBIGUOUS,
				  MANIFEST_PATH, ANOMALY_NO_OFFSET, "the level of the permission %s has flags that only a signature level may have",
				  definition->name);
}

void manifest_add_definition(struct manifest *m, const struct manifest_definition *definition)
{
	struct manifest_definition *grown = manifest_grow(m, m->definitions, m->num_definitions, &m->room_definitions, sizeof *grown);

	if (grown == NULL)
		return;
	m->definitions = grown;
	grown[m->num_definitions] = *definition;
	grown[m->num_definitions].level = fixed_level(definition->level);
	grown[m->num_definitions].position = m->num_definitions;
	check_flags(m, &grown[m->num_definitions++]);
}

static int compare(const void *a, const void *b)
{
	const struct manifest_definition *one = a, *two = b;
	int order = strcmp(one->name, two->name);

	return order != 0 ? order : (one->position > two->position) - (one->position < two->position);
}

/* Each is compared with the one before it of its name. */
void manifest_check_definitions(struct manifest *m)
{
	if (m->num_definitions > 1)
		qsort(m->definitions, m->num_definitions, sizeof *m->definitions, compare);
	for (size_t i = 1; i < m->num_definitions; i++) {
		const struct manifest_definition *before = &m->definitions[i - 1], *own = &m->definitions[i];

		if (strcmp(before->name, own->name) == 0 && !before->is_tree && !own->is_tree &&
		    (before->level != own->level || !text_same(before->group, own->group)))
			anomaly_report_as(m->anomalies, ANOMALY_MANIFEST_MALFORMED, EFFECT_AMBIGUOUS, MANIFEST_PATH, ANOMALY_NO_OFFSET,
					  "the permission %s is defined twice, with another level or group, which newer Android versions refuse",
					  own->name);
	}
}
