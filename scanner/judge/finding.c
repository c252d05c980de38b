#include "judge/finding.h"

#include "bytes/digest.h"
#include "bytes/text.h"

#include <stdlib.h>

#define OF_RULE_MAX 100

void finding_key(char key[17], const char *rule, const char *app_id, const char *subject)
{
	struct digest *digest = digest_new(DIGEST_SHA256);
	uint8_t bytes[DIGEST_MAX] = {0};
	char hex[DIGEST_HEX_MAX];

	if (digest != NULL) {
		digest_start(digest);
		digest_add(digest, span_of(rule, strlen(rule) + 1));
		digest_add(digest, span_of(app_id, strlen(app_id) + 1));
		digest_add(digest, span_of_text(subject));
		digest_finish(digest, bytes);
	}
	digest_free(digest);
	text_hex_to(hex, span_of(bytes, 8));
	memcpy(key, hex, 17);
}

/* The last override that names the rule, the category and a day that has not passed. */
static enum verdict overridden(const struct finding_list *list, const char *rule, enum verdict verdict)
{
	const struct policy *policy = rules_whole_policy(list->rules);

	for (size_t i = policy->num_overrides; i-- > 0;) {
		const struct policy_override *override = &policy->overrides[i];

		if (strcmp(override->rule, rule) != 0 ||
		    (override->category != NULL && (list->category == NULL || strcmp(override->category, list->category) != 0)) ||
		    (override->until != NULL && strcmp(override->until, list->run->today) < 0))
			continue;
		return override->verdict;
	}
	return verdict;
}

static struct finding *make_room(struct finding_list *list)
{
	struct judgement *judgement = list->judgement;
	size_t room = list->room == 0 ? 32 : list->room * 2;
	struct finding *grown;

	if (judgement->num_findings < list->room)
		return &judgement->findings[judgement->num_findings++];
	grown = arena_array(&judgement->arena, room, sizeof *grown);
	if (grown == NULL) {
		list->failed = true;
		return NULL;
	}
	if (judgement->num_findings > 0)
		memcpy(grown, judgement->findings, judgement->num_findings * sizeof *grown);
	judgement->findings = grown;
	list->room = room;
	return &judgement->findings[judgement->num_findings++];
}

static const char *copy(struct finding_list *list, const char *text)
{
	const char *made = text == NULL ? NULL : arena_strdup(&list->judgement->arena, text);

	if (text != NULL && made == NULL)
		list->failed = true;
	return made;
}

void finding_add(struct finding_list *list, const struct rule *rule, enum verdict default_verdict, const char *subject,
		 const char *detail, const char *path)
{
	enum verdict verdict = overridden(list, rule->id, default_verdict);
	const char *about = subject == NULL ? "" : subject;
	struct finding *finding;

	if (verdict <= VERDICT_PASS)
		return;
	if (verdict > list->gravest)
		list->gravest = verdict;
	if (++list->of_rule > OF_RULE_MAX ||
	    list->judgement->num_findings >= rules_limits(list->rules).value[LIMIT_FINDINGS]) {
		list->judgement->truncated = true;
		return;
	}
	finding = make_room(list);
	if (finding == NULL)
		return;
	*finding = (struct finding){.rule = copy(list, rule->id), .verdict = verdict, .title = rule->title, .title_zh = rule->title_zh,
				    .subject = copy(list, about), .detail = copy(list, detail), .path = copy(list, path),
				    .class = rule->class, .basis = rule->basis};
	finding_key(finding->key, rule->id, list->app_id == NULL ? "" : list->app_id, about);
}

static bool is_one_of(const char *id, const char *const *ids)
{
	while (*ids != NULL && strcmp(*ids, id) != 0)
		ids++;
	return *ids != NULL;
}

/* What hardening products and channel tools leave behind, and nothing else: with them there it is a notice. */
static bool is_explained(const struct finding_list *list, const char *id)
{
	static const char *const packers[] = {"elf.section-segment-mismatch", "elf.malformed", "elf.abi-mismatch", "dex.trailing-data",
					      "dex.bad-checksum", "dex.unreferenced", "dex.gap", NULL};
	static const char *const channels[] = {"sig.unsigned-entries", "zip.comment-oversize", NULL};

	return (list->is_packed && is_one_of(id, packers)) || (list->has_channel && is_one_of(id, channels));
}

static enum verdict verdict_of(const struct finding_list *list, const struct fact_anomaly *anomaly)
{
	const struct policy *policy = rules_whole_policy(list->rules);
	enum anomaly_effect effect = EFFECT_REFUSED;
	enum verdict verdict;

	while (effect < EFFECT_UNREAD && strcmp(anomaly_effect_name(effect), anomaly->effect) != 0)
		effect++;
	verdict = policy->effects[effect];
	if (effect == EFFECT_EVASIVE && verdict > VERDICT_NOTICE && is_explained(list, anomaly->id))
		verdict = VERDICT_NOTICE;
	return verdict;
}

void finding_add_anomalies(struct finding_list *list, const struct reading *facts)
{
	struct fact_anomaly **rows = reading_rows(facts, anomaly);

	for (size_t i = 0; i < reading_num(facts, anomaly); i++) {
		const struct rule *rule = rules_find(list->rules, rows[i]->id);
		const char *path = rows[i]->path == NULL ? "" : rows[i]->path;
		const struct rule unknown = {.id = rows[i]->id, .title = rows[i]->id, .title_zh = rows[i]->id, .class = "integrity"};

		if (i == 0 || strcmp(rows[i]->id, rows[i - 1]->id) != 0)
			list->of_rule = 0;
		finding_add(list, rule != NULL ? rule : &unknown, verdict_of(list, rows[i]), *path == '\0' ? list->app_id : path,
			    rows[i]->detail, path);
	}
}

static int compare_text(const char *a, const char *b)
{
	return strcmp(a == NULL ? "" : a, b == NULL ? "" : b);
}

static int compare(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;
	int order = (x->verdict < y->verdict) - (x->verdict > y->verdict);

	if (order == 0)
		order = strcmp(x->rule, y->rule);
	if (order == 0)
		order = compare_text(x->subject, y->subject);
	if (order == 0)
		order = compare_text(x->path, y->path);
	return order != 0 ? order : compare_text(x->detail, y->detail);
}

void finding_sort(struct judgement *judgement)
{
	if (judgement->num_findings > 1)
		qsort(judgement->findings, judgement->num_findings, sizeof *judgement->findings, compare);
}
