/*
 * Text: what is escaped, shown, matched and compared.
 */
#include "harness.h"

#include "bytes/alike.h"
#include "bytes/fold.h"
#include "bytes/look.h"
#include "bytes/text.h"
#include "bytes/unseen.h"

TEST(text_escape, "invalid UTF-8, NUL and backslash are escaped, surrogates of Java's UTF-8 are joined, all else stays")
{
	ARENA_CLEANUP struct arena arena = arena_new(4096);

	CHECK_TEXT(text_escape(&arena, span_of("a\\\0\xff\xe4\xb8\xad", 7)), "a\\\\\\x00\\xff\xe4\xb8\xad");
	CHECK_TEXT(text_escape(&arena, span_of("\xed\xa0\x80\xc0\x80", 5)), "\\xed\\xa0\\x80\\xc0\\x80");
	CHECK_TEXT(text_escape_java(&arena, span_of("x\xed\xa0\xbd\xed\xb8\x80\xed\xa0\x80y", 11)), "x\xf0\x9f\x98\x80\\xed\\xa0\\x80y");
	CHECK_TEXT(text_escape_utf16(&arena, span_of("a\0\0\xd8x\0\x3d\xd8\0\xde", 10)), "a\\ud800x\xf0\x9f\x98\x80");
}

TEST(text_to_surrogates, "a character beyond 16 bits is two surrogates in Java's UTF-8, which are joined to it again; nothing else is")
{
	static const char *const others[] = {"", "a", "\xe4\xb8\xad", "\xf0\x9f\x98", "\xf5\x80\x80\x80"};
	char pair[6], joined[4];

	CHECK_NUMBER(text_to_surrogates(span_of("\xf0\x9f\x98\x80y", 5), pair), 6);
	CHECK(memcmp(pair, "\xed\xa0\xbd\xed\xb8\x80", 6) == 0);
	CHECK_NUMBER(text_surrogates(span_of(pair, 6), joined), 6);
	CHECK(memcmp(joined, "\xf0\x9f\x98\x80", 4) == 0);
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		CHECK_NUMBER(text_to_surrogates(span_of_text(others[i]), pair), 0);
}

TEST(text_visible, "controls and bidi characters never reach a terminal")
{
	BUF_CLEANUP struct buf out = buf_new(4096);

	text_visible(&out, "a\x1b[31m\xe2\x80\xae\xc2\x85z");
	buf_byte(&out, 0);
	CHECK_TEXT((char *)out.data, "a\\u{1B}[31m\\u{202E}\\u{85}z");
}

TEST(text_visible_cell, "what stands in columns has one blank where blanks of any width stand together, and shows controls")
{
	BUF_CLEANUP struct buf out = buf_new(4096);

	text_visible_cell(&out, "  1.0 (1)   clean.apk\u3000\u00a0x\u2003y\n z\xff");
	buf_byte(&out, 0);
	CHECK_TEXT((char *)out.data, "  1.0 (1) clean.apk x y\\u{A} z\\xff");
}

TEST(text_unseen, "characters that take no room are shown, and joiners of emoji are left alone")
{
	BUF_CLEANUP struct buf out = buf_new(4096);

	text_visible(&out, "a\xe2\x80\x8b" "b\xc2\xad\xe2\x81\xa0\xe2\x80\x8d");
	buf_byte(&out, 0);
	CHECK_TEXT((char *)out.data, "a\\u{200B}b\\u{AD}\\u{2060}\xe2\x80\x8d");
}

TEST(unseen_any_hidden, "what is not seen hides nothing where emoji or a script need it, and does anywhere else")
{
	static const char *const honest[] = {
		"Sale\u203c\ufe0f", "Top #\ufe0f\u20e31", "*\ufe0f\u20e3", "Wave\u3030\ufe0f", "1\u20e3\ufe0f", "\u3297\ufe0f", "I\u2764\ufe0fU",
		"\U0001f468\u200d\U0001f469\u200d\U0001f467", "\u2764\ufe0f\u200d\U0001f525",
		"\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
		"\u0915\u094d\u200d\u0937", "\u200f\u0645\u0631\u062d\u0628\u0627", "\u05e9\u05dc\u05d5\u05dd (1)\u200e", "\u0e41\u0e2d\u0e1b\u200b\u0e02",
		"Go\u200b\u1780\u1798\u17d2\u1798", "\u0e81\u200b\u0e82", "\u1000\u200b\u1001", "\u182e\u1823\u180b\u180e\u1824", "\u845b\U000e0100\u57ce", "\u845b\ufe00",
	}, *const deceitful[] = {
		"\u62db\u200d\u5546", "\u62db\u200b\u5546", "\u62db\ufe0f\u5546", "\u62db\U000e0041\u5546", "\u62db\u180b\u5546", "Pay\u200bPal", "Pay\u200dPal",
		"Pay\ufe0fPal", "Pay\U000e0100Pal", "\u200dPay", "Pay\u200e", "\u0645\u200b\u0631", "!\ufe0f", "1\U000e0041",
		"\u62db\ufffc\u5546", "\u62db\ue000\u5546", "\u62db\ufdd0\u5546", "\u62db\U0001ffff\u5546", "\u62db\U00013430\u5546", "\u62db\u0301\u5546", "\u62db\u20dd\u5546",
	};

	for (size_t i = 0; i < sizeof honest / sizeof honest[0]; i++)
		CHECK(!unseen_any_hidden(honest[i]));
	for (size_t i = 0; i < sizeof deceitful / sizeof deceitful[0]; i++)
		CHECK(unseen_any_hidden(deceitful[i]));
}

TEST(fold_hidden, "a name is compared without what is drawn as nothing, and without marks upon Chinese characters")
{
	static const char *const hidden[] = {"\ufffc", "\ue000", "\U000f0000", "\ufdd0", "\uffff", "\U0001fffe", "\U00013430", "\u0301", "\u20dd", "\u302a", "\ufe20", "\u3099"};
	struct arena arena ARENA_CLEANUP = arena_new(1 << 20);

	for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++) {
		CHECK_TEXT(fold_label(&arena, arena_printf(&arena, "裸%s贷", hidden[i])), "裸贷");
		CHECK_TEXT(fold_words(&arena, arena_printf(&arena, "裸 %s贷%s。", hidden[i], hidden[i]), false), "裸贷。");
	}
	CHECK_TEXT(fold_label(&arena, "招商银行\u303e"), "招商银行");
}

TEST(fold_signs, "a name is compared without signs that are no letters, and Latin letters without the marks upon them")
{
	static const char *const signs[] = {"™", "℠", "℗", " ™", "ᵀᴹ", "℡", "˙", "ˉ", "ˊ", "ʼ", "ꓸ", "﹒", "،", "।", "՚", "〻", "丨", "ー", "ｰ", "ـ", "€"};
	static const char *const marked[] = {"Páypal", "Pȧypal", "PayPąl", "Pa\u0301ypa\u0301l", "PаyPа\u0301l", "ṔAYṔAŁ", "Pǟypal", "ƤayƤal", "PayPal™"};
	static const char *const others[] = {"かがき", "クリーナー", "жй", "a+b", "ガ行"};
	struct arena arena ARENA_CLEANUP = arena_new(1 << 20);

	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
		CHECK_TEXT(fold_label(&arena, arena_printf(&arena, "微信%s", signs[i])), "微信");
	for (size_t i = 0; i < sizeof marked / sizeof marked[0]; i++)
		CHECK_TEXT(fold_label(&arena, marked[i]), "paypal");
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		CHECK_TEXT(fold_label(&arena, others[i]), others[i]);
	CHECK_TEXT(fold_label(&arena, "й\u0438\u0306"), "йй");
	CHECK_TEXT(fold_text(&arena, "Café™"), "café™");
}

TEST(fold_orders, "two or three words of a name stand in every other order, parted by blanks and signs that are seen")
{
	static const char *const two[] = {"Pal Pay", "Pal\u3000｜Pay", "(Pal) Pa\u200by!", "Ｐａｌ-Pay"};
	static const char *const three[] = {"abdefc", "cabdef", "cdefab", "defabc", "defcab"};
	static const char *const none[] = {"", "PayPal", "Pal\u200bPay", " Pal ", "a b c d", "。"};
	struct arena arena ARENA_CLEANUP = arena_new(1 << 20);
	const char *orders[FOLD_ORDERS];

	for (size_t i = 0; i < sizeof two / sizeof two[0]; i++) {
		CHECK_NUMBER(fold_orders(&arena, two[i], orders), 1);
		CHECK_TEXT(orders[0], "paypal");
	}
	CHECK_NUMBER(fold_orders(&arena, "ab C  DEF", orders), FOLD_ORDERS);
	for (size_t i = 0; i < FOLD_ORDERS; i++)
		CHECK_TEXT(orders[i], three[i]);
	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
		CHECK_NUMBER(fold_orders(&arena, none[i], orders), 0);
}

TEST(fold_traditional, "a character that simplified writing has not is compared as the one that it has in its place, and none of its own as another")
{
	struct arena arena ARENA_CLEANUP = arena_new(1 << 20);

	CHECK_TEXT(fold_label(&arena, "招商銀行 滙豐 支付寳 峯羣囯"), "招商银行汇丰支付宝峰群国");
	CHECK_TEXT(fold_label(&arena, "乾坤 後藉"), "乾坤後藉");
}

TEST(fold_look_alike, "letters of other scripts are compared as the Latin ones that they look like")
{
	static const char *const names[] = {"Раураӏ", "ᏢayPal", "ꓑayPal", "ⲢayPal", "ᑭayPal", "Payꓑal", "ꓑꓮꓬꓑꓮꓡ", "PаyPаl"};
	struct arena arena ARENA_CLEANUP = arena_new(1 << 20);

	CHECK_TEXT(fold_label(&arena, names[0]), "paypai");
	CHECK_TEXT(fold_taken(&arena, names[0]), "paypal");
	for (size_t i = 1; i < sizeof names / sizeof names[0]; i++)
		CHECK_TEXT(fold_label(&arena, names[i]), "paypal");
	CHECK_TEXT(fold_words(&arena, "Gаme ɡаmеѕ", false), "game games");
}

TEST(fold_taken, "a stroke is taken for a small l beside small letters, for a capital I beside capital ones, a digit for a letter within a word, and for itself elsewhere")
{
	static const char *const taken[][2] = {
		{"PayPaI", "paypal"}, {"PayPa1", "paypal"}, {"AIipay", "alipay"}, {"Iinkedln", "linkedln"}, {"lCBC", "icbc"}, {"HlLTON", "hilton"}, {"Pay\u200bPa\u200bІ", "paypal"}, {"PayPa|", "paypal"}, {"Pay Pa｜", "paypal"},
		{"G00gle", "google"}, {"Taoba0", "taobao"}, {"TAOBA0", "taobao"}, {"A1IPAY", "aiipay"}, {"BA1DU", "baidu"}, {"1CBC", "icbc"}, {"0ffice 5", "office5"}, {"T1kT0k", "tlktok"}, {"Mes5age", "message"}, {"WEIB0微博", "weibo微博"}, {"Ｂ0SS直聘", "boss直聘"},
	};
	static const char *const itself[] = {"PayPal", "Mail", "MAIL", "AI Photo", "WIFI", "A1", "iPhone 15", "招商银行", "I", "微信|工具", "",
					     "12306", "360", "58同城", "4399", "91VPN", "1号店", "5G", "3D", "4S店", "U8", "WiFi6", "MP3", "Game5", "Windows 7", "Win10", "51job", "iOS18", "Q1", "第0章"};
	struct arena arena ARENA_CLEANUP = arena_new(1 << 20);

	for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++)
		CHECK_TEXT(fold_taken(&arena, taken[i][0]), taken[i][1]);
	for (size_t i = 0; i < sizeof itself / sizeof itself[0]; i++)
		CHECK_TEXT(text_or_empty(fold_taken(&arena, itself[i])), "");
}

/* Each with a | behind it. */
static void take_label(void *owner, const char *label)
{
	buf_text(owner, label);
	buf_text(owner, "|");
}

static void check_each(const char *label, const char *wanted)
{
	struct arena arena ARENA_CLEANUP = arena_new(1 << 20);
	BUF_CLEANUP struct buf labels = buf_new(1 << 20);

	look_each(&arena, label, take_label, &labels);
	buf_add(&labels, "", 1);
	CHECK_TEXT((const char *)labels.data, wanted);
}

static void count_label(void *owner, const char *label)
{
	(void)label;
	(*(size_t *)owner)++;
}

TEST(look_of, "a character that is taken for another one, and Katakana beside one, is seen as that; the same of labels that look alike")
{
	static const char *const looks[][2] = {
		{"徽信", "微信"}, {"徵信", "微信"}, {"太众点评", "大众点评"}, {"夭猫", "天猫"}, {"エ商银行", "工商银行"}, {"腾汛ロ令", "腾讯口今"}, {"囗袋", "口袋"}, {"未来 己", "未来已"}, {"G00gle 圡豆", "google土豆"},
		{"微信", "微信"}, {"カメラ", "カメラ"}, {"PayPaI", "paypal"}, {"後台", "后台"}, {"", ""},
	};
	struct arena arena ARENA_CLEANUP = arena_new(1 << 20);

	for (size_t i = 0; i < sizeof looks / sizeof looks[0]; i++)
		CHECK_TEXT(look_of(&arena, looks[i][0]), looks[i][1]);
	CHECK_TEXT(look_other(&arena, "徽信"), "微信");
	CHECK(look_other(&arena, "微信") == NULL && look_other(&arena, "微-信") == NULL);
	CHECK(look_of(&arena, "裸\xFF贷") != NULL);
}

TEST(look_each, "all labels that look like one are named, of those in which too much does those that differ at the beginning")
{
	struct arena arena ARENA_CLEANUP = arena_new(1 << 20);
	size_t num = 0;

	check_each("微信", "徵信|徽信|");
	check_each("未日", "未曰|末日|末曰|");
	check_each("招商", "");
	look_each(&arena, "人人人人人人人人", count_label, &num);
	CHECK_NUMBER(num, LOOK_MOST - 1);
	look_each(&arena, "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二未", count_label, &num);
	CHECK_NUMBER(num, LOOK_MOST - 1);
}

TEST(alike_names, "two names say the same where one stands in the other or they have most of their characters in common, of Chinese ones by these alone")
{
	static const char *const pairs[][2] = {{"招商银行", "招商银行手机版"}, {"招行", "招商银行"}, {"微信读书", "读书"}, {"微信读书", "微信阅读"}, {"QQ 音乐", "qq音乐"}, {"全民K歌", "K歌"},
					       {"58同城", "同城"}, {"新浪微博", "微博"}, {"Notes", "My Notes"}, {"墨", "墨"}, {"🎮", "🎮"}, {"Genshin", "Genshin Impact"}};
	static const char *const apart[][2] = {{"招财猫", "招商银行"}, {"招财记账本", "招商银行"}, {"招商记账", "招商银行"}, {"银行助手", "招商银行"}, {"招财进宝商务银钱出行记账", "招商银行"}, {"招财记账", "招商银行"},
					       {"记事本 Notes", "招商银行 Notes"}, {"记事本", "PayPal"}, {"Notes", "招商银行"}, {"Notes", "PayPal"}, {"墨", "墨天气"}, {"京喜", "京东"}, {"", "招商银行"}};
	struct arena arena ARENA_CLEANUP = arena_new(1 << 20);

	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
		if (!alike_names(&arena, pairs[i][0], pairs[i][1]) || !alike_names(&arena, pairs[i][1], pairs[i][0]))
			test_fail(__FILE__, __LINE__, "%s and %s are apart", pairs[i][0], pairs[i][1]);
	for (size_t i = 0; i < sizeof apart / sizeof apart[0]; i++)
		if (alike_names(&arena, apart[i][0], apart[i][1]) || alike_names(&arena, apart[i][1], apart[i][0]))
			test_fail(__FILE__, __LINE__, "%s and %s are alike", apart[i][0], apart[i][1]);
}

TEST(alike_pictures, "two pictures look alike where their hashes differ in a bit for every four lines, five at most; plain ones have few, and of these only the same does")
{
	static const char *const pairs[][2] = {{"84f0f0b686c2e6f4", "86f0f0b2c6c2e6f4"}, {"e0b4968ababcb8f8", "e0b49a9ababcb8f8"}, {"fcbe9696aa968ef8", "fcbe9696aa96cce0"},
					       {"e0b4968ababcb8f8", "e0b4968ababcb8e7"}, {"c0c0808080808080", "e0e0808080808080"}, {"0000000000000000", "0000000000000000"}};
	static const char *const apart[][2] = {{"c0c09e969696c0c0", "c0c086868686c0c0"}, {"e0b4968ababcb8f8", "e0b4968ababcb9e7"}, {"c0c0808080808080", "c0c0808080800000"},
					       {"0000000000000000", "0000000000000001"}, {"e0b4968ababcb8f8", "e0b4968ababcb8f"}, {"e0b4968ababcb8f8", "e0b4968ababcb8fx"}};

	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
		if (!alike_pictures(pairs[i][0], pairs[i][1]) || !alike_pictures(pairs[i][1], pairs[i][0]))
			test_fail(__FILE__, __LINE__, "%s and %s are apart", pairs[i][0], pairs[i][1]);
	for (size_t i = 0; i < sizeof apart / sizeof apart[0]; i++)
		if (alike_pictures(apart[i][0], apart[i][1]) || alike_pictures(apart[i][1], apart[i][0]))
			test_fail(__FILE__, __LINE__, "%s and %s are alike", apart[i][0], apart[i][1]);
}

TEST(text_plain_len, "plain text ends before the first control character, backslash or byte beyond ASCII, wherever that stands")
{
	for (unsigned byte = 0; byte < 256; byte++)
		for (size_t at = 0; at < 20; at++) {
			char text[20];

			memset(text, '~', sizeof text);
			text[at] = (char)byte;
			CHECK_NUMBER(text_plain_len(span_of(text, sizeof text)), byte < 0x20 || byte > 0x7E || byte == '\\' ? at : 20);
		}
}

TEST(text_glob, "a star matches any run and nothing else is special")
{
	CHECK(text_glob("com.*.pay", "com.example.x.pay"));
	CHECK(!text_glob("com.*.pay", "com.example.pays"));
	CHECK(text_glob("*", ""));
	CHECK(!text_glob("a?c", "abc"));
	CHECK(text_glob("*ab*", "aab") && text_glob("*aab", "aaab") && text_glob("a*", "a") && text_glob("**b", "ab"));
	CHECK(!text_glob("*ab", "aba") && !text_glob("*b*c", "acb") && !text_glob("*x", "ab"));
}

TEST(text_order, "text that is not there is the same as none but that; it is before all others or behind them, and has no file's name")
{
	CHECK(text_same(NULL, NULL) && text_same("a", "a") && !text_same(NULL, "") && !text_same("", NULL) && !text_same("a", "b"));
	CHECK(text_compare(NULL, "") == 0 && text_compare(NULL, "a") < 0 && text_compare("b", NULL) > 0 && text_compare("a", "b") < 0);
	CHECK(text_compare_null_last(NULL, NULL) == 0 && text_compare_null_last(NULL, "z") > 0 && text_compare_null_last("z", NULL) < 0 &&
	      text_compare_null_last("", NULL) < 0 && text_compare_null_last("b", "a") > 0);
	CHECK(text_file_name(NULL) == NULL);
	CHECK_TEXT(text_file_name("a/b/c"), "c");
	CHECK_TEXT(text_file_name("c"), "c");
	CHECK_TEXT(text_file_name("a/"), "");
}
