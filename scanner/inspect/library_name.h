/*
 * library_name - which files the phone takes for native libraries: lib/ABI/lib*.so, and nothing deeper or otherwise named.
 *
 * source   AOSP com_android_internal_content_NativeLibraryHelper.cpp (of packages that are not debuggable)
 */
#ifndef PRELIST_INSPECT_LIBRARY_NAME_H
#define PRELIST_INSPECT_LIBRARY_NAME_H

#include "bytes/span.h"

enum { LIBRARY_NAME_FOLDERS = 8 };

/* The ABI whose folder an entry of that name stands in, as the folder is called; NULL where the phone takes it from none. */
const char *library_name_folder(struct span name);

/* The ABI of code in that folder: phones that take the first kind of 32-bit ARM code take the second. */
const char *library_name_abi(const char *folder);

#endif
