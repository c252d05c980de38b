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
#include "judge/bench_made.h"
#include "judge/signing.h"

#include <inttypes.h>

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
	bool failed;
};

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

	for (size_t i = 0; i < reading_num(ranges->facts, certificate) && !ranges->failed; i++)
		if (rows[i]->package == package && signing_signs_at(ranges->facts, rows[i], min_sdk))
			add_range(ranges, &(struct range){rows[i], min_sdk, max_sdk});
}

/* The first version from this one on for which somebody of the package signs; behind the last one there is none. */
static int64_t next_signed(const struct ranges *ranges, int64_t sdk)
{
	int64_t next = SIGNING_SDK_END;

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

static void add_package(struct ranges *ranges, int64_t package, bool is_before)
{
	int64_t from = signing_first_sdk(ranges->facts, package), next;

	ranges->first = ranges->num;
	for (; from < SIGNING_SDK_END && !ranges->failed; from = next) {
		next = signing_next_sdk(ranges->facts, package, from);
		add_signers(ranges, package, from, next - 1);
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
		add_package(&ranges, reading_rows(facts, package)[i]->package, is_before);
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
	.reads = SIGNING_FACTS, .fill = fill};
