#include "judge/blacklist.h"

#include "bytes/buf.h"
#include "bytes/fold.h"
#include "bytes/text.h"
#include "judge/domain_name.h"
#include "judge/licence.h"

#include <ctype.h>
#include <regex.h>
#include <strings.h>

#define BELOW "[*.]"
#define DOMAIN_TEXT_MAX 8192

static const struct {
	const char *name, *rule;
	bool takes_pattern, is_read;
	const char *shape, *example;
} kinds[] = {
#define BLACKLIST_KIND(symbol, name, takes_pattern, is_read, doc, shape, example) {name, "blacklist." name, takes_pattern, is_read, shape, example},
#include "judge/blacklist_kind.def"
#undef BLACKLIST_KIND
};

const char *blacklist_kind_name(enum blacklist_kind kind)
{
	return kinds[kind].name;
}

const char *blacklist_rule(enum blacklist_kind kind)
{
	return kinds[kind].rule;
}

bool blacklist_kind_is_read(enum blacklist_kind kind)
{
	return kinds[kind].is_read;
}

bool blacklist_kind_waives(enum blacklist_kind kind)
{
	return kind == BLACKLIST_RULE || kind == BLACKLIST_FINDING;
}

enum verdict blacklist_usual_verdict(enum blacklist_kind kind)
{
	return blacklist_kind_waives(kind) ? VERDICT_NOTICE : VERDICT_REJECT;
}

bool blacklist_verdict_fits(const struct blacklist_entry *entry)
{
	return entry->verdict == VERDICT_REVIEW || entry->verdict == blacklist_usual_verdict(entry->kind);
}

int blacklist_kind_find(const char *name)
{
	for (int i = 0; i < BLACKLIST_KIND_COUNT; i++)
		if (strcmp(kinds[i].name, name) == 0)
			return i;
	return -1;
}

static bool is_hash(enum blacklist_kind kind)
{
	return kind == BLACKLIST_CERTIFICATE || kind == BLACKLIST_SPKI || kind == BLACKLIST_FILE || kind == BLACKLIST_ENTRY ||
	       kind == BLACKLIST_ICON || kind == BLACKLIST_FINDING;
}

/* Spelled as the form's numbers are. */
static bool is_number(enum blacklist_kind kind)
{
	return kind == BLACKLIST_USCC || kind == BLACKLIST_LICENCE || kind == BLACKLIST_FILING;
}

/* Behind "sha256:", "SHA-1=" and their like, which tools print before a digest. */
static const char *behind_algorithm(const char *text)
{
	static const char *const names[] = {"sha256", "sha-256", "sha1", "sha-1", "md5"};

	text += strspn(text, " \t");
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		size_t len = strlen(names[i]);

		if (strncasecmp(text, names[i], len) == 0 && text[len] != '\0' && strchr(":= ", text[len]) != NULL)
			return text + len + 1;
	}
	return text;
}

/* Digits as people paste them: either case, colons and blanks between. */
static bool normalise_hash(char *text)
{
	size_t len = 0;

	for (const char *at = behind_algorithm(text); *at != '\0'; at++) {
		if (strchr(": \t\r\n", *at) != NULL)
			continue;
		if (!isxdigit((unsigned char)*at))
			return false;
		text[len++] = (char)tolower((unsigned char)*at);
	}
	text[len] = '\0';
	return true;
}

static bool check_hash(enum blacklist_kind kind, char *text, const char *given, struct error *err)
{
	bool ok = normalise_hash(text);
	size_t len = strlen(text);

	if (kind == BLACKLIST_FINDING)
		return (ok && len == 16) || error_set(err, ERROR_USAGE, "a finding's key has 16 hex digits, not '%s'", given);
	if (kind == BLACKLIST_FILE)
		return (ok && (len == 64 || len == 40 || len == 32)) ||
		       error_set(err, ERROR_USAGE, "an entry of kind file needs a SHA-256 of 64 hex digits, a SHA-1 of 40 or an MD5 of 32, not '%s'", given);
	return (ok && len == 64) ||
	       error_set(err, ERROR_USAGE, "an entry of kind %s needs a SHA-256 of 64 hex digits, not '%s'", kinds[kind].name, given);
}

/* What is no domain is refused with what to write in its place, where that is seen. */
static bool normalise_domain(struct arena *arena, const char *value, const char **normal, struct error *err)
{
	struct span host = domain_name_host(span_of_text(value));
	const char *meant;

	*normal = domain_name(arena, span_of_text(value));
	if (*normal != NULL)
		return true;
	if (arena->failed)
		return error_set(err, ERROR_MEMORY, "out of memory for the blacklist");
	while (host.len > 0 && host.data[0] == '.')
		host = span_slice(host, 1, host.len);
	meant = domain_name(arena, host);
	if (meant == NULL)
		return error_set(err, ERROR_USAGE, "an entry of kind domain needs a host name, not '%s'", value);
	return error_set(err, ERROR_USAGE, "an entry of kind domain needs a host name alone, not '%s': write '%s%s'", value, *value == '.' ? "*." : "", meant);
}

bool blacklist_normalise(struct arena *arena, enum blacklist_kind kind, const char *value, const char **normal,
			 struct error *err)
{
	char *copy = kind == BLACKLIST_LABEL ? arena_strdup(arena, value) : arena_text(arena, text_trimmed(value));

	if (copy == NULL)
		return error_set(err, ERROR_MEMORY, "out of memory for the blacklist");
	if (!text_is_utf8(span_of_text(copy)))
		return error_set(err, ERROR_USAGE, "the value of an entry of kind %s is UTF-8 text", kinds[kind].name);
	if (is_hash(kind) && !check_hash(kind, copy, value, err))
		return false;
	if (strchr(copy, '*') != NULL && !kinds[kind].takes_pattern)
		return error_set(err, ERROR_USAGE, "an entry of kind %s takes no pattern: '%s'", kinds[kind].name, value);
	if (kind == BLACKLIST_DOMAIN)
		return normalise_domain(arena, copy, normal, err);
	*normal = is_number(kind) ? licence_normalise(arena, copy) : kind == BLACKLIST_LABEL ? fold_label(arena, copy) : copy;
	if (*normal == NULL)
		return error_set(err, ERROR_MEMORY, "out of memory for the blacklist");
	return **normal != '\0' || error_set(err, ERROR_USAGE, "an entry of kind %s needs a value", kinds[kind].name);
}

/* A dot is in every package name. */
bool blacklist_is_everything(const struct blacklist_entry *entry)
{
	return kinds[entry->kind].takes_pattern && strchr(entry->value, '*') != NULL && entry->value[strspn(entry->value, "*.")] == '\0' &&
	       entry->app == NULL && entry->certificate == NULL;
}

const char *blacklist_meant(enum blacklist_kind kind, const char *value)
{
	regex_t shape;
	bool fits;

	if (kinds[kind].shape == NULL || regcomp(&shape, kinds[kind].shape, REG_EXTENDED | REG_NOSUB) != 0)
		return NULL;
	fits = regexec(&shape, value, 0, NULL, 0) == 0;
	regfree(&shape);
	return fits ? NULL : kinds[kind].example;
}

/* What the facts show, kind by kind. */
struct keys {
	const struct reading *facts;
	struct arena *arena;
	void (*visit)(void *owner, enum blacklist_kind kind, const char *value);
	void *owner;
};

static void show(const struct keys *keys, enum blacklist_kind kind, const char *value)
{
	if (value != NULL && *value != '\0')
		keys->visit(keys->owner, kind, value);
}

static void show_label(const struct keys *keys, const char *label)
{
	if (label != NULL)
		show(keys, BLACKLIST_LABEL, fold_label(keys->arena, label));
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
		show(keys, BLACKLIST_FILE, packages[i]->sha256);
		show(keys, BLACKLIST_FILE, packages[i]->sha1);
		show(keys, BLACKLIST_FILE, packages[i]->md5);
	}
	for (size_t i = 0; i < reading_num(keys->facts, label); i++)
		show_label(keys, labels[i]->text);
	for (size_t i = 0; i < reading_num(keys->facts, icon); i++)
		show(keys, BLACKLIST_ICON, icons[i]->sha256);
	for (size_t i = 0; i < reading_num(keys->facts, permission); i++)
		show(keys, BLACKLIST_PERMISSION, permissions[i]->name);
}

/* A stamp is a distributor's, and a chain may be an authority's: neither says who made the app. */
static bool is_makers(const struct fact_certificate *certificate)
{
	return certificate->role != NULL && (strcmp(certificate->role, "signer") == 0 || strcmp(certificate->role, "lineage") == 0);
}

static void show_code(const struct keys *keys)
{
	struct fact_certificate **certificates = reading_rows(keys->facts, certificate);
	struct fact_entry **entries = reading_rows(keys->facts, entry);
	struct fact_library **libraries = reading_rows(keys->facts, library);

	for (size_t i = 0; i < reading_num(keys->facts, certificate); i++) {
		if (!is_makers(certificates[i]))
			continue;
		show(keys, BLACKLIST_CERTIFICATE, certificates[i]->sha256);
		show(keys, BLACKLIST_SPKI, certificates[i]->spki_sha256);
	}
	for (size_t i = 0; i < reading_num(keys->facts, entry); i++)
		show(keys, BLACKLIST_ENTRY, entries[i]->sha256);
	for (size_t i = 0; i < reading_num(keys->facts, library); i++)
		show(keys, BLACKLIST_LIBRARY, text_file_name(libraries[i]->path));
}

static void show_form(const struct keys *keys)
{
	struct fact_submission **submissions = reading_rows(keys->facts, submission);
	struct fact_licence **licences = reading_rows(keys->facts, licence);
	struct fact_filing **filings = reading_rows(keys->facts, filing);

	for (size_t i = 0; i < reading_num(keys->facts, submission); i++) {
		show_label(keys, submissions[i]->app_name);
		show(keys, BLACKLIST_DEVELOPER, submissions[i]->developer_id);
		show(keys, BLACKLIST_USCC, submissions[i]->uscc);
	}
	for (size_t i = 0; i < reading_num(keys->facts, licence); i++)
		show(keys, BLACKLIST_LICENCE, licences[i]->number);
	for (size_t i = 0; i < reading_num(keys->facts, filing); i++)
		show(keys, BLACKLIST_FILING, filings[i]->number);
}

/* Those that the form names, and those that were found. */
static void show_sdks(const struct keys *keys)
{
	struct fact_sdk_declared **declared = reading_rows(keys->facts, sdk_declared);
	struct fact_sdk **found = reading_rows(keys->facts, sdk);

	for (size_t i = 0; i < reading_num(keys->facts, sdk_declared); i++)
		show(keys, BLACKLIST_SDK, declared[i]->name);
	for (size_t i = 0; i < reading_num(keys->facts, sdk); i++)
		show(keys, BLACKLIST_SDK, found[i]->name);
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

/* HOST, HOST:PORT, and *.HOST with what is below it; * alone names nobody. */
static void show_host(const struct keys *keys, const char *text)
{
	struct span host = span_of(text, strcspn(text, ":"));
	bool with_below = span_starts(host, "*");

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

/* As package.cleartext_domains has them. Of one to which cleartext is denied the package speaks as well. */
static void show_configured(const struct keys *keys, const char *domains)
{
	while (domains != NULL) {
		struct span name = text_next_word(&domains, ' ');
		bool with_below;

		if (span_starts(name, "-"))
			name = span_slice(name, 1, name.len);
		with_below = span_starts(name, BELOW);
		if (with_below)
			name = span_slice(name, strlen(BELOW), name.len);
		if (!span_is(name, "*"))
			show_domain(keys, name, with_below);
	}
}

static void show_domains(const struct keys *keys)
{
	struct fact_intent_filter **filters = reading_rows(keys->facts, intent_filter);
	struct fact_package **packages = reading_rows(keys->facts, package);

	for (size_t i = 0; i < reading_num(keys->facts, intent_filter); i++) {
		if (filters[i]->host != NULL)
			show_host(keys, filters[i]->host);
		if (filters[i]->ssp != NULL)
			show_ssp(keys, filters[i]->ssp);
	}
	for (size_t i = 0; i < reading_num(keys->facts, package); i++)
		show_configured(keys, packages[i]->cleartext_domains);
}

void blacklist_keys(const struct reading *facts, struct arena *arena,
		    void (*visit)(void *owner, enum blacklist_kind kind, const char *value), void *owner)
{
	struct keys keys = {.facts = facts, .arena = arena, .visit = visit, .owner = owner};

	show_packages(&keys);
	show_code(&keys);
	show_form(&keys);
	show_sdks(&keys);
	show_domains(&keys);
}
