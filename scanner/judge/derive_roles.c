/*
 * derive_roles - derive the role of each file in its submission.
 */
#include "judge/derive.h"

#include "bytes/text.h"
#include "judge/bench_abi.h"

static bool has_content_of(const struct fact_package *package, const struct fact_package *other)
{
	return package->content_digest != NULL && text_same(package->content_digest, other->content_digest);
}

/* By ARM alone; NULL where all native code is for others: there is no word for that. */
static const char *role_by_abi(const struct reading *facts, const struct fact_package *package)
{
	struct bench_arm arm = bench_arm_of(facts, package->package);

	if (arm.bits_32 != arm.bits_64)
		return arm.bits_64 ? "arm64" : "arm32";
	return arm.bits_64 ? "main" : NULL;
}

static size_t next_of(const struct reading *facts, enum fact_table table, int64_t package, size_t from)
{
	const union fact_value *const *rows = (const union fact_value *const *)facts->tables[table].row;

	while (from < reading_count(facts, table) && rows[from]->number != package)
		from++;
	return from;
}

/* The same but for the package, which is the first column. */
static bool is_alike(enum fact_table table, const union fact_value *a, const union fact_value *b)
{
	const struct fact_table_info *info = fact_info(table);

	for (size_t i = 1; i < info->num_columns; i++)
		if (fact_compare_values(fact_is_number(info->columns[i].type), a[i], b[i]) != 0)
			return false;
	return true;
}

static bool have_alike(const struct reading *facts, enum fact_table table, int64_t a, int64_t b)
{
	void **rows = facts->tables[table].row;
	size_t num = reading_count(facts, table), at_a = next_of(facts, table, a, 0), at_b = next_of(facts, table, b, 0);

	while (at_a < num && at_b < num && is_alike(table, rows[at_a], rows[at_b])) {
		at_a = next_of(facts, table, a, at_a + 1);
		at_b = next_of(facts, table, b, at_b + 1);
	}
	return at_a == num && at_b == num;
}

/* As submission.channel-differs has it, but that they name the same screens and textures and are of one role by their code. */
static bool are_for_same_phones(const struct reading *facts, const struct fact_package *a, const struct fact_package *b)
{
	return a->split == NULL && b->split == NULL && a->app_id != NULL && text_same(a->app_id, b->app_id) && a->version_code != FACT_ABSENT &&
	       a->version_code == b->version_code && text_same(a->device, b->device) && bench_abis_in_common(facts, a->package, facts, b->package) &&
	       text_same(role_by_abi(facts, a), role_by_abi(facts, b)) && have_alike(facts, FACT_TABLE_screen, a->package, b->package) &&
	       have_alike(facts, FACT_TABLE_gl_texture, a->package, b->package);
}

/* Of another one before it, or that the form says is the main one. */
static bool is_channel(const struct reading *facts, size_t index)
{
	struct fact_package **packages = reading_rows(facts, package);
	const struct fact_package *package = packages[index];

	for (size_t i = 0; i < reading_num(facts, package); i++)
		if ((i < index || (i > index && text_same(packages[i]->role, "main"))) &&
		    (has_content_of(package, packages[i]) || are_for_same_phones(facts, package, packages[i])))
			return true;
	return false;
}

static const char *role_of(const struct reading *facts, size_t index)
{
	const struct fact_package *package = reading_rows(facts, package)[index];

	if (package->split != NULL)
		return "split";
	if (reading_num(facts, package) == 1)
		return "main";
	return is_channel(facts, index) ? "channel" : role_by_abi(facts, package);
}

bool derive_roles(struct reading *facts, struct error *err)
{
	struct fact_package **packages = reading_rows(facts, package);

	(void)err;
	for (size_t i = 0; i < reading_num(facts, package); i++)
		if (packages[i]->role == NULL)
			packages[i]->role = role_of(facts, i);
	return true;
}
