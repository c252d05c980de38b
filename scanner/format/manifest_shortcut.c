/*
 * manifest_shortcut - read the labels of the shortcuts that entries on the home screen have, in the files that their meta-data names.
 *
 *   <shortcuts>
 *     <shortcut shortcutId="text" shortcutShortLabel="@resource" shortcutLongLabel="@resource"> ...
 *
 * A phone does without a shortcut whose id or short label is of another type, and without those of a file that it cannot parse.
 *
 * source   AOSP ShortcutParser.parseShortcutsOneFile and parseShortcutAttributes (Android 14)
 */
#include "format/manifest_parts.h"

#include <stdlib.h>

#define NAME "android.app.shortcuts"
#define DEPTH_SHORTCUT 2
#define ATTR_SHORTCUT_ID 0x01010528
#define ATTR_SHORT_LABEL 0x01010529
#define ATTR_LONG_LABEL 0x0101052A

/* Of the file's oddities that alone counts which keeps it from being read whole. */
struct shortcuts {
	struct anomalies anomalies; /* of the binary XML */
	struct manifest *m;
	struct axml xml;
};

static void translate(struct anomalies *self, const struct anomaly *anomaly)
{
	const struct shortcuts *s = (const struct shortcuts *)self;

	if (anomaly->effect == EFFECT_UNREAD)
		anomaly_report(s->m->anomalies, anomaly->id, anomaly->path, anomaly->offset, "%s", anomaly->detail);
}

void manifest_note_shortcuts(struct manifest *m, const char *name)
{
	struct axml_attribute file;

	if (strcmp(name, NAME) == 0 && axml_find_id(&m->xml, ATTR_RESOURCE, &file) && axml_is_reference(file.type))
		m->component.shortcuts = file.data;
}

bool manifest_add_shortcuts(struct manifest *m)
{
	if (m->component.shortcuts != 0 &&
	    !apk_files_add(&m->arsc, m->component.shortcuts, &(struct apk_file){.component = NULL}, m->arena, &m->shortcuts))
		m->stopped = true;
	return !m->stopped;
}

/* Of several configurations of a file most have the same. */
static bool read_label(struct shortcuts *s, const char *kind, const char *id, uint32_t attribute)
{
	struct manifest *m = s->m;
	struct axml_attribute label;
	const char *key;

	if (!axml_find_id(&s->xml, attribute, &label) || !axml_is_reference(label.type) || label.data == 0)
		return false;
	key = arena_printf(m->arena, "%s %08x %s", kind, (unsigned)label.data, id);
	m->stopped |= key == NULL;
	if (!m->stopped && !manifest_seen(m, SEEN_SHORTCUT, key))
		manifest_follow_label(m, kind, id, label.data);
	return !m->stopped;
}

static void read_shortcut(struct shortcuts *s)
{
	struct axml_attribute attribute;
	bool no_memory = false;
	const char *id;

	if (!axml_find_id(&s->xml, ATTR_SHORTCUT_ID, &attribute) || attribute.type != AXML_TYPE_STRING)
		return;
	id = string_pool_text(&s->xml.strings, attribute.data, s->m->arena, &no_memory);
	s->m->stopped |= no_memory;
	if (id != NULL && *id != '\0' && read_label(s, "shortcut", id, ATTR_SHORT_LABEL))
		read_label(s, "shortcut-long", id, ATTR_LONG_LABEL);
}

static void read(struct shortcuts *s, struct span bytes, const char *path)
{
	enum axml_event event;

	if (!axml_open(&s->xml, bytes, s->m->limits, path, &s->anomalies))
		return;
	s->xml.refs = arsc_refs(&s->m->arsc);
	while (!s->m->stopped && (event = axml_next(&s->xml)) != AXML_DOCUMENT_END && event != AXML_BAD)
		if (event == AXML_START && s->xml.depth == DEPTH_SHORTCUT && axml_element_is(&s->xml, "shortcut"))
			read_shortcut(s);
}

bool manifest_read_shortcuts(struct manifest *m)
{
	for (size_t i = 0; i < m->shortcuts.num && m->files != NULL && manifest_has_room(m); i++) {
		struct shortcuts shortcuts = {.anomalies.report = translate, .m = m};
		const char *path = m->shortcuts.files[i].path;
		uint8_t *data = NULL;
		size_t len = 0;

		if (!m->files->read(m->files->owner, path, &data, &len, m->err)) {
			m->stopped = true;
			return false;
		}
		if (data != NULL)
			read(&shortcuts, span_of(data, len), path);
		free(data);
	}
	return !m->stopped;
}
