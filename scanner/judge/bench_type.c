#include "judge/bench_type.h"

#include "bytes/fold.h"
#include "bytes/text.h"

static const char *no_columns[] = {"no", "name"}; /* where the rules have no such catalogue */

void bench_type_declare(struct catalogue *table, const struct rules *rules)
{
	const struct catalogue *types = rules_catalogue(rules, "app_types_39");

	*table = (struct catalogue){.name = "app_type", .doc = "which of app_types_39 the category of the form is",
				    .columns = types != NULL ? types->columns : no_columns, .num_columns = types != NULL ? types->num_columns : 2};
}

/* Without 类 and blanks at its end, which some stores write and others do not. NULL of NULL. */
static const char *bare(struct arena *arena, const char *text)
{
	struct span left = span_of_text(text_or_empty(text));

	while (span_ends(left, "类") || span_ends(left, " "))
		left.len -= span_ends(left, " ") ? 1 : strlen("类");
	return text == NULL ? NULL : arena_text(arena, left);
}

/* As categories are written among aliases. */
static const char *plain(struct arena *arena, const char *category)
{
	char *text = arena_strdup(arena, category);

	for (char *c = text; c != NULL && *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	return text;
}

static const char *alias_of(const struct rules *rules, const char *category)
{
	return rules_catalogue_value(rules, "app_type_aliases", category, "name");
}

static bool is_same(const char *a, const char *b)
{
	int64_t x, y;

	return strcmp(a, b) == 0 || (text_number(a, &x) && text_number(b, &y) && x == y);
}

/* The first of that value, where none is there yet. */
static void take(struct catalogue *table, const struct catalogue *types, const char *column, const char *value)
{
	int at = catalogue_column(types, column);

	for (size_t i = 0; i < types->num_rows && table->num_rows == 0; i++)
		if (is_same(catalogue_value(types, i, at), value)) {
			table->values = &types->values[i * types->num_columns];
			table->num_rows = 1;
		}
}

bool bench_type_fill(struct catalogue *table, const struct rules *rules, const struct reading *facts, struct arena *arena)
{
	const struct catalogue *types = rules_catalogue(rules, "app_types_39");
	const char *category = reading_num(facts, submission) == 0 ? NULL : reading_rows(facts, submission)[0]->category;
	const char *written, *folded, *alias;

	table->num_rows = 0;
	if (types == NULL || category == NULL)
		return true;
	category = arena_text(arena, text_trimmed(category));
	written = category == NULL ? NULL : bare(arena, plain(arena, category));
	folded = category == NULL ? NULL : bare(arena, fold_words(arena, category, false));
	if (written == NULL || folded == NULL)
		return false;
	alias = alias_of(rules, written);
	if (alias == NULL)
		alias = alias_of(rules, folded);
	take(table, types, "no", folded);
	take(table, types, "name", alias != NULL ? alias : folded);
	return true;
}
