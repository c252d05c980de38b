/*
 * blacklist_hashes - hash lists of ClamAV, as they are: each line is an entry of kind file.
 *
 *   48c4533230e1ae1c118c741c0db19dfb:17387:Andr.Trojan.Agent-1      .hdb: MD5
 *   <SHA-1 or SHA-256>:*:Andr.Trojan.Agent-2:73                      .hsb; * any size, then the levels of engines that know it
 *   # a comment
 *
 * source   ClamAV libclamav/readdb.c, cli_loadhash; docs.clamav.net, file hash signatures
 */
#include "cli/blacklist_file.h"

#include <ctype.h>

#define FIELDS_MAX 5

/* The next line without its end; *at moves behind it. */
static struct span next_line(struct span content, size_t *at)
{
	const uint8_t *from = content.data + *at, *end = memchr(from, '\n', content.len - *at);
	struct span line = span_of(from, end == NULL ? content.len - *at : (size_t)(end - from));

	*at += line.len + 1;
	if (line.len > 0 && line.data[line.len - 1] == '\r')
		line.len--;
	return line;
}

static bool is_comment(struct span line)
{
	return line.len == 0 || line.data[0] == '#';
}

/* Fields with a : between; FIELDS_MAX + 1 when there are more. */
static size_t split(struct span line, struct span fields[FIELDS_MAX])
{
	size_t num = 0, from = 0;

	for (size_t i = 0; i <= line.len; i++) {
		if (i < line.len && line.data[i] != ':')
			continue;
		if (num == FIELDS_MAX)
			return FIELDS_MAX + 1;
		fields[num++] = span_slice(line, from, i - from);
		from = i + 1;
	}
	return num;
}

static bool is_hash(struct span field)
{
	if (field.len != 32 && field.len != 40 && field.len != 64)
		return false;
	for (size_t i = 0; i < field.len; i++)
		if (!isxdigit(field.data[i]))
			return false;
	return true;
}

static bool is_size(struct span field)
{
	for (size_t i = 0; i < field.len; i++)
		if (!isdigit(field.data[i]))
			return span_is(field, "*");
	return field.len > 0;
}

bool blacklist_file_is_hashes(struct span content)
{
	struct span fields[FIELDS_MAX];

	for (size_t at = 0; at < content.len;) {
		struct span line = next_line(content, &at);

		if (!is_comment(line))
			return split(line, fields) >= 3 && is_hash(fields[0]) && is_size(fields[1]);
	}
	return false;
}

static bool read_entry(struct blacklist_file *file, struct span line, size_t number, struct error *err)
{
	struct span fields[FIELDS_MAX];
	size_t num = split(line, fields);
	const char *text[NUM_COLUMNS] = {[COLUMN_KIND] = "file"};

	if (num < 3 || num > FIELDS_MAX)
		return blacklist_file_refuse(file, number, "a line is HASH:SIZE:NAME", err);
	if (!is_hash(fields[0]))
		return blacklist_file_refuse(file, number, "its first field is no MD5, SHA-1 or SHA-256 of a whole file", err);
	if (!is_size(fields[1]))
		return blacklist_file_refuse(file, number, "its second field is no size in bytes, nor *", err);
	if (fields[2].len == 0)
		return blacklist_file_refuse(file, number, "it has no name", err);
	text[COLUMN_VALUE] = arena_text(&file->arena, fields[0]);
	text[COLUMN_SIZE] = arena_text(&file->arena, fields[1]);
	text[COLUMN_REASON] = arena_printf(&file->arena, "ClamAV %.*s", (int)fields[2].len, (const char *)fields[2].data);
	if (text[COLUMN_VALUE] == NULL || text[COLUMN_SIZE] == NULL || text[COLUMN_REASON] == NULL)
		return error_memory(err);
	return blacklist_file_take(file, text, number, err);
}

bool blacklist_file_hashes(struct blacklist_file *file, struct span content, struct error *err)
{
	size_t number = 0;

	for (size_t at = 0; at < content.len;) {
		struct span line = next_line(content, &at);

		number++;
		if (!is_comment(line) && !read_entry(file, line, number, err))
			return false;
	}
	return true;
}
