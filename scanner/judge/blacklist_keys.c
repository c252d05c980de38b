/*
 * blacklist_keys - what facts show that entries of a blacklist could name.
 */
#include "judge/blacklist_shown.h"

#include "bytes/buf.h"
#include "bytes/fold.h"
#include "bytes/look.h"
#include "bytes/text.h"
#include "judge/catalogue.h"
#include "judge/domain_name.h"
#include "judge/licence.h"
#include "judge/signing.h"

#include <stdlib.h>

#define BELOW "[*.]"
#define DOMAIN_TEXT_MAX 8192

static void show_label(const struct keys *keys, const char *label)
{
	if (label != NULL)
		show(keys, BLACKLIST_LABEL, fold_label(keys->arena, label));
}

/* A picture that is written anew looks the same; those without a line in them all do. */
static void show_icon(const struct keys *keys, const struct fact_icon *icon)
{
	show(keys, BLACKLIST_ICON, icon->sha256);
	if (icon->dhash != NULL && icon->dhash[strspn(icon->dhash, "0")] != '\0')
		show(keys, BLACKLIST_ICON, icon->dhash);
}

static void show_packages(const struct keys *keys)
{
	struct fact_package **packages = reading_rows(keys->facts, package);
	struct fact_label **labels = reading_rows(keys->facts, label);
	struct fact_icon **icons = reading_rows(keys->facts, icon);
	struct fact_permission **permissions = reading_rows(keys->facts, permission);

	for (size_t i = 0; i < reading_num(keys->facts, package); i++) {
		show(keys, BLACKLIST_PACKAGE, packages[i]->app_id);
		show_label(keys, packages[i]->label);
		show(keys, BLACKLIST_SHARED_USER_ID, packages[i]->shared_user_id);
		show(keys, BLACKLIST_FILE, packages[i]->sha256);
		show(keys, BLACKLIST_FILE, packages[i]->sha1);
		show(keys, BLACKLIST_FILE, packages[i]->md5);
	}
	for (size_t i = 0; i < reading_num(keys->facts, label); i++)
		show_label(keys, labels[i]->kind == NULL ? labels[i]->text : NULL);
	for (size_t i = 0; i < reading_num(keys->facts, icon); i++)
		show_icon(keys, icons[i]);
	for (size_t i = 0; i < reading_num(keys->facts, permission); i++)
		show(keys, BLACKLIST_PERMISSION, permissions[i]->name);
}

/* As phones split them. */
static void show_authorities(const struct keys *keys, const char *authorities)
{
	while (authorities != NULL)
		show(keys, BLACKLIST_PROVIDER_AUTHORITY, arena_text(keys->arena, text_next_word(&authorities, ';')));
}

/* What no other app on the phone may define, too. */
static void show_definitions(const struct keys *keys)
{
	struct fact_permission_definition **permissions = reading_rows(keys->facts, permission_definition);
	struct fact_permission_tree **trees = reading_rows(keys->facts, permission_tree);
	struct fact_permission_group_definition **groups = reading_rows(keys->facts, permission_group_definition);
	struct fact_component **components = reading_rows(keys->facts, component);

	for (size_t i = 0; i < reading_num(keys->facts, permission_definition); i++)
		show(keys, BLACKLIST_PERMISSION_DEFINITION, permissions[i]->name);
	for (size_t i = 0; i < reading_num(keys->facts, permission_tree); i++)
		show(keys, BLACKLIST_PERMISSION_DEFINITION, trees[i]->name);
	for (size_t i = 0; i < reading_num(keys->facts, permission_group_definition); i++)
		show(keys, BLACKLIST_PERMISSION_GROUP_DEFINITION, groups[i]->name);
	for (size_t i = 0; i < reading_num(keys->facts, component); i++)
		show_authorities(keys, components[i]->authorities);
}

/*
 * A stamp is a distributor's, and a chain may be an authority's: neither says who made the app. Nor does a signature at which no phone looks:
 * anybody can leave another's in his package.
 */
static bool is_makers(const struct reading *facts, const struct fact_certificate *certificate)
{
	return (text_same(certificate->role, "signer") || text_same(certificate->role, "lineage")) && signing_counts(facts, certificate);
}

static void show_code(const struct keys *keys)
{
	struct fact_certificate **certificates = reading_rows(keys->facts, certificate);
	struct fact_entry **entries = reading_rows(keys->facts, entry);
	struct fact_library **libraries = reading_rows(keys->facts, library);

	for (size_t i = 0; i < reading_num(keys->facts, certificate); i++) {
		if (!is_makers(keys->facts, certificates[i]))
			continue;
		show(keys, BLACKLIST_CERTIFICATE, certificates[i]->sha256);
		show(keys, BLACKLIST_SPKI, certificates[i]->spki_sha256);
	}
	for (size_t i = 0; i < reading_num(keys->facts, entry); i++)
		show(keys, BLACKLIST_ENTRY, entries[i]->sha256);
	for (size_t i = 0; i < reading_num(keys->facts, library); i++) {
		show(keys, BLACKLIST_LIBRARY, text_file_name(libraries[i]->path));
		show(keys, BLACKLIST_LIBRARY, text_file_name(libraries[i]->soname));
	}
}

/* Ids that differ in case alone are taken for one. */
static void show_developer(const struct keys *keys, const struct fact_submission *form)
{
	char *copy = form->developer_id == NULL ? NULL : arena_strdup(keys->arena, form->developer_id);

	if (copy != NULL)
		show(keys, BLACKLIST_DEVELOPER, text_small(copy));
	if (form->developer_name != NULL)
		show(keys, BLACKLIST_DEVELOPER_NAME, blacklist_developer_key(keys->arena, form->developer_name));
}

static void show_form(const struct keys *keys)
{
	struct fact_submission **submissions = reading_rows(keys->facts, submission);
	struct fact_licence **licences = reading_rows(keys->facts, licence);
	struct fact_document **documents = reading_rows(keys->facts, document);
	struct fact_filing **filings = reading_rows(keys->facts, filing);

	for (size_t i = 0; i < reading_num(keys->facts, submission); i++) {
		show_label(keys, submissions[i]->app_name);
		show_developer(keys, submissions[i]);
		show(keys, BLACKLIST_USCC, submissions[i]->uscc);
	}
	for (size_t i = 0; i < reading_num(keys->facts, licence); i++)
		show(keys, BLACKLIST_LICENCE, licences[i]->number == NULL ? NULL : licence_key(keys->arena, licences[i]->number));
	for (size_t i = 0; i < reading_num(keys->facts, document); i++)
		show(keys, BLACKLIST_LICENCE, documents[i]->number == NULL ? NULL : licence_key(keys->arena, documents[i]->number));
	for (size_t i = 0; i < reading_num(keys->facts, filing); i++)
		show(keys, BLACKLIST_FILING, filings[i]->number);
}

static void show_sdk(const struct keys *keys, const char *name)
{
	if (name != NULL)
		show(keys, BLACKLIST_SDK, blacklist_sdk_key(keys->arena, name));
}

/* The catalogue has names in both languages side by side, and developers write either. */
static void show_sdk_parts(const struct keys *keys, const char *name)
{
	struct span rest = span_of_text(text_or_empty(name));

	for (const char *part = fold_next_part(keys->arena, &rest); part != NULL; part = fold_next_part(keys->arena, &rest))
		show_sdk(keys, part);
}

/* Those that the form names, and those that were found. */
static void show_sdks(const struct keys *keys, void (*show_name)(const struct keys *keys, const char *name))
{
	struct fact_sdk_declared **declared = reading_rows(keys->facts, sdk_declared);
	struct fact_sdk **found = reading_rows(keys->facts, sdk);

	for (size_t i = 0; i < reading_num(keys->facts, sdk_declared); i++)
		show_name(keys, declared[i]->name);
	for (size_t i = 0; i < reading_num(keys->facts, sdk); i++)
		show_name(keys, found[i]->name);
}

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

/* A number as the register has it, and with the other abbreviation of its province. */
static void show_spelling(const struct keys *keys, enum blacklist_kind kind, const char *number)
{
	if (number != NULL && licence_key(keys->arena, number) != number)
		show(keys, kind, number);
	if (number != NULL)
		show(keys, kind, licence_of_province(keys->arena, number));
}

static void show_spellings(const struct keys *keys)
{
	struct fact_licence **licences = reading_rows(keys->facts, licence);
	struct fact_document **documents = reading_rows(keys->facts, document);
	struct fact_filing **filings = reading_rows(keys->facts, filing);

	for (size_t i = 0; i < reading_num(keys->facts, licence); i++)
		show_spelling(keys, BLACKLIST_LICENCE, licences[i]->number);
	for (size_t i = 0; i < reading_num(keys->facts, document); i++)
		show_spelling(keys, BLACKLIST_LICENCE, documents[i]->number);
	for (size_t i = 0; i < reading_num(keys->facts, filing); i++)
		show_spelling(keys, BLACKLIST_FILING, filings[i]->number);
}

/* Many apps call a service or shortcut by the same words: none of it is a name by which they are known. */
static void show_other_labels(const struct keys *keys)
{
	struct fact_label **labels = reading_rows(keys->facts, label);

	for (size_t i = 0; i < reading_num(keys->facts, label); i++)
		show_label(keys, labels[i]->kind != NULL ? labels[i]->text : NULL);
}

void blacklist_each_name(const struct keys *keys, void (*show_name)(const struct keys *keys, const char *name))
{
	struct fact_package **packages = reading_rows(keys->facts, package);
	struct fact_label **labels = reading_rows(keys->facts, label);
	struct fact_submission **submissions = reading_rows(keys->facts, submission);

	for (size_t i = 0; i < reading_num(keys->facts, package); i++)
		if (packages[i]->label != NULL)
			show_name(keys, packages[i]->label);
	for (size_t i = 0; i < reading_num(keys->facts, label); i++)
		if (labels[i]->kind == NULL && labels[i]->text != NULL)
			show_name(keys, labels[i]->text);
	for (size_t i = 0; i < reading_num(keys->facts, submission); i++)
		if (submissions[i]->app_name != NULL)
			show_name(keys, submissions[i]->app_name);
}

/* Words are the same in another order. */
static void show_orders(const struct keys *keys, const char *name)
{
	const char *orders[FOLD_ORDERS];
	size_t num = fold_orders(keys->arena, name, orders);

	for (size_t i = 0; i < num; i++)
		show(keys, BLACKLIST_LABEL, orders[i]);
}

/* PayPaI is read as PayPal. */
static void show_look(const struct keys *keys, const char *name)
{
	show(keys, BLACKLIST_LABEL, look_other(keys->arena, name));
}

static int compare_paths(const void *a, const void *b)
{
	const struct fact_anomaly *x = *(struct fact_anomaly *const *)a, *y = *(struct fact_anomaly *const *)b;

	return x->package != y->package ? (x->package > y->package) - (x->package < y->package) : strcmp(x->path, y->path);
}

/* Packages and code inside, each an entry of its own: what may be handed in by itself is not better in another. */
static void show_inner(const struct keys *keys)
{
	struct fact_anomaly **anomalies = reading_rows(keys->facts, anomaly);
	struct fact_entry **entries = reading_rows(keys->facts, entry);
	size_t most = reading_num(keys->facts, anomaly), num = 0;
	struct fact_anomaly **inner = arena_array(keys->arena, most + 1, sizeof *inner);

	for (size_t i = 0; inner != NULL && i < most; i++)
		if (strncmp(text_or_empty(anomalies[i]->id), "embedded.", strlen("embedded.")) == 0 && anomalies[i]->path != NULL)
			inner[num++] = anomalies[i];
	if (num > 1)
		qsort(inner, num, sizeof *inner, compare_paths);
	for (size_t i = 0; num > 0 && i < reading_num(keys->facts, entry); i++) {
		const struct fact_anomaly wanted = {.package = entries[i]->package, .path = entries[i]->path}, *key = &wanted;

		if (entries[i]->path != NULL && bsearch(&key, inner, num, sizeof *inner, compare_paths) != NULL)
			show(keys, BLACKLIST_FILE, entries[i]->sha256);
	}
}

static const char *innermost(const char *path)
{
	const char *mark = path == NULL ? NULL : strrchr(path, '!');

	return text_file_name(mark == NULL ? path : mark + 1);
}

/* What is in an archive as what is an entry of its own. */
static void show_nested_code(const struct keys *keys)
{
	struct fact_nested_code **codes = reading_rows(keys->facts, nested_code);

	for (size_t i = 0; i < reading_num(keys->facts, nested_code); i++) {
		show(keys, BLACKLIST_FILE, codes[i]->sha256);
		show(keys, BLACKLIST_ENTRY, codes[i]->sha256);
		if (codes[i]->kind != NULL && strcmp(codes[i]->kind, "elf") == 0) {
			show(keys, BLACKLIST_LIBRARY, innermost(codes[i]->path));
			show(keys, BLACKLIST_LIBRARY, text_file_name(codes[i]->soname));
		}
	}
}

/* What they are by themselves. */
static void show_nested(const struct keys *keys)
{
	struct fact_nested_package **packages = reading_rows(keys->facts, nested_package);

	for (size_t i = 0; i < reading_num(keys->facts, nested_package); i++) {
		show(keys, BLACKLIST_PACKAGE, packages[i]->app_id);
		show(keys, BLACKLIST_FILE, packages[i]->sha256);
	}
}

void blacklist_keys(const struct reading *facts, struct arena *arena,
		    void (*visit)(void *owner, enum blacklist_kind kind, const char *value), void *owner)
{
	struct keys keys = {.facts = facts, .arena = arena, .visit = visit, .owner = owner};

	show_packages(&keys);
	show_definitions(&keys);
	show_code(&keys);
	show_form(&keys);
	show_sdks(&keys, show_sdk);
	show_domains(&keys);
	show_links(&keys, show_schemes);
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

void blacklist_more_keys(const struct reading *facts, struct arena *arena,
			 void (*visit)(void *owner, enum blacklist_kind kind, const char *value), void *owner)
{
	struct keys keys = {.facts = facts, .arena = arena, .visit = visit, .owner = owner};

	show_spellings(&keys);
	show_other_labels(&keys);
	blacklist_each_name(&keys, show_orders);
	show_inner(&keys);
	show_nested(&keys);
	show_nested_code(&keys);
	show_sdks(&keys, show_sdk_parts);
}

void blacklist_order_keys(const struct reading *facts, struct arena *arena,
			  void (*visit)(void *owner, enum blacklist_kind kind, const char *value), void *owner)
{
	const struct keys keys = {.facts = facts, .arena = arena, .visit = visit, .owner = owner};

	blacklist_each_name(&keys, show_orders);
}

void blacklist_look_keys(const struct reading *facts, struct arena *arena,
			 void (*visit)(void *owner, enum blacklist_kind kind, const char *value), void *owner)
{
	const struct keys keys = {.facts = facts, .arena = arena, .visit = visit, .owner = owner};

	blacklist_each_name(&keys, show_look);
}

void blacklist_unproven_keys(const struct reading *facts, struct arena *arena,
			     void (*visit)(void *owner, enum blacklist_kind kind, const char *value), void *owner)
{
	const struct keys keys = {.facts = facts, .arena = arena, .visit = visit, .owner = owner};
	struct fact_nested_certificate **certificates = reading_rows(facts, nested_certificate);

	for (size_t i = 0; i < reading_num(facts, nested_certificate); i++) {
		show(&keys, BLACKLIST_CERTIFICATE, certificates[i]->sha256);
		show(&keys, BLACKLIST_SPKI, certificates[i]->spki_sha256);
	}
}

void blacklist_chain_keys(const struct reading *facts, struct arena *arena,
			  void (*visit)(void *owner, enum blacklist_kind kind, const char *value), void *owner)
{
	const struct keys keys = {.facts = facts, .arena = arena, .visit = visit, .owner = owner};
	struct fact_certificate **certificates = reading_rows(facts, certificate);

	for (size_t i = 0; i < reading_num(facts, certificate); i++)
		if (text_same(certificates[i]->role, "chain")) {
			show(&keys, BLACKLIST_CERTIFICATE, certificates[i]->sha256);
			show(&keys, BLACKLIST_SPKI, certificates[i]->spki_sha256);
		}
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

/* A word of the catalogue by which forms name a product. */
struct sdk_word {
	const char *key, *product;
};

struct sdk_words {
	const struct keys *keys;
	struct sdk_word *words;
	size_t num;
};

static void take_sdk_name(void *owner, enum blacklist_kind kind, const char *value)
{
	const struct sdk_words *words = owner;

	for (size_t i = 0; kind == BLACKLIST_SDK && i < words->num; i++)
		if (strcmp(words->words[i].key, value) == 0) {
			show_sdk(words->keys, words->words[i].product);
			show_sdk_parts(words->keys, words->words[i].product);
		}
}

void blacklist_sdk_keys(const struct rules *rules, const struct reading *facts, struct arena *arena,
			void (*visit)(void *owner, enum blacklist_kind kind, const char *value), void *owner)
{
	const struct keys keys = {.facts = facts, .arena = arena, .visit = visit, .owner = owner};
	const struct catalogue *names = rules_catalogue(rules, "sdk_names");
	struct sdk_words words = {.keys = &keys};
	const struct keys declared = {.facts = facts, .arena = arena, .visit = take_sdk_name, .owner = &words};

	words.words = names == NULL ? NULL : arena_array(arena, names->num_rows + 1, sizeof *words.words);
	for (size_t i = 0; words.words != NULL && i < names->num_rows; i++) {
		const char *key = blacklist_sdk_key(arena, catalogue_value(names, i, catalogue_column(names, "word")));

		if (key != NULL && strcmp(catalogue_value(names, i, catalogue_column(names, "kind")), "product") == 0)
			words.words[words.num++] = (struct sdk_word){key, catalogue_value(names, i, catalogue_column(names, "name"))};
	}
	show_sdks(&declared, show_sdk);
	show_sdks(&declared, show_sdk_parts);
}
