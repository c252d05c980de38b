/* Signatures of the corpus against apksig's own vectors and what apksig says of every package. */
#include "corpus.h"
#include "harness.h"

#include "bytes/text.h"
#include "format/format.h"
#include "judge/signing.h"
#include "sandbox/sandbox.h"

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
	CHECK_NUMBER(num_rows, 283);
	test_note("%zu rows, %zu as apksig says, %zu known differences", num_rows, num_right, num_known);
	corpus_table_free(table);
	sandbox_stop(sandbox);
}

static const struct fact_signature *stamp_row(const struct reading *reading)
{
	for (size_t i = 0; i < reading_num(reading, signature); i++)
		if (strcmp(reading_rows(reading, signature)[i]->scheme, "source-stamp") == 0)
			return reading_rows(reading, signature)[i];
	return NULL;
}

static const char *stamp_status(const struct reading *reading)
{
	const struct fact_signature *row = stamp_row(reading);

	return row == NULL ? "none" : row->status;
}

/* The scheme whose signers apksig names: the newest that verifies. */
static const char *newest_scheme(const struct corpus_table *table, size_t row)
{
	static const char *const schemes[] = {"v3.1", "v3", "v2", "v1"};

	for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++)
		if (strcmp(corpus_field(table, row, schemes[i]), "true") == 0)
			return schemes[i];
	return "none";
}

/* The certificates of that role and scheme, one by one in the order of the rows, with commas between; a certificate that several signers or versions have once. */
static void list_certificates(const struct reading *reading, const char *role, const char *scheme, char *list, size_t room)
{
	*list = '\0';
	for (size_t i = 0; i < reading_num(reading, certificate); i++) {
		const struct fact_certificate *row = reading_rows(reading, certificate)[i];
		size_t len = strlen(list);

		if (strcmp(row->role, role) == 0 && strcmp(row->scheme, scheme) == 0 && strstr(list, row->sha256) == NULL)
			snprintf(list + len, room - len, "%s%s", len > 0 ? "," : "", row->sha256);
	}
}

/* Each of a in b. */
static bool are_in(const char *a, const char *b)
{
	for (char one[65] = ""; *a != '\0'; a += strcspn(a, ","), a += *a == ',') {
		snprintf(one, sizeof one, "%.64s", a);
		if (strstr(b, one) == NULL)
			return false;
	}
	return true;
}

struct compared {
	size_t num_rows, num_right, num_known;
};

static void compare_list(struct compared *compared, const char *path, const char *what, bool ok, const char *found, const char *wanted)
{
	compared->num_rows++;
	if (ok)
		compared->num_right++;
	else if (is_known(path, what))
		compared->num_known++;
	else
		test_fail(__FILE__, __LINE__, "%s: %s %s, apksig says %s", path, what, found, wanted);
}

TEST(corpus_signers, "the signers of every package of the corpus are those that apksig finds and no other, and so are proofs of rotation, in their order")
{
	struct compared signers = {0}, lineages = {0};
	struct corpus_table *table;
	struct sandbox *sandbox;

	if (corpus_missing())
		return;
	sandbox = sandbox_start(&(struct sandbox_options){0}, NULL);
	table = corpus_table_read("truth/apk_signature_reference.tsv");
	for (size_t i = 0; i < table->num_rows; i++) {
		const char *path = corpus_field(table, i, "path"), *scheme = newest_scheme(table, i), *signer = corpus_field(table, i, "signer_cert_sha256"),
			   *lineage = corpus_field(table, i, "v3_lineage_cert_sha256");
		bool verifies = strcmp(corpus_field(table, i, "outcome"), "verified") == 0;
		struct reading *reading;
		char found[2048];

		if (!verifies && *lineage == '\0')
			continue;
		reading = read_package(sandbox, path);
		list_certificates(reading, "signer", scheme, found, sizeof found);
		if (verifies)
			compare_list(&signers, path, "signer", are_in(signer, found) && are_in(found, signer), found, signer);
		list_certificates(reading, "lineage", scheme, found, sizeof found);
		if (verifies || *found != '\0')
			compare_list(&lineages, path, "lineage", strcmp(found, lineage) == 0, found, lineage);
		reading_free(reading);
	}
	CHECK_NUMBER(signers.num_rows, 205);
	CHECK_NUMBER(lineages.num_rows, 214);
	test_note("%zu packages, %zu with apksig's signers, %zu known differences; %zu with its proof of rotation or none, of %zu, %zu known differences",
		  signers.num_rows, signers.num_right, signers.num_known, lineages.num_right, lineages.num_rows, lineages.num_known);
	corpus_table_free(table);
	sandbox_stop(sandbox);
}

/* What a row of apksig's vectors wants of the stamp: "verified", "not-verified", or NULL where it says nothing of it. */
static const char *wanted_stamp(const struct corpus_table *table, size_t row)
{
	const char *api = corpus_field(table, row, "api"), *expected = corpus_field(table, row, "expected");

	if (strncmp(expected, "stamp-", 6) == 0)
		expected += 6;
	else if (strcmp(api, "SourceStampVerifier") != 0 && strcmp(api, "verifySourceStamp") != 0)
		return NULL;
	return strcmp(expected, "verified") == 0 || strcmp(expected, "not-verified") == 0 ? expected : NULL;
}

TEST(corpus_stamp_vectors, "apksig's own source stamps verify or do not as apksig's tests say")
{
	struct corpus_table *table;
	struct sandbox *sandbox;
	size_t num_rows = 0, num_right = 0, num_known = 0;

	if (corpus_missing())
		return;
	sandbox = sandbox_start(&(struct sandbox_options){0}, NULL);
	table = corpus_table_read("truth/apksig_expected.tsv");
	for (size_t i = 0; i < table->num_rows; i++) {
		const char *path = corpus_field(table, i, "path"), *wanted = wanted_stamp(table, i);
		struct reading *reading;

		if (wanted == NULL)
			continue;
		num_rows++;
		reading = read_package(sandbox, path);
		if ((strcmp(stamp_status(reading), "verified") == 0) == (strcmp(wanted, "verified") == 0))
			num_right++;
		else if (is_known(path, "stamp"))
			num_known++;
		else
			test_fail(__FILE__, __LINE__, "%s: the stamp is %s, expected %s %s", path, stamp_status(reading), wanted,
				  corpus_field(table, i, "expected_issue_or_value"));
		reading_free(reading);
	}
	CHECK(num_rows > 0);
	test_note("%zu rows, %zu stamps as apksig says, %zu known differences", num_rows, num_right, num_known);
	corpus_table_free(table);
	sandbox_stop(sandbox);
}

/* Whether the certificates of the stamp's lineage are these, in order. */
static bool has_stamp_lineage(const struct reading *reading, const char *sha256s)
{
	struct fact_certificate **rows = reading_rows(reading, certificate);
	int64_t position = 1;

	for (; *sha256s != '\0'; position++) {
		bool found = false;

		for (size_t i = 0; i < reading_num(reading, certificate); i++)
			found |= strcmp(rows[i]->role, "stamp") == 0 && rows[i]->position == position &&
				 strncmp(sha256s, rows[i]->sha256, 64) == 0;
		if (!found)
			return false;
		sha256s += strcspn(sha256s, ",");
		sha256s += strspn(sha256s, ",");
	}
	return position > 1;
}

TEST(corpus_stamp_lineage, "the proof of rotation of a source stamp is the one that apksig finds")
{
	struct corpus_table *table;
	struct sandbox *sandbox;
	size_t num_rows = 0;

	if (corpus_missing())
		return;
	sandbox = sandbox_start(&(struct sandbox_options){0}, NULL);
	table = corpus_table_read("truth/apksig_expected.tsv");
	for (size_t i = 0; i < table->num_rows; i++) {
		struct reading *reading;

		if (strcmp(corpus_field(table, i, "expected"), "stamp-lineage-certs") != 0)
			continue;
		num_rows++;
		reading = read_package(sandbox, corpus_field(table, i, "path"));
		CHECK(has_stamp_lineage(reading, corpus_field(table, i, "expected_issue_or_value")));
		reading_free(reading);
	}
	CHECK(num_rows > 0);
	corpus_table_free(table);
	sandbox_stop(sandbox);
}

TEST(corpus_stamp_times, "the time of a source stamp is the one that apksig's tests expect")
{
	static const struct {
		const char *path, *time;
	} vectors[] = {{"apk/apksig/stamp-valid-timestamp-value.apk", "2022-02-15T00:56:24Z"},
		       {"apk/apksig/stamp-valid-timestamp-16-byte-buffer.apk", "2022-02-17T19:39:46Z"}};
	struct sandbox *sandbox;

	if (corpus_missing())
		return;
	sandbox = sandbox_start(&(struct sandbox_options){0}, NULL);
	for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
		struct reading *reading = read_package(sandbox, vectors[i].path);
		const struct fact_signature *row = stamp_row(reading);

		CHECK_TEXT(row == NULL ? NULL : row->signed_at, vectors[i].time);
		reading_free(reading);
	}
	sandbox_stop(sandbox);
}

TEST(corpus_stamps, "the packages of the corpus that have a source stamp are those in which apksig finds one, with its outcome")
{
	struct corpus_table *table;
	struct sandbox *sandbox;
	size_t num_rows = 0, num_stamps = 0, num_known = 0;

	if (corpus_missing())
		return;
	sandbox = sandbox_start(&(struct sandbox_options){0}, NULL);
	table = corpus_table_read("truth/apk_signature_reference.tsv");
	for (size_t i = 0; i < table->num_rows; i++) {
		const char *path = corpus_field(table, i, "path"), *said = corpus_field(table, i, "source_stamp");
		const char *wanted = strcmp(said, "STAMP_VERIFIED") == 0 ? "verified" : strcmp(said, "none") == 0 ? "none" : "failed";
		struct reading *reading;

		/* apksig looks at the stamp once all else verifies. */
		if (strcmp(corpus_field(table, i, "outcome"), "verified") != 0)
			continue;
		num_rows++;
		reading = read_package(sandbox, path);
		if (strcmp(stamp_status(reading), wanted) == 0)
			num_stamps += strcmp(wanted, "none") != 0;
		else if (is_known(path, "stamp"))
			num_known++;
		else
			test_fail(__FILE__, __LINE__, "%s: the stamp is %s, apksig says %s", path, stamp_status(reading), said);
		reading_free(reading);
	}
	CHECK(num_stamps > 0);
	test_note("%zu packages, %zu stamps as apksig says, %zu known differences", num_rows, num_stamps, num_known);
	corpus_table_free(table);
	sandbox_stop(sandbox);
}
