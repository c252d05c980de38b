#include "format/file_digest.h"

#include "bytes/text.h"

#include <stdio.h>

static const enum digest_kind kinds[FILE_DIGEST_KINDS] = {DIGEST_SHA256, DIGEST_SHA1, DIGEST_MD5};

static bool add(void *owner, struct span bytes)
{
	struct file_digest *digest = owner;

	for (size_t i = 0; i < FILE_DIGEST_KINDS; i++)
		if (digest->contexts[i] != NULL)
			digest_add(digest->contexts[i], bytes);
	return !atomic_load(&digest->given_up);
}

static bool make(void *owner)
{
	struct file_digest *digest = owner;
	char *const out[FILE_DIGEST_KINDS] = {digest->sha256, digest->sha1, digest->md5};
	uint8_t bytes[DIGEST_MAX];

	if (!source_pour(digest->source, 0, digest->source->size, add, digest, &digest->failure))
		return false;
	for (size_t i = 0; i < FILE_DIGEST_KINDS; i++) {
		if (digest->contexts[i] == NULL)
			continue;
		digest_finish(digest->contexts[i], bytes);
		text_hex_to(out[i], span_of(bytes, digest_len(kinds[i])));
	}
	return false;
}

static bool open_contexts(struct file_digest *digest, const bool wanted[FILE_DIGEST_KINDS])
{
	for (size_t i = 0; i < FILE_DIGEST_KINDS; i++) {
		if (!wanted[i])
			continue;
		digest->contexts[i] = digest_new(kinds[i]);
		if (digest->contexts[i] == NULL)
			return false;
		digest_start(digest->contexts[i]);
	}
	return true;
}

bool file_digest_start(struct file_digest *digest, const struct source *source, const char *sha256, bool with_sha1_md5,
		       struct pool *pool, struct error *err)
{
	const bool wanted[FILE_DIGEST_KINDS] = {*sha256 == '\0', with_sha1_md5, with_sha1_md5};

	*digest = (struct file_digest){.source = source, .pool = pool, .task = {.work = make, .owner = digest}};
	snprintf(digest->sha256, sizeof digest->sha256, "%s", sha256);
	if (!wanted[0] && !with_sha1_md5) {
		digest->task.state = POOL_TASK_DONE;
		return true;
	}
	if (!open_contexts(digest, wanted)) {
		digest->task.state = POOL_TASK_DONE;
		return error_memory(err);
	}
	pool_offer(pool, &digest->task);
	return true;
}

bool file_digest_finish(struct file_digest *digest, struct error *err)
{
	pool_finish(digest->pool, &digest->task);
	return digest->failure.code == ERROR_NONE || error_set(err, digest->failure.code, "%s", digest->failure.text);
}

void file_digest_close(struct file_digest *digest)
{
	atomic_store(&digest->given_up, true);
	pool_finish(digest->pool, &digest->task);
	for (size_t i = 0; i < FILE_DIGEST_KINDS; i++)
		digest_free(digest->contexts[i]);
}

void file_digest_fill(const struct file_digest *digest, struct fact_package *row)
{
	row->sha256 = digest->sha256[0] != '\0' ? digest->sha256 : NULL;
	row->sha1 = digest->sha1[0] != '\0' ? digest->sha1 : NULL;
	row->md5 = digest->md5[0] != '\0' ? digest->md5 : NULL;
}
