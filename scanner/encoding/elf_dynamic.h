/*
 * elf_dynamic - PT_DYNAMIC of a shared library and the imports of its symbol table, through the loaded segments.
 *
 * source   System V ABI; AOSP bionic linker.cpp, soinfo::prelink_image
 */
#ifndef PRELIST_ENCODING_ELF_DYNAMIC_H
#define PRELIST_ENCODING_ELF_DYNAMIC_H

#include "encoding/elf.h"

/* Fills the dynamic members of image, whose segments have been read. Errors as elfimage_read. */
bool elfimage_read_dynamic(struct elfimage *image, const struct source *source, struct arena *arena, struct error *err);

#endif
