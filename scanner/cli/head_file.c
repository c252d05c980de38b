#include "cli/head_file.h"

#include "bytes/text.h"
#include "cli/input.h"

bool head_file_load(const char *path, struct log_head *head, struct error *err)
{
	BUF_CLEANUP struct buf text = buf_new(LOG_HEAD_FILE_MAX);

	return input_read(path, LOG_HEAD_FILE_MAX, &text, err) && log_head_parse(buf_span(&text), path, head, err);
}

bool head_file_or_now(struct session *session, struct log_head *head, struct error *err)
{
	const char *path = session->args->value[OPTION_HEAD];

	return path != NULL ? head_file_load(path, head, err) : log_head_now(session->archive, head, err);
}

bool head_file_key(struct session *session, struct log_key **key, struct error *err)
{
	const char *path = session->args->value[OPTION_KEY];

	*key = NULL;
	if (path == NULL && !log_key_is_set())
		return true;
	*key = path != NULL ? log_key_public(path, err) : log_key_own("a head", session->archive_dir, err);
	return *key != NULL;
}

bool head_file_agrees(const struct session *session, const struct log_head *head, const uint8_t root[MERKLE_HASH], const char *path)
{
	if (memcmp(head->root, root, MERKLE_HASH) == 0)
		return true;
	session_warn(session->language, "the log does not continue the head in %s: its first %lld events are not those that head is over", path,
		     (long long)head->size);
	return false;
}

void head_file_hash_json(struct json *json, const char *key, const uint8_t hash[MERKLE_HASH])
{
	char hex[2 * MERKLE_HASH + 1];

	text_hex_to(hex, span_of(hash, MERKLE_HASH));
	json_text(json, key, hex);
}

void head_file_path_json(struct json *json, const char *key, const struct merkle_path *path)
{
	json_array(json, key);
	for (size_t i = 0; i < path->num; i++)
		head_file_hash_json(json, NULL, path->hash[i]);
	json_close(json);
}
