#include "store/overtaken.h"

#include "judge/build_part.h"
#include "judge/device_part.h"
#include "store/judged_facts.h"
#include "store/register.h"
#include "store/waiting.h"

#define WHOSE (FACT_BIT(package) | FACT_BIT(certificate) | FACT_BIT(submission))

/* NULL where they are damaged, or could not be had, which the result says. */
static struct reading *facts_of(sqlite3_context *context, sqlite3_value *number, uint64_t tables)
{
	struct error trouble = {0};
	struct reading *facts = judged_facts_load(sqlite3_user_data(context), sqlite3_value_int64(number), tables, &trouble);

	if (facts == NULL && trouble.code == ERROR_MEMORY)
		sqlite3_result_error_nomem(context);
	return facts;
}

/* Whoever names no developer is known by his key alone. */
static bool is_of_same(const struct reading *later, const struct reading *earlier)
{
	return (register_developer(later) != NULL && waiting_same_developer(later, earlier)) || waiting_same_signer(later, earlier);
}

static void takes_over(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	READING_CLEANUP struct reading *later = facts_of(context, argv[0], WHOSE);
	READING_CLEANUP struct reading *earlier = facts_of(context, argv[1], WHOSE);

	(void)argc;
	if (earlier != NULL && later != NULL)
		sqlite3_result_int(context, device_part_has_all(later, earlier) && is_of_same(later, earlier));
}

static bool is_below(const struct reading *lower, const struct fact_package *base, const struct reading *higher)
{
	struct fact_package **packages = reading_rows(higher, package);

	for (size_t i = 0; i < reading_num(higher, package); i++)
		if (packages[i]->version_code > base->version_code && build_part_follows(higher, packages[i], lower, base))
			return true;
	return false;
}

static bool are_below(const struct reading *lower, const struct reading *higher)
{
	struct fact_package **packages = reading_rows(lower, package);
	size_t num = 0;

	for (size_t i = 0; i < reading_num(lower, package); i++) {
		if (packages[i]->split != NULL)
			continue;
		if (!is_below(lower, packages[i], higher))
			return false;
		num++;
	}
	return num > 0;
}

static void is_above(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	READING_CLEANUP struct reading *higher = facts_of(context, argv[0], WHOSE | FACT_BIT(entry));
	READING_CLEANUP struct reading *lower = facts_of(context, argv[1], WHOSE | FACT_BIT(entry));

	(void)argc;
	if (higher != NULL && lower != NULL)
		sqlite3_result_int(context, are_below(lower, higher) && is_of_same(higher, lower));
}

static bool make(struct archive *archive, const char *name, void (*function)(sqlite3_context *context, int argc, sqlite3_value **argv))
{
	return sqlite3_create_function(archive->db, name, 2, SQLITE_UTF8 | SQLITE_DIRECTONLY, archive, function, NULL, NULL) == SQLITE_OK;
}

bool overtaken_register(struct archive *archive, struct error *err)
{
	return (make(archive, "takes_over", takes_over) && make(archive, "is_above", is_above)) ||
	       error_set(err, ERROR_MEMORY, "out of memory for the archive");
}
