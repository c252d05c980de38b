/* Drawables of icons: what they draw, and what they take. */
#include "encoding/drawable.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct limits limits = limits_default();
	struct drawable drawable;

	drawable_read(span_of(data, size), &dynamic_ref_ordinary, false, &limits, "drawable.xml", &drawable);
	for (size_t i = 0; i < DRAWABLE_PARTS; i++)
		if (drawable.parts[i].own > DRAWABLE_SEEN || drawable.parts[i].num_references > DRAWABLE_REFERENCES)
			abort();
	return 0;
}
