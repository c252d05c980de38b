#include "judge/trace.h"

#include "bytes/text.h"

#include <stdlib.h>

#define CLASS_MAX 1024

static const char *const columns[TRACE_PLACES] = {"asset_globs", "so_globs", "app_class", "components"};

static size_t count_globs(const struct catalogue *catalogue, int column)
{
	size_t num = 0;

	for (size_t row = 0; row < catalogue->num_rows; row++) {
		num++;
		for (const char *at = catalogue_value(catalogue, row, column); *at != '\0'; at++)
			num += *at == ';';
	}
	return num;
}

/* A glob that ends in / is a folder: everything in it. */
static bool add_glob(struct trace_list *list, struct span glob, size_t row, struct arena *arena)
{
	bool is_folder = span_ends(glob, "/");
	const char *text = is_folder ? arena_printf(arena, "%.*s*", (int)glob.len, (const char *)glob.data) : arena_text(arena, glob);

	if (text == NULL)
		return false;
	if (strchr(text, '*') != NULL)
		list->starred[list->num_starred++] = (struct trace){text, row};
	else
		list->plain[list->num_plain++] = (struct trace){text, row};
	return true;
}

static bool add_row(struct trace_list *list, const char *globs, size_t row, struct arena *arena)
{
	while (*globs != '\0') {
		size_t len = strcspn(globs, ";");

		if (len > 0 && !add_glob(list, span_of(globs, len), row, arena))
			return false;
		globs += len + (globs[len] == ';');
	}
	return true;
}

static int compare(const void *a, const void *b)
{
	const struct trace *x = a, *y = b;
	int order = strcmp(x->glob, y->glob);

	return order != 0 ? order : (x->row > y->row) - (x->row < y->row);
}

static bool fill(struct trace_list *list, const struct catalogue *catalogue, int column, struct arena *arena)
{
	size_t room = count_globs(catalogue, column);

	list->plain = arena_array(arena, room + 1, sizeof *list->plain);
	list->starred = arena_array(arena, room + 1, sizeof *list->starred);
	if (list->plain == NULL || list->starred == NULL)
		return false;
	for (size_t row = 0; row < catalogue->num_rows; row++)
		if (!add_row(list, catalogue_value(catalogue, row, column), row, arena))
			return false;
	if (list->num_plain > 1)
		qsort(list->plain, list->num_plain, sizeof *list->plain, compare);
	return true;
}

bool traces_make(struct traces *traces, const struct catalogue *catalogue, struct arena *arena)
{
	*traces = (struct traces){.catalogue = catalogue};
	for (int place = 0; place < TRACE_PLACES; place++)
		if (!fill(&traces->lists[place], catalogue, catalogue_column(catalogue, columns[place]), arena))
			return false;
	return true;
}

/* The first of the plain ones that is not below the name. */
static size_t first_of(const struct trace_list *list, const char *name)
{
	size_t low = 0, high = list->num_plain;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(list->plain[middle].glob, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool find_plain(const struct trace_list *list, const char *name, bool (*found)(void *owner, size_t row), void *owner)
{
	for (size_t i = first_of(list, name); i < list->num_plain && strcmp(list->plain[i].glob, name) == 0; i++)
		if (!found(owner, list->plain[i].row))
			return false;
	return true;
}

bool traces_find(const struct traces *traces, enum trace_place place, const char *name,
		 bool (*found)(void *owner, size_t row), void *owner)
{
	const struct trace_list *list = &traces->lists[place];

	if (!find_plain(list, name, found, owner))
		return false;
	for (size_t i = 0; i < list->num_starred; i++)
		if (text_glob(list->starred[i].glob, name) && !found(owner, list->starred[i].row))
			return false;
	return true;
}

bool traces_find_class(const struct traces *traces, enum trace_place place, const char *class,
		       bool (*found)(void *owner, size_t row), void *owner)
{
	char prefix[CLASS_MAX + 1];
	size_t len = strlen(class);

	if (!traces_find(traces, place, class, found, owner))
		return false;
	if (len > CLASS_MAX)
		return true;
	memcpy(prefix, class, len + 1);
	for (char *dot = strrchr(prefix, '.'); dot != NULL; dot = strrchr(prefix, '.')) {
		*dot = '\0';
		if (!find_plain(&traces->lists[place], prefix, found, owner))
			return false;
	}
	return true;
}
