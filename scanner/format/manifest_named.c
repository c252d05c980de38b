/*
 * manifest_named - read the files that meta-data of components names: the labels of shortcuts that entries on the home screen have, and the types of accounts of services.
 *
 *   <shortcuts>
 *     <shortcut shortcutId="text" shortcutShortLabel="@resource" shortcutLongLabel="@resource"> ...
 *
 *   <account-authenticator accountType="text or @resource" label="@resource"> ...
 *
 * A phone does without a shortcut whose id or short label is of another type, and without what a file has that it cannot parse.
 *
 * source   AOSP ShortcutParser.parseShortcutsOneFile and parseShortcutAttributes, AccountAuthenticatorCache.parseServiceAttributes (Android 14)
 */
#include "format/manifest_parts.h"

#include "bytes/text.h"

#include <stdlib.h>

#define ATTR_SHORTCUT_ID 0x01010528
#define ATTR_SHORT_LABEL 0x01010529
#define ATTR_LONG_LABEL 0x0101052A
#define ATTR_ACCOUNT_TYPE 0x0101028F

/* Of the file's oddities that alone counts which keeps it from being read whole. */
struct named {
	struct anomalies anomalies; /* of the binary XML */
	struct manifest *m;
	const char *path;
	struct axml xml;
};

static void read_shortcut(struct named *named);
static void read_authenticator(struct named *named);

static const struct kind {
	const char *meta_data, *element;
	int depth; /* of the element */
	void (*read)(struct named *named);
} kinds[MANIFEST_NAMED] = {
	[MANIFEST_SHORTCUTS] = {"android.app.shortcuts", "shortcut", 2, read_shortcut},
	[MANIFEST_AUTHENTICATORS] = {"android.accounts.AccountAuthenticator", "account-authenticator", 1, read_authenticator},
};

static void translate(struct anomalies *self, const struct anomaly *anomaly)
{
	const struct named *named = (const struct named *)self;

	if (anomaly->effect == EFFECT_UNREAD)
		anomaly_report(named->m->anomalies, anomaly->id, anomaly->path, anomaly->offset, "%s", anomaly->detail);
}

void manifest_note_named(struct manifest *m, const char *name)
{
	struct axml_attribute file;

	for (size_t i = 0; i < MANIFEST_NAMED; i++)
		if (strcmp(name, kinds[i].meta_data) == 0 && axml_find_id(&m->xml, ATTR_RESOURCE, &file) && axml_is_reference(file.type))
			m->component.named[i] = file.data;
}

bool manifest_add_named(struct manifest *m)
{
	const bool is_asked[MANIFEST_NAMED] = {[MANIFEST_SHORTCUTS] = m->component.is_launcher,
					       [MANIFEST_AUTHENTICATORS] = strcmp(m->component.row.kind, "service") == 0};

	for (size_t i = 0; i < MANIFEST_NAMED; i++)
		if (is_asked[i] && m->component.named[i] != 0 &&
		    !apk_files_add(&m->arsc, m->component.named[i], &(struct apk_file){.component = NULL}, m->arena, &m->named[i]))
			m->stopped = true;
	return !m->stopped;
}

/* Of several configurations of a file most have the same. */
static bool read_label(struct named *named, const char *kind, const char *id, uint32_t attribute)
{
	struct manifest *m = named->m;
	struct axml_attribute label;
	const char *key;

	if (!axml_find_id(&named->xml, attribute, &label) || !axml_is_reference(label.type) || label.data == 0)
		return false;
	key = arena_printf(m->arena, "%s %08x %s", kind, (unsigned)label.data, id);
	m->stopped |= key == NULL;
	if (!m->stopped && !manifest_seen(m, SEEN_NAMED, key))
		manifest_follow_label(m, kind, id, label.data);
	return !m->stopped;
}

static void read_shortcut(struct named *named)
{
	struct axml_attribute attribute;
	bool no_memory = false;
	const char *id;

	if (!axml_find_id(&named->xml, ATTR_SHORTCUT_ID, &attribute) || attribute.type != AXML_TYPE_STRING)
		return;
	id = string_pool_text(&named->xml.strings, attribute.data, named->m->arena, &no_memory);
	named->m->stopped |= no_memory;
	if (id != NULL && *id != '\0' && read_label(named, "shortcut", id, ATTR_SHORT_LABEL))
		read_label(named, "shortcut-long", id, ATTR_LONG_LABEL);
}

/* NULL where it is not known here. */
static const char *account_type(struct named *named, const struct axml_attribute *attribute)
{
	struct manifest *m = named->m;
	enum arsc_variance variance;
	struct arsc_value value;

	if (attribute->type == AXML_TYPE_STRING)
		return string_pool_text(&named->xml.strings, attribute->data, m->arena, &m->stopped);
	if (!axml_is_reference(attribute->type) || !arsc_resolve(&m->arsc, attribute->data, &value, &variance))
		return NULL;
	if (variance != ARSC_SAME)
		anomaly_report(m->anomalies, ANOMALY_MANIFEST_CONFIG_DEPENDENT_VALUE, named->path, ANOMALY_NO_OFFSET,
			       "attribute %08x takes resource %08x, which has several values", ATTR_ACCOUNT_TYPE, attribute->data);
	return value.type == AXML_TYPE_STRING ? manifest_string(m, &value, true) : NULL;
}

static void read_authenticator(struct named *named)
{
	struct fact_account_authenticator row = fact_account_authenticator_row();
	struct axml_attribute attribute;

	if (!axml_find_id(&named->xml, ATTR_ACCOUNT_TYPE, &attribute))
		return;
	row.path = named->path;
	row.account_type = account_type(named, &attribute);
	if (manifest_emit(named->m, FACT_TABLE_account_authenticator, &row))
		read_label(named, "account", text_or_empty(row.account_type), ATTR_LABEL);
}

static void read(struct named *named, const struct kind *kind, struct span bytes)
{
	enum axml_event event;

	if (!axml_open(&named->xml, bytes, named->m->limits, named->path, &named->anomalies))
		return;
	named->xml.refs = arsc_refs(&named->m->arsc);
	while (!named->m->stopped && (event = axml_next(&named->xml)) != AXML_DOCUMENT_END && event != AXML_BAD)
		if (event == AXML_START && named->xml.depth == kind->depth && axml_element_is(&named->xml, kind->element))
			kind->read(named);
}

static bool read_files(struct manifest *m, const struct kind *kind, const struct apk_files *files)
{
	for (size_t i = 0; i < files->num && m->files != NULL && manifest_has_room(m); i++) {
		struct named named = {.anomalies.report = translate, .m = m, .path = files->files[i].path};
		uint8_t *data = NULL;
		size_t len = 0;

		if (!m->files->read(m->files->owner, named.path, &data, &len, m->err)) {
			m->stopped = true;
			return false;
		}
		if (data != NULL)
			read(&named, kind, span_of(data, len));
		free(data);
	}
	return !m->stopped;
}

bool manifest_read_named(struct manifest *m)
{
	for (size_t i = 0; i < MANIFEST_NAMED; i++)
		if (!read_files(m, &kinds[i], &m->named[i]))
			return false;
	return !m->stopped;
}
