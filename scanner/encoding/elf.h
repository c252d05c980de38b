/*
 * elf - a shared library as Android's linker maps it: program headers and PT_DYNAMIC, never sections.
 *
 *   ELF header | program headers | ... PT_LOAD segments ... PT_DYNAMIC inside one of them | sections (not looked at)
 *
 * Android 7 and later ask for sections besides, and load the libraries that these name; packers' own linkers do not.
 *
 * Names begin with elfimage_, for elf_ is libelf's.
 * source   System V ABI; AOSP bionic linker_phdr.cpp and linker.cpp (which fields it checks)
 */
#ifndef PRELIST_ENCODING_ELF_H
#define PRELIST_ENCODING_ELF_H

#include "bytes/arena.h"
#include "bytes/error.h"
#include "bytes/source.h"

enum { ELFIMAGE_LOAD = 1, ELFIMAGE_DYNAMIC = 2, ELFIMAGE_NOTE = 4 };
#define ELFIMAGE_STACK 0x6474E551u
#define ELFIMAGE_RELRO 0x6474E552u
enum { ELFIMAGE_EXECUTE = 1, ELFIMAGE_WRITE = 2 };

struct elfimage_segment {
	uint32_t type, flags;
	uint64_t offset, vaddr, file_size, memory_size, align;
};

enum { ELFIMAGE_NAME_MAX = 256 };

struct elfimage {
	bool is_64;
	uint16_t type, machine;
	struct elfimage_segment *segments;
	size_t num_segments;
	uint64_t end; /* in the file, of what is loaded and of the tables */
	uint64_t sections_end; /* the same of what sections have behind it; end where that is nothing */
	bool has_dynamic;
	const char *soname, *runpath, *needed; /* escaped; needed space-separated in file order; NULL where there is none */
	size_t num_needed;
	const char *build_id; /* hex */
	bool text_relocations, bind_now;
	bool imports_stack_guard, imports_fortified;
	const char *fault; /* what the linker would not accept; NULL when it would */
	const char *fault_from_26; /* what it would not accept of an app with target SDK 26 or later */
};

/* Everything it makes is in the arena. False and err when reading failed or memory ran out; odd bytes are image->fault. */
bool elfimage_read(struct elfimage *image, const struct source *source, struct arena *arena, struct error *err);

/* Android's name of machine and class: arm64-v8a, armeabi-v7a, x86_64, x86, riscv64, mips, mips64; NULL when it has none. */
const char *elfimage_abi(const struct elfimage *image);

/*
 * The greatest power of two that divides p_align of every PT_LOAD segment, and by which its address and its place in the
 * file agree: only pages up to that size can be mapped. 0 without one.
 */
uint64_t elfimage_segment_alignment(const struct elfimage *image);

/* True when write-protecting the RELRO region on pages of that size leaves no writable byte behind it protected too. */
bool elfimage_relro_fits(const struct elfimage *image, uint64_t page_size);

/* The name at an offset of a string table, cut where it is longer than ELFIMAGE_NAME_MAX; empty when there is none. */
struct span elfimage_name(struct span table, uint64_t offset);

/* The first segment of a type, NULL when there is none. */
const struct elfimage_segment *elfimage_segment_of(const struct elfimage *image, uint32_t type);

#endif
