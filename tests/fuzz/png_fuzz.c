/* Icons: header and difference hash. */
#include "encoding/png.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct png png;

	png_read(span_of(data, size), NULL, &png);
	return 0;
}
