#include "cli/export_folder.h"

#include "bytes/digest.h"
#include "bytes/text.h"
#include "cli/output.h"
#include "store/outside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE 65536
#define SUMS_MAX ((size_t)1024 * 1024)

bool export_folder_begin(struct export_folder *folder, const char *path, struct error *err)
{
	size_t len = strlen(path);

	*folder = (struct export_folder){.fd = -1, .arena = arena_new((size_t)1024 * 1024)};
	while (len > 1 && path[len - 1] == '/')
		len--;
	folder->path = path = arena_text(&folder->arena, span_of(path, len));
	if (path == NULL)
		return error_memory(err);
	if (!outside_archives(path, err))
		return false;
	if (rmdir(path) != 0 && errno != ENOENT)
		return error_errno(err, "the folder %s is to be made: it may not be there, or must be empty", path);
	if (asprintf(&folder->temporary, "%s.XXXXXX", path) < 0) {
		folder->temporary = NULL;
		return error_memory(err);
	}
	if (mkdtemp(folder->temporary) == NULL) {
		free(folder->temporary);
		folder->temporary = NULL;
		return error_errno(err, "the folder %s cannot be made", path);
	}
	folder->fd = open(folder->temporary, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return (folder->fd >= 0 && fchmod(folder->fd, 0777 & ~output_umask()) == 0) || error_errno(err, "the folder %s cannot be made", path);
}

FILE *export_folder_create(struct export_folder *folder, const char *name, struct error *err)
{
	int fd;
	FILE *file;

	if (folder->num_files == EXPORT_FILES_MAX) {
		error_set(err, ERROR_INTERNAL, "an export has more than %d files", EXPORT_FILES_MAX);
		return NULL;
	}
	folder->files[folder->num_files].name = arena_strdup(&folder->arena, name);
	if (folder->files[folder->num_files].name == NULL) {
		error_memory(err);
		return NULL;
	}
	folder->num_files++;
	fd = openat(folder->fd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	file = fd < 0 ? NULL : fdopen(fd, "w");
	if (file == NULL)
		error_errno(err, "cannot write %s/%s", folder->path, name);
	if (file == NULL && fd >= 0)
		close(fd);
	return file;
}

/* Reads what was written: that is what the digest is to be of. */
static bool digest_file(struct export_folder *folder, struct export_file *file, struct error *err)
{
	int fd = openat(folder->fd, file->name, O_RDONLY | O_CLOEXEC);
	struct digest *digest = digest_new(DIGEST_SHA256);
	uint8_t piece[PIECE], out[DIGEST_MAX];
	ssize_t len = -1;

	if (fd >= 0 && digest != NULL) {
		digest_start(digest);
		for (; (len = read(fd, piece, sizeof piece)) > 0; file->size += (uint64_t)len)
			digest_add(digest, span_of(piece, (size_t)len));
		digest_finish(digest, out);
		text_hex_to(file->sha256, span_of(out, 32));
	}
	digest_free(digest);
	if (len < 0)
		error_errno(err, "cannot read %s/%s", folder->path, file->name);
	if (fd >= 0)
		close(fd);
	return len == 0;
}

bool export_folder_close(struct export_folder *folder, FILE *file, const char *name, struct error *err)
{
	bool ok = fflush(file) == 0 && !ferror(file);
	size_t at = 0;

	ok = fclose(file) == 0 && ok;
	if (!ok)
		return error_errno(err, "cannot write %s/%s", folder->path, name);
	while (at + 1 < folder->num_files && strcmp(folder->files[at].name, name) != 0)
		at++;
	return digest_file(folder, &folder->files[at], err);
}

bool export_folder_write(struct export_folder *folder, const char *name, struct span content, struct error *err)
{
	FILE *file = export_folder_create(folder, name, err);

	if (file == NULL)
		return false;
	fwrite(content.data, 1, content.len, file);
	return export_folder_close(folder, file, name, err);
}

void export_folder_list(const struct export_folder *folder, struct json *json)
{
	json_array(json, "files");
	for (size_t i = 0; i < folder->num_files; i++) {
		json_row(json, NULL);
		json_text(json, "path", folder->files[i].name);
		json_number(json, "size", (int64_t)folder->files[i].size);
		json_text(json, "sha256", folder->files[i].sha256);
		json_close(json);
	}
	json_close(json);
}

static bool sign(struct export_folder *folder, const char *name, struct span content, const struct log_key *key, struct error *err)
{
	uint8_t signature[LOG_SIGNATURE_LEN];

	return log_key_sign(key, content, signature, err) && export_folder_write(folder, name, span_of(signature, sizeof signature), err);
}

bool export_folder_finish(struct export_folder *folder, struct span manifest, const struct log_key *key, char sha256[65], struct error *err)
{
	BUF_CLEANUP struct buf sums = buf_new(SUMS_MAX);

	if (!export_folder_write(folder, "manifest.json", manifest, err))
		return false;
	memcpy(sha256, folder->files[folder->num_files - 1].sha256, 65);
	for (size_t i = 0; i < folder->num_files; i++)
		buf_printf(&sums, "%s  %s\n", folder->files[i].sha256, folder->files[i].name);
	if (sums.failed)
		return error_memory(err);
	return sign(folder, "manifest.json.sig", manifest, key, err) && export_folder_write(folder, "SHA256SUMS", buf_span(&sums), err) &&
	       sign(folder, "SHA256SUMS.sig", buf_span(&sums), key, err);
}

bool export_folder_keep(struct export_folder *folder, struct error *err)
{
	if (rename(folder->temporary, folder->path) != 0)
		return error_errno(err, "the folder %s cannot be made", folder->path);
	free(folder->temporary);
	folder->temporary = NULL;
	return true;
}

void export_folder_end(struct export_folder *folder)
{
	for (size_t i = 0; folder->temporary != NULL && i < folder->num_files; i++)
		unlinkat(folder->fd, folder->files[i].name, 0);
	if (folder->fd >= 0)
		close(folder->fd);
	if (folder->temporary != NULL)
		rmdir(folder->temporary);
	free(folder->temporary);
	arena_free(&folder->arena);
	*folder = (struct export_folder){.fd = -1};
}
