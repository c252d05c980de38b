/*
 * manifest_provider - read what a content provider says of itself, and the paths of it that have permissions of their own.
 *
 * As ParsedProviderUtils reads them. What a path's permission does, ContentProvider.enforceReadPermissionInner says: it is asked
 * for where the provider has none, and is another way in where it has one.
 */
#include "format/manifest_parts.h"

/* A manifest may name one long list for thousands of providers, each authority of which is looked for. */
static bool has_room(struct manifest *m, const char *authorities)
{
	bool had_room = m->authorities_size <= m->authorities_limit;

	m->authorities_size += strlen(authorities);
	if (had_room && m->authorities_size > m->authorities_limit)
		anomaly_report(m->anomalies, ANOMALY_LIMIT_NODES, MANIFEST_PATH, ANOMALY_NO_OFFSET, "the authorities of all providers have more than %llu bytes",
			       (unsigned long long)m->authorities_limit);
	return m->authorities_size <= m->authorities_limit;
}

void manifest_read_provider(struct manifest *m)
{
	struct fact_component *row = &m->component.row;
	const char *authorities = manifest_fixed_text(m, ATTR_AUTHORITIES);

	row->read_permission = manifest_fixed_text(m, ATTR_READ_PERMISSION);
	row->write_permission = manifest_fixed_text(m, ATTR_WRITE_PERMISSION);
	if (authorities == NULL || *authorities == '\0')
		manifest_lacks(m, "authorities", EFFECT_REFUSED);
	row->authorities = authorities == NULL || has_room(m, authorities) ? authorities : NULL;
}

/* Of several the first in this order counts; before Android 12 nothing reads advanced patterns and suffixes. */
static void read_pattern(struct manifest *m, struct fact_path_permission *row)
{
	static const struct {
		uint32_t id;
		const char *kind;
	} patterns[] = {
		{ATTR_PATH_ADVANCED_PATTERN, "advanced-pattern"}, {ATTR_PATH_PATTERN, "pattern"}, {ATTR_PATH_PREFIX, "prefix"},
		{ATTR_PATH_SUFFIX, "suffix"}, {ATTR_PATH, "literal"},
	};

	for (size_t i = 0; row->path_pattern == NULL && i < sizeof patterns / sizeof patterns[0]; i++) {
		row->path_pattern = manifest_fixed_text(m, patterns[i].id);
		row->pattern_kind = patterns[i].kind;
	}
}

bool manifest_read_grant(struct manifest *m)
{
	manifest_check_pattern(m, ATTR_PATH_ADVANCED_PATTERN);
	return !m->stopped;
}

/* Without a permission or without a path it is nothing to the phone. */
bool manifest_read_path_permission(struct manifest *m)
{
	struct fact_path_permission row = fact_path_permission_row();
	const char *permission = manifest_fixed_text(m, ATTR_PERMISSION);

	row.path = MANIFEST_PATH;
	row.component = m->component.row.name;
	row.read_permission = manifest_fixed_text(m, ATTR_READ_PERMISSION);
	row.write_permission = manifest_fixed_text(m, ATTR_WRITE_PERMISSION);
	if (row.read_permission == NULL)
		row.read_permission = permission;
	if (row.write_permission == NULL)
		row.write_permission = permission;
	read_pattern(m, &row);
	if (row.read_permission != NULL || row.write_permission != NULL)
		manifest_check_pattern(m, ATTR_PATH_ADVANCED_PATTERN);
	if (row.component == NULL || row.path_pattern == NULL || (row.read_permission == NULL && row.write_permission == NULL))
		return !m->stopped;
	return manifest_emit(m, FACT_TABLE_path_permission, &row);
}
