#include "encoding/webp.h"

#define CHUNK 12
#define DATA 20
#define LOSSLESS 0x2F
#define ALPHA 0x10 /* of the flags, and of the last byte of a lossless image's size */

bool webp_is_opaque(struct span in)
{
	struct span chunk = span_slice(in, CHUNK, in.len), data = span_slice(in, DATA, in.len);

	if (!span_starts(in, "RIFF") || !span_starts(span_slice(in, 8, in.len), "WEBP"))
		return false;
	if (span_starts(chunk, "VP8L"))
		return data.len > 4 && data.data[0] == LOSSLESS && (data.data[4] & ALPHA) == 0;
	if (span_starts(chunk, "VP8X"))
		return data.len > 0 && (data.data[0] & ALPHA) == 0;
	return span_starts(chunk, "VP8 ");
}
