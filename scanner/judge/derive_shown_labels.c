/*
 * derive_shown_labels - derive which of the labels that base and splits have together phones show.
 *
 * Of one table the reader has said it, by all qualifiers of its configurations.
 */
#include "judge/derive.h"

#include "bytes/text.h"

#include <stdlib.h>

/* Labels of one thing stand together. */
static int compare(const void *a, const void *b)
{
	const struct fact_label *x = *(struct fact_label *const *)a, *y = *(struct fact_label *const *)b;
	int order = (x->package > y->package) - (x->package < y->package);

	if (order == 0)
		order = text_compare_null_last(x->component, y->component);
	if (order == 0)
		order = text_compare_null_last(x->kind, y->kind);
	return order != 0 ? order : (x->intent_filter > y->intent_filter) - (x->intent_filter < y->intent_filter);
}

/* The nearer language is shown, and of one language what has other qualifiers that are the phone's. 0: none of them. */
static int rank_in_chinese(const struct fact_label *label)
{
	static const char *const nearness[] = {"default", "region", "language", "exact"};

	int rank = label->chinese == NULL ? -1 : text_among(nearness, sizeof nearness / sizeof *nearness, label->chinese);

	return rank < 0 ? 0 : 2 * rank + 1 + (label->configuration != NULL);
}

static int rank_in_none(const struct fact_label *label)
{
	return label->shown == 1 ? 1 + (label->configuration != NULL) : 0;
}

/* Its path is in the split. */
static bool is_of_split(const struct fact_label *label)
{
	return strchr(label->path, '!') != NULL;
}

/* Of labels of one thing those that rank highest are shown: a split's only where it is better than what the manifest's own table has. */
static void choose(struct fact_label **labels, size_t num, int (*rank)(const struct fact_label *), void (*hide)(struct fact_label *))
{
	int best = 0;
	bool is_split = false;

	for (size_t i = 0; i < num; i++)
		if (rank(labels[i]) > best || (is_split && rank(labels[i]) == best && !is_of_split(labels[i]))) {
			best = rank(labels[i]);
			is_split = is_of_split(labels[i]);
		}
	for (size_t i = 0; i < num; i++)
		if (rank(labels[i]) < best || is_of_split(labels[i]) != is_split)
			hide(labels[i]);
}

static void hide_in_chinese(struct fact_label *label)
{
	label->chinese = NULL;
}

static void hide_in_none(struct fact_label *label)
{
	label->shown = FACT_ABSENT;
}

bool derive_shown_labels(struct reading *facts, struct arena *arena)
{
	size_t num = reading_num(facts, label);
	struct fact_label **labels = arena_array(arena, num + 1, sizeof *labels);

	if (labels == NULL)
		return false;
	memcpy(labels, reading_rows(facts, label), num * sizeof *labels);
	qsort(labels, num, sizeof *labels, compare);
	for (size_t i = 0, end; i < num; i = end) {
		for (end = i + 1; end < num && compare(&labels[i], &labels[end]) == 0;)
			end++;
		choose(labels + i, end - i, rank_in_chinese, hide_in_chinese);
		choose(labels + i, end - i, rank_in_none, hide_in_none);
	}
	return true;
}
