/*
 * replay - a fuzz target without a fuzzer: runs it on every file named, and on every prefix of the small ones; of all behind --prefixes.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define PREFIXES_UP_TO 4096

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t num_inputs, most = PREFIXES_UP_TO;

/* A copy of exactly that size, so that AddressSanitizer sees the first byte past it. */
static void run(const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size + (size == 0));

	for (size_t i = 0; i < size; i++)
		copy[i] = data[i];
	LLVMFuzzerTestOneInput(copy, size);
	free(copy);
	num_inputs++;
}

static void run_file(const char *path)
{
	FILE *file = fopen(path, "re");
	struct stat status;
	uint8_t *data;
	size_t size;

	if (file == NULL || fstat(fileno(file), &status) != 0) {
		printf("not ok %s cannot be read\n", path);
		exit(1);
	}
	data = malloc((size_t)status.st_size + 1);
	size = fread(data, 1, (size_t)status.st_size, file);
	fclose(file);
	run(data, size);
	for (size_t len = 0; size <= most && len < size; len++)
		run(data, len);
	free(data);
}

static void run_path(const char *path)
{
	struct dirent **names;
	int num = scandir(path, &names, NULL, alphasort);

	if (num < 0) { /* no folder: a file, or nothing, which is said */
		run_file(path);
		return;
	}
	for (int i = 0; i < num; i++) {
		char inner[4096];

		snprintf(inner, sizeof inner, "%s/%s", path, names[i]->d_name);
		if (names[i]->d_name[0] != '.')
			run_path(inner);
		free(names[i]);
	}
	free(names);
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--prefixes") == 0)
			most = SIZE_MAX;
		else
			run_path(argv[i]);
	printf("# %zu inputs\n", num_inputs);
	return 0;
}
