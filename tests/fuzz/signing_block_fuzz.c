/* The signing block before an empty directory, with the signatures and the stamp in it, or that of HarmonyOS: the input is the block. */
#include "container/hap_block.h"
#include "format/apk_signer.h"
#include "format/apk_stamp.h"
#include "sink.h"

#define STAMP_V2 0x6DFF800Du

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The entry names whatever certificate the stamp has, so that what stands behind it is read, too. */
static struct span named_certificate(const struct signing_block *block, uint8_t sha256[DIGEST_MAX])
{
	struct signing_block_pair pair = {0};
	struct cursor outer, in;

	signing_block_find(block, STAMP_V2, &pair);
	outer = cursor_of(pair.value);
	in = cursor_of(apk_signer_sized(&outer));
	digest_of(DIGEST_SHA256, apk_signer_sized(&in), sha256);
	return span_of(sha256, digest_len(DIGEST_SHA256));
}

static void read_stamp(const struct source *source, const struct zipdir *dir, const struct signing_block *block,
		       const struct limits *limits, struct anomalies *anomalies)
{
	struct error err = {0};
	struct fact_sink sink = {.take = sink_check};
	struct inflate *inflate = inflate_new();
	struct apk_signatures *signatures = apk_signatures_open(source, dir, block, limits, anomalies, &err);
	struct apk_v1 *v1 = apk_v1_open(source, dir, inflate, limits, anomalies, (struct apk_v1_others){.v2 = false}, 1, &err);
	struct apk_stamp_parts parts = {.block = block, .signatures = signatures, .v1 = v1, .has_entry = true, .min_sdk = 28,
					.limits = limits, .anomalies = anomalies};
	uint8_t sha256[DIGEST_MAX];

	parts.entry = named_certificate(block, sha256);
	if (signatures == NULL || v1 == NULL || !apk_stamp_write(&parts, &sink, &err))
		abort();
	apk_v1_close(v1);
	apk_signatures_close(signatures);
	inflate_free(inflate);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct limits limits = limits_default();
	struct anomalies anomalies = {.report = sink_anomaly};
	struct source source = source_of(span_of(data, size));
	struct zipdir dir = {.directory_offset = size, .eocd_offset = size};
	struct signing_block block;
	struct error err = {0};

	if (!signing_block_read(&block, &source, &dir, &limits, &anomalies, &err))
		abort();
	for (size_t i = 0; i < block.num_pairs; i++)
		if (block.pairs[i].offset + block.pairs[i].value.len > size)
			abort();
	read_stamp(&source, &dir, &block, &limits, &anomalies);
	signing_block_free(&block);
	if (!hap_block_read(&block, &source, &dir, &err) || block.offset + block.size != (block.size > 0 ? size : 0))
		abort();
	return 0;
}
