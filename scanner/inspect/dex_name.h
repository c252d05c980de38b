/*
 * dex_name - the names under which the platform loads DEX files: classes.dex, classes2.dex, classes3.dex, ...
 *
 * source   AOSP art/libdexfile dex_file_loader.cc, DexFileLoader::GetMultiDexClassesDexName
 */
#ifndef PRELIST_INSPECT_DEX_NAME_H
#define PRELIST_INSPECT_DEX_NAME_H

#include "bytes/span.h"

/* 1 for classes.dex, n for classes<n>.dex with n from 2 on and no leading zero; 0 for every other name. */
uint32_t dex_name_number(struct span name);

#endif
