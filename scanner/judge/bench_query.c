#include "judge/bench_query.h"

#include "bytes/text.h"

#include <inttypes.h>

#define MAIN "android.intent.action.MAIN"
#define VIEW "android.intent.action.VIEW"
#define LAUNCHER "android.intent.category.LAUNCHER"

static const char *columns[] = {"package", "path", "value"};
enum { COLUMNS = sizeof columns / sizeof columns[0] };

void bench_query_declare(struct bench_query *tables)
{
	tables->now = (struct catalogue){.name = "broad_query", .columns = columns, .num_columns = COLUMNS,
					 .doc = "an intent of <queries> by which all other apps are seen"};
	tables->before = (struct catalogue){.name = "previous_broad_query", .columns = columns, .num_columns = COLUMNS,
					    .doc = "an intent of <queries> by which the version before sees all other apps"};
}

static bool is(const char *text, const char *wanted)
{
	return text != NULL && strcmp(text, wanted) == 0;
}

static bool is_common(const struct rules *rules, const char *action)
{
	return rules_catalogue_value(rules, "common_actions", action, "action") != NULL;
}

static bool is_broad(const struct rules *rules, const struct fact_query *row)
{
	bool any = is(row->value, "*");

	if (row->value == NULL || !is(row->kind, "intent"))
		return false;
	if (row->mime != NULL)
		return any && is(row->mime, "*/*");
	if ((any || is(row->value, VIEW)) && (is(row->scheme, "*") || is(row->host, "*")))
		return true;
	if (row->scheme != NULL)
		return false;
	return ((any || is(row->value, MAIN)) && (row->category == NULL || is(row->category, LAUNCHER))) ||
	       (row->category == NULL && is_common(rules, row->value));
}

static bool fill(struct catalogue *table, const struct rules *rules, const struct reading *facts, struct arena *arena)
{
	size_t num = facts == NULL ? 0 : reading_num(facts, query);

	table->num_rows = 0;
	table->values = arena_array(arena, COLUMNS * num + 1, sizeof *table->values);
	for (size_t i = 0; table->values != NULL && i < num; i++) {
		const struct fact_query *row = reading_rows(facts, query)[i];

		if (is_broad(rules, row)) {
			const char *values[COLUMNS] = {arena_printf(arena, "%" PRId64, row->package), text_or_empty(row->path), row->value};

			memcpy(table->values + COLUMNS * table->num_rows++, values, sizeof values);
		}
	}
	return table->values != NULL;
}

bool bench_query_fill(struct bench_query *tables, const struct rules *rules, const struct reading *facts, const struct reading *before,
		      struct arena *arena)
{
	return fill(&tables->now, rules, facts, arena) && fill(&tables->before, rules, before, arena) && !arena->failed;
}
