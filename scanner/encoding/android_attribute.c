#include "encoding/android_attribute.h"

const char *android_attribute_name(uint32_t id)
{
	switch (id) {
#define ANDROID_ATTRIBUTE(symbol, id, name) case id: return name;
#include "encoding/android_attribute.def"
#undef ANDROID_ATTRIBUTE
	default:
		return "attribute";
	}
}
