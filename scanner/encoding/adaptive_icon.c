#include "encoding/adaptive_icon.h"

#include "encoding/axml.h"

#define ATTR_SRC 0x01010119
#define ATTR_DRAWABLE 0x01010199

const char *const adaptive_icon_names[ADAPTIVE_ICON_LAYERS] = {"background", "foreground"};

static uint32_t resource_of(const struct axml *xml)
{
	struct axml_attribute attribute;

	if ((axml_find_id(xml, ATTR_DRAWABLE, &attribute) || axml_find_id(xml, ATTR_SRC, &attribute)) && axml_is_reference(attribute.type))
		return attribute.data;
	return 0;
}

/* Which one the element at hand is; ADAPTIVE_ICON_LAYERS: none. The last of a kind counts. */
static int begin_layer(const struct axml *xml, struct adaptive_icon *icon)
{
	int at = 0;

	while (at < ADAPTIVE_ICON_LAYERS && !axml_element_is(xml, adaptive_icon_names[at]))
		at++;
	if (at < ADAPTIVE_ICON_LAYERS)
		icon->resources[at] = 0;
	return at;
}

bool adaptive_icon_read(struct span bytes, const struct dynamic_ref *refs, const struct limits *limits, const char *path, struct adaptive_icon *icon)
{
	struct axml xml;
	enum axml_event event;
	int root, at = ADAPTIVE_ICON_LAYERS;

	*icon = (struct adaptive_icon){.resources = {0}};
	if (!axml_open(&xml, bytes, limits, path, NULL))
		return false;
	xml.refs = refs;
	while ((event = axml_next(&xml)) == AXML_OTHER)
		;
	if (event != AXML_START || !axml_element_is(&xml, "adaptive-icon"))
		return false;
	for (root = xml.depth; (event = axml_next(&xml)) != AXML_DOCUMENT_END && event != AXML_BAD;) {
		if (event == AXML_START && xml.depth == root + 1)
			at = begin_layer(&xml, icon);
		if (event == AXML_START && at < ADAPTIVE_ICON_LAYERS && icon->resources[at] == 0)
			icon->resources[at] = resource_of(&xml);
	}
	return true;
}
