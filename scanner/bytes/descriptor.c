#include "bytes/descriptor.h"

#include <errno.h>
#include <unistd.h>

#define BLOCK 512 /* what st_blocks counts */

bool descriptor_write(int fd, struct span bytes)
{
	while (bytes.len > 0) {
		ssize_t n = write(fd, bytes.data, bytes.len);

		if (n > 0)
			bytes = span_slice(bytes, (size_t)n, bytes.len);
		else if (n == 0 || errno != EINTR)
			return false;
	}
	return true;
}

ssize_t descriptor_read(int fd, uint64_t offset, void *out, size_t len)
{
	size_t done = 0;

	while (done < len) {
		ssize_t n = pread(fd, (uint8_t *)out + done, len - done, (off_t)(offset + done));

		if (n == 0)
			break;
		if (n > 0)
			done += (size_t)n;
		else if (errno != EINTR)
			return -1;
	}
	return (ssize_t)done;
}

bool descriptor_has_holes(const struct stat *status)
{
	return status->st_blocks * BLOCK < status->st_size;
}
