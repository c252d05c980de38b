/*
 * blacklist_keys - what facts show that entries of a blacklist could name.
 */
#include "judge/blacklist_shown.h"

#include "bytes/buf.h"
#include "bytes/fold.h"
#include "bytes/look.h"
#include "bytes/text.h"
#include "judge/catalogue.h"
#include "judge/licence.h"
#include "judge/signing.h"

#include <stdlib.h>

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
	blacklist_show_links(&keys);
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
