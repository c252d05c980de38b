/* Icons: header and difference hash. */
#include "encoding/picture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct picture picture;

	picture_read(span_of(data, size), NULL, &picture);
	return 0;
}
