#include "harness.h"

#include "bytes/text.h"
#include "store/merkle_proof.h"

#include <string.h>

/* The eight records and the hashes that the authors of RFC 6962 test their log with. */
static const char *const records[] = {"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};

static const char *const roots[] = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
				    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
				    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
				    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
				    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
				    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
				    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
				    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

#define H0 "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
#define H1 "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
#define H23 "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
#define H4567 "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
#define H4 "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
#define H67 "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
#define H45 "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
#define H0123 "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
#define H0_1 "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"

static void leaf_at(uint64_t index, uint8_t leaf[MERKLE_HASH])
{
	uint8_t record[16];
	size_t len = strlen(records[index]) / 2;

	CHECK(text_unhex(records[index], record, len));
	merkle_leaf(span_of(record, len), leaf);
}

static bool append_known(struct merkle_source *self, uint64_t from, uint64_t to, struct merkle *tree, struct error *err)
{
	uint8_t leaf[MERKLE_HASH];

	(void)self, (void)err;
	for (uint64_t i = from; i < to; i++) {
		leaf_at(i, leaf);
		merkle_append(tree, leaf);
	}
	return true;
}

static struct merkle_source known = {.append = append_known};

static void check_hash(const uint8_t hash[MERKLE_HASH], const char *wanted)
{
	char hex[2 * MERKLE_HASH + 1];

	text_hex_to(hex, span_of(hash, MERKLE_HASH));
	CHECK_TEXT(hex, wanted);
}

static void check_path(const struct merkle_path *path, const char *const *wanted)
{
	size_t num = 0;

	while (wanted[num] != NULL)
		num++;
	CHECK_NUMBER(path->num, num);
	for (size_t i = 0; i < num && i < path->num; i++)
		check_hash(path->hash[i], wanted[i]);
}

TEST(merkle_roots, "the log's tree has the roots that RFC 6962's authors give")
{
	struct error err = {0};
	uint8_t root[MERKLE_HASH];

	for (uint64_t size = 1; size <= 8; size++) {
		CHECK(merkle_root(&known, 0, size, root, &err));
		check_hash(root, roots[size - 1]);
	}
	CHECK(merkle_root(&known, 0, 0, root, &err));
	check_hash(root, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(merkle_inclusion, "inclusion proofs are those that RFC 6962's authors give, with the root made on the way")
{
	static const struct {
		uint64_t index, size;
		const char *path[5];
	} vectors[] = {{0, 1, {NULL}}, {0, 8, {H1, H23, H4567, NULL}}, {5, 8, {H4, H67, H0123, NULL}}, {2, 3, {H0_1, NULL}},
		       {1, 5, {H0, H23, H4, NULL}}};
	struct merkle_path path;
	struct error err = {0};
	uint8_t root[MERKLE_HASH];

	for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
		CHECK(merkle_inclusion(&known, vectors[i].index, vectors[i].size, &path, root, &err));
		check_path(&path, vectors[i].path);
		check_hash(root, roots[vectors[i].size - 1]);
	}
}

TEST(merkle_consistency, "consistency proofs are those that RFC 6962's authors give, with both roots made on the way")
{
	static const struct {
		uint64_t first, second;
		const char *path[5];
	} vectors[] = {{1, 1, {NULL}}, {1, 8, {H1, H23, H4567, NULL}}, {6, 8, {H45, H67, H0123, NULL}}, {2, 5, {H23, H4, NULL}}};
	uint8_t first[MERKLE_HASH], second[MERKLE_HASH];
	struct merkle_path path;
	struct error err = {0};

	for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
		CHECK(merkle_consistency(&known, vectors[i].first, vectors[i].second, &path, first, second, &err));
		check_path(&path, vectors[i].path);
		check_hash(first, roots[vectors[i].first - 1]);
		check_hash(second, roots[vectors[i].second - 1]);
	}
}

/* Grows a tree by subtrees, the largest that fit up to a size, as whoever checks does it. */
static uint64_t grow(struct merkle *tree, uint64_t at, uint64_t to, const struct merkle_path *path)
{
	for (size_t i = 0; i < path->num; i++) {
		int level = 0;

		while (at + ((uint64_t)2 << level) <= to && (at & (((uint64_t)2 << level) - 1)) == 0)
			level++;
		merkle_append_subtree(tree, level, path->hash[i]);
		at += (uint64_t)1 << level;
	}
	return at;
}

TEST(merkle_around, "any run of records makes the root with what stands around it")
{
	struct merkle_path before, behind;
	struct error err = {0};
	uint8_t root[MERKLE_HASH];

	for (uint64_t size = 0; size <= 8; size++)
		for (uint64_t from = 0; from <= size; from++)
			for (uint64_t to = from; to <= size; to++) {
				struct merkle tree = {.has = {false}};

				CHECK(merkle_around(&known, from, to, size, &before, &behind, &err));
				CHECK_NUMBER(grow(&tree, 0, from, &before), from);
				CHECK(append_known(&known, from, to, &tree, &err));
				CHECK_NUMBER(grow(&tree, to, size, &behind), size);
				merkle_head(&tree, root);
				check_hash(root, size == 0 ? "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" : roots[size - 1]);
			}
}
