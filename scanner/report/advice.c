#include "report/advice.h"

#include <string.h>

static const struct advice {
	const char *class, *en, *zh;
} classes[] = {
#define FIX(class, en, zh) {class, en, zh},
#include "report/fix.def"
#undef FIX
};

static const struct {
	const char *why, *why_zh, *fix, *fix_zh;
} effects[] = {
#define EFFECT(symbol, why, why_zh, fix, fix_zh) [EFFECT_##symbol] = {why, why_zh, fix, fix_zh},
#include "report/effect.def"
#undef EFFECT
};

const char *advice_why(enum language language, enum anomaly_effect effect)
{
	return language_pick(language, effects[effect].why, effects[effect].why_zh);
}

static const char *of_class(enum language language, const char *class)
{
	const struct advice *advice = classes;

	while (*advice->class != '\0' && strcmp(advice->class, class) != 0)
		advice++;
	return language_pick(language, advice->en, advice->zh);
}

const char *advice_own(enum language language, const struct rule *rule)
{
	int anomaly = rule == NULL ? -1 : anomaly_find(rule->id);

	if (rule != NULL && rule->fix != NULL)
		return language_pick(language, rule->fix, rule->fix_zh);
	if (rule != NULL && strcmp(rule->class, CLASS_STORE) == 0)
		return of_class(language, CLASS_STORE);
	if (anomaly < 0 || strncmp(rule->id, "package.", 8) == 0) /* what the whole file is: the detail says what to do */
		return NULL;
	return language_pick(language, effects[anomaly_info((enum anomaly_id)anomaly)->effect].fix,
			     effects[anomaly_info((enum anomaly_id)anomaly)->effect].fix_zh);
}

const char *advice_of(const struct rules *rules, enum language language, const char *id)
{
	const struct rule *rule = rules_find(rules, id);
	const char *own = advice_own(language, rule);

	if (own != NULL)
		return own;
	if (rule != NULL && rule->class != NULL)
		return of_class(language, rule->class);
	return of_class(language, "");
}
