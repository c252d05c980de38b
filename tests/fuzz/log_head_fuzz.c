/* Heads of the log that come back from outside. What is read as one reads the same when it is written again. */
#include "store/log_head.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	BUF_CLEANUP struct buf lines = buf_new(4096);
	struct log_head head, again;
	struct error err = {0};

	if (!log_head_parse(span_of(data, size), "head", &head, &err))
		return 0;
	log_head_write(&head, &lines);
	if (!log_head_parse(buf_span(&lines), "again", &again, &err) || again.size != head.size || again.time != head.time ||
	    again.is_signed != head.is_signed || memcmp(again.root, head.root, sizeof head.root) != 0 ||
	    memcmp(again.signature, head.signature, sizeof head.signature) != 0)
		abort();
	return 0;
}
