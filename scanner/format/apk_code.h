/*
 * apk_code - which DEX files the platform loads, and which stand beside and are not loaded.
 *
 * classes.dex, classes2.dex, classes3.dex, ... up to the first that is missing.
 */
#ifndef PRELIST_FORMAT_APK_CODE_H
#define PRELIST_FORMAT_APK_CODE_H

#include "container/zipdir.h"

/* Reports dex.gap for files behind a missing one, dex.unreferenced for names that only look as if they were loaded. */
void apk_code_check(const struct zipdir *dir, struct anomalies *anomalies);

#endif
