#include "inspect/inspect.h"

#define INSPECTOR(name) extern const struct inspector inspector_##name;
#include "inspect/inspector.def"
#undef INSPECTOR

const struct inspector *const inspectors[] = {
#define INSPECTOR(name) &inspector_##name,
#include "inspect/inspector.def"
#undef INSPECTOR
	NULL,
};

const char *inspect_sha256(const struct inspect_entry *entry)
{
	if (entry->digest != NULL)
		pool_finish(entry->pool, entry->digest);
	return entry->sha256;
}
