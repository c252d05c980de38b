#include "judge/blacklist.h"

#include "bytes/fold.h"
#include "bytes/text.h"
#include "judge/domain_name.h"
#include "judge/licence.h"

#include <ctype.h>
#include <regex.h>
#include <strings.h>

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

int blacklist_compare(enum blacklist_kind a_kind, const char *a, enum blacklist_kind b_kind, const char *b)
{
	return a_kind != b_kind ? (a_kind > b_kind) - (a_kind < b_kind) : strcmp(a, b);
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
		return (ok && (len == 16 || len == 32)) || error_set(err, ERROR_USAGE, "a finding's key has 16 hex digits, not '%s'", given);
	if (kind == BLACKLIST_FILE)
		return (ok && (len == 64 || len == 40 || len == 32)) ||
		       error_set(err, ERROR_USAGE, "an entry of kind file needs a SHA-256 of 64 hex digits, a SHA-1 of 40 or an MD5 of 32, not '%s'", given);
	if (kind == BLACKLIST_ICON)
		return (ok && (len == 64 || len == 16)) ||
		       error_set(err, ERROR_USAGE, "an entry of kind icon needs a SHA-256 of 64 hex digits or a dhash of 16, not '%s'", given);
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
		return error_memory(err);
	while (host.len > 0 && host.data[0] == '.')
		host = span_slice(host, 1, host.len);
	meant = domain_name(arena, host);
	if (meant == NULL)
		return error_set(err, ERROR_USAGE, "an entry of kind domain needs a host name, not '%s'", value);
	return error_set(err, ERROR_USAGE, "an entry of kind domain needs a host name alone, not '%s': write '%s%s'", value, *value == '.' ? "*." : "", meant);
}

static const char *number_of(struct arena *arena, const char *value)
{
	const char *number = licence_normalise(arena, value);

	return number == NULL ? NULL : licence_key(arena, number);
}

/* "JPush SDK" is JPush. */
const char *blacklist_sdk_key(struct arena *arena, const char *name)
{
	const char *folded = fold_label(arena, name);
	struct span key = span_of_text(text_or_empty(folded));

	return folded != NULL && key.len > strlen("sdk") && span_ends(key, "sdk") ? arena_text(arena, span_slice(key, 0, key.len - strlen("sdk"))) : folded;
}

/* What only says which form a company has: the same one writes it in more ways than one, and no two are told apart by it. */
static size_t form_len(struct span name)
{
	static const char *const forms[] = {"股份有限公司", "有限责任公司", "有限公司", "公司"};

	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
		if (span_ends(name, forms[i]))
			return strlen(forms[i]);
	return 0;
}

const char *blacklist_developer_key(struct arena *arena, const char *name)
{
	const char *folded = fold_label(arena, name);
	struct span key = span_of_text(text_or_empty(folded));

	while (form_len(key) > 0 && form_len(key) < key.len)
		key = span_slice(key, 0, key.len - form_len(key));
	return folded == NULL ? NULL : arena_text(arena, key);
}

static const char *named(struct arena *arena, enum blacklist_kind kind, const char *value)
{
	switch (kind) {
	case BLACKLIST_LABEL:
		return fold_label(arena, value);
	case BLACKLIST_DEVELOPER_NAME:
		return blacklist_developer_key(arena, value);
	case BLACKLIST_SDK:
		return blacklist_sdk_key(arena, value);
	default:
		return is_number(kind) ? number_of(arena, value) : value;
	}
}

bool blacklist_normalise(struct arena *arena, enum blacklist_kind kind, const char *value, const char **normal,
			 struct error *err)
{
	char *copy = kind == BLACKLIST_LABEL ? arena_strdup(arena, value) : arena_text(arena, text_trimmed(value));

	if (copy == NULL)
		return error_memory(err);
	if (!text_is_utf8(span_of_text(copy)))
		return error_set(err, ERROR_USAGE, "the value of an entry of kind %s is UTF-8 text", kinds[kind].name);
	if (is_hash(kind) && !check_hash(kind, copy, value, err))
		return false;
	if (strchr(copy, '*') != NULL && !kinds[kind].takes_pattern)
		return error_set(err, ERROR_USAGE, "an entry of kind %s takes no pattern: '%s'", kinds[kind].name, value);
	if (kind == BLACKLIST_DOMAIN)
		return normalise_domain(arena, copy, normal, err);
	*normal = named(arena, kind, copy);
	if (kind == BLACKLIST_DEVELOPER)
		*normal = text_small(copy);
	if (*normal == NULL)
		return error_memory(err);
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
