#include "sandbox/ask.h"

static bool is_whole(const struct reading *answer)
{
	for (size_t i = 0; i < reading_num(answer, anomaly); i++)
		if (strcmp(reading_rows(answer, anomaly)[i]->effect, "unread") == 0)
			return false;
	return true;
}

bool sandbox_ask(struct sandbox *sandbox, int fd, const struct format_options *options, const uint32_t *ids, size_t num_ids,
		 struct reading *reading, struct error *err)
{
	struct format_options asking = *options;
	READING_CLEANUP struct reading *answer = NULL;

	asking.num_asked = num_ids < FORMAT_ASKED_MAX ? num_ids : FORMAT_ASKED_MAX;
	memcpy(asking.asked, ids, asking.num_asked * sizeof *ids);
	answer = sandbox_read(sandbox, fd, &asking, err);
	if (answer == NULL)
		return false;
	if (is_whole(answer) && !reading_add_some(reading, answer, FACT_TABLE_split_value, 0, reading_num(answer, split_value), 0))
		return error_memory(err);
	reading_sort(reading);
	return true;
}
