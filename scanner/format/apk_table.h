/*
 * apk_table - how the resource table lies in its package.
 *
 * Android 11 and later map it into memory, where the target of the app asks for that.
 *
 * source   AOSP ParsingPackageUtils.parseBaseApk and AssetManager.containsAllocatedTable, which look at base and splits
 */
#ifndef PRELIST_FORMAT_APK_TABLE_H
#define PRELIST_FORMAT_APK_TABLE_H

#include "container/anomaly.h"

/* path, method and offset of its data: as the directory has it. target: of the base, FACT_ABSENT for none. */
void apk_table_check(const char *path, int64_t method, uint64_t offset, int64_t target, struct anomalies *anomalies);

#endif
