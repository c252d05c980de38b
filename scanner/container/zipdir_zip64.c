/*
 * zipdir_zip64 - read the extra field that holds 64-bit sizes and the offset of an entry.
 *
 *   (u16 id, u16 length, data) ... | u16 1, u16 length, u64 size? u64 stored size? u64 offset? u32 disk? | ...
 *
 * source   AOSP system/libziparchive zip_archive.cc, ParseZip64ExtendedInfoInExtraField (Android 14). It came in spring 2020, when the branch of
 *          Android 11 had been cut.
 */
#include "container/zipdir_parts.h"

#include "bytes/cursor.h"

#define FIELD_HEAD 4
#define FIELD_ID 1
#define FIRST_SDK 31
#define COMPLETE ((size_t)24)
#define COMPLETE_WITH_DISK ((size_t)28)

/* The first field of that id; false when there is none, or one before it is longer than what is left. */
static bool find(struct span extra, struct span *field)
{
	struct cursor in = cursor_of(extra);

	while (cursor_left(&in) > FIELD_HEAD) {
		uint16_t id = cursor_u16(&in), len = cursor_u16(&in);

		*field = cursor_bytes(&in, len);
		if (in.bad)
			return false;
		if (id == FIELD_ID)
			return true;
	}
	return false;
}

const char *zipdir_take_zip64(struct span extra, uint64_t *size, uint64_t *stored, uint64_t *offset)
{
	uint64_t *const values[] = {size, stored, offset};
	struct span field;
	struct cursor in;
	size_t wanted = 0;
	bool is_complete;

	if (!find(extra, &field))
		return "64-bit values are announced, and there is no ZIP64 field";
	is_complete = field.len == COMPLETE || field.len == COMPLETE_WITH_DISK;
	in = cursor_of(field);
	for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
		if (!is_complete && (values[i] == NULL || *values[i] != UINT32_MAX))
			continue;
		wanted += sizeof *values[i];
		if (values[i] == NULL || !cursor_fits(&in, sizeof *values[i], 1))
			continue;
		*values[i] = cursor_u64(&in);
	}
	return is_complete || field.len == wanted ? NULL : "its ZIP64 field is not of the length that its 64-bit values take";
}

/* Versions differ only where one that reads none may install the package. */
void zipdir_report_zip64(const struct zipdir *dir, int64_t min_sdk, struct anomalies *anomalies)
{
	enum anomaly_effect effect = min_sdk >= FIRST_SDK ? EFFECT_ODD : EFFECT_AMBIGUOUS;

	for (size_t i = 0; i < dir->num_entries + dir->num_hidden; i++) {
		const struct zipdir_entry *entry = &dir->entries[i];

		if (entry->zip64 == ZIPDIR_ZIP64_USED)
			anomaly_report_as(anomalies, ANOMALY_ZIP64_EXTRA, effect, entry->path, entry->record_offset,
					  "64-bit sizes or offset in the directory: Android 11 and earlier read no such entry");
		else if (entry->zip64 == ZIPDIR_ZIP64_LOCAL)
			anomaly_report_as(anomalies, ANOMALY_ZIP64_EXTRA, effect, entry->path, entry->header_offset,
					  "64-bit sizes in the local header: Android 11 and earlier read no such entry");
	}
}
