/*
 * apk_v1_spare - which files of a JAR signature are that and no more.
 *
 * The content digest leaves them out, and the app can read them as any other. What no verifier looks at (attributes of any name,
 * digests that nothing is held to, certificates of others) is the developer's own to fill; so what is not needed is counted.
 */
#include "format/apk_v1_parts.h"

#include "bytes/cursor.h"
#include "bytes/text.h"
#include "encoding/der.h"
#include "format/pass_entry.h"

#define SPARE_MAX ((size_t)1024)	 /* the main section, with who made it by what */
#define BLOCK_SPARE_MAX ((size_t)3 * 1024) /* signature, names, a time */
#define PAYLOAD_FROM ((size_t)16 * 1024) /* what others who sign put in: certificates of a chain, a time stamp */
#define ATTRIBUTES_MAX 4
#define LINE_LEN 70			 /* without its end; the lines that go on begin with a blank */

/* Text alone, to its end: what else stands in a file of that name is no part of a signature. */
static bool is_text(const struct apk_v1_file *file)
{
	struct span rest = span_of(file->data, file->len);
	bool ok = file->is_read;

	for (size_t plain; ok && rest.len > 0; rest = span_slice(rest, plain + 1, rest.len)) {
		plain = text_plain_len(rest);
		ok = plain == rest.len || rest.data[plain] >= ' ' || rest.data[plain] == '\r' || rest.data[plain] == '\n' || rest.data[plain] == '\t';
	}
	return ok;
}

/* One value, to its end. */
static bool is_one_value(const struct apk_v1_file *file)
{
	struct cursor in = cursor_of(span_of(file->data, file->len));
	struct der value;

	return file->is_read && ber_next(&in, &value) && value.tag == DER_SEQUENCE && cursor_left(&in) == 0;
}

/* Of an attribute, folded, with the ends of its lines. */
static size_t attribute_len(const struct jar_attribute *attribute)
{
	size_t len = attribute->name.len + 2 + attribute->value.len;

	return len + 2 + (len > LINE_LEN ? (len - LINE_LEN + LINE_LEN - 2) / (LINE_LEN - 1) * 3 : 0);
}

/* The name, one digest, and the blank line; nothing of a section whose name another one before has. */
static size_t section_need(const struct jar_section *section, enum apk_v1_choice choice)
{
	struct apk_v1_digest digest = {.is_there = false};
	size_t need = 2;

	if (section->before == NULL)
		digest = apk_v1_digest_of(section, "-Digest", choice);
	if (!digest.is_there)
		return 0;
	for (size_t i = 0, num_digests = 0; i < section->num_attributes; i++) {
		const struct jar_attribute *attribute = &section->attributes[i];
		bool is_digest = span_ends(attribute->name, "-Digest") && attribute->value.len == (digest_len(digest.kind) + 2) / 3 * 4;

		if (i == 0 || (is_digest && num_digests++ == 0))
			need += attribute_len(attribute);
	}
	return need;
}

/* The signer of the Android tools before 2016 digested each line as it was before it was folded. */
static void digest_unfolded(enum digest_kind kind, const struct jar_section *section, uint8_t out[DIGEST_MAX])
{
	struct span parts[4 * ATTRIBUTES_MAX + 1];
	size_t num = 0;

	for (size_t i = 0; i < section->num_attributes && i < ATTRIBUTES_MAX; i++) {
		parts[num++] = section->attributes[i].name;
		parts[num++] = span_of_text(": ");
		parts[num++] = section->attributes[i].value;
		parts[num++] = span_of_text("\r\n");
	}
	parts[num++] = span_of_text("\r\n");
	digest_of_parts(kind, parts, num, out);
}

/* section: of a .SF file; its digest is of what the manifest has under that name. */
static bool is_held_to(const struct jar_section *section, const struct jar_section *content, enum apk_v1_choice choice)
{
	struct apk_v1_digest digest = apk_v1_digest_of(section, "-Digest", choice);
	uint8_t found[DIGEST_MAX];

	if (!digest.is_there)
		return false;
	digest_of(digest.kind, content->raw, found);
	if (apk_v1_digest_is(&digest, found))
		return true;
	digest_unfolded(digest.kind, content, found);
	return apk_v1_digest_is(&digest, found);
}

/* manifest NULL: these are the sections of MANIFEST.MF, whose digests were compared with the entries. */
static size_t spare_of(const struct apk_v1_file *file, const struct jar_manifest *sections, const struct jar_manifest *manifest,
		       enum apk_v1_choice choice)
{
	size_t spare = file->len, next = 0;

	for (size_t i = 0; i < sections->num_sections; i++) {
		const struct jar_section *section = &sections->sections[i];
		const struct jar_section *found = manifest == NULL ? section : jar_manifest_find(manifest, section->name, &next);
		size_t need = section_need(section, choice);

		if (need > 0 && found != NULL && (manifest == NULL || is_held_to(section, found, choice)))
			spare -= need < section->raw.len ? need : section->raw.len;
	}
	return spare;
}

static size_t spare_of_block(const struct apk_v1_signer *signer, int era)
{
	size_t number = pkcs7_outcome_at(&signer->signature, apk_v1_era_starts[era]).certificate;
	size_t need = number < signer->signature.num_certificates ? signer->signature.certificates[number].der.len : 0;

	return need < signer->block.len ? signer->block.len - need : 0;
}

/* True where so much is left that it is content, too. */
static bool is_bare(const struct apk_v1 *v1, const struct apk_v1_file *file, size_t spare, size_t most)
{
	if (spare > PAYLOAD_FROM)
		anomaly_report(v1->anomalies, ANOMALY_SIG_V1_PAYLOAD, file->entry->path, ANOMALY_NO_OFFSET,
			       "v1: %zu byte{|s} of %zu are no part of a signature", spare, file->len);
	return spare <= most;
}

static void mark(const struct apk_v1 *v1, const struct apk_v1_file *file, struct pass_entry *entries)
{
	entries[file->entry - v1->dir->entries].is_of_signature = true;
}

static void mark_signer(const struct apk_v1 *v1, const struct apk_v1_signer *signer, int era, struct pass_entry *entries)
{
	size_t spare = spare_of(&signer->sf, &signer->sections, &v1->manifest, apk_v1_choice_at(era));

	if (is_bare(v1, &signer->sf, spare, SPARE_MAX))
		mark(v1, &signer->sf, entries);
	if (is_bare(v1, &signer->block, spare_of_block(signer, era), BLOCK_SPARE_MAX))
		mark(v1, &signer->block, entries);
}

void apk_v1_mark_files(const struct apk_v1 *v1, struct pass_entry *entries)
{
	int era = apk_v1_newest_verified(v1);
	unsigned signers = era == ERAS ? 0 : v1->signers_of_entries[apk_v1_choice_at(era)];

	if (signers != 0 && is_text(&v1->manifest_file) &&
	    is_bare(v1, &v1->manifest_file, spare_of(&v1->manifest_file, &v1->manifest, NULL, apk_v1_choice_at(era)), SPARE_MAX))
		mark(v1, &v1->manifest_file, entries);
	for (size_t i = 0; i < v1->num_signers; i++) {
		const struct apk_v1_signer *signer = &v1->signers[i];

		if ((signers >> i & 1) != 0 && is_text(&signer->sf) && is_one_value(&signer->block))
			mark_signer(v1, signer, era, entries);
	}
}
