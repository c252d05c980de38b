#include "container/accounting.h"

#include "bytes/cursor.h"
#include "bytes/sort.h"
#include "container/inflate.h"
#include "container/zipdir_parts.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

#define WINDOW ((size_t)64 * 1024)
#define DESCRIPTOR_MAX 24
#define STAMP_NAME "stamp-cert-sha256"
#define STAMP_SIZE 32	    /* a SHA-256 */
#define STAMP_STORED_MAX 40 /* of 32 bytes deflated, which do not become less */
#define STAMP_FLAGS 0x0800  /* the name is UTF-8 */
#define DEFLATED 8
#define REPORTS_MAX 20
#define BOMB_FROM ((uint64_t)64 * 1024 * 1024)

struct extent {
	uint64_t start, end;
	const struct zipdir_entry *entry; /* NULL: the signing block */
};

struct account {
	const struct source *source;
	struct anomalies *anomalies;
	struct error *err;
	struct extent *extents;
	size_t num_extents;
	uint8_t *window;
};

static int by_start(const void *a, const void *b, void *unused)
{
	const struct extent *x = a, *y = b;

	(void)unused;
	return x->start != y->start ? (x->start > y->start) - (x->start < y->start)
				    : (x->end > y->end) - (x->end < y->end);
}

/* Crc and the two sizes, of 4 or 8 bytes each, as the directory has them. */
static bool descriptor_agrees(struct cursor in, const struct zipdir_entry *entry, size_t size_len)
{
	uint32_t crc = cursor_u32(&in);
	uint64_t stored = cursor_little(&in, size_len), size = cursor_little(&in, size_len);

	return !in.bad && crc == entry->crc32 && stored == entry->compressed_size && size == entry->size;
}

/* The length of the descriptor at the start of bytes: with or without signature, 32 or 64 bit; 0 when there is none. */
static uint64_t descriptor_len(struct span bytes, const struct zipdir_entry *entry)
{
	struct cursor plain = cursor_of(bytes), after = cursor_of(bytes);
	bool is_signed = cursor_u32(&after) == ZIPDIR_DESCRIPTOR_SIGNATURE;

	if (is_signed && descriptor_agrees(after, entry, 4))
		return 16;
	if (is_signed && descriptor_agrees(after, entry, 8))
		return 24;
	if (descriptor_agrees(plain, entry, 4))
		return 12;
	return descriptor_agrees(plain, entry, 8) ? 20 : 0;
}

/* Where the entry's bytes end, its descriptor included. */
static bool end_of(struct account *account, const struct zipdir_entry *entry, uint64_t *end)
{
	uint8_t bytes[DESCRIPTOR_MAX];
	uint64_t left, len;

	*end = entry->data_offset + entry->compressed_size;
	if (!entry->descriptor || *end >= account->source->size)
		return true;
	left = account->source->size - *end;
	len = left < sizeof bytes ? left : sizeof bytes;
	if (!source_read(account->source, *end, bytes, (size_t)len, account->err))
		return false;
	len = descriptor_len(span_of(bytes, (size_t)len), entry);
	if (len == 0 && entry->size > 0 && !entry->local_agrees)
		anomaly_report(account->anomalies, ANOMALY_ZIP_BAD_DATA_DESCRIPTOR, entry->path, *end,
			       "no data descriptor that agrees with the directory follows the data");
	*end += len;
	return true;
}

static bool add_entries(struct account *account, const struct zipdir *dir)
{
	for (size_t i = 0; i < dir->num_entries + dir->num_hidden; i++) {
		const struct zipdir_entry *entry = &dir->entries[i];
		struct extent *extent = &account->extents[account->num_extents];

		if (entry->data_offset == 0)
			continue;
		extent->entry = entry;
		extent->start = entry->header_offset;
		if (!end_of(account, entry, &extent->end))
			return false;
		account->num_extents++;
	}
	return true;
}

/* A local header without name and content stands in for removed entries in some build tools; its extra field is zero. */
static size_t filler_header(struct span bytes)
{
	struct cursor in = cursor_of(bytes);
	uint32_t stored;
	uint16_t name_len, extra_len;

	if (cursor_u32(&in) != ZIPDIR_LOCAL_SIGNATURE)
		return 0;
	cursor_seek(&in, 18);
	stored = cursor_u32(&in);
	cursor_skip(&in, 4);
	name_len = cursor_u16(&in);
	extra_len = cursor_u16(&in);
	return !in.bad && name_len == 0 && stored == 0 && extra_len > 0 ? ZIPDIR_LOCAL_SIZE : 0;
}

static bool is_stamp_digest(struct account *account, struct span stored, uint32_t crc, bool *is_digest)
{
	struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
	uint8_t digest[STAMP_SIZE];
	size_t used = 0, made = 0;

	if (decompressor == NULL)
		return error_memory(account->err);
	*is_digest = libdeflate_deflate_decompress_ex(decompressor, stored.data, stored.len, digest, sizeof digest, &used, &made) == LIBDEFLATE_SUCCESS &&
		     used == stored.len && made == sizeof digest && libdeflate_crc32(0, digest, sizeof digest) == crc;
	libdeflate_free_decompressor(decompressor);
	return true;
}

/* Who signs a stamped package anew with apksigner takes the stamp's record out of the directory, and leaves the entry: so it writes it, whole. */
static bool stamp_len(struct account *account, struct span bytes, size_t *len)
{
	struct cursor in = cursor_of(bytes);
	uint32_t signature = cursor_u32(&in), crc, stored, size;
	uint16_t flags, method, name_len, extra_len;
	struct span name, data;
	bool is_digest = false;

	cursor_skip(&in, 2);
	flags = cursor_u16(&in);
	method = cursor_u16(&in);
	cursor_skip(&in, 4);
	crc = cursor_u32(&in);
	stored = cursor_u32(&in);
	size = cursor_u32(&in);
	name_len = cursor_u16(&in);
	extra_len = cursor_u16(&in);
	name = cursor_bytes(&in, name_len);
	data = cursor_bytes(&in, stored > STAMP_STORED_MAX ? 0 : stored);
	*len = 0;
	if (in.bad || signature != ZIPDIR_LOCAL_SIGNATURE || flags != STAMP_FLAGS || method != DEFLATED || size != STAMP_SIZE || stored > STAMP_STORED_MAX ||
	    extra_len != 0 || name_len != strlen(STAMP_NAME) || memcmp(name.data, STAMP_NAME, name_len) != 0)
		return true;
	if (!is_stamp_digest(account, data, crc, &is_digest))
		return false;
	*len = is_digest ? in.pos : 0;
	return true;
}

/* Padding is zero, or filler headers with zero between them; is_stamp: what is left of a source stamp is among it. */
static bool is_padding(struct account *account, uint64_t start, uint64_t end, bool *padding, bool *is_stamp)
{
	*padding = true;
	while (start < end && *padding) {
		size_t len = end - start < WINDOW ? (size_t)(end - start) : WINDOW;
		struct span bytes = span_of(account->window, len);
		size_t header, stamp;

		if (!source_read(account->source, start, account->window, len, account->err) || !stamp_len(account, bytes, &stamp))
			return false;
		if (stamp > 0) {
			*is_stamp = true;
			start += stamp;
			continue;
		}
		header = filler_header(bytes);
		if (header > 0) {
			struct cursor in = cursor_of(bytes);
			uint64_t extra;

			cursor_seek(&in, 28);
			extra = cursor_u16(&in);
			start += header + extra < end - start ? header + extra : end - start;
			*padding = span_is_zero(span_slice(bytes, header, (size_t)extra));
			continue;
		}
		*padding = span_is_zero(bytes);
		start += len;
	}
	return true;
}

static bool report_gap(struct account *account, uint64_t start, uint64_t end, const struct extent *before,
		       size_t *num_reports)
{
	const char *behind = before != NULL && before->entry != NULL ? before->entry->path : "the signing block";
	bool padding, is_stamp = false;

	if (!is_padding(account, start, end, &padding, &is_stamp))
		return false;
	if ((padding && !is_stamp) || *num_reports >= REPORTS_MAX)
		return true;
	++*num_reports;
	if (padding)
		anomaly_report_as(account->anomalies, ANOMALY_ZIP_SLACK_DATA, EFFECT_ODD, "", start, "%llu byte{|s} of a source stamp that was removed, behind %s",
				  (unsigned long long)(end - start), behind);
	else if (start == 0)
		anomaly_report(account->anomalies, ANOMALY_ZIP_PREFIX_DATA, "", 0, "%llu byte{|s}",
			       (unsigned long long)end);
	else
		anomaly_report(account->anomalies, ANOMALY_ZIP_SLACK_DATA, "", start, "%llu byte{|s}, behind %s",
			       (unsigned long long)(end - start), behind);
	return true;
}

static void report_overlap(struct account *account, const struct extent *before, const struct extent *extent,
			   size_t *num_reports)
{
	if (++*num_reports > REPORTS_MAX)
		return;
	anomaly_report(account->anomalies, ANOMALY_ZIP_OVERLAP, extent->entry != NULL ? extent->entry->path : "",
		       extent->start, "it shares bytes with %s",
		       before->entry != NULL ? before->entry->path : "the signing block");
}

static void check_bomb(const struct account *account)
{
	uint64_t made = 0;

	for (size_t i = 0; i < account->num_extents; i++)
		made += account->extents[i].entry != NULL && made <= INT64_MAX ? account->extents[i].entry->size : 0;
	if (made > BOMB_FROM && made / INFLATE_BOMB_RATIO > account->source->size)
		anomaly_report(account->anomalies, ANOMALY_ZIP_BOMB, "", 0, "entries that share bytes say that they make %llu of %llu",
			       (unsigned long long)made, (unsigned long long)account->source->size);
}

static bool walk(struct account *account, uint64_t end)
{
	const struct extent *widest = NULL;
	uint64_t covered = 0;
	size_t num_gaps = 0, num_overlaps = 0;

	for (size_t i = 0; i < account->num_extents; i++) {
		const struct extent *extent = &account->extents[i];

		if (extent->start > covered && !report_gap(account, covered, extent->start, widest, &num_gaps))
			return false;
		if (widest != NULL && extent->start < covered)
			report_overlap(account, widest, extent, &num_overlaps);
		if (extent->end > covered) {
			covered = extent->end;
			widest = extent;
		}
	}
	if (num_overlaps > 0)
		check_bomb(account);
	return end <= covered || report_gap(account, covered, end, widest, &num_gaps);
}

bool accounting_check(const struct source *source, const struct zipdir *dir, const struct signing_block *block,
		      struct anomalies *anomalies, struct error *err)
{
	struct account account = {.source = source, .anomalies = anomalies, .err = err};
	size_t room = dir->num_entries + dir->num_hidden + 2;
	bool ok;

	/* Bytes of entries that a limit left unread belong to something, too. */
	if (dir->num_entries + dir->num_hidden == 0 || dir->is_cut)
		return true;
	account.extents = calloc(room, sizeof *account.extents);
	account.window = malloc(WINDOW);
	ok = account.extents != NULL && account.window != NULL;
	if (!ok)
		error_memory(err);
	ok = ok && add_entries(&account, dir);
	if (ok && block->size > 0)
		account.extents[account.num_extents++] =
			(struct extent){.start = block->offset, .end = block->offset + block->size};
	if (ok)
		sort(account.extents, account.num_extents, sizeof *account.extents, by_start, NULL);
	ok = ok && walk(&account, dir->directory_offset < source->size ? dir->directory_offset : source->size);
	free(account.extents);
	free(account.window);
	return ok;
}
