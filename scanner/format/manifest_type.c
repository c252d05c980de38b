/*
 * manifest_type - say which attributes are of another type than the package parser takes them to be.
 *
 * TypedArray.getInt takes text that is a number, getInteger takes none; either throws at all else, and so do getFloat and
 * getDimensionPixelSize: a parser that throws is a package refused. getBoolean takes whatever there is. Attributes of which nothing
 * depends on, and whose getter throws at nothing, are not here.
 * source   AOSP ParsingPackageUtils, ParsingPackageImpl and the Parsed*Utils beside them, up to Android 10 PackageParser;
 *          android.content.res.TypedArray; com.android.internal.util.XmlUtils.convertValueToInt
 */
#include "format/manifest_parts.h"

#include <stdlib.h>

enum type {
	BOOLEAN,
	INT,	   /* getInt */
	INTEGER,   /* getInteger */
	FLOAT,
	DIMENSION,
};

/* since: the first Android version that reads it, 0: all do. */
static const struct typed {
	enum manifest_loop_kind loop;
	const char *element;
	uint32_t id;
	enum type type;
	int since;
} attributes[] = {
	{AT_ROOT, "manifest", ATTR_VERSION_CODE, INTEGER, 0},
	{AT_ROOT, "manifest", ATTR_VERSION_CODE_MAJOR, INTEGER, 28},
	{AT_ROOT, "manifest", ATTR_REVISION_CODE, INTEGER, 0},
	{AT_ROOT, "manifest", ATTR_INSTALL_LOCATION, INTEGER, 0},
	{AT_ROOT, "manifest", ATTR_TARGET_SANDBOX, INTEGER, 0},
	{AT_ROOT, "manifest", ATTR_COMPILE_SDK, INTEGER, 28},
	{AT_ROOT, "manifest", ATTR_SHARED_USER_MAX_SDK_VERSION, INTEGER, 33},
	{IN_MANIFEST, "application", ATTR_ENABLED, BOOLEAN, 0},
	{IN_MANIFEST, "application", ATTR_HAS_CODE, BOOLEAN, 0},
	{IN_MANIFEST, "application", ATTR_DEBUGGABLE, BOOLEAN, 0},
	{IN_MANIFEST, "application", ATTR_IS_GAME, BOOLEAN, 0},
	{IN_MANIFEST, "application", ATTR_TEST_ONLY, BOOLEAN, 0},
	{IN_MANIFEST, "application", ATTR_ALLOW_BACKUP, BOOLEAN, 0},
	{IN_MANIFEST, "application", ATTR_USES_CLEARTEXT_TRAFFIC, BOOLEAN, 0},
	{IN_MANIFEST, "application", ATTR_CANT_SAVE_STATE, BOOLEAN, 28},
	{IN_MANIFEST, "application", ATTR_UI_OPTIONS, INT, 0},
	{IN_MANIFEST, "application", ATTR_APP_CATEGORY, INT, 0},
	{IN_MANIFEST, "application", ATTR_MAX_ASPECT_RATIO, FLOAT, 0},
	{IN_MANIFEST, "application", ATTR_MIN_ASPECT_RATIO, FLOAT, 29},
	{IN_MANIFEST, "application", ATTR_AUTO_REVOKE_PERMISSIONS, INT, 30},
	{IN_MANIFEST, "application", ATTR_GWP_ASAN_MODE, INT, 30},
	{IN_MANIFEST, "application", ATTR_MEMTAG_MODE, INT, 31},
	{IN_MANIFEST, "uses-permission", ATTR_USES_PERMISSION_FLAGS, INT, 31},
	{IN_MANIFEST, "uses-permission-sdk-23", ATTR_USES_PERMISSION_FLAGS, INT, 31},
	{IN_MANIFEST, "uses-permission-sdk-m", ATTR_USES_PERMISSION_FLAGS, INT, 31},
	{IN_MANIFEST, "permission", ATTR_PROTECTION_LEVEL, INT, 0},
	{IN_MANIFEST, "permission", ATTR_PERMISSION_FLAGS, INT, 0},
	{IN_MANIFEST, "permission", ATTR_MAX_SDK, INT, 31},
	{IN_MANIFEST, "permission-group", ATTR_PRIORITY, INT, 0},
	{IN_MANIFEST, "permission-group", ATTR_PERMISSION_GROUP_FLAGS, INT, 0},
	{IN_MANIFEST, "uses-feature", ATTR_REQUIRED, BOOLEAN, 0},
	{IN_MANIFEST, "uses-feature", ATTR_VERSION, INT, 0},
	{IN_MANIFEST, "uses-feature", ATTR_GL_ES_VERSION, INT, 0},
	{IN_FEATURE_GROUP, "uses-feature", ATTR_VERSION, INT, 0},
	{IN_FEATURE_GROUP, "uses-feature", ATTR_GL_ES_VERSION, INT, 0},
	{IN_MANIFEST, "overlay", ATTR_PRIORITY, INT, 0},
	{IN_MANIFEST, "uses-configuration", ATTR_REQ_TOUCH_SCREEN, INT, 0},
	{IN_MANIFEST, "uses-configuration", ATTR_REQ_KEYBOARD_TYPE, INT, 0},
	{IN_MANIFEST, "uses-configuration", ATTR_REQ_NAVIGATION, INT, 0},
	{IN_MANIFEST, "supports-screens", ATTR_SMALL_SCREENS, INT, 0},
	{IN_MANIFEST, "supports-screens", ATTR_NORMAL_SCREENS, INT, 0},
	{IN_MANIFEST, "supports-screens", ATTR_LARGE_SCREENS, INT, 0},
	{IN_MANIFEST, "supports-screens", ATTR_XLARGE_SCREENS, INT, 0},
	{IN_MANIFEST, "supports-screens", ATTR_RESIZEABLE, INT, 0},
	{IN_MANIFEST, "supports-screens", ATTR_ANY_DENSITY, INT, 0},
	{IN_MANIFEST, "supports-screens", ATTR_REQUIRES_SMALLEST_WIDTH_DP, INT, 0},
	{IN_MANIFEST, "supports-screens", ATTR_COMPATIBLE_WIDTH_LIMIT_DP, INT, 0},
	{IN_MANIFEST, "supports-screens", ATTR_LARGEST_WIDTH_LIMIT_DP, INT, 0},
	{IN_APPLICATION, "activity", ATTR_ENABLED, BOOLEAN, 0},
	{IN_APPLICATION, "activity", ATTR_EXPORTED, BOOLEAN, 0},
	{IN_APPLICATION, "activity", ATTR_EXCLUDE_FROM_RECENTS, BOOLEAN, 0},
	{IN_APPLICATION, "activity", ATTR_LAUNCH_MODE, INT, 0},
	{IN_APPLICATION, "activity", ATTR_SCREEN_ORIENTATION, INT, 0},
	{IN_APPLICATION, "activity", ATTR_CONFIG_CHANGES, INT, 0},
	{IN_APPLICATION, "activity", ATTR_WINDOW_SOFT_INPUT_MODE, INT, 0},
	{IN_APPLICATION, "activity", ATTR_UI_OPTIONS, INT, 0},
	{IN_APPLICATION, "activity", ATTR_PERSISTABLE_MODE, INTEGER, 0},
	{IN_APPLICATION, "activity", ATTR_DOCUMENT_LAUNCH_MODE, INT, 0},
	{IN_APPLICATION, "activity", ATTR_MAX_RECENTS, INT, 0},
	{IN_APPLICATION, "activity", ATTR_LOCK_TASK_MODE, INT, 0},
	{IN_APPLICATION, "activity", ATTR_ROTATION_ANIMATION, INT, 0},
	{IN_APPLICATION, "activity", ATTR_RECREATE_ON_CONFIG_CHANGES, INT, 0},
	{IN_APPLICATION, "activity", ATTR_COLOR_MODE, INT, 0},
	{IN_APPLICATION, "activity-alias", ATTR_ENABLED, BOOLEAN, 0},
	{IN_APPLICATION, "activity-alias", ATTR_EXPORTED, BOOLEAN, 0},
	{IN_APPLICATION, "receiver", ATTR_ENABLED, BOOLEAN, 0},
	{IN_APPLICATION, "receiver", ATTR_EXPORTED, BOOLEAN, 0},
	{IN_APPLICATION, "receiver", ATTR_UI_OPTIONS, INT, 0},
	{IN_APPLICATION, "service", ATTR_ENABLED, BOOLEAN, 0},
	{IN_APPLICATION, "service", ATTR_EXPORTED, BOOLEAN, 0},
	{IN_APPLICATION, "service", ATTR_FOREGROUND_SERVICE_TYPE, INT, 29},
	{IN_APPLICATION, "provider", ATTR_ENABLED, BOOLEAN, 0},
	{IN_APPLICATION, "provider", ATTR_EXPORTED, BOOLEAN, 0},
	{IN_APPLICATION, "provider", ATTR_INIT_ORDER, INT, 0},
	{IN_APPLICATION, "uses-library", ATTR_REQUIRED, BOOLEAN, 0},
	{IN_APPLICATION, "uses-native-library", ATTR_REQUIRED, BOOLEAN, 31},
	{IN_APPLICATION, "uses-static-library", ATTR_VERSION, INT, 0},
	{IN_APPLICATION, "uses-sdk-library", ATTR_VERSION_MAJOR, INT, 33},
	{IN_APPLICATION, "static-library", ATTR_VERSION, INT, 0},
	{IN_APPLICATION, "static-library", ATTR_VERSION_MAJOR, INT, 28},
	{IN_APPLICATION, "sdk-library", ATTR_VERSION_MAJOR, INT, 33},
	{IN_APPLICATION, "apex-system-service", ATTR_INIT_ORDER, INT, 33},
	{IN_PROCESSES, "process", ATTR_GWP_ASAN_MODE, INT, 30},
	{IN_PROCESSES, "process", ATTR_MEMTAG_MODE, INT, 31},
	{IN_COMPONENT, "layout", ATTR_GRAVITY, INT, 0},
	{IN_COMPONENT, "layout", ATTR_MIN_WIDTH, DIMENSION, 0},
	{IN_COMPONENT, "layout", ATTR_MIN_HEIGHT, DIMENSION, 0},
	{IN_COMPONENT, "intent-filter", ATTR_PRIORITY, INT, 0},
	{IN_COMPONENT, "intent-filter", ATTR_ORDER, INT, 28},
	{IN_COMPONENT, "intent-filter", ATTR_AUTO_VERIFY, BOOLEAN, 0},
	{IN_COMPONENT, "preferred", ATTR_PRIORITY, INT, 0},
	{IN_COMPONENT, "preferred", ATTR_ORDER, INT, 28},
	{IN_USES_SDK, "extension-sdk", ATTR_SDK_VERSION, INT, 30},
	{IN_USES_SDK, "extension-sdk", ATTR_MIN_EXTENSION_VERSION, INT, 30},
	{IN_QUERIES, "intent", ATTR_PRIORITY, INT, 30},
	{IN_QUERIES, "intent", ATTR_ORDER, INT, 30},
};

/* Float.parseFloat, but for its words and hexadecimal numbers. */
static bool is_float(const char *text)
{
	char *end = NULL;

	if (text[strspn(text, "0123456789+-.eEfFdD \t")] != '\0')
		return false;
	strtof(text, &end);
	return end != text && (*end == '\0' || (strchr("fFdD", *end) != NULL && end[1] == '\0'));
}

/* The phone takes it by what it reads as text. */
static bool is_read(enum type type, const char *text)
{
	int64_t number;

	return type == BOOLEAN || (type == INT && text != NULL && manifest_number_of(text, &number)) || (type == FLOAT && text != NULL && is_float(text));
}

static bool is_of(enum type type, const struct arsc_value *value)
{
	if (type == DIMENSION)
		return value->type == AXML_TYPE_DIMENSION;
	return axml_is_int(value->type) || (type == FLOAT && value->type == AXML_TYPE_FLOAT);
}

/* Text that is read is none to the platform's light parser, and up to Android 10 to that of screens: phones are in two minds. */
static void check(struct manifest *m, const struct typed *attribute)
{
	struct arsc_value value;
	bool from_table;
	enum anomaly_effect effect;
	const char *text;

	/* Of the system's resources nothing is known here, and text in those that there are not is said where they are read. */
	if (!manifest_peek(m, attribute->id, &value, &from_table) || is_of(attribute->type, &value) ||
	    (attribute->type == BOOLEAN && (value.type == AXML_TYPE_REFERENCE || value.type == AXML_TYPE_DYNAMIC_REFERENCE)) ||
	    (value.type == AXML_TYPE_REFERENCE && value.data >> 24 == DYNAMIC_REF_SYSTEM))
		return;
	text = manifest_coerce(m, &value, from_table);
	effect = attribute->since > 0 || is_read(attribute->type, text) ? EFFECT_AMBIGUOUS : EFFECT_REFUSED;
	anomaly_report_as(m->anomalies, ANOMALY_MANIFEST_TYPE_CONFUSION, effect, MANIFEST_PATH, ANOMALY_NO_OFFSET,
			  attribute->type == DIMENSION ? "%s of %s is '%s', not a length" : "%s of %s is '%s', not a number or truth value",
			  android_attribute_name(attribute->id), attribute->element, text == NULL ? "" : text);
}

/* ParsingPackageUtils.parseSplitApplication, and parseFeatureInfo. */
static bool is_looked_at(struct manifest *m, const struct typed *attribute)
{
	struct arsc_value name;
	bool from_table;

	if (m->package->split != NULL && attribute->loop == IN_MANIFEST)
		return attribute->id == ATTR_HAS_CODE;
	return attribute->id != ATTR_GL_ES_VERSION || !manifest_peek(m, ATTR_NAME, &name, &from_table) || from_table || name.type != AXML_TYPE_STRING;
}

void manifest_check_types(struct manifest *m, enum manifest_loop_kind loop, const char *element)
{
	for (size_t i = 0; i < sizeof attributes / sizeof attributes[0]; i++)
		if (attributes[i].loop == loop && strcmp(attributes[i].element, element) == 0 && is_looked_at(m, &attributes[i]))
			check(m, &attributes[i]);
}
