/*
 * library_sections - the second reader of native libraries: libelf on sections, compared with the linker's view.
 *
 * source   System V ABI: sections, SHT_DYNAMIC and SHT_SYMTAB
 */
#ifndef PRELIST_INSPECT_LIBRARY_SECTIONS_H
#define PRELIST_INSPECT_LIBRARY_SECTIONS_H

#include "encoding/elf.h"
#include "inspect/inspect.h"

/*
 * Fills row->stripped and reports elf.stripped-sections, elf.section-segment-mismatch and, above 32 MiB,
 * elf.second-reader-skipped. False and err when reading failed or memory ran out.
 */
bool library_sections_read(struct inspect_context *context, const char *path, const struct source *content,
			   const struct elfimage *image, struct fact_library *row, struct error *err);

#endif
