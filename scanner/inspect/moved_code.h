/*
 * moved_code - DEX code and libraries by their first bytes, also behind other bytes.
 *
 * source   System V ABI (e_ident); AOSP dalvik "Dalvik Executable format" (DEX_FILE_MAGIC)
 */
#ifndef PRELIST_INSPECT_MOVED_CODE_H
#define PRELIST_INSPECT_MOVED_CODE_H

#include "bytes/span.h"

bool moved_code_is_elf(struct span head);

/* Where code begins behind other bytes at the start; 0: nowhere. */
size_t moved_code_at(struct span head);

/* The first behind that place, of any bytes, however many: so the rest of its header must be sound. 0: nowhere. */
size_t moved_code_within(struct span bytes, size_t after);

#endif
