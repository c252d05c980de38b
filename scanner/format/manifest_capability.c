/*
 * manifest_capability - read what accessibility services and device administrators may do, in the files that their meta-data names.
 *
 *   <accessibility-service canRetrieveWindowContent="bool" canPerformGestures="bool" ...>
 *
 *   <device-admin>
 *     <uses-policies>
 *       <wipe-data /> ...
 *
 * What a service listens to it may change as it runs, so that is no capability. A value that is a resource may be true.
 *
 * source   AOSP AccessibilityServiceInfo and DeviceAdminInfo (Android 14)
 */
#include "format/manifest_parts.h"

static const uint32_t of_services[] = {
	ATTR_CAN_RETRIEVE_WINDOW_CONTENT, ATTR_CAN_REQUEST_TOUCH_EXPLORATION_MODE, ATTR_CAN_REQUEST_FILTER_KEY_EVENTS,
	ATTR_CAN_CONTROL_MAGNIFICATION, ATTR_CAN_PERFORM_GESTURES, ATTR_CAN_REQUEST_FINGERPRINT_GESTURES,
	ATTR_CAN_TAKE_SCREENSHOT, ATTR_IS_ACCESSIBILITY_TOOL,
};

static const char *const policies[] = {"limit-password", "watch-login", "reset-password", "force-lock", "wipe-data", "set-global-proxy",
				       "expire-password", "encrypted-storage", "disable-camera", "disable-keyguard-features"};

/* Of several configurations of a file most have the same. */
static void add(struct manifest_file *file, const char *name)
{
	struct manifest *m = file->m;
	struct fact_capability row = fact_capability_row();
	const char *key = arena_printf(m->arena, "%s %s", file->file->component, name);

	m->stopped |= key == NULL;
	if (m->stopped || manifest_seen(m, SEEN_CAPABILITY, key))
		return;
	row.path = file->file->path;
	row.component = file->file->component;
	row.name = name;
	manifest_emit(m, FACT_TABLE_capability, &row);
}

static void read_service(struct manifest_file *file)
{
	struct axml_attribute value;

	for (size_t i = 0; i < sizeof of_services / sizeof of_services[0] && !file->m->stopped; i++)
		if (axml_find_id(&file->xml, of_services[i], &value) && (axml_is_int(value.type) ? value.data != 0 : value.type != AXML_TYPE_NULL))
			add(file, android_attribute_name(of_services[i]));
}

/* The phone goes by the names alone, however deep they stand. */
static void read_policy(struct manifest_file *file)
{
	for (size_t i = 0; i < sizeof policies / sizeof policies[0] && !file->m->stopped; i++)
		if (axml_element_is(&file->xml, policies[i]))
			add(file, policies[i]);
}

void manifest_read_capabilities(struct manifest_file *file)
{
	enum axml_event event;
	int uses_policies = 0; /* the depth of that element; 0: outside */

	while (!file->m->stopped && (event = axml_next(&file->xml)) != AXML_DOCUMENT_END && event != AXML_BAD) {
		if (event == AXML_END && file->xml.depth <= uses_policies)
			uses_policies = 0;
		if (event != AXML_START)
			continue;
		if (file->xml.depth == 1 && axml_element_is(&file->xml, "accessibility-service"))
			read_service(file);
		if (file->xml.depth == 1 && !axml_element_is(&file->xml, "device-admin"))
			return;
		if (uses_policies > 0)
			read_policy(file);
		else if (axml_element_is(&file->xml, "uses-policies"))
			uses_policies = file->xml.depth;
	}
}
