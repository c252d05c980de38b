#include "harness.h"

#include "judge/form.h"
#include "judge/form_policy.h"
#include "judge/licence.h"

static struct form *parse(const char *json, struct error *err)
{
	*err = (struct error){0};
	return form_parse(span_of_text(json), "form.json", err);
}

/* The form is refused, with a complaint that holds the words. */
static void check_refused(const char *json, const char *words)
{
	struct error err;
	struct form *form = parse(json, &err);

	if (form != NULL || err.code != ERROR_INPUT || strstr(err.text, words) == NULL)
		test_fail(__FILE__, __LINE__, "%s: %s", json, form != NULL ? "was taken" : err.text);
	form_free(form);
}

TEST(form_whole, "a form gives its facts, and keeps personal data apart from them")
{
	struct error err;
	struct form *form = parse(
		"{\"developer\":{\"name\":\"某公司\",\"uscc\":\"91110000600037341L\",\"contact\":{\"phone\":\"13812345678\"},"
		"\"licences\":[{\"kind\":\"EDI\",\"number\":\"经营许可证编号： **苏B2－20200928**\",\"valid_from\":\"2022 03 16\","
		"\"valid_until\":\"2025年07月30日\"}]},\"app\":{\"filing\":{\"number\":\"苏ICP备20209928号-3A\",\"certificate_md5\":"
		"\"0C:11:0C:11:0C:11:0C:11:0C:11:0C:11:0C:11:0C:11\"}},\"permissions\":[{\"name\":\"a.B\",\"purpose\":\"用途\"}],"
		"\"packages\":[{\"file\":\"a.apk\",\"role\":\"arm64\"}]}",
		&err);

	CHECK_TEXT(err.text, "");
	if (form == NULL)
		return;
	CHECK_TEXT(reading_rows(form->facts, licence)[0]->number, "苏B2-20200928");
	CHECK_TEXT(reading_rows(form->facts, licence)[0]->valid_from, "2022-03-16");
	CHECK_TEXT(reading_rows(form->facts, licence)[0]->valid_until, "2025-07-30");
	CHECK_TEXT(reading_rows(form->facts, filing)[0]->certificate_md5, "0c110c110c110c110c110c110c110c11");
	CHECK_NUMBER(reading_rows(form->facts, submission)[0]->uscc_ok, 1);
	CHECK_TEXT(form->phone, "13812345678");
	CHECK(strstr(form->json, "13812345678") == NULL && strstr(form->json, "某公司") != NULL);
	CHECK_TEXT(form->packages[0].role, "arm64");
	form_free(form);
}

TEST(form_blank, "what is blank in a form, of whatever width, is missing")
{
	struct error err;
	struct form *form = parse("{\"developer\":{\"name\":\" \",\"uscc\":\"\\u00a0\",\"licences\":[{\"kind\":\"\",\"holder\":\"\\u3000\\u200b\",\"valid_until\":\"长期\","
				  "\"valid_from\":\" \"}]},\"app\":{\"filing\":{\"app_id\":\"\\t\",\"certificate_md5\":\"\",\"public_key\":\" \"}}}", &err);

	CHECK_TEXT(err.text, "");
	if (form == NULL)
		return;
	CHECK_TEXT(reading_rows(form->facts, submission)[0]->developer_name, NULL);
	CHECK_TEXT(reading_rows(form->facts, submission)[0]->uscc, NULL);
	CHECK_TEXT(reading_rows(form->facts, licence)[0]->kind, NULL);
	CHECK_TEXT(reading_rows(form->facts, licence)[0]->holder, NULL);
	CHECK_TEXT(reading_rows(form->facts, licence)[0]->valid_from, NULL);
	CHECK_TEXT(reading_rows(form->facts, licence)[0]->valid_until, NULL);
	CHECK_TEXT(reading_rows(form->facts, filing)[0]->app_id, NULL);
	CHECK_TEXT(reading_rows(form->facts, filing)[0]->certificate_md5, NULL);
	CHECK_TEXT(reading_rows(form->facts, filing)[0]->public_key, NULL);
	form_free(form);
}

TEST(form_explanation, "an explanation is shown and kept without the numbers of persons in it, and read again as it was kept")
{
	struct error err;
	struct form *form = parse("{\"explanations\":[{\"rule\":\"packer.known\",\"text\":\" 由 13812345678 a\\\\b 加固 \"}]}", &err), *kept = NULL;

	CHECK_TEXT(err.text, "");
	if (form == NULL)
		return;
	CHECK_TEXT(reading_rows(form->facts, explanation)[0]->rule, "packer.known");
	CHECK_TEXT(reading_rows(form->facts, explanation)[0]->text, "由 138****5678 a\\\\b 加固");
	CHECK(strstr(form->json, "13812345678") == NULL && strstr(form->json, "138****5678") != NULL);
	kept = parse(form->json, &err);
	CHECK_TEXT(err.text, "");
	if (kept != NULL)
		CHECK_TEXT(reading_rows(kept->facts, explanation)[0]->text, reading_rows(form->facts, explanation)[0]->text);
	form_free(kept);
	form_free(form);
}

TEST(form_without_end, "a last day may be none, in the words of licences")
{
	static const char *const words[] = {"长期", "长期有效", "永久", " 永久有效 ", "无固定期限"};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		char text[256];
		struct error err;
		struct form *form;

		snprintf(text, sizeof text, "{\"developer\":{\"licences\":[{\"kind\":\"EDI\",\"valid_until\":\"%s\"}]}}", words[i]);
		form = parse(text, &err);
		CHECK_TEXT(err.text, "");
		if (form != NULL)
			CHECK_TEXT(reading_rows(form->facts, licence)[0]->valid_until, NULL);
		form_free(form);
	}
}

TEST(form_refusals, "what a form may not hold is refused by name")
{
	check_refused("{\"developer\":{\"nmae\":\"x\"}}", "nmae");
	check_refused("{\"app\":{},\"app\":{}}", "twice");
	check_refused("{\"app\":{\"name\":\"a\\u0000b\"}}", "u0000");
	check_refused("{\"app\":{\"name\":7}}", "'name' is not text");
	check_refused("{\"app\":[]}", "app");
	check_refused("{\"developer\":{\"licences\":[{\"valid_until\":\"30/07/2025\"}]}}", "30/07/2025");
	check_refused("{\"developer\":{\"licences\":[{\"valid_until\":\"2025-02-29\"}]}}", "2025-02-29");
	check_refused("{\"developer\":{\"licences\":[{\"valid_from\":\"长期\"}]}}", "not a date");
	check_refused("{\"packages\":[{\"file\":\"a\",\"role\":\"boss\"}]}", "boss");
	check_refused("{\"app\":{\"filing\":{\"public_key\":\"xyz\"}}}", "public_key");
	check_refused("{\"developer\":{\"id\":\"dev\u20107\"}}", "developer.id has");
	check_refused("{\"developer\":{\"id\":\"dev-7\u200b\"}}", "developer.id has");
	check_refused("{\"developer\":{\"id\":\"dev 7\"}}", "developer.id has");
	check_refused("{\"explanations\":[{\"text\":\"x\"}]}", "without: 'rule'");
	check_refused("{\"explanations\":[{\"rule\":\"a.b\",\"text\":\" \"}]}", "without: 'text'");
	check_refused("{\"explanations\":[{\"rule\":\"a.b\",\"text\":\"x\"},{\"rule\":\"a.b\",\"text\":\"y\"}]}", "explained once: 'a.b'");
	check_refused("{\"explanations\":[{\"rule\":\"a.b\",\"text\":\"x\",\"subject\":\"y\"}]}", "subject");
	check_refused("{\"explanations\":{\"a.b\":\"x\"}}", "explanations");
	check_refused("{} x", "not JSON");
	check_refused("{\"app\":\n{\"name\":\"\xff\"}}", "UTF-8");
	check_refused("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "deeply");
	check_refused("[]", "not an object");
}

TEST(uscc_vectors, "a unified social credit code is right in both check digits or not at all")
{
	CHECK(licence_uscc_ok("91110000600037341L"));
	CHECK(!licence_uscc_ok("91110000600037341K"));
	CHECK(!licence_uscc_ok("91110000600037342L"));
	CHECK(!licence_uscc_ok("9111000060003734"));
	CHECK(!licence_uscc_ok("I1110000600037341L"));
}

TEST(licence_numbers, "a licence number is brought to one spelling, whatever it was copied from")
{
	ARENA_CLEANUP struct arena arena = arena_new(4096);

	CHECK_TEXT(licence_normalise(&arena, "苏B2-20200928"), "苏B2-20200928");
	CHECK_TEXT(licence_normalise(&arena, " 经营许可证编号：**苏Ｂ２—20200928** "), "苏B2-20200928");
	CHECK_TEXT(licence_normalise(&arena, "京公网安备 11000002000001号"), "京公网安备11000002000001号");
	CHECK_TEXT(licence_normalise(&arena, "京icp备１２３４５６７８号 — 1a"), "京ICP备12345678号-1A");
	CHECK_TEXT(licence_normalise(&arena, "国新出审【2023】1号"), "国新出审〔2023〕1号");
	CHECK_TEXT(licence_normalise(&arena, "国新出审﹝2023﹞1号"), "国新出审〔2023〕1号");
	CHECK_TEXT(licence_normalise(&arena, "（署）网出证（京）字第001号"), "(署)网出证(京)字第001号");
	CHECK_TEXT(licence_key(&arena, "978-7-498-09876-4"), "ISBN9787498098764");
	CHECK_TEXT(licence_key(&arena, "ISBN978-7498-0987-64"), "ISBN9787498098764");
	CHECK_TEXT(licence_key(&arena, "ISBN978-7-498-09876"), "ISBN978-7-498-09876");
	CHECK_TEXT(licence_key(&arena, "977-7-498-09876-4"), "977-7-498-09876-4");
	CHECK_TEXT(licence_key(&arena, "978-7-498-09876-42"), "978-7-498-09876-42");
	CHECK_TEXT(licence_key(&arena, "苏B2-20200928"), "苏B2-20200928");
	CHECK_TEXT(licence_series(&arena, "粤ICP备2020123456号-13A"), "粤ICP备2020123456号");
	CHECK_TEXT(licence_series(&arena, "粤B2-20090059-1621"), "粤B2-20090059");
	CHECK_TEXT(licence_series(&arena, "粤B2-20090059"), NULL);
	CHECK_TEXT(licence_series(&arena, "粤ICP备12345678号-"), NULL);
	CHECK_TEXT(licence_series(&arena, "粤ICP备12345678号-1B"), NULL);
	CHECK_TEXT(licence_series(&arena, "粤ICP备12345678号"), NULL);
	CHECK_TEXT(licence_of_province(&arena, "黔ICP备12345678号-1A"), "贵ICP备12345678号-1A");
	CHECK_TEXT(licence_of_province(&arena, "甘B2-20200928"), "陇B2-20200928");
	CHECK_TEXT(licence_of_province(&arena, "苏B2-20200928"), NULL);
}

static void check_key(const char *given, const char *wanted)
{
	struct error err;
	char json[400];
	struct form *form;

	snprintf(json, sizeof json, "{\"app\":{\"filing\":{\"public_key\":\"%s\"}}}", given);
	form = parse(json, &err);
	CHECK_TEXT(err.text, "");
	if (form != NULL)
		CHECK_TEXT(reading_rows(form->facts, filing)[0]->public_key, wanted);
	form_free(form);
}

TEST(filing_keys, "a filing's public key is read in hex, as a decimal modulus, in Base64 and as PEM")
{
	static const char spki[] = "3059301306072a8648ce3d020106082a8648ce3d03010703420004"
				   "abababababababababababababababababababababababababababababababab"
				   "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd";

	check_key("C0:FF ee", "c0ffee");
	check_key("c0ffe", "0c0ffe");
	check_key("18446744073709551616000000000000000000000000000000000000000000000000000000000000", "9f4f2726179a224501d762422c946590d910000000000000000000000000000000");
	check_key("MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEq6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6vNzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3NzQ==", spki);
	check_key("-----BEGIN PUBLIC KEY-----\\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEq6urq6urq6urq6urq6urq6urq6ur\\nq6urq6urq6urq6vNzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3NzQ==\\n-----END PUBLIC KEY-----\\n", spki);
	check_key(" ", NULL);
	check_refused("{\"app\":{\"filing\":{\"public_key\":\"MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE==qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq\"}}}", "public_key");
}

TEST(form_app, "a form says price, age, generation by AI and documents")
{
	struct error err;
	struct form *form = parse("{\"app\":{\"recommended_age\":\"12+\",\"price\":{\"kind\":\"iap\",\"amounts\":[\"6 元\",\"30 元\"]},"
				  "\"ai\":{\"generates\":true,\"labelling\":\"角标\"},\"documents\":[{\"kind\":\"game\",\"number\":"
				  "\"ISBN：978-7-498-09876-5\",\"valid_until\":\"2030 01 02\"}]}}",
				  &err);
	const struct fact_submission *said;

	CHECK_TEXT(err.text, "");
	if (form == NULL)
		return;
	said = reading_rows(form->facts, submission)[0];
	CHECK_NUMBER(said->recommended_age, 12);
	CHECK_TEXT(said->price, "iap");
	CHECK_TEXT(said->price_amounts, "6 元; 30 元");
	CHECK_NUMBER(said->ai_generates, 1);
	CHECK_TEXT(said->ai_labelling, "角标");
	CHECK_TEXT(reading_rows(form->facts, document)[0]->number, "978-7-498-09876-5");
	CHECK_TEXT(reading_rows(form->facts, document)[0]->valid_until, "2030-01-02");
	form_free(form);
}

TEST(form_app_refusals, "ages, prices, answers and documents that cannot be are refused")
{
	check_refused("{\"app\":{\"recommended_age\":19}}", "recommended_age");
	check_refused("{\"app\":{\"recommended_age\":1.5}}", "recommended_age");
	check_refused("{\"app\":{\"recommended_age\":\"12 years\"}}", "recommended_age");
	check_refused("{\"app\":{\"price\":{\"kind\":\"cheap\"}}}", "submission.price is one of free paid iap, not 'cheap'");
	check_refused("{\"app\":{\"price\":{\"amounts\":[6]}}}", "amount");
	check_refused("{\"app\":{\"ai\":{\"generates\":\"no\"}}}", "generates");
	check_refused("{\"app\":{\"documents\":[{\"number\":\"1\"}]}}", "kind");
	check_refused("{\"developer\":{\"subject_type\":\"person\"}}", "submission.subject_type is one of company ");
	check_refused("{\"app\":{\"privacy_policy\":{\"text\":\"a\",\"sha256\":\"00\"}}}", "sha256");
}

TEST(form_policy, "the text of a privacy policy is kept apart from the form, which names it by its hash")
{
	struct error err;
	struct form *form = parse("{\"app\":{\"privacy_policy\":{\"text\":\"隐私\\\\政策\"}}}", &err), *kept;
	const char *sha256;

	CHECK_TEXT(err.text, "");
	if (form == NULL)
		return;
	sha256 = reading_rows(form->facts, submission)[0]->privacy_policy_sha256;
	CHECK(strstr(form->json, "政策") == NULL && strstr(form->json, sha256) != NULL && form_policy_wanted(form) == NULL);
	CHECK_TEXT(form->privacy_policy_text, "隐私\\政策");
	CHECK_TEXT(reading_rows(form->facts, policy_text)[0]->text, "隐私\\\\政策");
	kept = parse(form->json, &err);
	CHECK(kept != NULL && form_policy_wanted(kept) != NULL && reading_num(kept->facts, policy_text) == 0);
	CHECK(!form_policy_restore(kept, "隐私", &err));
	err = (struct error){0};
	CHECK(form_policy_restore(kept, form->privacy_policy_text, &err) && form_policy_wanted(kept) == NULL);
	CHECK_NUMBER(reading_rows(kept->facts, submission)[0]->privacy_policy_length, 5);
	form_free(kept);
	form_free(form);
}

TEST(form_policy_outlives, "the hash of a restored policy text outlives the form, as the facts of a submission do")
{
	struct reading *facts READING_CLEANUP = reading_new((size_t)1024 * 1024);
	struct error err;
	struct form *form = parse("{\"app\":{\"privacy_policy\":{\"text\":\"a\"}}}", &err), *kept = form == NULL ? NULL : parse(form->json, &err);

	CHECK(facts != NULL && kept != NULL && form_policy_restore(kept, "a", &err) && reading_add_all(facts, kept->facts, 0));
	form_free(kept);
	form_free(form);
	CHECK_TEXT(reading_rows(facts, submission)[0]->privacy_policy_sha256, "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb");
}

TEST(form_policy_chinese, "Chinese is counted in characters, Latin letters in words")
{
	int64_t length;

	CHECK_NUMBER(form_policy_chinese("", &length), 0);
	CHECK_NUMBER(length, 0);
	CHECK_NUMBER(form_policy_chinese("We respect your privacy", &length), 0);
	CHECK_NUMBER(form_policy_chinese("我们使用 camera 拍照", &length), 85);
	CHECK_NUMBER(length, 14);
	CHECK_NUMBER(form_policy_chinese("1234 ！？", &length), 0);
}
