#include "format/file_digest.h"

#include "bytes/text.h"

#include <stdio.h>
#include <stdlib.h>

#define WINDOW ((size_t)256 * 1024)
#define KINDS 3

static const enum digest_kind kinds[KINDS] = {DIGEST_SHA256, DIGEST_SHA1, DIGEST_MD5};

static bool add_all(struct digest *contexts[KINDS], const struct source *source, uint8_t *window, struct error *err)
{
	for (uint64_t at = 0; at < source->size; at += WINDOW) {
		size_t len = source->size - at < WINDOW ? (size_t)(source->size - at) : WINDOW;

		if (!source_read(source, at, window, len, err))
			return false;
		for (size_t i = 0; i < KINDS; i++)
			if (contexts[i] != NULL)
				digest_add(contexts[i], span_of(window, len));
	}
	return true;
}

static void finish(struct file_digest *digest, struct digest *contexts[KINDS])
{
	char *const out[KINDS] = {digest->sha256, digest->sha1, digest->md5};
	uint8_t bytes[DIGEST_MAX];

	for (size_t i = 0; i < KINDS; i++) {
		if (contexts[i] == NULL)
			continue;
		digest_finish(contexts[i], bytes);
		text_hex_to(out[i], span_of(bytes, digest_len(kinds[i])));
	}
}

static bool make_wanted(struct file_digest *digest, const struct source *source, const bool wanted[KINDS], struct error *err)
{
	struct digest *contexts[KINDS] = {NULL};
	uint8_t *window = malloc(WINDOW);
	bool ok = window != NULL;

	for (size_t i = 0; i < KINDS; i++) {
		if (!wanted[i])
			continue;
		contexts[i] = digest_new(kinds[i]);
		if (contexts[i] != NULL)
			digest_start(contexts[i]);
		ok = ok && contexts[i] != NULL;
	}
	if (!ok)
		error_set(err, ERROR_MEMORY, "out of memory for digests");
	ok = ok && add_all(contexts, source, window, err);
	if (ok)
		finish(digest, contexts);
	for (size_t i = 0; i < KINDS; i++)
		digest_free(contexts[i]);
	free(window);
	return ok;
}

bool file_digest_make(struct file_digest *digest, const struct source *source, const char *sha256, bool with_sha1_md5,
		      struct error *err)
{
	const bool wanted[KINDS] = {*sha256 == '\0', with_sha1_md5, with_sha1_md5};

	*digest = (struct file_digest){0};
	snprintf(digest->sha256, sizeof digest->sha256, "%s", sha256);
	return (!wanted[0] && !with_sha1_md5) || make_wanted(digest, source, wanted, err);
}

void file_digest_fill(const struct file_digest *digest, struct fact_package *row)
{
	row->sha256 = digest->sha256[0] != '\0' ? digest->sha256 : NULL;
	row->sha1 = digest->sha1[0] != '\0' ? digest->sha1 : NULL;
	row->md5 = digest->md5[0] != '\0' ? digest->md5 : NULL;
}
