#include "judge/bench_abi.h"

#include "judge/bench_made.h"

#include <inttypes.h>

static const char *columns[] = {"package", "abi"};
enum { COLUMNS = sizeof columns / sizeof columns[0] };

/* What the phone goes by when it looks whether a package is for it, whatever is in the file. */
static const char *abi_of(const char *path)
{
	const char *folder = path == NULL ? NULL : library_name_folder(span_of_text(path));

	return folder == NULL ? NULL : library_name_abi(folder);
}

size_t bench_abis_of(const struct reading *facts, int64_t package, const char *found[LIBRARY_NAME_FOLDERS])
{
	size_t num = 0, num_entries;
	struct fact_entry **entries = reading_entries(facts, package, "lib/", &num_entries);

	for (size_t i = 0; i < num_entries; i++) {
		const char *abi = entries[i]->package == package ? abi_of(entries[i]->path) : NULL;
		size_t at = 0;

		while (abi != NULL && at < num && strcmp(found[at], abi) != 0)
			at++;
		if (abi != NULL && at == num)
			found[num++] = abi;
	}
	return num;
}

bool bench_abis_in_common(const struct reading *facts, int64_t package, const struct reading *others, int64_t other)
{
	const char *of_one[LIBRARY_NAME_FOLDERS], *of_other[LIBRARY_NAME_FOLDERS];
	size_t num_one = bench_abis_of(facts, package, of_one), num_other = bench_abis_of(others, other, of_other);

	for (size_t i = 0; i < num_one; i++)
		for (size_t k = 0; k < num_other; k++)
			if (strcmp(of_one[i], of_other[k]) == 0)
				return true;
	return num_one == 0 || num_other == 0;
}

struct bench_arm bench_arm_of(const struct reading *facts, int64_t package)
{
	const char *abis[LIBRARY_NAME_FOLDERS];
	size_t num = bench_abis_of(facts, package, abis);
	struct bench_arm arm = {num == 0, num == 0};

	for (size_t i = 0; i < num; i++) {
		arm.bits_64 |= strcmp(abis[i], "arm64-v8a") == 0;
		arm.bits_32 |= strcmp(abis[i], "armeabi-v7a") == 0;
	}
	return arm;
}

static bool fill(struct catalogue *table, const struct rules *rules, const struct reading *facts, bool is_before, struct arena *arena)
{
	(void)rules, (void)is_before;
	table->values = arena_array(arena, COLUMNS * LIBRARY_NAME_FOLDERS * reading_num(facts, package) + 1, sizeof *table->values);
	for (size_t i = 0; table->values != NULL && i < reading_num(facts, package); i++) {
		int64_t package = reading_rows(facts, package)[i]->package;
		const char *found[LIBRARY_NAME_FOLDERS];
		size_t num = bench_abis_of(facts, package, found);

		for (size_t k = 0; k < num; k++) {
			const char **row = &table->values[COLUMNS * table->num_rows++];

			row[0] = arena_printf(arena, "%" PRId64, package);
			row[1] = found[k];
		}
	}
	return table->values != NULL;
}

extern const struct bench_made_table bench_made_abi;
const struct bench_made_table bench_made_abi = {.name = "native_abi", .doc = "an ABI of one of the packages", .columns = columns, .num_columns = COLUMNS,
						.reads = FACT_BIT(package) | FACT_BIT(entry), .fill = fill};
