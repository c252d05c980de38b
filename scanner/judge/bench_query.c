/*
 * bench_query - intents of <queries> by which an app sees all others, as a table for rules.
 *
 *   broad_query   package, path, value: rows of `query`, as these have them
 *
 * An app is seen where a filter of a component that it exports answers, and "*" is any action. MAIN is what each entry on the home screen
 * answers; a scheme that is "*" is any that a filter has, by which each app with links of its own is seen, as by a host that is "*" of such
 * links. Most apps answer what libraries of theirs do (common_actions).
 *
 * source   AOSP AppsFilterUtils.matchesIntentFilter, IntentFilter.matchData
 */
#include "bytes/text.h"
#include "judge/bench_made.h"

#include <inttypes.h>

#define MAIN "android.intent.action.MAIN"
#define VIEW "android.intent.action.VIEW"
#define LAUNCHER "android.intent.category.LAUNCHER"

static const char *columns[] = {"package", "path", "value"};
enum { COLUMNS = sizeof columns / sizeof columns[0] };

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

static bool fill(struct catalogue *table, const struct rules *rules, const struct reading *facts, bool is_before, struct arena *arena)
{
	size_t num = reading_num(facts, query);

	(void)is_before;
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

extern const struct bench_made_table bench_made_query;
const struct bench_made_table bench_made_query = {.name = "broad_query", .doc = "an intent of <queries> by which all other apps are seen",
						  .columns = columns, .num_columns = COLUMNS, .reads = FACT_BIT(query), .fill = fill};
