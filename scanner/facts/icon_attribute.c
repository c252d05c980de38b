#include "facts/icon_attribute.h"

#include "encoding/android_attribute.h"

#define ICON_ATTRIBUTE(symbol, ...) [ICON_ATTRIBUTE_##symbol] = {__VA_ARGS__},
const struct icon_attribute icon_attributes[ICON_ATTRIBUTES] = {
#include "facts/icon_attribute.def"
};
#undef ICON_ATTRIBUTE

const struct icon_attribute *icon_attribute_of(uint32_t id)
{
	for (size_t i = 0; i < ICON_ATTRIBUTES; i++)
		if (icon_attributes[i].id == id)
			return &icon_attributes[i];
	return NULL;
}
