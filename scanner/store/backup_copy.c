/*
 * backup_copy - copy what a backup lists, each hashed on its way.
 */
#include "store/backup.h"
#include "store/carry.h"
#include "store/private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Waiting for a disk after each of 100,000 packages would be most of the work. */
#define UNSETTLED_MAX 512
#define UNSETTLED_BYTES ((uint64_t)256 * 1024 * 1024)

/* Copied, and not yet durable under their names. */
struct backup_unsettled {
	char names[UNSETTLED_MAX][CARRY_NAME];
	size_t num;
	uint64_t bytes;
};

#define FILES                                                                                                                          \
	" FROM package k WHERE NOT EXISTS (SELECT 1 FROM pack_recipe r WHERE r.sha256 = k.sha256)"                                      \
	" AND NOT EXISTS (SELECT 1 FROM pruned u WHERE u.sha256 = k.sha256)"

void backup_list_free(struct backup_list *list)
{
	free(list->packages);
	free(list->packs);
	*list = (struct backup_list){0};
}

static bool make_room(struct archive *archive, struct backup_list *list, struct error *err)
{
	int64_t packages, packs;

	if (!database_number(archive, &packages, 0, err, "SELECT count(*)" FILES, "") ||
	    !database_number(archive, &packs, 0, err, "SELECT count(*) FROM pack", ""))
		return false;
	list->packages = calloc((size_t)packages + 1, sizeof *list->packages);
	list->packs = calloc((size_t)packs + 1, sizeof *list->packs);
	list->num_packages = (size_t)packages;
	list->num_packs = (size_t)packs;
	return (list->packages != NULL && list->packs != NULL) || error_memory(err);
}

static bool read_packages(struct archive *archive, struct backup_list *list, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(archive, err, "SELECT k.sha256, k.size" FILES " ORDER BY k.sha256", "");
	size_t num = 0;
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW && num < list->num_packages) {
		struct backup_package *package = &list->packages[num++];

		snprintf(package->sha256, sizeof package->sha256, "%s", database_text(row, 0));
		package->size = sqlite3_column_int64(row, 1);
		list->bytes += (uint64_t)package->size;
	}
	list->num_packages = num;
	return status != SQLITE_ERROR;
}

static bool read_packs(struct archive *archive, struct backup_list *list, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(archive, err, "SELECT number, size FROM pack ORDER BY number", "");
	size_t num = 0;
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW && num < list->num_packs) {
		struct backup_pack *pack = &list->packs[num++];

		*pack = (struct backup_pack){sqlite3_column_int64(row, 0), sqlite3_column_int64(row, 1)};
		list->bytes += (uint64_t)pack->size;
	}
	list->num_packs = num;
	return status != SQLITE_ERROR;
}

bool backup_list_read(struct archive *archive, struct backup_list *list, struct error *err)
{
	*list = (struct backup_list){0};
	return make_room(archive, list, err) && read_packages(archive, list, err) && read_packs(archive, list, err);
}

void backup_problem(void *self, const char *text)
{
	struct backup *backup = self;

	backup->num_problems++;
	if (backup->problem != NULL)
		backup->problem(backup->owner, text);
}

__attribute__((format(printf, 2, 3))) static bool tell(struct backup *backup, const char *format, ...)
{
	char text[700];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	backup_problem(backup, text);
	return true;
}

/* Is it there with that size; and, when that is asked for, with those bytes? */
static bool is_there(const struct backup_copying *c, const char *name, int64_t size, const char *sha256, bool *there, struct error *err)
{
	int fd = openat(c->to_dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	struct carried carried = {.size = 0};
	struct stat about;
	bool ok = true;

	*there = fd >= 0 && fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && about.st_size == size;
	if (*there && c->backup->verify && sha256 != NULL) {
		ok = carry_hash(fd, &carried, err);
		*there = strcmp(carried.sha256, sha256) == 0;
	}
	if (fd >= 0)
		close(fd);
	return ok;
}

static bool settle(const struct backup_copying *c, struct error *err)
{
	struct backup_unsettled *unsettled = c->unsettled;
	bool ok = carry_settle(c->to_dir, (const char (*)[CARRY_NAME])unsettled->names, unsettled->num, err);

	*unsettled = (struct backup_unsettled){.num = 0};
	return ok;
}

static bool is_copied(const struct backup_copying *c, const char *name, uint64_t size, struct error *err)
{
	struct backup_unsettled *unsettled = c->unsettled;

	snprintf(unsettled->names[unsettled->num++], CARRY_NAME, "%s", name);
	unsettled->bytes += size;
	c->backup->num_copied++;
	c->backup->bytes_copied += size;
	return (unsettled->num < UNSETTLED_MAX && unsettled->bytes < UNSETTLED_BYTES) || settle(c, err);
}

/* What is not to be had is a problem, but for what the archive wants no more. */
static bool is_wanted(const struct backup_copying *c, const char *sha256, int64_t pack, bool *wanted, struct error *err)
{
	*wanted = true;
	if (c->archive != NULL && !database_any(c->archive, wanted, err,
						"SELECT (SELECT count(*)" FILES " AND k.sha256 = ?) + (SELECT count(*) FROM pack WHERE number = ?)", "si",
						sha256, pack))
		return false;
	c->backup->num_gone += !*wanted;
	return true;
}

static bool copy_package(const struct backup_copying *c, const struct backup_package *package, struct error *err)
{
	char folder[16], name[CARRY_NAME];
	bool wanted;
	struct error why = {0};
	struct carried carried;
	bool there, ok = false, done;
	int fd;

	snprintf(folder, sizeof folder, "packages/%.2s", package->sha256);
	snprintf(name, sizeof name, "packages/%.2s/%.64s", package->sha256, package->sha256);
	if (!is_there(c, name, package->size, package->sha256, &there, err))
		return false;
	c->backup->num_there += there;
	if (there)
		return true;
	fd = c->open(c->owner, package->sha256, &why);
	if (fd < 0)
		return is_wanted(c, package->sha256, FACT_ABSENT, &wanted, err) &&
		       (!wanted || tell(c->backup, "package %.64s: %s", package->sha256, why.text));
	done = private_folder(c->to_dir, folder, err) && carry_unsettled(fd, c->to_dir, name, package->sha256, &carried, &ok, err);
	close(fd);
	if (!done)
		return false;
	return ok ? is_copied(c, name, carried.size, err) : tell(c->backup, "package %.64s: its bytes are not those of its name", package->sha256);
}

/* A pack only grows, and a number is never used twice: of the same size it is the same. */
static bool copy_pack(const struct backup_copying *c, const struct backup_pack *pack, struct error *err)
{
	struct carried carried = {.size = 0};
	bool there, ok, done;
	bool wanted;
	char name[64];
	int fd, reason;

	snprintf(name, sizeof name, "packs/%lld.pack", (long long)pack->number);
	if (!is_there(c, name, pack->size, NULL, &there, err))
		return false;
	if (there)
		return true;
	fd = openat(c->from_dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	reason = errno;
	if (fd < 0)
		return is_wanted(c, NULL, pack->number, &wanted, err) &&
		       (!wanted || tell(c->backup, "packs/%lld.pack: %s", (long long)pack->number, strerror(reason)));
	done = carry_file(fd, (uint64_t)pack->size, c->to_dir, name, NULL, &carried, &ok, err);
	close(fd);
	if (done && carried.size != (uint64_t)pack->size)
		return tell(c->backup, "%s: it is shorter than it was", name);
	c->backup->num_copied += done;
	c->backup->bytes_copied += done ? carried.size : 0;
	return done;
}

/* The names, too, are durable. */
static bool sync_folders(const struct backup_copying *c, struct error *err)
{
	for (unsigned i = 0; i < 256; i++) {
		char folder[16];

		snprintf(folder, sizeof folder, "packages/%02x", i);
		if (faccessat(c->to_dir, folder, F_OK, 0) == 0 && !carry_sync(c->to_dir, folder, err))
			return false;
	}
	return carry_sync(c->to_dir, "packages", err) && carry_sync(c->to_dir, "packs", err) && carry_sync(c->to_dir, "", err);
}

static void show(const struct backup_copying *c, uint64_t done)
{
	if (c->backup->progress != NULL)
		c->backup->progress(c->backup->owner, "packages", done, c->list->bytes);
}

static bool copy_all(const struct backup_copying *c, struct error *err)
{
	uint64_t done = 0;

	if (!private_folder(c->to_dir, "packages", err) || !private_folder(c->to_dir, "packs", err))
		return false;
	for (size_t i = 0; i < c->list->num_packages; i++) {
		if (!copy_package(c, &c->list->packages[i], err))
			return false;
		show(c, done += (uint64_t)c->list->packages[i].size);
	}
	if (!settle(c, err))
		return false;
	for (size_t i = 0; i < c->list->num_packs; i++) {
		if (!copy_pack(c, &c->list->packs[i], err))
			return false;
		show(c, done += (uint64_t)c->list->packs[i].size);
	}
	return sync_folders(c, err);
}

bool backup_copy(const struct backup_copying *copying, struct error *err)
{
	struct backup_copying c = *copying;
	bool ok;

	c.unsettled = calloc(1, sizeof *c.unsettled);
	ok = c.unsettled != NULL ? copy_all(&c, err) : error_memory(err);
	free(c.unsettled);
	return ok;
}
