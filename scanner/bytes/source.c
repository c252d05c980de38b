#include "bytes/source.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

bool source_open(struct source *source, int fd, struct error *err)
{
	struct stat status;

	if (fstat(fd, &status) != 0)
		return error_errno(err, "fstat of the package failed");
	if (!S_ISREG(status.st_mode))
		return error_set(err, ERROR_IO, "the package is not a regular file");
	*source = (struct source){.fd = fd, .size = (uint64_t)status.st_size};
	return true;
}

struct source source_of(struct span memory)
{
	static const uint8_t none;

	return (struct source){.fd = -1, .size = memory.len, .memory = memory.data != NULL ? memory.data : &none};
}

struct source source_sub(const struct source *source, uint64_t offset, uint64_t size)
{
	struct source sub = *source;

	if (offset > source->size)
		offset = source->size;
	sub.base = source->base + offset;
	sub.size = size < source->size - offset ? size : source->size - offset;
	return sub;
}

bool source_read(const struct source *source, uint64_t offset, void *out, size_t len, struct error *err)
{
	size_t done = 0;

	if (offset > source->size || len > source->size - offset)
		return error_set(err, ERROR_IO, "read of %zu bytes at %llu is past the end of the package", len,
				 (unsigned long long)offset);
	if (source->memory != NULL) {
		/* Nothing may be wanted by somebody who has no room for it. */
		if (len > 0)
			memcpy(out, source->memory + source->base + offset, len);
		return true;
	}
	while (done < len) {
		ssize_t n = pread(source->fd, (uint8_t *)out + done, len - done, (off_t)(source->base + offset + done));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return error_errno(err, "reading the package at %llu failed", (unsigned long long)(offset + done));
		if (n == 0)
			return error_set(err, ERROR_IO, "the package became shorter while it was read");
		done += (size_t)n;
	}
	return true;
}

const uint8_t *source_view(const struct source *source, uint64_t offset, size_t len)
{
	if (source->memory == NULL || offset > source->size || len > source->size - offset)
		return NULL;
	return source->memory + source->base + offset;
}
