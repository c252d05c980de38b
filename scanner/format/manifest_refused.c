/*
 * manifest_refused - say what elements and attributes are refused for that the manifest's facts need nothing of.
 *
 * All of it is younger than the oldest Android versions, which take no notice.
 * source   AOSP ParsingPackageUtils.parseExtensionSdk, parseBaseApplication and parseSplitApplication, SdkExtensions
 *          .getExtensionVersion; InstallConstraintsTagParser; ParsedComponentUtils.parseComponent; ParsedActivityUtils
 *          .parseActivityOrReceiver; ParsedApexSystemServiceUtils; ParsingUtils.parseKnownActivityEmbeddingCerts;
 *          com.android.internal.os.ClassLoaderFactory
 */
#include "format/manifest_parts.h"

#define FIRST_EXTENDED_SDK 30

#define report(m, ...)                                                                                                                 \
	anomaly_report_as((m)->anomalies, ANOMALY_MANIFEST_MALFORMED, EFFECT_AMBIGUOUS, MANIFEST_PATH, ANOMALY_NO_OFFSET, __VA_ARGS__)

static bool emit_extension(struct manifest *m, int64_t sdk, int64_t least)
{
	struct fact_extension_sdk row = fact_extension_sdk_row();

	row.path = MANIFEST_PATH;
	row.sdk = sdk;
	row.min_version = least;
	return manifest_emit(m, FACT_TABLE_extension_sdk, &row);
}

bool manifest_read_extension_sdk(struct manifest *m)
{
	int64_t sdk = manifest_number(m, ATTR_SDK_VERSION, -1), least = manifest_number(m, ATTR_MIN_EXTENSION_VERSION, -1);

	if (m->package->split != NULL)
		return !m->stopped;
	if (sdk < 0)
		manifest_lacks(m, "sdkVersion", EFFECT_AMBIGUOUS);
	if (least < 0)
		manifest_lacks(m, "minExtensionVersion", EFFECT_AMBIGUOUS);
	if (sdk >= 0 && sdk < FIRST_EXTENDED_SDK)
		report(m, "SDK %lld has no extensions, which Android 11 and later refuse", (long long)sdk);
	return sdk < 0 || least < 0 ? !m->stopped : emit_extension(m, sdk, least);
}

bool manifest_read_install_constraints(struct manifest *m)
{
	report(m, "install-constraints, which Android 14 and later take from packages alone that the phone's maker names");
	return !m->stopped;
}

bool manifest_read_system_service(struct manifest *m)
{
	const char *name = manifest_text(m, ATTR_NAME);

	if (m->package->split == NULL && (name == NULL || *name == '\0'))
		manifest_lacks(m, "name", EFFECT_AMBIGUOUS);
	return !m->stopped;
}

void manifest_check_class(struct manifest *m, const char *name)
{
	if (name != NULL && strcmp(name, "android.app.AppDetailsActivity") == 0)
		report(m, "the name is that of the system's %s, which Android 10 and later refuse", name);
}

/* A certificate of text. Resources are not followed here. */
static void check_embedding_certs(struct manifest *m)
{
	struct arsc_value value;
	bool from_table;
	const char *text;

	if (!manifest_peek(m, ATTR_KNOWN_EMBEDDING_CERTS, &value, &from_table) || from_table)
		return;
	text = manifest_coerce(m, &value, false);
	if (text == NULL || *text == '\0')
		manifest_lacks(m, "knownActivityEmbeddingCerts", EFFECT_AMBIGUOUS);
}

static bool is_class_loader(const char *name)
{
	return strcmp(name, "dalvik.system.PathClassLoader") == 0 || strcmp(name, "dalvik.system.DexClassLoader") == 0 ||
	       strcmp(name, "dalvik.system.DelegateLastClassLoader") == 0;
}

void manifest_check_application(struct manifest *m)
{
	const char *loader = manifest_text(m, ATTR_CLASS_LOADER);

	if (loader != NULL && !is_class_loader(loader))
		report(m, "'%s' is no class loader of the system's, which newer Android versions refuse", loader);
	if (m->package->split != NULL)
		return;
	manifest_check_class(m, m->package->application_class);
	check_embedding_certs(m);
}

void manifest_check_activity(struct manifest *m, bool is_alias)
{
	const char *category = is_alias ? NULL : manifest_fixed_text(m, ATTR_REQUIRED_DISPLAY_CATEGORY);

	if (category != NULL && !manifest_is_name(category))
		report(m, "'%s' is no category of displays, which Android 14 and later refuse", category);
	check_embedding_certs(m);
}
