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

/* Whether a package of the one and a package of the other have an ABI in common; what has no native code is for every ABI. */
bool bench_abis_in_common(const struct reading *facts, int64_t package, const struct reading *others, int64_t other);

/* For which ARM a package has code: for both where it has no native code, for none where all of that is for others. */
struct bench_arm {
	bool bits_32, bits_64;
};

struct bench_arm bench_arm_of(const struct reading *facts, int64_t package);

#endif
