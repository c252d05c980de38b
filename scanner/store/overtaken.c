#include "store/overtaken.h"

#include "inspect/library_name.h"
#include "judge/build_part.h"
#include "judge/device_part.h"
#include "store/judged_facts.h"
#include "store/register.h"
#include "store/same_hand.h"

#include <stdlib.h>

#define ASKED (SAME_HAND_FACTS | FACT_BIT(entry))
#define FEW_MAX ((size_t)1 << 24)
#define SLOTS 1024

/* Of a submission, what is asked of it; NULL where its facts are damaged. */
struct known {
	int64_t number; /* 0: of none */
	struct reading *few;
};

/*
 * What is known of those that were asked about last, as each side of the question: a submission is asked about with each other one of its app.
 * Its facts stay as they are, but a number is given again when its transaction was undone: nothing is known any more once something was written.
 */
struct asking {
	struct archive *archive;
	int changes; /* of the database, until then */
	struct known sides[2][SLOTS];
};

static void forget(struct asking *asking)
{
	for (size_t i = 0; i < 2 * SLOTS; i++) {
		struct known *known = &asking->sides[i / SLOTS][i % SLOTS];

		reading_free(known->few);
		*known = (struct known){0};
	}
}

static void asking_free(void *asking)
{
	forget(asking);
	free(asking);
}

static bool add_packages(struct reading *few, const struct reading *facts)
{
	struct fact_package **packages = reading_rows(facts, package);

	for (size_t i = 0; i < reading_num(facts, package); i++) {
		struct fact_package row = fact_package_row();

		row.package = packages[i]->package;
		row.split = packages[i]->split;
		row.device = packages[i]->device;
		row.version_code = packages[i]->version_code;
		row.min_sdk = packages[i]->min_sdk;
		if (reading_add(few, FACT_TABLE_package, &row) == NULL)
			return false;
	}
	return true;
}

/* Of the native libraries, the first of each folder. */
static bool add_abis(struct reading *few, const struct reading *facts)
{
	struct fact_entry **entries = reading_rows(facts, entry);
	const char *last = NULL;

	for (size_t i = 0; i < reading_num(facts, entry); i++) {
		const char *folder = entries[i]->path == NULL ? NULL : library_name_folder(span_of_text(entries[i]->path));
		struct fact_entry row = fact_entry_row();

		if (folder == NULL || (folder == last && entries[i]->package == entries[i - 1]->package))
			continue;
		last = folder;
		row.package = entries[i]->package;
		row.path = entries[i]->path;
		if (reading_add(few, FACT_TABLE_entry, &row) == NULL)
			return false;
	}
	return true;
}

static bool add_signers(struct reading *few, const struct reading *facts)
{
	struct fact_certificate **certificates = reading_rows(facts, certificate);

	for (size_t i = 0; i < reading_num(facts, certificate); i++) {
		struct fact_certificate row = fact_certificate_row();

		row.package = certificates[i]->package;
		row.role = certificates[i]->role;
		row.scheme = certificates[i]->scheme;
		row.position = certificates[i]->position;
		row.min_sdk = certificates[i]->min_sdk;
		row.max_sdk = certificates[i]->max_sdk;
		row.sha256 = certificates[i]->sha256;
		if (signing_is_signer(facts, certificates[i]) && reading_add(few, FACT_TABLE_certificate, &row) == NULL)
			return false;
	}
	return true;
}

/* By which of them who signs is found again. */
static bool add_signatures(struct reading *few, const struct reading *facts)
{
	struct fact_signature **signatures = reading_rows(facts, signature);

	for (size_t i = 0; i < reading_num(facts, signature); i++)
		if (reading_add(few, FACT_TABLE_signature, signatures[i]) == NULL)
			return false;
	return true;
}

static bool add_developer(struct reading *few, const struct reading *facts)
{
	const struct register_names names = register_names(facts);
	struct fact_submission row = fact_submission_row();

	row.developer_id = names.id;
	row.uscc = names.uscc;
	row.developer_name = names.name;
	return reading_add(few, FACT_TABLE_submission, &row) != NULL;
}

static struct reading *few_of(const struct reading *facts)
{
	struct reading *few = reading_new(FEW_MAX);

	if (few != NULL && add_packages(few, facts) && add_abis(few, facts) && add_signers(few, facts) &&
	    add_signatures(few, facts) && add_developer(few, facts))
		return few;
	reading_free(few);
	return NULL;
}

static bool learn(struct asking *asking, int64_t number, struct known *known)
{
	struct error trouble = {0};
	READING_CLEANUP struct reading *facts = judged_facts_load(asking->archive, number, ASKED, &trouble);
	struct reading *few = facts == NULL ? NULL : few_of(facts);

	if (few == NULL && (facts != NULL || trouble.code == ERROR_MEMORY))
		return false;
	reading_free(known->few);
	*known = (struct known){number, few};
	return true;
}

/* NULL where they are damaged, or could not be had, which the result says. */
static const struct reading *facts_of(sqlite3_context *context, sqlite3_value **argv, size_t side)
{
	struct asking *asking = sqlite3_user_data(context);
	int64_t number = sqlite3_value_int64(argv[side]);
	struct known *known = &asking->sides[side][(uint64_t)number % SLOTS];

	if (asking->changes != sqlite3_total_changes(asking->archive->db))
		forget(asking);
	asking->changes = sqlite3_total_changes(asking->archive->db);
	if (known->number == number || learn(asking, number, known))
		return known->few;
	sqlite3_result_error_nomem(context);
	return NULL;
}

static void takes_over(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	const struct reading *later = facts_of(context, argv, 0), *earlier = facts_of(context, argv, 1);

	(void)argc;
	if (earlier != NULL && later != NULL)
		sqlite3_result_int(context, device_part_has_all(later, earlier) && same_hand(later, earlier));
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
	const struct reading *higher = facts_of(context, argv, 0), *lower = facts_of(context, argv, 1);

	(void)argc;
	if (higher != NULL && lower != NULL)
		sqlite3_result_int(context, are_below(lower, higher) && same_hand(higher, lower));
}

/* What is damaged may be anybody's. */
static void is_by(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	const struct asking *asking = sqlite3_user_data(context);
	const struct reading *facts, *other;
	struct error trouble = {0};
	bool same;

	(void)argc;
	sqlite3_result_int(context, true);
	facts = facts_of(context, argv, 0);
	other = facts_of(context, argv, 1);
	if (facts == NULL || other == NULL)
		return;
	if (same_hand_of(asking->archive, sqlite3_value_int64(argv[0]), facts, other, &same, &trouble))
		sqlite3_result_int(context, same);
	else
		sqlite3_result_error(context, trouble.text, -1);
}

bool overtaken_register(struct archive *archive, struct error *err)
{
	const int flags = SQLITE_UTF8 | SQLITE_DIRECTONLY;
	struct asking *asking = calloc(1, sizeof *asking);

	if (asking == NULL)
		return error_memory(err);
	asking->archive = archive;
	return (sqlite3_create_function_v2(archive->db, "takes_over", 2, flags, asking, takes_over, NULL, NULL, asking_free) == SQLITE_OK &&
		sqlite3_create_function(archive->db, "is_above", 2, flags, asking, is_above, NULL, NULL) == SQLITE_OK &&
		sqlite3_create_function(archive->db, "is_by", 2, flags, asking, is_by, NULL, NULL) == SQLITE_OK) || error_memory(err);
}
