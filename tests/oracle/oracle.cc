/*
 * oracle [NUMBER [FIRST]] - mutate packages and compare what Android 10's own readers decide with what ours do.
 *
 * Each mutation runs in a child process, for the platform's readers may crash on it. A disagreement that no line of
 * known.def explains is printed with its number, so that `oracle 1 NUMBER` shows it again.
 */
#include "mutate.h"
#include "oracle.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <map>
#include <sys/wait.h>
#include <unistd.h>
#include <ziparchive/zip_archive.h>

namespace {

enum Outcome : uint8_t { AGREE, DISAGREE, PLATFORM_CRASHED };

struct Known {
	const char *name;
	bool (*explains)(const std::string &what, const std::string &platform, const std::string &ours);
};

bool has(const std::string &text, const char *part)
{
	return text.find(part) != std::string::npos;
}

/* The part stands in the text, and one of the letters behind it. */
bool has_letter_behind(const std::string &text, const char *part, const char *letters)
{
	size_t at = text.find(part);

	return at != std::string::npos && at + strlen(part) < text.size() && strchr(letters, text[at + strlen(part)]) != nullptr;
}

#define KNOWN(name, reason, condition)                                                                                   \
	bool explains_##name(const std::string &what, const std::string &platform, const std::string &ours)              \
	{                                                                                                                \
		(void)what, (void)platform, (void)ours;                                                                  \
		return condition;                                                                                        \
	}
#include "known.def"
#undef KNOWN

const Known known[] = {
#define KNOWN(name, reason, condition) {#name ": " reason, explains_##name},
#include "known.def"
#undef KNOWN
	{nullptr, nullptr},
};

const char *explanation(const std::string &what, const std::string &platform, const std::string &ours)
{
	for (const Known *one = known; one->name != nullptr; one++)
		if (one->explains(what, platform, ours))
			return one->name;
	return nullptr;
}

Base read_base(const char *path)
{
	static const char *const wanted[] = {"AndroidManifest.xml", "resources.arsc", "classes.dex"};
	Base base = {strrchr(path, '/') + 1, {}};
	ZipArchiveHandle archive;

	if (OpenArchive(path, &archive) != 0) {
		fprintf(stderr, "oracle: %s cannot be opened\n", path);
		exit(2);
	}
	for (const char *name : wanted) {
		ZipEntry entry;
		Bytes content;

		if (FindEntry(archive, name, &entry) != 0)
			continue;
		content.resize(entry.uncompressed_length);
		ExtractToMemory(archive, &entry, content.data(), entry.uncompressed_length);
		base.entries.emplace_back(name, content);
	}
	CloseArchive(archive);
	return base;
}

/* What one reader says, from a child process; false when it crashed. */
bool ask(char *(*reader)(const uint8_t *, size_t), const Bytes &apk, std::string *text)
{
	int pipes[2], status = 0;
	char piece[4096];
	ssize_t len;
	pid_t child;

	if (pipe(pipes) != 0 || (child = fork()) < 0)
		abort();
	if (child == 0) {
		int nowhere = open("/dev/null", O_WRONLY);
		char *said;

		dup2(nowhere, 2); /* the platform's readers log whatever they dislike */
		said = reader(apk.data(), apk.size());

		_exit(write(pipes[1], said, strlen(said)) < 0);
	}
	close(pipes[1]);
	while ((len = read(pipes[0], piece, sizeof piece)) > 0)
		text->append(piece, static_cast<size_t>(len));
	close(pipes[0]);
	waitpid(child, &status, 0);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

struct Count {
	unsigned long mutations = 0, disagreements = 0, crashes = 0, ours_crashed = 0;
	std::map<std::string, unsigned long> explained;
};

void try_one(const std::vector<Base> &bases, unsigned long number, bool show, Count *count)
{
	Random random = {number * 0x9E3779B97F4A7C15u + 1};
	std::string what, platform, ours;
	const char *reason;
	Bytes apk;

	for (int i = 0; i < 8; i++)
		random.next();
	apk = mutate(bases[number % bases.size()], random, &what);
	count->mutations++;
	if (!ask(oracle_ours, apk, &ours)) {
		count->ours_crashed++;
		printf("%lu: our reader crashed: %s\n", number, what.c_str());
		return;
	}
	if (!ask(oracle_platform, apk, &platform)) {
		count->crashes++;
		return;
	}
	if (show)
		printf("%lu: %s\n--- platform\n%s--- ours\n%s", number, what.c_str(), platform.c_str(), ours.c_str());
	if (platform == ours)
		return;
	reason = explanation(what, platform, ours);
	if (reason != nullptr) {
		count->explained[reason]++;
		return;
	}
	count->disagreements++;
	if (count->disagreements <= 40 && !show)
		printf("%lu: %s\n--- platform\n%s--- ours\n%s\n", number, what.c_str(), platform.c_str(), ours.c_str());
}

} // namespace

int main(int argc, char **argv)
{
	unsigned long number = argc > 1 ? strtoul(argv[1], nullptr, 10) : 20000;
	unsigned long first = argc > 2 ? strtoul(argv[2], nullptr, 10) : 0;
	std::vector<Base> bases;
	Count count;

	oracle_begin();
	for (const char *path : {"fixtures/clean.apk", "fixtures/permissions-implied.apk", "fixtures/exported.apk", "fixtures/label-varies.apk"})
		bases.push_back(read_base(path));
	for (unsigned long i = first; i < first + number; i++)
		try_one(bases, i, number == 1, &count);
	printf("%lu mutations: %lu disagreements, %lu that crash the platform's readers, %lu that crash ours\n", count.mutations,
	       count.disagreements, count.crashes, count.ours_crashed);
	for (const auto &one : count.explained)
		printf("%lu explained by %s\n", one.second, one.first.c_str());
	return count.disagreements + count.ours_crashed > 0;
}
