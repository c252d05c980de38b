/*
 * manifest_named - read the files that meta-data of components names: the labels of shortcuts that entries on the home screen have, the types of accounts of services,
 * and what accessibility services, device administrators and cards by NFC may do.
 *
 *   <shortcuts>
 *     <shortcut shortcutId="text" shortcutShortLabel="@resource" shortcutLongLabel="@resource"> ...
 *
 *   <account-authenticator accountType="text or @resource" label="@resource"> ...
 *
 * A file is named by the number of its resource, be that written as a resource or as a value that is a number.
 * A phone does without a shortcut whose id or short label is of another type, and without what a file has that it cannot parse.
 *
 * source   AOSP ParsingPackageUtils.parseMetaData, PackageItemInfo.loadXmlMetaData, ShortcutParser.parseShortcutsOneFile and
 *          parseShortcutAttributes, AccountAuthenticatorCache.parseServiceAttributes (Android 14)
 */
#include "format/manifest_parts.h"

#include "bytes/text.h"


static void read_shortcuts(struct manifest_file *file);
static void read_authenticators(struct manifest_file *file);

static const struct kind {
	const char *meta_data;
	void (*read)(struct manifest_file *file);
} kinds[MANIFEST_NAMED] = {
	[MANIFEST_SHORTCUTS] = {"android.app.shortcuts", read_shortcuts},
	[MANIFEST_AUTHENTICATORS] = {"android.accounts.AccountAuthenticator", read_authenticators},
	[MANIFEST_ACCESSIBILITY] = {"android.accessibilityservice", manifest_read_capabilities},
	[MANIFEST_ADMINISTRATORS] = {"android.app.device_admin", manifest_read_capabilities},
	[MANIFEST_HOST_CARDS] = {"android.nfc.cardemulation.host_apdu_service", manifest_read_capabilities},
	[MANIFEST_OFF_HOST_CARDS] = {"android.nfc.cardemulation.off_host_apdu_service", manifest_read_capabilities},
};

uint32_t manifest_meta_data_attribute(const struct manifest *m)
{
	struct axml_attribute resource;

	return axml_find_id(&m->xml, ATTR_RESOURCE, &resource) && axml_is_reference(resource.type) && resource.data != 0 ? ATTR_RESOURCE : ATTR_VALUE;
}

/* The meta-data at hand. */
static struct manifest_leading leading_of(const struct manifest *m)
{
	uint32_t id = manifest_meta_data_attribute(m);
	struct axml_attribute attribute;

	if (!axml_find_id(&m->xml, id, &attribute) || !(axml_is_reference(attribute.type) || axml_is_number(attribute.type)))
		return (struct manifest_leading){.resource = 0};
	return (struct manifest_leading){.resource = attribute.data, .by_number = id == ATTR_VALUE && axml_is_reference(attribute.type)};
}

void manifest_note_named(struct manifest *m, const char *name)
{
	for (size_t i = 0; i < MANIFEST_NAMED; i++)
		if (strcmp(name, kinds[i].meta_data) == 0)
			m->component.named[i] = leading_of(m);
}

bool manifest_add_named(struct manifest *m)
{
	for (size_t i = 0; i < MANIFEST_NAMED; i++) {
		const struct manifest_leading *leading = &m->component.named[i];
		bool is_of_capabilities = kinds[i].read == manifest_read_capabilities;
		const struct apk_file like = {.component = is_of_capabilities ? m->component.row.name : NULL};
		bool is_asked = is_of_capabilities || (i == MANIFEST_SHORTCUTS ? m->component.is_launcher : strcmp(m->component.row.kind, "service") == 0);

		if (is_asked && leading->resource != 0 &&
		    !(leading->by_number ? apk_files_add_numbered : apk_files_add)(&m->arsc, leading->resource, &like, m->arena, &m->named[i]))
			m->stopped = true;
	}
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
		manifest_follow_label(m, file->file->path, kind, id, label.data);
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

static void read_authenticator(struct manifest_file *file)
{
	struct fact_account_authenticator row = fact_account_authenticator_row();
	struct axml_attribute attribute;

	if (!axml_find_id(&file->xml, ATTR_ACCOUNT_TYPE, &attribute))
		return;
	row.path = file->file->path;
	row.account_type = manifest_file_text(file, &attribute);
	if (manifest_file_has_room(file, row.account_type) && manifest_emit(file->m, FACT_TABLE_account_authenticator, &row))
		read_label(file, "account", text_or_empty(row.account_type), ATTR_LABEL);
}

static void read_elements(struct manifest_file *file, const char *element, int depth, void (*read_one)(struct manifest_file *file))
{
	enum axml_event event;

	while (!file->m->stopped && manifest_file_has_room(file, NULL) && (event = axml_next(&file->xml)) != AXML_DOCUMENT_END && event != AXML_BAD)
		if (event == AXML_START && file->xml.depth == depth && axml_element_is(&file->xml, element))
			read_one(file);
}

static void read_shortcuts(struct manifest_file *file)
{
	read_elements(file, "shortcut", 2, read_shortcut);
}

static void read_authenticators(struct manifest_file *file)
{
	read_elements(file, "account-authenticator", 1, read_authenticator);
}

static void read(struct manifest_file *file, const void *owner)
{
	const struct kind *kind = owner;

	kind->read(file);
}

bool manifest_read_named(struct manifest *m)
{
	for (size_t i = 0; i < MANIFEST_NAMED; i++) {
		manifest_note_files(m, ATTR_RESOURCE, &m->named[i]);
		if (!manifest_each_file(m, &m->named[i], read, &kinds[i]))
			return false;
	}
	return !m->stopped;
}
