#include "store/package_copy.h"

#include "bytes/descriptor.h"
#include "bytes/digest.h"
#include "bytes/text.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE ((size_t)512 * 1024)
#define WINDOW ((size_t)4 * 1024 * 1024)
#define BLOCK ((size_t)4096) /* what goes around the page cache is whole ones */

/* Reads as much as it says that it has, into fd (or nowhere, -1), hashing. A file of /proc says nothing, and may wait. */
static bool copy_read(int from, int fd, struct digest *digest, uint64_t *size, struct error *err)
{
	/* Its pages are asked for at once: one by one they cost as much as the copying. */
	uint8_t *piece = mmap(NULL, PIECE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	bool ok = piece != MAP_FAILED || error_memory(err);
	struct stat status = {0};

	if (ok && fstat(from, &status) != 0)
		ok = error_errno(err, "the package cannot be read");
	*size = 0;
	while (ok && *size < (uint64_t)status.st_size) {
		uint64_t left = (uint64_t)status.st_size - *size;
		ssize_t n = pread(from, piece, left < PIECE ? (size_t)left : PIECE, (off_t)*size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			ok = n == 0 || error_errno(err, "the package cannot be read");
			break;
		}
		digest_add(digest, span_of(piece, (size_t)n));
		ok = fd < 0 || descriptor_write(fd, span_of(piece, (size_t)n)) || error_errno(err, "the archive cannot be written");
		*size += (uint64_t)n;
	}
	if (piece != MAP_FAILED)
		munmap(piece, PIECE);
	return ok;
}

static bool set_direct(int fd, bool is_direct)
{
	int flags = fcntl(fd, F_GETFL);

	return flags >= 0 && fcntl(fd, F_SETFL, is_direct ? flags | O_DIRECT : flags & ~O_DIRECT) == 0;
}

/* Only the file's end is no whole block. */
static bool write_direct(int fd, struct span bytes)
{
	size_t len = bytes.len / BLOCK * BLOCK;

	return descriptor_write(fd, span_slice(bytes, 0, len)) &&
	       (len == bytes.len || (set_direct(fd, false) && descriptor_write(fd, span_slice(bytes, len, bytes.len))));
}

/* First written, then hashed: a page that the disk does not give fails the write, and would be a signal where it is hashed. */
static bool copy_window(int from, uint64_t offset, size_t len, int fd, struct digest *digest)
{
	uint8_t *window = mmap(NULL, len, PROT_READ, MAP_SHARED, from, (off_t)offset);
	bool ok = window != MAP_FAILED && write_direct(fd, span_of(window, len));

	if (ok)
		digest_add(digest, span_of(window, len));
	if (window != MAP_FAILED)
		munmap(window, len);
	return ok;
}

/* As long as nobody waits for it to write. Says nothing: what is in its way is met again, and said, where it is read instead. */
static bool copy_held(int from, int fd, struct digest *digest, uint64_t *size, struct error *err)
{
	struct stat status;
	bool ok = fstat(from, &status) == 0 && !descriptor_has_holes(&status) && set_direct(fd, true);

	(void)err;
	for (*size = 0; ok && *size < (uint64_t)status.st_size;) {
		uint64_t left = (uint64_t)status.st_size - *size;
		size_t len = left < WINDOW ? (size_t)left : WINDOW;

		ok = descriptor_is_held(from) && copy_window(from, *size, len, fd, digest);
		*size += len;
	}
	return set_direct(fd, false) && ok && descriptor_is_held(from);
}

static bool hash(bool (*copy)(int from, int fd, struct digest *digest, uint64_t *size, struct error *err), int from, int fd,
		 char sha256[65], uint64_t *size, struct error *err)
{
	struct digest *digest = digest_new(DIGEST_SHA256);
	uint8_t out[DIGEST_MAX];
	bool ok = digest != NULL || error_memory(err);

	if (ok) {
		digest_start(digest);
		ok = copy(from, fd, digest, size, err);
		digest_finish(digest, out);
		text_hex_to(sha256, span_of(out, 32));
	}
	digest_free(digest);
	return ok;
}

bool package_copy_hash(int from, char sha256[65], uint64_t *size, struct error *err)
{
	return hash(copy_read, from, -1, sha256, size, err);
}

/* Where the file system lets two files share their blocks (btrfs, XFS). On XFS a clone can break off without an error. */
static bool clone_whole(int from, int fd)
{
	struct stat given, made;

	return ioctl(fd, FICLONE, from) == 0 && fstat(from, &given) == 0 && fstat(fd, &made) == 0 && given.st_size == made.st_size;
}

static bool empty(int fd, struct error *err)
{
	return (ftruncate(fd, 0) == 0 && lseek(fd, 0, SEEK_SET) == 0) || error_errno(err, "the archive cannot be written");
}

/*
 * Blocks asked for at once cost less than one by one. A hint: what there is no room for fails when it is written; and a
 * file with holes, which may say any size, gets what it takes.
 */
static void make_room(int from, int fd)
{
	struct stat status;

	if (fstat(from, &status) == 0 && status.st_size > 0 && !descriptor_has_holes(&status))
		(void)fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, status.st_size);
}

bool package_copy(int from, struct incoming *incoming, struct error *err)
{
	struct error ignored = {0};

	if (clone_whole(from, incoming->fd))
		return package_copy_hash(incoming->fd, incoming->sha256, &incoming->size, err);
	if (!empty(incoming->fd, err))
		return false;
	make_room(from, incoming->fd);
	if (!descriptor_hold(from))
		return hash(copy_read, from, incoming->fd, incoming->sha256, &incoming->size, err);
	incoming->is_held = hash(copy_held, from, incoming->fd, incoming->sha256, &incoming->size, &ignored);
	if (incoming->is_held)
		return true;
	descriptor_release(from);
	return empty(incoming->fd, err) && hash(copy_read, from, incoming->fd, incoming->sha256, &incoming->size, err);
}
