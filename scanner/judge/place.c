#include "judge/place.h"

#include "bytes/buf.h"
#include "bytes/text.h"
#include "judge/part.h"

#define PATH_MAX_LEN ((size_t)4096)
#define MORE ", ..."
#define PART_MAX ((size_t)256 * 1024 * 1024)

bool place_is_asked(const struct reading *facts)
{
	return facts->num_files > 1 && facts->num_files == reading_num(facts, package);
}

void place_mark(struct finding_list *list, struct finding *finding, int64_t package)
{
	if (finding == NULL || package < 0 || (size_t)package >= list->num_files)
		return;
	if (finding->in == NULL)
		finding->in = arena_array(&list->judgement->arena, list->num_files, sizeof *finding->in);
	if (finding->in != NULL)
		finding->in[package] = true;
}

static bool is_in_all(const struct finding *finding, size_t num_files)
{
	for (size_t i = 0; i < num_files; i++)
		if (!finding->in[i])
			return false;
	return true;
}

/* What a split has for its base has its name before it. */
static bool names_split(const struct reading *facts, const char *path)
{
	struct fact_package **packages = reading_rows(facts, package);
	const char *inner = strchr(path, '!');

	for (size_t i = 0; inner != NULL && i < reading_num(facts, package); i++)
		if (packages[i]->split != NULL && span_is(span_of(path, (size_t)(inner - path)), packages[i]->split))
			return true;
	return false;
}

static void add_names(struct buf *out, const struct finding *finding, const struct reading *facts)
{
	for (size_t i = 0; i < facts->num_files; i++) {
		const char *name = text_file_name(facts->files[i]);

		if (!finding->in[i])
			continue;
		if (out->len + strlen(name) > PATH_MAX_LEN / 2) {
			buf_text(out, MORE);
			return;
		}
		buf_printf(out, "%s%s", out->len == 0 ? "" : ", ", name);
	}
}

static void name(struct finding_list *list, struct finding *finding, const struct reading *facts)
{
	BUF_CLEANUP struct buf path = buf_new(2 * PATH_MAX_LEN);

	if (finding->in == NULL || is_in_all(finding, list->num_files) || names_split(facts, text_or_empty(finding->path)))
		return;
	add_names(&path, finding, facts);
	if (finding->path != NULL && *finding->path != '\0')
		buf_printf(&path, "!%s", finding->path);
	list->judgement->arena.failed |= path.failed;
	finding->path = arena_text(&list->judgement->arena, buf_span(&path));
}

void place_name(struct finding_list *list, const struct reading *facts)
{
	struct judgement *judgement = list->judgement;

	for (size_t i = 0; i < judgement->num_findings; i++)
		name(list, &judgement->findings[i], facts);
}

static bool is_it(const struct part_choice *choice, const struct fact_package *package)
{
	return package == choice->wanted;
}

struct placing {
	struct finding_list *list;
	int64_t package;
};

static bool take_row(void *owner, struct bench_rule *rule, sqlite3_stmt *row)
{
	struct placing *placing = owner;
	const char *subject = (const char *)sqlite3_column_text(row, rule->subject);

	place_mark(placing->list, finding_of(placing->list, rule->rule, subject), placing->package);
	return true;
}

static bool has_findings(const struct judgement *judgement, const struct bench_rule *rule)
{
	for (size_t i = 0; rule->statement != NULL && i < judgement->num_findings; i++)
		if (strcmp(judgement->findings[i].rule, rule->rule->id) == 0)
			return true;
	return false;
}

/* One for which there is too much has been said to be so, or finds no file. */
static bool run(struct bench *bench, struct bench_rule *rule, struct placing *placing, struct error *err)
{
	struct error failure = {0};

	return bench_run(bench, rule, take_row, placing, &failure) || rule->gave_up != NULL || error_set(err, failure.code, "%s", failure.text);
}

bool place_rules(struct bench *bench, struct bench_rule *rules, size_t num_rules, struct finding_list *list, const struct reading *facts,
		 const struct reading *previous, struct error *err)
{
	struct fact_package **packages = reading_rows(facts, package);

	for (size_t i = 0; i < list->num_files; i++) {
		const struct part_choice choice = {.takes = is_it, .facts = facts, .wanted = packages[i]};
		ARENA_CLEANUP struct arena arena = arena_new(PART_MAX);
		struct placing placing = {list, packages[i]->package};
		struct reading part;

		if (!part_take(&choice, UINT64_MAX, &arena, &part))
			return error_set(err, ERROR_MEMORY, "out of memory for the judge");
		if (!bench_show_part(bench, &part, previous, err))
			return false;
		for (size_t j = 0; j < num_rules; j++)
			if (has_findings(list->judgement, &rules[j]) && !run(bench, &rules[j], &placing, err))
				return false;
		if (!bench_show_part(bench, facts, previous, err))
			return false;
	}
	return true;
}
