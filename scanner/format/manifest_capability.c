/*
 * manifest_capability - read what accessibility services, device administrators and cards by NFC may do, in the files that their meta-data names.
 *
 *   <accessibility-service canRetrieveWindowContent="bool" canPerformGestures="bool" ... packageNames="text, text" accessibilityEventTypes="flags">
 *
 *   <device-admin>
 *     <uses-policies>
 *       <wipe-data /> ...
 *
 *   <host-apdu-service>, <offhost-apdu-service>
 *     <aid-group category="payment">
 *       <aid-filter name="hex digits" />, <aid-prefix-filter>, <aid-suffix-filter> ...
 *
 * What a service listens to, and the AIDs of a card, the app may change as it runs (setServiceInfo, registerAidsForService): what is written keeps
 * nobody from more, but says whom the service is for. A value that is a resource may be true.
 *
 * source   AOSP AccessibilityServiceInfo, AbstractAccessibilityServiceConnection.wantsEventLocked, DeviceAdminInfo and ApduServiceInfo (Android 14)
 */
#include "format/manifest_parts.h"

#include "bytes/text.h"

#include <ctype.h>

#define EVERY_APP "*"
#define BLANKS " \t\n\v\f\r"

static const uint32_t of_services[] = {
	ATTR_CAN_RETRIEVE_WINDOW_CONTENT, ATTR_CAN_REQUEST_TOUCH_EXPLORATION_MODE, ATTR_CAN_REQUEST_FILTER_KEY_EVENTS,
	ATTR_CAN_CONTROL_MAGNIFICATION, ATTR_CAN_PERFORM_GESTURES, ATTR_CAN_REQUEST_FINGERPRINT_GESTURES,
	ATTR_CAN_TAKE_SCREENSHOT, ATTR_IS_ACCESSIBILITY_TOOL,
};

/* Of the types of events those that tell what users enter and are told. */
static const struct event_type {
	uint32_t bit;
	const char *name;
} event_types[] = {{0x10, "typeViewTextChanged"}, {0x40, "typeNotificationStateChanged"}};

static const char *const policies[] = {"limit-password", "watch-login", "reset-password", "force-lock", "wipe-data", "set-global-proxy",
				       "expire-password", "encrypted-storage", "disable-camera", "disable-keyguard-features"};

/* Elements with an AID, and what stands behind it on the phone. */
static const struct filter {
	const char *element, *end;
} filters[] = {{"aid-filter", ""}, {"aid-prefix-filter", "*"}, {"aid-suffix-filter", "#"}};

/* Of several configurations of a file most have the same. value: NULL for none. */
static void add(struct manifest_file *file, const char *name, const char *value)
{
	struct manifest *m = file->m;
	struct fact_capability row = fact_capability_row();
	const char *key = arena_printf(m->arena, "%s %s %s", file->file->component, name, text_or_empty(value));

	m->stopped |= key == NULL;
	if (m->stopped || manifest_seen(m, SEEN_CAPABILITY, key))
		return;
	row.path = file->file->path;
	row.component = file->file->component;
	row.name = name;
	row.value = value;
	manifest_emit(m, FACT_TABLE_capability, &row);
}

/* Of the attribute, where the element has it; NULL where it is not known here. */
static const char *text_of(struct manifest_file *file, uint32_t id)
{
	struct axml_attribute attribute;
	const char *text = axml_find_id(&file->xml, id, &attribute) ? manifest_file_text(file, &attribute) : NULL;

	return text != NULL && manifest_file_has_room(file, text) ? text : NULL;
}

/* String.split by "\\s*,\\s*"; empty names at the end are none, and a list without any name is as none. */
static void read_packages(struct manifest_file *file)
{
	const char *attribute = android_attribute_name(ATTR_PACKAGE_NAMES), *list = text_of(file, ATTR_PACKAGE_NAMES);
	size_t num = 0;

	for (const char *at = text_or_empty(list); *at != '\0' && !file->m->stopped; at += strspn(at, BLANKS ",")) {
		size_t len = strcspn(at, ","), name_len = len;
		const char *name;

		while (name_len > 0 && strchr(BLANKS, at[name_len - 1]) != NULL)
			name_len--;
		name = arena_printf(file->m->arena, "%.*s", (int)name_len, at);
		file->m->stopped |= name == NULL;
		if (name_len > 0)
			add(file, attribute, name);
		num += name_len > 0;
		at += len;
	}
	if (list == NULL || (num == 0 && strchr(list, ',') != NULL))
		add(file, attribute, EVERY_APP);
}

static void read_service(struct manifest_file *file)
{
	struct axml_attribute value;

	for (size_t i = 0; i < sizeof of_services / sizeof of_services[0] && !file->m->stopped; i++)
		if (axml_find_id(&file->xml, of_services[i], &value) && (axml_is_int(value.type) ? value.data != 0 : value.type != AXML_TYPE_NULL))
			add(file, android_attribute_name(of_services[i]), NULL);
	for (size_t i = 0; i < sizeof event_types / sizeof event_types[0] && !file->m->stopped; i++)
		if (axml_find_id(&file->xml, ATTR_ACCESSIBILITY_EVENT_TYPES, &value) &&
		    (axml_is_int(value.type) ? (value.data & event_types[i].bit) != 0 : value.type != AXML_TYPE_NULL))
			add(file, event_types[i].name, NULL);
	read_packages(file);
}

/* The phone goes by the names alone, however deep they stand. */
static void read_policy(struct manifest_file *file)
{
	for (size_t i = 0; i < sizeof policies / sizeof policies[0] && !file->m->stopped; i++)
		if (axml_element_is(&file->xml, policies[i]))
			add(file, policies[i], NULL);
}

/* A phone takes none that does not begin with digits: "*" alone is no prefix. */
static void read_aid(struct manifest_file *file, const char *end)
{
	const char *aid = text_of(file, ATTR_NAME);
	char *value = arena_printf(file->m->arena, "%s%s", text_or_empty(aid), end);

	file->m->stopped |= value == NULL;
	if (value == NULL || !isxdigit((unsigned char)*value))
		return;
	for (char *at = value; *at != '\0'; at++)
		*at = (char)toupper((unsigned char)*at);
	add(file, filters[0].element, value);
}

/* The same of a card: within which group does not matter here. */
static void read_card(struct manifest_file *file)
{
	const char *category = axml_element_is(&file->xml, "aid-group") ? text_of(file, ATTR_CATEGORY) : NULL;

	if (category != NULL && strcmp(category, "payment") == 0)
		add(file, category, NULL);
	for (size_t i = 0; i < sizeof filters / sizeof filters[0] && !file->m->stopped; i++)
		if (axml_element_is(&file->xml, filters[i].element))
			read_aid(file, filters[i].end);
}

void manifest_read_capabilities(struct manifest_file *file)
{
	enum axml_event event;
	int uses_policies = 0; /* the depth of that element; 0: outside */
	bool is_card = false;

	while (!file->m->stopped && manifest_file_has_room(file, NULL) && (event = axml_next(&file->xml)) != AXML_DOCUMENT_END && event != AXML_BAD) {
		if (event == AXML_END && file->xml.depth <= uses_policies)
			uses_policies = 0;
		if (event != AXML_START)
			continue;
		if (file->xml.depth == 1 && axml_element_is(&file->xml, "accessibility-service"))
			read_service(file);
		if (file->xml.depth == 1) {
			is_card = axml_element_is(&file->xml, "host-apdu-service") || axml_element_is(&file->xml, "offhost-apdu-service");
			if (!is_card && !axml_element_is(&file->xml, "device-admin"))
				return;
		}
		if (is_card)
			read_card(file);
		else if (uses_policies > 0)
			read_policy(file);
		else if (axml_element_is(&file->xml, "uses-policies"))
			uses_policies = file->xml.depth;
	}
}
