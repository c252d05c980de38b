#include "harness.h"

#include "bytes/digest.h"
#include "bytes/mask.h"
#include "desk/patrol_judge.h"
#include "desk/sample.h"
#include "desk/todo.h"

static void check_mask(const char *text, const char *wanted)
{
	ARENA_CLEANUP struct arena arena = arena_new(1 << 16);
	bool found;
	const char *masked = mask_text(&arena, text, &found);

	CHECK_TEXT(masked, wanted);
	CHECK(found == (strcmp(text, wanted) != 0));
}

TEST(mask_personal, "phone numbers, identity numbers and mail addresses in a text are masked")
{
	check_mask("电话13812345678。", "电话138****5678。");
	check_mask("+86 138-1234-5678", "+86 138******5678");
	check_mask("8613812345678", "861******5678");
	check_mask("010-12345678 or 0519 8123456", "010*****5678 or 051*****3456");
	check_mask("11010119900307123X", "110***********123X");
	check_mask("tel13812345678", "tel138****5678");
	check_mask("to li.wei+x@example.com.cn!", "to l*******@example.com.cn!");
	check_mask("to l@example.com.cn", "to *@example.com.cn");
	check_mask("用户１３８１２３４５６７８投诉", "用户１３８****５６７８投诉");
	check_mask("138.1234.5678,139 1234 5678;137·1234·5678 1361234-5678", "138******5678,139******5678;137******5678 136*****5678");
	check_mask("138\xe2\x80\x8b" "12345678 138\xe3\x80\x80" "1234\xe3\x80\x80" "5678", "138*****5678 138******5678");
	check_mask("138一2345678，一三八一二三四五六七八，第一13812345678", "138****5678，一三八****五六七八，第一138****5678");
	check_mask("0086-13812345678 ＋８６ １３８１２３４５６７８ 008613812345678", "0086-138****5678 ＋８６ １３８****５６７８ 008********5678");
	check_mask("(010)12345678 ０５１９－８１２３４５６ 0519.8123.4567", "(010*****5678 ０５１*****３４５６ 051*******4567");
	check_mask("卡6222021234567890123、4111 1111 1111 1111/3782-822463-10005", "卡622************0123、411************1111/378**********0005");
	check_mask("110101 19900307 1233，１１０１０１１９９００３０７１２３ｘ", "110*************1233，１１０***********１２３ｘ");
}

TEST(mask_rest, "dates, hashes, versions and amounts in a text stay as they are")
{
	check_mask("2026-09-30 2026-10-16 12:00", "2026-09-30 2026-10-16 12:00");
	check_mask("ba7816bf8f01cfea414140de13812345678ae222", "ba7816bf8f01cfea414140de13812345678ae222");
	check_mask("com.example.app@321, 12,800.00, 1700000000000", "com.example.app@321, 12,800.00, 1700000000000");
	check_mask("a@b", "a@b");
	check_mask("131.0.6778.205 138.0.7204.1002 2024.1.3.1381", "131.0.6778.205 138.0.7204.1002 2024.1.3.1381");
	check_mask("2026-09-30 2026-10-16 3026 09 30 20261128120001 2026/11/28-2027/11/28", "2026-09-30 2026-10-16 3026 09 30 20261128120001 2026/11/28-2027/11/28");
	check_mask("苏ICP备20209928号-3A，苏B2-20200928，2020SR0123456，ISBN 978-7-5153-4567-8", "苏ICP备20209928号-3A，苏B2-20200928，2020SR0123456，ISBN 978-7-5153-4567-8");
	check_mask("91320411MA1W00000X 911101010000123456 110000000000000000", "91320411MA1W00000X 911101010000123456 110000000000000000");
	check_mask("4111111111111112 1234567890123452 41111111111111111111111", "4111111111111112 1234567890123452 41111111111111111111111");
	check_mask("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	check_mask("十二月一日，第三版，二〇二六年十一月二十八日", "十二月一日，第三版，二〇二六年十一月二十八日");
	check_mask("11012345678 12912345678", "11012345678 12912345678");
	check_mask("\xff" "138\xc3", "\xff" "138\xc3");
	check_mask("", "");
}

static void check_part(char *(*mask)(struct arena *arena, const char *text), const char *text, const char *wanted)
{
	ARENA_CLEANUP struct arena arena = arena_new(1 << 16);

	CHECK_TEXT(mask(&arena, text), wanted);
}

TEST(mask_whole, "contact data is masked whatever it looks like, short ones whole, in characters and not in bytes")
{
	check_part(mask_phone, "13812345678", "138****5678");
	check_part(mask_phone, "+86 138 1234 5678", "+86**********5678");
	check_part(mask_phone, "12345", "*****");
	check_part(mask_mail, "li.wei@example.cn", "l*****@example.cn");
	check_part(mask_mail, "l@example.cn", "*@example.cn");
	check_part(mask_mail, "no address", "n*********");
	check_part(mask_name, "李小明", "李**");
	check_part(mask_name, "李", "*");
	check_part(mask_address, "江苏省常州市新北区太湖东路9号", "江苏省常州市*********");
	check_part(mask_address, "太湖东路9号", "******");
	check_part(mask_contact, "张三丰, 13812345678/z.sf@example.cn", "张**, 138****5678/z***@example.cn");
	check_part(mask_contact, "Wang Wei tel:0519-8123 4567 ", "W*** W** t**:********* 4*** ");
	check_part(mask_contact, "", "");
	check_part(mask_name, "", "");
	check_part(mask_phone, NULL, NULL);
}

/* The SHA-256 of the number in decimal, as a package's would be. */
static bool is_drawn(const char *seed, int number)
{
	char text[16], hex[DIGEST_HEX_MAX];

	snprintf(text, sizeof text, "%d", number);
	digest_hex_of(DIGEST_SHA256, span_of_text(text), hex);
	return sample_is_drawn(seed, 2, (const char *[]){hex}, 1);
}

TEST(sample_share, "two of a hundred passes are drawn, the same ones every time, and others by another seed")
{
	static const int first[] = {29, 60, 127, 184, 371, 372, 440, 441};
	size_t num = 0, num_of_both = 0, at = 0;

	for (int i = 0; i < 20000; i++) {
		bool drawn = is_drawn("prelist", i);

		if (drawn && at < sizeof first / sizeof first[0])
			CHECK(i == first[at++]);
		num += drawn;
		num_of_both += drawn && is_drawn("other", i);
	}
	CHECK(num > 340 && num < 460);
	CHECK(num_of_both < 30);
}

TEST(sample_edges, "no pass is drawn at 0 percent, every one at 100")
{
	const char *sha256[] = {"00", "01"};

	CHECK(!sample_is_drawn("x", 0, sha256, 2));
	CHECK(sample_is_drawn("x", 100, sha256, 2));
}

TEST(expiry_stages, "a licence is named 120 days before it ends, which is before the day to ask for another, and 90, 60, 30 and 0 days before")
{
	static const struct {
		int64_t days, stage;
	} cases[] = {{121, FACT_ABSENT}, {120, 120}, {91, 120}, {90, 90}, {61, 90}, {60, 60}, {31, 60}, {30, 30}, {1, 30}, {0, 0}, {-1, -1}};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		CHECK(todo_expiry_stage(cases[i].days) == cases[i].stage);
}

/* Of so many versions, as many as are taken until the round ends where a rule runs out of time on each step-th one; 0: it goes on to its end. */
static size_t taken_until(size_t num_versions, size_t step)
{
	const struct rule rule = {.id = "my.slow", .file = "my.sql", .line = 1};
	struct patrol_overruns overruns = {.num_versions = num_versions};
	struct patrol_result slow = {.ran_out = &rule}, quick = {.number = 1};
	struct error err = {0};

	for (size_t i = 1; i <= num_versions; i++)
		if (!patrol_overruns_take(&overruns, i % step == 0 ? &slow : &quick, &err))
			return i;
	return 0;
}

TEST(overruns_end, "rules may run out of their time on a hundredth of the versions of a round, or on seven where that is more, and end it with the next one")
{
	CHECK(taken_until(7, 1) == 0);
	CHECK(taken_until(100, 1) == 8);
	CHECK(taken_until(100, 2) == 16);
	CHECK(taken_until(100000, 1) == 1000);
	CHECK(taken_until(100000, 100) == 100000);
	CHECK(taken_until(100000, 101) == 0);
}
