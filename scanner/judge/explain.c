#include "judge/explain.h"

#include "judge/bench.h"

#define TEXT_MAX ((size_t)64 * 1024)

/* Names, each with a NUL behind it, to a list. */
static const char **list_of(struct arena *arena, const struct buf *names)
{
	const char *text = arena_text(arena, buf_span(names));
	const char **list = arena_array(arena, names->len / 2 + 2, sizeof *list);
	size_t num = 0;

	if (text == NULL || list == NULL)
		return NULL;
	for (size_t at = 0; at < names->len; at += strlen(text + at) + 1)
		list[num++] = text + at;
	list[num] = NULL;
	return list;
}

static bool explain_on(struct bench *bench, const struct rule *rule, struct arena *arena, struct explanation *explanation,
		       struct error *err)
{
	BUF_CLEANUP struct buf names = buf_new(TEXT_MAX), plan = buf_new(TEXT_MAX);
	struct bench_rule prepared = {0};
	bool ok = bench_explain(bench, rule, &prepared, &names, &plan, err);

	bench_release(&prepared);
	if (!ok)
		return false;
	explanation->tables = list_of(arena, &names);
	explanation->since = fact_since(prepared.reads | prepared.reads_previous | FACT_BIT(package));
	explanation->plan = arena_text(arena, buf_span(&plan));
	return (explanation->tables != NULL && explanation->plan != NULL) || error_memory(err);
}

bool explain_rule(const struct rules *rules, const struct rule *rule, struct arena *arena, struct explanation *explanation,
		  struct error *err)
{
	struct bench *bench = bench_open(rules, err);
	bool ok = bench != NULL && explain_on(bench, rule, arena, explanation, err);

	bench_close(bench);
	return ok;
}

bool explain_tables(const struct rules *rules, void (*visit)(void *owner, const struct catalogue *table), void *owner, struct error *err)
{
	struct bench *bench = bench_open(rules, err);

	if (bench == NULL)
		return false;
	for (size_t i = 0; bench_other(bench, i) != NULL; i++)
		visit(owner, bench_other(bench, i));
	bench_close(bench);
	return true;
}
