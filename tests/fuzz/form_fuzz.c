/* Submission forms. */
#include "judge/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct error err = {0};

	form_free(form_parse(span_of(data, size), "form.json", &err));
	return 0;
}
