/*
 * The digests of the whole file, and what is known of it already.
 */
#include "format/file_digest.h"
#include "harness.h"

#include <sys/mman.h>
#include <unistd.h>

#define KNOWN "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static void expect_digests(const char *known, bool with_sha1_md5, const char *sha256, const char *sha1, const char *md5)
{
	struct pool *pool = pool_new(0, NULL);
	struct source source = source_of(span_of_text("abc"));
	struct fact_package row = fact_package_row();
	struct file_digest digest;

	CHECK(file_digest_start(&digest, &source, known, with_sha1_md5, pool, NULL));
	CHECK(file_digest_finish(&digest, NULL) && file_digest_finish(&digest, NULL));
	file_digest_fill(&digest, &row);
	CHECK_TEXT(row.sha256, sha256);
	CHECK_TEXT(row.sha1, sha1);
	CHECK_TEXT(row.md5, md5);
	file_digest_close(&digest);
	pool_free(pool);
}

TEST(file_digest_kinds, "the SHA-256 of a file is what is known of it or made, SHA-1 and MD5 are made where they are asked for")
{
	static const char sha256[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
			  sha1[] = "a9993e364706816aba3e25717850c26c9cd0d89d", md5[] = "900150983cd24fb0d6963f7d28e17f72";

	expect_digests("", false, sha256, NULL, NULL);
	expect_digests("", true, sha256, sha1, md5);
	expect_digests(KNOWN, false, KNOWN, NULL, NULL);
	expect_digests(KNOWN, true, KNOWN, sha1, md5);
}

TEST(file_digest_shorter, "a file that becomes shorter while its digests are made has none, and is an error each time somebody asks")
{
	struct pool *pool = pool_new(0, NULL);
	struct fact_package row = fact_package_row();
	int fd = memfd_create("package", MFD_CLOEXEC);
	struct file_digest digest;
	struct source source;
	struct error err = {0}, again = {0};

	CHECK(fd >= 0 && ftruncate(fd, 3 << 20) == 0 && source_open(&source, fd, NULL) && ftruncate(fd, 1 << 20) == 0);
	CHECK(file_digest_start(&digest, &source, "", true, pool, NULL));
	CHECK(!file_digest_finish(&digest, &err) && !file_digest_finish(&digest, &again));
	CHECK(err.code == ERROR_IO && again.code == ERROR_IO);
	file_digest_fill(&digest, &row);
	CHECK(row.sha256 == NULL && row.sha1 == NULL && row.md5 == NULL);
	file_digest_close(&digest);
	pool_free(pool);
	close(fd);
}
