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
	const char *name;
	enum type type;
	int since;
} attributes[] = {
	{AT_ROOT, "manifest", ATTR_VERSION_CODE, "versionCode", INTEGER, 0},
	{AT_ROOT, "manifest", ATTR_VERSION_CODE_MAJOR, "versionCodeMajor", INTEGER, 28},
	{AT_ROOT, "manifest", 0x010104D5, "revisionCode", INTEGER, 0},
	{AT_ROOT, "manifest", 0x010102B7, "installLocation", INTEGER, 0},
	{AT_ROOT, "manifest", ATTR_TARGET_SANDBOX, "targetSandboxVersion", INTEGER, 0},
	{AT_ROOT, "manifest", ATTR_COMPILE_SDK, "compileSdkVersion", INTEGER, 28},
	{AT_ROOT, "manifest", 0x0101064D, "sharedUserMaxSdkVersion", INTEGER, 33},
	{IN_MANIFEST, "application", ATTR_ENABLED, "enabled", BOOLEAN, 0},
	{IN_MANIFEST, "application", ATTR_HAS_CODE, "hasCode", BOOLEAN, 0},
	{IN_MANIFEST, "application", ATTR_DEBUGGABLE, "debuggable", BOOLEAN, 0},
	{IN_MANIFEST, "application", ATTR_IS_GAME, "isGame", BOOLEAN, 0},
	{IN_MANIFEST, "application", ATTR_TEST_ONLY, "testOnly", BOOLEAN, 0},
	{IN_MANIFEST, "application", ATTR_ALLOW_BACKUP, "allowBackup", BOOLEAN, 0},
	{IN_MANIFEST, "application", ATTR_USES_CLEARTEXT_TRAFFIC, "usesCleartextTraffic", BOOLEAN, 0},
	{IN_MANIFEST, "application", ATTR_CANT_SAVE_STATE, "cantSaveState", BOOLEAN, 28},
	{IN_MANIFEST, "application", 0x01010398, "uiOptions", INT, 0},
	{IN_MANIFEST, "application", ATTR_APP_CATEGORY, "appCategory", INT, 0},
	{IN_MANIFEST, "application", 0x01010560, "maxAspectRatio", FLOAT, 0},
	{IN_MANIFEST, "application", 0x0101059B, "minAspectRatio", FLOAT, 29},
	{IN_MANIFEST, "application", 0x01010613, "autoRevokePermissions", INT, 30},
	{IN_MANIFEST, "application", 0x01010616, "gwpAsanMode", INT, 30},
	{IN_MANIFEST, "application", 0x01010624, "memtagMode", INT, 31},
	{IN_MANIFEST, "uses-permission", ATTR_USES_PERMISSION_FLAGS, "usesPermissionFlags", INT, 31},
	{IN_MANIFEST, "uses-permission-sdk-23", ATTR_USES_PERMISSION_FLAGS, "usesPermissionFlags", INT, 31},
	{IN_MANIFEST, "uses-permission-sdk-m", ATTR_USES_PERMISSION_FLAGS, "usesPermissionFlags", INT, 31},
	{IN_MANIFEST, "permission", ATTR_PROTECTION_LEVEL, "protectionLevel", INT, 0},
	{IN_MANIFEST, "permission", 0x010103C7, "permissionFlags", INT, 0},
	{IN_MANIFEST, "permission", ATTR_MAX_SDK, "maxSdkVersion", INT, 31},
	{IN_MANIFEST, "permission-group", ATTR_PRIORITY, "priority", INT, 0},
	{IN_MANIFEST, "permission-group", 0x010103C5, "permissionGroupFlags", INT, 0},
	{IN_MANIFEST, "uses-feature", ATTR_REQUIRED, "required", BOOLEAN, 0},
	{IN_MANIFEST, "uses-feature", ATTR_VERSION, "version", INT, 0},
	{IN_MANIFEST, "uses-feature", ATTR_GL_ES_VERSION, "glEsVersion", INT, 0},
	{IN_FEATURE_GROUP, "uses-feature", ATTR_VERSION, "version", INT, 0},
	{IN_FEATURE_GROUP, "uses-feature", ATTR_GL_ES_VERSION, "glEsVersion", INT, 0},
	{IN_MANIFEST, "overlay", ATTR_PRIORITY, "priority", INT, 0},
	{IN_MANIFEST, "uses-configuration", 0x01010227, "reqTouchScreen", INT, 0},
	{IN_MANIFEST, "uses-configuration", 0x01010228, "reqKeyboardType", INT, 0},
	{IN_MANIFEST, "uses-configuration", 0x0101022A, "reqNavigation", INT, 0},
	{IN_MANIFEST, "supports-screens", 0x01010284, "smallScreens", INT, 0},
	{IN_MANIFEST, "supports-screens", 0x01010285, "normalScreens", INT, 0},
	{IN_MANIFEST, "supports-screens", 0x01010286, "largeScreens", INT, 0},
	{IN_MANIFEST, "supports-screens", 0x010102BF, "xlargeScreens", INT, 0},
	{IN_MANIFEST, "supports-screens", 0x0101028D, "resizeable", INT, 0},
	{IN_MANIFEST, "supports-screens", 0x0101026C, "anyDensity", INT, 0},
	{IN_MANIFEST, "supports-screens", 0x01010364, "requiresSmallestWidthDp", INT, 0},
	{IN_MANIFEST, "supports-screens", 0x01010365, "compatibleWidthLimitDp", INT, 0},
	{IN_MANIFEST, "supports-screens", 0x01010366, "largestWidthLimitDp", INT, 0},
	{IN_APPLICATION, "activity", ATTR_ENABLED, "enabled", BOOLEAN, 0},
	{IN_APPLICATION, "activity", ATTR_EXPORTED, "exported", BOOLEAN, 0},
	{IN_APPLICATION, "activity", ATTR_EXCLUDE_FROM_RECENTS, "excludeFromRecents", BOOLEAN, 0},
	{IN_APPLICATION, "activity", 0x0101001D, "launchMode", INT, 0},
	{IN_APPLICATION, "activity", 0x0101001E, "screenOrientation", INT, 0},
	{IN_APPLICATION, "activity", 0x0101001F, "configChanges", INT, 0},
	{IN_APPLICATION, "activity", 0x0101022B, "windowSoftInputMode", INT, 0},
	{IN_APPLICATION, "activity", 0x01010398, "uiOptions", INT, 0},
	{IN_APPLICATION, "activity", 0x0101042D, "persistableMode", INTEGER, 0},
	{IN_APPLICATION, "activity", 0x01010445, "documentLaunchMode", INT, 0},
	{IN_APPLICATION, "activity", 0x01010446, "maxRecents", INT, 0},
	{IN_APPLICATION, "activity", 0x010104ED, "lockTaskMode", INT, 0},
	{IN_APPLICATION, "activity", 0x0101053A, "rotationAnimation", INT, 0},
	{IN_APPLICATION, "activity", 0x01010547, "recreateOnConfigChanges", INT, 0},
	{IN_APPLICATION, "activity", 0x0101054A, "colorMode", INT, 0},
	{IN_APPLICATION, "activity-alias", ATTR_ENABLED, "enabled", BOOLEAN, 0},
	{IN_APPLICATION, "activity-alias", ATTR_EXPORTED, "exported", BOOLEAN, 0},
	{IN_APPLICATION, "receiver", ATTR_ENABLED, "enabled", BOOLEAN, 0},
	{IN_APPLICATION, "receiver", ATTR_EXPORTED, "exported", BOOLEAN, 0},
	{IN_APPLICATION, "receiver", 0x01010398, "uiOptions", INT, 0},
	{IN_APPLICATION, "service", ATTR_ENABLED, "enabled", BOOLEAN, 0},
	{IN_APPLICATION, "service", ATTR_EXPORTED, "exported", BOOLEAN, 0},
	{IN_APPLICATION, "service", 0x01010599, "foregroundServiceType", INT, 29},
	{IN_APPLICATION, "provider", ATTR_ENABLED, "enabled", BOOLEAN, 0},
	{IN_APPLICATION, "provider", ATTR_EXPORTED, "exported", BOOLEAN, 0},
	{IN_APPLICATION, "provider", 0x0101001A, "initOrder", INT, 0},
	{IN_APPLICATION, "uses-library", ATTR_REQUIRED, "required", BOOLEAN, 0},
	{IN_APPLICATION, "uses-native-library", ATTR_REQUIRED, "required", BOOLEAN, 31},
	{IN_APPLICATION, "uses-static-library", ATTR_VERSION, "version", INT, 0},
	{IN_APPLICATION, "uses-sdk-library", ATTR_VERSION_MAJOR, "versionMajor", INT, 33},
	{IN_APPLICATION, "static-library", ATTR_VERSION, "version", INT, 0},
	{IN_APPLICATION, "static-library", ATTR_VERSION_MAJOR, "versionMajor", INT, 28},
	{IN_APPLICATION, "sdk-library", ATTR_VERSION_MAJOR, "versionMajor", INT, 33},
	{IN_APPLICATION, "apex-system-service", 0x0101001A, "initOrder", INT, 33},
	{IN_PROCESSES, "process", 0x01010616, "gwpAsanMode", INT, 30},
	{IN_PROCESSES, "process", 0x01010624, "memtagMode", INT, 31},
	{IN_COMPONENT, "layout", 0x010100AF, "gravity", INT, 0},
	{IN_COMPONENT, "layout", 0x0101013F, "minWidth", DIMENSION, 0},
	{IN_COMPONENT, "layout", 0x01010140, "minHeight", DIMENSION, 0},
	{IN_COMPONENT, "intent-filter", ATTR_PRIORITY, "priority", INT, 0},
	{IN_COMPONENT, "intent-filter", 0x010101EA, "order", INT, 28},
	{IN_COMPONENT, "intent-filter", ATTR_AUTO_VERIFY, "autoVerify", BOOLEAN, 0},
	{IN_COMPONENT, "preferred", ATTR_PRIORITY, "priority", INT, 0},
	{IN_COMPONENT, "preferred", 0x010101EA, "order", INT, 28},
	{IN_USES_SDK, "extension-sdk", ATTR_SDK_VERSION, "sdkVersion", INT, 30},
	{IN_USES_SDK, "extension-sdk", ATTR_MIN_EXTENSION_VERSION, "minExtensionVersion", INT, 30},
	{IN_QUERIES, "intent", ATTR_PRIORITY, "priority", INT, 30},
	{IN_QUERIES, "intent", 0x010101EA, "order", INT, 30},
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
			  attribute->name, attribute->element, text == NULL ? "" : text);
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
