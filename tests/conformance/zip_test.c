/* The container layer on every ZIP file of the corpus. */
#include "corpus.h"
#include "harness.h"

#include "bytes/text.h"
#include "container/accounting.h"
#include "container/hap_block.h"
#include "container/inflate.h"
#include "container/second_reader.h"

#include <string.h>
#include <unistd.h>

struct collector {
	struct anomalies anomalies;
	const char *path;
	size_t num_files, num_entries, num_odd, num_excused;
	bool may_be_odd;
};

/* Well-formed packages on which an anomaly is right all the same. */
static const struct {
	const char *path, *name;
} excused[] = {
#define EXCUSED(path, name, why) {path, name},
#include "zip_excused.def"
#undef EXCUSED
	{NULL, NULL},
};

static bool is_excused(const char *path, const char *name)
{
	for (size_t i = 0; excused[i].path != NULL; i++)
		if (text_glob(excused[i].path, path) && text_glob(excused[i].name, name))
			return true;
	return false;
}

static void collect(struct anomalies *self, const struct anomaly *anomaly)
{
	struct collector *collector = (struct collector *)self;
	const char *name = anomaly_info(anomaly->id)->name;

	if (anomaly->effect == EFFECT_ODD || collector->may_be_odd)
		return;
	if (is_excused(collector->path, name)) {
		collector->num_excused++;
		return;
	}
	collector->num_odd++;
	test_fail(__FILE__, __LINE__, "%s: %s (%s) %s: %s", collector->path, name, anomaly_effect_name(anomaly->effect),
		  anomaly->path == NULL ? "" : anomaly->path, anomaly->detail);
}

static void ignore(void *owner, struct span bytes, bool is_last)
{
	(void)owner;
	(void)bytes;
	(void)is_last;
}

static void inflate_all(struct collector *collector, const struct source *source, const struct zipdir *dir,
			const struct limits *limits)
{
	struct inflate *inflate = inflate_new();

	for (size_t i = 0; i < dir->num_entries; i++) {
		struct inflate_request request = {
			.source = source, .entry = &dir->entries[i], .limits = limits, .anomalies = &collector->anomalies};

		inflate_entry(inflate, &request, ignore, NULL, NULL);
	}
	collector->num_entries += dir->num_entries;
	inflate_free(inflate);
}

static bool read_block(struct collector *collector, struct signing_block *block, const struct source *source, const struct zipdir *dir,
		       const struct limits *limits, struct error *err)
{
	if (strncmp(collector->path, "hap/", 4) == 0)
		return hap_block_read(block, source, dir, err);
	return signing_block_read(block, source, dir, limits, &collector->anomalies, err);
}

static void read_file(void *owner, const char *path)
{
	struct collector *collector = owner;
	struct limits limits = limits_default();
	struct zipdir dir;
	struct signing_block block;
	struct source source;
	struct error err = {0};
	int fd = corpus_open(path);

	collector->path = path;
	collector->num_files++;
	CHECK(source_open(&source, fd, &err));
	CHECK(zipdir_read(&dir, &source, &limits, NULL, &collector->anomalies, &err));
	CHECK(read_block(collector, &block, &source, &dir, &limits, &err));
	CHECK(accounting_check(&source, &dir, &block, &collector->anomalies, &err));
	CHECK(second_reader_compare(&source, &dir, &collector->anomalies, &err));
	inflate_all(collector, &source, &dir, &limits);
	signing_block_free(&block);
	zipdir_free(&dir);
	close(fd);
}

TEST(corpus_zip_clean, "nothing but the oddities listed is found in the containers of the corpus' well-formed packages")
{
	static const char *const folders[] = {"aab", "apk", "apks", "hap", "ipa", "jar"};
	struct collector collector = {.anomalies.report = collect};

	if (corpus_missing())
		return;
	for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
		corpus_walk(folders[i], read_file, &collector);
	CHECK(collector.num_files > 0);
	test_note("%zu packages, %zu entries; %zu anomalies excused, %zu not", collector.num_files, collector.num_entries,
		  collector.num_excused, collector.num_odd);
}

TEST(corpus_zip_hostile, "every hostile container of the corpus is read without a crash")
{
	static const char *const folders[] = {"zip", "hostile-apk", "hostile-hap", "hostile-ipa"};
	struct collector collector = {.anomalies.report = collect, .may_be_odd = true};

	if (corpus_missing())
		return;
	for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
		corpus_walk(folders[i], read_file, &collector);
	CHECK(collector.num_files > 0);
	test_note("%zu files, %zu entries", collector.num_files, collector.num_entries);
}
