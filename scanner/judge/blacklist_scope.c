#include "judge/blacklist_scope.h"

#include "bytes/text.h"
#include "judge/judge.h"
#include "judge/signing.h"

static bool version_code(const char *text, size_t len, int64_t *code)
{
	char copy[24];

	if (len == 0 || len >= sizeof copy || text[strspn(text, "0123456789")] != text[len])
		return false;
	memcpy(copy, text, len);
	copy[len] = '\0';
	return text_number(copy, code);
}

bool blacklist_versions(const char *versions, int64_t *first, int64_t *last)
{
	const char *dash = versions == NULL ? NULL : strchr(versions, '-');

	*first = INT64_MIN;
	*last = INT64_MAX;
	if (versions == NULL)
		return true;
	if (dash == NULL)
		return version_code(versions, strlen(versions), first) && version_code(versions, strlen(versions), last);
	if (dash == versions && dash[1] == '\0')
		return false;
	return (dash == versions || version_code(versions, (size_t)(dash - versions), first)) &&
	       (dash[1] == '\0' || version_code(dash + 1, strlen(dash + 1), last)) && *first <= *last;
}

static void empty_is_none(const char **text)
{
	if (*text != NULL && **text == '\0')
		*text = NULL;
}

static bool read_size(struct blacklist_entry *entry, const char *size, struct error *err)
{
	if (size == NULL || *size == '\0' || strcmp(size, "*") == 0)
		return true;
	if (entry->kind != BLACKLIST_FILE)
		return error_set(err, ERROR_USAGE, "an entry of kind %s has no size", blacklist_kind_name(entry->kind));
	return (text_number(size, &entry->size) && entry->size >= 0) ||
	       error_set(err, ERROR_USAGE, "a size is a number of bytes or *, not '%s'", size);
}

bool blacklist_scope_normalise(struct arena *arena, struct blacklist_entry *entry, const char *size, struct error *err)
{
	int64_t first, last;

	empty_is_none(&entry->app);
	empty_is_none(&entry->certificate);
	empty_is_none(&entry->versions);
	if (entry->app != NULL && !text_is_utf8(span_of_text(entry->app)))
		return error_set(err, ERROR_USAGE, "an app's id is UTF-8 text");
	if (!blacklist_versions(entry->versions, &first, &last))
		return error_set(err, ERROR_USAGE, "versions are version codes: 7, 1-20, 10- or -20, not '%s'", entry->versions);
	if (entry->certificate != NULL &&
	    !blacklist_normalise(arena, BLACKLIST_CERTIFICATE, entry->certificate, &entry->certificate, err))
		return false;
	return read_size(entry, size, err);
}

bool blacklist_in_force(const struct blacklist_entry *entry, const char *today)
{
	return (entry->since == NULL || strcmp(entry->since, today) <= 0) && (entry->until == NULL || strcmp(entry->until, today) >= 0);
}

static bool is_of_app(const char *app, const struct fact_package *package)
{
	size_t len = package->platform == NULL ? 0 : strlen(package->platform);

	if (package->app_id == NULL)
		return false;
	return strcmp(app, package->app_id) == 0 ||
	       (len > 0 && strncmp(app, package->platform, len) == 0 && app[len] == ':' && strcmp(app + len + 1, package->app_id) == 0);
}

/* Whether its schemes name different signers. */
static bool is_in_doubt(const struct reading *facts, int64_t package)
{
	struct fact_anomaly **rows = reading_rows(facts, anomaly);

	for (size_t i = 0; i < reading_num(facts, anomaly); i++)
		if (rows[i]->package == package && text_same(rows[i]->id, anomaly_info(ANOMALY_SIG_SCHEME_SIGNER_MISMATCH)->name))
			return true;
	return false;
}

/* A waiver holds for who signed, not for who shows his certificate, nor for who signed by an older scheme what another one signed by the next. */
static bool has_certificate(const struct reading *facts, const struct fact_package *package, const char *sha256, bool verified)
{
	struct fact_certificate **rows = reading_rows(facts, certificate);
	bool is_verified = text_same(package->signing, "verified") && !is_in_doubt(facts, package->package);

	for (size_t i = 0; i < reading_num(facts, certificate); i++)
		if (rows[i]->package == package->package && text_same(rows[i]->sha256, sha256) &&
		    (!verified || (is_verified && signing_is_signer(facts, rows[i]))))
			return true;
	return false;
}

static bool is_of_versions(const char *versions, const struct fact_package *package)
{
	int64_t first, last;

	return package->version_code != FACT_ABSENT && blacklist_versions(versions, &first, &last) && package->version_code >= first &&
	       package->version_code <= last;
}

static bool covers(const struct blacklist_entry *entry, const struct reading *facts, const struct fact_package *package)
{
	return (entry->app == NULL || is_of_app(entry->app, package)) && (entry->versions == NULL || is_of_versions(entry->versions, package)) &&
	       (entry->certificate == NULL || has_certificate(facts, package, entry->certificate, blacklist_kind_waives(entry->kind)));
}

static bool is_hash_of(const struct fact_package *package, const char *hash)
{
	const char *const hashes[] = {package->sha256, package->sha1, package->md5};

	for (size_t i = 0; i < sizeof hashes / sizeof hashes[0]; i++)
		if (hashes[i] != NULL && strcmp(hashes[i], hash) == 0)
			return true;
	return false;
}

static bool has_file(const struct reading *facts, const struct blacklist_entry *entry)
{
	struct fact_package **packages = reading_rows(facts, package);
	struct fact_entry **entries = reading_rows(facts, entry); /* that are inside, as those in archives are */
	struct fact_nested_package **nested = reading_rows(facts, nested_package);
	struct fact_nested_code **code = reading_rows(facts, nested_code);

	for (size_t i = 0; i < reading_num(facts, package); i++)
		if (packages[i]->size == entry->size && is_hash_of(packages[i], entry->value))
			return true;
	for (size_t i = 0; i < reading_num(facts, entry); i++)
		if (entries[i]->size == entry->size && text_same(entries[i]->sha256, entry->value))
			return true;
	for (size_t i = 0; i < reading_num(facts, nested_package); i++)
		if (nested[i]->size == entry->size && text_same(nested[i]->sha256, entry->value))
			return true;
	for (size_t i = 0; i < reading_num(facts, nested_code); i++)
		if (code[i]->size == entry->size && text_same(code[i]->sha256, entry->value))
			return true;
	return false;
}

bool blacklist_in_scope(const struct blacklist_entry *entry, const struct reading *facts)
{
	bool is_narrowed = entry->app != NULL || entry->versions != NULL || entry->certificate != NULL;
	struct fact_package **packages = reading_rows(facts, package);
	size_t num = 0;

	for (size_t i = 0; i < reading_num(facts, package) && is_narrowed; i++)
		num += covers(entry, facts, packages[i]);
	if (is_narrowed && (num == 0 || (blacklist_kind_waives(entry->kind) && num < reading_num(facts, package))))
		return false;
	return entry->size == 0 || entry->kind != BLACKLIST_FILE || has_file(facts, entry);
}
