/*
 * manifest_walk - walk the elements in the loops in which the package parser does.
 */
#include "format/manifest_parts.h"

/*
 * The loops of the package parser. Each runs to the end of the element that it was called for and takes what it knows on its
 * way, however deep that stands; what it does not know it skips whole. Of some elements it reads the attributes alone and goes
 * on into them, so that what stands inside counts as if it stood beside them. Up to Android 10 these were skipped, too.
 */
struct element {
	enum manifest_loop_kind loop;
	const char *name;
	enum manifest_loop_kind inside; /* the loop that takes what stands inside; its own: it goes on into the element */
	bool (*read)(struct manifest *m);
	const char *component; /* known in components of this kind alone */
};

static bool read_permission(struct manifest *m)
{
	return manifest_read_permission(m, false);
}

static bool read_permission_23(struct manifest *m)
{
	return manifest_read_permission(m, true);
}

static const struct element elements[] = {
	{IN_MANIFEST, "application", IN_APPLICATION, manifest_read_application, NULL},
	{IN_MANIFEST, "uses-permission", IN_PERMISSION, read_permission, NULL},
	{IN_MANIFEST, "uses-permission-sdk-23", IN_PERMISSION, read_permission_23, NULL},
	{IN_MANIFEST, "uses-permission-sdk-m", IN_PERMISSION, read_permission_23, NULL},
	{IN_MANIFEST, "permission", IN_SKIPPED, manifest_read_definition, NULL},
	{IN_MANIFEST, "permission-group", IN_SKIPPED, manifest_read_group, NULL},
	{IN_MANIFEST, "permission-tree", IN_SKIPPED, manifest_read_tree, NULL},
	{IN_MANIFEST, "attribution", IN_ATTRIBUTION, manifest_begin_attribution, NULL},
	{IN_MANIFEST, "feature", IN_ATTRIBUTION, manifest_begin_attribution, NULL},
	{IN_MANIFEST, "uses-sdk", IN_USES_SDK, manifest_read_uses_sdk, NULL},
	{IN_MANIFEST, "install-constraints", IN_SKIPPED, manifest_read_install_constraints, NULL},
	{IN_MANIFEST, "instrumentation", IN_SKIPPED, manifest_read_instrumentation, NULL},
	{IN_MANIFEST, "key-sets", IN_KEY_SETS, manifest_begin_key_sets, NULL},
	{IN_MANIFEST, "queries", IN_QUERIES, NULL, NULL},
	{IN_MANIFEST, "uses-feature", IN_MANIFEST, manifest_read_feature, NULL},
	{IN_MANIFEST, "feature-group", IN_FEATURE_GROUP, NULL, NULL},
	{IN_MANIFEST, "overlay", IN_MANIFEST, manifest_read_overlay, NULL},
	{IN_MANIFEST, "uses-configuration", IN_MANIFEST, NULL, NULL},
	{IN_MANIFEST, "supports-screens", IN_MANIFEST, manifest_read_screens, NULL},
	{IN_MANIFEST, "compatible-screens", IN_COMPATIBLE_SCREENS, NULL, NULL},
	{IN_MANIFEST, "supports-gl-texture", IN_SKIPPED, manifest_read_gl_texture, NULL},
	{IN_MANIFEST, "protected-broadcast", IN_MANIFEST, NULL, NULL},
	{IN_MANIFEST, "original-package", IN_MANIFEST, NULL, NULL},
	{IN_MANIFEST, "adopt-permissions", IN_MANIFEST, NULL, NULL},
	{IN_MANIFEST, "restrict-update", IN_MANIFEST, NULL, NULL},
	{IN_APPLICATION, "activity", IN_COMPONENT, manifest_read_component, NULL},
	{IN_APPLICATION, "service", IN_COMPONENT, manifest_read_component, NULL},
	{IN_APPLICATION, "receiver", IN_COMPONENT, manifest_read_component, NULL},
	{IN_APPLICATION, "provider", IN_COMPONENT, manifest_read_component, NULL},
	{IN_APPLICATION, "activity-alias", IN_COMPONENT, manifest_read_component, NULL},
	{IN_APPLICATION, "processes", IN_PROCESSES, manifest_begin_processes, NULL},
	{IN_APPLICATION, "meta-data", IN_APPLICATION, manifest_read_meta_data, NULL},
	{IN_APPLICATION, "uses-library", IN_APPLICATION, manifest_read_library, NULL},
	{IN_APPLICATION, "uses-native-library", IN_APPLICATION, manifest_read_native_library, NULL},
	{IN_APPLICATION, "uses-static-library", IN_SIGNED_LIBRARY, manifest_read_static_library, NULL},
	{IN_APPLICATION, "uses-sdk-library", IN_SIGNED_LIBRARY, manifest_read_sdk_library, NULL},
	{IN_APPLICATION, "property", IN_APPLICATION, manifest_read_property, NULL},
	{IN_APPLICATION, "library", IN_APPLICATION, NULL, NULL},
	{IN_APPLICATION, "static-library", IN_APPLICATION, manifest_define_static_library, NULL},
	{IN_APPLICATION, "sdk-library", IN_APPLICATION, manifest_define_sdk_library, NULL},
	{IN_APPLICATION, "uses-package", IN_APPLICATION, NULL, NULL},
	{IN_APPLICATION, "profileable", IN_APPLICATION, NULL, NULL},
	{IN_APPLICATION, "apex-system-service", IN_APPLICATION, manifest_read_system_service, NULL},
	{IN_APPLICATION, "uses-permission", IN_SKIPPED, manifest_misplaced_permission, NULL},
	{IN_APPLICATION, "uses-permission-sdk-23", IN_SKIPPED, manifest_misplaced_permission, NULL},
	{IN_COMPONENT, "intent-filter", IN_FILTER, manifest_begin_filter, NULL},
	{IN_COMPONENT, "meta-data", IN_COMPONENT, manifest_read_meta_data, NULL},
	{IN_COMPONENT, "property", IN_COMPONENT, manifest_read_property, NULL},
	{IN_COMPONENT, "preferred", IN_PREFERRED, NULL, "activity"},
	{IN_COMPONENT, "layout", IN_COMPONENT, NULL, "activity"},
	{IN_COMPONENT, "grant-uri-permission", IN_COMPONENT, manifest_read_grant, "provider"},
	{IN_COMPONENT, "path-permission", IN_COMPONENT, manifest_read_path_permission, "provider"},
	{IN_FILTER, "action", IN_FILTER, manifest_read_action, NULL},
	{IN_FILTER, "category", IN_FILTER, manifest_read_category, NULL},
	{IN_FILTER, "data", IN_FILTER, manifest_read_data, NULL},
	{IN_PREFERRED, "action", IN_PREFERRED, manifest_pass_action, NULL},
	{IN_PREFERRED, "category", IN_PREFERRED, manifest_pass_action, NULL},
	{IN_PREFERRED, "data", IN_PREFERRED, manifest_pass_data, NULL},
	{IN_USES_SDK, "extension-sdk", IN_SKIPPED, manifest_read_extension_sdk, NULL},
	{IN_PROCESSES, "process", IN_SKIPPED, manifest_read_process, NULL},
	{IN_QUERIES, "package", IN_QUERIES, manifest_query_package, NULL},
	{IN_QUERIES, "provider", IN_QUERIES, manifest_query_provider, NULL},
	{IN_QUERIES, "intent", IN_QUERIES_INTENT, manifest_begin_query, NULL},
	{IN_QUERIES_INTENT, "action", IN_QUERIES_INTENT, manifest_query_action, NULL},
	{IN_QUERIES_INTENT, "category", IN_QUERIES_INTENT, manifest_query_category, NULL},
	{IN_QUERIES_INTENT, "data", IN_QUERIES_INTENT, manifest_query_data, NULL},
	{IN_COMPATIBLE_SCREENS, "screen", IN_SKIPPED, manifest_read_screen, NULL},
	{IN_FEATURE_GROUP, "uses-feature", IN_FEATURE_GROUP, manifest_read_group_feature, NULL},
	{IN_PERMISSION, "required-feature", IN_PERMISSION, manifest_read_condition, NULL},
	{IN_PERMISSION, "required-not-feature", IN_PERMISSION, manifest_read_condition, NULL},
	{IN_SIGNED_LIBRARY, "additional-certificate", IN_SIGNED_LIBRARY, manifest_read_additional_certificate, NULL},
	{IN_KEY_SETS, "key-set", IN_KEY_SET, manifest_begin_key_set, NULL},
	{IN_KEY_SETS, "public-key", IN_SKIPPED, manifest_read_public_key, NULL},
	{IN_KEY_SETS, "upgrade-key-set", IN_SKIPPED, manifest_read_upgrade_key_set, NULL},
	{IN_KEY_SET, "key-set", IN_SKIPPED, manifest_begin_key_set, NULL},
	{IN_KEY_SET, "public-key", IN_SKIPPED, manifest_read_public_key, NULL},
	{IN_KEY_SET, "upgrade-key-set", IN_SKIPPED, manifest_read_upgrade_key_set, NULL},
	{IN_ATTRIBUTION, "inherit-from", IN_ATTRIBUTION, manifest_read_inherit_from, NULL},
};

static const struct element *find(const struct manifest *m, enum manifest_loop_kind loop, const char *name)
{
	for (size_t i = 0; i < sizeof elements / sizeof elements[0]; i++)
		if (elements[i].loop == loop && strcmp(elements[i].name, name) == 0 &&
		    (elements[i].component == NULL || strcmp(elements[i].component, m->component.row.kind) == 0))
			return &elements[i];
	return NULL;
}

/* ParsingPackageUtils.parseSplitApk (before Android 11 PackageParser's): application alone. The light parser takes uses-sdk, too, and what a split asks for is said. */
static bool is_of_splits(const char *name)
{
	return strcmp(name, "application") == 0 || strcmp(name, "uses-sdk") == 0 || strncmp(name, "uses-permission", strlen("uses-permission")) == 0;
}

/* Goes on into what it does not know. */
static bool goes_on(enum manifest_loop_kind loop)
{
	return loop == IN_QUERIES || loop == IN_FEATURE_GROUP || loop == IN_SIGNED_LIBRARY;
}

/* <queries> is younger than the versions that skip. */
static void report_nested(struct manifest *m, enum manifest_loop_kind loop, const char *name)
{
	enum anomaly_effect effect = loop == IN_QUERIES || loop == IN_QUERIES_INTENT ? EFFECT_EVASIVE : EFFECT_AMBIGUOUS;

	anomaly_report_as(m->anomalies, ANOMALY_MANIFEST_NESTED_ELEMENT, effect, MANIFEST_PATH, ANOMALY_NO_OFFSET,
			  "%s", name);
}

void manifest_enter(struct manifest *m, enum manifest_loop_kind kind)
{
	m->loops[m->num_loops++] = (struct manifest_loop){.kind = kind, .depth = m->xml.depth};
}

bool manifest_start(struct manifest *m)
{
	const struct manifest_loop *loop = &m->loops[m->num_loops - 1];
	const struct element *element;
	char name[MANIFEST_ELEMENT_SIZE];

	if (loop->kind == IN_SKIPPED)
		return true;
	manifest_check_name(m);
	axml_element_name(&m->xml, name, sizeof name);
	manifest_look_for_uses_split(m);
	element = loop->kind == IN_MANIFEST && m->package->split != NULL && !is_of_splits(name) ? NULL : find(m, loop->kind, name);
	m->inside = element != NULL ? element->inside : goes_on(loop->kind) ? loop->kind : IN_SKIPPED;
	if (element != NULL) {
		manifest_check_element(m);
		manifest_check_types(m, loop->kind, name);
		manifest_note_beside_library(m, loop->kind, name);
	}
	if (element != NULL && m->xml.depth > loop->depth + 1)
		report_nested(m, loop->kind, name);
	if (element == NULL && loop->kind == IN_ATTRIBUTION)
		manifest_foreign_in_attribution(m);
	m->is_unread = false;
	if (element != NULL && element->read != NULL && !element->read(m))
		return false;
	/* Of a split's manifest only the children of the root are looked at. */
	if (m->inside == IN_MANIFEST && m->package->split != NULL)
		m->inside = IN_SKIPPED;
	if (m->inside != loop->kind)
		manifest_enter(m, m->inside);
	return true;
}

bool manifest_leave(struct manifest *m)
{
	switch (m->loops[--m->num_loops].kind) {
	case IN_FILTER:
		return manifest_end_filter(m);
	case IN_COMPONENT:
		return manifest_end_component(m);
	case IN_QUERIES_INTENT:
		return manifest_end_query(m);
	case IN_KEY_SETS:
		return manifest_end_key_sets(m);
	case IN_SIGNED_LIBRARY:
		return manifest_end_library(m);
	case IN_KEY_SET:
		return manifest_end_key_set(m);
	default:
		return true;
	}
}

bool manifest_end(struct manifest *m)
{
	return m->xml.depth > m->loops[m->num_loops - 1].depth || manifest_leave(m);
}
