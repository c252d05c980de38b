/*
 * bench_abi - the ABIs of packages, as the phone finds them, as a table for rules.
 *
 *   native_abi   package, abi
 *
 * source   AOSP NativeLibraryHelper (entries below lib/, whatever is in them)
 */
#ifndef PRELIST_JUDGE_BENCH_ABI_H
#define PRELIST_JUDGE_BENCH_ABI_H

#include "facts/reading.h"
#include "inspect/library_name.h"

/* Those of a package, each once; how many. */
size_t bench_abis_of(const struct reading *facts, int64_t package, const char *found[LIBRARY_NAME_FOLDERS]);

#endif
