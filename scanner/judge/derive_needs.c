/*
 * derive_needs - which tables a derived column is made of.
 */
#include "judge/derive.h"

#define BIT(table) FACT_BIT(table)
#define EVERY NULL /* column */
#define TAKEN (BIT(package) | BIT(manifest_reference) | BIT(split_value)) /* by splits from their base */

/* One line a derived column: the readings' tables that its function looks at. */
static const struct need {
	enum fact_table table;
	const char *column;
	uint64_t tables;
} needs[] = {
	{FACT_TABLE_permission, EVERY, BIT(package) | BIT(anomaly)},
	{FACT_TABLE_packer, EVERY, BIT(package) | BIT(entry) | BIT(component) | BIT(process) | BIT(signing_block) | BIT(undefined_class) | BIT(library)},
	{FACT_TABLE_sdk, EVERY, BIT(package) | BIT(entry) | BIT(component) | BIT(process) | BIT(meta_data) | BIT(permission)},
	{FACT_TABLE_open_access, EVERY, TAKEN | BIT(component) | BIT(path_permission) | BIT(permission_definition) | BIT(permission_tree)},
	{FACT_TABLE_label, EVERY, TAKEN},
	{FACT_TABLE_icon, EVERY, TAKEN | BIT(split_picture) | BIT(entry)},
	{FACT_TABLE_purpose, EVERY, TAKEN},
	{FACT_TABLE_signature, "status", BIT(package)},
	{FACT_TABLE_anomaly, EVERY, BIT(package) | BIT(certificate) | BIT(entry) | BIT(manifest_reference) | BIT(split_value) | BIT(split_picture)},
	{FACT_TABLE_library, "page_size", BIT(package)},
	{FACT_TABLE_component, "enabled", TAKEN},
	{FACT_TABLE_component, "exported", TAKEN},
	{FACT_TABLE_component, "permission", TAKEN},
	{FACT_TABLE_component, "read_permission", TAKEN},
	{FACT_TABLE_component, "write_permission", TAKEN},
	{FACT_TABLE_component, "authorities", TAKEN},
	{FACT_TABLE_component, "exclude_from_recents", TAKEN},
	{FACT_TABLE_component, "allow_task_reparenting", TAKEN},
	{FACT_TABLE_component, "process", TAKEN},
	{FACT_TABLE_meta_data, "value", TAKEN},
	{FACT_TABLE_intent_filter, EVERY, TAKEN},
	{FACT_TABLE_package, "label", BIT(manifest_reference) | BIT(split_value)},
	{FACT_TABLE_package, "role", BIT(feature) | BIT(entry) | BIT(screen) | BIT(gl_texture)},
	{FACT_TABLE_package, "device", BIT(feature)},
	{FACT_TABLE_package, "complete", BIT(anomaly) | BIT(entry) | BIT(manifest_reference) | BIT(split_value) | BIT(split_picture)},
	{FACT_TABLE_package, "signing", BIT(signature) | BIT(certificate) | BIT(anomaly)},
	{FACT_TABLE_package, "code_visible",
	 BIT(packer) | BIT(entry) | BIT(component) | BIT(intent_filter) | BIT(process) | BIT(signing_block) | BIT(undefined_class) | BIT(library)},
};

uint64_t derive_needs(enum fact_table table, const char *column)
{
	uint64_t tables = 0;

	for (size_t i = 0; i < sizeof needs / sizeof needs[0]; i++)
		if (needs[i].table == table && (needs[i].column == EVERY || strcmp(needs[i].column, column) == 0))
			tables |= needs[i].tables;
	return tables;
}
