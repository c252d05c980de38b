#include "judge/finding.h"

#include "bytes/digest.h"
#include "bytes/text.h"
#include "judge/bench_type.h"
#include "judge/finding_merge.h"
#include "judge/place.h"
#include "judge/waiver.h"

#include <stdlib.h>

#define TEXT_MAX ((size_t)4096)

void finding_key(char key[17], const char *rule, const char *app_id, const char *subject)
{
	const struct span parts[] = {span_of(rule, strlen(rule) + 1), span_of(app_id, strlen(app_id) + 1), span_of_text(subject)};
	uint8_t bytes[DIGEST_MAX];

	digest_of_parts(DIGEST_SHA256, parts, 3, bytes);
	text_hex_to(key, span_of(bytes, 8));
}

/* Digits that say how many there are of what the next word names. */
static size_t count_digits(const char *detail, const char *at)
{
	size_t num = at == detail || at[-1] == ' ' ? strspn(at, "0123456789") : 0;

	return at[num] == ' ' && at[num + 1] >= 'a' && at[num + 1] <= 'z' ? num : 0;
}

void finding_said(char said[FINDING_SAID_LEN], const char *key, const char *detail)
{
	const char *rest = text_or_empty(detail);
	char text[2 * TEXT_MAX];
	uint8_t bytes[DIGEST_MAX];
	size_t len = 0;

	while (len < sizeof text && rest[len] != '\0') {
		size_t num = count_digits(rest, rest + len);

		for (; num > 0 && len < sizeof text; num--)
			text[len++] = '0';
		if (len < sizeof text && rest[len] != '\0') {
			text[len] = rest[len];
			len++;
		}
	}
	digest_of_parts(DIGEST_SHA256, (const struct span[]){span_of(text, len), span_of_text(rest + len)}, 2, bytes);
	memcpy(said, key, 16);
	text_hex_to(said + 16, span_of(bytes, 8));
}

/* The last override that names the rule, the category and a day that has not passed. */
static enum verdict overridden(const struct finding_list *list, const char *rule, enum verdict verdict)
{
	const struct policy *policy = rules_whole_policy(list->rules);

	for (size_t i = policy->num_overrides; i-- > 0;) {
		const struct policy_override *override = &policy->overrides[i];

		if (strcmp(override->rule, rule) != 0 ||
		    (override->category != NULL && !bench_type_same(list->rules, override->category, list->category, &list->judgement->arena)) ||
		    (override->until != NULL && strcmp(override->until, list->run->today) < 0))
			continue;
		return override->verdict;
	}
	return verdict;
}

/* Counts the finding among those of a rule that has as many as it may have. */
static bool count(struct finding_list *list, const char *key)
{
	struct judgement *judgement = list->judgement;
	bool ok = true;

	for (size_t i = list->first_of_rule; ok && list->keys.num < JUDGE_OF_RULE_MAX && i < judgement->num_findings; i++)
		ok = finding_keys_add(&list->keys, judgement->findings[i].key);
	return ok && finding_keys_add(&list->keys, key);
}

static void note_verdict(struct finding_list *list, enum verdict verdict)
{
	if (verdict > list->gravest)
		list->gravest = verdict;
}

/* Of as many findings as one rule may have, one that is less grave gives way. */
static struct finding *make_way(struct finding_list *list, enum verdict verdict, const char *key)
{
	struct judgement *judgement = list->judgement;

	judgement->truncated = true;
	if (!count(list, key))
		judgement->arena.failed = true;
	for (size_t i = judgement->num_findings; i-- > list->first_of_rule;)
		if (judgement->findings[i].verdict < verdict) {
			note_verdict(list, judgement->findings[i].verdict);
			return &judgement->findings[i];
		}
	note_verdict(list, verdict);
	return NULL;
}

static struct finding *make_room(struct finding_list *list, enum verdict verdict, const char *key)
{
	struct judgement *judgement = list->judgement;
	struct finding *grown;

	if (judgement->num_findings - list->first_of_rule >= JUDGE_OF_RULE_MAX)
		return make_way(list, verdict, key);
	grown = arena_grow(&judgement->arena, judgement->findings, judgement->num_findings, &list->room, sizeof *grown);
	if (grown == NULL)
		return NULL;
	judgement->findings = grown;
	return &judgement->findings[judgement->num_findings++];
}

static void add_cut(struct judgement *judgement, struct judgement_cut cut)
{
	struct judgement_cut *grown = arena_array(&judgement->arena, judgement->num_cuts + 1, sizeof *grown);

	if (grown == NULL)
		return;
	if (judgement->num_cuts > 0)
		memcpy(grown, judgement->cuts, judgement->num_cuts * sizeof *grown);
	grown[judgement->num_cuts++] = cut;
	judgement->cuts = grown;
}

void finding_next_rule(struct finding_list *list)
{
	struct judgement *judgement = list->judgement;

	if (list->keys.num > 0) {
		add_cut(judgement, (struct judgement_cut){.rule = judgement->findings[list->first_of_rule].rule, .num_found = list->keys.num});
		list->num_left_out += list->keys.num - JUDGE_OF_RULE_MAX;
	}
	finding_keys_free(&list->keys);
	list->first_of_rule = judgement->num_findings;
}

void finding_list_free(struct finding_list *list)
{
	finding_keys_free(&list->keys);
}

/* What a finding says is for people: of text without end the beginning is kept. */
static const char *copy(struct finding_list *list, const char *text)
{
	size_t len = text == NULL ? 0 : strlen(text);

	if (text == NULL)
		return NULL;
	if (len > TEXT_MAX)
		for (len = TEXT_MAX; len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80;)
			len--;
	return arena_text(&list->judgement->arena, span_of(text, len));
}

static const char *about_of(const struct finding_list *list, const char *subject)
{
	return subject == NULL ? text_or_empty(list->app_id) : subject;
}

struct finding *finding_of(struct finding_list *list, const struct rule *rule, const char *subject, size_t first)
{
	char key[17];

	finding_key(key, rule->id, text_or_empty(list->app_id), about_of(list, subject));
	return finding_same(list->judgement, first, key);
}

static void add(struct finding_list *list, const struct rule *rule, enum verdict verdict, enum verdict floor, const char *subject,
		const char *detail, const char *path)
{
	const char *app_id = text_or_empty(list->app_id), *about = about_of(list, subject);
	struct finding_row row = {.verdict = verdict, .detail = detail, .path = path};
	struct finding *finding;
	char key[17];

	if (verdict <= VERDICT_PASS)
		return;
	finding_key(key, rule->id, app_id, about);
	waiver_apply(list, rule->id, key, floor, &row);
	finding = finding_same(list->judgement, list->first_of_rule, key);
	if (finding != NULL) {
		if (floor > finding->floor)
			finding->floor = floor;
		finding_merge(&list->judgement->arena, finding, &row);
		return;
	}
	finding = make_room(list, row.verdict, key);
	if (finding == NULL)
		return;
	*finding = (struct finding){.rule = copy(list, rule->id), .verdict = row.verdict, .title = copy(list, rule->title),
				    .title_zh = copy(list, rule->title_zh), .subject = copy(list, about), .detail = copy(list, detail),
				    .path = copy(list, path), .class = rule->class, .basis = rule->basis, .waived = row.waived, .waiver = row.waiver,
				    .floor = floor};
	memcpy(finding->key, key, sizeof key);
}

void finding_add(struct finding_list *list, const struct rule *rule, enum verdict default_verdict, const char *subject,
		 const char *detail, const char *path)
{
	add(list, rule, overridden(list, rule->id, default_verdict), VERDICT_NONE, subject, detail, path);
}

void finding_add_unfinished(struct finding_list *list, const struct rule *rule, const char *why)
{
	const struct rule *limit = rules_find(list->rules, anomaly_info(ANOMALY_LIMIT_RULE_TIME)->name);

	finding_next_rule(list);
	add(list, limit, overridden(list, limit->id, VERDICT_REVIEW), VERDICT_REVIEW, rule->id, why, NULL);
}

static bool is_one_of(const char *id, const char *const *ids)
{
	while (*ids != NULL && strcmp(*ids, id) != 0)
		ids++;
	return *ids != NULL;
}

static bool has_packer(const struct reading *facts, int64_t package, const char *const *kinds)
{
	struct fact_packer **rows = reading_rows(facts, packer);
	const struct fact_package *own = judge_package_row(facts, package);

	for (size_t i = 0; i < reading_num(facts, packer); i++) {
		const struct fact_package *other = judge_package_row(facts, rows[i]->package);

		if (own != NULL && other != NULL && judge_are_together(other, own) && rows[i]->proven == 1 && rows[i]->kind != NULL && is_one_of(rows[i]->kind, kinds))
			return true;
	}
	return false;
}

/*
 * What hardening products leave in the package that they were used on and its splits, and nothing else; there it is a notice: they encrypt native
 * code below its section table, put data behind DEX files and libraries or new ones under names of their own, and rewrite headers without the
 * checksum. Never what hides the manifest, entries or the signer: no product needs that. (What channel tools leave says itself that
 * it is no more than odd: sig.unsigned-entries.)
 */
static bool is_explained(const struct reading *facts, const struct fact_anomaly *anomaly)
{
	static const char *const hardening[] = {"packer", "protector", "shell", NULL};
	static const enum anomaly_id of_hardening[] = {ANOMALY_ELF_SECTION_SEGMENT_MISMATCH, ANOMALY_ELF_MALFORMED, ANOMALY_ELF_ABI_MISMATCH,
						       ANOMALY_ELF_TRAILING_DATA, ANOMALY_DEX_TRAILING_DATA, ANOMALY_DEX_BAD_CHECKSUM, ANOMALY_DEX_UNREFERENCED,
						       ANOMALY_DEX_GAP};

	for (size_t i = 0; i < sizeof of_hardening / sizeof of_hardening[0]; i++)
		if (strcmp(anomaly->id, anomaly_info(of_hardening[i])->name) == 0)
			return has_packer(facts, anomaly->package, hardening);
	return false;
}

static enum anomaly_effect effect_of(const struct fact_anomaly *anomaly)
{
	enum anomaly_effect effect = EFFECT_REFUSED;

	while (effect < EFFECT_UNREAD && strcmp(anomaly_effect_name(effect), anomaly->effect) != 0)
		effect++;
	return effect;
}

/* By policy, its overrides included. */
static enum verdict verdict_of(const struct finding_list *list, const struct reading *facts, const struct fact_anomaly *anomaly,
			       enum anomaly_effect effect)
{
	enum verdict verdict = rules_whole_policy(list->rules)->effects[effect];

	if (effect == EFFECT_EVASIVE && verdict > VERDICT_NOTICE && is_explained(facts, anomaly))
		verdict = VERDICT_NOTICE;
	return overridden(list, anomaly->id, verdict);
}

static int compare_anomalies(const void *a, const void *b)
{
	const struct fact_anomaly *x = *(void *const *)a, *y = *(void *const *)b;
	int order = strcmp(x->id, y->id);

	return order != 0 ? order : fact_compare(FACT_TABLE_anomaly, x, y);
}

/* Of which not even a manifest says whose it is. */
static bool is_nameless(const struct reading *facts, int64_t package)
{
	const struct fact_package *row = judge_package_row(facts, package);

	return row == NULL || row->app_id == NULL;
}

/* What was not read stays review, whatever policy or a waiver says, and so does why nothing was. */
static enum verdict floor_of(const struct reading *facts, const struct fact_anomaly *anomaly, enum anomaly_effect effect)
{
	bool is_at_least_review = effect == EFFECT_UNREAD || (effect == EFFECT_REFUSED && is_nameless(facts, anomaly->package));

	return is_at_least_review ? VERDICT_REVIEW : VERDICT_NONE;
}

static void add_anomaly(struct finding_list *list, const struct reading *facts, const struct fact_anomaly *anomaly)
{
	const struct rule *rule = rules_find(list->rules, anomaly->id);
	const char *path = anomaly->path == NULL ? "" : anomaly->path, *subject = *path == '\0' ? list->app_id : path;
	enum anomaly_effect effect = effect_of(anomaly);
	enum verdict floor = floor_of(facts, anomaly, effect), verdict = verdict_of(list, facts, anomaly, effect);
	const struct rule unknown = {.id = anomaly->id, .title = anomaly->id, .title_zh = anomaly->id, .class = "integrity"};

	if (verdict < floor)
		verdict = floor;
	if (rule == NULL)
		rule = &unknown;
	add(list, rule, verdict, floor, subject, anomaly->detail == NULL || *anomaly->detail == '\0' ? NULL : anomaly->detail, path);
	if (list->num_files > 0)
		place_mark(list, finding_of(list, rule, subject, list->first_of_rule), anomaly->package);
}

void finding_add_anomalies(struct finding_list *list, const struct reading *facts)
{
	size_t num = reading_num(facts, anomaly);
	const struct fact_anomaly **rows = arena_array(&list->judgement->arena, num + 1, sizeof *rows);

	if (rows == NULL)
		return;
	if (num > 0)
		memcpy(rows, reading_rows(facts, anomaly), num * sizeof *rows);
	qsort(rows, num, sizeof *rows, compare_anomalies);
	for (size_t i = 0; i < num; i++) {
		if (i == 0 || strcmp(rows[i]->id, rows[i - 1]->id) != 0)
			finding_next_rule(list);
		add_anomaly(list, facts, rows[i]);
	}
}

/* Subjects that were cut may be the same text; keys never are. */
static int compare(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;
	int order = (x->verdict < y->verdict) - (x->verdict > y->verdict);

	if (order == 0)
		order = strcmp(x->rule, y->rule);
	if (order == 0)
		order = text_compare(x->subject, y->subject);
	return order != 0 ? order : strcmp(x->key, y->key);
}

/* By its key and all that it says, which is known now. */
static void waive_said(struct finding_list *list, struct finding *finding)
{
	struct finding_row row = {.verdict = finding->verdict};
	char said[FINDING_SAID_LEN];

	finding_said(said, finding->key, finding->detail);
	waiver_apply(list, finding->rule, said, finding->floor, &row);
	if (row.waived == VERDICT_NONE)
		return;
	if (finding->waived == VERDICT_NONE)
		finding->waived = row.waived;
	finding->verdict = row.verdict;
	finding->waiver = row.waiver;
}

void finding_finish(struct finding_list *list)
{
	struct judgement *judgement = list->judgement;
	uint64_t most = rules_limits(list->rules).value[LIMIT_FINDINGS];

	finding_next_rule(list);
	judgement->num_found = judgement->num_findings + list->num_left_out;
	for (size_t i = 0; i < judgement->num_findings; i++) {
		finding_merge_finish(&judgement->arena, &judgement->findings[i]);
		if (list->num_waivers > 0)
			waive_said(list, &judgement->findings[i]);
		note_verdict(list, judgement->findings[i].verdict);
	}
	if (judgement->num_findings > 1)
		qsort(judgement->findings, judgement->num_findings, sizeof *judgement->findings, compare);
	if (judgement->num_findings <= most)
		return;
	judgement->truncated = true;
	judgement->num_findings = (size_t)most;
}
