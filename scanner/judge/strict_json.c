#include "judge/strict_json.h"

#include "bytes/descriptor.h"
#include "bytes/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void strict_json_cleanup(cJSON **tree)
{
	cJSON_Delete(*tree);
}

static size_t line_of(struct span text, size_t at)
{
	size_t line = 1;

	for (size_t i = 0; i < at && i < text.len; i++)
		line += text.data[i] == '\n';
	return line;
}

static bool refuse(struct error *err, enum error_code code, const char *file, size_t line, const char *why)
{
	return error_set(err, code, "%s:%zu: %s", file, line, why);
}

/* Depth and \u0000, which cJSON would cut a text at, are found before it parses. */
static const char *scan_fault(struct span text, size_t *at)
{
	bool quoted = false;
	int depth = 0;

	for (*at = 0; *at < text.len; (*at)++) {
		uint8_t c = text.data[*at];

		if (c == 0)
			return "a NUL byte";
		if (quoted && c == '\\') {
			if (span_starts(span_slice(text, *at + 1, 5), "u0000"))
				return "\\u0000 inside a text";
			(*at)++;
		} else if (c == '"') {
			quoted = !quoted;
		} else if (!quoted && (c == '{' || c == '[')) {
			if (++depth > STRICT_JSON_DEPTH_MAX)
				return "nested too deeply";
		} else if (!quoted && (c == '}' || c == ']')) {
			depth--;
		}
	}
	return NULL;
}

/* The first key that an object has twice; NULL when every key is there once. */
static const char *duplicate_of(const cJSON *object, bool *no_memory)
{
	size_t num = (size_t)cJSON_GetArraySize(object), i = 0;
	const char **names = calloc(num + 1, sizeof *names);
	const char *found = NULL;
	const cJSON *member;

	*no_memory = names == NULL;
	if (names == NULL)
		return NULL;
	cJSON_ArrayForEach(member, object)
		names[i++] = member->string;
	qsort(names, num, sizeof *names, text_compare_items);
	for (i = 1; i < num && found == NULL; i++)
		if (strcmp(names[i - 1], names[i]) == 0)
			found = names[i];
	free(names);
	return found;
}

/* Depth is bounded by scan_fault. */
static bool check_duplicates(const cJSON *node, const char *file, enum error_code code, struct error *err)
{
	const cJSON *member;
	bool no_memory = false;
	const char *name = cJSON_IsObject(node) ? duplicate_of(node, &no_memory) : NULL;

	if (no_memory)
		return error_memory(err);
	if (name != NULL)
		return error_set(err, code, "%s: the key '%s' stands twice in one object", file, name);
	cJSON_ArrayForEach(member, node) {
		if ((cJSON_IsObject(member) || cJSON_IsArray(member)) && !check_duplicates(member, file, code, err))
			return false;
	}
	return true;
}

static cJSON *parse_copy(struct span text, const char *file, enum error_code code, struct error *err)
{
	const char *end = NULL;
	char *copy = malloc(text.len + 1);
	cJSON *tree;

	if (copy == NULL) {
		error_memory(err);
		return NULL;
	}
	if (text.len > 0)
		memcpy(copy, text.data, text.len);
	copy[text.len] = '\0';
	tree = cJSON_ParseWithLengthOpts(copy, text.len + 1, &end, true);
	if (tree == NULL)
		refuse(err, code, file, line_of(text, end == NULL ? 0 : (size_t)(end - copy)), "this is not JSON");
	free(copy);
	return tree;
}

cJSON *strict_json_parse(struct span text, const char *file, enum error_code code, struct error *err)
{
	const char *fault;
	size_t at;
	cJSON *tree;

	if (text.len > STRICT_JSON_SIZE_MAX) {
		error_set(err, code, "%s: larger than %zu bytes", file, STRICT_JSON_SIZE_MAX);
		return NULL;
	}
	if (!text_is_utf8(text)) {
		error_set(err, code, "%s: not UTF-8", file);
		return NULL;
	}
	fault = scan_fault(text, &at);
	if (fault != NULL) {
		refuse(err, code, file, line_of(text, at), fault);
		return NULL;
	}
	tree = parse_copy(text, file, code, err);
	if (tree != NULL && !check_duplicates(tree, file, code, err)) {
		cJSON_Delete(tree);
		return NULL;
	}
	return tree;
}

cJSON *strict_json_read_file(const char *path, bool optional, enum error_code code, struct error *err)
{
	struct error unused = {0};
	bool is_pipe, may_lack = optional && access(path, F_OK) != 0 && errno == ENOENT;
	int fd = descriptor_open(path, &is_pipe, may_lack ? &unused : err);
	BUF_CLEANUP struct buf text = buf_new(STRICT_JSON_SIZE_MAX + 1);
	cJSON *tree = NULL;

	if (fd < 0)
		return NULL;
	if (!descriptor_read_all(fd, STRICT_JSON_SIZE_MAX + 1, &text))
		error_errno(err, "cannot read %s", path);
	else if (text.failed)
		error_memory(err);
	else
		tree = strict_json_parse(span_of(text.data, text.len), path, code, err);
	close(fd);
	return tree;
}

bool strict_json_only_keys(const cJSON *object, const char *const *names, const char *where, const char *file,
		    enum error_code code, struct error *err)
{
	const cJSON *member;

	if (!cJSON_IsObject(object))
		return error_set(err, code, "%s: %s is not an object", file, where);
	cJSON_ArrayForEach(member, object) {
		size_t i = 0;

		while (names[i] != NULL && strcmp(names[i], member->string) != 0)
			i++;
		if (names[i] == NULL)
			return error_set(err, code, "%s: %s has an unknown key '%s'", file, where, member->string);
	}
	return true;
}

bool strict_json_text(const cJSON *object, const char *key, const char **text, const char *file, enum error_code code,
	       struct error *err)
{
	const cJSON *member = cJSON_GetObjectItemCaseSensitive(object, key);

	*text = NULL;
	if (member == NULL || cJSON_IsNull(member))
		return true;
	if (!cJSON_IsString(member))
		return error_set(err, code, "%s: '%s' is not text", file, key);
	*text = member->valuestring;
	return true;
}

/* Behind the key where it stands in the text; NULL when it does not. */
static const char *behind_key(const char *text, const char *key)
{
	size_t len = strlen(key);

	while ((text = strchr(text, '"')) != NULL) {
		text++;
		if (strncmp(text, key, len) == 0 && text[len] == '"')
			return text + len + 1;
	}
	return NULL;
}

void strict_json_place(char place[STRICT_JSON_PLACE_MAX], const char *path, const char *outer, const char *key)
{
	FILE *file = fopen(path, "re");
	const char *names[] = {outer, key};
	char text[4096];
	size_t line = 1, found = *outer == '\0' ? 1 : 0;

	snprintf(place, STRICT_JSON_PLACE_MAX, "%s", path);
	while (file != NULL && found < 2 && fgets(text, sizeof text, file) != NULL) {
		for (const char *at = text; found < 2 && (at = behind_key(at, names[found])) != NULL;)
			found++;
		if (found == 2)
			snprintf(place, STRICT_JSON_PLACE_MAX, "%s:%zu", path, line);
		line += strchr(text, '\n') != NULL;
	}
	if (file != NULL)
		fclose(file);
}
