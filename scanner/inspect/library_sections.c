#include "inspect/library_sections.h"

#include "bytes/buf.h"
#include "bytes/text.h"
#include "inspect/content.h"

#include <gelf.h>
#include <stdlib.h>

#define IMAGE_MAX ((uint64_t)32 * 1024 * 1024)
#define SECTIONS_MAX 4096
#define NEEDED_MAX ((size_t)12 * 1024)

/* What the sections say. */
struct sections {
	size_t num;
	bool has_symbols, has_dynamic;
	struct buf needed; /* escaped names, space-separated */
};

static struct span strings_of(Elf *elf, size_t index)
{
	Elf_Scn *section = elf_getscn(elf, index);
	Elf_Data *data = section == NULL ? NULL : elf_getdata(section, NULL);
	GElf_Shdr header;

	if (data == NULL || data->d_buf == NULL || gelf_getshdr(section, &header) == NULL || header.sh_type != SHT_STRTAB)
		return span_of(NULL, 0);
	return span_of(data->d_buf, data->d_size);
}

/* False when there is no room for more. */
static bool add_needed(struct sections *sections, struct span name, struct arena *arena)
{
	const char *shown = text_escape(arena, name);

	if (shown == NULL || sections->needed.len + strlen(shown) + 1 >= NEEDED_MAX)
		return false;
	buf_text(&sections->needed, sections->needed.len > 0 ? " " : "");
	buf_text(&sections->needed, shown);
	return true;
}

static void read_dynamic(struct sections *sections, Elf *elf, Elf_Scn *section, const GElf_Shdr *header,
			 struct arena *arena)
{
	Elf_Data *data = elf_getdata(section, NULL);
	struct span strings = strings_of(elf, header->sh_link);
	GElf_Dyn entry;
	bool room = true;

	sections->has_dynamic = true;
	for (int i = 0; room && data != NULL && gelf_getdyn(data, i, &entry) != NULL && entry.d_tag != DT_NULL; i++)
		if (entry.d_tag == DT_NEEDED)
			room = add_needed(sections, elfimage_name(strings, entry.d_un.d_val), arena);
}

static void read_sections(struct sections *sections, Elf *elf, struct arena *arena)
{
	Elf_Scn *section = NULL;

	while ((section = elf_nextscn(elf, section)) != NULL && sections->num < SECTIONS_MAX) {
		GElf_Shdr header;

		sections->num++;
		if (gelf_getshdr(section, &header) == NULL)
			continue;
		if (header.sh_type == SHT_SYMTAB)
			sections->has_symbols = true;
		else if (header.sh_type == SHT_DYNAMIC && !sections->has_dynamic)
			read_dynamic(sections, elf, section, &header, arena);
	}
}

static void compare(struct inspect_context *context, const char *path, const struct elfimage *image,
		    struct sections *sections)
{
	const char *by_segments = image->needed != NULL ? image->needed : "";

	buf_byte(&sections->needed, 0);
	if (sections->num == 0)
		anomaly_report(context->anomalies, ANOMALY_ELF_STRIPPED_SECTIONS, path, ANOMALY_NO_OFFSET,
			       "Android 7 and later do not load it");
	else if (!sections->has_dynamic)
		anomaly_report(context->anomalies, ANOMALY_ELF_SECTION_SEGMENT_MISMATCH, path, ANOMALY_NO_OFFSET,
			       "it has a dynamic segment, and no dynamic section, without which Android 7 and later do not load it");
	else if (!sections->needed.failed && strcmp((char *)sections->needed.data, by_segments) != 0)
		anomaly_report(context->anomalies, ANOMALY_ELF_SECTION_SEGMENT_MISMATCH, path, ANOMALY_NO_OFFSET,
			       "its segments name '%s', its sections, by which Android 7 and later go, '%s'", by_segments,
			       (char *)sections->needed.data);
}

bool library_sections_read(struct inspect_context *context, const char *path, const struct source *content,
			   const struct elfimage *image, struct fact_library *row, struct error *err)
{
	struct sections sections = {.needed = buf_new(NEEDED_MAX)};
	uint8_t *copy;
	Elf *elf;

	if (content->size > IMAGE_MAX) {
		anomaly_report(context->anomalies, ANOMALY_ELF_SECOND_READER_SKIPPED, path, ANOMALY_NO_OFFSET,
			       "its sections were not read: %llu byte{|s}", (unsigned long long)content->size);
		return true;
	}
	copy = content_copy(content, err); /* libelf may write into the image */
	if (copy == NULL)
		return false;
	elf_version(EV_CURRENT);
	elf = elf_memory((char *)copy, (size_t)content->size);
	if (elf != NULL)
		read_sections(&sections, elf, context->arena);
	row->stripped = !sections.has_symbols;
	compare(context, path, image, &sections);
	elf_end(elf);
	buf_free(&sections.needed);
	free(copy);
	return true;
}
