#include "format/content_digest.h"

#include "bytes/buf.h"
#include "bytes/sort.h"
#include "bytes/text.h"

#include <stdlib.h>
#include <strings.h>

#define FOLDER "META-INF/"

#define PIECE ((size_t)64 * 1024) /* records are hashed so many bytes at a time */

struct listing {
	const struct zipdir *dir;
	const struct pass_entry *entries;
	uint32_t *order; /* places of the entries that count */
	size_t num;
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

static const uint8_t *sha256_of(const struct listing *listing, uint32_t place)
{
	static const uint8_t unread[PASS_SHA256_LEN];

	return listing->entries[place].is_read ? listing->entries[place].sha256 : unread;
}

static int compare(const void *a, const void *b, void *owner)
{
	const struct listing *listing = owner;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	struct span left = listing->dir->entries[x].name, right = listing->dir->entries[y].name;
	size_t len = left.len < right.len ? left.len : right.len;
	int order = len > 0 ? memcmp(left.data, right.data, len) : 0;

	if (order != 0)
		return order;
	if (left.len != right.len)
		return left.len < right.len ? -1 : 1;
	return memcmp(sha256_of(listing, x), sha256_of(listing, y), PASS_SHA256_LEN);
}

static void list(struct listing *listing)
{
	for (uint32_t i = 0; i < listing->dir->num_entries; i++)
		if (!content_digest_leaves_out(&listing->dir->entries[i]))
			listing->order[listing->num++] = i;
	sort(listing->order, listing->num, sizeof listing->order[0], compare, listing);
}

static void take_out(struct buf *records, struct digest *digest)
{
	digest_add(digest, buf_span(records));
	records->len = 0;
}

static bool digest_records(const struct listing *listing, struct digest *digest, char out[DIGEST_HEX_MAX])
{
	struct buf records = buf_new(PIECE + sizeof(uint32_t) + UINT16_MAX + PASS_SHA256_LEN);
	uint8_t sha256[DIGEST_MAX];
	bool ok;

	digest_start(digest);
	for (size_t i = 0; i < listing->num; i++) {
		struct span name = listing->dir->entries[listing->order[i]].name;

		buf_u32(&records, (uint32_t)name.len);
		buf_add(&records, name.data, name.len);
		buf_add(&records, sha256_of(listing, listing->order[i]), PASS_SHA256_LEN);
		if (records.len >= PIECE)
			take_out(&records, digest);
	}
	take_out(&records, digest);
	digest_finish(digest, sha256);
	text_hex_to(out, span_of(sha256, PASS_SHA256_LEN));
	ok = !records.failed;
	buf_free(&records);
	return ok;
}

bool content_digest_make(const struct zipdir *dir, const struct pass_entry *entries, char out[DIGEST_HEX_MAX],
			 struct error *err)
{
	struct listing listing = {.dir = dir, .entries = entries, .order = calloc(dir->num_entries + 1, sizeof(uint32_t))};
	struct digest *digest = digest_new(DIGEST_SHA256);
	bool ok = listing.order != NULL && digest != NULL;

	if (ok) {
		list(&listing);
		ok = digest_records(&listing, digest, out);
	}
	digest_free(digest);
	free(listing.order);
	return ok || error_set(err, ERROR_MEMORY, "out of memory for the content digest");
}
