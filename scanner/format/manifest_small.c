/*
 * manifest_small - read features, libraries, queries, instrumentations and overlays.
 */
#include "format/manifest_parts.h"

#define report(m, ...) anomaly_report((m)->anomalies, ANOMALY_MANIFEST_MALFORMED, MANIFEST_PATH, ANOMALY_NO_OFFSET, __VA_ARGS__)

static bool read_feature(struct manifest *m, bool in_group)
{
	struct fact_feature row = fact_feature_row();
	int64_t version = manifest_number(m, ATTR_GL_ES_VERSION, 0);

	row.path = MANIFEST_PATH;
	row.name = manifest_own_text(m, ATTR_NAME);
	if (row.name == NULL && version != 0)
		row.name = arena_printf(m->arena, "glEsVersion=0x%08x", (unsigned)version);
	row.required = manifest_bool(m, ATTR_REQUIRED, 1) != 0 || in_group;
	return row.name == NULL || manifest_emit(m, FACT_TABLE_feature, &row);
}

bool manifest_read_feature(struct manifest *m)
{
	return read_feature(m, false);
}

/* What a group names it asks for, whatever the feature says. */
bool manifest_read_group_feature(struct manifest *m)
{
	return read_feature(m, true);
}

static bool read_library(struct manifest *m, bool native)
{
	struct fact_uses_library row = fact_uses_library_row();

	row.path = MANIFEST_PATH;
	row.name = manifest_own_text(m, ATTR_NAME);
	row.required = manifest_bool(m, ATTR_REQUIRED, 1);
	row.native = native;
	return row.name == NULL || manifest_emit(m, FACT_TABLE_uses_library, &row);
}

bool manifest_read_library(struct manifest *m)
{
	return read_library(m, false);
}

bool manifest_read_native_library(struct manifest *m)
{
	return read_library(m, true);
}

/* Without the library the app cannot run: phones take it by name, version and certificate, and one version of it. */
bool manifest_read_static_library(struct manifest *m)
{
	const char *name = manifest_own_text(m, ATTR_NAME);
	int64_t target = m->package->target_sdk;

	/* From target 27 on certificates stand inside, and are looked for to its end. */
	if (target == FACT_ABSENT || target < 27)
		m->inside = IN_APPLICATION;
	if (name == NULL)
		manifest_lacks(m, "name", EFFECT_REFUSED);
	if (manifest_number(m, ATTR_VERSION, -1) < 0)
		manifest_lacks(m, "version", EFFECT_REFUSED);
	if (manifest_own_text(m, ATTR_CERT_DIGEST) == NULL)
		manifest_lacks(m, "certDigest", EFFECT_REFUSED);
	if (name != NULL && manifest_seen(m, SEEN_STATIC_LIBRARY, name))
		report(m, "the static library %s is asked for twice", name);
	return !m->stopped;
}

bool manifest_read_additional_certificate(struct manifest *m)
{
	const char *digest = manifest_own_text(m, ATTR_CERT_DIGEST);

	if (digest == NULL || *digest == '\0')
		manifest_lacks(m, "certDigest", EFFECT_REFUSED);
	return !m->stopped;
}

static bool emit_query(struct manifest *m, const char *kind, const char *value)
{
	struct fact_query row = fact_query_row();

	row.path = MANIFEST_PATH;
	row.kind = kind;
	row.value = value;
	return value == NULL || manifest_emit(m, FACT_TABLE_query, &row);
}

/* Before Android 11 nothing looks at queries. */
static const char *query_text(struct manifest *m, uint32_t id, const char *attribute)
{
	const char *text = manifest_fixed_text(m, id);

	if (text == NULL || *text == '\0')
		manifest_lacks(m, attribute, EFFECT_AMBIGUOUS);
	return text;
}

bool manifest_query_package(struct manifest *m)
{
	return emit_query(m, "package", query_text(m, ATTR_NAME, "name"));
}

bool manifest_query_provider(struct manifest *m)
{
	return emit_query(m, "provider", query_text(m, ATTR_AUTHORITIES, "authorities"));
}

bool manifest_query_action(struct manifest *m)
{
	return emit_query(m, "intent", manifest_intent_text(m, EFFECT_AMBIGUOUS));
}

bool manifest_query_category(struct manifest *m)
{
	manifest_intent_text(m, EFFECT_AMBIGUOUS);
	return !m->stopped;
}

bool manifest_read_instrumentation(struct manifest *m)
{
	struct fact_instrumentation row = fact_instrumentation_row();

	row.path = MANIFEST_PATH;
	row.name = manifest_class_name(m, manifest_fixed_text(m, ATTR_NAME));
	row.target_package = manifest_own_text(m, ATTR_TARGET_PACKAGE);
	m->has_instrumentation = true;
	if (row.name == NULL)
		manifest_lacks(m, "name", EFFECT_REFUSED);
	return row.name == NULL || manifest_emit(m, FACT_TABLE_instrumentation, &row);
}

static void check_overlay(struct manifest *m, const char *target)
{
	int64_t priority = manifest_number(m, ATTR_PRIORITY, 0);

	if (m->package->split != NULL)
		return;
	if (target == NULL)
		manifest_lacks(m, "targetPackage", EFFECT_REFUSED);
	if (priority < 0 || priority > 9999)
		report(m, "an overlay of priority %lld, where 0 to 9999 are taken", (long long)priority);
}

bool manifest_read_overlay(struct manifest *m)
{
	struct fact_overlay row = fact_overlay_row();

	row.path = MANIFEST_PATH;
	row.target_package = manifest_text(m, ATTR_TARGET_PACKAGE);
	check_overlay(m, row.target_package);
	return row.target_package == NULL || manifest_emit(m, FACT_TABLE_overlay, &row);
}
