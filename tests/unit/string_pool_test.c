/*
 * How often strings are gone through, of pools that the test writes itself.
 */
#include "encoding/string_pool.h"
#include "harness.h"

#include <stdlib.h>

#define LEN ((size_t)4 * 1024 * 1024)
#define HEADER 28
#define NUM 64
#define USES 1000

struct sample {
	struct anomalies anomalies; /* first, so that one pointer is the other */
	size_t num_unread;
	uint8_t *bytes;
	struct string_pool pool;
	struct arena arena;
};

static void count(struct anomalies *self, const struct anomaly *anomaly)
{
	((struct sample *)self)->num_unread += anomaly->effect == EFFECT_UNREAD;
}

static void put_u32(uint8_t *out, uint32_t number)
{
	for (size_t i = 0; i < 4; i++)
		out[i] = (uint8_t)(number >> 8 * i);
}

/* One string of so many bytes, which every index has. */
static void open_sample(struct sample *sample, bool is_utf8)
{
	size_t start = HEADER + 4 * NUM, size = start + 4 + LEN + 4;
	uint8_t *string;

	*sample = (struct sample){.anomalies.report = count, .bytes = calloc(1, size), .arena = arena_new(2 * LEN)};
	CHECK(sample->bytes != NULL);
	put_u32(sample->bytes, HEADER << 16 | 1);
	put_u32(sample->bytes + 4, (uint32_t)size);
	put_u32(sample->bytes + 8, NUM);
	put_u32(sample->bytes + 16, is_utf8 ? 0x100 : 0);
	put_u32(sample->bytes + 20, (uint32_t)start);
	string = sample->bytes + start;
	/* A length of 0 and some multiple of 0x8000; in UTF-16 that of the half of it. */
	put_u32(string, is_utf8 ? 0x00800080 : (uint32_t)(LEN / 2) << 16 | 0x8000 | (uint32_t)(LEN / 2 >> 16));
	for (size_t i = 0; i < LEN; i++)
		string[4 + i] = is_utf8 || i % 2 == 0 ? 'a' : 0;
	sample->pool = string_pool_open(span_of(sample->bytes, size), NULL, NULL);
	CHECK(sample->pool.is_usable && string_pool_remember(&sample->pool, "", &sample->anomalies, &sample->arena));
}

static void close_sample(struct sample *sample)
{
	arena_free(&sample->arena);
	free(sample->bytes);
}

/* As elements and attributes are looked at that have it for their name or value. */
static bool is_none_of_ours(const struct string_pool *pool)
{
	char text[32];

	return string_pool_fault(pool, 0) == STRING_POOL_SOUND && !string_pool_has_nul(pool, 0) && string_pool_has(pool, 0) && !string_pool_is(pool, 0, "a") &&
	       !string_pool_is_whole(pool, 0, "a") && !string_pool_ascii(pool, 0, text, sizeof text);
}

TEST(string_pool_once, "a string is gone through once, however often it is the name of an element or the value of an attribute")
{
	for (int is_utf8 = 0; is_utf8 < 2; is_utf8++) {
		struct sample sample;
		size_t num = 0;

		open_sample(&sample, is_utf8 == 1);
		for (int i = 0; i < USES; i++)
			num += is_none_of_ours(&sample.pool);
		CHECK_NUMBER(num, USES);
		CHECK_NUMBER(sample.num_unread, 0);
		close_sample(&sample);
	}
}

/* In one of three ways. */
static void use(const struct sample *sample, uint32_t index, int way)
{
	ARENA_CLEANUP struct arena arena = arena_new(2 * LEN);

	if (way == 0)
		(void)string_pool_fault(&sample->pool, index);
	else if (way == 1)
		(void)string_pool_text(&sample->pool, 0, &arena, NULL);
	else
		(void)string_pool_differ(&sample->pool, 0, index);
}

TEST(string_pool_spent, "strings that lie in one another, or are decoded or compared again and again, are gone through only so often, and that is said once")
{
	for (int way = 0; way < 3; way++) {
		struct sample sample;

		open_sample(&sample, true);
		use(&sample, 0, way);
		CHECK(!string_pool_is_spent(&sample.pool));
		for (uint32_t i = 0; i < NUM; i++)
			use(&sample, i, way);
		CHECK(sample.num_unread == 1 && string_pool_is_spent(&sample.pool));
		close_sample(&sample);
	}
}
