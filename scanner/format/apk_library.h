/*
 * apk_library - native libraries that the phone maps from the package itself, where extractNativeLibs is false.
 *
 * It looks at lib/ABI/lib*.so of the ABI that it takes: each must be stored, and begin at a page.
 *
 * And the bitcode of RenderScript, by which it takes an app for one of 32 bits.
 *
 * source   AOSP com_android_internal_content_NativeLibraryHelper.cpp, PackageInstallerSession (since Android 6)
 */
#ifndef PRELIST_FORMAT_APK_LIBRARY_H
#define PRELIST_FORMAT_APK_LIBRARY_H

#include "container/anomaly.h"
#include "container/zipdir.h"

enum { APK_LIBRARY_ABIS = 5 };

/* An entry as it lies in the package. */
struct apk_library {
	struct span name;
	const char *path;
	int64_t method;
	uint64_t offset; /* of its data */
};

/* The libraries of a package, or of several that are installed together; begins as zeros. */
struct apk_libraries {
	struct apk_library_folder {
		bool is_there;
		struct apk_library fault; /* the first that the phone does not map; path NULL: none */
	} folders[APK_LIBRARY_ABIS];
};

/* Looks at an entry, whatever it is. */
void apk_libraries_add(struct apk_libraries *libraries, const struct apk_library *entry);

/* What compressed or misaligned ones do: refused where no ABI is without one. */
enum anomaly_effect apk_libraries_effect(const struct apk_libraries *libraries);

/* Reports the first of each ABI. */
void apk_libraries_report(const struct apk_libraries *libraries, enum anomaly_effect effect, struct anomalies *anomalies);

/* All three for one package. */
void apk_library_check(const struct zipdir *dir, struct anomalies *anomalies);

/* Whether an entry is called *.bc, in letters that the phone looks at. */
bool apk_library_has_bitcode(const struct zipdir *dir);

#endif
