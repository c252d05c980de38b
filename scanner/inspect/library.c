/*
 * library - native libraries: as the linker sees them, and what libelf's sections say besides.
 */
#include "encoding/dex.h"
#include "encoding/elf.h"
#include "inspect/inspect.h"
#include "inspect/library_name.h"
#include "inspect/library_sections.h"
#include "inspect/moved_code.h"

#define PAGE_MAX 65536u
#define PACKED_WITHIN 4096
#define PIECE 4096
#define BEGINNING 512

static bool wants(const struct inspect_context *context, const struct zipdir_entry *entry, struct span head, struct span tail)
{
	(void)context;
	(void)tail;
	return moved_code_is_elf(head) || (span_starts(entry->name, "lib/") && span_ends(entry->name, ".so"));
}

/* The greatest power of two, up to PAGE_MAX, that divides the place of the data; 0 for a compressed entry. */
static int64_t zip_alignment(const struct zipdir_entry *entry)
{
	uint64_t step = entry->data_offset & (~entry->data_offset + 1);

	if (entry->method == ZIPDIR_DEFLATED)
		return 0;
	return step == 0 || step > PAGE_MAX ? PAGE_MAX : (int64_t)step;
}

static int64_t safe_page_size(const struct elfimage *image, int64_t in_zip, bool extracted)
{
	uint64_t size = elfimage_segment_alignment(image);

	if (size > PAGE_MAX)
		size = PAGE_MAX;
	if (!extracted && in_zip > 0 && (uint64_t)in_zip < size)
		size = (uint64_t)in_zip;
	while (size > 4096 && !elfimage_relro_fits(image, size))
		size /= 2;
	return (int64_t)size;
}

/* The folder under lib/; empty for a file elsewhere. */
static struct span abi_folder(struct span name)
{
	struct span rest = span_slice(name, 4, name.len);
	const uint8_t *slash = rest.len > 0 ? memchr(rest.data, '/', rest.len) : NULL;

	if (!span_starts(name, "lib/") || slash == NULL)
		return span_of(NULL, 0);
	return span_slice(rest, 0, (size_t)(slash - rest.data));
}

/* Phones look for libraries of an ABI in its own folder only. */
static bool is_loaded(struct span name, const char *abi)
{
	const char *folder = library_name_folder(name);

	return folder != NULL && abi != NULL && strcmp(library_name_abi(folder), abi) == 0;
}

static void report_abi(struct inspect_context *context, const struct zipdir_entry *entry, const char *abi)
{
	struct span folder = abi_folder(entry->name);

	if (folder.len == 0 || (abi != NULL && span_is(folder, abi)) ||
	    (abi != NULL && span_is(folder, "armeabi") && strcmp(abi, "armeabi-v7a") == 0))
		return;
	anomaly_report(context->anomalies, ANOMALY_ELF_ABI_MISMATCH, entry->path, ANOMALY_NO_OFFSET,
		       "its header says %s", abi != NULL ? abi : "a machine that Android does not have");
}

static bool report_packed(struct inspect_context *context, const char *path, const struct source *content,
			  struct error *err)
{
	uint8_t head[PACKED_WITHIN];
	size_t len = content->size < sizeof head ? (size_t)content->size : sizeof head;

	if (!source_read(content, 0, head, len, err))
		return false;
	if (memmem(head, len, "UPX!", 4) != NULL)
		anomaly_report(context->anomalies, ANOMALY_ELF_PACKED, path, ANOMALY_NO_OFFSET, "by UPX");
	return true;
}

/* Where phones look for none it is merely there. */
static enum anomaly_effect effect_on(const struct zipdir_entry *entry)
{
	return abi_folder(entry->name).len > 0 ? EFFECT_EVASIVE : EFFECT_ODD;
}

static bool is_zero(const struct source *content, uint64_t at, bool *zero, struct error *err)
{
	uint8_t piece[PIECE];

	for (*zero = true; *zero && at < content->size; at += sizeof piece) {
		size_t len = content->size - at < sizeof piece ? (size_t)(content->size - at) : sizeof piece;

		if (!source_read(content, at, piece, len, err))
			return false;
		*zero = span_is_zero(span_of(piece, len));
	}
	return true;
}

/* Of less a page has nothing left. */
static bool report_trailing(struct inspect_context *context, const struct zipdir_entry *entry, const struct source *content, const struct elfimage *image,
			    struct error *err)
{
	uint64_t end = image->sections_end;
	bool zero;

	if (end > content->size || content->size - end < PIECE)
		return true;
	if (!is_zero(content, end, &zero, err))
		return false;
	if (!zero)
		anomaly_report_as(context->anomalies, ANOMALY_ELF_TRAILING_DATA, effect_on(entry), entry->path, end, "%llu byte{|s}", (unsigned long long)(content->size - end));
	return true;
}

/* What no segment and no section has is not loaded, and there to be read by the app itself. */
static bool report_behind(struct inspect_context *context, const char *path, const struct source *content, uint64_t end, struct error *err)
{
	uint8_t bytes[BEGINNING];
	uint64_t left = end < content->size ? content->size - end : 0;
	struct span start = span_of(bytes, left < sizeof bytes ? (size_t)left : sizeof bytes);
	bool is_dex;

	if (!source_read(content, end, bytes, start.len, err))
		return false;
	if (!dex_is(start) && !moved_code_is_elf(start)) {
		size_t at = moved_code_at(start);

		start = span_slice(start, at, at > 0 ? start.len : 0);
	}
	is_dex = dex_is(start);
	if (is_dex || moved_code_is_elf(start))
		anomaly_report(context->anomalies, is_dex ? ANOMALY_EMBEDDED_DEX : ANOMALY_EMBEDDED_ELF, path, (uint64_t)(start.data - bytes) + end,
			       "behind the end of a library of %llu byte{|s}", (unsigned long long)end);
	return true;
}

static void fill_protections(struct fact_library *row, const struct elfimage *image)
{
	const struct elfimage_segment *stack = elfimage_segment_of(image, ELFIMAGE_STACK);
	bool relro = elfimage_segment_of(image, ELFIMAGE_RELRO) != NULL;

	/* One that says nothing asks for nothing: what its absence means to the kernel, it means of a program. */
	row->nx = stack == NULL || (stack->flags & ELFIMAGE_EXECUTE) == 0;
	row->relro = !relro ? "none" : image->bind_now ? "full" : "partial";
	row->pie = 1;
	row->canary = image->imports_stack_guard;
	row->fortify = image->imports_fortified;
	row->text_relocations = image->text_relocations;
}

static void fill(struct fact_library *row, const struct inspect_context *context, const struct zipdir_entry *entry,
		 const struct elfimage *image)
{
	row->abi = elfimage_abi(image);
	row->loaded = is_loaded(entry->name, row->abi);
	row->soname = image->soname;
	row->build_id = image->build_id;
	row->needed = image->needed;
	row->runpath = image->runpath;
	row->segment_alignment = (int64_t)elfimage_segment_alignment(image);
	row->zip_alignment = zip_alignment(entry);
	row->page_size = safe_page_size(image, row->zip_alignment, context->extract_native_libs);
	row->relro_aligned_16k = elfimage_relro_fits(image, 16384);
	fill_protections(row, image);
}

/* Whether the linker takes it, of this app's target SDK; a split's is its base's, which nearly always is a newer one. */
static bool is_malformed(struct inspect_context *context, const struct zipdir_entry *entry, const struct elfimage *image)
{
	bool is_old = context->target_sdk != FACT_ABSENT && context->target_sdk < 26;
	enum anomaly_effect effect = effect_on(entry);

	if (image->fault != NULL)
		anomaly_report_as(context->anomalies, ANOMALY_ELF_MALFORMED, effect, entry->path, ANOMALY_NO_OFFSET, "%s", image->fault);
	else if (image->fault_from_26 != NULL)
		anomaly_report_as(context->anomalies, ANOMALY_ELF_MALFORMED, is_old ? EFFECT_ODD : effect, entry->path, ANOMALY_NO_OFFSET,
				  "it has %s, which Android 8 and later do not load for target SDK 26 and later", image->fault_from_26);
	return image->fault != NULL || (image->fault_from_26 != NULL && !is_old);
}

static bool inspect(struct inspect_context *context, const struct inspect_entry *entry, const struct source *content,
		    struct error *err)
{
	struct fact_library row = fact_library_row();
	const char *path = entry->entry->path;
	struct elfimage image;

	if (!elfimage_read(&image, content, context->arena, err))
		return false;
	row.path = path;
	row.kind = "elf";
	row.size = (int64_t)content->size;
	if (!is_malformed(context, entry->entry, &image)) {
		fill(&row, context, entry->entry, &image);
		report_abi(context, entry->entry, row.abi);
		if (!library_sections_read(context, path, content, &image, &row, err) ||
		    !report_packed(context, path, content, err))
			return false;
	}
	if (image.fault == NULL && (!report_behind(context, path, content, image.end, err) || !report_trailing(context, entry->entry, content, &image, err)))
		return false;
	row.sha256 = inspect_sha256(entry);
	return fact_library_emit(context->sink, &row) || error_set(err, ERROR_IO, "a row was not taken");
}

extern const struct inspector inspector_library;
const struct inspector inspector_library = {
	.name = "library", .wants = wants, .max = LIMIT_DEX_SIZE, .inspect = inspect};
