/* Native libraries and DEX files of the corpus, each alone. */
#include "corpus.h"
#include "harness.h"

#include "facts/reading.h"
#include "inspect/inspect.h"

#include <string.h>
#include <unistd.h>

extern const struct inspector inspector_library, inspector_dex;

struct collector {
	struct anomalies anomalies;
	const char *path;
	size_t num_files, num_faults, num_mismatches;
	bool others_are_fine; /* count what is malformed, and do not fail */
};

/* Shared objects of the corpus that the linker or ART does not accept, or whose sections differ, with the reason. */
static const char *const not_loadable[] = {
#define REASON(path, why) path,
#include "code_faults.def"
#undef REASON
	NULL,
};

static bool is_not_loadable(const char *path)
{
	for (size_t i = 0; not_loadable[i] != NULL; i++)
		if (strcmp(path, not_loadable[i]) == 0)
			return true;
	return false;
}

static void collect(struct anomalies *self, const struct anomaly *anomaly)
{
	struct collector *collector = (struct collector *)self;

	if (anomaly->id == ANOMALY_ELF_MALFORMED || anomaly->id == ANOMALY_DEX_MALFORMED) {
		collector->num_faults++;
		if (!collector->others_are_fine && !is_not_loadable(collector->path))
			test_fail(__FILE__, __LINE__, "%s: %s", collector->path, anomaly->detail);
	}
	if (anomaly->id == ANOMALY_ELF_SECTION_SEGMENT_MISMATCH) {
		collector->num_mismatches++;
		if (!collector->others_are_fine && !is_not_loadable(collector->path))
			test_fail(__FILE__, __LINE__, "%s: %s", collector->path, anomaly->detail);
	}
}

static void inspect_file(struct collector *collector, const struct inspector *inspector, const char *path)
{
	struct limits limits = limits_default();
	READING_CLEANUP struct reading *reading = reading_new(1 << 20);
	ARENA_CLEANUP struct arena arena = arena_new((size_t)64 << 20);
	struct inspect_context context = {
		.limits = &limits, .sink = &reading->sink, .anomalies = &collector->anomalies, .arena = &arena};
	struct zipdir_entry entry = {.name = span_of_text("classes.dex"), .path = "classes.dex", .data_offset = 65536};
	struct inspect_entry hot = {.entry = &entry};
	struct source source;
	struct error err = {0};
	int fd = corpus_open(path);

	collector->path = path;
	collector->num_files++;
	CHECK(fd >= 0 && source_open(&source, fd, &err));
	CHECK(inspector->inspect(&context, &hot, &source, &err));
	CHECK(reading_num(reading, library) + reading_num(reading, dex) == 1);
	close(fd);
}

/* Little-endian shared objects are what Android's linker loads; the corpus has object files and programs besides. */
static bool is_shared_object(const char *path)
{
	unsigned char head[18] = {0};
	int fd = corpus_open(path);
	bool is_one = pread(fd, head, sizeof head, 0) == sizeof head && head[5] == 1 && head[16] == 3 && head[17] == 0;

	close(fd);
	return is_one;
}

static void inspect_library(void *owner, const char *path)
{
	if (is_shared_object(path))
		inspect_file(owner, &inspector_library, path);
}

static void inspect_object(void *owner, const char *path)
{
	struct collector *collector = owner;

	collector->others_are_fine = true;
	inspect_file(owner, &inspector_library, path);
}

static void inspect_dex(void *owner, const char *path)
{
	inspect_file(owner, &inspector_dex, path);
}

TEST(corpus_elf, "libraries of the corpus are read whole, and libelf names the same needed libraries")
{
	struct collector collector = {.anomalies.report = collect};

	if (corpus_missing())
		return;
	corpus_walk("elf", inspect_library, &collector);
	CHECK(collector.num_files > 0);
	test_note("%zu libraries, %zu that the linker would not load, %zu whose sections disagree", collector.num_files,
		  collector.num_faults, collector.num_mismatches);
}

TEST(corpus_elf_others, "every ELF file of the corpus, of whatever kind, is read without a crash")
{
	struct collector collector = {.anomalies.report = collect};

	if (corpus_missing())
		return;
	corpus_walk("elf", inspect_object, &collector);
	CHECK(collector.num_files > 0);
	test_note("%zu ELF files, %zu that are no shared objects for Android", collector.num_files, collector.num_faults);
}

TEST(corpus_dex, "DEX files of the corpus have headers that ART accepts")
{
	struct collector collector = {.anomalies.report = collect};

	if (corpus_missing())
		return;
	corpus_walk("dex", inspect_dex, &collector);
	CHECK(collector.num_files > 0);
	test_note("%zu DEX files, %zu that ART would not accept", collector.num_files, collector.num_faults);
}
