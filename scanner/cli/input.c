#include "cli/input.h"

#include "bytes/descriptor.h"
#include "bytes/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define FORM_CAP ((size_t)4 * 1024 * 1024)
#define PIECE 65536

static int unnamed_file(struct error *err)
{
	const char *folder = getenv("TMPDIR");
	char name[4096];
	int fd;

	if (folder == NULL || *folder == '\0')
		folder = "/tmp";
	fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd >= 0)
		return fd;
	snprintf(name, sizeof name, "%s/prelist.XXXXXX", folder);
	fd = mkostemp(name, O_CLOEXEC);
	if (fd < 0)
		error_errno(err, "cannot make a temporary file in %s", folder);
	else
		unlink(name);
	return fd;
}

static ssize_t read_some(int fd, void *out, size_t len)
{
	ssize_t got;

	do
		got = read(fd, out, len);
	while (got < 0 && errno == EINTR);
	return got;
}

/* Copies until the end, or one byte over the cap: that much tells the reader that the limit is passed. */
static bool copy(int from, int to, uint64_t cap, const char *path, struct error *err)
{
	char piece[PIECE];
	uint64_t total = 0;
	ssize_t got;

	while (total <= cap && (got = read_some(from, piece, sizeof piece)) != 0) {
		size_t len = got < 0 ? 0 : (size_t)got;

		if (got < 0)
			return error_errno(err, "cannot read %s", path);
		if (len > cap + 1 - total)
			len = (size_t)(cap + 1 - total);
		if (!descriptor_write(to, span_of(piece, len)))
			return error_errno(err, "cannot spool %s to a temporary file", path);
		total += len;
	}
	return lseek(to, 0, SEEK_SET) == 0 || error_errno(err, "cannot spool %s", path);
}

static int spool(int from, const char *path, uint64_t cap, struct error *err)
{
	int to = unnamed_file(err);

	if (to >= 0 && !copy(from, to, cap, path, err)) {
		close(to);
		to = -1;
	}
	return to;
}

int input_open(const char *path, uint64_t cap, struct error *err)
{
	int fd, spooled;
	bool is_pipe;

	if (strcmp(path, "-") == 0)
		return spool(STDIN_FILENO, "standard input", cap, err);
	fd = descriptor_open(path, &is_pipe, err);
	if (fd < 0 || !is_pipe)
		return fd;
	spooled = spool(fd, path, cap, err);
	close(fd);
	return spooled;
}

bool input_read(const char *path, size_t cap, struct buf *content, struct error *err)
{
	bool is_stdin = strcmp(path, "-") == 0, is_pipe, ok;
	int fd = is_stdin ? dup(STDIN_FILENO) : descriptor_open(path, &is_pipe, err);

	*content = buf_new(cap + 1);
	if (fd < 0)
		return is_stdin && error_errno(err, "cannot open %s", path);
	ok = descriptor_read_all(fd, cap + 1, content) || error_errno(err, "cannot read %s", path);
	close(fd);
	if (content->failed)
		return error_memory(err);
	return ok && (content->len <= cap || error_set(err, ERROR_INPUT, "%s is larger than %zu bytes", path, cap));
}

bool input_form(const char *path, struct form **form, struct error *err)
{
	BUF_CLEANUP struct buf content = buf_new(0);

	*form = NULL;
	if (path == NULL)
		return true;
	if (!input_read(path, FORM_CAP, &content, err))
		return false;
	*form = form_parse(buf_span(&content), path, err);
	return *form != NULL;
}

static bool names(const struct form_package *package, const char *file)
{
	return package->file != NULL &&
	       (strcmp(package->file, file) == 0 || strcmp(package->file, text_file_name(file)) == 0);
}

const char *input_role(const struct form *form, const char *file)
{
	for (size_t i = 0; form != NULL && i < form->num_packages; i++)
		if (names(&form->packages[i], file))
			return form->packages[i].role;
	return NULL;
}

static bool is_given(const struct form_package *package, const char **files, size_t num_files)
{
	for (size_t i = 0; i < num_files; i++)
		if (names(package, files[i]))
			return true;
	return false;
}

static bool is_named(const struct form *form, const char *file)
{
	for (size_t i = 0; i < form->num_packages; i++)
		if (names(&form->packages[i], file))
			return true;
	return false;
}

bool input_form_names(const struct form *form, const char **files, size_t num_files, bool optional, struct error *err)
{
	if (optional && form->num_packages == 0)
		return true;
	for (size_t i = 0; i < num_files; i++)
		if (!is_named(form, files[i]))
			return error_set(err, ERROR_INPUT, "the form's packages do not name %s; add it there", files[i]);
	for (size_t i = 0; i < form->num_packages; i++)
		if (!is_given(&form->packages[i], files, num_files))
			return error_set(err, ERROR_INPUT, "the form names the package %s, which is not given",
					 form->packages[i].file != NULL ? form->packages[i].file : "(without file)");
	return true;
}
