#include "harness.h"

#include "bytes/text.h"
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

struct heard {
	struct anomalies anomalies; /* first */
	char detail[4096];
};

static void hear(struct anomalies *self, const struct anomaly *anomaly)
{
	snprintf(((struct heard *)self)->detail, sizeof((struct heard *)self)->detail, "%s", anomaly->detail);
}

TEST(anomaly_words, "an anomaly's words go by the number before them")
{
	struct heard heard = {.anomalies = {.report = hear}};

	anomaly_report(&heard.anomalies, ANOMALY_ZIP_TRAILING_DATA, "", 0, "%u byte{|s}", 1U);
	CHECK_TEXT(heard.detail, "1 byte");
	anomaly_report(&heard.anomalies, ANOMALY_ZIP_TRAILING_DATA, "", 0, "%u byte{|s}", 11U);
	CHECK_TEXT(heard.detail, "11 bytes");
}

TEST(anomaly_cut, "a detail that is too long is cut between two characters, wherever these begin")
{
	struct heard heard = {.anomalies = {.report = hear}};
	char name[4000];

	for (size_t i = 0; i + 3 < sizeof name; i += 3)
		memcpy(name + i, "\xE4\xB8\xAD", 3);
	name[sizeof name - 1] = '\0';
	for (int before = 0; before < 3; before++) {
		anomaly_report(&heard.anomalies, ANOMALY_ZIP_TRAILING_DATA, "", 0, "%.*s%s", before, "xx", name);
		CHECK(strlen(heard.detail) > 2000 && text_is_utf8(span_of_text(heard.detail)));
	}
}
