/*
 * manifest_library - read that a package is a library for other apps, and what such a package may not have beside it.
 *
 * What parsing refuses is said where the library stands, what is refused of the whole package at the end. protected-broadcast and
 * original-package are taken from all but the system's packages before that is looked at.
 * source   AOSP ParsingPackageUtils.parseStaticLibrary, parseSdkLibrary and parseClusterPackage, ScanPackageUtils
 *          .assertStaticSharedLibraryIsValid and applyPolicy, PackageManagerService.renameStaticSharedLibraryPackage
 */
#include "format/manifest_parts.h"

#define TARGET_MIN 26

#define report_as(m, effect, ...) anomaly_report_as((m)->anomalies, ANOMALY_MANIFEST_MALFORMED, effect, MANIFEST_PATH, ANOMALY_NO_OFFSET, __VA_ARGS__)

/* What a static library may not have beside it, by the element. */
static const struct beside {
	enum manifest_loop_kind loop;
	const char *element;
	bool is_component;
} beside[] = {
	{IN_APPLICATION, "activity", true}, {IN_APPLICATION, "activity-alias", true}, {IN_APPLICATION, "service", true},
	{IN_APPLICATION, "receiver", true}, {IN_APPLICATION, "provider", true},	      {IN_APPLICATION, "library", false},
	{IN_MANIFEST, "permission", false}, {IN_MANIFEST, "permission-tree", false},  {IN_MANIFEST, "permission-group", false},
	{IN_MANIFEST, "attribution", false}, {IN_MANIFEST, "feature", false},	      {IN_MANIFEST, "overlay", false},
};

void manifest_note_beside_library(struct manifest *m, enum manifest_loop_kind loop, const char *element)
{
	for (size_t i = 0; i < sizeof beside / sizeof beside[0]; i++)
		if (beside[i].loop == loop && strcmp(beside[i].element, element) == 0)
			m->beside_library |= 1u << i;
}

/* One of each kind; the first is kept. */
static bool define(struct manifest *m, struct fact_library_definition *row, size_t *num, enum anomaly_effect effect)
{
	const char *user = m->package->shared_user_id;

	row->path = MANIFEST_PATH;
	row->name = manifest_own_text(m, ATTR_NAME);
	if (row->name == NULL)
		manifest_lacks(m, "name", effect);
	if (user != NULL && *user != '\0')
		report_as(m, effect, "a library with the shared user id %s, which phones refuse", user);
	if ((*num)++ > 0)
		report_as(m, effect, "the package is two libraries, which phones refuse");
	return !m->stopped;
}

static bool emit(struct manifest *m, const struct fact_library_definition *row, size_t num)
{
	return row->name == NULL || num > 1 ? !m->stopped : manifest_emit(m, FACT_TABLE_library_definition, row);
}

/* An application of a split defines none. */
bool manifest_define_static_library(struct manifest *m)
{
	struct fact_library_definition row = fact_library_definition_row();
	int64_t version = manifest_number(m, ATTR_VERSION, -1), major = manifest_number(m, ATTR_VERSION_MAJOR, 0);

	if (m->package->split != NULL || !define(m, &row, &m->num_static_libraries, EFFECT_REFUSED))
		return !m->stopped;
	if (version < 0)
		manifest_lacks(m, "version", EFFECT_REFUSED);
	row.kind = "static";
	row.version = (int64_t)((uint64_t)(uint32_t)major << 32 | (uint32_t)version);
	row.installed_as = arena_printf(m->arena, "%s_%lld", m->package->app_id == NULL ? "" : m->package->app_id, (long long)row.version);
	m->stopped |= row.installed_as == NULL;
	return emit(m, &row, m->num_static_libraries);
}

bool manifest_define_sdk_library(struct manifest *m)
{
	struct fact_library_definition row = fact_library_definition_row();
	int64_t version = manifest_number(m, ATTR_VERSION_MAJOR, -1);

	if (m->package->split != NULL || !define(m, &row, &m->num_sdk_libraries, EFFECT_AMBIGUOUS))
		return !m->stopped;
	if (version < 0)
		manifest_lacks(m, "versionMajor", EFFECT_AMBIGUOUS);
	row.kind = "sdk";
	row.version = version;
	return emit(m, &row, m->num_sdk_libraries);
}

static void check_static(struct manifest *m)
{
	int64_t target = m->package->target_sdk == FACT_ABSENT ? 0 : m->package->target_sdk;

	if (target < TARGET_MIN)
		report_as(m, EFFECT_REFUSED, "the package is a static library for the target %lld, where phones ask for %d", (long long)target, TARGET_MIN);
	for (size_t i = 0; i < sizeof beside / sizeof beside[0]; i++)
		if ((m->beside_library >> i & 1) != 0)
			report_as(m, EFFECT_REFUSED, "the package is a static library and has %s, which phones refuse", beside[i].element);
}

/* Where SDK libraries may be no apps (a flag of the platform), what stands in it is not read. */
static void check_sdk(struct manifest *m)
{
	for (size_t i = 0; i < sizeof beside / sizeof beside[0]; i++)
		if (beside[i].is_component && (m->beside_library >> i & 1) != 0) {
			report_as(m, EFFECT_AMBIGUOUS, "the package is an SDK library and has %s, which newer Android versions do not read", beside[i].element);
			return;
		}
}

void manifest_check_library_definitions(struct manifest *m)
{
	if (m->num_static_libraries > 0)
		check_static(m);
	if (m->num_sdk_libraries > 0)
		check_sdk(m);
}
