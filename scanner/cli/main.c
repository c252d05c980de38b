#include "cli/run.h"

#include <malloc.h>
#include <sqlite3.h>

#define TOP_PAD (1024 * 1024)

/* For a run of some milliseconds: SQLite counts no memory and takes pages as it needs them, and the heap grows in few steps. */
static void be_quick(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	sqlite3_config(SQLITE_CONFIG_PAGECACHE, NULL, 0, 0);
	mallopt(M_TOP_PAD, TOP_PAD);
}

int main(int argc, char **argv)
{
	be_quick();
	return prelist_run(argc, argv);
}
