#include "harness.h"
#include "rules_folder.h"

#include "bytes/buf.h"
#include "bytes/fold.h"
#include "cli/blacklist_file.h"
#include "judge/blacklist_scope.h"
#include "judge/judge.h"

#include <stdlib.h>

#define SHA256 "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define MD5 "900150983cd24fb0d6963f7d28e17f72"

static struct reading *package_of(const char *signing, const char *role)
{
	struct reading *reading = reading_new(1 << 20);
	struct fact_package row = fact_package_row();
	struct fact_certificate certificate = fact_certificate_row();
	struct fact_signature signature = fact_signature_row();

	row.path = certificate.path = signature.path = "";
	row.platform = "android";
	row.app_id = "com.example.app";
	row.version_code = 7;
	row.size = 3;
	row.md5 = MD5;
	row.signing = signing;
	row.complete = row.code_visible = 1;
	certificate.role = role;
	certificate.scheme = signature.scheme = "v2";
	certificate.position = 0;
	certificate.sha256 = SHA256;
	signature.status = "verified";
	fact_signature_emit(&reading->sink, &signature);
	fact_package_emit(&reading->sink, &row);
	fact_certificate_emit(&reading->sink, &certificate);
	return reading;
}

static void normalises(enum blacklist_kind kind, const char *value, const char *wanted)
{
	struct arena arena ARENA_CLEANUP = arena_new(1 << 20);
	struct error err = {0};
	const char *normal = NULL;

	if (!blacklist_normalise(&arena, kind, value, &normal, &err) || strcmp(normal, wanted) != 0)
		test_fail(__FILE__, __LINE__, "'%s': %s, not %s", value, err.text[0] != '\0' ? err.text : normal, wanted);
}

static void refuses_domain(const char *value, const char *wanted)
{
	struct arena arena ARENA_CLEANUP = arena_new(1 << 20);
	struct error err = {0};
	const char *normal = NULL;

	if (blacklist_normalise(&arena, BLACKLIST_DOMAIN, value, &normal, &err) || strstr(err.text, wanted) == NULL)
		test_fail(__FILE__, __LINE__, "'%s': %s", value, err.text);
}

TEST(entry_domain, "a domain has one spelling: small letters of any script, a mark with its letter, no last dot, other letters as xn--; a URL is refused with what to write")
{
	normalises(BLACKLIST_DOMAIN, "EVIL.com.", "evil.com");
	normalises(BLACKLIST_DOMAIN, "*.Evil.com", "*.evil.com");
	normalises(BLACKLIST_DOMAIN, "ads*.evil.com", "ads*.evil.com");
	normalises(BLACKLIST_DOMAIN, "localhost", "localhost");
	normalises(BLACKLIST_DOMAIN, "中文.com", "xn--fiq228c.com");
	normalises(BLACKLIST_DOMAIN, "*.中文。ＣＯＭ", "*.xn--fiq228c.com");
	normalises(BLACKLIST_DOMAIN, "XN--FIQ228C.com", "xn--fiq228c.com");
	normalises(BLACKLIST_DOMAIN, "bücher.example", "xn--bcher-kva.example");
	normalises(BLACKLIST_DOMAIN, "他们为什么不说中文", "xn--ihqwcrb4cv8a8dqg056pqjye");
	normalises(BLACKLIST_DOMAIN, "3年b組金八先生", "xn--3b-ww4c5e180e575a65lsy2b");
	normalises(BLACKLIST_DOMAIN, "Пример.РФ", "xn--e1afmkfd.xn--p1ai");
	normalises(BLACKLIST_DOMAIN, "ҐАНОК.укр", "xn--80auie62b.xn--j1amh");
	normalises(BLACKLIST_DOMAIN, "MÜNCHEN.de", "xn--mnchen-3ya.de");
	normalises(BLACKLIST_DOMAIN, "MU\u0308nchen.de", "xn--mnchen-3ya.de");
	normalises(BLACKLIST_DOMAIN, "ΆΒΓ.gr", "xn--hxamd.gr");
	normalises(BLACKLIST_DOMAIN, "VĂN-PHÒNG-ƯỚC.vn", "xn--vn-phng-c-z6a6p43fqv6o.vn");
	normalises(BLACKLIST_DOMAIN, "ՀԱՅ.հայ", "xn--y9a3aq.xn--y9a3aq");
	refuses_domain("https://Evil.com/", "write 'evil.com'");
	refuses_domain("https://u@evil.com:80/x?y", "write 'evil.com'");
	refuses_domain("evil.com:8080", "write 'evil.com'");
	refuses_domain(".evil.com", "write '*.evil.com'");
	refuses_domain("*中文.com", "needs a host name");
	refuses_domain("a..b", "needs a host name");
	refuses_domain("a b.com", "needs a host name");
	refuses_domain("", "needs a host name");
}

TEST(entry_hash, "a digest is taken as tools print it")
{
	normalises(BLACKLIST_FILE, "SHA256:" SHA256, SHA256);
	normalises(BLACKLIST_FILE, "md5=90:01:50:98 3C:D2:4F:B0:D6:96:3F:7D:28:E1:7F:72\t", MD5);
	normalises(BLACKLIST_CERTIFICATE, " SHA-256: " SHA256 "\n", SHA256);
}

TEST(entry_pasted, "blanks around a value and the widths, dashes and case of a number are no difference; the case of a package name is one")
{
	normalises(BLACKLIST_PACKAGE, " com.Example.shop\n", "com.Example.shop");
	normalises(BLACKLIST_DEVELOPER, "\tDEV-7 ", "dev-7");
	normalises(BLACKLIST_DEVELOPER_NAME, " 某某（北京）網絡 股份有限公司", "某某北京网络");
	normalises(BLACKLIST_DEVELOPER_NAME, "有限公司", "有限公司");
	normalises(BLACKLIST_DEVELOPER_NAME, "某某集团公司有限公司", "某某集团");
	normalises(BLACKLIST_LICENCE, "ISBN 978-7-498-09876-4", "ISBN9787498098764");
	normalises(BLACKLIST_DOMAIN, " evil.com ", "evil.com");
	normalises(BLACKLIST_USCC, "91110000 60003734 1l", "91110000600037341L");
	normalises(BLACKLIST_LICENCE, "许可证编号：苏Ｂ２ — ２０２００９２８", "苏B2-20200928");
	normalises(BLACKLIST_FILING, "苏icp备20209928号－3a", "苏ICP备20209928号-3A");
}

static bool counts(struct blacklist_entry entry)
{
	READING_CLEANUP struct reading *reading = package_of("verified", "signer");

	return blacklist_in_scope(&entry, reading);
}

TEST(fold_text, "a name is compared without blanks and what is not seen, in half-width forms and small letters, marks upon their letters")
{
	static const char *const names[][2] = {
		{"微 信", "微信"}, {"微\xe3\x80\x80信", "微信"}, {"\xef\xbb\xbf微\xe2\x81\xa0信\xe2\x80\x8f", "微信"}, {"WeChat", "wechat"},
		{"Ｗｅｃｈａｔ！", "wechat!"}, {"ÉÀ×ß", "éà×ß"}, {"ĀāĸĹĺŁłŊŸŹźŽſ", "āāĸĺĺłłŋÿźźžſ"}, {"Ω微*", "ω微*"}, {"a＊", "a＊"}, {" \t", ""},
		{"Jose\xcc\x81 E\xcc\x82\xcc\x81 A\xcc\x88", "joséếä"}, {"ДЁЙ Е\xcc\x88 И\xcc\x86", "дёйёй"}, {"ガ カ\xe3\x82\x99", "ガガ"}, {"Ạ\xe2\x84\xaa", "ạk"},
		{"𝐖𝐞𝓒𝕙𝙖𝚝 𝟙", "wechat1"}, {"ⓌⒺ🄲🅷🆀⒯①⑨", "wechqt19"}, {"ﾊﾞﾝｸ㍿", "バンク㍿"}, {"⾊情⻋更", "色情车更"}, {"賭博百家樂代開發票", "赌博百家乐代开发票"},
		{"ªº²㊙㈱", "ao2秘株"}, {"豈\xf0\xaf\xa8\x9d\xf0\xa0\x80\x80", "岂\xf0\xaa\x98\x80\xf0\xa0\x80\x80"},
		{"\xcc\x81x\xcc\x81\xff\xcc\x81", "\xcc\x81x\xcc\x81\xff\xcc\x81"}, {"\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80"},
	};
	struct arena arena ARENA_CLEANUP = arena_new(1 << 20);
	struct error err = {0};
	const char *entry;

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		CHECK_TEXT(fold_text(&arena, names[i][0]), names[i][1]);
	CHECK_TEXT(fold_label(&arena, "【微-信】。！🎲"), "微信");
	CHECK_TEXT(fold_label(&arena, "C++ #1 50% A&B @x"), "c++#150%a&b@x");
	CHECK_TEXT(fold_label(&arena, "…。"), "…。");
	CHECK_TEXT(fold_label(&arena, ".*"), ".*");
	CHECK_TEXT(fold_label(&arena, ""), "");
	CHECK(blacklist_normalise(&arena, BLACKLIST_LABEL, "We Chat*", &entry, &err));
	CHECK_TEXT(entry, "wechat*");
	CHECK(blacklist_normalise(&arena, BLACKLIST_SDK, "We Chat SDK", &entry, &err));
	CHECK_TEXT(entry, "wechat");
	CHECK(!blacklist_normalise(&arena, BLACKLIST_LABEL, " \xe2\x80\x8b", &entry, &err));
}

TEST(scope_app, "an entry of an app counts there, with its platform or without, and nowhere else")
{
	CHECK(counts((struct blacklist_entry){.app = NULL}));
	CHECK(counts((struct blacklist_entry){.app = "com.example.app"}));
	CHECK(counts((struct blacklist_entry){.app = "android:com.example.app"}));
	CHECK(!counts((struct blacklist_entry){.app = "ios:com.example.app"}));
	CHECK(!counts((struct blacklist_entry){.app = "com.example.ap"}));
}

TEST(scope_versions, "versions are version codes, both ends included, either left out")
{
	static const char *const inside[] = {"7", "1-7", "7-9", "-7", "7-", "0-", NULL}, *const outside[] = {"8", "1-6", "8-9", "-6", "8-", NULL};
	static const char *const wrong[] = {"", "-", "a", "1-b", "9-1", "1--2", "+1", " 1", "99999999999999999999", NULL};
	int64_t first, last;

	for (int i = 0; inside[i] != NULL; i++)
		CHECK(counts((struct blacklist_entry){.versions = inside[i]}));
	for (int i = 0; outside[i] != NULL; i++)
		CHECK(!counts((struct blacklist_entry){.versions = outside[i]}));
	for (int i = 0; wrong[i] != NULL; i++)
		CHECK(!blacklist_versions(wrong[i], &first, &last));
	CHECK(blacklist_versions(NULL, &first, &last) && first == INT64_MIN && last == INT64_MAX);
}

TEST(scope_packages, "an entry counts where one package of the submission is what it is narrowed to, a waiver where each is, whichever the main one is said to be")
{
	for (int main = 0; main < 2; main++) {
		READING_CLEANUP struct reading *reading = package_of("verified", "signer");
		struct fact_package row = *reading_rows(reading, package)[0];
		struct blacklist_entry entry = {.kind = BLACKLIST_LIBRARY, .app = "com.example.app", .versions = "1-10"};

		row.package = 1;
		row.version_code = 50;
		fact_package_emit(&reading->sink, &row);
		reading_rows(reading, package)[main]->role = "main";
		CHECK(blacklist_in_scope(&entry, reading));
		entry.versions = "8-49";
		CHECK(!blacklist_in_scope(&entry, reading));
		entry.kind = BLACKLIST_RULE;
		entry.versions = "1-10";
		CHECK(!blacklist_in_scope(&entry, reading));
		entry.versions = "1-50";
		CHECK(blacklist_in_scope(&entry, reading));
		entry.certificate = SHA256; /* which the second one has not */
		CHECK(!blacklist_in_scope(&entry, reading));
		entry.kind = BLACKLIST_LIBRARY;
		CHECK(blacklist_in_scope(&entry, reading));
	}
}

TEST(scope_certificate, "an entry counts for whoever shows the certificate, a waiver only for who verifiably signed with it")
{
	static const struct {
		const char *signing, *role;
		bool waived;
	} cases[] = {{"verified", "signer", true}, {"verified", "lineage", false}, {"verified", "chain", false}, {"failed", "signer", false}};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		READING_CLEANUP struct reading *reading = package_of(cases[i].signing, cases[i].role);
		struct blacklist_entry entry = {.kind = BLACKLIST_PACKAGE, .certificate = SHA256};

		CHECK(blacklist_in_scope(&entry, reading));
		entry.kind = BLACKLIST_RULE;
		CHECK(blacklist_in_scope(&entry, reading) == cases[i].waived);
	}
}

TEST(scope_doubt, "a waiver holds for nobody by his certificate where the signature schemes name different signers")
{
	READING_CLEANUP struct reading *reading = package_of("verified", "signer");
	struct blacklist_entry entry = {.kind = BLACKLIST_RULE, .certificate = SHA256};
	struct fact_anomaly row = fact_anomaly_row();

	row.path = "";
	row.id = "sig.scheme-signer-mismatch";
	row.effect = "evasive";
	CHECK(blacklist_in_scope(&entry, reading));
	fact_anomaly_emit(&reading->sink, &row);
	CHECK(!blacklist_in_scope(&entry, reading));
}

TEST(scope_size, "a file of another size than its hash's is another file")
{
	CHECK(counts((struct blacklist_entry){.kind = BLACKLIST_FILE, .value = MD5, .size = 3}));
	CHECK(counts((struct blacklist_entry){.kind = BLACKLIST_FILE, .value = MD5}));
	CHECK(!counts((struct blacklist_entry){.kind = BLACKLIST_FILE, .value = MD5, .size = 4}));
}

TEST(scope_days, "an entry counts from its first day to its last, both included")
{
	const struct blacklist_entry entry = {.since = "2026-01-02", .until = "2026-01-04"};

	CHECK(!blacklist_in_force(&entry, "2026-01-01") && blacklist_in_force(&entry, "2026-01-02"));
	CHECK(blacklist_in_force(&entry, "2026-01-04") && !blacklist_in_force(&entry, "2026-01-05"));
}

/* The verdict of a rule that finds that verdict, under a seed; override: desk.override_rejects. */
static struct judgement *judge_under(const char *seed, const char *verdict, const char *override)
{
	RULES_FOLDER_CLEANUP struct rules_folder folder = rules_folder_make();
	READING_CLEANUP struct reading *facts = package_of("verified", "signer");
	char text[200];

	snprintf(text, sizeof text, "SELECT 's' AS subject, '%s' AS verdict", verdict);
	rules_folder_rule(&folder, text);
	snprintf(text, sizeof text, "{\"desk\": {\"override_rejects\": \"%s\"}}", override);
	rules_folder_write(&folder, "policy.json", text);
	rules_folder_write(&folder, "blacklist.json", seed);
	return rules_folder_judge(&folder, facts);
}

TEST(host_ending, "an intent filter for all hosts with an ending is to be looked at where a listed domain has it, and for all hosts is not")
{
	static const struct {
		const char *host;
		bool is_found;
	} cases[] = {{"*vil.com", true}, {"*.example", false}, {"*", false}, {"*com", false}, {"*.com", false}, {"*zevil.com", false},
		     {"*.net.example:80", true}, {"*.et.example", false}, {"*.org.example", false}};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		RULES_FOLDER_CLEANUP struct rules_folder folder = rules_folder_make();
		READING_CLEANUP struct reading *facts = package_of("verified", "signer");
		struct fact_intent_filter filter = fact_intent_filter_row();
		struct judgement *judgement;

		filter.path = "";
		filter.component = "a.B";
		filter.host = cases[i].host;
		fact_intent_filter_emit(&facts->sink, &filter);
		rules_folder_write(&folder, "blacklist.json", "[{\"kind\": \"domain\", \"value\": \"evil.com\", \"reason\": \"x\"},"
							     " {\"kind\": \"domain\", \"value\": \"*.evil.com\", \"reason\": \"x\"},"
							     " {\"kind\": \"domain\", \"value\": \"evil.net.example\", \"reason\": \"x\"},"
							     " {\"kind\": \"domain\", \"value\": \"evil.org\", \"reason\": \"x\"}]");
		judgement = rules_folder_judge(&folder, facts);
		CHECK(judgement != NULL);
		if (judgement != NULL && (judgement->verdict != (cases[i].is_found ? VERDICT_REVIEW : VERDICT_PASS) ||
					  judgement->num_findings != cases[i].is_found))
			test_fail(__FILE__, __LINE__, "%s: %zu findings", cases[i].host, judgement->num_findings);
		judgement_free(judgement);
	}
}

TEST(configured_below, "a domain that is configured with what is below it names none of these")
{
	RULES_FOLDER_CLEANUP struct rules_folder folder = rules_folder_make();
	READING_CLEANUP struct reading *facts = package_of("verified", "signer");
	struct judgement *judgement;

	reading_rows(facts, package)[0]->configured_domains = "[*.]net.example";
	rules_folder_write(&folder, "blacklist.json", "[{\"kind\": \"domain\", \"value\": \"evil.net.example\", \"reason\": \"x\"}]");
	judgement = rules_folder_judge(&folder, facts);
	CHECK(judgement != NULL && judgement->verdict == VERDICT_PASS);
	judgement_free(judgement);
}

TEST(name_part, "a listed name beside another one is for a person to see, whatever its entry says; the whole name is as its entry says")
{
	static const struct {
		const char *label;
		enum verdict verdict;
	} cases[] = {{"招商银行", VERDICT_REJECT}, {"样例-招商银行", VERDICT_REVIEW}, {"样例-甲乙-丙丁-工行", VERDICT_REVIEW}, {"新招商银行", VERDICT_PASS}};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		RULES_FOLDER_CLEANUP struct rules_folder folder = rules_folder_make();
		READING_CLEANUP struct reading *facts = package_of("verified", "signer");
		struct fact_label label = fact_label_row();
		struct judgement *judgement;

		label.path = label.locale = "";
		label.text = cases[i].label;
		fact_label_emit(&facts->sink, &label);
		rules_folder_write(&folder, "blacklist.json", "[{\"kind\": \"label\", \"value\": \"招商银行\", \"reason\": \"x\"},"
							     " {\"kind\": \"label\", \"value\": \"工*\", \"reason\": \"x\"}]");
		judgement = rules_folder_judge(&folder, facts);
		if (judgement == NULL || judgement->verdict != cases[i].verdict)
			test_fail(__FILE__, __LINE__, "%s: %d", cases[i].label, judgement == NULL ? -1 : (int)judgement->verdict);
		judgement_free(judgement);
	}
}

/* shown: dhashes of icons, with blanks between. */
static struct judgement *judge_icons(const char *shown)
{
	RULES_FOLDER_CLEANUP struct rules_folder folder = rules_folder_make();
	READING_CLEANUP struct reading *facts = package_of("verified", "signer");
	char hash[17] = {0};

	for (size_t i = 0; i + 16 <= strlen(shown); i += 17) {
		struct fact_icon icon = fact_icon_row();

		memcpy(hash, shown + i, 16);
		icon.path = "res/x.png";
		icon.dhash = hash;
		fact_icon_emit(&facts->sink, &icon);
	}
	rules_folder_write(&folder, "blacklist.json", "[{\"kind\": \"icon\", \"value\": \"e0b4968ababcb8f8\", \"reason\": \"x\", \"ticket\": \"t\"},"
						     " {\"kind\": \"icon\", \"value\": \"0000000000000001\", \"reason\": \"x\"},"
						     " {\"kind\": \"icon\", \"value\": \"" SHA256 "\", \"reason\": \"x\"}]");
	return rules_folder_judge(&folder, facts);
}

TEST(icon_near, "an icon that nearly looks like a listed one is for a person to see, whatever the entry says; beside that very one nothing more is said")
{
	static const struct {
		const char *shown;
		enum verdict verdict;
		const char *detail;
	} cases[] = {{"e0b4968ababcb8f8", VERDICT_REJECT, "e0b4968ababcb8f8: x, ticket t"},
		     {"e0b4968ababcb8e8", VERDICT_REVIEW, "e0b4968ababcb8f8, 1 of 64 bits apart: x, ticket t"},
		     {"e0b4869bbabcb8f8", VERDICT_REVIEW, "e0b4968ababcb8f8, 3 of 64 bits apart: x, ticket t"},
		     {"e0b4968ababcb8e8 e0b4968ababcb8f8", VERDICT_REJECT, "e0b4968ababcb8f8: x, ticket t"},
		     {"1f4b697545434707", VERDICT_PASS, NULL},
		     {"0000000000000000", VERDICT_PASS, NULL}};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct judgement *judgement = judge_icons(cases[i].shown);

		CHECK(judgement != NULL && judgement->verdict == cases[i].verdict && judgement->num_findings == (cases[i].detail != NULL));
		if (judgement != NULL && judgement->num_findings == 1)
			CHECK_TEXT(judgement->findings[0].detail, cases[i].detail);
		judgement_free(judgement);
	}
}

static void ends(const char *seed, const char *verdict, const char *override, enum verdict whole, enum verdict finding, enum verdict waived)
{
	struct judgement *judgement = judge_under(seed, verdict, override);

	CHECK(judgement != NULL && judgement->num_findings == 1);
	if (judgement != NULL && judgement->num_findings == 1) {
		CHECK(judgement->verdict == whole);
		CHECK(judgement->findings[0].verdict == finding);
		CHECK(judgement->findings[0].waived == waived);
	}
	judgement_free(judgement);
}

#define WAIVER(more) "[{\"kind\": \"rule\", \"value\": \"test.rule\", \"reason\": \"known\"" more "}]"

TEST(waiver_lowers, "a waiver lowers a review to notice; a reject where policy lets one person do it, and never where policy says so")
{
	ends("[]", "review", "two", VERDICT_REVIEW, VERDICT_REVIEW, VERDICT_NONE);
	ends(WAIVER(""), "review", "two", VERDICT_PASS, VERDICT_NOTICE, VERDICT_REVIEW);
	ends(WAIVER(""), "notice", "two", VERDICT_PASS, VERDICT_NOTICE, VERDICT_NONE);
	ends(WAIVER(""), "reject", "two", VERDICT_REJECT, VERDICT_REJECT, VERDICT_NONE);
	ends(WAIVER(""), "reject", "never", VERDICT_REJECT, VERDICT_REJECT, VERDICT_NONE);
	ends(WAIVER(""), "reject", "one", VERDICT_PASS, VERDICT_NOTICE, VERDICT_REJECT);
	ends(WAIVER(", \"verdict\": \"review\""), "reject", "one", VERDICT_REVIEW, VERDICT_REVIEW, VERDICT_REJECT);
}

TEST(waiver_scope, "a waiver of another app, version, day or rule lowers nothing")
{
	ends(WAIVER(", \"app\": \"com.example.app\", \"versions\": \"1-7\", \"certificate\": \"" SHA256 "\", \"until\": \"2026-10-01\""), "review", "two",
	     VERDICT_PASS, VERDICT_NOTICE, VERDICT_REVIEW);
	ends(WAIVER(", \"app\": \"com.example.other\""), "review", "two", VERDICT_REVIEW, VERDICT_REVIEW, VERDICT_NONE);
	ends(WAIVER(", \"versions\": \"8-\""), "review", "two", VERDICT_REVIEW, VERDICT_REVIEW, VERDICT_NONE);
	ends(WAIVER(", \"until\": \"2026-09-30\""), "review", "two", VERDICT_REVIEW, VERDICT_REVIEW, VERDICT_NONE);
	ends("[{\"kind\": \"rule\", \"value\": \"test.rule2\", \"reason\": \"x\"}]", "review", "two", VERDICT_REVIEW, VERDICT_REVIEW, VERDICT_NONE);
}

TEST(waiver_row, "a row that is not waived makes the finding of its key what it was")
{
	struct arena arena = arena_new(1 << 16);
	struct finding finding = {.verdict = VERDICT_NOTICE, .waived = VERDICT_REVIEW, .waiver = "known"};
	struct judgement *judgement = judge_under("[{\"kind\": \"rule\", \"value\": \"test.rule\", \"reason\": \"known\"}]",
						  "review' AS verdict UNION ALL SELECT 's', 'reject", "two");

	CHECK(finding.waived == VERDICT_REVIEW && judgement != NULL && judgement->num_findings == 1);
	CHECK(judgement->findings[0].verdict == VERDICT_REJECT && judgement->findings[0].waived == VERDICT_NONE);
	judgement_free(judgement);
	arena_free(&arena);
}

TEST(waiver_said, "a waiver of a finding by all that it says lowers that, and nothing else that is found of the same")
{
	static const struct {
		const char *rows;
		enum verdict verdict;
	} cases[] = {{"a' AS detail, 'review' AS verdict UNION ALL SELECT 's', 'b', 'review", VERDICT_PASS},
		     {"a' AS detail, 'review' AS verdict UNION ALL SELECT 's', 'c', 'review", VERDICT_REVIEW},
		     {"a' AS detail, 'review' AS verdict UNION ALL SELECT 't', 'b', 'review", VERDICT_REVIEW},
		     {"a' AS detail, 'review' AS verdict UNION ALL SELECT 's', 'b', 'reject", VERDICT_REJECT}};
	char key[17], said[FINDING_SAID_LEN], seed[200];

	finding_key(key, "test.rule", "com.example.app", "s");
	finding_said(said, key, "a; b");
	snprintf(seed, sizeof seed, "[{\"kind\": \"finding\", \"value\": \"%s\", \"reason\": \"known\"}]", said);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct judgement *judgement = judge_under(seed, cases[i].rows, "two");

		CHECK(judgement != NULL && judgement->verdict == cases[i].verdict);
		judgement_free(judgement);
	}
}

TEST(waiver_counted, "what a waived finding says is the same with another number of as many digits of what it counts, and with no other number")
{
	static const struct {
		const char *one, *other;
		bool same;
	} cases[] = {{"8001 bytes", "8193 bytes", true},
		     {"a.so and 3 more; 12 of 64 bits", "a.so and 7 more; 13 of 64 bits", true},
		     {"8001 bytes", "18001 bytes", false},
		     {"8001 bytes", "8001 files", false},
		     {"target SDK 26", "target SDK 27", false},
		     {"#12 of a", "#13 of a", false},
		     {"B2-1: of a", "B2-2: of a", false},
		     {"1.2 of a", "1.3 of a", false},
		     {"7 Seas", "8 Seas", false},
		     {"7  seas", "8  seas", false}};
	char one[FINDING_SAID_LEN], other[FINDING_SAID_LEN];

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		finding_said(one, "0123456789abcdef", cases[i].one);
		finding_said(other, "0123456789abcdef", cases[i].other);
		CHECK((strcmp(one, other) == 0) == cases[i].same);
	}
}

static struct blacklist_file parse(const char *text, const char *complaint)
{
	struct blacklist_file file = {.name = "f", .otherwise = {[COLUMN_REASON] = "r"}};
	struct error err = {0};

	blacklist_file_parse(&file, span_of_text(text), &err);
	CHECK_TEXT(err.text, complaint);
	return file;
}

TEST(file_csv, "quotes, commas, line ends and formulas in cells come back; lines are counted through cells of several")
{
	struct blacklist_file file =
		parse("\xef\xbb\xbfkind,value,reason\r\ndeveloper,\"a \"\"b\"\", c\",\"one\ntwo\"\r\ndeveloper,'=1+1,\n\nlabel\ncolour,x,\nlabel,a,b,c\n", "");

	CHECK_NUMBER(file.num_entries, 2);
	CHECK_NUMBER(file.num_refused, 3);
	CHECK_TEXT(file.entries[0].value, "=1+1");
	CHECK_TEXT(file.entries[0].reason, "r");
	CHECK_TEXT(file.entries[1].value, "a \"b\", c");
	CHECK_TEXT(file.entries[1].reason, "one\ntwo");
	CHECK_TEXT(file.refusals[0], "f:6: a blacklist entry needs a value");
	CHECK(strncmp(file.refusals[1], "f:7: there is no kind 'colour'", 30) == 0);
	CHECK_TEXT(file.refusals[2], "f:8: more cells than columns");
	blacklist_file_free(&file);
}

TEST(file_csv_open, "a quote that nothing closes refuses the whole file and names the line where it begins")
{
	static const char *const open[] = {"kind,value\nlabel,\"a\nb\"\nlabel,\"c\nlabel,d\n", "kind,value\nlabel,a\nlabel,b\nlabel,\"", "kind,value\nlabel,\"a\nb\"\nlabel,\"d\"\""};

	for (size_t i = 0; i < 3; i++) {
		struct blacklist_file file = parse(open[i], "f:4: nothing closes the quote that begins in this line; close it, or write a quote inside a cell twice");

		blacklist_file_free(&file);
	}
	struct blacklist_file file = parse("kind,\"value\nlabel,a\n", "f:1: nothing closes the quote that begins in this line; close it, or write a quote inside a cell twice");

	blacklist_file_free(&file);
	file = parse("\"kind\"s,value\n", "f:1: a quote inside a cell: the whole cell belongs in quotes, and each quote inside it twice");
	blacklist_file_free(&file);
}

TEST(file_csv_quote, "a line with a quote where none may stand is refused; a quoted cell ends at a comma or line end of either kind, or with the file")
{
	struct blacklist_file file = parse("kind,value\n\"label\"s,a\nlabel,5\" b\nlabel,\"c\" \n\"label\",\"d\"\r\nlabel,\"e\"", "");

	CHECK(file.num_entries == 2 && file.num_refused == 3);
	CHECK_TEXT(file.refusals[0], "f:2: a quote inside a cell: the whole cell belongs in quotes, and each quote inside it twice");
	CHECK_TEXT(file.refusals[1], "f:3: a quote inside a cell: the whole cell belongs in quotes, and each quote inside it twice");
	CHECK_TEXT(file.refusals[2], "f:4: a quote inside a cell: the whole cell belongs in quotes, and each quote inside it twice");
	blacklist_file_free(&file);
}

TEST(file_text, "a NUL, at which a cell would end early, is no text")
{
	static const char text[] = "kind,value\npackage,com.a\0.b\n";
	struct blacklist_file file = {.name = "f", .otherwise = {[COLUMN_REASON] = "r"}};
	struct error err = {0};

	CHECK(!blacklist_file_parse(&file, span_of(text, sizeof text - 1), &err));
	CHECK_TEXT(err.text, "f: this is not UTF-8 text");
	blacklist_file_free(&file);
}

TEST(file_repeated, "of entries about one thing the gravest is taken, whatever their order")
{
	static const char *const texts[] = {"kind,value,verdict,app\npackage,a,review,\npackage,a,reject,\npackage,a,review,b\n",
					    "kind,value,verdict,app\npackage,a,review,b\npackage,a,reject,\npackage,a,review,\n"};

	for (size_t i = 0; i < 2; i++) {
		struct blacklist_file file = parse(texts[i], "");

		CHECK(file.num_entries == 2 && file.num_repeated == 1);
		CHECK(file.entries[0].verdict == VERDICT_REJECT && file.entries[0].app == NULL);
		CHECK(file.entries[1].verdict == VERDICT_REVIEW && file.entries[1].app != NULL);
		blacklist_file_free(&file);
	}
}

TEST(file_json, "JSON says each entry by its number, and what it does not know by name")
{
	struct blacklist_file file =
		parse("[{\"kind\": \"file\", \"value\": \"" MD5 "\", \"size\": 44}, {\"kind\": \"file\", \"colour\": 1}, {\"kind\": \"rule\", \"value\": \"a.b\", \"verdict\": \"reject\"}, 7]", "");

	CHECK(file.num_entries == 1 && file.entries[0].size == 44);
	CHECK_TEXT(file.refusals[0], "f:2: the entry has an unknown key 'colour'");
	CHECK_TEXT(file.refusals[1], "f:3: the verdict of a waiver is notice or review, not 'reject'");
	CHECK_TEXT(file.refusals[2], "f:4: the entry is not an object");
	blacklist_file_free(&file);
	file = parse("{\"entries\": 7}", "f: an array of blacklist entries is needed");
	blacklist_file_free(&file);
	file = parse("[{\"kind\": ]", "f:1: this is not JSON");
	blacklist_file_free(&file);
}

TEST(file_prefixes, "every beginning of a list is read or refused, and nothing else")
{
	static const char *const texts[] = {"kind,value,reason\r\nlabel,\"a \"\"b\"\", c\",\"one\ntwo\"\r\npackage,x,y\n", "# c\r\n" MD5 ":3:n\r\n" SHA256 ":*:m:73\n",
					    "[{\"kind\": \"file\", \"value\": \"" MD5 "\", \"size\": 44, \"reason\": \"x\"}]"};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		for (size_t len = 0; len <= strlen(texts[i]); len++) {
			char *copy = strndup(texts[i], len);
			struct blacklist_file file = {.name = "f"};
			struct error err = {0};
			bool ok = blacklist_file_parse(&file, span_of(copy, len), &err);

			CHECK(ok == (err.code == ERROR_NONE));
			blacklist_file_free(&file);
			free(copy);
		}
}

TEST(file_hashes, "a hash list is known by its first line; what follows is read line by line")
{
	struct blacklist_file file = parse("\r\n# c\n" MD5 ":3:n\r\n" SHA256 ":*:m:73:90\n" MD5 ":3:n:1:2:3\nx:3:n\n" MD5 ":3:\n", "");

	CHECK(file.num_entries == 2 && file.num_refused == 3);
	CHECK(file.entries[0].size == 3 && file.entries[1].size == 0);
	CHECK_TEXT(file.entries[1].reason, "ClamAV m");
	CHECK_TEXT(file.refusals[0], "f:5: a line is HASH:SIZE:NAME");
	CHECK_TEXT(file.refusals[2], "f:7: it has no name");
	blacklist_file_free(&file);
}
