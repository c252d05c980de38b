/*
 * apk_v1_order - which of several signature blocks of one .SF file Android looks at.
 *
 * The platform holds the files of META-INF in a hash table and goes through its blocks in that order. The first by which the .SF
 * file stands takes that file away, and the others have none. Since Android 8 the table is that of OpenJDK 8; those before order in
 * other ways, each in its own: there every block has to verify, and where the blocks are not all by one signer it is said that the
 * versions differ.
 *
 * source   AOSP StrictJarFile, StrictJarVerifier; OpenJDK HashMap, String
 */
#include "format/apk_v1_parts.h"

#define LEAST_BUCKETS 16u
#define TREE_BUCKETS 64u /* from so many on a crowded bucket does not make the table grow */
#define CROWD 8
#define ASCII_MAX 0x7F

struct order {
	uint32_t num_buckets;
	bool is_known; /* it is also known that no bucket is so crowded that the table grew for it */
};

static bool is_ascii(struct span name)
{
	for (size_t i = 0; i < name.len; i++)
		if (name.data[i] > ASCII_MAX)
			return false;
	return true;
}

static uint32_t bucket_of(struct span name, uint32_t num_buckets)
{
	uint32_t hash = 0;

	for (size_t i = 0; i < name.len; i++)
		hash = hash * 31 + name.data[i];
	return (hash ^ hash >> 16) & (num_buckets - 1);
}

/* It grows where more than three quarters of its buckets would be needed. */
static struct order order_of(const struct zipdir *dir)
{
	struct order order = {.num_buckets = LEAST_BUCKETS, .is_known = true};
	uint8_t crowds[TREE_BUCKETS] = {0};
	size_t num = 0;

	for (size_t i = 0; i < dir->num_entries; i++)
		num += span_starts(dir->entries[i].name, "META-INF/");
	while (num > order.num_buckets / 4 * 3 && order.num_buckets < UINT32_MAX / 2)
		order.num_buckets *= 2;
	for (size_t i = 0; order.num_buckets < TREE_BUCKETS && i < dir->num_entries; i++) {
		struct span name = dir->entries[i].name;

		if (span_starts(name, "META-INF/"))
			order.is_known &= is_ascii(name) && ++crowds[bucket_of(name, order.num_buckets)] <= CROWD;
	}
	return order;
}

/* False where that is not known, too: of two in one bucket. */
static bool comes_before(struct order order, struct span a, struct span b)
{
	return order.is_known && is_ascii(a) && is_ascii(b) && bucket_of(a, order.num_buckets) < bucket_of(b, order.num_buckets);
}

static bool is_second(const struct apk_v1 *v1, size_t number, struct order order)
{
	const struct apk_v1_signer *signer = &v1->signers[number];

	for (size_t i = 0; i < v1->num_signers; i++)
		if (v1->signers[i].sf.entry == signer->sf.entry && comes_before(order, v1->signers[i].block.entry->name, signer->block.entry->name))
			return true;
	return false;
}

void apk_v1_find_seconds(struct apk_v1 *v1)
{
	struct order order;

	if (v1->num_signers < 2)
		return;
	order = order_of(v1->dir);
	for (size_t i = 0; i < v1->num_signers; i++)
		v1->signers[i].is_second = is_second(v1, i, order);
}

const struct apk_v1_signer *apk_v1_first_of(const struct apk_v1 *v1, const struct apk_v1_signer *second)
{
	for (size_t i = 0; i < v1->num_signers; i++)
		if (!v1->signers[i].is_second && v1->signers[i].sf.entry == second->sf.entry)
			return &v1->signers[i];
	return second;
}

static bool is_same_outcome(const struct pkcs7 *a, const struct pkcs7 *b, int64_t sdk)
{
	struct pkcs7_outcome left = pkcs7_outcome_at(a, sdk), right = pkcs7_outcome_at(b, sdk);

	if (left.fault != NULL || right.fault != NULL)
		return left.fault != NULL && right.fault != NULL;
	return span_equal(a->certificates[left.certificate].der, b->certificates[right.certificate].der);
}

/* For versions from the package's first one on, and before 8 or those that look at a newer signature, it matters which comes first. */
static bool do_versions_differ(const struct apk_v1 *v1, const struct apk_v1_signer *a, const struct apk_v1_signer *b, int64_t min_sdk)
{
	int end = v1->others.v2 ? ERA_24 : ERA_26;

	for (int era = 0; era < end; era++) {
		int64_t last = apk_v1_era_starts[era + 1] - 1;
		bool is_passed_over = a->is_passed_over[era < ERA_18 ? CHOICE_OLD : CHOICE_NEW];

		if ((min_sdk == FACT_ABSENT || min_sdk <= last) && !is_passed_over && !is_same_outcome(&a->signature, &b->signature, last))
			return true;
	}
	return false;
}

/* Whoever reads on behind the first sees another signer than the phone. */
static void report_shared(struct apk_v1 *v1, const struct apk_v1_signer *first, const struct apk_v1_signer *signer, int64_t min_sdk)
{
	bool differ = do_versions_differ(v1, first, signer, min_sdk);

	anomaly_report_as(v1->anomalies, ANOMALY_SIG_V1_SHARED_SF, differ ? EFFECT_AMBIGUOUS : apk_v1_has_others(v1) ? EFFECT_ODD : EFFECT_EVASIVE,
			  signer->sf.entry->path, ANOMALY_NO_OFFSET,
			  differ ? "v1: the signature blocks for this .SF file are not all by one signer, and Android before 8 takes them in another order"
				 : "v1: there is more than one signature block for this .SF file");
}

void apk_v1_report_shared(struct apk_v1 *v1, int64_t min_sdk)
{
	for (size_t i = 0; i < v1->num_signers; i++)
		for (size_t j = 0; j < i; j++)
			if (v1->signers[j].sf.entry == v1->signers[i].sf.entry) {
				report_shared(v1, &v1->signers[j], &v1->signers[i], min_sdk);
				break;
			}
}
