#include "judge/trace.h"

#include "bytes/sort.h"
#include "bytes/text.h"

#define CLASS_MAX 1024

static const char *const columns[TRACE_PLACES] = {"asset_globs", "so_globs", "app_class", "components", "meta_data", "permissions"};

/* The most that a column may hold, whose globs stand with a ; between them. */
static size_t count_globs(const struct catalogue *catalogue, int column)
{
	size_t num = 0;

	for (size_t row = 0; row < catalogue->num_rows; row++) {
		const char *at = catalogue_value(catalogue, row, column);

		for (num += *at != '\0'; (at = strchr(at, ';')) != NULL; at++)
			num++;
	}
	return num;
}

/* By its length, its first and its last eight bytes: names of a catalogue differ there. */
static size_t slot_of(const struct trace_list *list, const char *name)
{
	size_t len = strlen(name), piece = len < sizeof(uint64_t) ? len : sizeof(uint64_t);
	uint64_t first = 0, last = 0, hash;

	memcpy(&first, name, piece);
	memcpy(&last, name + len - piece, piece);
	hash = (first * UINT64_C(0x9E3779B97F4A7C15) ^ last ^ len) * UINT64_C(0xBF58476D1CE4E5B9);
	return (size_t)(hash >> 32) & (list->num_slots - 1);
}

static void add_plain(struct trace_list *list, const char *glob, size_t row)
{
	size_t slot = slot_of(list, glob);

	while (list->slots[slot] != 0)
		slot = (slot + 1) & (list->num_slots - 1);
	list->plain[list->num_plain++] = (struct trace){glob, row};
	list->slots[slot] = (uint32_t)list->num_plain;
	list->begins[(uint8_t)*glob] = true;
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
		add_plain(list, text, row);
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

static int compare_starred(const void *a, const void *b, void *unused)
{
	const struct trace *x = a, *y = b;

	(void)unused;
	if (*x->glob != *y->glob)
		return (uint8_t)*x->glob < (uint8_t)*y->glob ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static void order_starred(struct trace_list *list)
{
	size_t at = 0;

	sort(list->starred, list->num_starred, sizeof *list->starred, compare_starred, NULL);
	for (size_t letter = 0; letter <= 256; letter++) {
		list->starts[letter] = at;
		while (at < list->num_starred && (uint8_t)*list->starred[at].glob == letter)
			at++;
	}
}

static bool fill(struct trace_list *list, const struct catalogue *catalogue, int column, struct arena *arena)
{
	size_t room = count_globs(catalogue, column);

	for (list->num_slots = 2; list->num_slots < 2 * room; list->num_slots *= 2)
		;
	list->slots = arena_array(arena, list->num_slots, sizeof *list->slots);
	list->plain = arena_array(arena, room + 1, sizeof *list->plain);
	list->starred = arena_array(arena, room + 1, sizeof *list->starred);
	if (list->slots == NULL || list->plain == NULL || list->starred == NULL)
		return false;
	for (size_t row = 0; row < catalogue->num_rows; row++)
		if (!add_row(list, catalogue_value(catalogue, row, column), row, arena))
			return false;
	order_starred(list);
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

bool traces_begin(const struct traces *traces, enum trace_place place, uint8_t letter)
{
	const struct trace_list *list = &traces->lists[place];

	return list->begins[letter] || list->starts[letter] < list->starts[letter + 1];
}

static bool find_plain(const struct trace_list *list, const char *name, bool (*found)(void *owner, size_t row), void *owner)
{
	if (!list->begins[(uint8_t)*name])
		return true;
	for (size_t slot = slot_of(list, name); list->slots[slot] != 0; slot = (slot + 1) & (list->num_slots - 1)) {
		const struct trace *trace = &list->plain[list->slots[slot] - 1];

		if (strcmp(trace->glob, name) == 0 && !found(owner, trace->row))
			return false;
	}
	return true;
}

static bool find_starred(const struct trace_list *list, uint8_t letter, const char *name, bool (*found)(void *owner, size_t row), void *owner)
{
	for (size_t i = list->starts[letter]; i < list->starts[letter + 1]; i++)
		if (text_glob(list->starred[i].glob, name) && !found(owner, list->starred[i].row))
			return false;
	return true;
}

bool traces_find(const struct traces *traces, enum trace_place place, const char *name,
		 bool (*found)(void *owner, size_t row), void *owner)
{
	const struct trace_list *list = &traces->lists[place];

	return find_plain(list, name, found, owner) && find_starred(list, '*', name, found, owner) &&
	       (*name == '*' || find_starred(list, (uint8_t)*name, name, found, owner));
}

/* How long the prefixes are at the least that are looked for: an app is called as anybody likes, so that its own are those above its id alone. */
static size_t least_prefix(const char *class, const char *app_id)
{
	size_t len = app_id == NULL ? 0 : strlen(app_id);

	return len > 0 && strncmp(class, app_id, len) == 0 && class[len] == '.' ? len : 0;
}

bool traces_find_class(const struct traces *traces, enum trace_place place, const char *class, const char *app_id,
		       bool (*found)(void *owner, size_t row), void *owner)
{
	char prefix[CLASS_MAX + 1];
	size_t len = strlen(class), least = least_prefix(class, app_id);

	if (!traces_find(traces, place, class, found, owner))
		return false;
	if (len > CLASS_MAX)
		return true;
	memcpy(prefix, class, len + 1);
	for (char *dot = strrchr(prefix, '.'); dot != NULL; dot = strrchr(prefix, '.')) {
		*dot = '\0';
		if ((size_t)(dot - prefix) < least)
			return true;
		if (!find_plain(&traces->lists[place], prefix, found, owner))
			return false;
	}
	return true;
}
