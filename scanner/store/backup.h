/*
 * backup - a consistent copy of an archive that goes on being written to, and an archive made of it again.
 *
 *   <backup>/backup.json            what the backup is: written last; a folder without it is none
 *   <backup>/prelist-<n>.db         the database as it stood at one moment
 *   <backup>/packages, packs        as in the archive; what is there already is not copied again
 *
 * A later backup into the same folder leaves the earlier one whole until its own backup.json takes the place. The folder belongs to
 * one archive: what its log does not begin with the log of the backup that is there is refused.
 */
#ifndef PRELIST_STORE_BACKUP_H
#define PRELIST_STORE_BACKUP_H

#include "store/database.h"

#define BACKUP_UNFINISHED "backup-unfinished"
#define RESTORE_UNFINISHED "restore-unfinished"

/* backup.json */
struct backup_manifest {
	int64_t generation; /* n of prelist-<n>.db */
	char database[64], sha256[65], head[65], time[40];
	int64_t bytes;	    /* of the database */
	int64_t num_packages, package_bytes, num_packs, num_events;
};

/* *found is false when the folder has none; err when it has one that is not to be understood. */
bool backup_manifest_read(int dir_fd, struct backup_manifest *manifest, bool *found, struct error *err);
bool backup_manifest_write(int dir_fd, const struct backup_manifest *manifest, struct error *err);

struct backup {
	/* What is damaged or missing: told one by one, and left out. */
	void (*problem)(void *owner, const char *text);
	void (*progress)(void *owner, const char *what, uint64_t done, uint64_t total);
	void *owner;
	bool verify; /* hash what is in the backup already, too */
	struct backup_manifest manifest;
	uint64_t num_copied, bytes_copied, num_there, num_problems;
	uint64_t num_gone; /* let go by the archive since the database was copied */
	bool is_left; /* the database is broken: what the folder holds was left as it is */
};

/* Of a database that is broken (intact.h) no backup is made: what there is of it may be the last that is whole. */
bool backup_make(struct archive *archive, const char *dir, struct backup *backup, struct error *err);

/* Makes the archive `dir`, which must be empty or not there; run again it goes on where it was stopped. */
bool backup_restore(const char *from, const char *dir, struct backup *backup, struct error *err);

/* For both: the packages and packs that a database at one moment needs as files. */
struct backup_list {
	struct backup_package {
		char sha256[65];
		int64_t size;
	} *packages; /* by SHA-256 */
	struct backup_pack {
		int64_t number, size;
	} *packs; /* by number */
	size_t num_packages, num_packs;
	uint64_t bytes; /* of all of it */
};
bool backup_list_read(struct archive *archive, struct backup_list *list, struct error *err);
void backup_list_free(struct backup_list *list);

/* Copies all of it from one folder into the other, but for what is there; open gives a package's bytes. */
struct backup_copying {
	struct backup *backup;
	const struct backup_list *list;
	int from_dir, to_dir;
	struct archive *archive; /* which may let go of things meanwhile; NULL: a backup is copied */
	int (*open)(void *owner, const char *sha256, struct error *err); /* -1 and err */
	void *owner;
	struct backup_unsettled *unsettled; /* set by backup_copy */
};
bool backup_copy(const struct backup_copying *copying, struct error *err);

/* A problem, told and counted. */
void backup_problem(void *backup, const char *text);

#endif
