#include "corpus.h"

#include "harness.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool corpus_missing(void)
{
	if (access(CORPUS "/INDEX.tsv", R_OK) == 0)
		return false;
	test_skip("there is no corpus at " CORPUS);
	return true;
}

static char *read_file(const char *path)
{
	FILE *file = fopen(path, "re");
	char *text = NULL;
	size_t len = 0;

	if (file == NULL)
		return NULL;
	if (getdelim(&text, &len, '\0', file) < 0) {
		free(text);
		text = NULL;
	}
	fclose(file);
	return text;
}

static char **split_row(char *line)
{
	size_t num = 1;
	char **fields;

	for (char *at = line; *at != '\0'; at++)
		num += *at == '\t';
	fields = calloc(num + 1, sizeof *fields);
	for (size_t i = 0; i < num; i++)
		fields[i] = strsep(&line, "\t");
	return fields;
}

struct corpus_table *corpus_table_read(const char *name)
{
	struct corpus_table *table = calloc(1, sizeof *table);
	char path[512], *rest, *line;

	snprintf(path, sizeof path, CORPUS "/%s", name);
	table->text = read_file(path);
	if (table->text == NULL) {
		free(table);
		return NULL;
	}
	rest = table->text;
	while ((line = strsep(&rest, "\n")) != NULL) {
		if (*line == '\0' || *line == '#')
			continue;
		if (table->header == NULL) {
			table->header = split_row(line);
			continue;
		}
		table->rows = realloc(table->rows, (table->num_rows + 1) * sizeof *table->rows);
		table->rows[table->num_rows++] = split_row(line);
	}
	return table;
}

void corpus_table_free(struct corpus_table *table)
{
	if (table == NULL)
		return;
	for (size_t i = 0; i < table->num_rows; i++)
		free(table->rows[i]);
	free(table->rows);
	free(table->header);
	free(table->text);
	free(table);
}

const char *corpus_field(const struct corpus_table *table, size_t row, const char *column)
{
	for (size_t i = 0; table->header[i] != NULL; i++) {
		if (table->rows[row][i] == NULL)
			return "";
		if (strcmp(table->header[i], column) == 0)
			return table->rows[row][i];
	}
	return "";
}

int corpus_open(const char *path)
{
	char whole[2048];

	snprintf(whole, sizeof whole, CORPUS "/%s", path);
	return open(whole, O_RDONLY | O_CLOEXEC);
}

void corpus_walk(const char *folder, void (*visit)(void *owner, const char *path), void *owner)
{
	char whole[2048];
	struct dirent **names;
	int num;

	snprintf(whole, sizeof whole, CORPUS "/%s", folder);
	num = scandir(whole, &names, NULL, alphasort);
	for (int i = 0; i < num; i++) {
		char path[1024];
		struct stat status;

		snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
		snprintf(whole, sizeof whole, CORPUS "/%s", path);
		if (names[i]->d_name[0] != '.' && lstat(whole, &status) == 0) {
			if (S_ISDIR(status.st_mode))
				corpus_walk(path, visit, owner);
			else if (S_ISREG(status.st_mode))
				visit(owner, path);
		}
		free(names[i]);
	}
	if (num >= 0)
		free(names);
}
