/*
 * rules - prelist rules: list, explain and check what packages are judged by.
 */
#include "cli/fixture_check.h"
#include "cli/rules.h"
#include "cli/session.h"

#include "bytes/text.h"
#include "judge/catalogue_check.h"
#include "judge/explain.h"
#include "report/advice.h"
#include "report/columns.h"
#include "report/finding_print.h"
#include "report/shown.h"
#include "store/rule_count.h"

#include <stdlib.h>

/* How it is run; only where that is asked for. */
static void explanation_json(struct json *json, const struct explanation *explanation)
{
	json_array(json, "tables");
	for (const char **table = explanation->tables; *table != NULL; table++)
		json_text(json, NULL, *table);
	json_close(json);
	json_number(json, "since", explanation->since);
	json_text(json, "plan", explanation->plan);
}

static void count_json(struct json *json, const struct rule_count *count)
{
	json_number(json, "hits", count->hits);
	json_number(json, "confirmed", count->confirmed);
	json_number(json, "false_positive", count->false_positive);
	json_number(json, "accepted", count->accepted);
}

/* What its details say, and their Chinese. */
static void details_json(struct json *json, const struct rule *rule)
{
	if (rule->num_details == 0)
		return;
	json_array(json, "details");
	for (size_t i = 0; i < rule->num_details; i++) {
		json_row(json, NULL);
		json_text(json, "detail", rule->details[i].en);
		json_text(json, "detail_zh", rule->details[i].zh);
		json_close(json);
	}
	json_close(json);
}

/* Of a kind of the blacklist: what a finding says by it. */
static const char *why_listed(struct arena *arena, enum language language, const char *id)
{
	int kind = strncmp(id, "blacklist.", 10) == 0 ? blacklist_kind_find(id + 10) : -1;

	return kind < 0 ? NULL : arena_printf(arena, message(language, MESSAGE_RULE_LISTED), language_word(language, blacklist_kind_name((enum blacklist_kind)kind)));
}

static void listed_json(struct json *json, const char *id)
{
	ARENA_CLEANUP struct arena arena = arena_new(4096);

	json_text_if(json, "why", why_listed(&arena, LANGUAGE_EN, id));
	json_text_if(json, "why_zh", why_listed(&arena, LANGUAGE_ZH, id));
}

static void effect_json(struct json *json, const char *id)
{
	int anomaly = anomaly_find(id);
	enum anomaly_effect effect = anomaly < 0 ? EFFECT_ODD : anomaly_info((enum anomaly_id)anomaly)->effect;

	if (anomaly < 0)
		return;
	json_text(json, "effect", anomaly_effect_name(effect));
	json_text(json, "why", advice_why(LANGUAGE_EN, effect));
	json_text(json, "why_zh", advice_why(LANGUAGE_ZH, effect));
}

/* Into an object that is open. count: NULL without an archive. */
static void rule_json(struct json *json, const struct rule *rule, const struct explanation *explanation, const struct rule_count *count)
{
	json_text(json, "rule", rule->id);
	json_text(json, "verdict", verdict_name(rule->verdict));
	json_text_if(json, "title", rule->title);
	json_text_if(json, "title_zh", rule->title_zh);
	effect_json(json, rule->id);
	listed_json(json, rule->id);
	json_text_if(json, "fix", advice_own(LANGUAGE_EN, rule));
	json_text_if(json, "fix_zh", advice_own(LANGUAGE_ZH, rule));
	details_json(json, rule);
	json_text_if(json, "class", rule->class);
	json_array(json, "basis");
	for (const char **basis = rule->basis; basis != NULL && *basis != NULL; basis++)
		json_text(json, NULL, *basis);
	json_close(json);
	json_text_if(json, "platform", rule->platform);
	json_text(json, "when", rule->gate_only ? "gate" : "always");
	json_text_if(json, "hit", rule->hit);
	json_text_if(json, "miss", rule->miss);
	json_text_if(json, "file", rule->file);
	if (rule->line > 0)
		json_number(json, "line", rule->line);
	json_text_if(json, "sql", rule->sql);
	if (count != NULL)
		count_json(json, count);
	if (explanation->tables != NULL)
		explanation_json(json, explanation);
}

static bool list_json(const struct session *session, struct json *json, struct error *err)
{
	struct rule_count count;
	bool ok = true;

	json_text(json, "dir", rules_dir(session->rules));
	json_text(json, "sha256", rules_sha256(session->rules));
	json_array(json, "rules");
	for (size_t i = 0; ok && i < rules_count(session->rules); i++) {
		const struct rule *rule = rules_at(session->rules, i);

		ok = session->archive == NULL || rule_count_of(session->archive, rule->id, &count, err);
		json_row(json, NULL);
		rule_json(json, rule, &(struct explanation){0}, session->archive != NULL ? &count : NULL);
		json_close(json);
	}
	json_end(json, err);
	return ok;
}

/* "12 hits, 9 confirmed, 1 false"; nothing without an archive. */
static bool count_text(const struct session *session, const struct rule *rule, char out[80], struct error *err)
{
	struct rule_count count;

	*out = '\0';
	if (session->archive == NULL)
		return true;
	if (!rule_count_of(session->archive, rule->id, &count, err))
		return false;
	snprintf(out, 80, "%7lld %9lld %6lld  ", (long long)count.hits, (long long)count.confirmed, (long long)count.false_positive);
	return true;
}

static bool list_text(const struct session *session, struct error *err)
{
	char counts[80];

	if (session->archive != NULL)
		fputs(message(session->language, MESSAGE_RULES_HEAD), session->output.file);
	for (size_t i = 0; i < rules_count(session->rules); i++) {
		const struct rule *rule = rules_at(session->rules, i);
		const char *title = language_pick(session->language, rule->title, rule->title_zh);

		if (!count_text(session, rule, counts, err))
			return false;
		columns_print(session->output.file, finding_word(session->language, rule->verdict), 7);
		fprintf(session->output.file, " %-40s %s%s\n", rule->id, counts, title != NULL ? title : "");
	}
	return true;
}

static int run_list(struct session *session, struct error *err)
{
	struct json json;
	bool ok = session_rules(session, err) && session_archive_if_any(session, err) &&
		  (session_json(session, &json, "prelist-rules/1") ? list_json(session, &json, err) : list_text(session, err));

	return ok ? 0 : EXIT_TROUBLE;
}

static void head(const struct session *session, enum message_id id)
{
	columns_print(session->output.file, message(session->language, id), 10);
}

static void line_if(const struct session *session, enum message_id id, const char *text)
{
	if (text == NULL || *text == '\0')
		return;
	head(session, id);
	fprintf(session->output.file, " %s\n", text);
}

static void how_text(const struct session *session, const struct rule *rule, const struct explanation *explanation)
{
	FILE *out = session->output.file;

	head(session, MESSAGE_RULE_READS);
	for (const char **table = explanation->tables; *table != NULL; table++)
		fprintf(out, " %s", *table);
	fputc('\n', out);
	head(session, MESSAGE_RULE_SINCE);
	fprintf(out, " %d\n\n%s\n\n%s", explanation->since, rule->sql, explanation->plan);
}

/* "licence-16.11  Licence for ..., special provision 16 (11)" */
static void basis_text(const struct session *session, const char *basis)
{
	const char *column = session->language == LANGUAGE_ZH ? "name_zh" : "name";
	const char *name = rules_catalogue_value(session->rules, "provisions", basis, column);

	head(session, MESSAGE_RULE_BASIS);
	fprintf(session->output.file, name != NULL ? " %s  %s\n" : " %s\n", basis, name);
}

/* Of an anomaly: its usual effect, and why that has the verdict; of a hit of the blacklist the latter. */
static void effect_text(const struct session *session, const char *id)
{
	ARENA_CLEANUP struct arena arena = arena_new(4096);
	int anomaly = anomaly_find(id);
	enum anomaly_effect effect = anomaly < 0 ? EFFECT_ODD : anomaly_info((enum anomaly_id)anomaly)->effect;

	line_if(session, MESSAGE_RULE_WHY, why_listed(&arena, session->language, id));
	if (anomaly < 0)
		return;
	line_if(session, MESSAGE_RULE_EFFECT, shown_word(&arena, session->language, FACT_TABLE_anomaly, "effect", anomaly_effect_name(effect)));
	line_if(session, MESSAGE_RULE_WHY, advice_why(session->language, effect));
}

/* The caps that are reported so, as they are now. */
static void limits_text(const struct session *session, const char *id)
{
	const struct limits limits = rules_limits(session->rules);

	for (enum limit_id i = 0; i < LIMIT_COUNT; i++) {
		const struct limit_info *limit = limit_info(i);

		if (strcmp(limit->anomaly, id) != 0)
			continue;
		head(session, MESSAGE_RULE_LIMIT);
		fprintf(session->output.file, " %s=%llu  %s%s%s\n", limit->name, (unsigned long long)limits.value[i],
			language_word(session->language, limit->unit), language_pick(session->language, ": ", "："),
			language_pick(session->language, limit->doc, limit->doc_zh));
	}
}

static void explain_text(const struct session *session, const struct rule *rule, const struct explanation *explanation)
{
	enum language language = session->language;
	FILE *out = session->output.file;

	fprintf(out, "%s\n%s\n\n", rule->id, language_pick(language, rule->title, rule->title_zh));
	line_if(session, MESSAGE_RULE_VERDICT, language_word(language, verdict_name(rule->verdict)));
	effect_text(session, rule->id);
	limits_text(session, rule->id);
	line_if(session, MESSAGE_RULE_FIX, advice_own(language, rule));
	for (size_t i = 0; i < rule->num_details; i++) {
		head(session, MESSAGE_RULE_DETAIL);
		fprintf(out, " %s => %s\n", rule->details[i].en, rule->details[i].zh);
	}
	line_if(session, MESSAGE_RULE_CLASS, language_word(language, rule->class));
	for (const char **basis = rule->basis; basis != NULL && *basis != NULL; basis++)
		basis_text(session, *basis);
	line_if(session, MESSAGE_RULE_PLATFORM, rule->platform == NULL ? NULL : language_word(language, rule->platform));
	line_if(session, MESSAGE_RULE_WHEN, message(language, rule->gate_only ? MESSAGE_RULE_GATE : MESSAGE_RULE_ALWAYS));
	line_if(session, MESSAGE_RULE_HIT, rule->hit);
	line_if(session, MESSAGE_RULE_MISS, rule->miss);
	if (rule->line > 0) {
		head(session, MESSAGE_RULE_WRITTEN);
		fprintf(out, " %s:%d\n", rule->file, rule->line);
	} else {
		line_if(session, MESSAGE_RULE_WRITTEN, rule->file);
	}
	if (explanation->tables != NULL)
		how_text(session, rule, explanation);
}

static void limit_json(struct json *json, const struct limit_info *limit, uint64_t value)
{
	json_row(json, NULL);
	json_text(json, "name", limit->name);
	json_number(json, "value", (int64_t)value);
	json_text(json, "unit", limit->unit);
	json_text(json, "bounds", limit->doc);
	json_text(json, "bounds_zh", limit->doc_zh);
	json_close(json);
}

static void limits_json(struct json *json, const struct rules *rules, const char *id)
{
	const struct limits limits = rules_limits(rules);
	bool is_any = false;

	for (enum limit_id i = 0; i < LIMIT_COUNT; i++) {
		if (strcmp(limit_info(i)->anomaly, id) != 0)
			continue;
		if (!is_any)
			json_array(json, "limits");
		is_any = true;
		limit_json(json, limit_info(i), limits.value[i]);
	}
	if (is_any)
		json_close(json);
}

static void print_rule(struct session *session, const struct rule *rule, const struct explanation *explanation, struct error *err)
{
	struct json json;

	if (!session_json(session, &json, "prelist-rules-explain/1")) {
		explain_text(session, rule, explanation);
		return;
	}
	rule_json(&json, rule, explanation, NULL);
	limits_json(&json, session->rules, rule->id);
	json_end(&json, err);
}

static int run_explain(struct session *session, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)1024 * 1024);
	const char *id = session->args->operands[0];
	struct explanation explanation = {0};
	const struct rule *rule;

	if (!session_rules(session, err))
		return EXIT_TROUBLE;
	rule = rules_find(session->rules, id);
	if (rule == NULL) {
		error_set(err, ERROR_USAGE, "there is no rule '%s'; prelist rules list has them all", id);
		return EXIT_TROUBLE;
	}
	if (rule->sql != NULL && !explain_rule(session->rules, rule, &arena, &explanation, err))
		return EXIT_TROUBLE;
	print_rule(session, rule, &explanation, err);
	return 0;
}

static void print_fault(void *owner, const char *text)
{
	fixture_check_wrong(owner, text);
}

/* What is wrong comes as it is found; then how much there was. */
static bool check_all(struct fixture_check *check, struct error *err)
{
	const struct rules *rules = check->session->rules;

	catalogue_check_all(rules, print_fault, check);
	if (!fixture_check_all(check, err))
		return false;
	if (check->json == NULL)
		message_print(check->session->output.file, check->session->language,
			      check->num_checked > 0 ? MESSAGE_RULES_CHECKED : MESSAGE_RULES_WITHOUT_FIXTURES,
			rules_count(rules), check->num_checked, check->num_wrong, rules_sha256(rules), rules_dir(rules));
	return true;
}

static bool check_json(struct fixture_check *check, struct json *json, struct error *err)
{
	const struct rules *rules = check->session->rules;

	check->json = json;
	json_text(json, "dir", rules_dir(rules));
	json_text(json, "sha256", rules_sha256(rules));
	json_array(json, "wrong");
	check_all(check, err);
	json_close(json);
	json_number(json, "fixtures", (int64_t)check->num_checked);
	json_number(json, "rules", (int64_t)rules_count(rules));
	return json_end(json, err);
}

static int run_check(struct session *session, struct error *err)
{
	struct fixture_check check = {.session = session};
	struct json json;

	if (!session_sandbox(session, 1, err) || !session_rules(session, err) || !session_judge(session, err))
		return EXIT_TROUBLE;
	if (!(session_json(session, &json, "prelist-rules-check/1") ? check_json(&check, &json, err) : check_all(&check, err)))
		return EXIT_TROUBLE;
	return check.num_wrong > 0 ? 1 : 0;
}

static const struct example check_examples[] = {
	{"prelist rules check", "packs, catalogues and policy, and each rule on its fixtures", "检查规则包、目录表与策略，并在样例上运行每条规则"},
	{"prelist rules check --rules ./rules", "before they are installed", "安装前检查"},
	{NULL, NULL, NULL}};
static const struct example list_examples[] = {
	{"prelist rules list", "every rule with its verdict; with an archive how often it hit, and what reviewers made of that",
	 "列出所有规则及其结论；有归档时附命中、属实与误报次数"},
	{NULL, NULL, NULL}};
static const struct example explain_examples[] = {
	{"prelist rules explain permission.no-purpose", "why, by what provision, and the SELECT itself",
	 "理由、依据与 SELECT 语句"},
	{NULL, NULL, NULL}};

static const enum option_id check_options[] = {OPTION_TODAY, OPTION_ALLOW_UNSANDBOXED, OPTION_COUNT};

static const struct command check = {.name = "check",
				     .en = "find what is wrong in rules, and run each on its fixtures",
				     .zh = "检查规则有何错误，并在样例上运行",
				     .operands = "",
				     .options = check_options,
				     .examples = check_examples,
				     .run = run_check};
static const struct command list = {.name = "list",
				    .en = "every rule with verdict, title, hits and how many were confirmed",
				    .zh = "列出所有规则",
				    .operands = "",
				    .examples = list_examples,
				    .run = run_list};
static const struct command explain = {.name = "explain",
				       .en = "one rule or anomaly: why, by what provision, how",
				       .zh = "说明一条规则或异常",
				       .operands = "RULE",
				       .min_operands = 1,
				       .max_operands = 1,
				       .examples = explain_examples,
				       .run = run_explain};

static const struct command *const subcommands[] = {&check, &list, &explain, &rules_tables, &rules_behaviours, &rules_dry_run, NULL};

const struct command command_rules = {
	.name = "rules",
	.en = "check, list and explain rules, or try new ones on what is kept",
	.zh = "检查、列出、说明规则，或在归档上试运行新规则",
	.examples = check_examples,
	.subcommands = subcommands,
};
