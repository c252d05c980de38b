#include "judge/catalogue_kind.h"

#include "bytes/fold.h"
#include "bytes/text.h"

#define WORDS_MAX ((size_t)1024 * 1024) /* folded; forms and catalogues have far fewer */

static const char *columns[] = {"words", "kind"};

static bool add(struct catalogue *called, const char *words, const char *kind, struct arena *arena)
{
	const char **row = called->values + called->num_rows * called->num_columns;

	row[0] = words == NULL ? NULL : fold_label(arena, words);
	row[1] = kind;
	called->num_rows += row[0] != NULL && *row[0] != '\0';
	return row[0] != NULL;
}

/* By all that its row calls it. */
static bool add_row(struct catalogue *called, const struct catalogue *catalogue, size_t row, struct arena *arena)
{
	const char *kind = catalogue_value(catalogue, row, catalogue_column(catalogue, "kind"));
	const char *aliases = catalogue_value(catalogue, row, catalogue_column(catalogue, "aliases"));

	if (!add(called, kind, kind, arena) || !add(called, catalogue_value(catalogue, row, catalogue_column(catalogue, "label")), kind, arena) ||
	    !add(called, catalogue_value(catalogue, row, catalogue_column(catalogue, "label_zh")), kind, arena))
		return false;
	while (aliases != NULL)
		if (!add(called, arena_text(arena, text_next_word(&aliases, ' ')), kind, arena))
			return false;
	return true;
}

static size_t most_words(const struct catalogue *catalogue)
{
	size_t num = 4 * catalogue->num_rows;

	for (size_t row = 0; row < catalogue->num_rows; row++)
		for (const char *at = catalogue_value(catalogue, row, catalogue_column(catalogue, "aliases")); *at != '\0'; at++)
			num += *at == ' ';
	return num;
}

bool catalogue_kind_index(struct catalogue *catalogue, struct arena *arena)
{
	struct catalogue *called;

	if (catalogue_column(catalogue, "kind") < 0 || catalogue_column(catalogue, "label") < 0 || catalogue_column(catalogue, "label_zh") < 0 ||
	    catalogue_column(catalogue, "aliases") < 0)
		return true;
	called = arena_array(arena, 1, sizeof *called);
	if (called == NULL)
		return false;
	*called = (struct catalogue){.name = catalogue->name, .columns = columns, .num_columns = 2};
	called->values = arena_array(arena, 2 * most_words(catalogue) + 2, sizeof *called->values);
	if (called->values == NULL)
		return false;
	for (size_t row = 0; row < catalogue->num_rows; row++)
		if (!add_row(called, catalogue, row, arena))
			return false;
	catalogue->called = called;
	return catalogue_index(called, arena);
}

bool catalogue_kind(const struct catalogue *catalogue, const char *words, const char **kind)
{
	ARENA_CLEANUP struct arena arena = arena_new(WORDS_MAX);
	const char *folded = fold_label(&arena, words);
	size_t row;

	*kind = NULL;
	if (folded == NULL)
		return false;
	if (catalogue->called != NULL && catalogue_find(catalogue->called, folded, &row))
		*kind = catalogue_value(catalogue->called, row, 1);
	return true;
}

const char *catalogue_kind_or(const struct catalogue *catalogue, const char *words)
{
	const char *kind = NULL;

	return catalogue != NULL && catalogue->called != NULL && words != NULL && catalogue_kind(catalogue, words, &kind) && kind != NULL ? kind : words;
}
