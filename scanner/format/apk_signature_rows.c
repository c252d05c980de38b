#include "format/apk_signature_rows.h"

#include "bytes/digest.h"
#include "bytes/text.h"
#include "encoding/dex.h"
#include "encoding/public_key.h"
#include "format/walle.h"

#include <stdio.h>

#define ARENA_MAX ((size_t)4 * 1024 * 1024)
#define CHANNEL_MAX 1000
#define SERIAL_MAX ((size_t)250) /* bytes; its column has twice as many */
#define PADDING 0x42726577u
#define WALLE 0x71777777u

static bool fill_digests(struct fact_certificate *row, const struct x509 *certificate, char hex[4][DIGEST_HEX_MAX])
{
	digest_hex_of(DIGEST_SHA256, certificate->der, hex[0]);
	digest_hex_of(DIGEST_SHA1, certificate->der, hex[1]);
	digest_hex_of(DIGEST_MD5, certificate->der, hex[2]);
	digest_hex_of(DIGEST_SHA256, certificate->spki, hex[3]);
	row->sha256 = hex[0];
	row->sha1 = hex[1];
	row->md5 = hex[2];
	row->spki_sha256 = hex[3];
	return true;
}

static void fill_key(struct fact_certificate *row, const struct x509 *certificate, struct arena *arena)
{
	struct public_key key;

	row->public_key = text_hex(arena, span_slice(certificate->spki, 0, 32000));
	if (!public_key_read(&key, certificate->spki))
		return;
	row->key_algorithm = public_key_kind_name(key.kind);
	if (key.bits > 0)
		row->key_bits = key.bits;
	if (key.kind == PUBLIC_KEY_RSA)
		row->modulus = text_hex(arena, span_slice(key.modulus, 0, 4000));
}

static void fill_names(struct fact_certificate *row, const struct x509 *certificate, struct anomalies *anomalies,
		       struct arena *arena)
{
	bool subject_controls, issuer_controls;

	row->subject = x509_name(certificate->subject, arena, &subject_controls);
	row->issuer = x509_name(certificate->issuer, arena, &issuer_controls);
	if (subject_controls || issuer_controls)
		anomaly_report(anomalies, ANOMALY_CERT_DN_CONTROL_CHARS, "", ANOMALY_NO_OFFSET, "certificate %s", row->sha256);
}

/* As other tools print it: DER puts a zero before a first byte that would make it negative. */
static struct span number_of(struct span serial)
{
	size_t sign = serial.len > 1 && serial.data[0] == 0 ? 1 : 0;

	return span_slice(serial, sign, SERIAL_MAX);
}

bool certificate_row_write(const struct x509 *certificate, const struct certificate_place *place, struct anomalies *anomalies,
			   struct fact_sink *sink, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new(ARENA_MAX);
	struct fact_certificate row = fact_certificate_row();
	char hex[4][DIGEST_HEX_MAX];

	row.path = place->path;
	row.role = place->role;
	row.scheme = place->scheme;
	row.signer = place->signer;
	row.position = place->position;
	row.min_sdk = place->min_sdk;
	row.max_sdk = place->max_sdk;
	row.capabilities = place->capabilities;
	fill_digests(&row, certificate, hex);
	fill_key(&row, certificate, &arena);
	fill_names(&row, certificate, anomalies, &arena);
	row.serial = text_hex(&arena, number_of(certificate->serial));
	row.not_before = *certificate->not_before == '\0' ? NULL : certificate->not_before;
	row.not_after = *certificate->not_after == '\0' ? NULL : certificate->not_after;
	row.signature_algorithm = x509_algorithm_name(certificate->algorithm, &arena);
	return fact_certificate_emit(sink, &row) || error_set(err, ERROR_IO, "the rows could not be written");
}

/* More is no signature, no list of libraries and no word: proofs of rotation and certificates take some KB, and those lists, compressed, as much. */
#define SIGNATURE_MAX ((size_t)64 * 1024)
#define WORD_MAX ((size_t)1024)

/* Names by which the field knows the pairs, and how large their values are at the most. */
static const struct {
	uint32_t id;
	const char *name;
	bool is_channel;
	size_t most;
} known[] = {
	{0x7109871A, "APK Signature Scheme v2", false, SIGNATURE_MAX}, {0xF05368C0, "APK Signature Scheme v3", false, SIGNATURE_MAX},
	{0x1B93AD61, "APK Signature Scheme v3.1", false, SIGNATURE_MAX}, {0x70E1C89F, "APK Signature Scheme v3.2", false, SIGNATURE_MAX},
	{PADDING, "padding", false, SIZE_MAX}, {0x6DFF800D, "source stamp v2", false, SIGNATURE_MAX},
	{0x2B09189E, "source stamp v1", false, SIGNATURE_MAX}, {0x504B4453, "dependency information", false, SIGNATURE_MAX},
	{WALLE, "Walle channel", true, WORD_MAX}, {0x881155FF, "VasDolly channel", true, WORD_MAX},
	{0x2146444E, "Google Play frosting", false, SIGNATURE_MAX}, {0x3BA06F8C, "proof of rotation", false, SIGNATURE_MAX},
};

static int find(uint32_t id)
{
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (known[i].id == id)
			return (int)i;
	return -1;
}

/* Walle writes an object with it, VasDolly the channel alone; of what is none of Walle's the text is shown. */
static const char *channel_of(const struct signing_block_pair *pair, struct arena *arena)
{
	BUF_CLEANUP struct buf channel = buf_new(pair->value.len + 1);
	bool is_object = pair->id == WALLE && walle_channel(pair->value, &channel);

	return text_escape_java(arena, span_slice(is_object ? buf_span(&channel) : pair->value, 0, CHANNEL_MAX / 4));
}

static bool is_code(struct span value)
{
	return dex_is(value) || span_starts(value, "PK\3\4") || span_starts(value, "\x7f" "ELF");
}

/* A channel is a word, in JSON or alone. */
static bool is_text(struct span value)
{
	for (size_t i = 0; i < value.len; i++)
		if (value.data[i] < ' ' && value.data[i] != '\t' && value.data[i] != '\r' && value.data[i] != '\n')
			return false;
	return text_is_utf8(value);
}

/* No signature covers a pair, and the app reads it from its own file. Of unknown pairs the sum counts, as one could be cut into many. */
static const char *payload_of(const struct signing_block_pair *pair, int index, size_t unknown_len)
{
	if (is_code(pair->value))
		return "begins like code";
	if (index < 0)
		return unknown_len > WORD_MAX && pair->value.len > 0 ? "is of unknown kind, and those are large" : NULL;
	if (pair->id == PADDING && !span_is_zero(pair->value))
		return "is padding that is not zero";
	if (pair->value.len > known[index].most)
		return "is larger than what it is called";
	return known[index].is_channel && !is_text(pair->value) ? "is no text, as channels are" : NULL;
}

static void report_pair(const struct signing_block_pair *pair, int index, size_t unknown_len, struct anomalies *anomalies)
{
	const char *payload = payload_of(pair, index, unknown_len);

	if (payload != NULL)
		anomaly_report(anomalies, ANOMALY_SIG_BLOCK_PAYLOAD, "", pair->offset, "pair %08x of %zu bytes %s", pair->id, pair->value.len, payload);
	else if (index < 0)
		anomaly_report(anomalies, ANOMALY_SIG_BLOCK_UNKNOWN_ID, "", pair->offset, "pair %08x of %zu bytes", pair->id, pair->value.len);
}

static size_t len_of_unknown(const struct signing_block *block)
{
	size_t len = 0;

	for (size_t i = 0; i < block->num_pairs; i++)
		len += find(block->pairs[i].id) < 0 ? block->pairs[i].value.len : 0;
	return len;
}

void signing_block_attributes_report(const char *scheme, uint32_t id, size_t len, uint64_t offset, struct anomalies *anomalies)
{
	if (len > WORD_MAX)
		anomaly_report(anomalies, ANOMALY_SIG_BLOCK_PAYLOAD, "", offset, "%s: %zu byte{|s} that no Android reads", scheme, len);
	else if (id != 0)
		anomaly_report(anomalies, ANOMALY_SIG_BLOCK_UNKNOWN_ID, "", offset, "%s: attribute %08x", scheme, id);
}

bool signing_block_rows_write(const struct signing_block *block, struct anomalies *anomalies, struct fact_sink *sink,
			      struct error *err)
{
	size_t unknown_len = len_of_unknown(block);

	for (size_t i = 0; block->present && i < block->num_pairs; i++) {
		ARENA_CLEANUP struct arena arena = arena_new(ARENA_MAX);
		const struct signing_block_pair *pair = &block->pairs[i];
		struct fact_signing_block row = fact_signing_block_row();
		char sha256[DIGEST_HEX_MAX], id[9];
		int index = find(pair->id);

		snprintf(id, sizeof id, "%08x", pair->id);
		digest_hex_of(DIGEST_SHA256, pair->value, sha256);
		row.path = "";
		row.id = id;
		row.position = (int64_t)i;
		row.name = index >= 0 ? known[index].name : NULL;
		row.size = (int64_t)pair->value.len;
		row.sha256 = sha256;
		if (index >= 0 && known[index].is_channel)
			row.channel = channel_of(pair, &arena);
		report_pair(pair, index, unknown_len, anomalies);
		if (!fact_signing_block_emit(sink, &row))
			return error_set(err, ERROR_IO, "the rows could not be written");
	}
	return true;
}
