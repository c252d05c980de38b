#include "format/apk_library.h"

#include <ctype.h>

#define PAGE 4096 /* phones whose pages are larger extract what is aligned to this */

/* Those of phones. */
static const char *const abis[] = {"arm64-v8a", "armeabi-v7a", "armeabi", "x86_64", "x86"};

enum { ABIS = sizeof abis / sizeof abis[0] };

struct folder {
	bool is_there;
	const struct zipdir_entry *fault; /* the first that the phone does not map */
};

/* Files of other names are not looked at. */
static bool is_library(struct span name)
{
	for (size_t i = 0; i < name.len; i++)
		if (!isalnum(name.data[i]) && memchr("+,-.=_", name.data[i], 6) == NULL)
			return false;
	return span_starts(name, "lib") && span_ends(name, ".so");
}

static struct folder *folder_of(struct folder folders[ABIS], struct span name)
{
	struct span rest = span_slice(name, 4, name.len);

	for (size_t i = 0; span_starts(name, "lib/") && i < ABIS; i++) {
		size_t len = strlen(abis[i]);

		if (span_starts(rest, abis[i]) && rest.len > len && rest.data[len] == '/' && is_library(span_slice(rest, len + 1, rest.len)))
			return &folders[i];
	}
	return NULL;
}

static void report(const struct zipdir_entry *entry, enum anomaly_effect effect, struct anomalies *anomalies)
{
	if (entry->method != ZIPDIR_STORED)
		anomaly_report_as(anomalies, ANOMALY_ELF_COMPRESSED, effect, entry->path, ANOMALY_NO_OFFSET,
				  "extractNativeLibs is false: Android 6 and later refuse it");
	else
		anomaly_report_as(anomalies, ANOMALY_ELF_MISALIGNED, effect, entry->path, ANOMALY_NO_OFFSET,
				  "its data is at %llu, no multiple of 4096, and extractNativeLibs is false: Android 6 and later refuse it",
				  (unsigned long long)entry->data_offset);
}

void apk_library_check(const struct zipdir *dir, struct anomalies *anomalies)
{
	struct folder folders[ABIS] = {0};
	enum anomaly_effect effect = EFFECT_REFUSED;

	for (size_t i = 0; i < dir->num_entries; i++) {
		const struct zipdir_entry *entry = &dir->entries[i];
		struct folder *folder = entry->hidden || !entry->readable ? NULL : folder_of(folders, entry->name);

		if (folder == NULL)
			continue;
		folder->is_there = true;
		if (folder->fault == NULL && (entry->method != ZIPDIR_STORED || entry->data_offset % PAGE != 0))
			folder->fault = entry;
	}
	for (size_t i = 0; i < ABIS; i++)
		if (folders[i].is_there && folders[i].fault == NULL)
			effect = EFFECT_AMBIGUOUS;
	for (size_t i = 0; i < ABIS; i++)
		if (folders[i].fault != NULL)
			report(folders[i].fault, effect, anomalies);
}
