#include "inspect/library_name.h"

#include <ctype.h>

static const char *const folders[LIBRARY_NAME_FOLDERS] = {"arm64-v8a", "armeabi-v7a", "armeabi", "x86_64", "x86", "riscv64", "mips64", "mips"};

/* Files of other names are not looked at. */
static bool is_library(struct span file)
{
	for (size_t i = 0; i < file.len; i++)
		if (!isalnum(file.data[i]) && memchr("+,-.=_", file.data[i], 6) == NULL)
			return false;
	return span_starts(file, "lib") && span_ends(file, ".so");
}

const char *library_name_folder(struct span name)
{
	struct span rest = span_slice(name, 4, name.len);

	for (size_t i = 0; span_starts(name, "lib/") && i < LIBRARY_NAME_FOLDERS; i++) {
		size_t len = strlen(folders[i]);

		if (span_starts(rest, folders[i]) && rest.len > len && rest.data[len] == '/' && is_library(span_slice(rest, len + 1, rest.len)))
			return folders[i];
	}
	return NULL;
}

const char *library_name_abi(const char *folder)
{
	return strcmp(folder, "armeabi") == 0 ? "armeabi-v7a" : folder;
}
