#include "inspect/class_names.h"

#define FIRST_ROOM 64
#define NAME_MOST 1024 /* what a fact holds of a name; a longer one is cut there, and reported as unread */

static size_t put_three(char *out, uint32_t unit)
{
	out[0] = (char)(0xE0 | unit >> 12);
	out[1] = (char)(0x80 | (unit >> 6 & 0x3F));
	out[2] = (char)(0x80 | (unit & 0x3F));
	return 3;
}

/* A character of four bytes is two surrogates of three bytes each. */
static size_t put_surrogates(char *out, struct span four)
{
	uint32_t code = (four.data[0] & 7u) << 18 | (four.data[1] & 0x3Fu) << 12 | (four.data[2] & 0x3Fu) << 6 | (four.data[3] & 0x3Fu);
	size_t len = put_three(out, 0xD800 + ((code - 0x10000) >> 10 & 0x3FF));

	return len + put_three(out + len, 0xDC00 + (code & 0x3FF));
}

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
		if (text.data[i] >= 0xF0 && text.len - i >= 4) {
			len += put_surrogates(out + len, span_slice(text, i, 4));
			i += 3;
		} else {
			out[len++] = text.data[i] == '.' ? '/' : (char)text.data[i];
		}
	}
	out[len++] = ';';
	return span_of(out, len);
}

static bool make_room(struct class_names *names, struct arena *arena)
{
	size_t room = names->room == 0 ? FIRST_ROOM : names->room * 2;
	struct class_name *grown;

	if (names->num < names->room)
		return true;
	grown = arena_array(arena, room, sizeof *grown);
	if (grown == NULL)
		return false;
	if (names->num > 0)
		memcpy(grown, names->names, names->num * sizeof *grown);
	names->names = grown;
	names->room = room;
	return true;
}

bool class_names_add(struct class_names *names, struct arena *arena, const char *name)
{
	struct span descriptor;
	enum name_set_outcome outcome;

	if (strlen(name) > NAME_MOST)
		return true;
	descriptor = descriptor_of(arena, name);
	if (descriptor.data == NULL || !make_room(names, arena))
		return false;
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
