#include "report/shown_place.h"

#include "bytes/mask.h"
#include "bytes/text.h"
#include "judge/place.h"

#define NAMES_MAX_LEN ((size_t)4096)
#define BETWEEN ", "
#define SIGNS ",!\"" /* that stand between names, and behind them */

static size_t count_same(const struct shown_files *files, const char *name, const char *(*part)(const char *file))
{
	size_t same = 0;

	for (size_t i = 0; i < files->num; i++)
		same += strcmp(part(files->names[i]), name) == 0;
	return same;
}

static const char *whole(const char *file)
{
	return file;
}

const char *shown_file(struct arena *arena, const struct shown_files *files, size_t package)
{
	const char *file = files->names[package], *name = text_file_name(file);
	bool is_masked, is_one = count_same(files, name, text_file_name) == 1;

	name = mask_text(arena, is_one ? name : file, &is_masked);
	if (name != NULL && strpbrk(name, SIGNS) != NULL)
		name = arena_printf(arena, "\"%s\"", name);
	return is_one || name == NULL || count_same(files, file, whole) == 1 ? name : arena_printf(arena, "#%zu %s", package, name);
}

static void add_names(struct arena *arena, const struct shown_files *files, const char *packages, struct buf *out)
{
	int64_t package;

	while (place_next(&packages, &package)) {
		const char *name = package < 0 || (size_t)package >= files->num ? NULL : shown_file(arena, files, (size_t)package);

		if (name == NULL)
			continue;
		if (out->len + strlen(name) > NAMES_MAX_LEN / 2) {
			buf_printf(out, "%s...", out->len == 0 ? "" : BETWEEN);
			return;
		}
		buf_printf(out, "%s%s", out->len == 0 ? "" : BETWEEN, name);
	}
}

const char *shown_place(struct arena *arena, const struct shown_files *files, const struct finding *finding, const char *path)
{
	BUF_CLEANUP struct buf names = buf_new(NAMES_MAX_LEN);

	path = text_or_empty(path);
	if (files != NULL)
		add_names(arena, files, finding->packages, &names);
	arena->failed |= names.failed;
	if (names.len == 0)
		return path;
	return text_or_empty(arena_printf(arena, "%.*s%s%s", (int)names.len, (const char *)names.data, *path == '\0' ? "" : "!", path));
}
