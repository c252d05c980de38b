#include "bytes/source.h"

#include "bytes/descriptor.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAPPED ((size_t)1024 * 1024)
#define WHOLE_MAX ((uint64_t)32 * 1024 * 1024) /* of the memory that a worker takes, which counts with it */
#define READ ((size_t)256 * 1024)
#define MAP_FROM ((size_t)64 * 1024) /* below it a copy costs less */

bool source_open(struct source *source, int fd, struct error *err)
{
	struct stat status;

	if (fstat(fd, &status) != 0)
		return error_errno(err, "fstat of the package failed");
	if (!S_ISREG(status.st_mode))
		return error_set(err, ERROR_IO, "the package is not a regular file");
	*source = (struct source){.fd = fd, .size = (uint64_t)status.st_size, .has_holes = descriptor_has_holes(&status)};
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
	const uint8_t *held = source->memory != NULL ? source->memory : source->mapped; /* of which a copy is as good, and costs no call */
	ssize_t done;

	if (offset > source->size || len > source->size - offset)
		return error_set(err, ERROR_IO, "read of %zu bytes at %llu is past the end of the package", len,
				 (unsigned long long)offset);
	if (held != NULL) {
		/* Nothing may be wanted by somebody who has no room for it. */
		if (len > 0)
			memcpy(out, held + source->base + offset, len);
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

void source_map_whole(struct source *source)
{
	void *pages = MAP_FAILED;

	if (source->may_map && !source->has_holes && source->size <= WHOLE_MAX)
		pages = mmap(NULL, (size_t)source->size, PROT_READ, MAP_PRIVATE, source->fd, 0);
	source->mapped = pages == MAP_FAILED ? NULL : pages;
}

bool source_map(const struct source *source, uint64_t offset, size_t len, struct source_map *map)
{
	uint64_t at = source->base + offset, start = at - at % (uint64_t)sysconf(_SC_PAGESIZE);
	void *pages;

	*map = (struct source_map){.pages = NULL};
	if (offset > source->size || len > source->size - offset)
		return false;
	if (source->mapped != NULL) {
		map->bytes = span_of(source->mapped + at, len);
		return true;
	}
	if (!source->may_map || source->has_holes || len < MAP_FROM)
		return false;
	pages = mmap(NULL, (size_t)(at - start) + len, PROT_READ, MAP_PRIVATE, source->fd, (off_t)start);
	if (pages == MAP_FAILED)
		return false;
	*map = (struct source_map){span_of((const uint8_t *)pages + (at - start), len), pages, (size_t)(at - start) + len};
	return true;
}

void source_unmap(struct source_map *map)
{
	if (map->pages != NULL)
		munmap(map->pages, map->size);
	*map = (struct source_map){.pages = NULL};
}

/* One piece, in room where it cannot be had without. *room is made when it is first needed. */
static bool pour_piece(const struct source *source, uint64_t offset, size_t len, uint8_t **room,
		       bool (*take)(void *owner, struct span bytes), void *owner, struct error *err)
{
	struct source_map map;
	bool ok;

	if (source->memory != NULL && offset <= source->size && len <= source->size - offset)
		return take(owner, span_of(source->memory + source->base + offset, len));
	if (source_map(source, offset, len, &map)) {
		ok = take(owner, map.bytes);
		source_unmap(&map);
		return ok;
	}
	if (*room == NULL && (*room = malloc(READ)) == NULL)
		return error_memory(err);
	for (size_t at = 0, piece; at < len; at += piece) {
		piece = len - at < READ ? len - at : READ;
		if (!source_read(source, offset + at, *room, piece, err) || !take(owner, span_of(*room, piece)))
			return false;
	}
	return true;
}

bool source_pour(const struct source *source, uint64_t offset, uint64_t len,
		 bool (*take)(void *owner, struct span bytes), void *owner, struct error *err)
{
	uint8_t *room = NULL;
	bool ok = true;

	for (uint64_t at = 0, piece; ok && at < len; at += piece) {
		piece = len - at < MAPPED ? len - at : MAPPED;
		ok = pour_piece(source, offset + at, (size_t)piece, &room, take, owner, err);
	}
	free(room);
	return ok;
}
