/*
 * blacklist_link_keys - domains, sites and schemes that facts show.
 */
#include "judge/blacklist_shown.h"

#include "bytes/buf.h"
#include "judge/domain_name.h"

#define BELOW "[*.]"
#define DOMAIN_TEXT_MAX 8192

/* As entries are spelled; what stands for all that is below it shows those, too. */
static void show_domain(const struct keys *keys, struct span host, bool with_below)
{
	const char *name = domain_name(keys->arena, host);

	if (name == NULL)
		return;
	show(keys, BLACKLIST_DOMAIN, name);
	if (with_below)
		show(keys, BLACKLIST_DOMAIN, arena_printf(keys->arena, "*.%s", name));
}

/* Phones take *XAMPLE.COM, and *.EXAMPLE.COM, for every name with that ending: as a pattern that entries may be of. What has no dot within it names nobody. */
static void show_ending(const struct keys *keys, struct span end)
{
	bool is_below = span_starts(end, ".");
	const char *name = domain_name(keys->arena, is_below ? span_slice(end, 1, end.len) : end);

	if (name != NULL && name[0] != '*' && strchr(name, '.') != NULL)
		show(keys, BLACKLIST_DOMAIN, arena_printf(keys->arena, is_below ? "*.%s" : "*%s", name));
}

/* HOST, HOST:PORT, and *.HOST with what is below it; * alone names nobody. */
static void show_host(const struct keys *keys, const char *text)
{
	struct span host = span_of(text, strcspn(text, ":"));
	bool with_below = span_starts(host, "*");

	if (with_below && host.len > 1 && host.data[1] != '.')
		show_ending(keys, span_slice(host, 1, host.len));
	while (host.len > 0 && (host.data[0] == '*' || host.data[0] == '.'))
		host = span_slice(host, 1, host.len);
	show_domain(keys, host, with_below);
}

/* "//HOST/..." of a filter that looks at all behind the scheme; a pattern's dots have a backslash before, or a * behind. */
static void show_ssp(const struct keys *keys, const char *text)
{
	BUF_CLEANUP struct buf plain = buf_new(DOMAIN_TEXT_MAX);
	struct span host;

	if (strncmp(text, "//", 2) != 0)
		return;
	for (text += strncmp(text, "//.*", 4) == 0 ? 3 : 2; *text != '\0'; text++)
		if (*text != '\\')
			buf_byte(&plain, (uint8_t)*text);
	host = domain_name_host(buf_span(&plain));
	if (!plain.failed && host.len > 0)
		show_host(keys, text_or_empty(arena_text(keys->arena, host)));
}

static bool is_of_filter(const struct fact_intent_filter *row, const struct fact_intent_filter *first)
{
	return row->package == first->package && row->position == first->position && strcmp(text_or_empty(row->component), text_or_empty(first->component)) == 0;
}

/* What is opened by an address alone; of a web site's the host says whose it is. */
static bool is_link(struct fact_intent_filter *const *filter, size_t num)
{
	bool views = false;

	for (size_t i = 0; i < num; i++) {
		views |= strcmp(text_or_empty(filter[i]->action), "android.intent.action.VIEW") == 0;
		if (filter[i]->mime != NULL)
			return false;
	}
	return views;
}

static bool is_of_web(const char *scheme)
{
	return strcmp(scheme, "http") == 0 || strcmp(scheme, "https") == 0;
}

static void show_schemes(const struct keys *keys, struct fact_intent_filter *const *filter, size_t num)
{
	for (size_t i = 0; i < num; i++)
		if (filter[i]->scheme != NULL && !is_of_web(filter[i]->scheme))
			show(keys, BLACKLIST_SCHEME, filter[i]->scheme);
}

static void show_sites(const struct keys *keys, struct fact_intent_filter *const *filter, size_t num)
{
	bool is_web = false;

	for (size_t i = 0; i < num; i++)
		is_web |= filter[i]->scheme != NULL && is_of_web(filter[i]->scheme);
	for (size_t i = 0; is_web && i < num; i++)
		if (filter[i]->host != NULL)
			show_host(keys, filter[i]->host);
}

/* The rows of a filter stand one behind another. */
static void show_links(const struct keys *keys, void (*show_filter)(const struct keys *keys, struct fact_intent_filter *const *filter, size_t num))
{
	struct fact_intent_filter **filters = reading_rows(keys->facts, intent_filter);

	for (size_t first = 0, next; first < reading_num(keys->facts, intent_filter); first = next) {
		for (next = first + 1; next < reading_num(keys->facts, intent_filter) && is_of_filter(filters[next], filters[first]);)
			next++;
		if (is_link(filters + first, next - first))
			show_filter(keys, filters + first, next - first);
	}
}

/* As package.configured_domains has them. */
static void show_configured(const struct keys *keys, const char *domains)
{
	while (domains != NULL) {
		struct span name = text_next_word(&domains, ' ');
		bool with_below = span_starts(name, BELOW);

		if (with_below)
			name = span_slice(name, strlen(BELOW), name.len);
		show_domain(keys, name, with_below);
	}
}

/* Of a value that is the address of a page or server. */
static void show_address(const struct keys *keys, const char *value)
{
	if (value != NULL && (strncasecmp(value, "http://", 7) == 0 || strncasecmp(value, "https://", 8) == 0))
		show_domain(keys, domain_name_host(span_of_text(value)), false);
}

static void show_domains(const struct keys *keys)
{
	struct fact_meta_data **values = reading_rows(keys->facts, meta_data);
	struct fact_query **queries = reading_rows(keys->facts, query);
	struct fact_intent_filter **filters = reading_rows(keys->facts, intent_filter);
	struct fact_package **packages = reading_rows(keys->facts, package);
	struct fact_submission **submissions = reading_rows(keys->facts, submission);

	for (size_t i = 0; i < reading_num(keys->facts, intent_filter); i++) {
		if (filters[i]->host != NULL)
			show_host(keys, filters[i]->host);
		if (filters[i]->ssp != NULL)
			show_ssp(keys, filters[i]->ssp);
	}
	for (size_t i = 0; i < reading_num(keys->facts, query); i++)
		if (queries[i]->host != NULL)
			show_host(keys, queries[i]->host);
	for (size_t i = 0; i < reading_num(keys->facts, meta_data); i++)
		show_address(keys, values[i]->value);
	for (size_t i = 0; i < reading_num(keys->facts, package); i++)
		show_configured(keys, packages[i]->configured_domains);
	for (size_t i = 0; i < reading_num(keys->facts, submission); i++)
		if (submissions[i]->privacy_policy_url != NULL)
			show_domain(keys, domain_name_host(text_trimmed(submissions[i]->privacy_policy_url)), false);
}

void blacklist_show_links(const struct keys *keys)
{
	show_domains(keys);
	show_links(keys, show_schemes);
}

size_t blacklist_above(const char *site, const char *above[BLACKLIST_ABOVE_MAX])
{
	const char *name = site + strspn(site, "*."), *dot;
	size_t num = 0;

	while (num < BLACKLIST_ABOVE_MAX && (dot = strchr(name, '.')) != NULL && strchr(dot + 1, '.') != NULL)
		above[num++] = name = dot + 1;
	return num;
}

void blacklist_site_keys(const struct reading *facts, struct arena *arena,
			 void (*visit)(void *owner, enum blacklist_kind kind, const char *value), void *owner)
{
	const struct keys keys = {.facts = facts, .arena = arena, .visit = visit, .owner = owner};

	show_links(&keys, show_sites);
}

static void take_site_above(void *owner, enum blacklist_kind kind, const char *value)
{
	const struct keys *keys = owner;
	const char *above[BLACKLIST_ABOVE_MAX];
	size_t num = blacklist_above(value, above);

	for (size_t i = 0; i < num; i++)
		show(keys, kind, arena_printf(keys->arena, ".%s", above[i]));
}

void blacklist_above_keys(const struct reading *facts, struct arena *arena,
			  void (*visit)(void *owner, enum blacklist_kind kind, const char *value), void *owner)
{
	struct keys keys = {.facts = facts, .arena = arena, .visit = visit, .owner = owner};

	blacklist_site_keys(facts, arena, take_site_above, &keys);
}

void blacklist_ending_keys(const struct reading *facts, struct arena *arena,
			   void (*visit)(void *owner, enum blacklist_kind kind, const char *value), void *owner)
{
	const struct keys keys = {.facts = facts, .arena = arena, .visit = visit, .owner = owner};
	struct fact_intent_filter **filters = reading_rows(facts, intent_filter);

	for (size_t i = 0; i < reading_num(facts, intent_filter); i++) {
		struct span host = span_of_text(text_or_empty(filters[i]->host));

		host = span_of(host.data, strcspn((const char *)host.data, ":"));
		if (span_starts(host, "*"))
			show_ending(&keys, span_slice(host, 1, host.len));
	}
}
