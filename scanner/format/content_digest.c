#include "format/content_digest.h"

#include "bytes/buf.h"
#include "bytes/sort.h"
#include "bytes/text.h"
#include "format/channel_file.h"
#include "format/pass.h"

#include <stdlib.h>

#define PIECE ((size_t)64 * 1024) /* records are hashed so many bytes at a time */

static int compare_names(const void *a, const void *b, void *owner)
{
	struct content_order *order = owner;
	struct span left = order->dir->entries[*(const uint32_t *)a].name, right = order->dir->entries[*(const uint32_t *)b].name;
	size_t len = left.len < right.len ? left.len : right.len;
	int by_bytes = len > 0 ? memcmp(left.data, right.data, len) : 0;

	if (by_bytes != 0)
		return by_bytes;
	order->has_twins |= left.len == right.len;
	return (left.len > right.len) - (left.len < right.len);
}

bool content_order_make(struct content_order *order, const struct zipdir *dir, struct error *err)
{
	*order = (struct content_order){.dir = dir, .places = calloc(dir->num_entries + 1, sizeof(uint32_t))};
	if (order->places == NULL)
		return error_memory(err);
	for (uint32_t i = 0; i < dir->num_entries; i++)
		order->places[order->num++] = i;
	sort(order->places, order->num, sizeof order->places[0], compare_names, order);
	return true;
}

void content_order_free(struct content_order *order)
{
	free(order->places);
	*order = (struct content_order){0};
}

struct listing {
	struct content_order *order;
	const struct pass_entry *entries;
	bool leaves_channels;
};

static const uint8_t *sha256_of(const struct listing *listing, uint32_t place)
{
	static const uint8_t unread[PASS_SHA256_LEN];

	return listing->entries[place].is_read ? listing->entries[place].sha256 : unread;
}

/* Entries of one name: by their content. */
static int compare_twins(const void *a, const void *b, void *owner)
{
	const struct listing *listing = owner;
	int by_name = compare_names(a, b, listing->order);

	return by_name != 0 ? by_name
			    : memcmp(sha256_of(listing, *(const uint32_t *)a), sha256_of(listing, *(const uint32_t *)b), PASS_SHA256_LEN);
}

static bool leaves_out(const struct listing *listing, uint32_t place)
{
	const struct pass_entry *entry = &listing->entries[place];

	return entry->is_of_signature || (listing->leaves_channels && entry->is_read && channel_file_is(&listing->order->dir->entries[place]));
}

static void take_out(struct buf *records, struct digest *digest)
{
	digest_add(digest, buf_span(records));
	records->len = 0;
}

static bool digest_records(const struct listing *listing, struct digest *digest, char out[DIGEST_HEX_MAX])
{
	struct buf records = buf_new(PIECE + sizeof(uint32_t) + UINT16_MAX + PASS_SHA256_LEN);
	const struct content_order *order = listing->order;
	uint8_t sha256[DIGEST_MAX];
	bool ok;

	digest_start(digest);
	for (size_t i = 0; i < order->num; i++) {
		struct span name = order->dir->entries[order->places[i]].name;

		if (leaves_out(listing, order->places[i]))
			continue;
		buf_u32(&records, (uint32_t)name.len);
		buf_add(&records, name.data, name.len);
		buf_add(&records, sha256_of(listing, order->places[i]), PASS_SHA256_LEN);
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

bool content_digest_make(struct content_order *order, const struct pass_entry *entries, char out[DIGEST_HEX_MAX], struct error *err)
{
	struct listing listing = {.order = order, .entries = entries, .leaves_channels = channel_files_are_few(order->dir)};
	struct digest *digest = digest_new(DIGEST_SHA256);
	bool ok = digest != NULL;

	if (order->has_twins)
		sort(order->places, order->num, sizeof order->places[0], compare_twins, &listing);
	ok = ok && digest_records(&listing, digest, out);
	digest_free(digest);
	return ok || error_memory(err);
}
