/*
 * main - the process as it begins; the commands begin in run.c.
 */
#include "cli/run.h"

#include <malloc.h>
#include <sqlite3.h>

#define TOP_PAD (1024 * 1024)
#define KEPT_FREE (64 * 1024 * 1024)

/*
 * For a run of some milliseconds: SQLite counts no memory and takes pages as it needs them, the heap grows in few steps, and what
 * is freed of it is not given back piece by piece.
 */
static void be_quick(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	sqlite3_config(SQLITE_CONFIG_PAGECACHE, NULL, 0, 0);
	mallopt(M_TOP_PAD, TOP_PAD);
	mallopt(M_TRIM_THRESHOLD, KEPT_FREE);
}

int main(int argc, char **argv)
{
	be_quick();
	return prelist_run(argc, argv);
}
