#include "format/apk_library.h"

#include "bytes/text.h"
#include "inspect/library_name.h"

#include <ctype.h>

#define PAGE 4096 /* phones whose pages are larger extract what is aligned to this */

/* Those of phones. */
static const char *const abis[APK_LIBRARY_ABIS] = {"arm64-v8a", "armeabi-v7a", "armeabi", "x86_64", "x86"};

static struct apk_library_folder *folder_of(struct apk_libraries *libraries, struct span name)
{
	const char *folder = library_name_folder(name);
	int abi = folder == NULL ? -1 : text_among(abis, APK_LIBRARY_ABIS, folder);

	return abi < 0 ? NULL : &libraries->folders[abi];
}

void apk_libraries_add(struct apk_libraries *libraries, const struct apk_library *entry)
{
	struct apk_library_folder *folder = folder_of(libraries, entry->name);

	if (folder == NULL)
		return;
	folder->is_there = true;
	if (folder->fault.path == NULL && (entry->method != ZIPDIR_STORED || entry->offset % PAGE != 0))
		folder->fault = *entry;
}

enum anomaly_effect apk_libraries_effect(const struct apk_libraries *libraries)
{
	for (size_t i = 0; i < APK_LIBRARY_ABIS; i++)
		if (libraries->folders[i].is_there && libraries->folders[i].fault.path == NULL)
			return EFFECT_AMBIGUOUS;
	return EFFECT_REFUSED;
}

static void report(const struct apk_library *library, enum anomaly_effect effect, struct anomalies *anomalies)
{
	if (library->method != ZIPDIR_STORED)
		anomaly_report_as(anomalies, ANOMALY_ELF_COMPRESSED, effect, library->path, ANOMALY_NO_OFFSET,
				  "extractNativeLibs is false");
	else
		anomaly_report_as(anomalies, ANOMALY_ELF_MISALIGNED, effect, library->path, ANOMALY_NO_OFFSET,
				  "its data is at %llu, no multiple of 4096, and extractNativeLibs is false",
				  (unsigned long long)library->offset);
}

void apk_libraries_report(const struct apk_libraries *libraries, enum anomaly_effect effect, struct anomalies *anomalies)
{
	for (size_t i = 0; i < APK_LIBRARY_ABIS; i++)
		if (libraries->folders[i].fault.path != NULL)
			report(&libraries->folders[i].fault, effect, anomalies);
}

void apk_library_check(const struct zipdir *dir, struct anomalies *anomalies)
{
	struct apk_libraries libraries = {0};

	for (size_t i = 0; i < dir->num_entries; i++) {
		const struct zipdir_entry *entry = &dir->entries[i];

		if (!entry->hidden && entry->readable)
			apk_libraries_add(&libraries, &(struct apk_library){.name = entry->name, .path = entry->path, .method = entry->method,
									    .offset = entry->data_offset});
	}
	apk_libraries_report(&libraries, apk_libraries_effect(&libraries), anomalies);
}

/* The first letter of what stands in a folder is not looked at. */
static bool is_bitcode(struct span name)
{
	size_t from = memchr(name.data, '/', name.len) != NULL;

	for (size_t i = from; i < name.len; i++)
		if (!isalnum(name.data[i]) && memchr("+,-./=_", name.data[i], 7) == NULL)
			return false;
	return true;
}

bool apk_library_has_bitcode(const struct zipdir *dir)
{
	for (size_t i = 0; i < dir->num_entries; i++)
		if (!dir->entries[i].hidden && span_ends(dir->entries[i].name, ".bc") && is_bitcode(dir->entries[i].name))
			return true;
	return false;
}
