#include "store/unreferenced.h"

#include "store/event.h"
#include "store/package_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define GRACE (24 * 60 * 60)

struct looking {
	struct archive *archive;
	struct unreferenced *found;
	const struct unreferenced_dropping *drop; /* or NULL */
	int64_t now;
};

/* A row that was lost is no reason to let go of the bytes: of them it is made anew. */
static bool is_referenced(struct archive *archive, const char *sha256, bool *is, struct error *err)
{
	return database_any(archive, is, err,
			    "SELECT EXISTS (SELECT 1 FROM package WHERE sha256 = ?1) OR EXISTS (SELECT 1 FROM submission_package WHERE sha256 = ?1)",
			    "s", sha256);
}

static bool log_one(struct archive *archive, const char *sha256, const struct unreferenced_dropping *drop, struct error *err)
{
	char subject[80], detail[2000];
	const struct event event = {.kind = "prune", .person = drop->by, .subject = subject, .detail = detail, .content = sha256};

	snprintf(subject, sizeof subject, "file %s", sha256);
	snprintf(detail, sizeof detail, "no submission names it; %.1800s", drop->reason);
	if (database_begin(archive, err) && event_append(archive, &event, err) && database_commit(archive, err))
		return true;
	database_rollback(archive);
	return false;
}

/* The event comes first, then the bytes go, under the write lock: what is named meanwhile stays. */
static bool drop_one(struct archive *archive, const char *sha256, const struct unreferenced_dropping *drop, bool *stays, struct error *err)
{
	bool ok;

	if (!log_one(archive, sha256, drop, err) || !database_begin(archive, err))
		return false;
	ok = is_referenced(archive, sha256, stays, err) && (*stays || package_file_drop(archive->dir_fd, sha256, err));
	database_rollback(archive);
	return ok;
}

/* A day to come is one of a wrong clock. */
static bool look(void *owner, const char *sha256, const struct stat *status, struct error *err)
{
	struct looking *looking = owner;
	bool due = llabs(looking->now - (int64_t)status->st_mtime) > GRACE, stays;

	if (!is_referenced(looking->archive, sha256, &stays, err) ||
	    (!stays && due && looking->drop != NULL && !drop_one(looking->archive, sha256, looking->drop, &stays, err)))
		return false;
	looking->found->num += !stays;
	looking->found->num_due += !stays && due;
	looking->found->due_bytes += !stays && due ? (uint64_t)status->st_size : 0;
	return true;
}

static bool look_at_all(struct archive *archive, const struct unreferenced_dropping *drop, struct unreferenced *found, struct error *err)
{
	struct looking looking = {archive, found, drop, (int64_t)time(NULL)};

	*found = (struct unreferenced){.num = 0};
	return package_file_each(archive->dir_fd, look, &looking, err);
}

bool unreferenced_count(struct archive *archive, struct unreferenced *found, struct error *err)
{
	return look_at_all(archive, NULL, found, err);
}

bool unreferenced_drop(struct archive *archive, const struct unreferenced_dropping *dropping, struct unreferenced *found, struct error *err)
{
	return look_at_all(archive, dropping, found, err);
}
