#include "store/carry.h"

#include "bytes/descriptor.h"
#include "bytes/digest.h"
#include "bytes/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PIECE ((size_t)1024 * 1024)

/* to -1: nowhere. */
static bool pour(int from, uint64_t most, int to, const char *name, struct digest *digest, uint8_t *piece, uint64_t *size, struct error *err)
{
	*size = 0;
	while (*size < most) {
		ssize_t n = pread(from, piece, most - *size < PIECE ? (size_t)(most - *size) : PIECE, (off_t)*size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return error_errno(err, "what is to become %s cannot be read", name);
		if (n == 0)
			return true;
		digest_add(digest, span_of(piece, (size_t)n));
		if (to >= 0 && !descriptor_write(to, span_of(piece, (size_t)n)))
			return error_errno(err, "%s cannot be written", name);
		*size += (uint64_t)n;
	}
	return true;
}

static bool pour_hashed(int from, uint64_t most, int to, const char *name, struct carried *carried, struct error *err)
{
	struct digest *digest = digest_new(DIGEST_SHA256);
	uint8_t *piece = malloc(PIECE), out[DIGEST_MAX];
	bool ok = (digest != NULL && piece != NULL) || error_memory(err);

	if (ok) {
		digest_start(digest);
		ok = pour(from, most, to, name, digest, piece, &carried->size, err);
		digest_finish(digest, out);
		text_hex_to(carried->sha256, span_of(out, 32));
	}
	digest_free(digest);
	free(piece);
	return ok;
}

bool carry_hash(int from, struct carried *carried, struct error *err)
{
	return pour_hashed(from, UINT64_MAX, -1, "a digest", carried, err);
}

#define UNFINISHED_MAX 300

/* The file that is to become name; -1 and err. */
static int begin(int to_dir, const char *name, char unfinished[UNFINISHED_MAX], struct error *err)
{
	int to;

	snprintf(unfinished, UNFINISHED_MAX, "%s.new", name);
	unlinkat(to_dir, unfinished, 0);
	to = openat(to_dir, unfinished, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (to < 0)
		error_errno(err, "%s cannot be made", unfinished);
	return to;
}

static bool finish(int to, int to_dir, const char *unfinished, const char *name, struct error *err)
{
	return (fsync(to) == 0 && renameat(to_dir, unfinished, to_dir, name) == 0) || error_errno(err, "%s cannot be made durable", name);
}

static bool copy(int from, uint64_t most, int to_dir, const char *name, const char *wanted, bool settles, struct carried *carried, bool *ok,
		 struct error *err)
{
	char unfinished[UNFINISHED_MAX];
	int to = begin(to_dir, name, unfinished, err);
	bool done = false;

	*ok = false;
	if (to < 0)
		return false;
	if (pour_hashed(from, most, to, name, carried, err)) {
		*ok = wanted == NULL || strcmp(wanted, carried->sha256) == 0;
		done = !*ok || !settles || finish(to, to_dir, unfinished, name, err);
	}
	close(to);
	if (!done || !*ok)
		unlinkat(to_dir, unfinished, 0);
	return done;
}

bool carry_file(int from, uint64_t most, int to_dir, const char *name, const char *wanted, struct carried *carried, bool *ok,
		struct error *err)
{
	return copy(from, most, to_dir, name, wanted, true, carried, ok, err);
}

bool carry_unsettled(int from, int to_dir, const char *name, const char *wanted, struct carried *carried, bool *ok, struct error *err)
{
	return copy(from, UINT64_MAX, to_dir, name, wanted, false, carried, ok, err);
}

bool carry_settle(int to_dir, const char (*names)[CARRY_NAME], size_t num, struct error *err)
{
	if (num > 0 && syncfs(to_dir) != 0)
		return error_errno(err, "what was copied cannot be made durable");
	for (size_t i = 0; i < num; i++) {
		char unfinished[CARRY_NAME + 8];

		snprintf(unfinished, sizeof unfinished, "%s.new", names[i]);
		if (renameat(to_dir, unfinished, to_dir, names[i]) != 0)
			return error_errno(err, "%s cannot be put in place", names[i]);
	}
	return true;
}

bool carry_text(int to_dir, const char *name, const char *text, struct error *err)
{
	char unfinished[UNFINISHED_MAX];
	int to = begin(to_dir, name, unfinished, err);
	bool ok;

	if (to < 0)
		return false;
	ok = descriptor_write(to, span_of_text(text)) || error_errno(err, "%s cannot be written", name);
	ok = ok && finish(to, to_dir, unfinished, name, err) && carry_sync(to_dir, "", err);
	close(to);
	if (!ok)
		unlinkat(to_dir, unfinished, 0);
	return ok;
}

bool carry_sync(int dir, const char *folder, struct error *err)
{
	int fd = openat(dir, *folder == '\0' ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;

	if (!ok)
		error_errno(err, "the folder %s cannot be made durable", *folder == '\0' ? "of the copy" : folder);
	if (fd >= 0)
		close(fd);
	return ok;
}
