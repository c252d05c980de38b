#include "cli/walk.h"

#include "bytes/array.h"
#include "bytes/text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAMES_CAP ((size_t)1024 * 1024 * 1024)
#define DEPTH_MAX 256

static bool add_fault(struct walk *walk, const struct error *fault, struct error *err)
{
	const char **grown = array_grow(walk->faults, walk->num_faults, sizeof *grown);
	const char *text = arena_strdup(&walk->arena, fault->text);

	if (grown != NULL)
		walk->faults = grown;
	if (grown == NULL || text == NULL)
		return error_memory(err);
	walk->faults[walk->num_faults++] = text;
	return true;
}

static bool add_file(struct walk *walk, const char *path, struct error *err)
{
	const char **grown = array_grow(walk->files, walk->num_files, sizeof *grown);

	if (grown == NULL)
		return error_memory(err);
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
	struct error fault = {0};
	struct stat status;
	char *path;

	if (fstatat(fd, name, &status, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT)
		return true;
	if (fstatat(fd, name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
		error_errno(&fault, "cannot look at %s/%s", folder, name);
		return add_fault(walk, &fault, err);
	}
	if (!S_ISDIR(status.st_mode) && !S_ISREG(status.st_mode)) {
		error_set(&fault, ERROR_INPUT, "%s/%s is a link or no file, and is not looked at: name it", folder, name);
		return !has_package_suffix(name) || add_fault(walk, &fault, err);
	}
	path = arena_printf(&walk->arena, "%s%s%s", folder, slash, name);
	if (path == NULL)
		return error_memory(err);
	if (S_ISDIR(status.st_mode))
		return walk_folder(walk, path, depth + 1, err);
	return !(has_package_suffix(name) || may_begin_as_zip(fd, name)) || add_file(walk, path, err);
}

/* Its names, and a descriptor of it; -1 and the fault where it is not walked. */
static int open_folder(const char *path, int depth, struct dirent ***names, int *num_names, struct error *fault)
{
	int fd = -1;

	if (depth > DEPTH_MAX)
		error_set(fault, ERROR_INPUT, "folders are nested deeper than %d: %s", DEPTH_MAX, path);
	else if ((fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0 || (*num_names = scandir(path, names, NULL, NULL)) < 0)
		error_errno(fault, "cannot read the folder %s", path);
	if (fd >= 0 && fault->code != ERROR_NONE) {
		close(fd);
		fd = -1;
	}
	return fd;
}

static bool walk_folder(struct walk *walk, const char *path, int depth, struct error *err)
{
	struct dirent **names = NULL;
	struct error fault = {0};
	int num_names = 0, fd = open_folder(path, depth, &names, &num_names, &fault);
	bool ok = true;

	if (fd < 0)
		return add_fault(walk, &fault, err);
	for (int i = 0; i < num_names; i++) {
		const char *name = names[i]->d_name;

		if (ok && strcmp(name, ".") != 0 && strcmp(name, "..") != 0)
			ok = take_entry(walk, path, fd, name, depth, err);
		free(names[i]);
	}
	free(names);
	close(fd);
	return ok;
}

static bool walk_path(struct walk *walk, const char *path, struct error *err)
{
	size_t before = walk->num_files, faults_before = walk->num_faults;
	struct error fault = {0};
	struct stat status;

	if (strcmp(path, "-") == 0 || stat(path, &status) != 0 || !S_ISDIR(status.st_mode))
		return add_file(walk, path, err);
	walk->several = true;
	if (!walk_folder(walk, path, 0, err))
		return false;
	if (walk->num_files == before && walk->num_faults == faults_before) {
		error_set(&fault, ERROR_INPUT, "%s: no package is in this folder", path);
		return add_fault(walk, &fault, err);
	}
	qsort(walk->files + before, walk->num_files - before, sizeof *walk->files, text_compare_items);
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
	free(walk->faults);
	arena_free(&walk->arena);
}
