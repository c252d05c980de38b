/* Lists of the blacklist: CSV, JSON, hash lists. What was read and written as CSV is read as it was. */
#include "cli/blacklist_file.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* CSV loses nothing but carriage returns, which end lines. */
static void compare(const struct blacklist_file *before, const struct blacklist_file *after)
{
	if (after->num_refused > 0 || before->num_entries != after->num_entries)
		abort();
	for (size_t i = 0; i < before->num_entries; i++) {
		const struct blacklist_entry *a = &before->entries[i], *b = &after->entries[i];

		if (a->kind != b->kind || a->verdict != b->verdict || a->size != b->size || !is_same(a->value, b->value) ||
		    !is_same(a->reason, b->reason) || !is_same(a->app, b->app) || !is_same(a->versions, b->versions) || !is_same(a->until, b->until))
			abort();
	}
}

static void write_all(const struct blacklist_file *file, FILE *out)
{
	blacklist_csv_head(out);
	for (size_t i = 0; i < file->num_entries; i++)
		blacklist_entry_csv(out, &file->entries[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct blacklist_file file = {.name = "list", .with_waivers = true}, again = {.name = "again", .with_waivers = true};
	struct error err = {0};
	char *text = NULL;
	size_t len = 0;
	FILE *memory = open_memstream(&text, &len);

	if (memory != NULL && blacklist_file_parse(&file, span_of(data, size), &err) && memchr(data, '\r', size) == NULL) {
		write_all(&file, memory);
		fflush(memory);
		if (!blacklist_file_parse(&again, span_of(text, len), &err))
			abort();
		compare(&file, &again);
	}
	if (memory != NULL)
		fclose(memory);
	free(text);
	blacklist_file_free(&file);
	blacklist_file_free(&again);
	return 0;
}
