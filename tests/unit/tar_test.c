/* Files of a tape archive, and where their headers stand. */
#include "encoding/tar.h"
#include "harness.h"

#define BLOCKS 8

struct archive {
	uint8_t bytes[BLOCKS * TAR_BLOCK];
	struct source source;
};

static void put(struct archive *archive, size_t block, const char *name, const char *size)
{
	uint8_t *at = archive->bytes + block * TAR_BLOCK;

	memcpy(at, name, strlen(name));
	memcpy(at + 124, size, strlen(size));
	memcpy(at + 257, "ustar", 5);
}

static struct tar read_blocks(struct archive *archive, size_t blocks)
{
	archive->source = source_of(span_of(archive->bytes, blocks * TAR_BLOCK));
	return tar_of(&archive->source);
}

static void check_file(struct tar *tar, const char *name, uint64_t offset, uint64_t size)
{
	bool there = false;

	CHECK(tar_next(tar, &there, NULL) && there);
	CHECK_TEXT(tar->name, name);
	CHECK_NUMBER(tar->offset, offset);
	CHECK_NUMBER(tar->size, size);
}

static void check_end(struct tar *tar)
{
	bool there = true;

	CHECK(tar_next(tar, &there, NULL) && !there);
}

TEST(tar_files, "the header of each file of a tape archive is a whole block behind the content of the one before")
{
	struct archive archive = {.bytes = {0}};
	struct tar tar;

	put(&archive, 0, "empty", "00000000000");
	put(&archive, 1, "whole", "00000001000");
	put(&archive, 3, "more", "  1001 ");
	tar = read_blocks(&archive, 7);
	check_file(&tar, "empty", 512, 0);
	check_file(&tar, "whole", 1024, 512);
	check_file(&tar, "more", 2048, 513);
	check_end(&tar);
}

TEST(tar_end, "a tape archive ends where no header follows, where the file ends, and where a size is no octal number")
{
	const char *sizes[] = {"00000007777", "", "abc", "\200"};

	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		struct archive archive = {.bytes = {0}};
		struct tar tar;

		put(&archive, 0, "first", "00000000001");
		put(&archive, 2, "second", sizes[i]);
		put(&archive, 3, "third", "00000000001");
		tar = read_blocks(&archive, 5);
		check_file(&tar, "first", 512, 1);
		if (i == 0)
			check_file(&tar, "second", 1536, 07777);
		check_end(&tar);
	}
}

TEST(tar_cut, "a header that is not whole is none, and a name may take all of its room")
{
	char name[101] = {0};
	struct archive archive = {.bytes = {0}};
	struct tar tar;

	memset(name, 'n', 100);
	put(&archive, 0, name, "00000000000");
	tar = read_blocks(&archive, 1);
	check_file(&tar, name, 512, 0);
	archive.source.size = TAR_BLOCK - 1;
	tar = tar_of(&archive.source);
	check_end(&tar);
	CHECK(tar_is(span_of(archive.bytes, TAR_HEAD)) && !tar_is(span_of(archive.bytes, TAR_HEAD - 1)));
}
