#include "judge/rule_digest.h"

#include "bytes/text.h"

/* Text with the NUL behind it; none is not the empty one. */
static void add(struct digest *digest, const char *text)
{
	digest_add(digest, text == NULL ? span_of("\1", 1) : span_of(text, strlen(text) + 1));
}

static bool finish(struct digest *digest, char sha256[DIGEST_HEX_MAX])
{
	uint8_t out[DIGEST_MAX];

	if (digest == NULL)
		return false;
	digest_finish(digest, out);
	text_hex_to(sha256, span_of(out, 32));
	digest_free(digest);
	return true;
}

static struct digest *start(void)
{
	struct digest *digest = digest_new(DIGEST_SHA256);

	if (digest != NULL)
		digest_start(digest);
	return digest;
}

bool rule_digest(const struct rule *rule, char sha256[DIGEST_HEX_MAX])
{
	struct digest *digest = start();

	if (digest == NULL)
		return false;
	add(digest, rule->id);
	add(digest, verdict_name(rule->verdict));
	add(digest, rule->title);
	add(digest, rule->title_zh);
	add(digest, rule->class);
	add(digest, rule->platform);
	add(digest, rule->gate_only ? "gate" : "always");
	add(digest, rule->sql);
	if (rule->per_build)
		add(digest, "build");
	for (size_t i = 0; rule->basis != NULL && rule->basis[i] != NULL; i++)
		add(digest, rule->basis[i]);
	return finish(digest, sha256);
}

bool rule_digest_policy(const struct rules *rules, char sha256[DIGEST_HEX_MAX])
{
	const struct policy *policy = rules_whole_policy(rules);
	struct digest *digest = start();

	for (size_t i = 0; digest != NULL && i < policy->num_values; i++) {
		add(digest, policy->values[i].name);
		add(digest, policy->values[i].value);
	}
	for (size_t i = 0; digest != NULL && i < policy->num_overrides; i++) {
		add(digest, policy->overrides[i].rule);
		add(digest, policy->overrides[i].category);
		add(digest, policy->overrides[i].until);
		add(digest, verdict_name(policy->overrides[i].verdict));
	}
	return finish(digest, sha256);
}

bool rule_digest_catalogues(const struct rules *rules, char sha256[DIGEST_HEX_MAX])
{
	struct digest *digest = start();

	for (size_t i = 0; digest != NULL && i < rules_num_catalogues(rules); i++) {
		const struct catalogue *catalogue = rules_catalogue_at(rules, i);

		add(digest, catalogue->name);
		for (size_t k = 0; k < catalogue->num_columns; k++)
			add(digest, catalogue->columns[k]);
		for (size_t k = 0; k < catalogue->num_rows * catalogue->num_columns; k++)
			add(digest, catalogue->values[k]);
	}
	if (digest != NULL)
		add(digest, rules_blacklist_text(rules));
	return finish(digest, sha256);
}
