#include "desk/named.h"

#include "bytes/array.h"
#include "bytes/text.h"
#include "judge/rule_looks.h"
#include "store/finding_row.h"

#include <stdlib.h>

#define NAMED_MAX ((size_t)256 * 1024 * 1024)

static struct named_finding *find(struct named *named, const char *key)
{
	for (size_t i = 0; i < named->num; i++)
		if (strcmp(named->findings[i].finding.key, key) == 0)
			return &named->findings[i];
	return NULL;
}

static bool add(struct named *named, const struct named_finding *finding, struct error *err)
{
	struct named_finding *known = find(named, finding->finding.key), *grown;

	if (known != NULL) {
		known->today = known->today || finding->today;
		known->kept = known->kept || finding->kept;
		return true;
	}
	grown = array_grow(named->findings, named->num, sizeof *grown);
	if (grown == NULL)
		return error_memory(err);
	named->findings = grown;
	named->findings[named->num++] = (struct named_finding){finding_row_copy(&named->arena, &finding->finding),
							       arena_copy(&named->arena, finding->basis), finding->today, finding->kept};
	return arena_ok(&named->arena, err); /* a key is compared with the next ones */
}

static bool add_today(struct named *named, const struct judgement *judgement, struct error *err)
{
	bool ok = true;

	for (size_t i = 0; judgement != NULL && ok && i < judgement->num_findings; i++) {
		const struct finding *f = &judgement->findings[i];

		ok = add(named, &(struct named_finding){*f, finding_row_basis(&named->arena, f), .today = true}, err);
	}
	return ok;
}

static bool add_kept(struct desk *desk, int64_t number, struct named *named, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		desk->archive, err, "SELECT " FINDING_COLUMNS ", basis FROM finding WHERE number = ? ORDER BY position", "i", number);
	int status;

	while ((status = database_step(desk->archive, row, err)) == SQLITE_ROW) {
		struct named_finding finding = {finding_row(row, 0), database_text(row, 9), .kept = true};

		if (!add(named, &finding, err))
			return false;
	}
	return status == SQLITE_DONE;
}

static int compare(const void *a, const void *b)
{
	const struct named_finding *first = a, *second = b;
	int order = (int)second->finding.verdict - (int)first->finding.verdict;

	if (order == 0)
		order = strcmp(first->finding.rule, second->finding.rule);
	return order != 0 ? order : strcmp(first->finding.key, second->finding.key);
}

bool named_load(struct desk *desk, int64_t number, const struct judgement *judgement, struct named *named, struct error *err)
{
	*named = (struct named){.arena = arena_new(NAMED_MAX)};
	if (!add_today(named, judgement, err) || !add_kept(desk, number, named, err))
		return false;
	if (named->num > 1)
		qsort(named->findings, named->num, sizeof *named->findings, compare);
	return true;
}

void named_free(struct named *named)
{
	free(named->findings);
	arena_free(&named->arena);
	*named = (struct named){.arena = arena_new(0)};
}

static bool is_named(const struct named_finding *finding, struct span word)
{
	return span_is(word, finding->finding.key) || span_is(word, finding->finding.rule);
}

static bool is_chosen(const struct named_finding *finding, const char *words)
{
	for (const char *rest = words; rest != NULL;)
		if (is_named(finding, text_next_word(&rest, ',')))
			return true;
	return false;
}

static bool check_words(const struct named *named, const char *words, struct error *err)
{
	for (const char *rest = words; rest != NULL;) {
		struct span word = text_next_word(&rest, ',');
		bool found = false;

		for (size_t i = 0; i < named->num; i++)
			found = found || is_named(&named->findings[i], word);
		if (!found)
			return error_set(err, ERROR_USAGE, "it has no finding %.*s: a key or a rule of its report, by commas", (int)word.len,
					 (const char *)word.data);
	}
	return true;
}

bool named_choose(struct named *named, const char *words, struct error *err)
{
	size_t num = 0;

	if (!check_words(named, words, err))
		return false;
	for (size_t i = 0; i < named->num; i++)
		if (is_chosen(&named->findings[i], words))
			named->findings[num++] = named->findings[i];
	named->num = num;
	return true;
}

void named_grave(struct named *named, enum verdict least)
{
	size_t num = 0;

	for (size_t i = 0; i < named->num; i++)
		if (named->findings[i].finding.verdict >= least)
			named->findings[num++] = named->findings[i];
	named->num = num;
}

void named_today(struct named *named)
{
	size_t num = 0;

	for (size_t i = 0; i < named->num; i++)
		if (named->findings[i].today)
			named->findings[num++] = named->findings[i];
	named->num = num;
}

void named_leave_since(struct named *named, const struct rules *rules)
{
	size_t num = 0;

	for (size_t i = 0; i < named->num; i++) {
		const struct rule *rule = rules_find(rules, named->findings[i].finding.rule);

		if (named->findings[i].kept || rule == NULL || !rule_compares(rule))
			named->findings[num++] = named->findings[i];
	}
	named->num = num;
}

/* Appends the words of a list that are not there yet. */
static const char *append(struct named *named, const char *list, const char *words)
{
	for (const char *rest = words; rest != NULL && *words != '\0';) {
		struct span word = text_next_word(&rest, ',');

		if (list == NULL)
			list = arena_text(&named->arena, word);
		else if (!text_has_word(list, ',', word))
			list = arena_printf(&named->arena, "%s,%.*s", list, (int)word.len, (const char *)word.data);
	}
	return list;
}

const char *named_keys(struct named *named)
{
	const char *list = NULL;

	for (size_t i = 0; i < named->num; i++)
		list = append(named, list, named->findings[i].finding.key);
	return list;
}

const char *named_rules(struct named *named)
{
	const char *list = NULL;

	for (size_t i = 0; i < named->num; i++)
		list = append(named, list, named->findings[i].finding.rule);
	return list;
}

const char *named_basis(struct named *named)
{
	const char *list = NULL;

	for (size_t i = 0; i < named->num; i++)
		list = append(named, list, named->findings[i].basis != NULL ? named->findings[i].basis : "");
	return list;
}
