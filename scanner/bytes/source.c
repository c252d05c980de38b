#include "bytes/source.h"

#include "bytes/descriptor.h"

#include <sys/stat.h>

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
	ssize_t done;

	if (offset > source->size || len > source->size - offset)
		return error_set(err, ERROR_IO, "read of %zu bytes at %llu is past the end of the package", len,
				 (unsigned long long)offset);
	if (source->memory != NULL) {
		/* Nothing may be wanted by somebody who has no room for it. */
		if (len > 0)
			memcpy(out, source->memory + source->base + offset, len);
		return true;
	}
	done = descriptor_read(source->fd, source->base + offset, out, len);
	if (done < 0)
		return error_errno(err, "reading the package at %llu failed", (unsigned long long)offset);
	return (size_t)done == len || error_set(err, ERROR_IO, "the package became shorter while it was read");
}

const uint8_t *source_view(const struct source *source, uint64_t offset, size_t len)
{
	if (source->memory == NULL || offset > source->size || len > source->size - offset)
		return NULL;
	return source->memory + source->base + offset;
}
