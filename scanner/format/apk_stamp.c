#include "format/apk_stamp.h"

#include "bytes/buf.h"
#include "encoding/x509_factory.h"
#include "facts/scheme_sdk.h"
#include "format/apk_signature_rows.h"
#include "format/apk_signer.h"

#include <stdlib.h>

#define ID_STAMP_V1 0x2B09189Eu
#define ID_STAMP_V2 0x6DFF800Du
#define ATTRIBUTE_LINEAGE 0x9D6303F7u
#define ATTRIBUTE_TIME 0xE43C5946u
#define ARENA_MAX ((size_t)512 * 1024 * 1024)
#define KIND_MANIFEST 4 /* SHA-256 of MANIFEST.MF; the content digests of v2 and v3 are 1 to 3 */
#define DIGESTS_MAX ((size_t)1 << 30) /* more than a signing block holds */
#define TIME_MAX 253402300799 /* the last second of the year 9999 */

enum { V1 = 1, V2, V3, SCHEMES }; /* the numbers by which a stamp names them */

struct stamp {
	const struct apk_stamp_parts *parts;
	struct arena arena;	  /* certificates that are a text */
	struct apk_signer signer; /* its certificate and lineage; nothing else */
	struct public_key key;
	bool is_needed[SCHEMES]; /* over which schemes it has to be */
	int64_t time;
	const char *fault;
	const char *unread; /* what a limit kept from being read; NULL: nothing that matters */
	bool out_of_memory;
};

static bool fail(struct stamp *stamp, const char *fault)
{
	if (stamp->fault == NULL)
		stamp->fault = fault;
	return false;
}

/* Of what is not read whole nobody knows whether it verifies. */
static bool leave_unread(struct stamp *stamp, const char *what)
{
	if (stamp->unread == NULL)
		stamp->unread = what;
	return false;
}

/* As apksig does: the schemes that some Android version of the package's looks at. */
static void find_needed(struct stamp *stamp)
{
	const struct apk_stamp_parts *parts = stamp->parts;
	int64_t min_sdk = parts->min_sdk != FACT_ABSENT ? parts->min_sdk : 1;
	bool *is_needed = stamp->is_needed;

	is_needed[V3] = apk_signatures_has(parts->signatures, 3);
	is_needed[V2] = apk_signatures_has(parts->signatures, 2) && (min_sdk < SCHEME_V3_SDK || !is_needed[V3]);
	is_needed[V1] = min_sdk < SCHEME_V2_SDK || (!is_needed[V2] && !is_needed[V3]);
}

static bool over_limit(struct stamp *stamp, const char *what)
{
	anomaly_report(stamp->parts->anomalies, ANOMALY_LIMIT_ASN1, "", stamp->parts->block->offset, "source-stamp: %s", what);
	return leave_unread(stamp, what);
}

static bool read_certificate(struct stamp *stamp, struct cursor *in)
{
	struct apk_signer *signer = &stamp->signer;
	uint8_t sha256[DIGEST_MAX];

	signer->der[0] = apk_signer_sized(in);
	if (!in->bad && signer->der[0].len > stamp->parts->limits->value[LIMIT_ASN1])
		return over_limit(stamp, "its certificate is larger than is read");
	if (in->bad || !x509_factory_read(&signer->certificates[0], signer->der[0], &stamp->arena) ||
	    !public_key_read(&stamp->key, signer->certificates[0].spki))
		return fail(stamp, "its certificate is malformed");
	signer->num_certificates = 1;
	digest_of(DIGEST_SHA256, signer->der[0], sha256);
	if (!span_equal(stamp->parts->entry, span_of(sha256, digest_len(DIGEST_SHA256))))
		return fail(stamp, "its certificate is not the one that " APK_STAMP_ENTRY " names");
	return true;
}

/* Android versions came to know signatures in three steps, and each takes the best that it knows. */
enum { FROM_FIRST, FROM_3, FROM_6, STEPS };

struct choice {
	const struct apk_algorithm *best[STEPS];
	struct span signatures[STEPS];
};

static int step_of(const struct apk_algorithm *algorithm)
{
	return algorithm->padding == PUBLIC_KEY_PSS ? FROM_6 : algorithm->key == PUBLIC_KEY_EC ? FROM_3 : FROM_FIRST;
}

static bool choose(struct stamp *stamp, struct span signatures, struct choice *choice)
{
	struct cursor in = cursor_of(signatures);

	while (cursor_left(&in) > 0) {
		struct cursor record = cursor_of(apk_signer_sized(&in));
		const struct apk_algorithm *algorithm = apk_algorithm_find(cursor_u32(&record));
		struct span signature = apk_signer_sized(&record);
		int step = algorithm == NULL ? STEPS : step_of(algorithm);

		if (in.bad || record.bad)
			return fail(stamp, "a signature record is malformed");
		if (step == STEPS || (choice->best[step] != NULL && !apk_algorithm_is_better(algorithm, choice->best[step])))
			continue;
		choice->best[step] = algorithm;
		choice->signatures[step] = signature;
	}
	return true;
}

static bool verify(struct stamp *stamp, struct span signatures, struct span data)
{
	struct choice choice = {0};
	bool any = false;

	if (!choose(stamp, signatures, &choice))
		return false;
	for (int step = 0; step < STEPS; step++) {
		if (choice.best[step] == NULL)
			continue;
		any = true;
		if (!apk_signer_verify(&stamp->key, choice.best[step]->id, data, choice.signatures[step], stamp->parts->limits))
			return fail(stamp, "a signature of it is wrong, or is of something else than the package");
	}
	return any || fail(stamp, "it has no signature by a known algorithm");
}

static void add_digest(struct buf *data, uint32_t kind, struct span digest)
{
	buf_u32(data, (uint32_t)digest.len + 8);
	buf_u32(data, kind);
	buf_u32(data, (uint32_t)digest.len);
	buf_add(data, digest.data, digest.len);
}

/* What the stamp signs of a scheme; nothing where the scheme has no digest. */
static void collect_digests(const struct stamp *stamp, int scheme, struct buf *data)
{
	struct span digests[APK_DIGEST_KINDS];
	uint8_t manifest[DIGEST_MAX];

	if (scheme == V1) {
		if (apk_v1_manifest_digest(stamp->parts->v1, manifest))
			add_digest(data, KIND_MANIFEST, span_of(manifest, digest_len(DIGEST_SHA256)));
		return;
	}
	apk_signatures_digests(stamp->parts->signatures, scheme, digests);
	for (uint32_t kind = 0; kind < APK_DIGEST_KINDS; kind++)
		if (digests[kind].data != NULL)
			add_digest(data, kind + 1, digests[kind]);
}

static bool is_unread(const struct apk_stamp_parts *parts, int scheme)
{
	return scheme == V1 ? apk_v1_manifest_is_unread(parts->v1) : apk_signatures_is_unread(parts->signatures, scheme);
}

static bool verify_scheme(struct stamp *stamp, int scheme, struct span signatures)
{
	BUF_CLEANUP struct buf data = buf_new(DIGESTS_MAX);

	if (is_unread(stamp->parts, scheme))
		return leave_unread(stamp, "a signature of the package was not read whole");
	collect_digests(stamp, scheme, &data);
	stamp->out_of_memory |= data.failed;
	return !data.failed && verify(stamp, signatures, buf_span(&data));
}

/* Of signatures for one scheme the last count. */
static bool verify_schemes(struct stamp *stamp, struct span bytes)
{
	struct cursor in = cursor_of(bytes);
	struct span signatures[SCHEMES] = {{NULL, 0}};

	while (cursor_left(&in) > 0) {
		struct cursor record = cursor_of(apk_signer_sized(&in));
		uint32_t scheme = cursor_u32(&record);
		struct span found = apk_signer_sized(&record);

		if (in.bad || record.bad)
			return fail(stamp, "it is malformed");
		if (scheme >= V1 && scheme < SCHEMES)
			signatures[scheme] = found;
	}
	for (int scheme = V1; scheme < SCHEMES; scheme++) {
		if (!stamp->is_needed[scheme])
			continue;
		if (signatures[scheme].data == NULL)
			return fail(stamp, "it is not over every signature scheme of the package");
		if (!verify_scheme(stamp, scheme, signatures[scheme]))
			return false;
	}
	return true;
}

static bool read_lineage(struct stamp *stamp, struct span bytes)
{
	stamp->signer.num_lineage = 0;
	apk_lineage_read(&stamp->signer, bytes, stamp->parts->limits, &stamp->arena);
	if (stamp->signer.fault != NULL)
		return fail(stamp, stamp->signer.fault);
	if (stamp->signer.unread != NULL)
		return over_limit(stamp, stamp->signer.unread);
	return stamp->signer.num_lineage > 0 || fail(stamp, "the proof of rotation is empty");
}

static bool read_attribute(struct stamp *stamp, struct span bytes)
{
	struct cursor in = cursor_of(bytes);
	uint32_t id = cursor_u32(&in);

	if (!in.bad && id == ATTRIBUTE_LINEAGE)
		return read_lineage(stamp, span_slice(bytes, 4, bytes.len));
	if (!in.bad && id == ATTRIBUTE_TIME) {
		stamp->time = (int64_t)cursor_u64(&in);
		if (!in.bad && stamp->time <= 0)
			return fail(stamp, "its time is not after 1970");
	}
	return !in.bad || fail(stamp, "an attribute is malformed");
}

/* The signatures are over the attributes with the length before them. */
static bool read_attributes(struct stamp *stamp, struct cursor *in)
{
	struct span signed_data = apk_signer_sized(in), signatures = apk_signer_sized(in);
	struct cursor inner = cursor_of(signed_data), list;

	if (in->bad)
		return fail(stamp, "its attributes are malformed");
	if (!verify(stamp, signatures, signed_data))
		return false;
	list = cursor_of(apk_signer_sized(&inner));
	while (cursor_left(&list) > 0) {
		struct span attribute = apk_signer_sized(&list);

		if (!list.bad && !read_attribute(stamp, attribute))
			return false;
	}
	return (!inner.bad && !list.bad) || fail(stamp, "its attributes are malformed");
}

static bool read_v2(struct stamp *stamp, struct cursor *in)
{
	struct span schemes = apk_signer_sized(in);

	if (in->bad)
		return fail(stamp, "it is malformed");
	return verify_schemes(stamp, schemes) && (cursor_left(in) == 0 || read_attributes(stamp, in));
}

static bool read_v1(struct stamp *stamp, struct cursor *in)
{
	struct span signatures = apk_signer_sized(in);
	int newest = stamp->is_needed[V3] ? V3 : stamp->is_needed[V2] ? V2 : V1;

	if (in->bad)
		return fail(stamp, "it is malformed");
	return verify_scheme(stamp, newest, signatures);
}

static void read_stamp(struct stamp *stamp, const struct signing_block_pair *pair)
{
	struct cursor outer = cursor_of(pair->value), in = cursor_of(apk_signer_sized(&outer));

	if (!stamp->parts->has_entry && stamp->parts->is_cut) {
		leave_unread(stamp, "the directory was not read whole");
		return;
	}
	if (!stamp->parts->has_entry) {
		fail(stamp, "there is no " APK_STAMP_ENTRY " that names its certificate");
		return;
	}
	find_needed(stamp);
	if (!read_certificate(stamp, &in))
		return;
	if (pair->id == ID_STAMP_V2)
		read_v2(stamp, &in);
	else
		read_v1(stamp, &in);
}

static bool is_verified(const struct stamp *stamp)
{
	return stamp->fault == NULL && stamp->unread == NULL;
}

static bool write_row(const struct stamp *stamp, const char *status, struct fact_sink *sink, struct error *err)
{
	struct fact_signature row = fact_signature_row();
	char signed_at[TIME_TEXT_LEN];

	row.path = "";
	row.scheme = "source-stamp";
	row.status = status;
	row.detail = stamp->fault != NULL ? stamp->fault : stamp->unread;
	if (is_verified(stamp) && stamp->time != FACT_ABSENT && stamp->time <= TIME_MAX) {
		time_format(stamp->time, signed_at);
		row.signed_at = signed_at;
	}
	return fact_signature_emit(sink, &row) || error_set(err, ERROR_IO, "the rows could not be written");
}

/* Its own certificate, then its lineage from the oldest key on. */
static bool write_certificates(const struct stamp *stamp, struct fact_sink *sink, struct error *err)
{
	const struct apk_signer *signer = &stamp->signer;
	struct certificate_place place = {.role = "stamp", .scheme = "source-stamp", .path = "", .min_sdk = FACT_ABSENT,
					  .max_sdk = FACT_ABSENT, .capabilities = FACT_ABSENT};
	bool ok = certificate_row_write(&signer->certificates[0], &place, stamp->parts->anomalies, sink, err);

	for (size_t i = 0; ok && i < signer->num_lineage; i++) {
		place.position = (int64_t)i + 1;
		place.capabilities = signer->lineage[i].flags;
		ok = certificate_row_write(&signer->lineage[i].certificate, &place, stamp->parts->anomalies, sink, err);
	}
	return ok;
}

static const char *status_of(const struct stamp *stamp, bool is_there)
{
	return stamp->fault == NULL ? is_verified(stamp) ? "verified" : "unread" : is_there ? "failed" : "absent";
}

static bool write(struct stamp *stamp, const struct signing_block_pair *pair, struct fact_sink *sink, struct error *err)
{
	if (stamp->parts->block->unread)
		leave_unread(stamp, "the signing block is larger than is read");
	else if (pair == NULL)
		fail(stamp, APK_STAMP_ENTRY " names a stamp that the signing block does not hold");
	else
		read_stamp(stamp, pair);
	if (!arena_ok(&stamp->arena, err))
		return false;
	if (stamp->out_of_memory)
		return error_memory(err);
	if (stamp->fault != NULL)
		anomaly_report(stamp->parts->anomalies, ANOMALY_SIG_SOURCE_STAMP_INVALID, pair == NULL ? APK_STAMP_ENTRY : "",
			       pair == NULL ? ANOMALY_NO_OFFSET : pair->offset, "%s", stamp->fault);
	return write_row(stamp, status_of(stamp, pair != NULL), sink, err) &&
	       (!is_verified(stamp) || write_certificates(stamp, sink, err));
}

bool apk_stamp_write(const struct apk_stamp_parts *parts, struct fact_sink *sink, struct error *err)
{
	struct signing_block_pair pair;
	bool has_pair = signing_block_find(parts->block, ID_STAMP_V2, &pair) || signing_block_find(parts->block, ID_STAMP_V1, &pair);
	struct stamp *stamp;
	bool ok;

	if (!has_pair && !parts->has_entry)
		return true;
	stamp = calloc(1, sizeof *stamp);
	if (stamp == NULL)
		return error_memory(err);
	stamp->parts = parts;
	stamp->time = FACT_ABSENT;
	stamp->arena = arena_new(ARENA_MAX);
	ok = write(stamp, has_pair ? &pair : NULL, sink, err);
	arena_free(&stamp->arena);
	free(stamp);
	return ok;
}
