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

const char *writer_names(void)
{
	static const char names[] =
#define WRITER(name) " " #name
#include "report/writer.def"
#undef WRITER
		;

	return names + 1;
}
