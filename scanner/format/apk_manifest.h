/*
 * apk_manifest - what AndroidManifest.xml says, by the rules of the platform's package parser.
 *
 * source   AOSP ParsingPackageUtils, ParsedMainComponentUtils, ApkLiteParseUtils, TypedArray, FrameworkParsingPackageUtils
 *          (Android 14)
 */
#ifndef PRELIST_FORMAT_APK_MANIFEST_H
#define PRELIST_FORMAT_APK_MANIFEST_H

#include "bytes/arena.h"
#include "bytes/error.h"
#include "bytes/limit.h"
#include "container/anomaly.h"
#include "facts/fact.h"
#include "format/apk_files.h"
#include "inspect/class_names.h"

struct apk_manifest {
	bool parsed; /* the platform takes the manifest; otherwise what could be read is here all the same */
	uint32_t network_config; /* resource id, 0 for none */
	struct apk_files icons, network_configs;
	struct arsc arsc; /* what their files refer to in turn */
	struct class_names classes; /* of the application and its components */
};

/* The package's other files: the content of one, for the caller to free; data stays NULL where a phone has none. False and err when reading failed. */
struct apk_manifest_files {
	bool (*read)(void *owner, const char *path, uint8_t **data, size_t *len, struct error *err);
	void *owner;
};

/* Whether traffic may go in the clear where nothing says so, from Android 9 on. */
static inline bool apk_cleartext_by_target(const struct fact_package *package)
{
	return package->target_sdk == FACT_ABSENT || package->target_sdk < 28;
}

/* Whether authorities that the phone's user has installed are trusted where nothing says so, from Android 7 on. */
static inline bool apk_users_authorities_by_target(const struct fact_package *package)
{
	return package->target_sdk == FACT_ABSENT || package->target_sdk < 24;
}

/* False for the name of a process or task that phones refuse; for a MIME type without something on either side of its first slash. */
bool manifest_is_compound(const char *name);
bool manifest_is_mime(const char *name);

/*
 * Reads the manifest, and through resources (empty when there is no table) and files (NULL: none) what it refers to. Rows of permissions,
 * components, labels and the like go to sink; the package row's columns are filled in package, whose text lives in the
 * arena. False and err only when memory ran out or a file could not be read.
 */
bool apk_manifest_read(struct span manifest, struct span resources, const struct apk_manifest_files *files, const struct limits *limits, struct arena *arena,
		       struct fact_sink *sink, struct anomalies *anomalies, struct fact_package *package,
		       struct apk_manifest *out, struct error *err);

#endif
