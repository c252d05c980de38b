#include "harness.h"

#include "desk/mask.h"

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
}

TEST(mask_rest, "dates, hashes, versions and amounts in a text stay as they are")
{
	check_mask("2026-09-30 2026-10-16 12:00", "2026-09-30 2026-10-16 12:00");
	check_mask("ba7816bf8f01cfea414140de13812345678ae222", "ba7816bf8f01cfea414140de13812345678ae222");
	check_mask("com.example.app@321, 12,800.00, 1700000000000", "com.example.app@321, 12,800.00, 1700000000000");
	check_mask("a@b", "a@b");
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
	check_part(mask_name, "", "");
	check_part(mask_phone, NULL, NULL);
}
