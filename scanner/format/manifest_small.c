/*
 * manifest_small - read features, screens, libraries, instrumentations and overlays.
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
	m->is_for_tv |= row.required == 1 && row.name != NULL && strcmp(row.name, "android.software.leanback") == 0;
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

/* The enum of android:screenSize, and the attributes of supports-screens. */
static const struct size {
	const char *name;
	int64_t number;
	uint32_t attribute;
} sizes[] = {{"small", 200, ATTR_SMALL_SCREENS}, {"normal", 300, ATTR_NORMAL_SCREENS}, {"large", 400, ATTR_LARGE_SCREENS}, {"xlarge", 500, ATTR_XLARGE_SCREENS}};

#define SIZES (sizeof sizes / sizeof sizes[0])

bool manifest_read_screen(struct manifest *m)
{
	struct fact_screen row = fact_screen_row();
	int64_t number = manifest_number(m, ATTR_SCREEN_SIZE, FACT_ABSENT);

	row.path = MANIFEST_PATH;
	row.kind = "compatible";
	row.density = manifest_number(m, ATTR_SCREEN_DENSITY, FACT_ABSENT);
	for (size_t i = 0; i < SIZES; i++)
		if (sizes[i].number == number)
			row.size = sizes[i].name;
	return row.size == NULL || manifest_emit(m, FACT_TABLE_screen, &row);
}

/* All of them say nothing. */
bool manifest_read_screens(struct manifest *m)
{
	struct fact_screen row = fact_screen_row();
	bool has[SIZES], has_all = true;

	for (size_t i = 0; i < SIZES; i++) {
		has[i] = manifest_bool(m, sizes[i].attribute, 1) != 0;
		has_all &= has[i];
	}
	row.path = MANIFEST_PATH;
	row.kind = "supported";
	for (size_t i = 0; i < SIZES && !has_all; i++) {
		row.size = sizes[i].name;
		if (has[i] && !manifest_emit(m, FACT_TABLE_screen, &row))
			return false;
	}
	return !m->stopped;
}

bool manifest_read_gl_texture(struct manifest *m)
{
	struct fact_gl_texture row = fact_gl_texture_row();

	row.path = MANIFEST_PATH;
	row.name = manifest_own_text(m, ATTR_NAME);
	return row.name == NULL || manifest_emit(m, FACT_TABLE_gl_texture, &row);
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

static void add_letter(struct manifest *m, char c)
{
	char *grown = manifest_grow(m, m->certificates, m->num_certificates, &m->room_certificates, sizeof *grown);

	if (grown == NULL)
		return;
	m->certificates = grown;
	grown[m->num_certificates++] = c;
}

/* As the phone compares it. */
static void add_certificate(struct manifest *m, const char *digest)
{
	if (m->num_certificates > 0)
		add_letter(m, ' ');
	for (; *digest != '\0'; digest++)
		if (*digest != ':')
			add_letter(m, *digest >= 'A' && *digest <= 'Z' ? (char)(*digest - 'A' + 'a') : *digest);
}

/* Without the library the app cannot run: phones take it by name, version and certificate, and one version of it. */
static bool begin_library(struct manifest *m, const char *kind, uint32_t version, enum manifest_seen_kind seen, enum anomaly_effect effect)
{
	const char *digest = manifest_own_text(m, ATTR_CERT_DIGEST);
	struct fact_uses_library *row = &m->library;

	*row = fact_uses_library_row();
	m->num_certificates = 0;
	row->path = MANIFEST_PATH;
	row->kind = kind;
	row->name = manifest_own_text(m, ATTR_NAME);
	row->required = 1;
	row->version = manifest_number(m, version, FACT_ABSENT);
	if (row->name == NULL)
		manifest_lacks(m, "name", effect);
	if (row->version < 0)
		manifest_lacks(m, version == ATTR_VERSION ? "version" : "versionMajor", effect);
	if (digest == NULL)
		manifest_lacks(m, "certDigest", effect);
	else
		add_certificate(m, digest);
	if (row->name != NULL && manifest_seen(m, seen, row->name))
		anomaly_report_as(m->anomalies, ANOMALY_MANIFEST_MALFORMED, effect, MANIFEST_PATH, ANOMALY_NO_OFFSET,
				  seen == SEEN_STATIC_LIBRARY ? "the static library %s is asked for twice" : "the SDK library %s is asked for twice", row->name);
	return !m->stopped;
}

bool manifest_end_library(struct manifest *m)
{
	if (m->library.name == NULL)
		return !m->stopped;
	add_letter(m, '\0');
	m->library.certificates = m->num_certificates > 1 ? m->certificates : NULL;
	return manifest_emit(m, FACT_TABLE_uses_library, &m->library);
}

bool manifest_read_static_library(struct manifest *m)
{
	int64_t target = m->package->target_sdk;

	if (!begin_library(m, "static", ATTR_VERSION, SEEN_STATIC_LIBRARY, EFFECT_REFUSED))
		return false;
	/* From target 27 on certificates stand inside, and are looked for to its end. */
	if (target != FACT_ABSENT && target >= 27)
		return true;
	m->inside = IN_APPLICATION;
	return manifest_end_library(m);
}

/* Before Android 13 nothing reads it; that it need not be there, before 15. */
bool manifest_read_sdk_library(struct manifest *m)
{
	if (!begin_library(m, "sdk", ATTR_VERSION_MAJOR, SEEN_SDK_LIBRARY, EFFECT_AMBIGUOUS))
		return false;
	m->library.required = manifest_light_bool(m, "optional", 0) != 1;
	return true;
}

bool manifest_read_additional_certificate(struct manifest *m)
{
	const char *digest = manifest_own_text(m, ATTR_CERT_DIGEST);

	if (digest == NULL || *digest == '\0')
		manifest_lacks(m, "certDigest", strcmp(m->library.kind, "sdk") == 0 ? EFFECT_AMBIGUOUS : EFFECT_REFUSED);
	else
		add_certificate(m, digest);
	return !m->stopped;
}

bool manifest_read_instrumentation(struct manifest *m)
{
	struct fact_instrumentation row = fact_instrumentation_row();

	row.path = MANIFEST_PATH;
	row.name = manifest_class_name(m, manifest_fixed_text(m, ATTR_NAME));
	row.target_package = manifest_own_text(m, ATTR_TARGET_PACKAGE);
	m->has_instrumentation = true;
	manifest_check_class(m, row.name);
	if (row.name == NULL)
		manifest_lacks(m, "name", EFFECT_REFUSED);
	return row.name == NULL || manifest_emit(m, FACT_TABLE_instrumentation, &row);
}

static void check_overlay(struct manifest *m, const char *target)
{
	int64_t priority = manifest_number(m, ATTR_PRIORITY, 0);

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
