#include "format/apk_table.h"

#include "container/zipdir.h"

#define FIRST_MAPPED_TARGET 30
#define ALIGNMENT 4

void apk_table_check(const char *path, int64_t method, uint64_t offset, int64_t target, struct anomalies *anomalies)
{
	if (target < FIRST_MAPPED_TARGET) /* or none */
		return;
	if (method == ZIPDIR_DEFLATED)
		anomaly_report(anomalies, ANOMALY_ARSC_COMPRESSED, path, ANOMALY_NO_OFFSET, "target %lld",
			       (long long)target);
	else if (offset % ALIGNMENT != 0)
		anomaly_report(anomalies, ANOMALY_ARSC_MISALIGNED, path, ANOMALY_NO_OFFSET,
			       "its data is at %llu, no multiple of 4; Android 11 and later refuse it for target %lld",
			       (unsigned long long)offset, (long long)target);
}
