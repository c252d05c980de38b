#include "store/log_vfs.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define NAME "prelist"
#define GATHERED_MAX ((size_t)1024 * 1024)
#define PIECE ((size_t)64 * 1024) /* SQLite's own way takes less than 128 KiB at once */
#define LOG_HEADER 32 /* in front of all */
#define FRAME_HEADER 24 /* in front of each page */
#define PAGES_AFTER 4	/* in it, of a transaction's last page, how many pages the database has then; 0 of others */

/* In front of the file as SQLite's own way has it. */
struct log_file {
	sqlite3_file file; /* first, so that one pointer is the other */
	uint8_t *gathered;
	size_t len, room;
	sqlite3_int64 start; /* where what was gathered belongs */
	bool ends; /* what is written next is the transaction's last page */
	bool begins; /* what was gathered is the first that the file has */
};

static struct log_file *log_of(sqlite3_file *file)
{
	return (struct log_file *)file;
}

static sqlite3_file *inner_of(sqlite3_file *file)
{
	return (sqlite3_file *)(log_of(file) + 1);
}

static int flush(sqlite3_file *file)
{
	struct log_file *log = log_of(file);
	int status = SQLITE_OK;

	for (size_t at = 0, len; at < log->len && status == SQLITE_OK; at += len) {
		len = log->len - at < PIECE ? log->len - at : PIECE;
		status = inner_of(file)->pMethods->xWrite(inner_of(file), log->gathered + at, (int)len, log->start + (sqlite3_int64)at);
	}
	if (status == SQLITE_OK)
		log->len = 0;
	log->begins = false;
	return status;
}

static bool is_empty(sqlite3_file *file)
{
	sqlite3_int64 size;

	return inner_of(file)->pMethods->xFileSize(inner_of(file), &size) == SQLITE_OK && size == 0;
}

static bool make_room(struct log_file *log, size_t more)
{
	size_t room = log->room == 0 ? (size_t)64 * 1024 : log->room;
	uint8_t *gathered;

	while (room < log->len + more)
		room *= 2;
	if (room == log->room)
		return true;
	gathered = realloc(log->gathered, room);
	if (gathered == NULL)
		return false;
	log->gathered = gathered;
	log->room = room;
	return true;
}

static bool is_last_header(const uint8_t *bytes, int len)
{
	static const uint8_t none[4];

	return len == FRAME_HEADER && memcmp(bytes + PAGES_AFTER, none, sizeof none) != 0;
}

static int gather(sqlite3_file *file, const void *bytes, int len, sqlite3_int64 at)
{
	struct log_file *log = log_of(file);
	bool was_last = log->ends;
	int status = SQLITE_OK;

	log->ends = is_last_header(bytes, len);
	if (log->len > 0 && (at != log->start + (sqlite3_int64)log->len || log->len + (size_t)len > GATHERED_MAX))
		status = flush(file);
	if (status != SQLITE_OK)
		return status;
	if ((size_t)len > GATHERED_MAX || !make_room(log, (size_t)len))
		return inner_of(file)->pMethods->xWrite(inner_of(file), bytes, len, at);
	if (log->len == 0) {
		log->start = at;
		log->begins = at == 0 && is_empty(file);
	}
	memcpy(log->gathered + log->len, bytes, (size_t)len);
	log->len += (size_t)len;
	return was_last ? flush(file) : SQLITE_OK;
}

static int close_file(sqlite3_file *file)
{
	int status = flush(file), closed = inner_of(file)->pMethods->xClose(inner_of(file));

	free(log_of(file)->gathered);
	return status != SQLITE_OK ? status : closed;
}

/* The rest is SQLite's own, when what was gathered is there. */
#define THEN(call)                                                                                                                    \
	int status = flush(file);                                                                                                     \
	return status != SQLITE_OK ? status : inner_of(file)->pMethods->call

static int read_file(sqlite3_file *file, void *out, int len, sqlite3_int64 at)
{
	THEN(xRead(inner_of(file), out, len, at));
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 size)
{
	THEN(xTruncate(inner_of(file), size));
}

/*
 * The header is to be on the disk before anything else: of a log that begins again, whose old pages would be taken for its own. A
 * new one has none, and its header goes with its first pages.
 */
static int sync_file(sqlite3_file *file, int flags)
{
	if (log_of(file)->begins && log_of(file)->len == LOG_HEADER)
		return SQLITE_OK;
	THEN(xSync(inner_of(file), flags));
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size)
{
	THEN(xFileSize(inner_of(file), size));
}

static int lock_file(sqlite3_file *file, int level)
{
	THEN(xLock(inner_of(file), level));
}

static int unlock_file(sqlite3_file *file, int level)
{
	THEN(xUnlock(inner_of(file), level));
}

static int check_lock(sqlite3_file *file, int *is_locked)
{
	THEN(xCheckReservedLock(inner_of(file), is_locked));
}

static int control_file(sqlite3_file *file, int what, void *argument)
{
	THEN(xFileControl(inner_of(file), what, argument));
}

static int sector_size(sqlite3_file *file)
{
	return inner_of(file)->pMethods->xSectorSize(inner_of(file));
}

static int characteristics(sqlite3_file *file)
{
	return inner_of(file)->pMethods->xDeviceCharacteristics(inner_of(file));
}

static const sqlite3_io_methods methods = {.iVersion = 1,
					   .xClose = close_file,
					   .xRead = read_file,
					   .xWrite = gather,
					   .xTruncate = truncate_file,
					   .xSync = sync_file,
					   .xFileSize = file_size,
					   .xLock = lock_file,
					   .xUnlock = unlock_file,
					   .xCheckReservedLock = check_lock,
					   .xFileControl = control_file,
					   .xSectorSize = sector_size,
					   .xDeviceCharacteristics = characteristics};

/* SQLite's own, which is registered as long as the program runs. */
static sqlite3_vfs *own(void)
{
	return sqlite3_vfs_find("unix");
}

static int open_file(sqlite3_vfs *vfs, sqlite3_filename path, sqlite3_file *file, int flags, int *flags_out)
{
	int status;

	(void)vfs;
	if ((flags & SQLITE_OPEN_WAL) == 0)
		return own()->xOpen(own(), path, file, flags, flags_out);
	*log_of(file) = (struct log_file){.file.pMethods = NULL};
	status = own()->xOpen(own(), path, inner_of(file), flags, flags_out);
	if (inner_of(file)->pMethods != NULL)
		file->pMethods = &methods;
	return status;
}

static void make(void)
{
	static sqlite3_vfs vfs;

	if (own() == NULL)
		return;
	vfs = *own();
	vfs.pNext = NULL;
	vfs.zName = NAME;
	vfs.szOsFile += (int)sizeof(struct log_file);
	vfs.xOpen = open_file;
	sqlite3_vfs_register(&vfs, 0);
}

const char *log_vfs_name(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, make);
	return sqlite3_vfs_find(NAME) != NULL ? NAME : NULL;
}
