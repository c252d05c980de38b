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

/* Without 类 at its end, which some stores write and others do not. */
static const char *without_class(struct arena *arena, struct span text)
{
	while (span_ends(text, "类"))
		text.len -= strlen("类");
	return arena_text(arena, text);
}

/* As categories are written among aliases. */
static const char *plain(struct arena *arena, struct span category)
{
	char *text = arena_text(arena, category);

	for (char *c = text; c != NULL && *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	return text == NULL ? NULL : without_class(arena, span_of_text(text));
}

static const char *alias_of(const struct rules *rules, const char *category)
{
	return rules_catalogue_value(rules, "app_type_aliases", category, "name");
}

/* The first of that value, where none is there yet. */
static void take(struct catalogue *table, const struct catalogue *types, const char *column, const char *value)
{
	int at = catalogue_column(types, column);

	for (size_t i = 0; i < types->num_rows && table->num_rows == 0; i++)
		if (strcmp(catalogue_value(types, i, at), value) == 0) {
			table->values = &types->values[i * types->num_columns];
			table->num_rows = 1;
		}
}

bool bench_type_fill(struct catalogue *table, const struct rules *rules, const struct reading *facts, struct arena *arena)
{
	const struct catalogue *types = rules_catalogue(rules, "app_types_39");
	const char *category = reading_num(facts, submission) == 0 ? NULL : reading_rows(facts, submission)[0]->category;
	const char *trimmed, *written, *folded, *alias;

	table->num_rows = 0;
	if (types == NULL || category == NULL)
		return true;
	trimmed = arena_text(arena, text_trimmed(category));
	written = trimmed == NULL ? NULL : plain(arena, span_of_text(trimmed));
	folded = trimmed == NULL ? NULL : fold_words(arena, trimmed, false);
	folded = folded == NULL ? NULL : without_class(arena, span_of_text(folded));
	if (written == NULL || folded == NULL)
		return false;
	alias = alias_of(rules, written);
	if (alias == NULL)
		alias = alias_of(rules, folded);
	take(table, types, "no", trimmed);
	take(table, types, "name", alias != NULL ? alias : folded);
	return true;
}
