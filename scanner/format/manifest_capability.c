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

#include <stdlib.h>

static const struct {
	uint32_t attribute;
	const char *name;
} of_services[] = {
	{0x01010385, "canRetrieveWindowContent"}, {0x010103D7, "canRequestTouchExplorationMode"}, {0x010103D9, "canRequestFilterKeyEvents"},
	{0x01010507, "canControlMagnification"}, {0x0101050D, "canPerformGestures"}, {0x0101054D, "canRequestFingerprintGestures"},
	{0x0101060F, "canTakeScreenshot"}, {0x01010641, "isAccessibilityTool"},
};

static const char *const policies[] = {"limit-password", "watch-login", "reset-password", "force-lock", "wipe-data", "set-global-proxy",
				       "expire-password", "encrypted-storage", "disable-camera", "disable-keyguard-features"};

/* Of the file's oddities that alone counts which keeps it from being read whole. */
struct capabilities {
	struct anomalies anomalies; /* of the binary XML */
	struct manifest *m;
	const struct apk_file *file;
	struct axml xml;
};

static void translate(struct anomalies *self, const struct anomaly *anomaly)
{
	const struct capabilities *c = (const struct capabilities *)self;

	if (anomaly->effect == EFFECT_UNREAD)
		anomaly_report(c->m->anomalies, anomaly->id, anomaly->path, anomaly->offset, "%s", anomaly->detail);
}

bool manifest_note_capabilities(struct manifest *m, const char *component, const char *name)
{
	const struct apk_file like = {.component = component};
	struct axml_attribute file;

	if (*component == '\0' || (strcmp(name, "android.accessibilityservice") != 0 && strcmp(name, "android.app.device_admin") != 0))
		return !m->stopped;
	if (axml_find_id(&m->xml, ATTR_RESOURCE, &file) && axml_is_reference(file.type) &&
	    !apk_files_add(&m->arsc, file.data, &like, m->arena, &m->capabilities))
		m->stopped = true;
	return !m->stopped;
}

/* Of several configurations of a file most have the same. */
static void add(struct capabilities *c, const char *name)
{
	struct manifest *m = c->m;
	struct fact_capability row = fact_capability_row();
	const char *key = arena_printf(m->arena, "%s %s", c->file->component, name);

	m->stopped |= key == NULL;
	if (m->stopped || manifest_seen(m, SEEN_CAPABILITY, key))
		return;
	row.path = c->file->path;
	row.component = c->file->component;
	row.name = name;
	manifest_emit(m, FACT_TABLE_capability, &row);
}

static void read_service(struct capabilities *c)
{
	struct axml_attribute value;

	for (size_t i = 0; i < sizeof of_services / sizeof of_services[0] && !c->m->stopped; i++)
		if (axml_find_id(&c->xml, of_services[i].attribute, &value) && (axml_is_int(value.type) ? value.data != 0 : value.type != AXML_TYPE_NULL))
			add(c, of_services[i].name);
}

/* The phone goes by the names alone, however deep they stand. */
static void read_policy(struct capabilities *c)
{
	for (size_t i = 0; i < sizeof policies / sizeof policies[0] && !c->m->stopped; i++)
		if (axml_element_is(&c->xml, policies[i]))
			add(c, policies[i]);
}

static void read(struct capabilities *c, struct span bytes)
{
	enum axml_event event;
	int uses_policies = 0; /* the depth of that element; 0: outside */

	if (!axml_open(&c->xml, bytes, c->m->limits, c->file->path, &c->anomalies))
		return;
	c->xml.refs = arsc_refs(&c->m->arsc);
	while (!c->m->stopped && (event = axml_next(&c->xml)) != AXML_DOCUMENT_END && event != AXML_BAD) {
		if (event == AXML_END && c->xml.depth <= uses_policies)
			uses_policies = 0;
		if (event != AXML_START)
			continue;
		if (c->xml.depth == 1 && axml_element_is(&c->xml, "accessibility-service"))
			read_service(c);
		if (c->xml.depth == 1 && !axml_element_is(&c->xml, "device-admin"))
			return;
		if (uses_policies > 0)
			read_policy(c);
		else if (axml_element_is(&c->xml, "uses-policies"))
			uses_policies = c->xml.depth;
	}
}

bool manifest_read_capabilities(struct manifest *m)
{
	uint64_t most = m->limits->value[LIMIT_MANIFEST_SIZE], total = 0;

	for (size_t i = 0; i < m->capabilities.num && m->files != NULL && !m->stopped; i++) {
		struct capabilities capabilities = {.anomalies.report = translate, .m = m, .file = &m->capabilities.files[i]};
		uint8_t *data = NULL;
		size_t len = 0;

		if (total > most) {
			anomaly_report(m->anomalies, ANOMALY_LIMIT_ENTRY_SIZE, capabilities.file->path, ANOMALY_NO_OFFSET,
				       "files that say what services may do of more than %llu bytes", (unsigned long long)most);
			break;
		}
		if (!m->files->read(m->files->owner, capabilities.file->path, &data, &len, m->err)) {
			m->stopped = true;
			return false;
		}
		total += len;
		if (data != NULL)
			read(&capabilities, span_of(data, len));
		free(data);
	}
	return !m->stopped;
}
