#include "inspect/class_names.h"

#include "bytes/text.h"

#define NAME_MOST 1024 /* what a fact holds of a name; a longer one is cut there, and reported as unread */

/* data NULL: no memory. */
static struct span descriptor_of(struct arena *arena, const char *name)
{
	struct span text = span_of_text(name);
	char *out = arena_alloc(arena, text.len * 2 + 2);
	size_t len = 0;

	if (out == NULL)
		return span_of(NULL, 0);
	out[len++] = 'L';
	for (size_t i = 0; i < text.len; i++) {
		size_t pair = text.data[i] < 0xF0 ? 0 : text_to_surrogates(span_slice(text, i, text.len), out + len);

		if (pair == 0)
			out[len] = text.data[i] == '.' ? '/' : (char)text.data[i];
		len += pair == 0 ? 1 : pair;
		i += pair == 0 ? 0 : 3;
	}
	out[len++] = ';';
	return span_of(out, len);
}

bool class_names_add(struct class_names *names, struct arena *arena, const char *name)
{
	enum name_set_outcome outcome;
	struct class_name *grown;
	struct span descriptor;

	if (strlen(name) > NAME_MOST)
		return true;
	descriptor = descriptor_of(arena, name);
	grown = arena_grow(arena, names->names, names->num, &names->room, sizeof *grown);
	if (descriptor.data == NULL || grown == NULL)
		return false;
	names->names = grown;
	outcome = name_set_add(&names->set, arena, 0, descriptor);
	if (outcome != NAME_SET_NEW)
		return outcome == NAME_SET_SEEN;
	names->names[names->num++] = (struct class_name){.name = name, .descriptor = descriptor};
	if (descriptor.len > names->longest)
		names->longest = descriptor.len;
	return true;
}

bool class_names_index(struct class_names *names, struct arena *arena)
{
	names->is_defined = arena_array(arena, names->set.room + 1, sizeof *names->is_defined);
	if (names->is_defined == NULL)
		return false;
	for (size_t i = 0; i < names->set.room; i++)
		atomic_init(&names->is_defined[i], false);
	return true;
}

void class_names_see(struct class_names *names, struct span descriptor)
{
	size_t place = name_set_find(&names->set, 0, descriptor);

	if (place != NAME_SET_NONE)
		atomic_store_explicit(&names->is_defined[place], true, memory_order_relaxed);
}

bool class_names_is_defined(const struct class_names *names, const struct class_name *name)
{
	return atomic_load(&names->is_defined[name_set_find(&names->set, 0, name->descriptor)]);
}
