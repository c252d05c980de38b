#include "encoding/jar_manifest.h"

#include "bytes/sort.h"

#include <ctype.h>
#include <strings.h>

#define LINE_PIECE 256
#define NAME_LEN_MAX 70

struct line {
	struct span text;
	size_t next; /* where the following line begins */
};

/* Where the line that begins at at ends; looked for in pieces, so that a text of one kind of end is not run through for the other. */
static size_t end_of_line(struct span text, size_t at)
{
	while (at < text.len) {
		struct span piece = span_slice(text, at, LINE_PIECE);
		const uint8_t *feed = memchr(piece.data, '\n', piece.len);
		size_t len = feed == NULL ? piece.len : (size_t)(feed - piece.data);
		const uint8_t *end = len == 0 ? NULL : memchr(piece.data, '\r', len);

		if (end == NULL)
			end = feed;
		if (end != NULL)
			return (size_t)(end - text.data);
		at += piece.len;
	}
	return at;
}

/* A line without its end: CR LF, LF or CR. */
static struct line line_at(struct span text, size_t at)
{
	size_t end = end_of_line(text, at);
	struct line line;

	line.text = span_slice(text, at, end - at);
	line.next = end;
	if (line.next < text.len && text.data[line.next] == '\r')
		line.next++;
	if (line.next < text.len && text.data[line.next] == '\n' && (line.next == end || text.data[line.next - 1] == '\r'))
		line.next++;
	return line;
}

/* The continuation lines behind a first one, joined in the arena. */
static bool unfold(struct span text, struct line *line, struct arena *arena)
{
	size_t total = line->text.len, num = 0;
	uint8_t *joined;

	for (size_t at = line->next; at < text.len && text.data[at] == ' '; num++) {
		struct line more = line_at(text, at);

		total += more.text.len - 1;
		at = more.next;
	}
	if (num == 0)
		return true;
	joined = arena_alloc(arena, total + 1);
	if (joined == NULL)
		return false;
	memcpy(joined, line->text.data, line->text.len);
	total = line->text.len;
	for (; num > 0; num--) {
		struct line more = line_at(text, line->next);

		if (more.text.len > 1)
			memcpy(joined + total, more.text.data + 1, more.text.len - 1);
		total += more.text.len - 1;
		line->next = more.next;
	}
	line->text = span_of(joined, total);
	return true;
}

/* Letters, digits, - and _; the name is not continued on the next line. */
static size_t name_len(struct span first_line)
{
	size_t len = 0;

	while (len < first_line.len && (isalnum(first_line.data[len]) || first_line.data[len] == '-' || first_line.data[len] == '_'))
		len++;
	return len <= NAME_LEN_MAX && len < first_line.len && first_line.data[len] == ':' ? len : 0;
}

/* What the platform's reader takes, which wants a blank behind the colon. line: unfolded. */
static bool split(struct jar_attribute *attribute, struct span first_line, struct span line)
{
	size_t len = name_len(first_line);

	if (len == 0 || len + 1 >= first_line.len || first_line.data[len + 1] != ' ')
		return false;
	attribute->name = span_slice(line, 0, len);
	attribute->value = span_slice(line, len + 2, line.len);
	return attribute->value.len == 0 || memchr(attribute->value.data, '\0', attribute->value.len) == NULL;
}

static bool name_is(struct span name, const char *wanted)
{
	size_t len = strlen(wanted);

	return name.len == len && strncasecmp((const char *)name.data, wanted, len) == 0;
}

/* Reads the section at *at and the blank line behind it; its attributes take as much of *attributes as they need. */
static bool read_section(struct jar_manifest *manifest, struct jar_section *section, struct span text, size_t *at,
			 struct jar_attribute **attributes, struct arena *arena)
{
	size_t start = *at;

	*section = (struct jar_section){.attributes = *attributes};
	while (*at < text.len) {
		struct line line = line_at(text, *at);
		struct jar_attribute *attribute = *attributes;
		struct span first_line = line.text;

		/* A blank line ends the section, whatever the next one begins with: it is not continued. */
		if (line.text.len > 0 && !unfold(text, &line, arena))
			return false;
		*at = line.next;
		if (line.text.len == 0)
			break;
		if (!split(attribute, first_line, line.text)) {
			manifest->malformed = true;
			continue;
		}
		/* The platform passes over a last line that does not end. */
		if (text.data[line.next - 1] != '\n' && text.data[line.next - 1] != '\r')
			break;
		if (section->num_attributes == 0 && name_is(attribute->name, "Name"))
			section->name = attribute->value;
		section->num_attributes++;
		++*attributes;
	}
	section->raw = span_slice(text, start, *at - start);
	return true;
}

static int compare_names(struct span a, struct span b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	int order = len == 0 ? 0 : memcmp(a.data, b.data, len);

	return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

static int compare(const void *a, const void *b, void *unused)
{
	const struct jar_section *x = *(const struct jar_section *const *)a, *y = *(const struct jar_section *const *)b;
	int order = compare_names(x->name, y->name);

	(void)unused;
	return order != 0 ? order : (x > y) - (x < y);
}

/* Blank lines: nothing but ends, of whatever kind. */
static void skip_blank(struct span text, size_t *at)
{
	while (*at < text.len && (text.data[*at] == '\n' || text.data[*at] == '\r'))
		++*at;
}

/* Lines with which an attribute begins. */
static size_t count_attributes(struct span text)
{
	size_t num = 0;

	for (size_t at = 0; skip_blank(text, &at), at < text.len; at = line_at(text, at).next)
		num += text.data[at] != ' ';
	return num;
}

bool jar_manifest_read(struct jar_manifest *manifest, struct span text, uint64_t most, struct arena *arena)
{
	size_t at = 0, num = count_attributes(text), room = num + 1; /* of sections there are no more */
	struct jar_attribute *attributes;

	*manifest = (struct jar_manifest){.overfull = num > most};
	if (manifest->overfull)
		return true;
	attributes = arena_array(arena, room, sizeof *attributes);
	manifest->sections = arena_array(arena, room, sizeof *manifest->sections);
	manifest->by_name = arena_array(arena, room, sizeof *manifest->by_name);
	if (attributes == NULL || manifest->sections == NULL || manifest->by_name == NULL ||
	    !read_section(manifest, &manifest->main, text, &at, &attributes, arena))
		return false;
	manifest->malformed |= text.len > 0 && (text.data[0] == '\n' || text.data[0] == '\r');
	skip_blank(text, &at);
	while (at < text.len && manifest->num_sections < room) {
		struct jar_section *section = &manifest->sections[manifest->num_sections];

		if (!read_section(manifest, section, text, &at, &attributes, arena))
			return false;
		manifest->num_sections += section->num_attributes > 0;
		skip_blank(text, &at);
	}
	for (size_t i = 0; i < manifest->num_sections; i++)
		manifest->by_name[i] = &manifest->sections[i];
	sort(manifest->by_name, manifest->num_sections, sizeof *manifest->by_name, compare, NULL);
	return true;
}

const struct jar_section *jar_manifest_find(const struct jar_manifest *manifest, struct span name)
{
	size_t low = 0, high = manifest->num_sections;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_names(manifest->by_name[middle]->name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < manifest->num_sections && compare_names(manifest->by_name[low]->name, name) == 0 ? manifest->by_name[low] : NULL;
}

bool jar_section_value(const struct jar_section *section, const char *name, struct span *value)
{
	for (size_t i = section->num_attributes; i-- > 0;)
		if (name_is(section->attributes[i].name, name)) {
			*value = section->attributes[i].value;
			return true;
		}
	return false;
}

static int base64_digit(uint8_t c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* The digits before the padding, which is there whole or not at all; 0 when the text is no base64. */
static size_t num_digits(struct span value)
{
	size_t num = 0;

	while (num < value.len && base64_digit(value.data[num]) >= 0)
		num++;
	for (size_t i = num; i < value.len; i++)
		if (value.data[i] != '=')
			return 0;
	return num % 4 != 1 && (num == value.len || (num % 4 != 0 && value.len == (num + 3) / 4 * 4)) ? num : 0;
}

size_t jar_digest_decode(struct span value, uint8_t out[64])
{
	uint32_t bits = 0;
	size_t num_bits = 0, len = 0;

	for (size_t i = 0, num = num_digits(value); i < num; i++) {
		bits = bits << 6 | (uint32_t)base64_digit(value.data[i]);
		num_bits += 6;
		if (num_bits < 8)
			continue;
		num_bits -= 8;
		if (len == 64)
			return 0;
		out[len++] = (uint8_t)(bits >> num_bits);
	}
	return len;
}
