/*
 * apk_code - which DEX files the platform loads, and which stand beside and are not loaded.
 *
 * classes.dex, classes2.dex, classes3.dex, ... up to the first that is missing.
 *
 * source   AOSP art/libdexfile dex_file_loader.cc; ScanPackageUtils.assertCodePolicy
 */
#ifndef PRELIST_FORMAT_APK_CODE_H
#define PRELIST_FORMAT_APK_CODE_H

#include "container/zipdir.h"
#include "facts/fact.h"
#include "inspect/class_names.h"

/* Reports dex.gap for files behind a missing one, dex.unreferenced for names that only look as if they were loaded. */
void apk_code_check(const struct zipdir *dir, struct anomalies *anomalies);

/*
 * Reports dex.missing: ScanPackageUtils.assertCodePolicy asks of each file, base or split, that says it has code (1), whether it has
 * an entry of that name. One that a limit of ours cut off may be there.
 */
void apk_code_check_declared(const struct zipdir *dir, int64_t has_code, struct anomalies *anomalies);

/*
 * DEX code before the first entry (janus): its row has the empty path, the package itself. False and err when reading failed or
 * memory ran out.
 */
bool apk_code_read_prefix(const struct source *source, const struct zipdir *dir, const struct limits *limits,
			  struct anomalies *anomalies, struct fact_sink *sink, struct error *err);

/* Makes ready for the pass what the manifest names: which files are loaded, and none of the classes seen. False: no memory. */
bool apk_code_name_classes(const struct zipdir *dir, struct class_names *classes, struct arena *arena, struct error *err);

/* After the pass: a row for each of these classes that no file defines, where all files were read. */
bool apk_code_write_undefined(const struct zipdir *dir, const struct class_names *classes, struct fact_sink *sink, struct error *err);

#endif
