#include "harness.h"

#include "judge/form.h"
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

TEST(form_refusals, "what a form may not hold is refused by name")
{
	check_refused("{\"developer\":{\"nmae\":\"x\"}}", "nmae");
	check_refused("{\"app\":{},\"app\":{}}", "twice");
	check_refused("{\"app\":{\"name\":\"a\\u0000b\"}}", "u0000");
	check_refused("{\"app\":{\"name\":7}}", "'name' is not text");
	check_refused("{\"app\":[]}", "app");
	check_refused("{\"developer\":{\"licences\":[{\"valid_until\":\"30/07/2025\"}]}}", "30/07/2025");
	check_refused("{\"developer\":{\"licences\":[{\"valid_until\":\"2025-02-29\"}]}}", "2025-02-29");
	check_refused("{\"packages\":[{\"file\":\"a\",\"role\":\"boss\"}]}", "boss");
	check_refused("{\"app\":{\"filing\":{\"public_key\":\"xyz\"}}}", "public_key");
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
}
