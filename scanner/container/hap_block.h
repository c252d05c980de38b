/*
 * hap_block - the signing block of HarmonyOS packages, between the entries and the central directory.
 *
 *   (u32 type | u32 length | u32 offset)* | value* | u32 count | u64 size | magic, 16 bytes | u32 version
 *
 * An offset counts from the first byte of the block, the size is that of the whole. Before version 3 the magic is another one.
 *
 * source   OpenHarmony developtools_hapsigner HapUtils.java, SignHap.java; security_appverify hap_signing_block_utils.cpp
 */
#ifndef PRELIST_CONTAINER_HAP_BLOCK_H
#define PRELIST_CONTAINER_HAP_BLOCK_H

#include "container/signing_block.h"

/*
 * Where the block is, with nothing of what it says: offset and size, both 0 unless it is whole, that is, one that the platform's
 * verifier takes apart, without a byte in it that is of no part. False and err only when reading failed.
 */
bool hap_block_read(struct signing_block *block, const struct source *source, const struct zipdir *dir, struct error *err);

#endif
