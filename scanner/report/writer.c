/*
 * writer - find a writer by its name.
 */
#include "report/report.h"

#include <string.h>

#define WRITER(name) extern const struct writer writer_##name;
#include "report/writer.def"
#undef WRITER

static const struct writer *const writers[] = {
#define WRITER(name) &writer_##name,
#include "report/writer.def"
#undef WRITER
};

const struct writer *writer_find(const char *name)
{
	for (size_t i = 0; i < sizeof writers / sizeof writers[0]; i++)
		if (strcmp(writers[i]->name, name) == 0)
			return writers[i];
	return NULL;
}

void writer_names(char out[WRITER_NAMES_LEN], bool with_pages)
{
	size_t len = 0;

	out[0] = '\0';
	for (size_t i = 0; i < sizeof writers / sizeof writers[0] && len < WRITER_NAMES_LEN; i++)
		if (with_pages || writers[i]->write != NULL)
			len += (size_t)snprintf(out + len, WRITER_NAMES_LEN - len, "%s%s", len > 0 ? " " : "", writers[i]->name);
}

bool report_print(const struct report_options *options, const struct buf *text, const struct arena *arena, struct error *err)
{
	if (text->failed || arena->failed)
		return error_memory(err);
	return (fwrite(text->data, 1, text->len, options->out) == text->len && fflush(options->out) == 0) ||
	       error_errno(err, "cannot write the report");
}
