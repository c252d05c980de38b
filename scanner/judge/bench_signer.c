/*
 * bench_signer - who signs packages, on which Android versions, as a table for rules.
 *
 *   signer   package, path, scheme, signer, min_sdk, max_sdk, sha256, spki_sha256: the certificate of a signer (certificate.scheme and
 *            .signer, as its proof of rotation has them) and the versions whose newest scheme that the package has is by him
 *
 * Of the version before, versions on which nobody is known to sign go with those before them, and the first with those behind them, so that
 * whatever version it is, there is somebody to compare with.
 *
 * Both numbers are always there: where there is no last version max_sdk is that of a signature without one.
 */
#include "bytes/text.h"
#include "facts/scheme_sdk.h"
#include "judge/bench_made.h"
#include "judge/signing.h"

#include <inttypes.h>
#include <stdlib.h>

#define SDK_MAX INT32_MAX

static const char *columns[] = {"package", "path", "scheme", "signer", "min_sdk", "max_sdk", "sha256", "spki_sha256"};
enum { COLUMNS = sizeof columns / sizeof columns[0] };

/* A signer on a range of versions. */
struct range {
	const struct fact_certificate *certificate;
	int64_t min_sdk, max_sdk;
};

struct ranges {
	struct arena *arena;
	const struct reading *facts;
	struct range *ranges;
	size_t num, room;
	size_t first; /* of the package at hand */
	int64_t *starts; /* of that package: versions from which on somebody else may sign */
	size_t num_starts, room_starts;
	bool failed;
};

static void add_start(struct ranges *ranges, int64_t sdk)
{
	int64_t *grown = arena_grow(ranges->arena, ranges->starts, ranges->num_starts, &ranges->room_starts, sizeof *grown);

	ranges->failed |= grown == NULL;
	if (grown == NULL)
		return;
	ranges->starts = grown;
	grown[ranges->num_starts++] = sdk;
}

static void add_ends(struct ranges *ranges, int64_t min_sdk, int64_t max_sdk)
{
	if (min_sdk != FACT_ABSENT)
		add_start(ranges, min_sdk);
	if (max_sdk != FACT_ABSENT && max_sdk < SDK_MAX)
		add_start(ranges, max_sdk + 1);
}

static int compare_starts(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static bool is_signer(const struct fact_certificate *row, int64_t package)
{
	return row->package == package && strcmp(row->role, "signer") == 0 && row->position == 0;
}

static void gather_starts(struct ranges *ranges, int64_t package)
{
	static const int64_t steps[] = {SCHEME_V2_SDK, SCHEME_V3_SDK, SCHEME_V31_SDK, SCHEME_V32_SDK};
	struct fact_signature **signatures = reading_rows(ranges->facts, signature);
	struct fact_certificate **certificates = reading_rows(ranges->facts, certificate);

	ranges->num_starts = 0;
	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
		add_start(ranges, steps[i]);
	for (size_t i = 0; i < reading_num(ranges->facts, signature); i++)
		if (signatures[i]->package == package)
			add_ends(ranges, signatures[i]->min_sdk, signatures[i]->max_sdk);
	for (size_t i = 0; i < reading_num(ranges->facts, certificate); i++)
		if (is_signer(certificates[i], package))
			add_ends(ranges, certificates[i]->min_sdk, certificates[i]->max_sdk);
	if (ranges->num_starts > 0)
		qsort(ranges->starts, ranges->num_starts, sizeof *ranges->starts, compare_starts);
}

/* Of v3.2 nobody is read: who signs the version before it stands for him. */
static const char *scheme_at(const struct ranges *ranges, int64_t package, int64_t sdk)
{
	const struct fact_signature *row = signing_row_at(ranges->facts, package, sdk);

	if (row != NULL && strcmp(row->scheme, "v3.2") == 0)
		row = signing_row_at(ranges->facts, package, SCHEME_V32_SDK - 1);
	return row == NULL ? "" : row->scheme;
}

static bool counts_at(const struct fact_certificate *row, const char *scheme, int64_t sdk)
{
	return strcmp(row->scheme, scheme) == 0 && (row->min_sdk == FACT_ABSENT || row->min_sdk <= sdk) &&
	       (row->max_sdk == FACT_ABSENT || row->max_sdk >= sdk);
}

/* The same one on the versions before goes on. */
static void add_range(struct ranges *ranges, const struct range *range)
{
	struct range *grown;

	for (size_t i = ranges->first; i < ranges->num; i++)
		if (ranges->ranges[i].certificate == range->certificate && ranges->ranges[i].max_sdk == range->min_sdk - 1) {
			ranges->ranges[i].max_sdk = range->max_sdk;
			return;
		}
	grown = arena_grow(ranges->arena, ranges->ranges, ranges->num, &ranges->room, sizeof *grown);
	ranges->failed |= grown == NULL;
	if (grown == NULL)
		return;
	ranges->ranges = grown;
	grown[ranges->num++] = *range;
}

static void add_signers(struct ranges *ranges, int64_t package, int64_t min_sdk, int64_t max_sdk)
{
	struct fact_certificate **rows = reading_rows(ranges->facts, certificate);
	const char *scheme = scheme_at(ranges, package, min_sdk);

	for (size_t i = 0; i < reading_num(ranges->facts, certificate) && !ranges->failed; i++)
		if (is_signer(rows[i], package) && counts_at(rows[i], scheme, min_sdk))
			add_range(ranges, &(struct range){rows[i], min_sdk, max_sdk});
}

/* The first version from this one on for which somebody of the package signs; behind the last one there is none. */
static int64_t next_signed(const struct ranges *ranges, int64_t sdk)
{
	int64_t next = (int64_t)SDK_MAX + 1;

	for (size_t i = ranges->first; i < ranges->num; i++) {
		const struct range *range = &ranges->ranges[i];
		int64_t from = range->min_sdk > sdk ? range->min_sdk : sdk;

		if (range->max_sdk >= from && from < next)
			next = from;
	}
	return next;
}

static void close_gaps(struct ranges *ranges)
{
	int64_t first = next_signed(ranges, 0);

	for (size_t i = ranges->first; i < ranges->num; i++) {
		int64_t last = ranges->ranges[i].max_sdk, next = next_signed(ranges, last + 1);

		if (ranges->ranges[i].min_sdk == first)
			ranges->ranges[i].min_sdk = 0;
		for (size_t k = i; k < ranges->num && next > last + 1; k++)
			if (ranges->ranges[k].max_sdk == last)
				ranges->ranges[k].max_sdk = next - 1;
	}
}

/* From the first version that takes the package: none looks whether it is too new for it. */
static void add_package(struct ranges *ranges, const struct fact_package *package, bool is_before)
{
	int64_t from = package->min_sdk != FACT_ABSENT ? package->min_sdk : 1;

	ranges->first = ranges->num;
	gather_starts(ranges, package->package);
	for (size_t i = 0; i <= ranges->num_starts && !ranges->failed; i++) {
		int64_t next = i < ranges->num_starts ? ranges->starts[i] : (int64_t)SDK_MAX + 1;

		if (next > from) {
			add_signers(ranges, package->package, from, next - 1);
			from = next;
		}
	}
	if (is_before)
		close_gaps(ranges);
}

static const char *number(int64_t value, struct arena *arena)
{
	return arena_printf(arena, "%" PRId64, value);
}

static bool fill(struct catalogue *table, const struct rules *rules, const struct reading *facts, bool is_before, struct arena *arena)
{
	struct ranges ranges = {.arena = arena, .facts = facts};

	(void)rules;
	for (size_t i = 0; i < reading_num(facts, package); i++)
		add_package(&ranges, reading_rows(facts, package)[i], is_before);
	table->num_rows = ranges.num;
	table->values = arena_array(arena, COLUMNS * ranges.num + 1, sizeof *table->values);
	for (size_t i = 0; table->values != NULL && i < ranges.num; i++) {
		const struct fact_certificate *row = ranges.ranges[i].certificate;
		const char *values[COLUMNS] = {number(row->package, arena), text_or_empty(row->path), row->scheme, number(row->signer, arena),
					       number(ranges.ranges[i].min_sdk, arena), number(ranges.ranges[i].max_sdk, arena),
					       text_or_empty(row->sha256), text_or_empty(row->spki_sha256)};

		memcpy(table->values + COLUMNS * i, values, sizeof values);
	}
	return table->values != NULL && !ranges.failed;
}

extern const struct bench_made_table bench_made_signer;
const struct bench_made_table bench_made_signer = {
	.name = "signer", .doc = "who signs one of the packages, and on which Android versions", .columns = columns, .num_columns = COLUMNS,
	.reads = FACT_BIT(package) | FACT_BIT(signature) | FACT_BIT(certificate), .fill = fill};
