/*
 * Detection by content, the pass and its digests, on packages that the test writes itself.
 */
#include "format/collect.h"
#include "format/channel_file.h"
#include "format/content_digest.h"
#include "format/format.h"
#include "format/pass.h"
#include "format/walle.h"
#include "facts/reading.h"
#include "harness.h"
#include "zip_bytes.h"

#include <pthread.h>
#include <stdlib.h>

/* Rows come from any thread of the pool; a reading takes one at a time. */
struct gate {
	struct fact_sink sink; /* first, so that one pointer is the other */
	struct fact_sink *inner;
	pthread_mutex_t lock;
};

static bool take_one(struct fact_sink *sink, enum fact_table table, const void *row)
{
	struct gate *gate = (struct gate *)sink;
	bool ok;

	pthread_mutex_lock(&gate->lock);
	ok = gate->inner->take(gate->inner, table, row);
	pthread_mutex_unlock(&gate->lock);
	return ok;
}

static struct reading *read_within(struct span bytes, unsigned threads, const struct limits *limits)
{
	struct format_options options = {.limits = *limits, .with_sha1_md5 = true};
	struct reading *reading = reading_new((size_t)64 << 20);
	struct gate gate = {.sink.take = take_one, .inner = &reading->sink, .lock = PTHREAD_MUTEX_INITIALIZER};
	struct source source = source_of(bytes);
	struct pool *pool = pool_new(threads, NULL);
	struct error err = {0};

	CHECK(format_read(&source, &options, pool, &gate.sink, &err));
	CHECK_TEXT(err.text, "");
	pool_free(pool);
	reading_sort(reading);
	return reading;
}

static struct reading *read_bytes(struct span bytes, unsigned threads)
{
	struct limits limits = limits_default();

	return read_within(bytes, threads, &limits);
}

static struct reading *read_files(const struct file *files)
{
	struct buf bytes BUF_CLEANUP = zip_of(files);

	return read_bytes(buf_span(&bytes), 1);
}

static bool has_anomaly(const struct reading *reading, const char *id)
{
	for (size_t i = 0; i < reading_num(reading, anomaly); i++)
		if (strcmp(reading_rows(reading, anomaly)[i]->id, id) == 0)
			return true;
	return false;
}

/* The last package row: a worker's collector would keep that alone. */
static const struct fact_package *package_of(const struct reading *reading)
{
	const struct fact_package *found = NULL;

	for (size_t i = 0; i < reading_num(reading, package); i++)
		if (found == NULL || reading_rows(reading, package)[i]->sha256 != NULL)
			found = reading_rows(reading, package)[i];
	return found;
}

static void expect_kind(const struct file *files, const char *format, const char *anomaly)
{
	struct reading *reading READING_CLEANUP = read_files(files);
	const struct fact_package *row = package_of(reading);

	CHECK(row != NULL && row->sha256 != NULL && row->md5 != NULL);
	if (row != NULL)
		CHECK_TEXT(row->format, format);
	if (anomaly != NULL && !has_anomaly(reading, anomaly))
		test_fail(__FILE__, __LINE__, "%s lacks %s", format, anomaly);
}

TEST(format_kinds, "a package's format is what it holds, whatever its name")
{
	expect_kind(FILES({"AndroidManifest.xml", "x"}, {"classes.dex", "y"}), "apk", NULL);
	expect_kind(FILES({"classes.dex", "y"}), "apk", "manifest.missing");
	expect_kind(FILES({"BundleConfig.pb", ""}, {"base/manifest/AndroidManifest.xml", ""}), "aab", "package.unsupported");
	expect_kind(FILES({"toc.pb", ""}, {"splits/base-master.apk", ""}), "apks", "package.unsupported");
	expect_kind(FILES({"manifest.json", "{}"}, {"base.apk", ""}), "xapk", "package.unsupported");
	expect_kind(FILES({"module.json", "{}"}, {"pack.info", "{}"}), "hap", "package.unsupported");
	expect_kind(FILES({"module.json", "{\"module\":{\"type\":\"shared\"}}"}, {"pack.info", "{}"}), "hsp", "package.unsupported");
	expect_kind(FILES({"config.json", "{}"}, {"pack.info", "{}"}), "hap", "package.unsupported");
	expect_kind(FILES({"pack.info", "{}"}, {"entry.hap", ""}), "app", "package.unsupported");
	expect_kind(FILES({"Payload/Shop.app/Info.plist", ""}), "ipa", "package.unsupported");
	expect_kind(FILES({"readme.txt", "hello"}), "unknown", "package.not-a-package");
	expect_kind(FILES({"AndroidManifest.xml", "x"}, {"BundleConfig.pb", ""}), "apk", "package.ambiguous-format");
}

#define CONFIG "{\"app\": {\"bundleName\": \"a.b\"}, \"deviceConfig\": {}, \"module\" : {\"name\": \"entry\"}}"

TEST(format_config, "config.json makes a HAP by what it says, beside DEX code too; never of what has an Android manifest, nor by its name")
{
	expect_kind(FILES({"config.json", CONFIG}), "hap", "package.unsupported");
	expect_kind(FILES({"config.json", CONFIG}, {"classes.dex", "y"}), "hap", "package.unsupported");
	expect_kind(FILES({"config.json", CONFIG}, {"AndroidManifest.xml", "x"}, {"classes.dex", "y"}), "apk", NULL);
	expect_kind(FILES({"config.json", CONFIG}, {"pack.info", "{}"}, {"AndroidManifest.xml", "x"}), "apk", "package.ambiguous-format");
	expect_kind(FILES({"config.json", "{\"app\": 1}"}, {"classes.dex", "y"}), "apk", "manifest.missing");
	expect_kind(FILES({"config.json", "{\"app\": {\"module\": 1}}"}), "unknown", "package.not-a-package");
	expect_kind(FILES({"config.json", "{\"app\": \"module\", \"b\": 1}"}), "unknown", "package.not-a-package");
	expect_kind(FILES({"config.json", "{\"app\": \"\\\", \\\"module\\\": \"}"}), "unknown", "package.not-a-package");
	expect_kind(FILES({"assets/config.json", CONFIG}), "unknown", "package.not-a-package");
}

TEST(format_rubbish, "an empty file and a file that is no ZIP are refused, and their digests still told")
{
	struct reading *empty READING_CLEANUP = read_bytes(span_of("", 0), 0);
	struct reading *text READING_CLEANUP = read_bytes(span_of_text("this is no package at all, only some text"), 0);

	CHECK(has_anomaly(empty, "empty.file"));
	CHECK_NUMBER(reading_num(empty, package), 1);
	CHECK(has_anomaly(text, "package.not-a-package"));
	CHECK(package_of(text) != NULL);
	CHECK_TEXT(package_of(text)->format, "unknown");
	CHECK_NUMBER(package_of(text)->size, 41);
	CHECK(package_of(text)->sha256 != NULL);
}

TEST(format_entries, "every entry has a row with the SHA-256 of its content, large ones and neighbours alike")
{
	size_t len = 200000;
	char *large = malloc(len + 1), wanted[DIGEST_HEX_MAX];
	struct reading *reading;

	memset(large, 'a', len);
	large[len] = '\0';
	digest_hex_of(DIGEST_SHA256, span_of(large, len), wanted);
	reading = read_files(FILES({"a", "one"}, {"b", large}, {"c", "three"}, {"d", ""}));
	CHECK_NUMBER(reading_num(reading, entry), 4);
	if (reading_num(reading, entry) == 4) {
		CHECK_TEXT(reading_rows(reading, entry)[0]->sha256,
			   "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed");
		CHECK_TEXT(reading_rows(reading, entry)[1]->sha256, wanted);
		CHECK_TEXT(reading_rows(reading, entry)[2]->sha256,
			   "8b5b9db0c13db24256c829aa364aa90c6d2eba318b9232a4ab9313b954d3555f");
		CHECK_NUMBER(reading_rows(reading, entry)[1]->size, (long long)len);
		CHECK_TEXT(reading_rows(reading, entry)[3]->crc32, "00000000");
	}
	reading_free(reading);
	free(large);
}

static void content_digest_of(const struct file *files, char out[DIGEST_HEX_MAX])
{
	struct reading *reading READING_CLEANUP = read_files(files);
	const struct fact_package *row = package_of(reading);

	snprintf(out, DIGEST_HEX_MAX, "%s", row != NULL && row->content_digest != NULL ? row->content_digest : "none");
}

TEST(format_content, "the content digest leaves out order and channel files, and nothing else")
{
	char one[DIGEST_HEX_MAX], same[DIGEST_HEX_MAX], other[DIGEST_HEX_MAX];

	content_digest_of(FILES({"a", "1"}, {"b", "2"}), one);
	content_digest_of(FILES({"b", "2"}, {"a", "1"}, {"META-INF/mtchannel_shop", ""}), same);
	CHECK_TEXT(same, one);
	content_digest_of(FILES({"a", "1"}, {"b", "3"}), other);
	CHECK(strcmp(one, other) != 0);
	content_digest_of(FILES({"a", "1"}, {"b", "2"}, {"META-INF/services/x", ""}), other);
	CHECK(strcmp(one, other) != 0);
	content_digest_of(FILES({"a", "1"}, {"b", "2"}, {"META-INF/payload.bin", "x"}), other);
	CHECK(strcmp(one, other) != 0);
}

static void expect_content(const struct file *files, const char *wanted, bool is_same)
{
	char found[DIGEST_HEX_MAX];

	content_digest_of(files, found);
	if ((strcmp(found, wanted) == 0) != is_same)
		test_fail(__FILE__, __LINE__, "the content digest with %s is %s", files[1].name, found);
}

TEST(format_content_channel, "the content digest leaves out a channel file that is empty, directly in META-INF, and none with anything in it")
{
	static const char *const left_out[] = {"META-INF/channel_shop", "META-INF/my-Channel", "META-INF/\346\270\240\351\201\223channel"};
	static const char *const counted[] = {"META-INF/chanel", "META-INF/a/channel_x", "META-INF/channel/", "meta-inf/channel_x", "channel_x",
					      "META-INF.channel", "META-INF/uc-9", "META-INF/"};
	char one[DIGEST_HEX_MAX], overlong[256] = "META-INF/channel_";

	memset(overlong + strlen(overlong), 'x', 200);
	content_digest_of(FILES({"a", "1"}), one);
	for (size_t i = 0; i < sizeof left_out / sizeof left_out[0]; i++) {
		expect_content(FILES({"a", "1"}, {left_out[i], ""}), one, true);
		expect_content(FILES({"a", "1"}, {left_out[i], "x"}), one, false);
	}
	for (size_t i = 0; i < sizeof counted / sizeof counted[0]; i++)
		expect_content(FILES({"a", "1"}, {counted[i], ""}), one, false);
	expect_content(FILES({"a", "1"}, {overlong, ""}), one, false);
}

TEST(format_content_signature_names, "a file that is merely called as those of a signature are counts in the content digest")
{
	static const char *const counted[] = {"META-INF/MANIFEST.MF", "META-INF/A.SF", "META-INF/A.RSA", "META-INF/A.DSA", "META-INF/A.EC",
					      "META-INF/SIG-A", "META-INF/.sf", "meta-inf/manifest.mf"};
	char one[DIGEST_HEX_MAX], other[DIGEST_HEX_MAX];

	content_digest_of(FILES({"a", "1"}), one);
	for (size_t i = 0; i < sizeof counted / sizeof counted[0]; i++)
		expect_content(FILES({"a", "1"}, {counted[i], "x"}), one, false);
	content_digest_of(FILES({"AndroidManifest.xml", "1"}), one);
	content_digest_of(FILES({"AndroidManifest.xml", "1"}, {"META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\n\r\n"},
				{"META-INF/A.SF", "Signature-Version: 1.0\r\n\r\n"}, {"META-INF/A.RSA", "0"}),
			  other);
	CHECK(strcmp(one, other) != 0);
}

TEST(format_content_order, "the content digest is the same in whatever order entries stand, those of one name and those whose names go on alike")
{
	char one[DIGEST_HEX_MAX];

	content_digest_of(FILES({"a", "1"}, {"ab", "2"}), one);
	expect_content(FILES({"ab", "2"}, {"a", "1"}), one, true);
	content_digest_of(FILES({"a", "1"}, {"a", "2"}), one);
	expect_content(FILES({"a", "2"}, {"a", "1"}), one, true);
}

/* Of a package of that one entry. */
static void content_digest_with(struct zipdir_entry entry, const struct pass_entry *seen, char out[DIGEST_HEX_MAX])
{
	struct zipdir dir = {.entries = &entry, .num_entries = 1};
	struct content_order order;

	CHECK(content_order_make(&order, &dir, NULL));
	CHECK(content_digest_make(&order, seen, out, NULL));
	content_order_free(&order);
}

TEST(format_content_unread, "of an entry that was not read the content digest knows no content, whatever was seen of it, and counts it")
{
	const struct zipdir_entry entry = {.name = span_of_text("a"), .size = 1}, channel = {.name = span_of_text("META-INF/channel_x")};
	const struct pass_entry seen = {.is_read = false, .sha256 = {1}}, unseen = {.is_read = false}, read = {.is_read = true};
	char one[DIGEST_HEX_MAX], other[DIGEST_HEX_MAX];

	content_digest_with(entry, &seen, one);
	content_digest_with(entry, &unseen, other);
	CHECK_TEXT(one, other);
	content_digest_with(channel, &unseen, one);
	content_digest_with(channel, &read, other);
	CHECK(strcmp(one, other) != 0);
}

TEST(format_content_size, "a channel file is empty in the package, too")
{
	struct zipdir_entry entry = {.name = span_of_text("META-INF/channel_x"), .compressed_size = 2};

	CHECK(channel_file_is(&entry));
	entry.compressed_size = 3;
	CHECK(!channel_file_is(&entry));
}

TEST(format_content_channels, "files of so many channels that their names could hold anything are not left out of the content digest")
{
	char one[DIGEST_HEX_MAX], few[DIGEST_HEX_MAX], many[DIGEST_HEX_MAX], long_names[3][128];

	for (int i = 0; i < 3; i++)
		snprintf(long_names[i], sizeof long_names[i], "META-INF/channel_%0100d", i);
	content_digest_of(FILES({"a", "1"}), one);
	content_digest_of(FILES({"a", "1"}, {long_names[0], ""}, {long_names[1], ""}), few);
	CHECK_TEXT(few, one);
	content_digest_of(FILES({"a", "1"}, {long_names[0], ""}, {long_names[1], ""}, {long_names[2], ""}), many);
	CHECK(strcmp(many, one) != 0);
}

TEST(format_names, "files that folders shadow and DEX files that are not loaded are told")
{
	struct reading *reading READING_CLEANUP =
		read_files(FILES({"AndroidManifest.xml", "x"}, {"AndroidManifest.xml/a/b", "y"}, {"classes.dex", "1"},
				 {"classes3.dex", "3"}, {"classes0.dex", "0"}));

	CHECK(has_anomaly(reading, "zip.dir-shadows-file"));
	CHECK(has_anomaly(reading, "dex.gap"));
	CHECK(has_anomaly(reading, "dex.unreferenced"));
}

TEST(format_threads, "a reading does not depend on the number of threads")
{
	struct file files[301] = {{0}};
	char names[300][16];
	struct buf bytes, one = buf_new((size_t)16 << 20), three = buf_new((size_t)16 << 20);
	struct reading *first, *second;

	for (size_t i = 0; i < 300; i++) {
		snprintf(names[i], sizeof names[i], "assets/%zu", i);
		files[i] = (struct file){.name = names[i], .content = names[i]};
	}
	bytes = zip_of(files);
	first = read_bytes(buf_span(&bytes), 0);
	second = read_bytes(buf_span(&bytes), 3);
	reading_write(first, &one);
	reading_write(second, &three);
	CHECK(one.len > 0 && span_equal(buf_span(&one), buf_span(&three)));
	reading_free(first);
	reading_free(second);
	buf_free(&one);
	buf_free(&three);
	buf_free(&bytes);
}

static size_t read_fixture(const char *path, uint8_t *bytes, size_t room)
{
	FILE *file = fopen(path, "re");
	size_t len = file == NULL ? 0 : fread(bytes, 1, room, file);

	CHECK(len > 0 && len < room);
	if (file != NULL)
		fclose(file);
	return len;
}

TEST(format_no_room, "whichever limit is 0, a package is read to its end, and is a package")
{
	static uint8_t bytes[1 << 20];
	size_t len = read_fixture("fixtures/clean.apk", bytes, sizeof bytes);

	for (int i = 0; i < LIMIT_COUNT; i++) {
		struct limits limits = limits_default();
		struct reading *reading READING_CLEANUP;

		limits.value[i] = 0;
		reading = read_within(span_of(bytes, len), 1, &limits);
		CHECK(package_of(reading) != NULL);
	}
}

static const struct fact_anomaly *last_row(const struct reading *reading)
{
	return reading_rows(reading, anomaly)[reading_num(reading, anomaly) - 1];
}

/* Reports ten of a name, from first on in steps, with five as the most. */
static struct reading *report_ten(unsigned first, unsigned step)
{
	struct limits limits = limits_default();
	struct reading *reading = reading_new(1 << 20);
	struct collect *collect;

	limits.value[LIMIT_ANOMALIES_PER_ID] = 5;
	collect = collect_new(&reading->sink, &limits);
	collect_from_threads(collect_anomalies(collect));
	for (unsigned i = 0; i < 10; i++)
		anomaly_report(collect_anomalies(collect), ANOMALY_ZIP_BAD_CRC, "x", (first + i * step) % 10, "detail");
	CHECK(collect_finish(collect));
	collect_free(collect);
	reading_sort(reading);
	return reading;
}

TEST(format_collect, "of too many anomalies the first by place are kept, whatever the order, and the rest counted")
{
	struct reading *up READING_CLEANUP = report_ten(0, 1);
	struct reading *mixed READING_CLEANUP = report_ten(7, 3);

	CHECK_NUMBER(reading_num(up, anomaly), 5);
	CHECK_NUMBER(reading_num(mixed, anomaly), 5);
	CHECK_NUMBER(last_row(mixed)->offset, 4);
	CHECK_TEXT(last_row(up)->detail, "detail (and 5 more like it)");
	CHECK_TEXT(last_row(mixed)->detail, "detail (and 5 more like it)");
}

/* Of each thread five in turn, of which three are the most; those of the other one begin behind so many of the first. */
static void report_two(unsigned behind, char out[64])
{
	READING_CLEANUP struct reading *reading = reading_new(1 << 20);
	struct limits limits = limits_default();
	struct collect *collect;

	limits.value[LIMIT_ANOMALIES_PER_ID] = 3;
	collect = collect_new(&reading->sink, &limits);
	for (unsigned i = 0; i < 10; i++) {
		bool is_first = i < behind || i >= behind + 5;

		anomaly_report(is_first ? collect_anomalies(collect) : collect_beside(collect_anomalies(collect)), ANOMALY_ZIP_BAD_CRC, "x",
			       is_first ? 10 + (i < behind ? i : i - 5) : i - behind, "detail");
	}
	CHECK(collect_finish(collect));
	collect_free(collect);
	reading_sort(reading);
	*out = '\0';
	for (size_t i = 0; i < reading_num(reading, anomaly); i++)
		snprintf(out + strlen(out), 64 - strlen(out), "%d ", (int)reading_rows(reading, anomaly)[i]->offset);
}

TEST(format_collect_beside, "of too many anomalies the same are kept, whenever another thread reports beside the first one")
{
	char kept[64];

	for (unsigned behind = 0; behind <= 5; behind++) {
		report_two(behind, kept);
		CHECK_TEXT(kept, "0 10 11 ");
	}
}

/* Lighter ones first by place and by order; held back or not. */
static struct reading *report_effects(uint64_t most, bool is_held)
{
	struct limits limits = limits_default();
	struct reading *reading = reading_new(1 << 20);
	struct collect *collect;

	limits.value[LIMIT_ANOMALIES_PER_ID] = most;
	collect = collect_new(&reading->sink, &limits);
	if (is_held)
		collect_from_threads(collect_anomalies(collect));
	for (unsigned i = 0; i < 10; i++)
		anomaly_report_as(collect_anomalies(collect), ANOMALY_LIMIT_NAME_SIZE, EFFECT_ODD, "a", i, "long");
	anomaly_report_as(collect_anomalies(collect), ANOMALY_LIMIT_NAME_SIZE, EFFECT_UNREAD, "b", 0, "cut");
	anomaly_report_as(collect_anomalies(collect), ANOMALY_LIMIT_NAME_SIZE, EFFECT_REFUSED, "c", 0, "wrong");
	CHECK(collect_finish(collect));
	collect_free(collect);
	reading_sort(reading);
	return reading;
}

TEST(format_collect_effects, "an anomaly that is graver, or says that something was not read, has a row however many lighter ones of its name there are")
{
	static const uint64_t most[] = {0, 1, 2, 5};

	for (unsigned i = 0; i < 8; i++) {
		struct reading *reading READING_CLEANUP = report_effects(most[i / 2], i % 2 == 0);
		size_t num = reading_num(reading, anomaly);

		CHECK_NUMBER(num, (most[i / 2] > 0 ? most[i / 2] : 1) + 2);
		CHECK_TEXT(reading_rows(reading, anomaly)[num - 2]->effect, "unread");
		CHECK_TEXT(reading_rows(reading, anomaly)[num - 2]->detail, "cut");
		CHECK_TEXT(last_row(reading)->effect, "refused");
	}
}

TEST(format_walle, "Walle's channel is what JSONObject gives the app: unescaped, the last of that name, and none of what is no object to it")
{
	static const char *const cases[][2] = {
		{"{\"channel\":\"shop\"}", "shop"},
		{"{\"more\":\"\\\"channel\\\":\\\"x\\\"\",\"channel\":\"a\\/b\\\"c\\\\\"}", "a/b\"c\\"},
		{"{\"channel\":\"\\u5c0f\\u7c73\\uD83D\\ude00\\n\"}", "\345\260\217\347\261\263\355\240\275\355\270\200\n"},
		{"{\"channel\":\"a\",\"channel\":\"b\"} more", "b"},
		{"\xEF\xBB\xBF /* x */ { 'channel' => shop; // x\n more = [1, {\"}\": \"]\"}] # y\n }", "shop"},
		{"{\"more\":{\"channel\":\"a\"}}", NULL},
		{"{\"channel\":{\"channel\":\"a\"}}", NULL},
		{"{\"channel\":\"a\"", NULL},
		{"{\"channel\":\"a\\u12\"}", NULL},
		{"{\"channel\":\"a\",}", NULL},
		{"{\"channel\":}", NULL},
		{"{\"channel\" \"a\"}", NULL},
		{"{ /* x", NULL},
		{"{}", NULL},
		{"shop", NULL},
		{"", NULL}};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		BUF_CLEANUP struct buf channel = buf_new(100);
		bool found = walle_channel(span_of_text(cases[i][0]), &channel);

		if (found != (cases[i][1] != NULL) || (found && !span_is(buf_span(&channel), cases[i][1])))
			test_fail(__FILE__, __LINE__, "the channel of %s is %.*s", cases[i][0], found ? (int)channel.len : 0, (const char *)channel.data);
	}
}
