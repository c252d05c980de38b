/*
 * apk_v1_check - check signers and entries of a JAR signature.
 */
#include "format/apk_v1_parts.h"
#include "format/channel_file.h"

#include <string.h>
#include <strings.h>

static const struct apk_v1_algorithm strongest_first[] = {{"SHA-512", DIGEST_SHA512}, {"SHA-384", DIGEST_SHA384}, {"SHA-256", DIGEST_SHA256}, {"SHA1", DIGEST_SHA1}};

void apk_v1_fail(struct apk_v1 *v1, unsigned eras, enum anomaly_id id, const char *path, const char *fault)
{
	for (int era = 0; era < ERAS; era++)
		if ((eras >> era & 1) != 0 && v1->faults[era] == NULL)
			v1->faults[era] = fault;
	if ((eras & ERAS_FROM(ERA_26)) != 0)
		anomaly_report_as(v1->anomalies, id, apk_v1_has_others(v1) ? EFFECT_ODD : EFFECT_REFUSED, path, ANOMALY_NO_OFFSET, "v1: %s", fault);
}

void apk_v1_leave_unread(struct apk_v1 *v1, enum anomaly_id limit, const char *path, const char *what)
{
	if (v1->unread == NULL)
		v1->unread = what;
	anomaly_report(v1->anomalies, limit, path, ANOMALY_NO_OFFSET, "v1: %s", what);
}

static bool is_known(const struct apk_v1_file *file, const struct jar_manifest *sections)
{
	return !file->is_unread && !sections->overfull;
}

static struct apk_v1_digest digest_named(const struct jar_section *section, struct span algorithm, const char *suffix, enum digest_kind kind)
{
	struct apk_v1_digest digest = {.kind = kind};

	digest.is_there = jar_section_digest(section, algorithm, suffix, &digest.base64);
	return digest;
}

static bool is_called(struct span name, const char *wanted)
{
	return name.len == strlen(wanted) && strncasecmp((const char *)name.data, wanted, name.len) == 0;
}

size_t apk_v1_old_algorithms(struct span list, const struct apk_v1_algorithm *found[APK_V1_OLD_ALGORITHMS])
{
	static const struct apk_v1_algorithm known[APK_V1_OLD_ALGORITHMS] = {
		{"MD5", DIGEST_MD5}, {"SHA", DIGEST_SHA1}, {"SHA1", DIGEST_SHA1}, {"SHA-1", DIGEST_SHA1}};
	bool is_found[APK_V1_OLD_ALGORITHMS] = {false};
	size_t num = 0;

	for (size_t at = 0, end; at < list.len && num < APK_V1_OLD_ALGORITHMS; at = end + 1) {
		struct span name;

		for (end = at; end < list.len && list.data[end] != ' ';)
			end++;
		name = span_slice(list, at, end - at);
		for (size_t i = 0; i < APK_V1_OLD_ALGORITHMS; i++)
			if (!is_found[i] && is_called(name, known[i].name)) {
				is_found[i] = true;
				found[num++] = &known[i];
			}
	}
	return num;
}

static struct apk_v1_digest old_digest(const struct jar_section *section, const char *suffix)
{
	const struct apk_v1_algorithm *algorithms[APK_V1_OLD_ALGORITHMS];
	struct apk_v1_digest digest = {.is_there = false};
	struct span list = span_of_text("SHA SHA1");
	size_t num;

	jar_section_value(section, "Digest-Algorithms", &list);
	num = apk_v1_old_algorithms(list, algorithms);
	for (size_t i = 0; !digest.is_there && i < num; i++)
		digest = digest_named(section, span_of_text(algorithms[i]->name), suffix, algorithms[i]->kind);
	return digest;
}

struct apk_v1_digest apk_v1_digest_of(const struct jar_section *section, const char *suffix, enum apk_v1_choice choice)
{
	struct apk_v1_digest digest = {.is_there = false};

	if (choice == CHOICE_OLD)
		return old_digest(section, suffix);
	for (size_t i = 0; !digest.is_there && i < sizeof strongest_first / sizeof strongest_first[0]; i++)
		digest = digest_named(section, span_of_text(strongest_first[i].name), suffix, strongest_first[i].kind);
	return digest;
}

bool apk_v1_digest_is(const struct apk_v1_digest *stated, const uint8_t *found)
{
	uint8_t bytes[64];

	return stated->is_there && span_equal(span_of(bytes, jar_digest_decode(stated->base64, bytes)), span_of(found, digest_len(stated->kind)));
}

enum match { MATCHES, DIFFERS, NO_DIGEST, NO_SECTION };

/* kinds: a bit is set for that of the digest that matches. */
static enum match compare(const struct jar_section *section, const char *suffix, enum apk_v1_choice choice, struct span content, unsigned *kinds)
{
	struct apk_v1_digest stated = apk_v1_digest_of(section, suffix, choice);
	uint8_t found[DIGEST_MAX];

	if (!stated.is_there)
		return NO_DIGEST;
	digest_of(stated.kind, content, found);
	if (!apk_v1_digest_is(&stated, found))
		return DIFFERS;
	*kinds |= 1u << stated.kind;
	return MATCHES;
}

static bool contains(struct span text, const char *word)
{
	return text.len > 0 && memmem(text.data, text.len, word, strlen(word)) != NULL;
}

/* What is digested of a section; signtool leaves out the blank line. */
static struct span signed_part(struct span raw, bool by_signtool)
{
	return by_signtool && span_ends(raw, "\n\n") ? span_slice(raw, 0, raw.len - 1) : raw;
}

/* Whether each section of the manifest that the .SF file names, once or several times, is what was signed. */
static enum match check_sections(const struct apk_v1 *v1, struct apk_v1_signer *signer, enum apk_v1_choice choice, bool by_signtool)
{
	enum match outcome = MATCHES;
	size_t next = 0;

	for (size_t i = 0; i < signer->sections.num_sections; i++) {
		const struct jar_section *section = &signer->sections.sections[i];
		const struct jar_section *found = jar_manifest_find(&v1->manifest, section->name, &next);
		enum match match;

		if (section->has_more)
			continue;
		match = found == NULL ? NO_SECTION : compare(section, "-Digest", choice, signed_part(found->raw, by_signtool), &signer->digests[choice]);
		if (match == DIFFERS || match == NO_DIGEST)
			return match;
		outcome = match == MATCHES ? outcome : match;
	}
	return outcome;
}

/* The phone goes on as if the signer were not there. */
static void pass_over(struct apk_v1 *v1, struct apk_v1_signer *signer, enum apk_v1_choice choice, enum anomaly_id id, const char *why)
{
	signer->is_passed_over[choice] = true;
	if (choice == CHOICE_NEW)
		anomaly_report_as(v1->anomalies, id, EFFECT_ODD, signer->sf.entry->path, ANOMALY_NO_OFFSET, "v1: %s", why);
}

/* Where the manifest as a whole is not what was signed, its sections must be. */
static void check_manifest(struct apk_v1 *v1, struct apk_v1_signer *signer, enum apk_v1_choice choice, bool by_signtool)
{
	struct span manifest = span_of(v1->manifest_file.data, v1->manifest_file.len);
	unsigned *kinds = &signer->digests[choice];
	enum match whole = compare(&signer->sections.main, by_signtool ? "-Digest" : "-Digest-Manifest", choice, manifest, kinds);
	enum match sections = whole == MATCHES ? MATCHES : check_sections(v1, signer, choice, by_signtool);

	if (!by_signtool && compare(&signer->sections.main, "-Digest-Manifest-Main-Attributes", choice, v1->manifest.main.raw, kinds) == DIFFERS)
		apk_v1_fail(v1, ERAS_OF(choice), ANOMALY_SIG_DIGEST_MISMATCH, signer->sf.entry->path,
			    "the manifest's main section is not what was signed");
	else if (sections == NO_SECTION)
		pass_over(v1, signer, choice, ANOMALY_SIG_V1_INCOMPLETE, "the .SF file names a section that the manifest does not have");
	else if (sections != MATCHES && whole == NO_DIGEST && !by_signtool)
		apk_v1_fail(v1, ERAS_OF(choice), ANOMALY_SIG_V1_INCOMPLETE, signer->sf.entry->path, "there is no digest of the manifest");
	else if (sections != MATCHES)
		apk_v1_fail(v1, ERAS_OF(choice), sections == NO_DIGEST ? ANOMALY_SIG_V1_INCOMPLETE : ANOMALY_SIG_DIGEST_MISMATCH,
			    signer->sf.entry->path, "a section of the manifest is not what was signed");
}

/* As Java reads a number, without the blanks and control characters around it; others are -1. */
static int64_t number_of(struct span text)
{
	int64_t number = 0;
	size_t at = 0;

	text = span_trimmed(text);
	if (text.len > 1 && text.data[0] == '+')
		at = 1;
	for (; at < text.len && text.data[at] >= '0' && text.data[at] <= '9' && number <= INT32_MAX; at++)
		number = number * 10 + text.data[at] - '0';
	return text.len > 0 && at == text.len && number <= INT32_MAX ? number : -1;
}

/* A list of numbers with commas between, of which Android passes over what is none. */
static bool names_scheme(struct span ids, int wanted)
{
	for (size_t at = 0, end; at < ids.len; at = end + 1) {
		for (end = at; end < ids.len && ids.data[end] != ',';)
			end++;
		if (number_of(span_slice(ids, at, end - at)) == wanted)
			return true;
	}
	return false;
}

/* X-Android-APK-Signed names the schemes that the package was signed with besides. */
static void check_stripping(struct apk_v1 *v1, const struct apk_v1_signer *signer)
{
	struct span ids;

	if (!jar_section_value(&signer->sections.main, "X-Android-APK-Signed", &ids))
		return;
	if (names_scheme(ids, 2) && !v1->others.v2)
		apk_v1_fail(v1, ERAS_FROM(ERA_24), ANOMALY_SIG_V2_STRIPPED, signer->sf.entry->path, "it says that the package was signed with v2, too");
	if (names_scheme(ids, 3) && !v1->others.v3)
		apk_v1_fail(v1, ERAS_FROM(ERA_28), ANOMALY_SIG_V3_STRIPPED, signer->sf.entry->path, "it says that the package was signed with v3, too");
}

static bool has_name_twice(const struct jar_manifest *manifest)
{
	for (size_t i = 0; i < manifest->num_sections; i++)
		if (manifest->sections[i].has_more)
			return true;
	return false;
}

static enum anomaly_id anomaly_of(const struct pkcs7_outcome *outcome)
{
	return outcome->is_malformed ? ANOMALY_SIG_MALFORMED_PKCS7 : ANOMALY_SIG_INVALID;
}

/* Eras that find the same fault are told of it at once. looked_at: a bit for each era that looks at the signature block. */
static void check_block(struct apk_v1 *v1, struct apk_v1_signer *signer, unsigned looked_at)
{
	struct pkcs7_outcome outcomes[ERAS];
	unsigned done = ~looked_at;

	pkcs7_verify(&signer->signature, span_of(signer->block.data, signer->block.len), span_of(signer->sf.data, signer->sf.len), v1->limits);
	if (signer->signature.is_over_limit) {
		apk_v1_leave_unread(v1, ANOMALY_LIMIT_ASN1, signer->block.entry->path, signer->signature.fault);
		return;
	}
	for (int era = 0; era < ERAS; era++)
		outcomes[era] = pkcs7_outcome_at(&signer->signature, apk_v1_era_starts[era]);
	for (int era = 0; era < ERAS; era++) {
		unsigned eras = 0;

		for (int other = era; outcomes[era].fault != NULL && other < ERAS; other++)
			if (outcomes[other].fault == outcomes[era].fault)
				eras |= 1u << other;
		if ((eras & ~done) != 0)
			apk_v1_fail(v1, eras & ~done, anomaly_of(&outcomes[era]), signer->block.entry->path, outcomes[era].fault);
		done |= eras;
	}
}

static void pass_over_always(struct apk_v1 *v1, struct apk_v1_signer *signer, const char *why)
{
	for (enum apk_v1_choice choice = 0; choice < CHOICES; choice++)
		pass_over(v1, signer, choice, ANOMALY_SIG_MALFORMED_MANIFEST, why);
}

static void check_sf(struct apk_v1 *v1, struct apk_v1_signer *signer)
{
	struct span created = span_of(NULL, 0), version;

	if (signer->sections.malformed && !signer->sections.is_fatal) {
		pass_over_always(v1, signer, "the .SF file is malformed");
		return;
	}
	if (signer->sections.malformed) {
		apk_v1_fail(v1, ERAS_ALL, ANOMALY_SIG_MALFORMED_MANIFEST, signer->sf.entry->path, "the .SF file is malformed");
		return;
	}
	check_stripping(v1, signer);
	if (!jar_section_value(&signer->sections.main, "Signature-Version", &version)) {
		pass_over_always(v1, signer, "the .SF file has no version");
		return;
	}
	jar_section_value(&signer->sections.main, "Created-By", &created);
	for (enum apk_v1_choice choice = 0; is_known(&v1->manifest_file, &v1->manifest) && choice < CHOICES; choice++)
		check_manifest(v1, signer, choice, contains(created, "signtool"));
}

static void check_signer(struct apk_v1 *v1, struct apk_v1_signer *signer)
{
	if (!signer->sf.is_unread && !signer->block.is_unread)
		check_block(v1, signer, ERAS_ALL);
	if (is_known(&signer->sf, &signer->sections))
		check_sf(v1, signer);
}

/* A .SF file that was passed over is still there for the next signature block. */
static void check_second(struct apk_v1 *v1, struct apk_v1_signer *signer)
{
	const struct apk_v1_signer *first = apk_v1_first_of(v1, signer);

	memcpy(signer->is_passed_over, first->is_passed_over, sizeof signer->is_passed_over);
	if (!signer->sf.is_unread && !signer->block.is_unread)
		check_block(v1, signer, first->is_passed_over[CHOICE_NEW] ? ERAS_ALL : ERAS_BEFORE(ERA_26));
}

void apk_v1_check_blocks(struct apk_v1 *v1)
{
	for (size_t i = 0; i < v1->num_signers; i++)
		if (!v1->signers[i].is_second)
			check_signer(v1, &v1->signers[i]);
	for (size_t i = 0; i < v1->num_signers; i++)
		if (v1->signers[i].is_second)
			check_second(v1, &v1->signers[i]);
}

/* Folders and everything below META-INF/ are not signed. */
static bool needs_digest(struct span name)
{
	return !span_starts(name, "META-INF/") && !span_ends(name, "/");
}

/* next: as of jar_manifest_find, of all of them: their files mostly have the same order. */
static unsigned signers_of(const struct apk_v1 *v1, struct span name, enum apk_v1_choice choice, size_t *next)
{
	size_t first = *next;
	unsigned signers = 0;

	for (size_t i = 0; i < v1->num_signers; i++) {
		const struct apk_v1_signer *signer = &v1->signers[i];

		*next = first;
		if (!signer->is_passed_over[choice] && !signer->is_second && jar_manifest_find(&signer->sections, name, next) != NULL)
			signers |= 1u << i;
	}
	return signers;
}

static bool knows_signers(const struct apk_v1 *v1)
{
	for (size_t i = 0; i < v1->num_signers; i++)
		if (!is_known(&v1->signers[i].sf, &v1->signers[i].sections))
			return false;
	return !v1->dir->is_cut;
}

/* Not where the directory was not read whole: it may be in what was not. */
static void check_missing(struct apk_v1 *v1)
{
	for (size_t i = 0; !v1->dir->is_cut && i < v1->manifest.num_sections; i++) {
		struct span name = v1->manifest.sections[i].name;
		char *text = arena_text(&v1->arena, name);

		if (text != NULL && zipdir_find(v1->dir, text) == NULL) {
			apk_v1_fail(v1, ERAS_ALL, ANOMALY_SIG_V1_INCOMPLETE, "META-INF/MANIFEST.MF", "the manifest names an entry that is not there");
			return;
		}
	}
}

static bool is_of_signature(const struct apk_v1 *v1, const struct zipdir_entry *entry)
{
	for (size_t i = 0; i < v1->num_signers; i++)
		if (entry == v1->signers[i].sf.entry || entry == v1->signers[i].block.entry)
			return true;
	return entry == v1->manifest_file.entry;
}

/* What the manifest says of it holds, and all who signed the entries signed that. */
static bool is_covered(const struct apk_v1 *v1, const struct zipdir_entry *entry)
{
	unsigned signers = v1->signers_of_entries[CHOICE_NEW];
	size_t next = 0;

	return v1->fits[entry - v1->dir->entries] && (signers_of(v1, entry->name, CHOICE_NEW, &next) & signers) == signers;
}

/* An entry below META-INF/ that could be another without the signature being wrong, had it been looked at. */
static bool is_uncovered(const struct apk_v1 *v1, const struct zipdir_entry *entry)
{
	return span_starts(entry->name, "META-INF/") && (!span_ends(entry->name, "/") || entry->size > 0) && !is_of_signature(v1, entry) &&
	       !is_covered(v1, entry);
}

/* Where v1 is all that there is, whoever has the package can put anything below META-INF/ and it still verifies; a channel file is no more than odd. */
static void check_uncovered(struct apk_v1 *v1)
{
	const struct zipdir_entry *first = NULL, *channel = NULL;
	size_t num = 0, num_channels = 0;

	for (size_t i = 0; !v1->others.v2 && !v1->others.v3 && i < v1->dir->num_entries; i++) {
		const struct zipdir_entry *entry = &v1->dir->entries[i];

		if (!is_uncovered(v1, entry))
			continue;
		if (channel_file_is(entry)) {
			channel = num_channels++ == 0 ? entry : channel;
			continue;
		}
		first = num++ == 0 ? entry : first;
	}
	if (num > 0)
		anomaly_report(v1->anomalies, ANOMALY_SIG_UNSIGNED_ENTRIES, first->path, ANOMALY_NO_OFFSET,
			       "%zu below META-INF/ that the signature does not cover", num);
	if (num_channels > 0)
		anomaly_report_as(v1->anomalies, ANOMALY_SIG_UNSIGNED_ENTRIES, EFFECT_ODD, channel->path, ANOMALY_NO_OFFSET,
				  "%zu in META-INF/ that are empty and named by a channel", num_channels);
}

/* Whether both choices pass over the same signers, and so have the same of each entry. */
static bool choices_agree(const struct apk_v1 *v1)
{
	for (size_t i = 0; i < v1->num_signers; i++)
		if (v1->signers[i].is_passed_over[CHOICE_OLD] != v1->signers[i].is_passed_over[CHOICE_NEW])
			return false;
	return true;
}

/* The signers of all entries; 0 when they differ, or there is none. */
static unsigned check_signers(struct apk_v1 *v1, enum apk_v1_choice choice, unsigned eras)
{
	bool with_signers = knows_signers(v1);
	size_t next = 0, next_signed = 0;
	unsigned first = 0;

	for (size_t i = 0; i < v1->dir->num_entries; i++) {
		const struct zipdir_entry *entry = &v1->dir->entries[i];
		unsigned signers;

		if (!needs_digest(entry->name))
			continue;
		signers = signers_of(v1, entry->name, choice, &next_signed);
		if (jar_manifest_find(&v1->manifest, entry->name, &next) == NULL || (with_signers && signers == 0)) {
			apk_v1_fail(v1, eras, ANOMALY_SIG_V1_INCOMPLETE, entry->path, "an entry is not signed");
			return 0;
		}
		if (with_signers && first != 0 && signers != first) {
			apk_v1_fail(v1, eras, ANOMALY_SIG_V1_INCOMPLETE, entry->path, "entries are signed by different signers");
			return 0;
		}
		first = signers;
	}
	return first;
}

/* All that is signed and can be read went by, but for what a limit, which is reported, kept from being read. */
static void check_compared(struct apk_v1 *v1)
{
	size_t num_left = 0, next = 0;

	for (size_t i = 0; i < v1->dir->num_entries; i++) {
		const struct zipdir_entry *entry = &v1->dir->entries[i];

		num_left += entry->readable && !span_starts(entry->name, "META-INF/") && jar_manifest_find(&v1->manifest, entry->name, &next) != NULL;
	}
	for (unsigned i = 0; i < v1->num_workers; i++)
		num_left -= v1->workers[i].num_compared;
	if (num_left > 0 && v1->unread == NULL)
		v1->unread = "an entry was not read whole";
}

void apk_v1_check_entries(struct apk_v1 *v1)
{
	bool agree = choices_agree(v1);

	if (!is_known(&v1->manifest_file, &v1->manifest))
		return;
	if (v1->manifest.malformed || has_name_twice(&v1->manifest))
		apk_v1_fail(v1, ERAS_ALL, ANOMALY_SIG_MALFORMED_MANIFEST, "META-INF/MANIFEST.MF", "the manifest is malformed");
	v1->signers_of_entries[CHOICE_NEW] = check_signers(v1, CHOICE_NEW, agree ? ERAS_ALL : ERAS_OF(CHOICE_NEW));
	v1->signers_of_entries[CHOICE_OLD] =
		agree ? v1->signers_of_entries[CHOICE_NEW] : check_signers(v1, CHOICE_OLD, ERAS_OF(CHOICE_OLD));
	check_uncovered(v1);
	check_missing(v1);
	check_compared(v1);
}
