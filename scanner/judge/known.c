#include "judge/known.h"

#include "bytes/digest.h"
#include "bytes/text.h"

#include <fcntl.h>
#include <link.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_LEN 4096
#define NOTE_ALIGNED(len) (((len) + 3) & ~(size_t)3)

/* The build ID that the linker gave the program; empty: none. */
static struct span build_id_of(struct span notes)
{
	ElfW(Nhdr) note;

	while (notes.len >= sizeof note) {
		size_t name, value;

		memcpy(&note, notes.data, sizeof note);
		name = sizeof note;
		value = name + NOTE_ALIGNED(note.n_namesz);
		if (note.n_type == NT_GNU_BUILD_ID && span_equal(span_slice(notes, name, note.n_namesz), span_of("GNU", 4)))
			return span_slice(notes, value, note.n_descsz);
		notes = span_slice(notes, value + NOTE_ALIGNED(note.n_descsz), notes.len);
	}
	return span_of(NULL, 0);
}

/* Of the first object, which is the program. */
static int find_build_id(struct dl_phdr_info *object, size_t size, void *owner)
{
	struct span *id = owner;

	(void)size;
	for (int i = 0; i < object->dlpi_phnum && id->len == 0; i++)
		if (object->dlpi_phdr[i].p_type == PT_NOTE)
			*id = build_id_of(span_of((const void *)(object->dlpi_addr + object->dlpi_phdr[i].p_vaddr), object->dlpi_phdr[i].p_memsz));
	return 1;
}

/* What must be the same for something to be known: program, SQLite, itself. False when the program does not say which it is. */
static bool name_of(const char *of, char name[DIGEST_HEX_MAX])
{
	struct span id = span_of(NULL, 0);
	uint8_t sha256[DIGEST_MAX];

	dl_iterate_phdr(find_build_id, &id);
	digest_of_parts(DIGEST_SHA256, (const struct span[]){id, span_of_text(sqlite3_sourceid()), span_of_text(of)}, 3, sha256);
	text_hex_to(name, span_of(sha256, 32));
	return id.len > 0;
}

/* The folder of the user's caches; empty when there is none. */
static void find_caches(char folder[PATH_LEN])
{
	const char *caches = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");

	*folder = '\0';
	if (caches != NULL && *caches == '/')
		snprintf(folder, PATH_LEN, "%s", caches);
	else if (home != NULL && *home == '/')
		snprintf(folder, PATH_LEN, "%s/.cache", home);
}

/* The path of the file, with_folders: which are made where they are missing, home itself never. False: it has no place. */
static bool find_place(const char *kind, const char *of, bool with_folders, char path[2 * PATH_LEN])
{
	const char *const folders[][2] = {{"", ""}, {"/prelist", ""}, {"/prelist/", kind}};
	char name[DIGEST_HEX_MAX], caches[PATH_LEN];

	find_caches(caches);
	if (*caches == '\0' || !name_of(of, name))
		return false;
	for (size_t i = 0; with_folders && i < sizeof folders / sizeof folders[0]; i++) {
		snprintf(path, 2 * PATH_LEN, "%s%s%s", caches, folders[i][0], folders[i][1]);
		mkdir(path, 0700); /* where this fails, so does making the file */
	}
	snprintf(path, 2 * PATH_LEN, "%s/prelist/%s/%s", caches, kind, name);
	return true;
}

/* What another user made, or a link to it, says nothing. */
bool known_has(const char *kind, const char *sha256)
{
	char path[2 * PATH_LEN];
	struct stat status;

	return find_place(kind, sha256, false, path) && lstat(path, &status) == 0 && S_ISREG(status.st_mode) && status.st_uid == geteuid();
}

/* A pipe that somebody put there is not waited for. */
void known_add(const char *kind, const char *sha256)
{
	char path[2 * PATH_LEN];
	int fd = find_place(kind, sha256, true, path) ? open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600) : -1;

	if (fd >= 0)
		close(fd);
}
