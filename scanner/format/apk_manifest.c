#include "format/apk_manifest.h"

#include "bytes/cursor.h"
#include "format/manifest_parts.h"

/* Both views of the root: the light parser by name, the full one by id. */
static void read_names(struct manifest *m)
{
	struct axml_attribute attribute;
	size_t num = 0;

	m->package->app_id = manifest_light_text(m, NULL, "package");
	m->package->split = manifest_light_text(m, NULL, "split");
	if (m->package->split != NULL && *m->package->split == '\0')
		m->package->split = NULL;
	for (uint16_t i = 0; i < m->xml.num_attributes; i++) {
		attribute = axml_attribute_at(&m->xml, i);
		num += string_pool_is(&m->xml.strings, attribute.name, "package");
	}
	if (num > 1)
		anomaly_report(m->anomalies, ANOMALY_MANIFEST_DUPLICATE_PACKAGE, MANIFEST_PATH, ANOMALY_NO_OFFSET,
			       "the package name stands there %zu times; the first of exactly that name without namespace counts", num);
	if (axml_find_name(&m->xml, NULL, "package", &attribute) && attribute.type == AXML_TYPE_STRING &&
	    attribute.raw == AXML_NONE)
		anomaly_report(m->anomalies, ANOMALY_AXML_RAW_MISSING, MANIFEST_PATH, ANOMALY_NO_OFFSET,
			       "the package name has no raw text");
}

static void read_root(struct manifest *m)
{
	int64_t code, major;

	read_names(m);
	manifest_read_splits(m);
	code = manifest_number(m, ATTR_VERSION_CODE, FACT_ABSENT);
	major = manifest_number(m, ATTR_VERSION_CODE_MAJOR, 0);
	if (code != FACT_ABSENT || major != 0)
		m->package->version_code =
			(int64_t)((uint64_t)(uint32_t)major << 32 | (uint32_t)(code == FACT_ABSENT ? 0 : code));
	m->package->version_name = manifest_fixed_text(m, ATTR_VERSION_NAME);
	m->package->shared_user_id = manifest_fixed_text(m, ATTR_SHARED_USER_ID);
	m->package->compile_sdk = manifest_number(m, ATTR_COMPILE_SDK, FACT_ABSENT);
	m->package->target_sandbox = manifest_number(m, ATTR_TARGET_SANDBOX, FACT_ABSENT);
}

/* An SDK that is text is a codename, which no released phone has. */
static bool read_sdk(struct manifest *m, uint32_t id, int64_t *sdk)
{
	struct arsc_value value;
	bool from_table;

	if (!manifest_value(m, id, &value, &from_table))
		return false;
	if (value.type == AXML_TYPE_STRING) {
		const char *text = manifest_string(m, &value, from_table);

		anomaly_report(m->anomalies, ANOMALY_MANIFEST_SDK_CODENAME, MANIFEST_PATH, ANOMALY_NO_OFFSET, "SDK '%s'",
			       text == NULL ? "" : text);
		return false;
	}
	*sdk = (int32_t)value.data;
	return value.type != AXML_TYPE_DYNAMIC_REFERENCE;
}

bool manifest_read_uses_sdk(struct manifest *m)
{
	struct fact_package *package = m->package;

	m->num_uses_sdk++;
	package->min_sdk = 1;
	read_sdk(m, ATTR_MIN_SDK, &package->min_sdk);
	package->target_sdk = package->min_sdk;
	read_sdk(m, ATTR_TARGET_SDK, &package->target_sdk);
	package->max_sdk = FACT_ABSENT;
	read_sdk(m, ATTR_MAX_SDK, &package->max_sdk);
	return !m->stopped;
}

/* An empty name is refused, whichever class it is of; of a split nothing reads it. */
static const char *class_of(struct manifest *m, const char *attribute, const char *name)
{
	if (name != NULL && *name == '\0' && m->package->split == NULL)
		manifest_lacks(m, attribute, EFFECT_REFUSED);
	return manifest_class_name(m, name);
}

/* ComponentName.createRelative: only what begins with a dot is the package's. */
static const char *preload_class(struct manifest *m)
{
	const char *name = manifest_text(m, ATTR_ZYGOTE_PRELOAD_NAME);

	return name == NULL || *name == '.' ? manifest_class_name(m, name) : *name == '\0' ? NULL : name;
}

/*
 * The classes that run before all others. A resource is no name of a factory, which nothing reads before Android 9. The
 * activity that manages space is a component, and counts as one.
 */
static void read_first_classes(struct manifest *m)
{
	struct fact_package *package = m->package;
	const char *name = manifest_fixed_text(m, ATTR_NAME);

	if (name != NULL && *name == '\0')
		manifest_lacks(m, "name", EFFECT_REFUSED);
	package->application_class = manifest_class_name(m, name);
	package->component_factory = class_of(m, "appComponentFactory", manifest_own_text(m, ATTR_APP_COMPONENT_FACTORY));
	package->zygote_preload = preload_class(m);
	if (package->allow_backup == 1)
		package->backup_agent = class_of(m, "backupAgent", manifest_fixed_text(m, ATTR_BACKUP_AGENT));
	class_of(m, "manageSpaceActivity", manifest_fixed_text(m, ATTR_MANAGE_SPACE_ACTIVITY));
	manifest_name_class(m, package->application_class);
	manifest_name_class(m, package->component_factory);
	manifest_name_class(m, package->zygote_preload);
	manifest_name_class(m, package->backup_agent);
}

/* Either says it; the category is one of a list, games its first. */
static int64_t read_game(struct manifest *m)
{
	int64_t game = manifest_bool(m, ATTR_IS_GAME, FACT_ABSENT);

	return manifest_number(m, ATTR_APP_CATEGORY, -1) == 0 ? 1 : game;
}

/* What components are by default. ParsingPackageUtils.parseSplitApplication reads none of it of a split, whose components take it of the base. */
static void read_defaults(struct manifest *m)
{
	const char *permission = manifest_fixed_text(m, ATTR_PERMISSION);

	m->application_enabled = manifest_bool(m, ATTR_ENABLED, 1) == 1;
	m->package->multi_arch = manifest_bool(m, ATTR_MULTI_ARCH, FACT_ABSENT);
	m->package->application_permission = permission == NULL || *permission == '\0' ? NULL : permission;
	m->application_affinity = manifest_task_affinity(m, NULL);
	m->application_reparenting = manifest_bool(m, ATTR_ALLOW_TASK_REPARENTING, FACT_ABSENT);
	m->application_process = manifest_fixed_text(m, ATTR_PROCESS);
	manifest_check_compound(m, ATTR_PROCESS, m->application_process);
	manifest_run_in(m, m->application_process);
	m->cant_save_state = manifest_bool(m, ATTR_CANT_SAVE_STATE, 0) == 1;
	manifest_check_heavy_application(m, m->application_process);
}

bool manifest_read_application(struct manifest *m)
{
	struct fact_package *package = m->package;
	struct axml_attribute config;

	/* The installer asks the light parser, for which the last counts. */
	if (m->xml.depth == DEPTH_ROOT + 1) {
		package->extract_native_libs = manifest_light_bool(m, "extractNativeLibs", FACT_ABSENT);
		package->use_32_bit_abi = manifest_light_bool(m, "use32bitAbi", FACT_ABSENT);
	}
	if (++m->num_applications > 1) {
		m->inside = IN_MANIFEST; /* nothing takes it: the manifest's loop goes on into it */
		return true;
	}
	manifest_read_look(m, &m->look);
	package->label = m->look.text;
	package->has_code = manifest_bool(m, ATTR_HAS_CODE, 1);
	package->debuggable = manifest_bool(m, ATTR_DEBUGGABLE, 0);
	package->game = read_game(m);
	package->test_only = manifest_bool(m, ATTR_TEST_ONLY, 0);
	package->allow_backup = manifest_bool(m, ATTR_ALLOW_BACKUP, 1);
	read_first_classes(m);
	/* A uses-sdk behind the application comes too late. */
	package->cleartext_traffic = manifest_bool(m, ATTR_USES_CLEARTEXT_TRAFFIC, apk_cleartext_by_target(package));
	if (axml_find_id(&m->xml, ATTR_NETWORK_SECURITY_CONFIG, &config) && axml_is_reference(config.type))
		m->out->network_config = config.data; /* what is no resource is none */
	m->application_enabled = true;
	manifest_check_application(m);
	if (package->split == NULL)
		read_defaults(m);
	return !m->stopped;
}

/* What stands behind the root: the phone stops reading there, others go on. */
static void look_behind_root(struct manifest *m)
{
	enum axml_event event;

	m->xml.anomalies = NULL;
	do
		event = axml_next(&m->xml);
	while (event == AXML_OTHER || event == AXML_END);
	m->xml.anomalies = m->anomalies;
	if (event == AXML_START)
		anomaly_report(m->anomalies, ANOMALY_AXML_MULTIPLE_ROOTS, MANIFEST_PATH, ANOMALY_NO_OFFSET,
			       "another element behind the root; the phone does not look at it");
	else if (event == AXML_BAD)
		anomaly_report(m->anomalies, ANOMALY_AXML_TRAILING_DATA, MANIFEST_PATH, m->xml.next,
			       "a malformed node behind the root; the phone does not look at it");
}

/* Everything inside the root element. */
static bool walk(struct manifest *m, bool *broken)
{
	enum axml_event event;
	bool deep = false;

	while ((event = axml_next(&m->xml)) != AXML_DOCUMENT_END) {
		if (event == AXML_BAD) {
			*broken = true;
			return true;
		}
		if (event == AXML_END && m->xml.depth <= DEPTH_ROOT) {
			look_behind_root(m);
			return true;
		}
		if (event == AXML_OTHER)
			manifest_check_namespace(m);
		if (event == AXML_START)
			manifest_check_attributes(m);
		if (m->stopped || (event == AXML_START && !manifest_start(m)) || (event == AXML_END && !manifest_end(m)))
			return false;
		if (!deep && (uint64_t)m->xml.depth > m->xml.depth_limit) {
			deep = true;
			anomaly_report(m->anomalies, ANOMALY_AXML_DEPTH, MANIFEST_PATH, ANOMALY_NO_OFFSET, "deeper than %llu",
				       (unsigned long long)m->xml.depth_limit);
		}
	}
	*broken = m->xml.over_limit;
	if (!m->xml.over_limit)
		anomaly_report(m->anomalies, m->xml.is_cut ? ANOMALY_AXML_TRUNCATED : ANOMALY_AXML_UNBALANCED, MANIFEST_PATH,
			       ANOMALY_NO_OFFSET, "the document ends inside its root element");
	while (m->num_loops > 0 && manifest_leave(m))
		;
	return !m->stopped;
}

static bool find_root(struct manifest *m)
{
	enum axml_event event;

	while ((event = axml_next(&m->xml)) == AXML_OTHER || event == AXML_END)
		manifest_check_namespace(m);
	if (event == AXML_START && axml_element_is(&m->xml, "manifest"))
		return true;
	if (event != AXML_BAD && !m->xml.over_limit)
		anomaly_report(m->anomalies, ANOMALY_MANIFEST_NO_ROOT, MANIFEST_PATH, ANOMALY_NO_OFFSET,
			       "the first element is no manifest");
	return false;
}

static void finish(struct manifest *m, bool broken)
{
	manifest_choose_main(m);
	manifest_check(m);
	if (!broken) {
		manifest_check_processes(m);
		manifest_check_definitions(m);
		manifest_check_attributions(m);
		manifest_check_asked(m);
		manifest_check_declared(m);
		manifest_check_library_definitions(m);
		manifest_check_for_target(m);
	}
	m->out->parsed = !broken && m->package->app_id != NULL && *m->package->app_id != '\0';
}

static bool read(struct manifest *m, struct span bytes, const struct limits *limits)
{
	bool broken = false;

	if (!axml_open(&m->xml, bytes, limits, MANIFEST_PATH, m->anomalies))
		return true;
	m->xml.refs = arsc_refs(&m->arsc);
	if (!string_pool_remember(&m->xml.strings, MANIFEST_PATH, m->anomalies, m->arena))
		return false;
	if (!find_root(m))
		return true;
	manifest_check_element(m);
	manifest_check_attributes(m);
	manifest_check_types(m, AT_ROOT, "manifest");
	read_root(m);
	manifest_enter(m, IN_MANIFEST);
	if (!walk(m, &broken) || !manifest_read_label(m) || !manifest_write_key_sets(m))
		return false;
	finish(m, broken);
	return !m->stopped;
}

bool apk_manifest_read(struct span manifest, struct span resources, const struct apk_manifest_files *files, const struct limits *limits, struct arena *arena,
		       struct fact_sink *sink, struct anomalies *anomalies, struct fact_package *package,
		       struct apk_manifest *out, struct error *err)
{
	struct manifest m = {.limits = limits, .files = files, .arena = arena, .sink = sink, .anomalies = anomalies, .err = err,
			     .package = package, .out = out, .android_ns = AXML_NONE, .application_reparenting = FACT_ABSENT,
			     .labels_limit = limits->value[LIMIT_LABELS_SIZE],
			     .authorities_limit = limits->value[LIMIT_AUTHORITIES_SIZE]};
	bool ok;

	*out = (struct apk_manifest){.parsed = false};
	if (!arsc_open(&m.arsc, resources, limits, "resources.arsc", arena, anomalies, err))
		return false;
	ok = read(&m, manifest, limits);
	manifest_say_variances(&m);
	ok = ok && !arena->failed;
	if (package->split == NULL)
		arsc_check_package_ids(&m.arsc);
	/* Of a split that names no version the base knows. */
	if (package->split == NULL || package->min_sdk != FACT_ABSENT)
		arsc_check_age(&m.arsc, package->min_sdk);
	if (package->app_id == NULL || strcmp(package->app_id, "android") != 0)
		arsc_check_system_package(&m.arsc);
	out->arsc = m.arsc;
	return ok || error_memory(err);
}
