/*
 * manifest_file - the files that meta-data of components names, read one after another.
 */
#include "format/manifest_parts.h"

#include <stdlib.h>

/* Of a file's oddities that alone counts which keeps it from being read whole. */
static void translate(struct anomalies *self, const struct anomaly *anomaly)
{
	const struct manifest_file *file = (const struct manifest_file *)self;

	if (anomaly->effect == EFFECT_UNREAD)
		anomaly_report(file->m->anomalies, anomaly->id, anomaly->path, anomaly->offset, "%s", anomaly->detail);
}

static bool is_too_much(struct manifest *m, const struct apk_file *file)
{
	uint64_t most = m->limits->value[LIMIT_MANIFEST_SIZE];

	if (m->files_size <= most)
		return false;
	anomaly_report(m->anomalies, ANOMALY_LIMIT_ENTRY_SIZE, file->path, ANOMALY_NO_OFFSET, "files that meta-data names of more than %llu bytes",
		       (unsigned long long)most);
	return true;
}

bool manifest_file_has_room(struct manifest_file *file, const char *text)
{
	file->m->files_size += text == NULL ? 0 : strlen(text);
	return !is_too_much(file->m, file->file);
}

bool manifest_each_file(struct manifest *m, const struct apk_files *files, void (*read)(struct manifest_file *file, const void *owner), const void *owner)
{
	for (size_t i = 0; i < files->num && m->files != NULL && manifest_has_room(m) && !is_too_much(m, &files->files[i]); i++) {
		struct manifest_file file = {.anomalies.report = translate, .m = m, .file = &files->files[i]};
		uint8_t *data = NULL;
		size_t len = 0;

		if (!m->files->read(m->files->owner, file.file->path, &data, &len, m->err)) {
			m->stopped = true;
			return false;
		}
		m->files_size += len;
		if (data != NULL && axml_open(&file.xml, span_of(data, len), m->limits, file.file->path, &file.anomalies)) {
			file.xml.refs = arsc_refs(&m->arsc);
			read(&file, owner);
		}
		free(data);
	}
	return !m->stopped;
}

const char *manifest_file_text(struct manifest_file *file, const struct axml_attribute *attribute)
{
	struct manifest *m = file->m;
	enum arsc_variance variance;
	struct arsc_value value;

	if (attribute->type == AXML_TYPE_STRING)
		return string_pool_text(&file->xml.strings, attribute->data, m->arena, &m->stopped);
	if (axml_is_reference(attribute->type))
		manifest_note_reference(m, attribute->id, attribute->data);
	if (!axml_is_reference(attribute->type) || !arsc_resolve(&m->arsc, attribute->data, &value, &variance))
		return NULL;
	if (variance != ARSC_SAME)
		manifest_note_variance(m, attribute->id, VARIES, attribute->data, file->file->path);
	return value.type == AXML_TYPE_STRING ? manifest_string(m, &value, true) : NULL;
}
