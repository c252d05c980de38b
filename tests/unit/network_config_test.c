/*
 * Network security configurations of the fuzz corpus, whole and broken off; tests/hostile has each of their oddities.
 */
#include "format/network_config.h"
#include "harness.h"

#include <stdio.h>
#include <stdlib.h>

#define FOLDER "fixtures/corpus/network_config/"

struct counted {
	struct anomalies anomalies;
	size_t num;
};

static void count(struct anomalies *self, const struct anomaly *anomaly)
{
	(void)anomaly;
	((struct counted *)self)->num++;
}

static size_t load(const char *path, uint8_t *bytes, size_t size)
{
	FILE *file = fopen(path, "re");
	size_t len = file == NULL ? 0 : fread(bytes, 1, size, file);

	if (file != NULL)
		fclose(file);
	return len;
}

/* Where it permits cleartext, in where; how many anomalies it has. */
static size_t read_within(const struct limits *limits, struct span bytes, bool by_default, struct buf *where, bool *is_unread)
{
	struct counted counted = {.anomalies.report = count};
	struct network_config_input input = {.bytes = bytes, .path = "x", .by_default = {by_default}, .limits = limits,
					     .anomalies = &counted.anomalies};
	struct buf both[NETWORK_CONFIG_WHATS] = {*where, buf_new(4096), buf_new(4096)};

	CHECK(network_config_read(&input, both, is_unread, NULL));
	*where = both[NETWORK_CONFIG_CLEARTEXT];
	CHECK_NUMBER(both[NETWORK_CONFIG_USERS_AUTHORITIES].len, 0);
	buf_free(&both[NETWORK_CONFIG_USERS_AUTHORITIES]);
	buf_free(&both[NETWORK_CONFIG_NAMED]);
	buf_byte(where, 0);
	return counted.num;
}

static size_t read_config(struct span bytes, bool by_default, struct buf *where)
{
	struct limits limits = limits_default();
	bool is_unread = true;
	size_t num = read_within(&limits, bytes, by_default, where, &is_unread);

	CHECK(!is_unread);
	return num;
}

TEST(network_config, "a network security configuration says where cleartext is permitted, and by target what it leaves open")
{
	static const struct {
		const char *path, *from_28, *before;
	} known[] = {
		{FOLDER "nowhere.xml", "", ""},
		{FOLDER "domains.xml", "[*.]example.com localhost -pay.example.com", "* -pay.example.com"},
		{FOLDER "nested.xml", "[*.]example -[*.]pay.example a.pay.example", "* -[*.]pay.example a.pay.example"},
	};
	uint8_t bytes[4096];

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		struct span whole = span_of(bytes, load(known[i].path, bytes, sizeof bytes));
		struct buf from_28 BUF_CLEANUP = buf_new(sizeof bytes), before BUF_CLEANUP = buf_new(sizeof bytes);

		CHECK_NUMBER(read_config(whole, false, &from_28) + read_config(whole, true, &before), 0);
		CHECK_TEXT((const char *)from_28.data, known[i].from_28);
		CHECK_TEXT((const char *)before.data, known[i].before);
	}
}

TEST(network_config_nodes, "of a network security configuration that a limit ends nothing is said but that")
{
	struct limits limits = limits_default();
	uint8_t bytes[4096];
	struct span whole = span_of(bytes, load(FOLDER "nested.xml", bytes, sizeof bytes));

	for (limits.value[LIMIT_NODES] = 0; limits.value[LIMIT_NODES] < 20; limits.value[LIMIT_NODES]++) {
		struct buf where BUF_CLEANUP = buf_new(sizeof bytes);
		bool is_unread = false;

		CHECK_NUMBER(read_within(&limits, whole, false, &where, &is_unread), 1);
		CHECK(is_unread);
	}
}

TEST(network_config_prefixes, "a network security configuration that breaks off is malformed, wherever it does, and permits nothing")
{
	uint8_t bytes[4096];
	size_t len = load(FOLDER "nested.xml", bytes, sizeof bytes);

	CHECK(len > 0);
	for (size_t cut = 0; cut < len; cut++) {
		uint8_t *copy = malloc(cut + 1); /* so that AddressSanitizer sees the first byte past the end */
		struct buf where BUF_CLEANUP = buf_new(sizeof bytes);

		memcpy(copy, bytes, cut);
		CHECK(read_config(span_of(copy, cut), true, &where) > 0);
		CHECK_NUMBER(where.len, 1);
		free(copy);
	}
}
