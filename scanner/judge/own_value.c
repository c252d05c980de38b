#include "judge/own_value.h"

#include "bytes/fold.h"
#include "bytes/text.h"
#include "judge/domain_name.h"

#define LEAST_WORD 3   /* letters of a word that stands in another one */
#define LEAST_DIGITS 4 /* of a number that tells an app from others */

static bool is_common(const struct rules *rules, const char *word)
{
	return rules_catalogue_value(rules, "common_words", word, "word") != NULL;
}

/* The next word of an app id, in small letters. NULL at the end, and when memory ran out. */
static const char *next_word(const char **rest, struct arena *arena)
{
	char *word = *rest == NULL ? NULL : arena_text(arena, text_next_word(rest, '.'));

	return word == NULL ? NULL : text_small(word);
}

static bool has_word(const struct rules *rules, const char *scheme, const char *word)
{
	return word != NULL && strlen(word) >= LEAST_WORD && !is_common(rules, word) && strstr(scheme, word) != NULL;
}

static bool is_own_scheme(const struct rules *rules, const struct judge_elsewhere *shown, struct arena *arena)
{
	char *scheme = arena_strdup(arena, shown->value);
	const char *rest = shown->app_id, *word;
	size_t digits = 0;

	if (scheme == NULL)
		return false;
	text_small(scheme);
	for (const char *c = scheme; *c != '\0'; c++)
		digits += *c >= '0' && *c <= '9';
	if (digits >= LEAST_DIGITS || (shown->label != NULL && has_word(rules, scheme, fold_label(arena, shown->label))))
		return true;
	while ((word = next_word(&rest, arena)) != NULL)
		if (has_word(rules, scheme, word))
			return true;
	return false;
}

static size_t last_dot(struct span text)
{
	size_t at = text.len;

	while (at > 0 && text.data[at - 1] != '.')
		at--;
	return at;
}

/* Of a host what is registered: the last two labels, three where the second last one is a kind of owner below a country. */
static struct span registered(struct span host)
{
	static const char *const kinds[] = {"com", "net", "org", "gov", "edu", "ac", "co"};
	size_t last = last_dot(host), second = last == 0 ? 0 : last_dot(span_slice(host, 0, last - 1)), from = second;

	for (size_t i = 0; host.len - last == 2 && second > 0 && i < sizeof kinds / sizeof kinds[0]; i++)
		if (span_is(span_slice(host, second, last - 1 - second), kinds[i]))
			from = last_dot(span_slice(host, 0, second - 1));
	return span_slice(host, from, host.len);
}

static bool is_own_domain(const struct rules *rules, const struct judge_elsewhere *shown, struct arena *arena)
{
	struct span site = registered(span_of_text(shown->value));
	const char *policy = shown->policy == NULL ? NULL : domain_name(arena, domain_name_host(span_of_text(shown->policy)));
	const char *called = arena_text(arena, span_of(site.data, strcspn((const char *)site.data, "."))), *rest = shown->app_id, *word;

	if (shown->opens || (policy != NULL && strcmp(policy, shown->value) == 0))
		return true;
	if (called == NULL || is_common(rules, called))
		return false;
	if (policy != NULL && span_equal(registered(span_of_text(policy)), site))
		return true;
	while ((word = next_word(&rest, arena)) != NULL)
		if (strcmp(word, called) == 0)
			return true;
	return false;
}

/* Many persons are called the same, and no two companies. */
static bool is_own_name(const struct judge_elsewhere *shown)
{
	const char *type = text_or_empty(shown->subject_type);

	return strcmp(type, "individual") != 0 && strcmp(type, "sole-trader") != 0;
}

bool own_value(const struct rules *rules, const struct judge_elsewhere *shown, struct arena *arena)
{
	if (strcmp(shown->kind, "developer_name") == 0)
		return is_own_name(shown);
	if (strcmp(shown->kind, "scheme") == 0)
		return is_own_scheme(rules, shown, arena);
	return strcmp(shown->kind, "domain") == 0 ? is_own_domain(rules, shown, arena) : strcmp(shown->kind, "domain_taken") == 0 && shown->opens;
}
