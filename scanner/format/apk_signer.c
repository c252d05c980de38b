#include "format/apk_signer.h"

#include "encoding/x509_factory.h"
#include "facts/fact.h"

#define ATTRIBUTE_STRIPPING 0xBEEFF00Du
#define ATTRIBUTE_LINEAGE 0x3BA06F8Cu
#define ATTRIBUTE_ROTATION_MIN_SDK 0x559F8B02u
#define ATTRIBUTE_ROTATION_ON_DEV 0xC2A6B3BAu
#define ATTRIBUTE_HYBRID_MIN_SDK 0xBF940529u
#define ATTRIBUTE_HYBRID_MAX_SDK 0x9F06B79Cu

static const struct apk_algorithm algorithms[] = {
	{0x0101, DIGEST_SHA256, PUBLIC_KEY_RSA, PUBLIC_KEY_PSS, APK_DIGEST_SHA256},
	{0x0102, DIGEST_SHA512, PUBLIC_KEY_RSA, PUBLIC_KEY_PSS, APK_DIGEST_SHA512},
	{0x0103, DIGEST_SHA256, PUBLIC_KEY_RSA, PUBLIC_KEY_PKCS1, APK_DIGEST_SHA256},
	{0x0104, DIGEST_SHA512, PUBLIC_KEY_RSA, PUBLIC_KEY_PKCS1, APK_DIGEST_SHA512},
	{0x0201, DIGEST_SHA256, PUBLIC_KEY_EC, PUBLIC_KEY_PLAIN, APK_DIGEST_SHA256},
	{0x0202, DIGEST_SHA512, PUBLIC_KEY_EC, PUBLIC_KEY_PLAIN, APK_DIGEST_SHA512},
	{0x0301, DIGEST_SHA256, PUBLIC_KEY_DSA, PUBLIC_KEY_PLAIN, APK_DIGEST_SHA256},
	{0x0421, DIGEST_SHA256, PUBLIC_KEY_RSA, PUBLIC_KEY_PKCS1, APK_DIGEST_VERITY},
	{0x0423, DIGEST_SHA256, PUBLIC_KEY_EC, PUBLIC_KEY_PLAIN, APK_DIGEST_VERITY},
	{0x0425, DIGEST_SHA256, PUBLIC_KEY_DSA, PUBLIC_KEY_PLAIN, APK_DIGEST_VERITY},
};

/* SHA-256 chunks, then the tree, then SHA-512 chunks: the phone takes the best that a signer offers. */
static const int rank[APK_DIGEST_KINDS] = {[APK_DIGEST_SHA256] = 0, [APK_DIGEST_VERITY] = 1, [APK_DIGEST_SHA512] = 2};

const struct apk_algorithm *apk_algorithm_find(uint32_t id)
{
	for (size_t i = 0; i < sizeof algorithms / sizeof algorithms[0]; i++)
		if (algorithms[i].id == id)
			return &algorithms[i];
	return NULL;
}

bool apk_algorithm_is_better(const struct apk_algorithm *a, const struct apk_algorithm *b)
{
	return rank[a->content] > rank[b->content];
}

struct span apk_signer_sized(struct cursor *in)
{
	return cursor_bytes(in, cursor_u32(in));
}

bool apk_signer_verify(const struct public_key *key, uint32_t id, struct span data, struct span signature,
		       const struct limits *limits)
{
	const struct apk_algorithm *algorithm = apk_algorithm_find(id);

	return algorithm != NULL && key->kind == algorithm->key &&
	       public_key_verify(key, limits, algorithm->digest, algorithm->padding, data, signature);
}

static void fail(struct apk_signer *signer, enum anomaly_id anomaly, const char *fault)
{
	if (signer->fault != NULL)
		return;
	signer->fault = fault;
	signer->anomaly = anomaly;
}

static void pass_over(struct apk_signer *signer, const char *ignored)
{
	if (signer->ignored == NULL)
		signer->ignored = ignored;
}

struct choice {
	struct span records; /* of all signatures */
	const struct apk_algorithm *best;
	struct span best_signature;
};

/* Of the signature of a record: where it is not the best so far, Android does not look at it. */
static bool read_signature(struct apk_signer *signer, struct cursor *record, const struct apk_algorithm *algorithm, struct choice *choice)
{
	struct span signature = apk_signer_sized(record);
	bool is_best = algorithm != NULL && (choice->best == NULL || apk_algorithm_is_better(algorithm, choice->best));

	if (record->bad && !is_best)
		pass_over(signer, "a signature that Android does not look at is malformed");
	if (!is_best)
		return true;
	choice->best = algorithm;
	choice->best_signature = signature;
	return !record->bad;
}

/* The records of all signatures, and the best that is known. */
static void read_signatures(struct apk_signer *signer, struct span bytes, enum apk_signer_reader reader, struct choice *choice)
{
	struct cursor in = cursor_of(bytes);

	choice->records = bytes;
	while (cursor_left(&in) > 0) {
		struct cursor record = cursor_of(apk_signer_sized(&in));
		const struct apk_algorithm *algorithm = apk_algorithm_find(cursor_u32(&record));

		if (algorithm != NULL && reader == APK_SIGNER_V2_BEFORE_9 && algorithm->content == APK_DIGEST_VERITY)
			algorithm = NULL;
		if (in.bad || record.bad || cursor_left(&record) < 4 || !read_signature(signer, &record, algorithm, choice)) {
			fail(signer, ANOMALY_SIG_INVALID, "a signature record is malformed");
			return;
		}
	}
	if (bytes.len == 0)
		fail(signer, ANOMALY_SIG_INVALID, "there is no signature");
	else if (choice->best == NULL)
		fail(signer, ANOMALY_SIG_NO_KNOWN_ALGORITHM, "no signature is by a known algorithm");
}

static uint32_t next_id(struct cursor *records)
{
	struct cursor record = cursor_of(apk_signer_sized(records));

	return cursor_u32(&record);
}

/* The digest of a record; false when it is malformed, and is the one that Android looks at. */
static bool read_digest(struct apk_signer *signer, struct cursor *record, uint32_t id, const struct choice *choice)
{
	const struct apk_algorithm *algorithm = apk_algorithm_find(id);
	struct span digest = apk_signer_sized(record);
	bool is_best = choice->best != NULL && id == choice->best->id;

	if (record->bad && !is_best)
		pass_over(signer, "a digest that Android does not look at is malformed");
	if (record->bad)
		return !is_best;
	if (algorithm != NULL)
		signer->stated[algorithm->content] = digest;
	if (is_best) {
		signer->wanted[choice->best->content] = true;
		signer->digests[choice->best->content] = digest;
	}
	return true;
}

static void read_digests(struct apk_signer *signer, struct span bytes, const struct choice *choice)
{
	struct cursor in = cursor_of(bytes), signatures = cursor_of(choice->records);
	bool same = true;

	while (cursor_left(&in) > 0) {
		struct cursor record = cursor_of(apk_signer_sized(&in));
		uint32_t id = cursor_u32(&record);

		if (in.bad || record.bad || cursor_left(&record) < 4 || !read_digest(signer, &record, id, choice)) {
			fail(signer, ANOMALY_SIG_INVALID, "a digest record is malformed");
			return;
		}
		same &= cursor_left(&signatures) > 0 && next_id(&signatures) == id;
	}
	if (!same || cursor_left(&signatures) > 0)
		fail(signer, ANOMALY_SIG_INVALID, "the algorithms of digests and signatures differ");
}

static void read_certificates(struct apk_signer *signer, struct span bytes, const struct limits *limits, struct arena *arena)
{
	uint64_t most = limits->value[LIMIT_CERTIFICATES];
	struct cursor in = cursor_of(bytes);

	while (cursor_left(&in) > 0) {
		struct span der = apk_signer_sized(&in);

		if (signer->num_certificates == APK_SIGNER_CERTIFICATES_MAX || signer->num_certificates == most) {
			signer->unread = "there are more certificates than are read";
			return;
		}
		if (!in.bad && der.len > limits->value[LIMIT_ASN1]) {
			signer->unread = "a certificate is larger than is read";
			return;
		}
		if (in.bad || !x509_factory_read(&signer->certificates[signer->num_certificates], der, arena)) {
			fail(signer, ANOMALY_SIG_INVALID, "a certificate is malformed");
			return;
		}
		signer->der[signer->num_certificates++] = der;
	}
	if (signer->num_certificates == 0)
		fail(signer, ANOMALY_SIG_NO_SIGNERS, "there is no certificate");
}

static void read_lineage(struct apk_signer *signer, struct span bytes, const struct limits *limits, struct arena *arena)
{
	if (signer->has_lineage)
		fail(signer, ANOMALY_SIG_LINEAGE_INVALID, "there are two proofs of rotation");
	else
		apk_lineage_read(signer, bytes, limits, arena);
	signer->has_lineage = true;
}

static void read_rotation(struct apk_signer *signer, struct cursor *value)
{
	int64_t min_sdk = (int32_t)cursor_u32(value);

	if (value->bad || (signer->rotation_min_sdk != FACT_ABSENT && signer->rotation_min_sdk != min_sdk))
		signer->rotation_is_wrong = true;
	signer->rotation_min_sdk = min_sdk;
}

/* Of several the last counts. */
static void read_hybrid(struct apk_signer *signer, struct cursor *value, int64_t *sdk)
{
	*sdk = (int32_t)cursor_u32(value);
	signer->says_hybrid = true;
	signer->hybrid_is_wrong |= value->bad;
}

static void read_stripping(struct apk_signer *signer, struct cursor *value)
{
	signer->says_v3 |= cursor_u32(value) == 3;
	if (value->bad)
		fail(signer, ANOMALY_SIG_INVALID, "an attribute is malformed");
}

/* As a phone does with what it does not know, it is passed over. */
static void note_unknown(struct apk_signer *signer, uint32_t id, size_t len)
{
	if (signer->unknown_attribute == 0)
		signer->unknown_attribute = id;
	signer->unread_len += len;
}

static void read_attribute(struct apk_signer *signer, struct span bytes, bool is_v3, const struct limits *limits, struct arena *arena)
{
	struct cursor in = cursor_of(bytes);
	uint32_t id = cursor_u32(&in);

	if (in.bad) {
		fail(signer, ANOMALY_SIG_INVALID, "an attribute is malformed");
		return;
	}
	if (!is_v3 && id == ATTRIBUTE_STRIPPING)
		read_stripping(signer, &in);
	else if (is_v3 && id == ATTRIBUTE_LINEAGE)
		read_lineage(signer, span_slice(bytes, 4, bytes.len), limits, arena);
	else if (is_v3 && id == ATTRIBUTE_ROTATION_MIN_SDK)
		read_rotation(signer, &in);
	else if (is_v3 && id == ATTRIBUTE_ROTATION_ON_DEV)
		signer->rotation_on_dev = true;
	else if (is_v3 && id == ATTRIBUTE_HYBRID_MIN_SDK)
		read_hybrid(signer, &in, &signer->hybrid_min_sdk);
	else if (is_v3 && id == ATTRIBUTE_HYBRID_MAX_SDK)
		read_hybrid(signer, &in, &signer->hybrid_max_sdk);
	else
		note_unknown(signer, id, bytes.len);
}

static void read_attributes(struct apk_signer *signer, struct span bytes, bool is_v3, const struct limits *limits, struct arena *arena)
{
	struct cursor in = cursor_of(bytes);

	while (cursor_left(&in) > 0) {
		struct span attribute = apk_signer_sized(&in);

		if (in.bad) {
			fail(signer, ANOMALY_SIG_INVALID, "the attributes are malformed");
			return;
		}
		read_attribute(signer, attribute, is_v3, limits, arena);
	}
}

static void read_signed_data(struct apk_signer *signer, struct span bytes, enum apk_signer_reader reader,
			     const struct choice *choice, const struct limits *limits, struct arena *arena)
{
	struct cursor in = cursor_of(bytes);
	struct span digests = apk_signer_sized(&in), certificates = apk_signer_sized(&in), attributes = span_of(NULL, 0);
	bool is_v3 = reader == APK_SIGNER_V3;

	if (is_v3) {
		int64_t min_sdk = (int32_t)cursor_u32(&in), max_sdk = (int32_t)cursor_u32(&in);

		if (min_sdk != signer->min_sdk || max_sdk != signer->max_sdk)
			fail(signer, ANOMALY_SIG_V3_SDK_RANGE, "the SDK range inside the signed data is another one than outside");
	}
	if (reader != APK_SIGNER_V2_BEFORE_9)
		attributes = apk_signer_sized(&in);
	if (in.bad) {
		fail(signer, ANOMALY_SIG_INVALID, "the signed data is malformed");
		return;
	}
	if (reader != APK_SIGNER_V2_BEFORE_9)
		signer->unread_len += cursor_left(&in);
	read_certificates(signer, certificates, limits, arena);
	read_digests(signer, digests, choice);
	read_attributes(signer, attributes, is_v3, limits, arena);
}

/* The key that signed is that of the certificate which names the signer. */
static void compare_key(struct apk_signer *signer, struct span spki)
{
	struct public_key key, certified;

	if (signer->num_certificates == 0 || !public_key_read(&key, spki))
		return;
	if (!public_key_read(&certified, signer->certificates[0].spki) || !public_key_equal(&key, &certified))
		fail(signer, ANOMALY_SIG_PUBKEY_MISMATCH, "the public key is not that of the first certificate");
	if (!public_key_is_canonical(&key))
		fail(signer, ANOMALY_SIG_PUBKEY_MISMATCH, "the public key is not encoded as Android encodes it");
}

static void verify(struct apk_signer *signer, struct span spki, struct span data, const struct choice *choice,
		   const struct limits *limits)
{
	struct public_key key;

	if (choice->best == NULL)
		return;
	if (!public_key_read(&key, spki))
		fail(signer, ANOMALY_SIG_INVALID, "the public key is malformed");
	else if (!apk_signer_verify(&key, choice->best->id, data, choice->best_signature, limits))
		fail(signer, ANOMALY_SIG_INVALID, "the signature over the signed data is wrong");
}

void apk_signer_read(struct apk_signer *signer, struct span bytes, enum apk_signer_reader reader, const struct limits *limits,
		     struct arena *arena)
{
	bool is_v3 = reader == APK_SIGNER_V3;
	struct cursor in = cursor_of(bytes);
	struct choice choice = {0};
	struct span data, signatures, spki;

	*signer = (struct apk_signer){.min_sdk = FACT_ABSENT, .max_sdk = FACT_ABSENT, .rotation_min_sdk = FACT_ABSENT,
				      .hybrid_min_sdk = FACT_ABSENT, .hybrid_max_sdk = FACT_ABSENT};
	data = apk_signer_sized(&in);
	if (is_v3) {
		signer->min_sdk = (int32_t)cursor_u32(&in);
		signer->max_sdk = (int32_t)cursor_u32(&in);
	}
	signatures = apk_signer_sized(&in);
	spki = apk_signer_sized(&in);
	if (in.bad) {
		fail(signer, ANOMALY_SIG_INVALID, "the signer is malformed");
		return;
	}
	if (is_v3 && signer->min_sdk < 0)
		pass_over(signer, "its SDK range begins below zero");
	read_signatures(signer, signatures, reader, &choice);
	verify(signer, spki, data, &choice, limits);
	read_signed_data(signer, data, reader, &choice, limits, arena);
	compare_key(signer, spki);
}
