#include "judge/finding_merge.h"

#include "bytes/text.h"

#include <stdio.h>

#define DETAIL_MAX ((size_t)4096)

struct finding *finding_same(struct judgement *judgement, size_t first, const char *key)
{
	for (size_t i = first; i < judgement->num_findings; i++)
		if (strcmp(judgement->findings[i].key, key) == 0)
			return &judgement->findings[i];
	return NULL;
}

/* What the row says besides: its detail, its place, or both; empty: nothing. Its length, also where that is more than there is room for. */
static size_t besides(const struct finding *finding, const struct finding_row *row, char text[DETAIL_MAX + 1])
{
	const char *detail = row->detail, *path = row->path;
	bool same_path = path == NULL || *path == '\0' || text_compare(path, finding->path) == 0;
	bool same_detail = detail == NULL || *detail == '\0' ||
			   (finding->detail != NULL && strstr(finding->detail, detail) != NULL);
	int len = same_path && same_detail ? snprintf(text, DETAIL_MAX + 1, "%s", "") :
		  same_path		   ? snprintf(text, DETAIL_MAX + 1, "%s", detail) :
		  same_detail		   ? snprintf(text, DETAIL_MAX + 1, "also %s", path) :
					     snprintf(text, DETAIL_MAX + 1, "%s (%s)", detail, path);

	return len < 0 ? DETAIL_MAX + 1 : (size_t)len;
}

/* Where the graver row was not waived, the finding was not. */
static void take_verdict(struct finding *finding, const struct finding_row *row)
{
	if (row->verdict < finding->verdict || (row->verdict == finding->verdict && row->waived <= finding->waived))
		return;
	if (row->verdict > finding->verdict || finding->waived != VERDICT_NONE) {
		finding->waived = row->waived;
		finding->waiver = row->waiver;
	}
	finding->verdict = row->verdict;
}

void finding_merge(struct arena *arena, struct finding *finding, const struct finding_row *row)
{
	const char *before = finding->detail == NULL ? "" : finding->detail;
	char text[DETAIL_MAX + 1];
	size_t len = besides(finding, row, text);

	take_verdict(finding, row);
	if (len == 0 || strstr(before, text) != NULL)
		return;
	if (finding->num_merged++ >= FINDING_MERGE_SAID || strlen(before) + len > DETAIL_MAX)
		return;
	finding->num_said++;
	finding->detail = arena_printf(arena, "%s%s%s", before, *before == '\0' ? "" : "; ", text);
}

void finding_merge_finish(struct arena *arena, struct finding *finding)
{
	if (finding->num_merged > finding->num_said)
		finding->detail = arena_printf(arena, "%s; and %zu more", finding->detail, finding->num_merged - finding->num_said);
}
