#include "harness.h"

#include "container/anomaly.h"

TEST(anomaly_titles, "every anomaly has a title in English and in Chinese and is found by its name")
{
	for (enum anomaly_id id = 0; id < ANOMALY_COUNT; id++) {
		const struct anomaly_info *info = anomaly_info(id);

		CHECK(info->title[0] != '\0' && info->title_zh[0] != '\0');
		CHECK_NUMBER(anomaly_find(info->name), id);
	}
	CHECK_NUMBER(anomaly_find("zip.no-such-thing"), -1);
}
