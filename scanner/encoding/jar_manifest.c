#include "encoding/jar_manifest.h"

#include "encoding/base64.h"

#include <ctype.h>
#include <strings.h>

#define LINE_PIECE 256
#define NAME_LEN_MAX 70

struct line {
	struct span text;
	size_t next; /* where the following line begins */
	bool has_end;
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
	line.has_end = end < text.len;
	line.next = end;
	if (line.next < text.len && text.data[line.next] == '\r')
		line.next++;
	if (line.next < text.len && text.data[line.next] == '\n' && (line.next == end || text.data[line.next - 1] == '\r'))
		line.next++;
	return line;
}

/* The first counts: the platform's reader goes no further. */
static void find_fault(struct jar_manifest *manifest, bool is_fatal)
{
	if (manifest->malformed)
		return;
	manifest->malformed = true;
	manifest->is_fatal = is_fatal;
}

/*
 * The continuation line at at. Where a CR alone ended the line before, the platform's reader takes the next LF for the second half
 * of that end, however far behind: it is not an end, and stands in the value.
 */
static struct line more_at(struct span text, size_t at, bool is_behind_cr)
{
	struct line line = line_at(text, at), rest;
	size_t end = at + line.text.len;

	if (!is_behind_cr || !line.has_end || text.data[end] != '\n')
		return line;
	rest = line_at(text, end + 1);
	line.text = span_slice(text, at, rest.text.len > 0 ? line.text.len + 1 + rest.text.len : line.text.len);
	line.next = rest.next;
	line.has_end = rest.has_end;
	return line;
}

static bool is_continued(struct span text, const struct line *line)
{
	return line->has_end && line->next < text.len && text.data[line->next] == ' ';
}

/* Blank lines: nothing but ends, of whatever kind. */
static void skip_blank(struct span text, size_t *at)
{
	while (*at < text.len && (text.data[*at] == '\n' || text.data[*at] == '\r'))
		++*at;
}

static bool has_nul(struct span text)
{
	return text.len > 0 && memchr(text.data, '\0', text.len) != NULL;
}

/* A continuation line with nothing in it breaks the platform's reader at what stands behind its end, where that is no NUL. */
static void check_continuation(struct jar_manifest *manifest, struct span text, const struct line *line)
{
	size_t behind = line->next;

	skip_blank(text, &behind);
	if (has_nul(line->text))
		find_fault(manifest, false);
	if (line->text.len == 1)
		find_fault(manifest, behind == text.len || text.data[behind] != '\0');
}

/* The continuation lines behind a first one, joined in the arena. */
static bool unfold(struct jar_manifest *manifest, struct span text, struct line *line, struct arena *arena)
{
	struct line first = *line;
	size_t total = line->text.len;
	uint8_t *joined;

	if (!is_continued(text, line))
		return true;
	if (has_nul(line->text))
		find_fault(manifest, false);
	while (is_continued(text, line)) {
		*line = more_at(text, line->next, text.data[line->next - 1] == '\r');
		total += line->text.len - 1;
		check_continuation(manifest, text, line);
	}
	joined = arena_alloc(arena, total + 1);
	if (joined == NULL)
		return false;
	memcpy(joined, first.text.data, first.text.len);
	total = first.text.len;
	for (*line = first; is_continued(text, line);) {
		*line = more_at(text, line->next, text.data[line->next - 1] == '\r');
		if (line->text.len > 1)
			memcpy(joined + total, line->text.data + 1, line->text.len - 1);
		total += line->text.len - 1;
	}
	line->text = span_of(joined, total);
	return true;
}

static bool name_is(struct span name, const char *wanted)
{
	size_t len = strlen(wanted);

	return name.len == len && strncasecmp((const char *)name.data, wanted, len) == 0;
}

/* Whether an attribute begins here, whose name is so long: letters, digits, - and _, and a blank behind the colon. */
static bool begins_attribute(struct jar_manifest *manifest, struct span rest, size_t len)
{
	bool is_one = len > 0 && len <= NAME_LEN_MAX && len + 1 < rest.len && rest.data[len + 1] == ' ';

	for (size_t i = 0; is_one && i < len; i++)
		is_one = isalnum(rest.data[i]) || rest.data[i] == '-' || rest.data[i] == '_';
	if (!is_one)
		find_fault(manifest, len + 1 == rest.len);
	return is_one;
}

/* Reads the attribute at *at; false when memory ran out. *is_one: it is there. */
static bool read_attribute(struct jar_manifest *manifest, struct jar_attribute *attribute, struct span text, size_t *at,
			   bool *is_one, struct arena *arena)
{
	struct line line = line_at(text, *at);
	/* The platform's reader looks for the colon in all that follows; where there is none, it ends without a fault. */
	struct span rest = manifest->malformed ? line.text : span_slice(text, *at, text.len);
	const uint8_t *colon = memchr(rest.data, ':', rest.len);
	size_t len = colon == NULL ? rest.len : (size_t)(colon - rest.data);

	if (*at > 0 && rest.data[0] == '\0') /* the platform's reader has come to here in the value before, which holds none */
		find_fault(manifest, false);
	*is_one = colon != NULL && begins_attribute(manifest, rest, len);
	if (colon == NULL && !manifest->malformed) {
		*at = text.len;
		return true;
	}
	if (!unfold(manifest, text, &line, arena))
		return false;
	*at = line.next;
	if (!*is_one)
		return true;
	attribute->name = span_slice(rest, 0, len);
	attribute->value = span_slice(line.text, len + 2, line.text.len);
	if (has_nul(attribute->value)) {
		find_fault(manifest, false);
		*is_one = false;
	}
	*is_one &= line.has_end; /* a last line that does not end is passed over */
	return true;
}

/* By its first attribute; the platform's reader takes no section without a name, and reads no further. */
static void name_section(struct jar_manifest *manifest, struct jar_section *section)
{
	if (name_is(section->attributes[0].name, "Name"))
		section->name = section->attributes[0].value;
	else
		find_fault(manifest, false);
}

/* Reads the section at *at and the blank lines behind it; its attributes take as much of *attributes as they need. */
static bool read_section(struct jar_manifest *manifest, struct jar_section *section, struct span text, size_t *at,
			 struct jar_attribute **attributes, struct arena *arena)
{
	size_t start = *at;
	bool is_one;

	*section = (struct jar_section){.attributes = *attributes};
	while (*at < text.len && text.data[*at] != '\n' && text.data[*at] != '\r') {
		if (!read_attribute(manifest, *attributes, text, at, &is_one, arena))
			return false;
		section->num_attributes += is_one;
		*attributes += is_one;
		if (section != &manifest->main && is_one && section->num_attributes == 1)
			name_section(manifest, section);
	}
	skip_blank(text, at);
	section->raw = span_slice(text, start, *at - start);
	return true;
}

/* Lines with which an attribute begins. */
static size_t count_attributes(struct span text)
{
	size_t num = 0;

	for (size_t at = 0; skip_blank(text, &at), at < text.len; at = line_at(text, at).next)
		num += text.data[at] != ' ';
	return num;
}

/* A text that begins with a blank line has that in the name of its first attribute, or is passed over where there is none: true. */
static bool is_passed_over(struct jar_manifest *manifest, struct span text)
{
	const uint8_t *colon;

	if (text.len == 0 || (text.data[0] != '\n' && text.data[0] != '\r'))
		return false;
	colon = memchr(text.data, ':', text.len);
	if (colon != NULL)
		begins_attribute(manifest, text, (size_t)(colon - text.data));
	else
		manifest->main.raw = text;
	return colon == NULL;
}

/* Sections of one name are one to the platform's reader, and what stands in a later one counts. */
static bool index_sections(struct jar_manifest *manifest, struct arena *arena)
{
	if (!name_set_reserve(&manifest->names, arena, manifest->num_sections))
		return false;
	manifest->of_names = arena_array(arena, manifest->names.room + 1, sizeof *manifest->of_names);
	for (size_t i = manifest->num_sections; manifest->of_names != NULL && i-- > 0;) {
		struct jar_section *section = &manifest->sections[i], **first;
		size_t place;

		if (name_set_put(&manifest->names, arena, 0, section->name, &place) == NAME_SET_NO_MEMORY)
			return false;
		first = &manifest->of_names[place];
		section->has_more = *first != NULL;
		if (section->has_more)
			(*first)->before = section;
		*first = section;
	}
	return manifest->of_names != NULL;
}

bool jar_manifest_read(struct jar_manifest *manifest, struct span text, uint64_t most, struct arena *arena)
{
	size_t at = 0, num = count_attributes(text), room = num + 1; /* of sections there are no more */
	struct jar_attribute *attributes;

	*manifest = (struct jar_manifest){.overfull = num > most};
	if (manifest->overfull || is_passed_over(manifest, text))
		return true;
	attributes = arena_array(arena, room, sizeof *attributes);
	manifest->sections = arena_array(arena, room, sizeof *manifest->sections);
	if (attributes == NULL || manifest->sections == NULL ||
	    !read_section(manifest, &manifest->main, text, &at, &attributes, arena))
		return false;
	while (at < text.len && manifest->num_sections < room) {
		struct jar_section *section = &manifest->sections[manifest->num_sections];

		if (!read_section(manifest, section, text, &at, &attributes, arena))
			return false;
		manifest->num_sections += section->num_attributes > 0;
	}
	return index_sections(manifest, arena);
}

static const struct jar_section *find_anywhere(const struct jar_manifest *manifest, struct span name)
{
	size_t place = name_set_find(&manifest->names, 0, name);

	return place == NAME_SET_NONE ? NULL : manifest->of_names[place];
}

const struct jar_section *jar_manifest_find(const struct jar_manifest *manifest, struct span name, size_t *next)
{
	const struct jar_section *likely = *next < manifest->num_sections ? &manifest->sections[*next] : NULL;
	const struct jar_section *found =
		likely != NULL && likely->before == NULL && span_equal(likely->name, name) ? likely : find_anywhere(manifest, name);

	if (found != NULL)
		*next = (size_t)(found - manifest->sections) + 1;
	return found;
}

bool jar_section_value(const struct jar_section *section, const char *name, struct span *value)
{
	return jar_section_digest(section, span_of_text(name), "", value);
}

static bool find_digest(const struct jar_section *section, struct span algorithm, const char *suffix, struct span *value)
{
	for (size_t i = section->num_attributes; i-- > 0;) {
		struct span name = section->attributes[i].name;

		if (name.len >= algorithm.len && (algorithm.len == 0 || strncasecmp((const char *)name.data, (const char *)algorithm.data, algorithm.len) == 0) &&
		    name_is(span_slice(name, algorithm.len, name.len), suffix)) {
			*value = section->attributes[i].value;
			return true;
		}
	}
	return false;
}

bool jar_section_digest(const struct jar_section *section, struct span algorithm, const char *suffix, struct span *value)
{
	for (; section != NULL; section = section->before)
		if (find_digest(section, algorithm, suffix, value))
			return true;
	return false;
}

/* The digits before the padding, which is there whole or not at all; 0 when the text is no base64. */
static size_t num_digits(struct span value)
{
	size_t num = 0;

	while (num < value.len && base64_digit(value.data[num]) != BASE64_NONE)
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
