/*
 * derive_split_tree - derive whether isolated splits find those that they need.
 *
 *   base <- feature <- feature (uses-split) <- split for some configuration of it (configForSplit)
 *
 * Other splits are loaded together, and nothing asks for what they need.
 *
 * source   AOSP SplitDependencyLoader.createDependenciesFromPackage, ParsingPackageUtils.parseClusterPackage (Android 14; 8 alike)
 */
#include "judge/derive.h"

#define NOWHERE SIZE_MAX

struct tree {
	struct reading *facts;
	struct fact_package **packages;
	size_t num;
	size_t *next; /* of a feature: the package that it needs; NOWHERE: none, or none that is there */
	bool failed;
};

static size_t find(const struct tree *tree, const char *split)
{
	for (size_t i = 0; i < tree->num; i++)
		if (tree->packages[i]->split != NULL && strcmp(tree->packages[i]->split, split) == 0)
			return i;
	return NOWHERE;
}

static void add(struct tree *tree, const struct fact_package *split, const char *detail)
{
	tree->failed |= detail == NULL || !derive_anomaly(tree->facts, ANOMALY_SPLIT_DEPENDENCY, split, detail, NULL);
}

static bool is_feature(const struct fact_package *split)
{
	return split->feature_split == 1;
}

static void check_feature(struct tree *tree, size_t at)
{
	const struct fact_package *split = tree->packages[at];

	tree->next[at] = split->uses_split == NULL ? NOWHERE : find(tree, split->uses_split);
	if (split->uses_split != NULL && tree->next[at] == NOWHERE)
		add(tree, split, arena_printf(&tree->facts->arena, "it needs the split %s, and no file of the submission is that", split->uses_split));
}

static void check_config(struct tree *tree, const struct fact_package *split)
{
	const char *name = split->config_for_split;
	size_t feature = name == NULL ? NOWHERE : find(tree, name);

	if (name != NULL && feature == NOWHERE)
		add(tree, split, arena_printf(&tree->facts->arena, "it belongs to the split %s, and no file of the submission is that", name));
	else if (name != NULL && !is_feature(tree->packages[feature]))
		add(tree, split, arena_printf(&tree->facts->arena, "it belongs to the split %s, which is no feature", name));
}

/* Whoever has gone as many steps as there are files goes round. Said of one. */
static void check_circles(struct tree *tree)
{
	for (size_t i = 0; i < tree->num; i++) {
		size_t at = i;

		for (size_t steps = 0; at != NOWHERE && steps <= tree->num; steps++)
			at = tree->next[at];
		if (at != NOWHERE) {
			add(tree, tree->packages[at],
			    arena_printf(&tree->facts->arena, "the split %s needs itself, by way of others or at once", tree->packages[at]->split));
			return;
		}
	}
}

static void check(struct tree *tree, size_t at)
{
	const struct fact_package *split = tree->packages[at];

	tree->next[at] = NOWHERE;
	if (split->split != NULL && is_feature(split))
		check_feature(tree, at);
	else if (split->split != NULL)
		check_config(tree, split);
}

bool derive_split_tree(struct reading *facts, struct error *err)
{
	struct tree tree = {.facts = facts, .packages = reading_rows(facts, package), .num = reading_num(facts, package)};
	const struct fact_package *base = derive_base(facts);

	if (base == NULL || base->isolated_splits != 1 || !derive_splits_known(facts))
		return true;
	tree.next = arena_array(&facts->arena, tree.num, sizeof *tree.next);
	tree.failed = tree.next == NULL;
	for (size_t i = 0; i < tree.num && !tree.failed; i++)
		check(&tree, i);
	if (!tree.failed)
		check_circles(&tree);
	return !tree.failed || error_memory(err);
}
