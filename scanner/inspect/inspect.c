#include "inspect/inspect.h"

#include <inttypes.h>

#define INSPECTOR(name) extern const struct inspector inspector_##name;
#include "inspect/inspector.def"
#undef INSPECTOR

const struct inspector *const inspectors[] = {
#define INSPECTOR(name) &inspector_##name,
#include "inspect/inspector.def"
#undef INSPECTOR
	NULL,
};

void inspect_report_points(const struct inspect_context *context, const struct zipdir_entry *entry, const struct picture *picture)
{
	if (picture->is_over)
		anomaly_report(context->anomalies, ANOMALY_LIMIT_INFLATED_BYTES, entry->path, ANOMALY_NO_OFFSET,
			       "a picture of %" PRIu32 " x %" PRIu32 " points; all icons may have %llu", picture->width, picture->height,
			       (unsigned long long)context->limits->value[LIMIT_PICTURE_POINTS]);
	if (picture->has_no_memory)
		anomaly_report(context->anomalies, ANOMALY_LIMIT_MEMORY, entry->path, ANOMALY_NO_OFFSET, "a picture of %" PRIu32 " x %" PRIu32 " points",
			       picture->width, picture->height);
}

const char *inspect_sha256(const struct inspect_entry *entry)
{
	if (entry->digest != NULL)
		pool_finish(entry->pool, entry->digest);
	return entry->sha256;
}
