/* Signatures of the corpus against apksig's own vectors and what apksig says of every package. */
#include "corpus.h"
#include "harness.h"

#include "bytes/text.h"
#include "format/format.h"
#include "judge/signing.h"
#include "sandbox/sandbox.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct {
	const char *path, *what;
} differing[] = {
#define DIFFERS(path, what, why) {path, what},
#include "signature_differs.def"
#undef DIFFERS
	{NULL, NULL},
};

static bool is_known(const char *path, const char *what)
{
	for (size_t i = 0; differing[i].path != NULL; i++)
		if (text_glob(differing[i].path, path) && strcmp(differing[i].what, what) == 0)
			return true;
	return false;
}

static struct reading *read_package(struct sandbox *sandbox, const char *path)
{
	struct format_options options = {.limits = limits_default()};
	struct error err = {0};
	int fd = corpus_open(path);
	struct reading *reading = fd < 0 ? NULL : sandbox_read(sandbox, fd, &options, &err);

	CHECK_TEXT(err.text, "");
	close(fd);
	for (size_t i = 0; reading != NULL && i < reading_num(reading, package); i++)
		reading_rows(reading, package)[i]->package = 0;
	for (size_t i = 0; reading != NULL && i < reading_num(reading, signature); i++)
		reading_rows(reading, signature)[i]->package = 0;
	return reading;
}

static int64_t sdk_of(const char *text)
{
	int64_t number;

	return text_number(text, &number) ? number : FACT_ABSENT;
}

TEST(corpus_apksig, "apksig's own vectors verify or do not, for their Android versions, as apksig's tests say")
{
	struct corpus_table *table;
	struct sandbox *sandbox;
	size_t num_rows = 0, num_right = 0, num_known = 0;

	if (corpus_missing())
		return;
	sandbox = sandbox_start(&(struct sandbox_options){0}, NULL);
	table = corpus_table_read("truth/apksig_expected.tsv");
	for (size_t i = 0; i < table->num_rows; i++) {
		const char *path = corpus_field(table, i, "path"), *expected = corpus_field(table, i, "expected");
		bool wanted = strcmp(expected, "verified") == 0;
		struct reading *reading;
		const char *outcome;

		if (strcmp(corpus_field(table, i, "api"), "verify") != 0 || *corpus_field(table, i, "extra") != '\0' ||
		    (!wanted && strcmp(expected, "not-verified") != 0 && strcmp(expected, "exception") != 0))
			continue;
		num_rows++;
		reading = read_package(sandbox, path);
		outcome = signing_outcome(reading, 0, sdk_of(corpus_field(table, i, "min_sdk")), sdk_of(corpus_field(table, i, "max_sdk")));
		if ((strcmp(outcome, "verified") == 0) == wanted)
			num_right++;
		else if (is_known(path, "outcome"))
			num_known++;
		else
			test_fail(__FILE__, __LINE__, "%s (%s to %s) is %s, expected %s %s", path, corpus_field(table, i, "min_sdk"),
				  corpus_field(table, i, "max_sdk"), outcome, expected, corpus_field(table, i, "expected_issue_or_value"));
		reading_free(reading);
	}
	test_note("%zu rows, %zu as apksig says, %zu known differences", num_rows, num_right, num_known);
	corpus_table_free(table);
	sandbox_stop(sandbox);
}

static bool has_signer(const struct reading *reading, const char *sha256, const char *role)
{
	for (size_t i = 0; i < reading_num(reading, certificate); i++) {
		const struct fact_certificate *row = reading_rows(reading, certificate)[i];

		if (strcmp(row->role, role) == 0 && strcmp(row->sha256, sha256) == 0)
			return true;
	}
	return false;
}

TEST(corpus_signers, "the signers of every package of the corpus are those that apksig finds")
{
	struct corpus_table *table;
	struct sandbox *sandbox;
	size_t num_rows = 0, num_right = 0, num_known = 0;

	if (corpus_missing())
		return;
	sandbox = sandbox_start(&(struct sandbox_options){0}, NULL);
	table = corpus_table_read("truth/apk_signature_reference.tsv");
	for (size_t i = 0; i < table->num_rows; i++) {
		const char *path = corpus_field(table, i, "path"), *signer = corpus_field(table, i, "signer_cert_sha256");
		struct reading *reading;
		bool ok = true;

		if (strcmp(corpus_field(table, i, "outcome"), "verified") != 0)
			continue;
		num_rows++;
		reading = read_package(sandbox, path);
		while (*signer != '\0') {
			char one[65] = "";

			memcpy(one, signer, strcspn(signer, ",; ") < 64 ? strcspn(signer, ",; ") : 64);
			ok &= has_signer(reading, one, "signer");
			signer += strcspn(signer, ",; ");
			signer += strspn(signer, ",; ");
		}
		num_right += ok;
		if (!ok && is_known(path, "signer"))
			num_known++;
		else if (!ok)
			test_fail(__FILE__, __LINE__, "%s: signer %s is not found", path, corpus_field(table, i, "signer_cert_sha256"));
		reading_free(reading);
	}
	test_note("%zu packages, %zu with apksig's signers, %zu known differences", num_rows, num_right, num_known);
	corpus_table_free(table);
	sandbox_stop(sandbox);
}
