/*
 * floor FILE [THREADS] - the least work that a full scan can do, for the benchmark: SHA-256 of the file, SHA-256 of its
 * 1 MiB chunks (APK signature scheme v2), and of every entry inflate, CRC-32 and SHA-256. It trusts the file and checks nothing.
 */
#include <fcntl.h>
#include <libdeflate.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#define CHUNK ((uint64_t)1 << 20)
#define WHOLE ((uint64_t)16 << 20)

enum kind { FILE_DIGEST, CHUNK_DIGEST, ENTRY };

struct item {
	enum kind kind;
	uint64_t offset, stored, size;
	uint16_t method;
};

static int fd;
static struct item *items;
static size_t num_items, next_item;
static EVP_MD *sha256;

struct buffers {
	uint8_t *in, *out;
	uint64_t in_room, out_room;
	EVP_MD_CTX *digest;
	struct libdeflate_decompressor *inflater;
};

static uint32_t little(const uint8_t *at, int size)
{
	uint32_t value = 0;

	while (size-- > 0)
		value = value << 8 | at[size];
	return value;
}

static void fetch(void *out, uint64_t len, uint64_t offset)
{
	if (pread(fd, out, len, (off_t)offset) != (ssize_t)len) {
		perror("floor: pread");
		exit(2);
	}
}

static void room(uint8_t **buffer, uint64_t *have, uint64_t want)
{
	if (*have >= want)
		return;
	free(*buffer);
	*buffer = malloc(want);
	*have = want;
}

static void digest_range(struct buffers *b, uint64_t offset, uint64_t len)
{
	uint8_t out[32];

	room(&b->in, &b->in_room, CHUNK);
	EVP_DigestInit_ex(b->digest, sha256, NULL);
	while (len > 0) {
		uint64_t piece = len < CHUNK ? len : CHUNK;

		fetch(b->in, piece, offset);
		EVP_DigestUpdate(b->digest, b->in, piece);
		offset += piece;
		len -= piece;
	}
	EVP_DigestFinal_ex(b->digest, out, NULL);
}

static void read_whole(struct buffers *b, const struct item *item)
{
	uint8_t out[32];
	size_t made = item->stored;
	uint8_t *data;

	room(&b->in, &b->in_room, item->stored + 1);
	fetch(b->in, item->stored, item->offset);
	data = b->in;
	if (item->method == 8) {
		room(&b->out, &b->out_room, item->size + 1);
		libdeflate_deflate_decompress(b->inflater, b->in, item->stored, b->out, item->size, &made);
		data = b->out;
	}
	(void)libdeflate_crc32(0, data, made);
	EVP_Digest(data, made, out, NULL, sha256, NULL);
}

static void read_windows(struct buffers *b, const struct item *item)
{
	uint8_t out[32];
	uint32_t crc = 0;
	uint64_t left = item->stored, at = item->offset;
	z_stream z = {0};

	inflateInit2(&z, -15);
	room(&b->in, &b->in_room, CHUNK);
	room(&b->out, &b->out_room, CHUNK);
	EVP_DigestInit_ex(b->digest, sha256, NULL);
	while (left > 0) {
		uint64_t piece = left < CHUNK ? left : CHUNK;

		fetch(b->in, piece, at);
		at += piece;
		left -= piece;
		if (item->method != 8) {
			crc = libdeflate_crc32(crc, b->in, piece);
			EVP_DigestUpdate(b->digest, b->in, piece);
			continue;
		}
		z.next_in = b->in;
		z.avail_in = (unsigned)piece;
		do {
			z.next_out = b->out;
			z.avail_out = (unsigned)CHUNK;
			inflate(&z, Z_NO_FLUSH);
			crc = libdeflate_crc32(crc, b->out, CHUNK - z.avail_out);
			EVP_DigestUpdate(b->digest, b->out, CHUNK - z.avail_out);
		} while (z.avail_out == 0);
	}
	EVP_DigestFinal_ex(b->digest, out, NULL);
	inflateEnd(&z);
}

static void *work(void *unused)
{
	struct buffers b = {.digest = EVP_MD_CTX_new(), .inflater = libdeflate_alloc_decompressor()};
	size_t i;

	(void)unused;
	while ((i = __atomic_fetch_add(&next_item, 1, __ATOMIC_RELAXED)) < num_items) {
		if (items[i].kind != ENTRY)
			digest_range(&b, items[i].offset, items[i].stored);
		else if (items[i].size <= WHOLE && items[i].stored <= WHOLE)
			read_whole(&b, &items[i]);
		else
			read_windows(&b, &items[i]);
	}
	free(b.in);
	free(b.out);
	EVP_MD_CTX_free(b.digest);
	libdeflate_free_decompressor(b.inflater);
	return NULL;
}

static int bigger_first(const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	if (x->kind != y->kind && (x->kind == FILE_DIGEST || y->kind == FILE_DIGEST))
		return x->kind == FILE_DIGEST ? -1 : 1;
	return (x->size < y->size) - (x->size > y->size);
}

static void add(enum kind kind, uint64_t offset, uint64_t stored, uint64_t size, uint16_t method)
{
	items = num_items % 4096 == 0 ? realloc(items, (num_items + 4096) * sizeof *items) : items;
	items[num_items++] = (struct item){kind, offset, stored, size, method};
}

/* The directory; the data of an entry follows its local header, whose lengths are read for it. */
static void add_entries(uint64_t file_size)
{
	uint8_t end[22], header[30], *directory;
	uint64_t size, offset, count;

	fetch(end, sizeof end, file_size - 22);
	count = little(end + 10, 2);
	size = little(end + 12, 4);
	offset = little(end + 16, 4);
	directory = malloc(size);
	fetch(directory, size, offset);
	for (uint64_t i = 0, at = 0; i < count; i++) {
		const uint8_t *record = directory + at;
		uint64_t local = little(record + 42, 4);

		fetch(header, sizeof header, local);
		add(ENTRY, local + 30 + little(header + 26, 2) + little(header + 28, 2), little(record + 20, 4), little(record + 24, 4),
		    (uint16_t)little(record + 10, 2));
		at += 46 + little(record + 28, 2) + little(record + 30, 2) + little(record + 32, 2);
	}
	free(directory);
}

int main(int argc, char **argv)
{
	unsigned num_threads = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 1;
	pthread_t threads[64];
	struct stat status;

	if (argc < 2 || num_threads < 1 || num_threads > 64 || (fd = open(argv[1], O_RDONLY)) < 0 || fstat(fd, &status) != 0) {
		fprintf(stderr, "usage: floor FILE [THREADS]\n");
		return 2;
	}
	sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	add(FILE_DIGEST, 0, (uint64_t)status.st_size, (uint64_t)status.st_size, 0);
	for (uint64_t at = 0; at < (uint64_t)status.st_size; at += CHUNK) {
		uint64_t len = (uint64_t)status.st_size - at < CHUNK ? (uint64_t)status.st_size - at : CHUNK;

		add(CHUNK_DIGEST, at, len, len, 0);
	}
	add_entries((uint64_t)status.st_size);
	qsort(items, num_items, sizeof *items, bigger_first);
	for (unsigned i = 1; i < num_threads; i++)
		pthread_create(&threads[i], NULL, work, NULL);
	work(NULL);
	for (unsigned i = 1; i < num_threads; i++)
		pthread_join(threads[i], NULL);
	return 0;
}
