#include "store/overtaken.h"

#include "judge/device_part.h"
#include "store/judged_facts.h"
#include "store/register.h"
#include "store/waiting.h"

#define WHOSE (FACT_BIT(package) | FACT_BIT(certificate) | FACT_BIT(submission))

static struct reading *facts_of(struct archive *archive, int64_t number)
{
	struct error unknown = {0};

	return judged_facts_load(archive, number, WHOSE, &unknown);
}

/* Whoever names no developer is known by his key alone. */
static bool is_of_same(const struct reading *later, const struct reading *earlier)
{
	return (register_developer(later) != NULL && waiting_same_developer(later, earlier)) || waiting_same_signer(later, earlier);
}

static void takes_over(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	struct archive *archive = sqlite3_user_data(context);
	READING_CLEANUP struct reading *later = facts_of(archive, sqlite3_value_int64(argv[0]));
	READING_CLEANUP struct reading *earlier = facts_of(archive, sqlite3_value_int64(argv[1]));

	(void)argc;
	sqlite3_result_int(context, earlier != NULL && later != NULL && device_part_has_all(later, earlier) && is_of_same(later, earlier));
}

bool overtaken_register(struct archive *archive, struct error *err)
{
	return sqlite3_create_function(archive->db, "takes_over", 2, SQLITE_UTF8 | SQLITE_DIRECTONLY, archive, takes_over, NULL, NULL) == SQLITE_OK ||
	       error_set(err, ERROR_MEMORY, "out of memory for the archive");
}
