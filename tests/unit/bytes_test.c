#include "harness.h"

#include "bytes/array.h"
#include "bytes/cursor.h"
#include "bytes/date.h"
#include "bytes/digest.h"
#include "bytes/limit.h"
#include "bytes/name_set.h"
#include "bytes/sort.h"
#include "bytes/text.h"

#include <errno.h>
#include <stdlib.h>

TEST(cursor_end, "a read past the end returns zero, marks the cursor bad and moves nothing")
{
	static const uint8_t bytes[] = {1, 2, 3};
	struct cursor c = cursor_of(span_of(bytes, sizeof bytes));

	CHECK_NUMBER(cursor_u16(&c), 0x0201);
	CHECK_NUMBER(cursor_u16(&c), 0);
	CHECK(c.bad);
	CHECK_NUMBER(c.pos, 2);
	CHECK_NUMBER(cursor_u8(&c), 0);
}

TEST(cursor_fits, "a count that would overflow does not fit")
{
	struct cursor c = cursor_of(span_of("abcd", 4));

	CHECK(cursor_fits(&c, 2, 2));
	CHECK(!cursor_fits(&c, 3, 2));
	CHECK(!cursor_fits(&c, UINT64_MAX, 8));
}

TEST(arena_remembers, "an arena that could not hand something out says so ever after, and where it was asked, whatever it has handed out since")
{
	ARENA_CLEANUP struct arena arena = arena_new(256);
	struct error err = {0};

	CHECK_TEXT(arena_printf(&arena, "%d", 12), "12");
	CHECK(arena_ok(&arena, &err));
	CHECK(arena_alloc(&arena, 512) == NULL);
	CHECK_TEXT(arena_copy(&arena, "x"), "x");
	CHECK(!arena_ok(&arena, &err));
	CHECK_NUMBER(err.code, ERROR_MEMORY);
	CHECK(strncmp(err.text, "out of memory (tests/unit/bytes_test.c:", strlen("out of memory (tests/unit/bytes_test.c:")) == 0);
}

TEST(grow, "an array that grows keeps what it holds, on the heap and in an arena, where it stays when there is no more")
{
	ARENA_CLEANUP struct arena arena = arena_new(1024 * sizeof(size_t));
	size_t *on_heap = NULL, *in_arena = NULL, *grown, room = 0, num;

	for (num = 0; (grown = arena_grow(&arena, in_arena, num, &room, sizeof *grown)) != NULL; num++) {
		in_arena = grown;
		in_arena[num] = num;
		grown = array_grow(on_heap, num, sizeof *grown);
		CHECK(grown != NULL);
		on_heap = grown;
		on_heap[num] = num;
	}
	CHECK_NUMBER(num, 512);
	CHECK_NUMBER(room, 512);
	for (size_t i = 0; i < num; i++)
		CHECK(on_heap[i] == i && in_arena[i] == i);
	free(on_heap);
}

TEST(buf_join, "a buffer that takes another has failed where the other had")
{
	BUF_CLEANUP struct buf out = buf_new(64), part = buf_new(2);

	buf_text(&part, "ab");
	buf_join(&out, &part);
	CHECK(!out.failed);
	buf_text(&part, "c");
	buf_join(&out, &part);
	CHECK(out.failed);
}

TEST(buf_cap, "no buffer takes a byte more than its cap, however small that is")
{
	for (size_t cap = 0; cap < 600; cap++) {
		BUF_CLEANUP struct buf out = buf_new(cap);

		while (!out.failed && out.len <= cap)
			buf_byte(&out, 1);
		CHECK(out.failed);
		CHECK_NUMBER(out.len, cap);
	}
}

TEST(date_forms, "a date is read in each of its three forms and in no other")
{
	struct date date;

	CHECK(date_parse("2022 03 16", &date) && date_to_days(date) == 19067);
	CHECK(date_parse("2025-07-30", &date) && date_parse("2025年07月30日", &date));
	CHECK(date_parse("2022年3月6日", &date) && date_to_days(date) == 19057);
	CHECK(date_parse("2022 年 03 月 06 日", &date) && date_to_days(date) == 19057);
	CHECK(!date_parse("22年3月6日", &date) && !date_parse("2022年3月", &date) && !date_parse("2022年3月6日起", &date));
	CHECK(!date_parse("2022年13月6日", &date) && !date_parse("2022年003月6日", &date) && !date_parse("2022-3-6", &date));
	CHECK(!date_parse("2025-02-29", &date) && !date_parse("2025-07-30x", &date));
	CHECK(date_parse("2027/1/1", &date) && date.year == 2027 && date.month == 1 && date.day == 1 && date_parse("2025/07/30", &date));
	CHECK(!date_parse("2027/1", &date) && !date_parse("1/1/2027", &date) && !date_parse("2027/2/29", &date) && !date_parse("2027/1/1/", &date));
	CHECK(date_parse("2030.7.30", &date) && date.month == 7 && date.day == 30 && !date_parse("2030.7/30", &date) && !date_parse("2030.7", &date));
	CHECK(date_parse("２０３０－０７－３０", &date) && date.year == 2030 && date.day == 30 && date_parse("２０３０年７月３０日", &date));
	CHECK(date_parse("２０３０／7／30", &date) && date_parse("2030\u300007\u300030", &date) && !date_parse("２０３０－１３－０１", &date));
	CHECK(!date_parse("2030-07-30                                                                    ", &date) && !date_parse("\xff", &date));
	CHECK(!date_parse("2027-1/1", &date) && !date_parse("2027/001/1", &date));
	CHECK(!date_parse("2025", &date) && !date_parse("", &date));
}

TEST(date_days, "every day of four centuries survives the way to a number and back")
{
	for (int64_t day = date_to_days((struct date){1900, 1, 1}); day < date_to_days((struct date){2300, 1, 1}); day++)
		if (date_to_days(date_from_days(day)) != day)
			test_fail(__FILE__, __LINE__, "day %lld changed", (long long)day);
}

TEST(time_text, "an instant survives the way to RFC 3339 and back")
{
	char text[TIME_TEXT_LEN];
	int64_t seconds;

	time_format(-1, text);
	CHECK_TEXT(text, "1969-12-31T23:59:59Z");
	CHECK(time_parse("2026-11-24T10:00:00Z", &seconds));
	time_format(seconds, text);
	CHECK_TEXT(text, "2026-11-24T10:00:00Z");
}

TEST(digest_vectors, "digests are those of the standards' vectors")
{
	char hex[DIGEST_HEX_MAX];

	digest_hex_of(DIGEST_SHA256, span_of("abc", 3), hex);
	CHECK_TEXT(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	digest_hex_of(DIGEST_MD5, span_of("", 0), hex);
	CHECK_TEXT(hex, "d41d8cd98f00b204e9800998ecf8427e");
}

TEST(limit_assignment, "a limit is set by its name and nothing else is taken")
{
	struct limits limits = limits_default();
	struct error err = {0};

	CHECK(limits_set(&limits, "entries=5", &err) && limits.value[LIMIT_ENTRIES] == 5);
	CHECK(!limits_set(&limits, "entries=-5", &err) && err.code == ERROR_USAGE);
	CHECK(!limits_set(&limits, "entires=5", NULL) && !limits_set(&limits, "entries=5k", NULL));
}

/* Elements of any size begin with their key. */
static int compare_elements(const void *a, const void *b, void *count)
{
	uint32_t x, y;

	memcpy(&x, a, sizeof x);
	memcpy(&y, b, sizeof y);
	++*(size_t *)count;
	return (x > y) - (x < y);
}

/* How the keys come: in order, as several orders one after another, as orders mixed, backwards, without any order, all the same. */
static uint32_t key_at(int kind, size_t i, size_t num)
{
	switch (kind) {
	case 0:
		return (uint32_t)i;
	case 1:
		return (uint32_t)(i % (num / 5 + 1));
	case 2:
		return (uint32_t)(i / 3 + i % 3 * 1000);
	case 3:
		return (uint32_t)(num - i);
	case 4:
		return (uint32_t)(i * 2654435761u) >> 7;
	default:
		return 7;
	}
}

/* Sorts as qsort does, and says how often it compared. */
static size_t sort_elements(int kind, size_t num, size_t size)
{
	uint8_t *ours = calloc(num + 1, size), *theirs = calloc(num + 1, size);
	size_t compared = 0, unused = 0;

	for (size_t i = 0; i < num; i++) {
		uint32_t key = key_at(kind, i, num), words[6] = {key, key, key, key, key, key};

		memcpy(ours + i * size, words, size);
	}
	memcpy(theirs, ours, num * size);
	sort(ours, num, size, compare_elements, &compared);
	qsort_r(theirs, num, size, compare_elements, &unused);
	CHECK(memcmp(ours, theirs, num * size) == 0);
	free(ours);
	free(theirs);
	return compared;
}

TEST(sort_orders, "elements of any size that come in any order, or in none, are sorted")
{
	static const size_t sizes[] = {4, 8, 24};

	for (int kind = 0; kind < 6; kind++)
		for (size_t num = 0; num < 400; num += num < 40 ? 1 : 37)
			for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
				sort_elements(kind, num, sizes[i]);
}

TEST(sort_compares, "what comes in order is compared once each, and what comes as a few orders a few times")
{
	CHECK_NUMBER(sort_elements(0, 3000, 8), 2999);
	CHECK_NUMBER(sort_elements(5, 3000, 8), 2999);
	CHECK(sort_elements(1, 3000, 8) < 3000 * 5);
	CHECK(sort_elements(2, 3000, 8) < 3000 * 5);
}

/* What the comparisons of a sort came to. */
struct rest_order {
	uint32_t num_same, compared;
};

static int compare_rest(const void *a, const void *b, void *owner)
{
	const uint32_t *x = a, *y = b;
	struct rest_order *order = owner;

	order->compared++;
	order->num_same += *x == *y;
	return (*x > *y) - (*x < *y);
}

static int compare_numbers(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void sort_rest_of(size_t in_order, size_t num, uint32_t range)
{
	uint32_t ours[300], theirs[300], seed = (uint32_t)(in_order * 7919 + num * 31 + range);
	struct rest_order order = {0};
	bool has_same = false;

	for (size_t i = 0; i < num; i++)
		ours[i] = theirs[i] = (seed = seed * 1664525 + 1013904223) % range;
	qsort(ours, in_order, sizeof ours[0], compare_numbers);
	qsort(theirs, num, sizeof theirs[0], compare_numbers);
	for (size_t i = 1; i < in_order; i++)
		if (ours[i - 1] == ours[i])
			return; /* of those in order, none is twice */
	for (size_t i = 1; i < num; i++)
		has_same |= theirs[i - 1] == theirs[i];
	sort_rest(ours, in_order, num, sizeof ours[0], compare_rest, &order);
	CHECK(memcmp(ours, theirs, num * sizeof ours[0]) == 0);
	CHECK_NUMBER(order.num_same > 0, has_same);
}

TEST(sort_rest, "what comes behind elements in order is put in between, and two that are the same are compared with each other")
{
	struct rest_order order = {0};
	uint32_t numbers[3000];

	for (size_t num = 0; num <= 300; num += num < 20 ? 1 : 35)
		for (size_t in_order = 0; in_order <= num; in_order += in_order + 12 < num ? 5 : 1) {
			sort_rest_of(in_order, num, 100000);
			sort_rest_of(in_order, num, 2000);
		}
	for (uint32_t i = 0; i < 2990; i++)
		numbers[i] = 2 * i;
	for (uint32_t i = 0; i < 10; i++)
		numbers[2990 + i] = 601 * i;
	sort_rest(numbers, 2990, 3000, sizeof numbers[0], compare_rest, &order);
	CHECK(order.compared < 200);
}

static bool is_number_before(const void *element, const void *key)
{
	return *(const uint32_t *)element < *(const uint32_t *)key;
}

TEST(sort_num_before, "in any number of elements the place of a key is behind all that come before it")
{
	uint32_t elements[40];

	for (size_t num = 0; num <= 40; num++) {
		for (size_t i = 0; i < num; i++)
			elements[i] = (uint32_t)(i / 3); /* three of each */
		for (uint32_t key = 0; key < 16; key++)
			CHECK_NUMBER(sort_num_before(elements, num, sizeof elements[0], is_number_before, &key), 3 * key < num ? 3 * key : num);
	}
}

TEST(error_cut, "an error that is too long is cut between characters, and the reason of the system stays")
{
	char path[901] = "";

	for (size_t i = 0; i < 900; i++)
		path[i] = "\xe5\xa5\xbd"[i % 3];
	for (int before = 0; before < 3; before++) {
		struct error said = {0}, system = {0};

		errno = ENOENT;
		error_errno(&system, "%.*s%s cannot be read", before, "xx", path);
		error_set(&said, ERROR_USAGE, "%.*s%s is none", before, "xx", path);
		CHECK(text_is_utf8(span_of_text(said.text)) && strlen(said.text) > 508);
		CHECK(text_cut_len(said.text + before, 100) == 99 && text_cut_len("ab", 3) == 2);
		CHECK(text_is_utf8(span_of_text(system.text)) && span_ends(span_of_text(system.text), ": No such file or directory"));
	}
}

TEST(name_set_places, "where a name stands in a set is another place in each run, so that nobody can choose names that meet")
{
	ARENA_CLEANUP struct arena arena = arena_new(1 << 20);
	struct name_set sets[2] = {{.num = 0}, {.num = 0}};
	char names[1000][16];
	size_t num_moved = 0;

	for (size_t i = 0; i < 1000; i++) {
		snprintf(names[i], sizeof names[i], "name %zu", i);
		for (size_t set = 0; set < 2; set++)
			CHECK(name_set_add(&sets[set], &arena, 0, span_of_text(names[i])) == NAME_SET_NEW);
	}
	for (size_t i = 0; i < 1000; i++)
		num_moved += name_set_find(&sets[0], 0, span_of_text(names[i])) != name_set_find(&sets[1], 0, span_of_text(names[i]));
	CHECK(num_moved > 900);
	CHECK(name_set_add(&sets[0], &arena, 0, span_of_text("name 7")) == NAME_SET_SEEN);
	CHECK(name_set_add(&sets[0], &arena, 1, span_of_text("name 7")) == NAME_SET_NEW);
}
