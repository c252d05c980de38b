#include "inspect/nested_code.h"

#include "bytes/digest.h"
#include "bytes/text.h"
#include "encoding/dex.h"
#include "encoding/elf.h"
#include "inspect/content.h"
#include "inspect/moved_code.h"

#include <stdlib.h>

#define PIECE ((size_t)65536)
#define HEAD 64
#define IMAGE_MAX ((size_t)8 * 1024 * 1024) /* memory for what a library says of itself */

static bool add_pieces(struct digest *digest, const struct source *content, uint8_t *piece, struct error *err)
{
	digest_start(digest);
	for (uint64_t at = 0; at < content->size; at += PIECE) {
		size_t len = content->size - at < PIECE ? (size_t)(content->size - at) : PIECE;

		if (!source_read(content, at, piece, len, err))
			return false;
		digest_add(digest, span_of(piece, len));
	}
	return true;
}

/* NULL and err when reading failed or memory ran out. */
static const char *sha256_of(const struct inspect_context *context, const struct source *content, struct error *err)
{
	struct digest *digest = digest_new(DIGEST_SHA256);
	uint8_t *piece = malloc(PIECE), made[DIGEST_MAX];
	const char *sha256 = NULL;

	if (digest == NULL || piece == NULL) {
		error_memory(err);
	} else if (add_pieces(digest, content, piece, err)) {
		digest_finish(digest, made);
		sha256 = text_hex(context->arena, span_of(made, digest_len(DIGEST_SHA256)));
		if (sha256 == NULL)
			error_memory(err);
	}
	digest_free(digest);
	free(piece);
	return sha256;
}

/* What cannot be read of it concerns nobody: it is inside of something that no linker reads. */
static const char *soname_of(const struct inspect_context *context, const struct source *content)
{
	struct arena arena ARENA_CLEANUP = arena_new(IMAGE_MAX);
	struct error none = {0};
	struct elfimage image;

	return elfimage_read(&image, content, &arena, &none) && image.soname != NULL ? arena_copy(context->arena, image.soname) : NULL;
}

bool nested_code_write(const struct inspect_context *context, const char *path, const struct source *content, struct error *err)
{
	struct fact_nested_code row = fact_nested_code_row();
	uint8_t head[HEAD];
	struct span start = span_of(head, content->size < sizeof head ? (size_t)content->size : sizeof head);

	if (!source_read(content, 0, head, start.len, err))
		return false;
	if (!dex_is(start) && !moved_code_is_elf(start))
		return true;
	row.path = path;
	row.kind = dex_is(start) ? "dex" : "elf";
	row.size = (int64_t)content->size;
	row.sha256 = sha256_of(context, content, err);
	if (row.sha256 == NULL)
		return false;
	row.soname = dex_is(start) ? NULL : soname_of(context, content);
	return fact_nested_code_emit(context->sink, &row) || error_set(err, ERROR_IO, "a row was not taken");
}

static bool write_inflated(const struct inspect_context *context, const char *path, const struct nested_archive *archive, const struct zipdir_entry *entry,
			   struct error *err)
{
	struct source content;
	uint8_t *data;
	bool ok = content_inflate(context, archive->content, entry, archive->unread, &content, &data, err);

	ok = ok && (data == NULL || nested_code_write(context, path, &content, err));
	free(data);
	return ok;
}

bool nested_code_write_entry(const struct inspect_context *context, const struct nested_archive *archive, const struct zipdir_entry *entry, struct error *err)
{
	const char *path = arena_printf(context->arena, "%s!%s", archive->path, entry->path);
	struct source content = source_sub(archive->content, entry->data_offset, entry->stored_size);

	if (path == NULL)
		return error_memory(err);
	if (entry->method != ZIPDIR_STORED)
		return write_inflated(context, path, archive, entry, err);
	return !budget_spend(context->budget, content.size) || nested_code_write(context, path, &content, err);
}

bool nested_code_write_package(const struct inspect_context *context, const struct nested_archive *package, const struct zipdir *dir, struct error *err)
{
	for (size_t i = 0; i < dir->num_entries; i++) {
		const struct zipdir_entry *entry = &dir->entries[i];

		if (entry->readable && (span_ends(entry->name, ".dex") || span_ends(entry->name, ".so")) &&
		    !nested_code_write_entry(context, package, entry, err))
			return false;
	}
	return true;
}
