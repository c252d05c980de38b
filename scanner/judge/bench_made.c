#include "judge/bench_made.h"

#define MADE(name) extern const struct bench_made_table bench_made_##name;
#include "judge/bench_made.def"
#undef MADE

static const struct bench_made_table *const all[] = {
#define MADE(name) &bench_made_##name,
#include "judge/bench_made.def"
#undef MADE
};

static const char *no_columns[] = {"no", "name"};

static struct catalogue without_rows(const struct bench_made_table *table, const struct rules *rules, const char *name, const char *doc)
{
	const struct catalogue *like = table->like == NULL ? NULL : rules_catalogue(rules, table->like);
	struct catalogue made = {.name = name, .doc = doc, .columns = table->columns, .num_columns = table->num_columns};

	if (made.columns == NULL) {
		made.columns = like != NULL ? like->columns : no_columns;
		made.num_columns = like != NULL ? like->num_columns : sizeof no_columns / sizeof no_columns[0];
	}
	return made;
}

bool bench_made_declare(struct bench_made *made, const struct rules *rules, struct arena *arena)
{
	for (size_t i = 0; i < BENCH_MADE_COUNT; i++) {
		const char *name = arena_printf(arena, "previous_%s", all[i]->name);
		const char *doc = arena_printf(arena, "of the version before: %s", all[i]->doc);

		made->now[i] = without_rows(all[i], rules, all[i]->name, all[i]->doc);
		made->before[i] = without_rows(all[i], rules, name, doc);
		if (name == NULL || doc == NULL)
			return false;
	}
	return true;
}

static bool fill(struct catalogue *table, size_t number, const struct rules *rules, const struct reading *facts, bool is_before, struct arena *arena)
{
	table->num_rows = 0;
	return facts == NULL || all[number]->fill(table, rules, facts, is_before, arena);
}

bool bench_made_fill(struct bench_made *made, const struct rules *rules, const struct reading *facts, const struct reading *before,
		     struct arena *arena)
{
	for (size_t i = 0; i < BENCH_MADE_COUNT; i++)
		if (!fill(&made->now[i], i, rules, facts, false, arena) || !fill(&made->before[i], i, rules, before, true, arena))
			return false;
	return !arena->failed;
}

void bench_made_reads(const struct bench_made *made, const struct catalogue *table, uint64_t *reads, uint64_t *reads_previous)
{
	for (size_t i = 0; i < BENCH_MADE_COUNT; i++) {
		*reads |= table == &made->now[i] ? all[i]->reads : 0;
		*reads_previous |= table == &made->before[i] ? all[i]->reads : 0;
	}
}
