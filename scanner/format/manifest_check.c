/*
 * manifest_check - what is odd about elements, attributes and names of the manifest.
 */
#include "format/manifest_parts.h"

#define PACKAGE_NAME_MAX 223 /* MAX_FILE_NAME_SIZE, since Android 13 */
#define SPLIT_NAME_MAX 245 /* the phone makes of it split_NAME.apk, which is to have 255 at the most */

#define report(m, id, ...) anomaly_report((m)->anomalies, id, MANIFEST_PATH, ANOMALY_NO_OFFSET, __VA_ARGS__)

#define report_as(m, id, effect, ...)                                                                                  \
	anomaly_report_as((m)->anomalies, id, effect, MANIFEST_PATH, ANOMALY_NO_OFFSET, __VA_ARGS__)

/*
 * Names of the attributes whose ids matter most: another name under their id, or another id under their name, misleads readers that
 * go by the other one. light: the element in which the platform's light parser (ApkLiteParseUtils) takes the attribute by namespace and
 * name, where the full one takes it by id.
 */
static const struct known {
	uint32_t id;
	const char *name, *light;
} known[] = {
	{ATTR_LABEL, "label", NULL}, {ATTR_ICON, "icon", NULL}, {ATTR_NAME, "name", NULL}, {ATTR_PERMISSION, "permission", NULL},
	{ATTR_DEBUGGABLE, "debuggable", "application"}, {ATTR_EXPORTED, "exported", NULL}, {ATTR_MIN_SDK, "minSdkVersion", "uses-sdk"},
	{ATTR_VERSION_CODE, "versionCode", "manifest"}, {ATTR_VERSION_CODE_MAJOR, "versionCodeMajor", "manifest"},
	{ATTR_VERSION_NAME, "versionName", NULL}, {ATTR_TARGET_SDK, "targetSdkVersion", "uses-sdk"},
	{ATTR_MAX_SDK, "maxSdkVersion", NULL}, {ATTR_ALLOW_BACKUP, "allowBackup", NULL}, {ATTR_TEST_ONLY, "testOnly", NULL},
	{ATTR_SHARED_USER_ID, "sharedUserId", NULL}, {ATTR_TARGET_PACKAGE, "targetPackage", "overlay"},
	{ATTR_EXTRACT_NATIVE_LIBS, "extractNativeLibs", "application"}, {ATTR_MULTI_ARCH, "multiArch", "application"},
	{ATTR_USE_32_BIT_ABI, "use32bitAbi", NULL},
};

#define NUM_KNOWN (sizeof known / sizeof known[0])

/* What has been found out about known attributes of the element at hand. */
struct known_effects {
	bool has[NUM_KNOWN];
	enum anomaly_effect effect[NUM_KNOWN];
};

static const struct known *known_by_id(uint32_t id)
{
	for (size_t i = 0; i < NUM_KNOWN; i++)
		if (known[i].id == id)
			return &known[i];
	return NULL;
}

static const struct known *find_name(const struct manifest *m, uint32_t name)
{
	for (size_t i = 0; i < NUM_KNOWN; i++)
		if (string_pool_is_whole(&m->xml.strings, name, known[i].name))
			return &known[i];
	return NULL;
}

/* The look-up by name is native and whole since Android 11; before, Java compared most names of the light parser, up to the NUL of UTF-8. */
static void check_name_nul(const struct manifest *m, uint32_t name)
{
	enum anomaly_effect effect = EFFECT_EVASIVE;

	if (!string_pool_has_nul(&m->xml.strings, name))
		return;
	for (size_t i = 0; i < NUM_KNOWN; i++)
		if (known[i].light != NULL && string_pool_is(&m->xml.strings, name, known[i].name))
			effect = EFFECT_AMBIGUOUS;
	report_as(m, ANOMALY_AXML_EMBEDDED_NUL, effect, "the name of an attribute, which phones compare whole");
}

static const struct known *look_at_name(const struct manifest *m, uint32_t name)
{
	check_name_nul(m, name);
	return find_name(m, name);
}

/* Most attributes take their names from the first strings, again and again. */
static const struct known *known_by_name(struct manifest *m, uint32_t name)
{
	enum { NOT_ASKED, NOT_KNOWN, FIRST_KNOWN };
	const struct known *found;

	if (name >= sizeof m->known_names)
		return look_at_name(m, name);
	if (m->known_names[name] == NOT_ASKED) {
		found = look_at_name(m, name);
		m->known_names[name] = found == NULL ? NOT_KNOWN : (uint8_t)(FIRST_KNOWN + (found - known));
	}
	return m->known_names[name] == NOT_KNOWN ? NULL : &known[m->known_names[name] - FIRST_KNOWN];
}

/* Where both of the platform's parsers take the attribute, and not the same value, the phone itself is in two minds. */
static enum anomaly_effect compare_parsers(const struct manifest *m, const struct known *attribute)
{
	struct axml_attribute light, full;
	bool has_light, has_full;

	if (attribute->light == NULL || !axml_element_is(&m->xml, attribute->light))
		return EFFECT_EVASIVE;
	has_light = axml_find_name(&m->xml, MANIFEST_NS, attribute->name, &light);
	has_full = axml_find_id(&m->xml, attribute->id, &full);
	if (has_light != has_full || (has_light && (light.type != full.type || light.data != full.data)))
		return EFFECT_AMBIGUOUS;
	return EFFECT_EVASIVE;
}

static enum anomaly_effect effect_of(const struct manifest *m, const struct known *attribute, struct known_effects *effects)
{
	size_t at = (size_t)(attribute - known);

	if (!effects->has[at])
		effects->effect[at] = compare_parsers(m, attribute);
	effects->has[at] = true;
	return effects->effect[at];
}

static bool is_android(struct manifest *m, uint32_t ns)
{
	if (ns == AXML_NONE)
		return false;
	if (ns != m->android_ns && string_pool_is_whole(&m->xml.strings, ns, MANIFEST_NS))
		m->android_ns = ns;
	return ns == m->android_ns;
}

/* Readers by id do not look at the namespace, those by name do. */
static void check_attribute_namespace(struct manifest *m, const struct axml_attribute *attribute, const char *name, enum anomaly_effect effect)
{
	if (attribute->ns == AXML_NONE)
		report_as(m, ANOMALY_AXML_NS_LESS_ATTR, effect, "%s stands without the android namespace", name);
	else
		report_as(m, ANOMALY_AXML_FOREIGN_NAMESPACE, effect, "%s stands in another namespace than android's", name);
}

static void check_known_id(struct manifest *m, const struct axml_attribute *attribute, const struct known *by_id, enum anomaly_effect effect)
{
	if (!string_pool_has(&m->xml.strings, attribute->name) || string_pool_is(&m->xml.strings, attribute->name, ""))
		report_as(m, ANOMALY_AXML_BLANK_ATTR_NAMES, effect, "attribute %08x", attribute->id);
	else if (!string_pool_is_whole(&m->xml.strings, attribute->name, by_id->name))
		report_as(m, ANOMALY_AXML_RESID_NAME_MISMATCH, effect, "attribute %08x is not named %s", attribute->id, by_id->name);
	else
		check_attribute_namespace(m, attribute, by_id->name, effect);
}

static void check_name(struct manifest *m, const struct axml_attribute *attribute, struct known_effects *effects)
{
	const struct known *by_id = known_by_id(attribute->id), *by_name = known_by_name(m, attribute->name);
	bool in_android = is_android(m, attribute->ns);

	if (by_id != NULL && (by_name != by_id || !in_android))
		check_known_id(m, attribute, by_id, effect_of(m, by_id, effects));
	if (by_name == NULL || by_name == by_id || !in_android)
		return;
	if (attribute->id == 0)
		report_as(m, ANOMALY_AXML_RESID_NAME_MISMATCH, effect_of(m, by_name, effects), "an attribute named %s has no resource id", by_name->name);
	else
		report_as(m, ANOMALY_AXML_RESID_NAME_MISMATCH, effect_of(m, by_name, effects), "attribute %08x is named %s", attribute->id, by_name->name);
}

/* A string whose raw text is another one than its value: readers by name and readers by id differ. */
static void check_raw(struct manifest *m, const struct axml_attribute *attribute)
{
	if (attribute->type != AXML_TYPE_STRING || attribute->raw == AXML_NONE || attribute->raw == attribute->data)
		return;
	if (string_pool_differ(&m->xml.strings, attribute->raw, attribute->data))
		report(m, ANOMALY_AXML_RAW_TYPED_MISMATCH, "attribute %08x", attribute->id);
}

/* A name without which the phone refuses the element; other strings are merely none. */
static bool is_needed(const struct manifest *m, const struct axml_attribute *attribute)
{
	static const char *const needing[] = {"manifest", "activity", "service", "receiver", "provider", "activity-alias", "permission",
					      "permission-group", "permission-tree", "instrumentation", "uses-library", "action", "category"};
	bool has_name = attribute->id == ATTR_NAME || (attribute->ns == AXML_NONE && string_pool_is_whole(&m->xml.strings, attribute->name, "package"));

	for (size_t i = 0; has_name && i < sizeof needing / sizeof needing[0]; i++)
		if (axml_element_is(&m->xml, needing[i]))
			return true;
	return false;
}

static const enum anomaly_id of_fault[] = {[STRING_POOL_INDEX] = ANOMALY_AXML_STRING_INDEX, [STRING_POOL_OFFSET] = ANOMALY_AXML_STRING_OFFSET,
					   [STRING_POOL_LENGTH] = ANOMALY_AXML_STRING_LENGTH, [STRING_POOL_ENCODING] = ANOMALY_AXML_BAD_ENCODING,
					   [STRING_POOL_DECODING] = ANOMALY_AXML_BAD_ENCODING};

/* otherwise: where the string is none. */
static enum anomaly_effect effect_of_fault(enum string_pool_fault fault, enum anomaly_effect otherwise)
{
	return fault == STRING_POOL_ENCODING || fault == STRING_POOL_DECODING ? EFFECT_AMBIGUOUS : otherwise;
}

/* What was not gone through is said elsewhere. */
static bool is_wrong(enum string_pool_fault fault)
{
	return fault != STRING_POOL_SOUND && fault != STRING_POOL_UNREAD;
}

static void check_string(struct manifest *m, const struct axml_attribute *attribute, uint32_t index)
{
	enum string_pool_fault fault = index == AXML_NONE ? STRING_POOL_SOUND : string_pool_fault(&m->xml.strings, index);

	if (is_wrong(fault))
		report_as(m, of_fault[fault], effect_of_fault(fault, is_needed(m, attribute) ? EFFECT_REFUSED : EFFECT_EVASIVE), "attribute %08x takes string %u", attribute->id, index);
}

void manifest_check_name(struct manifest *m)
{
	enum string_pool_fault fault = string_pool_fault(&m->xml.strings, m->xml.name);

	if (is_wrong(fault))
		report_as(m, of_fault[fault], effect_of_fault(fault, EFFECT_REFUSED), "the name of an element is string %u", m->xml.name);
}

static void check_strings(struct manifest *m, const struct axml_attribute *attribute)
{
	if (attribute->type == AXML_TYPE_STRING)
		check_string(m, attribute, attribute->data);
	if (attribute->type != AXML_TYPE_STRING || attribute->raw != attribute->data)
		check_string(m, attribute, attribute->raw);
}

static void check_nul(struct manifest *m, const struct axml_attribute *attribute)
{
	if (attribute->type == AXML_TYPE_STRING && string_pool_has_nul(&m->xml.strings, attribute->data))
		report(m, ANOMALY_AXML_EMBEDDED_NUL, "attribute %08x; the phone %s", attribute->id,
		       m->xml.strings.is_utf8 ? "reads up to the NUL" : "reads past the NUL");
}

/*
 * AconfigFlags.skipCurrentElement, which the loops of the package parser ask since Android 15: an element whose flag is off or unknown,
 * or with ! before it on, is not taken; what stands inside is, as if it stood beside it, or (XmlUtils.skipCurrentTag, later) is not
 * either. Earlier versions know no flags. Those of an app no phone knows, and which ones of the platform's are on, is its maker's to say.
 */
static void note_flag(struct manifest *m)
{
	struct axml_attribute flag;

	if (!axml_find_name(&m->xml, MANIFEST_NS, "featureFlag", &flag) || m->num_flagged++ > 0)
		return;
	axml_element_name(&m->xml, m->first_flagged, sizeof m->first_flagged);
	m->first_flag = manifest_light_text(m, MANIFEST_NS, "featureFlag");
}

/*
 * What an id of another package is depends on the tables that are read beside the manifest's own: those of splits say of what packages
 * the base's ids are, too. Only a split's own number is one that build tools give to its attributes.
 */
static void check_package_of(struct manifest *m, const struct axml_attribute *attribute)
{
	uint32_t package = attribute->written_id >> 24;

	if (attribute->written_id == 0 || package == DYNAMIC_REF_SYSTEM || package == DYNAMIC_REF_APP ||
	    (m->package->split != NULL && package != 0 && package == arsc_own_package(&m->arsc)))
		return;
	report(m, ANOMALY_AXML_ATTR_PACKAGE, "attribute %08x is %08x on a phone without splits", attribute->written_id, attribute->id);
}

void manifest_check_attributes(struct manifest *m)
{
	struct known_effects effects = {0};
	uint32_t highest = 0;

	for (uint16_t i = 0; i < m->xml.num_attributes; i++) {
		struct axml_attribute attribute = axml_attribute_at(&m->xml, i);

		check_name(m, &attribute, &effects);
		check_raw(m, &attribute);
		check_nul(m, &attribute);
		check_strings(m, &attribute);
		check_package_of(m, &attribute);
		if (attribute.id != 0 && attribute.id < highest)
			report(m, ANOMALY_AXML_ATTR_UNSORTED, "attribute %08x stands behind %08x", attribute.id, highest);
		if (attribute.id > highest)
			highest = attribute.id;
	}
	note_flag(m);
}

void manifest_check_namespace(struct manifest *m)
{
	uint32_t prefix, uri;

	if (!axml_namespace(&m->xml, &prefix, &uri) ||
	    string_pool_is(&m->xml.strings, prefix, "android") == string_pool_is(&m->xml.strings, uri, MANIFEST_NS))
		return;
	report(m, ANOMALY_AXML_NS_PREFIX_SPOOF, string_pool_is(&m->xml.strings, uri, MANIFEST_NS)
						      ? "the android namespace has another prefix"
						      : "the prefix android is that of another namespace");
}

void manifest_check_element(struct manifest *m)
{
	char element[MANIFEST_ELEMENT_SIZE];

	if (string_pool_has_nul(&m->xml.strings, m->xml.name))
		report(m, ANOMALY_AXML_EMBEDDED_NUL, "the name of an element, which the phone reads up to the NUL");
	if (!string_pool_has(&m->xml.strings, axml_element_namespace(&m->xml)))
		return;
	axml_element_name(&m->xml, element, sizeof element);
	report(m, ANOMALY_AXML_FOREIGN_NAMESPACE, "%s stands in a namespace", element);
}

void manifest_lacks(struct manifest *m, const char *attribute, enum anomaly_effect effect)
{
	char element[MANIFEST_ELEMENT_SIZE];

	if (m->is_unread)
		return;
	axml_element_name(&m->xml, element, sizeof element);
	report_as(m, ANOMALY_MANIFEST_MALFORMED, effect, "%s without %s", element, attribute);
}

/* FrameworkParsingPackageUtils.validateName: letters first, then letters, digits and _, in parts that may be empty. */
static bool is_package_name(const char *name, bool with_dot)
{
	bool front = true, has_dot = !with_dot;

	for (; *name != '\0'; name++) {
		char c = *name;
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

		if (c != '.' && !letter && (front || ((c < '0' || c > '9') && c != '_')))
			return false;
		front = c == '.';
		has_dot |= front;
	}
	return has_dot;
}

/* FileUtils.isValidExtFilename, of what is a package name. */
static bool is_file_name(const char *name)
{
	return strcmp(name, ".") != 0 && strcmp(name, "..") != 0 && strlen(name) <= 255;
}

bool manifest_is_split_type(const char *name)
{
	return *name != '\0' && strlen(name) <= PACKAGE_NAME_MAX && is_package_name(name, false) && is_file_name(name);
}

static void check_shared_user(struct manifest *m)
{
	const char *name = m->package->shared_user_id;

	if (m->package->split == NULL && name != NULL && *name != '\0' && (!is_package_name(name, true) || !is_file_name(name)))
		report(m, ANOMALY_MANIFEST_MALFORMED, "'%s' is no shared user id", name);
}

bool manifest_is_name(const char *name)
{
	return is_package_name(name, false);
}

/* ComponentParseUtils.buildCompoundName: of the package's own behind a colon, or of all. */
bool manifest_is_compound(const char *name)
{
	if (*name == ':')
		return name[1] != '\0' && is_package_name(name + 1, false);
	return strcmp(name, "system") == 0 || is_package_name(name, true);
}

void manifest_check_compound(struct manifest *m, uint32_t attribute, const char *name)
{
	if (name != NULL && *name != '\0' && !manifest_is_compound(name))
		report(m, ANOMALY_MANIFEST_MALFORMED, attribute == ATTR_PROCESS ? "'%s' is no name of a process" : "'%s' is no name of a task", name);
}

static void check_package(struct manifest *m)
{
	const char *name = m->package->app_id;

	if (name == NULL || *name == '\0')
		report(m, ANOMALY_MANIFEST_BAD_PACKAGE, "there is no package name");
	else if (strcmp(name, "android") != 0 && (!is_package_name(name, true) || !is_file_name(name)))
		report(m, ANOMALY_MANIFEST_BAD_PACKAGE, "'%s'", name);
	else if (strlen(name) > PACKAGE_NAME_MAX)
		report_as(m, ANOMALY_MANIFEST_BAD_PACKAGE, EFFECT_AMBIGUOUS, "the package name has %zu letter{|s}, which newer Android versions refuse", strlen(name));
	check_shared_user(m);
	if (m->package->split != NULL && (!is_package_name(m->package->split, false) || strlen(m->package->split) > SPLIT_NAME_MAX))
		report(m, ANOMALY_SPLIT_BAD_NAME, "'%s'", m->package->split);
}

static void check_sdks(struct manifest *m)
{
	const struct fact_package *package = m->package;

	if (package->min_sdk != FACT_ABSENT && package->target_sdk != FACT_ABSENT && package->min_sdk > package->target_sdk)
		report_as(m, ANOMALY_MANIFEST_SDK_RANGE, EFFECT_ODD, "minSdkVersion %lld is above targetSdkVersion %lld",
			   (long long)package->min_sdk, (long long)package->target_sdk);
	if (package->target_sdk != FACT_ABSENT && package->target_sdk < 0)
		report(m, ANOMALY_MANIFEST_SDK_RANGE, "targetSdkVersion %lld", (long long)package->target_sdk);
	if (package->max_sdk != FACT_ABSENT)
		report_as(m, ANOMALY_MANIFEST_SDK_RANGE, EFFECT_ODD, "maxSdkVersion %lld", (long long)package->max_sdk);
}

void manifest_check_for_target(struct manifest *m)
{
	if (m->package->target_sdk == FACT_ABSENT || m->package->target_sdk < 30 || m->package->split != NULL)
		return;
	if (m->num_applications == 0 && !m->has_instrumentation)
		report_as(m, ANOMALY_MANIFEST_MALFORMED, EFFECT_AMBIGUOUS, "there is neither application nor instrumentation");
	if (m->has_empty_intent)
		report_as(m, ANOMALY_MANIFEST_MALFORMED, EFFECT_AMBIGUOUS, "the name of an action or category is empty");
}

void manifest_check(struct manifest *m)
{
	check_package(m);
	check_sdks(m);
	if (m->num_applications > 1)
		report(m, ANOMALY_MANIFEST_MULTIPLE_APPLICATION, "%zu application elements; the first counts", m->num_applications);
	if (m->num_flagged > 0)
		report(m, ANOMALY_MANIFEST_FEATURE_FLAG, "%zu in all; the first: %s of flag '%s'", m->num_flagged, m->first_flagged, m->first_flag == NULL ? "" : m->first_flag);
	if (m->num_uses_sdk > 1)
		report(m, ANOMALY_MANIFEST_DUPLICATE_USES_SDK, "%zu uses-sdk elements; the last counts", m->num_uses_sdk);
	if (m->package->version_code != FACT_ABSENT && (int32_t)m->package->version_code < 0)
		report(m, ANOMALY_MANIFEST_VERSION_RANGE, "versionCode %d", (int32_t)m->package->version_code);
}
