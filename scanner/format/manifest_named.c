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

#define ATTR_SHORTCUT_ID 0x01010528
#define ATTR_SHORT_LABEL 0x01010529
#define ATTR_LONG_LABEL 0x0101052A
#define ATTR_ACCOUNT_TYPE 0x0101028F

static void read_shortcut(struct manifest_file *file);
static void read_authenticator(struct manifest_file *file);

static const struct kind {
	const char *meta_data, *element;
	int depth; /* of the element */
	void (*read)(struct manifest_file *file);
} kinds[MANIFEST_NAMED] = {
	[MANIFEST_SHORTCUTS] = {"android.app.shortcuts", "shortcut", 2, read_shortcut},
	[MANIFEST_AUTHENTICATORS] = {"android.accounts.AccountAuthenticator", "account-authenticator", 1, read_authenticator},
};

bool manifest_names_file(const char *name)
{
	for (size_t i = 0; i < MANIFEST_NAMED; i++)
		if (strcmp(name, kinds[i].meta_data) == 0)
			return true;
	return manifest_names_capabilities(name);
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
static bool read_label(struct manifest_file *file, const char *kind, const char *id, uint32_t attribute)
{
	struct manifest *m = file->m;
	struct axml_attribute label;
	const char *key;

	if (!axml_find_id(&file->xml, attribute, &label) || !axml_is_reference(label.type) || label.data == 0)
		return false;
	key = arena_printf(m->arena, "%s %08x %s", kind, (unsigned)label.data, id);
	m->stopped |= key == NULL;
	if (!m->stopped && !manifest_seen(m, SEEN_NAMED, key))
		manifest_follow_label(m, kind, id, label.data);
	return !m->stopped;
}

static void read_shortcut(struct manifest_file *file)
{
	struct axml_attribute attribute;
	bool no_memory = false;
	const char *id;

	if (!axml_find_id(&file->xml, ATTR_SHORTCUT_ID, &attribute) || attribute.type != AXML_TYPE_STRING)
		return;
	id = string_pool_text(&file->xml.strings, attribute.data, file->m->arena, &no_memory);
	file->m->stopped |= no_memory;
	if (id != NULL && *id != '\0' && manifest_file_has_room(file, id) && read_label(file, "shortcut", id, ATTR_SHORT_LABEL))
		read_label(file, "shortcut-long", id, ATTR_LONG_LABEL);
}

/* NULL where it is not known here. */
static const char *account_type(struct manifest_file *file, const struct axml_attribute *attribute)
{
	struct manifest *m = file->m;
	enum arsc_variance variance;
	struct arsc_value value;

	if (attribute->type == AXML_TYPE_STRING)
		return string_pool_text(&file->xml.strings, attribute->data, m->arena, &m->stopped);
	if (!axml_is_reference(attribute->type) || !arsc_resolve(&m->arsc, attribute->data, &value, &variance))
		return NULL;
	if (variance != ARSC_SAME)
		anomaly_report(m->anomalies, ANOMALY_MANIFEST_CONFIG_DEPENDENT_VALUE, file->file->path, ANOMALY_NO_OFFSET,
			       "attribute %08x takes resource %08x, which has several values", ATTR_ACCOUNT_TYPE, attribute->data);
	return value.type == AXML_TYPE_STRING ? manifest_string(m, &value, true) : NULL;
}

static void read_authenticator(struct manifest_file *file)
{
	struct fact_account_authenticator row = fact_account_authenticator_row();
	struct axml_attribute attribute;

	if (!axml_find_id(&file->xml, ATTR_ACCOUNT_TYPE, &attribute))
		return;
	row.path = file->file->path;
	row.account_type = account_type(file, &attribute);
	if (manifest_file_has_room(file, row.account_type) && manifest_emit(file->m, FACT_TABLE_account_authenticator, &row))
		read_label(file, "account", text_or_empty(row.account_type), ATTR_LABEL);
}

static void read(struct manifest_file *file, const void *owner)
{
	const struct kind *kind = owner;
	enum axml_event event;

	while (!file->m->stopped && manifest_file_has_room(file, NULL) && (event = axml_next(&file->xml)) != AXML_DOCUMENT_END && event != AXML_BAD)
		if (event == AXML_START && file->xml.depth == kind->depth && axml_element_is(&file->xml, kind->element))
			kind->read(file);
}

bool manifest_read_named(struct manifest *m)
{
	for (size_t i = 0; i < MANIFEST_NAMED; i++)
		if (!manifest_each_file(m, &m->named[i], read, &kinds[i]))
			return false;
	return !m->stopped;
}
