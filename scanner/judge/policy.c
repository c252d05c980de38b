#include "judge/policy.h"

#include "bytes/date.h"
#include "judge/policy_check.h"
#include "judge/strict_json.h"

#include <stdio.h>

struct policy policy_default(void)
{
	return (struct policy){.limits = limits_default(),
			       .effects = {[EFFECT_REFUSED] = VERDICT_REJECT,
					   [EFFECT_AMBIGUOUS] = VERDICT_REJECT,
					   [EFFECT_EVASIVE] = VERDICT_REVIEW,
					   [EFFECT_ODD] = VERDICT_NOTICE,
					   [EFFECT_UNREAD] = VERDICT_REVIEW}};
}

const char *policy_value(const struct policy *policy, const char *name)
{
	for (size_t i = policy->num_values; i-- > 0;)
		if (strcmp(policy->values[i].name, name) == 0)
			return policy->values[i].value;
	return NULL;
}

static bool put(struct policy *policy, const char *name, const char *value, struct arena *arena, struct error *err)
{
	struct policy_value *slot = NULL;

	for (size_t i = 0; i < policy->num_values; i++)
		if (strcmp(policy->values[i].name, name) == 0)
			slot = &policy->values[i];
	if (slot == NULL) {
		struct policy_value *grown = arena_grow(arena, policy->values, policy->num_values, &policy->room_values, sizeof *grown);

		if (grown == NULL)
			return error_memory(err);
		policy->values = grown;
		slot = &policy->values[policy->num_values++];
	}
	slot->name = name;
	slot->value = value;
	return name != NULL && value != NULL ? true : error_memory(err);
}

static const char *scalar_text(const cJSON *node, struct arena *arena)
{
	if (cJSON_IsString(node))
		return arena_strdup(arena, node->valuestring);
	if (cJSON_IsBool(node))
		return cJSON_IsTrue(node) ? "true" : "false";
	return arena_printf(arena, "%.17g", node->valuedouble);
}

/* Scalars by dotted name, two levels at the most: deeper ones are lists of their own. */
static bool flatten(struct policy *policy, const cJSON *object, const char *prefix, struct arena *arena, struct error *err)
{
	const cJSON *member;

	cJSON_ArrayForEach(member, object) {
		const char *name = arena_printf(arena, "%s%s%s", prefix, *prefix == '\0' ? "" : ".", member->string);

		if (name == NULL)
			return error_memory(err);
		if (cJSON_IsObject(member)) {
			if (!flatten(policy, member, name, arena, err))
				return false;
		} else if (!cJSON_IsArray(member) && !cJSON_IsNull(member) &&
			   !put(policy, name, scalar_text(member, arena), arena, err)) {
			return false;
		}
	}
	return true;
}

static bool read_effects(struct policy *policy, const cJSON *effects, const char *path, struct error *err)
{
	char place[STRICT_JSON_PLACE_MAX];
	const cJSON *member;

	cJSON_ArrayForEach(member, effects) {
		enum verdict verdict = cJSON_IsString(member) ? verdict_parse(member->valuestring) : VERDICT_NONE;
		enum anomaly_effect effect = EFFECT_REFUSED;

		while (effect <= EFFECT_UNREAD && strcmp(anomaly_effect_name(effect), member->string) != 0)
			effect++;
		if (effect > EFFECT_UNREAD || verdict < VERDICT_NOTICE)
			strict_json_place(place, path, "effects", member->string);
		if (effect > EFFECT_UNREAD)
			return error_set(err, ERROR_RULES, "%s: effects: there is no effect '%s'", place, member->string);
		/* By pass all anomalies of an effect would vanish: a single one is an override's. */
		if (verdict < VERDICT_NOTICE)
			return error_set(err, ERROR_RULES, "%s: effects.%s: not notice, review or reject", place, member->string);
		policy->effects[effect] = verdict;
	}
	/* What was not read is at best review, whatever a policy says. */
	if (policy->effects[EFFECT_UNREAD] >= VERDICT_REVIEW)
		return true;
	strict_json_place(place, path, "effects", anomaly_effect_name(EFFECT_UNREAD));
	return error_set(err, ERROR_RULES, "%s: effects.unread: at least review", place);
}

static bool read_limits(struct policy *policy, const cJSON *limits, const char *path, struct error *err)
{
	char place[STRICT_JSON_PLACE_MAX], text[128];
	const cJSON *member;

	cJSON_ArrayForEach(member, limits) {
		struct error inner = {0};
		bool is_number = cJSON_IsNumber(member) && member->valuedouble >= 0;

		snprintf(text, sizeof text, "%.80s=%.20g", member->string, member->valuedouble);
		if (is_number && limits_set(&policy->limits, text, &inner))
			continue;
		strict_json_place(place, path, "limits", member->string);
		return is_number ? error_set(err, ERROR_RULES, "%s: limits: %s", place, inner.text) :
				   error_set(err, ERROR_RULES, "%s: limits.%s: not a number", place, member->string);
	}
	return true;
}

static bool read_override(struct policy_override *override, const cJSON *item, const char *place, struct arena *arena,
			  struct error *err)
{
	static const char *const names[] = {"rule", "category", "verdict", "until", "reason", NULL};
	const char *rule, *category, *verdict, *until, *reason;
	char day[DATE_TEXT_LEN];
	struct date date;

	if (!strict_json_only_keys(item, names, "an override", place, ERROR_RULES, err) ||
	    !strict_json_text(item, "rule", &rule, place, ERROR_RULES, err) ||
	    !strict_json_text(item, "category", &category, place, ERROR_RULES, err) ||
	    !strict_json_text(item, "verdict", &verdict, place, ERROR_RULES, err) ||
	    !strict_json_text(item, "until", &until, place, ERROR_RULES, err) ||
	    !strict_json_text(item, "reason", &reason, place, ERROR_RULES, err))
		return false;
	if (rule == NULL || verdict == NULL || reason == NULL || verdict_parse(verdict) == VERDICT_NONE)
		return error_set(err, ERROR_RULES, "%s: an override needs rule, verdict (pass, notice, review, reject) and reason", place);
	if (until != NULL && !date_parse(until, &date))
		return error_set(err, ERROR_RULES, "%s: override of %s: until '%s' is no date", place, rule, until);
	override->rule = arena_strdup(arena, rule);
	override->category = arena_copy(arena, category);
	if (until != NULL)
		date_format(date, day);
	override->until = arena_copy(arena, until == NULL ? NULL : day);
	override->reason = arena_strdup(arena, reason);
	override->verdict = verdict_parse(verdict);
	override->place = arena_strdup(arena, place);
	/* Without its category or its end an override would reach further than it says. */
	if (override->rule == NULL || override->reason == NULL || override->place == NULL ||
	    (override->category == NULL) != (category == NULL) || (override->until == NULL) != (until == NULL))
		return error_memory(err);
	return true;
}

static bool read_overrides(struct policy *policy, const cJSON *list, const char *path, struct arena *arena,
			   struct error *err)
{
	size_t num = (size_t)cJSON_GetArraySize(list);
	struct policy_override *all = arena_array(arena, policy->num_overrides + num + 1, sizeof *all);
	char place[STRICT_JSON_PLACE_MAX];
	const cJSON *item;

	if (all == NULL)
		return error_memory(err);
	if (policy->num_overrides > 0)
		memcpy(all, policy->overrides, policy->num_overrides * sizeof *all);
	policy->overrides = all;
	cJSON_ArrayForEach(item, list) {
		const char *rule = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(item, "rule"));

		strict_json_place(place, path, rule == NULL ? "" : "overrides", rule == NULL ? "overrides" : rule);
		if (!read_override(&all[policy->num_overrides], item, place, arena, err))
			return false;
		policy->num_overrides++;
	}
	return true;
}

bool policy_read(struct policy *policy, const char *path, bool optional, struct arena *arena, struct error *err)
{
	struct error inner = {0};
	STRICT_JSON_CLEANUP cJSON *root = strict_json_read_file(path, optional, ERROR_RULES, &inner);

	if (root == NULL)
		return inner.code == ERROR_NONE || error_set(err, inner.code, "%s", inner.text);
	return policy_check(root, path, err) && read_effects(policy, cJSON_GetObjectItemCaseSensitive(root, "effects"), path, err) &&
	       read_limits(policy, cJSON_GetObjectItemCaseSensitive(root, "limits"), path, err) &&
	       read_overrides(policy, cJSON_GetObjectItemCaseSensitive(root, "overrides"), path, arena, err) &&
	       flatten(policy, root, "", arena, err);
}
