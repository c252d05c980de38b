/*
 * scan_file - one file of a submission: copied where it is to be kept, and read as long as it holds still.
 */
#include "scan.h"

#include "bytes/descriptor.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_as_written(const struct stat *a, const struct stat *b)
{
	return a->st_size == b->st_size && a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* Nor was the time of its last change set back. */
static bool is_same(const struct stat *a, const struct stat *b)
{
	return is_as_written(a, b) && a->st_ctim.tv_sec == b->st_ctim.tv_sec && a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

/* The file that was given is done with. */
static void leave_to_copy(struct scan_file *file)
{
	if (file->incoming.is_held)
		descriptor_release(file->fd);
	close(file->fd);
	file->fd = file->incoming.fd;
	file->incoming.is_held = false;
}

/* What is too large to be read takes no room of the archive. */
static bool look_at_size(const struct scan *scan, const struct scan_file *file, struct stat *status, struct error *err)
{
	uint64_t most = scan->read.limits.value[LIMIT_PACKAGE_SIZE];

	if (fstat(file->fd, status) != 0)
		return error_errno(err, "cannot look at %s", file->file);
	return (uint64_t)status->st_size <= most ||
	       error_set(err, ERROR_INPUT, "%s is not kept: %llu bytes; limit.package-size is %llu (limits of policy.json)", file->file,
			 (unsigned long long)status->st_size, (unsigned long long)most);
}

/* Half an upload is nobody's package. It may get another name meanwhile. */
bool scan_copy(const struct scan *scan, struct scan_file *file, struct error *err)
{
	struct stat before, after;

	if (!look_at_size(scan, file, &before, err) || !archive_receive(scan->archive, file->fd, &file->incoming, err))
		return false;
	if (file->incoming.is_held)
		return true;
	if (fstat(file->fd, &after) != 0 || !is_as_written(&before, &after)) {
		incoming_close(&file->incoming);
		return error_set(err, ERROR_CONFLICT, "%s changed while it was copied; submit it again when it is whole", file->file);
	}
	leave_to_copy(file);
	return true;
}

bool scan_receive(const struct scan *scan, struct scan_file *file, struct error *err)
{
	bool ok = scan_copy(scan, file, err) && archive_reading(scan->archive, file->incoming.sha256, &file->reading, err);

	if (file->incoming.is_held && (!ok || file->reading != NULL))
		leave_to_copy(file);
	return ok;
}

static bool unpack(const struct scan *scan, struct scan_file *file, struct error *err)
{
	struct format_options options = scan->read;

	snprintf(options.sha256, sizeof options.sha256, "%s", file->incoming.sha256);
	file->reading = sandbox_read_meanwhile(scan->sandbox, file->fd, &options, &file->worker, scan->meanwhile, err);
	if (file->reading == NULL && err->code == ERROR_IO)
		error_set(err, ERROR_IO, "%s could not be read: it changed meanwhile, or the disk failed", file->file);
	return file->reading != NULL;
}

/* What comes of a file that did not hold still to the end is nothing: its copy is read instead. */
static bool unpack_held(const struct scan *scan, struct scan_file *file, struct error *err)
{
	struct error trouble = {0};
	bool ok = unpack(scan, file, &trouble), was_held = descriptor_is_held(file->fd);

	leave_to_copy(file);
	if (was_held)
		return ok || error_set(err, trouble.code, "%s", trouble.text);
	reading_free(file->reading);
	return unpack(scan, file, err);
}

static bool unpack_unchanged(const struct scan *scan, struct scan_file *file, struct error *err)
{
	struct stat before, after;

	if (fstat(file->fd, &before) != 0)
		return error_errno(err, "cannot look at %s", file->file);
	if (!unpack(scan, file, err))
		return false;
	if (fstat(file->fd, &after) != 0 || !is_same(&before, &after))
		return error_set(err, ERROR_CONFLICT, "%s changed while it was read; scan it again when it is whole",
				 file->file);
	return true;
}

bool scan_read(const struct scan *scan, struct scan_file *file, struct error *err)
{
	if (file->reading != NULL)
		return true;
	return file->incoming.is_held ? unpack_held(scan, file, err) : unpack_unchanged(scan, file, err);
}

struct submitted_package *scan_packages(const struct scan_file *files, size_t num_files, struct error *err)
{
	struct submitted_package *packages = calloc(num_files, sizeof *packages);

	if (packages == NULL)
		error_memory(err);
	for (size_t i = 0; packages != NULL && i < num_files; i++)
		packages[i] = (struct submitted_package){.reading = files[i].reading, .role = files[i].role, .file = files[i].file,
							 .incoming = &files[i].incoming};
	return packages;
}

void scan_files_free(struct scan_file *files, size_t num_files)
{
	for (size_t i = 0; i < num_files; i++) {
		reading_free(files[i].reading);
		files[i].reading = NULL;
	}
}

void scan_files_close(struct scan_file *files, size_t num_files)
{
	for (size_t i = 0; i < num_files && files[i].file != NULL; i++)
		if (files[i].fd >= 0)
			close(files[i].fd);
}
