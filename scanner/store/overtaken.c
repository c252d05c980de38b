#include "store/overtaken.h"

#include "judge/device_part.h"
#include "store/judged_facts.h"

static struct reading *packages_of(struct archive *archive, int64_t number)
{
	struct error unknown = {0};

	return judged_facts_load(archive, number, FACT_BIT(package), &unknown);
}

static void takes_over(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	struct archive *archive = sqlite3_user_data(context);
	READING_CLEANUP struct reading *later = packages_of(archive, sqlite3_value_int64(argv[0]));
	READING_CLEANUP struct reading *earlier = packages_of(archive, sqlite3_value_int64(argv[1]));

	(void)argc;
	sqlite3_result_int(context, earlier != NULL && later != NULL && device_part_has_all(later, earlier));
}

bool overtaken_register(struct archive *archive, struct error *err)
{
	return sqlite3_create_function(archive->db, "takes_over", 2, SQLITE_UTF8 | SQLITE_DIRECTONLY, archive, takes_over, NULL, NULL) == SQLITE_OK ||
	       error_set(err, ERROR_MEMORY, "out of memory for the archive");
}
