/*
 * apk_library - native libraries that the phone maps from the package itself, where extractNativeLibs is false.
 *
 * It looks at lib/ABI/lib*.so of the ABI that it takes: each must be stored, and begin at a page.
 *
 * source   AOSP com_android_internal_content_NativeLibraryHelper.cpp, PackageInstallerSession (since Android 6)
 */
#ifndef PRELIST_FORMAT_APK_LIBRARY_H
#define PRELIST_FORMAT_APK_LIBRARY_H

#include "container/anomaly.h"
#include "container/zipdir.h"

/* Reports the first library of each ABI that is compressed or misaligned: refused where no ABI is without one. */
void apk_library_check(const struct zipdir *dir, struct anomalies *anomalies);

#endif
