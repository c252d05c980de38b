/*
 * The content digests of a signed APK, beside those that Python's hashlib made by the same description.
 */
#include "format/apk_digest.h"
#include "harness.h"

#include "bytes/text.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* Bytes before the signing block, in it, in the directory, and in the end record with its comment. */
struct shape {
	uint64_t before, block, directory, end;
	const char *wanted[APK_DIGEST_KINDS];
};

/* Chunks that are full and that are not, blocks that are full and that are not, trees of one, two and three levels. */
static const struct shape shapes[] = {
	{2 << 20, 4096, 100, 22,
	 {"bad16b0f09688ceb172a19d3e61a50ffeab700697f3d328fb634c31a095decdc",
	  "9b02026d6fbfb20d936a31978be91ad9871331761838ed1e159022cdc00f2878524246baf318387c250b11fec35db2655e2869ce5dc134eb62ec41114c0ba4b1",
	  "e2279a2e07d65e72691b12b700f79cfaf29442f2d162b2e4612677fc6d84ea247a00200000000000"}},
	{(1 << 20) + 1, 5000, 46, 30,
	 {"262a642ad85a6e040626ee677351627848f160f59c0936d5267655ff7e23621c",
	  "b86d4b881e6c3c89e846434412b556887a74e734306a51c469fbc2e7e3cb65452cb8053ec1a5f3edb5cfe161092a8b8c32c62e6149cfb5de4b6c3c52de588e0d",
	  "f3941855ad5da4d3501f97eb24878d6e8d87dbdb0c3d83fdc3b92df1493a55c74d00100000000000"}},
	{3000, 64, 1074, 22,
	 {"aa79fc94a5a1e780d7a0bab157b3cc58b08d8adf5a44fd7e50bfd3b209698164",
	  "69ec59ed9c2725b4a0a917a8f15676bcde891b836f711d9d027771a7713e81294e5ef32e4abbb9aaf7b47a053e31334d6ea20bcb89595b41c178f9b2068a6251",
	  "ea7f87db46711528b4b07b634182939c7fb0850a067c06e6f49a1240a6321fa10010000000000000"}},
	{3000, 64, 1075, 22,
	 {"0fc093771b1da9b447015b26ad86b3f0fa51291d010f3c85924c9020a6512fc1",
	  "ccfdd817368ca60ec62ebe8b4e734224eb6c2504970b6751c09fc852b5f6a059e175ad3ddf8f1692a9fcbd450bd2a2c55635d2475b657aa5bcbd843f1176d56d",
	  "59dd6b44495f9253ae193ff9b281c9ed61c88010abc723f6cfb0a7fadea55bed0110000000000000"}},
	{8000, 64, 170, 22,
	 {"aa15b57bbb5e0e24e06890c023d14973722b942c1104ab6529feedd71d6e17d5",
	  "3cc66c1118284aa9c82f3fce37a69f15fdb1ce09cb008481483c23825bf418be34412e86efd69e03da7734d5f845fc34b9e1e127c831dda77f565875ff0826d5",
	  "2348ae96acf015328a515941276c120d1f3282212752dea3770756ccbc7788a70020000000000000"}},
};

static uint8_t *bytes_of(size_t size)
{
	uint8_t *bytes = malloc(size);

	for (size_t i = 0; i < size; i++)
		bytes[i] = (uint8_t)(i * 7 + (i >> 9) + (i >> 13));
	return bytes;
}

static size_t size_of(const struct shape *shape)
{
	return (size_t)(shape->before + shape->block + shape->directory + shape->end);
}

static bool open_digest(struct apk_digest *digest, const struct source *source, const struct shape *shape,
			const bool wanted[APK_DIGEST_KINDS])
{
	const struct signing_block block = {.present = true, .offset = shape->before, .size = shape->block};
	const struct zipdir dir = {.directory_offset = shape->before + shape->block,
				   .directory_size = shape->directory,
				   .eocd_offset = shape->before + shape->block + shape->directory};

	return apk_digest_open(digest, source, &dir, &block, wanted, NULL);
}

static void check_digests(const struct shape *shape, const struct source *source, const bool wanted[APK_DIGEST_KINDS])
{
	struct apk_digest digest;

	CHECK(open_digest(&digest, source, shape, wanted));
	for (size_t i = 0; i < apk_digest_num_items(&digest); i++)
		CHECK(apk_digest_item(&digest, i, NULL));
	for (enum apk_digest_kind kind = 0; kind < APK_DIGEST_KINDS; kind++) {
		uint8_t out[DIGEST_MAX];
		char hex[DIGEST_HEX_MAX];

		if (!wanted[kind])
			continue;
		text_hex_to(hex, span_of(out, apk_digest_result(&digest, kind, out)));
		CHECK_TEXT(hex, shape->wanted[kind]);
	}
	apk_digest_close(&digest);
}

TEST(apk_digest_kinds, "the content digests of an APK are those of its chunks and its tree, each kind alone and all together")
{
	for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
		uint8_t *bytes = bytes_of(size_of(&shapes[i]));
		struct source source = source_of(span_of(bytes, size_of(&shapes[i])));

		check_digests(&shapes[i], &source, (const bool[]){true, false, false});
		check_digests(&shapes[i], &source, (const bool[]){false, true, false});
		check_digests(&shapes[i], &source, (const bool[]){false, false, true});
		check_digests(&shapes[i], &source, (const bool[]){true, true, true});
		free(bytes);
	}
}

/* The first chunk can no longer be read. */
static void check_failure(const bool wanted[APK_DIGEST_KINDS])
{
	const struct shape *shape = &shapes[0];
	int fd = memfd_create("package", MFD_CLOEXEC);
	struct apk_digest digest;
	struct source source;
	struct error err = {0};

	CHECK(fd >= 0 && ftruncate(fd, (off_t)size_of(shape)) == 0 && source_open(&source, fd, NULL));
	CHECK(open_digest(&digest, &source, shape, wanted));
	CHECK(ftruncate(fd, 1000) == 0);
	CHECK(!apk_digest_item(&digest, 0, &err));
	CHECK_NUMBER(err.code, ERROR_IO);
	apk_digest_close(&digest);
	close(fd);
}

TEST(apk_digest_failure, "an APK that becomes shorter while its content digests are made is an error")
{
	check_failure((const bool[]){true, false, false});
	check_failure((const bool[]){false, false, true});
}
