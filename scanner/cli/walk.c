#include "cli/walk.h"

#include "bytes/array.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAMES_CAP ((size_t)1024 * 1024 * 1024)
#define DEPTH_MAX 256

static bool add_file(struct walk *walk, const char *path, struct error *err)
{
	const char **grown = array_grow(walk->files, walk->num_files, sizeof *grown);

	if (grown == NULL)
		return error_set(err, ERROR_MEMORY, "no memory for the list of files");
	walk->files = grown;
	walk->files[walk->num_files++] = path;
	return true;
}

static bool has_package_suffix(const char *name)
{
	static const char *const suffixes[] = {".apk", ".apks", ".xapk", ".apkm", ".aab", ".hap", ".hsp", ".app", ".ipa"};
	size_t len = strlen(name);

	for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
		size_t suffix_len = strlen(suffixes[i]);

		if (len > suffix_len && strcasecmp(name + len - suffix_len, suffixes[i]) == 0)
			return true;
	}
	return false;
}

/* What cannot be looked at may be one: whoever is to read it says why it cannot. What was removed meanwhile is none. */
static bool may_begin_as_zip(int folder, const char *name)
{
	int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	char magic[4];
	ssize_t got;

	if (fd < 0)
		return errno != ENOENT && errno != ELOOP;
	got = read(fd, magic, sizeof magic);
	close(fd);
	return got < 0 || (got == (ssize_t)sizeof magic && (memcmp(magic, "PK\3\4", 4) == 0 || memcmp(magic, "PK\5\6", 4) == 0));
}

static bool walk_folder(struct walk *walk, const char *path, int depth, struct error *err);

static bool take_entry(struct walk *walk, const char *folder, int fd, const char *name, int depth, struct error *err)
{
	const char *slash = *folder != '\0' && folder[strlen(folder) - 1] == '/' ? "" : "/";
	struct stat status;
	char *path;

	if (fstatat(fd, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
		return errno == ENOENT || error_errno(err, "cannot look at %s/%s", folder, name);
	if (!S_ISDIR(status.st_mode) && !S_ISREG(status.st_mode))
		return true;
	path = arena_printf(&walk->arena, "%s%s%s", folder, slash, name);
	if (path == NULL)
		return error_set(err, ERROR_MEMORY, "no memory for the list of files");
	if (S_ISDIR(status.st_mode))
		return walk_folder(walk, path, depth + 1, err);
	return !(has_package_suffix(name) || may_begin_as_zip(fd, name)) || add_file(walk, path, err);
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool walk_folder(struct walk *walk, const char *path, int depth, struct error *err)
{
	struct dirent **names = NULL;
	int num_names = scandir(path, &names, NULL, NULL), fd;
	bool ok = true;

	if (num_names < 0)
		return error_errno(err, "cannot read the folder %s", path);
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		ok = error_errno(err, "cannot read the folder %s", path);
	if (depth > DEPTH_MAX)
		ok = error_set(err, ERROR_INPUT, "%s: folders are nested deeper than %d", path, DEPTH_MAX);
	for (int i = 0; i < num_names; i++) {
		const char *name = names[i]->d_name;

		if (ok && strcmp(name, ".") != 0 && strcmp(name, "..") != 0)
			ok = take_entry(walk, path, fd, name, depth, err);
		free(names[i]);
	}
	free(names);
	if (fd >= 0)
		close(fd);
	return ok;
}

static bool walk_path(struct walk *walk, const char *path, struct error *err)
{
	size_t before = walk->num_files;
	struct stat status;

	if (strcmp(path, "-") == 0 || stat(path, &status) != 0 || !S_ISDIR(status.st_mode))
		return add_file(walk, path, err);
	walk->several = true;
	if (!walk_folder(walk, path, 0, err))
		return false;
	if (walk->num_files == before)
		return error_set(err, ERROR_INPUT, "%s: no package is in this folder", path);
	qsort(walk->files + before, walk->num_files - before, sizeof *walk->files, by_bytes);
	return true;
}

bool walk_paths(struct walk *walk, const char **paths, size_t num_paths, struct error *err)
{
	*walk = (struct walk){.arena = arena_new(NAMES_CAP), .several = num_paths > 1};
	for (size_t i = 0; i < num_paths; i++)
		if (!walk_path(walk, paths[i], err))
			return false;
	return true;
}

void walk_free(struct walk *walk)
{
	free(walk->files);
	arena_free(&walk->arena);
}
