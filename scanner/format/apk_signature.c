#include "format/apk_signature_parts.h"

#include "facts/scheme_sdk.h"
#include "format/apk_signature_rows.h"

#include <stdlib.h>

#define SIGNERS_MAX 10
#define SDK_MAX INT32_MAX
#define ARENA_MAX ((size_t)512 * 1024 * 1024)
#define PAGE 4096

void apk_scheme_fail_as(struct apk_signatures *s, struct apk_scheme *scheme, enum anomaly_id id, enum anomaly_effect effect, const char *fault)
{
	if (scheme->fault == NULL)
		scheme->fault = fault;
	/* What only Android 7 and 8 mind stands in the row. */
	if (scheme->reader != APK_SIGNER_V2_BEFORE_9)
		anomaly_report_as(s->anomalies, id, effect, "", s->block->offset, "%s: %s", scheme->name, fault);
}

/* A signer of v3.1 is for every version that knows the scheme. */
static bool has_whole_v31(const struct apk_signatures *s)
{
	struct signing_block_pair pair;
	bool is_whole = false;

	if (!signing_block_find(s->block, ID_V31, &pair))
		return false;
	for (struct cursor outer = cursor_of(pair.value), in = cursor_of(apk_signer_sized(&outer)); !is_whole && !in.bad && cursor_left(&in) > 0;) {
		struct cursor signer = cursor_of(apk_signer_sized(&in));
		uint32_t min_sdk, max_sdk;

		apk_signer_sized(&signer);
		min_sdk = cursor_u32(&signer);
		max_sdk = cursor_u32(&signer);
		is_whole = !signer.bad && min_sdk <= SCHEME_V31_SDK && max_sdk == INT32_MAX;
	}
	return is_whole;
}

/* Who knows a newer scheme that is there, too, does not look at this one. What those do who do not know it the row says. */
static bool has_newer(const struct apk_signatures *s, const struct apk_scheme *scheme)
{
	struct signing_block_pair pair;

	return scheme->id == ID_V2 ? signing_block_find(s->block, ID_V3, &pair) : scheme->id == ID_V3 && has_whole_v31(s);
}

void apk_scheme_fail(struct apk_signatures *s, struct apk_scheme *scheme, enum anomaly_id id, const char *fault)
{
	apk_scheme_fail_as(s, scheme, id, has_newer(s, scheme) ? EFFECT_ODD : EFFECT_REFUSED, fault);
}

/* Of what is not read whole nobody knows whether it verifies. */
static void leave_unread(struct apk_signatures *s, struct apk_scheme *scheme, const char *what)
{
	if (scheme->unread == NULL)
		scheme->unread = what;
	if (scheme->reader != APK_SIGNER_V2_BEFORE_9)
		anomaly_report(s->anomalies, ANOMALY_LIMIT_ASN1, "", s->block->offset, "%s: %s", scheme->name, what);
}

/* What others refuse and Android does not look at. */
static void pass_over(struct apk_signatures *s, const struct apk_scheme *scheme, const char *ignored)
{
	if (scheme->reader != APK_SIGNER_V2_BEFORE_9)
		anomaly_report(s->anomalies, ANOMALY_SIG_IGNORED_PART, "", s->block->offset, "%s: %s", scheme->name, ignored);
}

static const char *status_of(const struct apk_scheme *scheme)
{
	return scheme->fault != NULL ? "failed" : scheme->unread != NULL ? "unread" : "verified";
}

/* Room for one more; nearly always there is but one, and it is large. NULL: no memory. */
static struct apk_signer *add_signer(struct apk_scheme *scheme)
{
	struct apk_signer *grown = reallocarray(scheme->signers, scheme->num_signers + 1, sizeof *grown);

	if (grown == NULL)
		return NULL;
	scheme->signers = grown;
	memset(&grown[scheme->num_signers], 0, sizeof *grown);
	return &grown[scheme->num_signers++];
}

/* Who is for no version that reads the scheme is never looked into, and is not kept. */
static bool is_never_read(struct apk_scheme *scheme, struct span bytes)
{
	struct cursor in = cursor_of(bytes);
	int64_t min_sdk, max_sdk;

	if (scheme->reader != APK_SIGNER_V3)
		return false;
	apk_signer_sized(&in);
	min_sdk = (int32_t)cursor_u32(&in);
	max_sdk = (int32_t)cursor_u32(&in);
	if (in.bad || (min_sdk <= max_sdk && max_sdk >= (scheme->id == ID_V31 ? SCHEME_V31_SDK : SCHEME_V3_SDK)))
		return false;
	if (scheme->never == FACT_ABSENT || min_sdk < scheme->never)
		scheme->never = min_sdk;
	return true;
}

static bool read_signer(struct apk_signatures *s, struct apk_scheme *scheme, struct span bytes, struct error *err)
{
	struct apk_signer *read = add_signer(scheme);

	if (read == NULL)
		return error_memory(err);
	apk_signer_read(read, bytes, scheme->reader, s->limits, &s->arena);
	if (!arena_ok(&s->arena, err))
		return false;
	if (read->fault != NULL)
		apk_scheme_fail(s, scheme, read->anomaly, read->fault);
	if (read->unread != NULL)
		leave_unread(s, scheme, read->unread);
	if (read->ignored != NULL)
		pass_over(s, scheme, read->ignored);
	signing_block_attributes_report(scheme->name, read->unknown_attribute, read->unread_len, s->block->offset, s->anomalies);
	return true;
}

static bool read_signers(struct apk_signatures *s, struct apk_scheme *scheme, struct span value, struct error *err)
{
	struct cursor outer = cursor_of(value), in = cursor_of(apk_signer_sized(&outer));

	scheme->present = true;
	while (cursor_left(&in) > 0 && scheme->num_signers < SIGNERS_MAX) {
		struct span signer = apk_signer_sized(&in);

		if (in.bad)
			break;
		if (!is_never_read(scheme, signer) && !read_signer(s, scheme, signer, err))
			return false;
	}
	if (scheme->never != FACT_ABSENT || (scheme->id == ID_V31 && value.len >= 4 && !in.bad && scheme->num_signers == 0))
		pass_over(s, scheme, "a signer, or all there are, is for no Android version that reads the scheme");
	if (outer.bad || in.bad)
		apk_scheme_fail(s, scheme, ANOMALY_SIG_INVALID, "the list of signers is malformed");
	else if (scheme->num_signers == 0 && scheme->id != ID_V31) /* where v3.1 has none for a version, v3 counts */
		apk_scheme_fail(s, scheme, ANOMALY_SIG_NO_SIGNERS, "there is no signer");
	else if (cursor_left(&in) > 0 && scheme->id == ID_V2)
		apk_scheme_fail(s, scheme, ANOMALY_SIG_INVALID, "there are more signers than Android takes");
	else if (cursor_left(&in) > 0)
		leave_unread(s, scheme, "there are more signers than are read");
	return true;
}

/* Of a block that is not read any scheme may be there. */
static bool find_scheme(struct apk_signatures *s, struct apk_scheme *scheme, struct signing_block_pair *pair)
{
	if (s->block->unread) {
		scheme->present = true;
		scheme->unread = "the signing block is larger than is read";
	}
	return signing_block_find(s->block, scheme->id, pair);
}

static bool read_scheme(struct apk_signatures *s, int number, struct error *err)
{
	struct apk_scheme *scheme = &s->schemes[number];
	struct signing_block_pair pair;

	return !find_scheme(s, scheme, &pair) || read_signers(s, scheme, pair.value, err);
}

/* Nobody here knows its keys, so that it is not more than read. */
static void read_hybrid(struct apk_signatures *s)
{
	struct apk_scheme *scheme = &s->schemes[V32];
	struct signing_block_pair pair;

	if (!find_scheme(s, scheme, &pair))
		return;
	scheme->present = true;
	apk_hybrid_read(&s->hybrid, pair.value);
	if (s->hybrid.fault != NULL)
		apk_scheme_fail(s, scheme, s->hybrid.anomaly, s->hybrid.fault);
	scheme->unread = "Android 17 looks at it first, and it is not verified here";
	anomaly_report(s->anomalies, ANOMALY_SIG_V32_UNVERIFIED, "", pair.offset, "v3.2: %s", scheme->unread);
}

/* A tree of digests is unknown there; and what is wrong now may have been right. */
static bool may_differ_before_9(const struct apk_scheme *v2)
{
	bool has_tree = false;

	for (size_t i = 0; i < v2->num_signers; i++)
		has_tree |= v2->signers[i].stated[APK_DIGEST_VERITY].data != NULL;
	return has_tree || v2->fault != NULL;
}

static bool open_digest(struct apk_signatures *s, const struct source *source, const struct zipdir *dir, struct error *err)
{
	bool wanted[APK_DIGEST_KINDS] = {false};
	bool any = false;

	for (int i = 0; i < SCHEMES; i++)
		for (size_t j = 0; j < s->schemes[i].num_signers; j++)
			for (int kind = 0; kind < APK_DIGEST_KINDS; kind++)
				wanted[kind] |= s->schemes[i].signers[j].wanted[kind];
	for (int kind = 0; kind < APK_DIGEST_KINDS; kind++)
		any |= wanted[kind];
	s->has_digest = any;
	return !any || apk_digest_open(&s->digest, source, dir, s->block, wanted, err);
}

struct apk_signatures *apk_signatures_open(const struct source *source, const struct zipdir *dir,
					   const struct signing_block *block, const struct limits *limits,
					   struct anomalies *anomalies, struct error *err)
{
	struct apk_signatures *s = calloc(1, sizeof *s);
	bool ok = s != NULL || error_memory(err);

	if (!ok)
		return NULL;
	*s = (struct apk_signatures){.limits = limits, .block = block, .anomalies = anomalies, .arena = arena_new(ARENA_MAX),
				     .schemes = {[V2] = {.name = "v2", .id = ID_V2, .reader = APK_SIGNER_V2},
						 [V2_BEFORE_9] = {.name = "v2", .id = ID_V2, .reader = APK_SIGNER_V2_BEFORE_9},
						 [V3] = {.name = "v3", .id = ID_V3, .reader = APK_SIGNER_V3},
						 [V31] = {.name = "v3.1", .id = ID_V31, .reader = APK_SIGNER_V3},
						 [V32] = {.name = "v3.2", .id = ID_V32, .reader = APK_SIGNER_V3}}};
	for (int i = 0; i < SCHEMES; i++)
		s->schemes[i].never = FACT_ABSENT;
	ok = read_scheme(s, V2, err) && read_scheme(s, V3, err) && read_scheme(s, V31, err);
	if (ok) {
		read_hybrid(s);
		apk_schemes_check(s);
		ok = (!may_differ_before_9(&s->schemes[V2]) || read_scheme(s, V2_BEFORE_9, err)) && open_digest(s, source, dir, err);
	}
	if (!ok) {
		apk_signatures_close(s);
		return NULL;
	}
	return s;
}

void apk_signatures_close(struct apk_signatures *s)
{
	if (s == NULL)
		return;
	for (int i = 0; i < SCHEMES; i++)
		free(s->schemes[i].signers);
	arena_free(&s->arena);
	if (s->has_digest)
		apk_digest_close(&s->digest);
	free(s);
}

bool apk_signatures_has(const struct apk_signatures *s, int version)
{
	return s->schemes[version == 2 ? V2 : V3].present;
}

bool apk_signatures_has_v31(const struct apk_signatures *s)
{
	return s->schemes[V31].present;
}

bool apk_signatures_is_unread(const struct apk_signatures *s, int version)
{
	return s->schemes[version == 2 ? V2 : V3].unread != NULL;
}

bool apk_signatures_digests(const struct apk_signatures *s, int version, struct span digests[APK_DIGEST_KINDS])
{
	const struct apk_scheme *scheme = &s->schemes[version == 2 ? V2 : V3];

	for (int kind = 0; kind < APK_DIGEST_KINDS; kind++) {
		digests[kind] = span_of(NULL, 0);
		for (size_t i = 0; i < scheme->num_signers; i++)
			if (scheme->signers[i].stated[kind].data != NULL)
				digests[kind] = scheme->signers[i].stated[kind];
	}
	return scheme->present;
}

static bool do_item(void *owner, size_t item, unsigned worker, struct error *err)
{
	struct apk_signatures *s = owner;

	(void)worker;
	return apk_digest_item(&s->digest, item, err);
}

struct pass_work apk_signatures_work(struct apk_signatures *s)
{
	return (struct pass_work){.owner = s,
				  .num_items = s->has_digest ? apk_digest_num_items(&s->digest) : 0,
				  .cost = APK_DIGEST_CHUNK,
				  .work = do_item};
}

static void check_content(struct apk_signatures *s, struct apk_scheme *scheme, const struct apk_signer *signer)
{
	for (enum apk_digest_kind kind = 0; kind < APK_DIGEST_KINDS; kind++) {
		uint8_t found[DIGEST_MAX];
		size_t len;

		if (!signer->wanted[kind])
			continue;
		if (kind == APK_DIGEST_VERITY && (s->block->offset % PAGE != 0 || s->block->size % PAGE != 0))
			apk_scheme_fail(s, scheme, ANOMALY_SIG_INVALID, "the tree of digests needs a signing block of whole pages");
		len = apk_digest_result(&s->digest, kind, found);
		if (!span_equal(span_of(found, len), signer->digests[kind]))
			apk_scheme_fail(s, scheme, ANOMALY_SIG_DIGEST_MISMATCH, "the content is not what was signed");
	}
}

static bool write_scheme_row(struct apk_scheme *scheme, int64_t min_sdk, int64_t max_sdk, struct fact_sink *sink)
{
	struct fact_signature row = fact_signature_row();

	row.path = "";
	row.scheme = scheme->name;
	row.status = status_of(scheme);
	row.min_sdk = min_sdk;
	row.max_sdk = max_sdk;
	row.detail = scheme->fault != NULL ? scheme->fault : scheme->unread;
	return fact_signature_emit(sink, &row);
}

static int64_t last_sdk(int64_t max_sdk)
{
	return max_sdk == SDK_MAX ? FACT_ABSENT : max_sdk;
}

/* One for each range that Android 17 and newer look at. */
static bool write_hybrid_rows(struct apk_scheme *scheme, const struct apk_hybrid *hybrid, struct fact_sink *sink)
{
	bool ok = true;

	if (scheme->fault != NULL || hybrid->num_signers == 0)
		return write_scheme_row(scheme, SCHEME_V32_SDK, FACT_ABSENT, sink);
	for (size_t i = 0; ok && i < hybrid->num_signers; i++) {
		const struct apk_hybrid_range *range = &hybrid->ranges[i];
		int64_t first = range->min_sdk > SCHEME_V32_SDK ? range->min_sdk : SCHEME_V32_SDK;

		if (range->max_sdk >= first && !apk_hybrid_is_second(hybrid, i))
			ok = write_scheme_row(scheme, first, last_sdk(range->max_sdk), sink);
	}
	return ok;
}

/* v3 holds where its signers' ranges do; v2 from Android 7 on. */
static bool write_rows(struct apk_scheme *scheme, const struct apk_hybrid *hybrid, struct fact_sink *sink)
{
	if (scheme->id == ID_V32)
		return write_hybrid_rows(scheme, hybrid, sink);
	if (scheme->id == ID_V2)
		return write_scheme_row(scheme, scheme->min_sdk, scheme->max_sdk, sink);
	if (!apk_scheme_verifies(scheme))
		return write_scheme_row(scheme, scheme->id == ID_V31 ? SCHEME_V31_SDK : FACT_ABSENT, FACT_ABSENT, sink);
	for (size_t i = 0; i < scheme->num_signers; i++) {
		const struct apk_signer *signer = &scheme->signers[i];

		if (!write_scheme_row(scheme, apk_scheme_first_sdk(scheme, signer), last_sdk(signer->max_sdk), sink))
			return false;
	}
	return true;
}

static bool write_signer(struct apk_signatures *s, const struct apk_scheme *scheme, size_t number, struct fact_sink *sink,
			 struct error *err)
{
	const struct apk_signer *signer = &scheme->signers[number];
	struct certificate_place place = {.role = "signer", .scheme = scheme->name, .signer = (int64_t)number,
					  .min_sdk = scheme->id == ID_V2 ? scheme->min_sdk : apk_scheme_first_sdk(scheme, signer),
					  .max_sdk = scheme->id == ID_V2 ? scheme->max_sdk : last_sdk(signer->max_sdk), .capabilities = FACT_ABSENT, .path = ""};

	for (size_t i = 0; i < signer->num_certificates; i++) {
		place.position = (int64_t)i;
		place.role = i == 0 ? "signer" : "chain";
		if (!certificate_row_write(&signer->certificates[i], &place, s->anomalies, sink, err))
			return false;
	}
	place.role = "lineage";
	for (size_t i = 0; i < signer->num_lineage; i++) {
		place.position = (int64_t)i;
		place.capabilities = signer->lineage[i].flags;
		if (!certificate_row_write(&signer->lineage[i].certificate, &place, s->anomalies, sink, err))
			return false;
	}
	return true;
}

/* Who signed was verified, though more certificates or signers may stand behind; without his proof of rotation he might seem another. */
static bool is_known(const struct apk_signer *signer)
{
	return signer->num_certificates > 0 && !signer->lineage_is_unread;
}

/* Who signed is who the verification has just found, from the same parse: of a scheme that fails nobody is shown as signer. */
static bool finish_scheme(struct apk_signatures *s, struct apk_scheme *scheme, struct fact_sink *sink, struct error *err)
{
	if (!scheme->present)
		return true;
	if (!write_rows(scheme, &s->hybrid, sink))
		return error_set(err, ERROR_IO, "the rows could not be written");
	for (size_t i = 0; scheme->fault == NULL && i < scheme->num_signers; i++)
		if (is_known(&scheme->signers[i]) && !write_signer(s, scheme, i, sink, err))
			return false;
	return true;
}

/* Where all versions say the same of v2, it is said once. */
static void split_v2(struct apk_signatures *s)
{
	struct apk_scheme *now = &s->schemes[V2], *before = &s->schemes[V2_BEFORE_9];

	before->present &= strcmp(status_of(before), status_of(now)) != 0;
	now->min_sdk = before->present ? SCHEME_V3_SDK : FACT_ABSENT;
	now->max_sdk = FACT_ABSENT;
	before->min_sdk = FACT_ABSENT;
	before->max_sdk = SCHEME_V3_SDK - 1;
}

bool apk_signatures_finish(struct apk_signatures *s, const struct apk_v1_signers *v1, struct fact_sink *sink, struct error *err)
{
	for (int i = 0; i < SCHEMES; i++)
		for (size_t j = 0; j < s->schemes[i].num_signers; j++)
			check_content(s, &s->schemes[i], &s->schemes[i].signers[j]);
	split_v2(s);
	for (int i = 0; i < SCHEMES; i++)
		if (!finish_scheme(s, &s->schemes[i], sink, err))
			return false;
	apk_schemes_check_signers(s, v1);
	return signing_block_rows_write(s->block, s->anomalies, sink, err);
}
