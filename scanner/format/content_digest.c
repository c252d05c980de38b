#include "format/content_digest.h"

#include "bytes/text.h"

#include <stdlib.h>
#include <strings.h>

#define FOLDER "META-INF/"

struct record {
	struct span name;
	const uint8_t *sha256;
};

static bool ends_as(struct span name, const char *suffix)
{
	size_t len = strlen(suffix);

	return name.len >= len && strncasecmp((const char *)name.data + name.len - len, suffix, len) == 0;
}

static bool holds(struct span name, const char *word)
{
	size_t len = strlen(word);

	for (size_t i = 0; i + len <= name.len; i++)
		if (strncasecmp((const char *)name.data + i, word, len) == 0)
			return true;
	return false;
}

static bool is_signature_file(struct span name)
{
	return (name.len == 11 && ends_as(name, "MANIFEST.MF")) || ends_as(name, ".SF") || ends_as(name, ".RSA") ||
	       ends_as(name, ".DSA") || ends_as(name, ".EC") ||
	       (name.len >= 4 && strncasecmp((const char *)name.data, "SIG-", 4) == 0);
}

bool content_digest_leaves_out(const struct zipdir_entry *entry)
{
	size_t folder = strlen(FOLDER);
	struct span name;

	if (entry->name.len <= folder || strncasecmp((const char *)entry->name.data, FOLDER, folder) != 0)
		return false;
	name = span_slice(entry->name, folder, entry->name.len);
	if (memchr(name.data, '/', name.len) != NULL)
		return false;
	return entry->size == 0 || is_signature_file(name) || holds(name, "channel");
}

static int compare(const void *a, const void *b)
{
	const struct record *x = a, *y = b;
	size_t len = x->name.len < y->name.len ? x->name.len : y->name.len;
	int order = len > 0 ? memcmp(x->name.data, y->name.data, len) : 0;

	if (order != 0)
		return order;
	if (x->name.len != y->name.len)
		return x->name.len < y->name.len ? -1 : 1;
	return memcmp(x->sha256, y->sha256, PASS_SHA256_LEN);
}

static void add_record(struct digest *digest, const struct record *record)
{
	uint8_t len[4];

	for (size_t i = 0; i < sizeof len; i++)
		len[i] = (uint8_t)(record->name.len >> (8 * i));
	digest_add(digest, span_of(len, sizeof len));
	digest_add(digest, record->name);
	digest_add(digest, span_of(record->sha256, PASS_SHA256_LEN));
}

static void digest_records(struct digest *digest, const struct record *records, size_t num, char out[DIGEST_HEX_MAX])
{
	uint8_t sha256[DIGEST_MAX];

	digest_start(digest);
	for (size_t i = 0; i < num; i++)
		add_record(digest, &records[i]);
	digest_finish(digest, sha256);
	text_hex_to(out, span_of(sha256, PASS_SHA256_LEN));
}

static size_t list(const struct zipdir *dir, const struct pass_entry *entries, struct record *records)
{
	static const uint8_t unread[PASS_SHA256_LEN];
	size_t num = 0;

	for (size_t i = 0; i < dir->num_entries; i++)
		if (!content_digest_leaves_out(&dir->entries[i]))
			records[num++] = (struct record){.name = dir->entries[i].name,
							 .sha256 = entries[i].is_read ? entries[i].sha256 : unread};
	if (num > 1)
		qsort(records, num, sizeof records[0], compare);
	return num;
}

bool content_digest_make(const struct zipdir *dir, const struct pass_entry *entries, char out[DIGEST_HEX_MAX],
			 struct error *err)
{
	struct record *records = calloc(dir->num_entries + 1, sizeof *records);
	struct digest *digest = digest_new(DIGEST_SHA256);
	bool ok = records != NULL && digest != NULL;

	if (ok)
		digest_records(digest, records, list(dir, entries, records), out);
	else
		error_set(err, ERROR_MEMORY, "out of memory for the content digest");
	digest_free(digest);
	free(records);
	return ok;
}
