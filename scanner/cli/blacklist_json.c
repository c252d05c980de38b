/*
 * blacklist_json - entries of the blacklist from JSON.
 */
#include "cli/blacklist_file.h"

#include "judge/strict_json.h"

/* A column's text; numbers may be written as such. */
static bool text_of(struct blacklist_file *file, const cJSON *item, int column, const char **text)
{
	const cJSON *member = cJSON_GetObjectItemCaseSensitive(item, blacklist_file_columns()[column]);

	*text = NULL;
	if (member == NULL || cJSON_IsNull(member))
		return true;
	if (cJSON_IsString(member))
		*text = arena_strdup(&file->arena, member->valuestring);
	else if (cJSON_IsNumber(member) && (column == COLUMN_SIZE || column == COLUMN_APPEAL))
		*text = arena_printf(&file->arena, "%.0f", member->valuedouble);
	return *text != NULL;
}

static bool read_entry(struct blacklist_file *file, const cJSON *item, size_t number, struct error *err)
{
	const char *text[NUM_COLUMNS];
	struct error inner = {0};

	if (!strict_json_only_keys(item, blacklist_file_columns(), "the entry", file->name, ERROR_INPUT, &inner))
		return blacklist_file_refuse(file, number, inner.text + strlen(file->name) + 2, err);
	for (int i = 0; i < NUM_COLUMNS; i++)
		if (!text_of(file, item, i, &text[i]))
			return blacklist_file_refuse(file, number, "what an entry says is text", err);
	return blacklist_file_take(file, text, number, err);
}

bool blacklist_file_json(struct blacklist_file *file, struct span content, struct error *err)
{
	STRICT_JSON_CLEANUP cJSON *tree = strict_json_parse(content, file->name, ERROR_INPUT, err);
	const cJSON *list = tree, *item;
	size_t number = 0;

	if (tree == NULL)
		return false;
	if (cJSON_IsObject(tree))
		list = cJSON_GetObjectItemCaseSensitive(tree, "entries");
	if (!cJSON_IsArray(list))
		return error_set(err, ERROR_INPUT, "%s: an array of blacklist entries is needed", file->name);
	cJSON_ArrayForEach(item, list)
		if (!read_entry(file, item, ++number, err))
			return false;
	return true;
}
