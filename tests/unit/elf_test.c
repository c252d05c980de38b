#include "harness.h"

#include "bytes/buf.h"
#include "encoding/elf.h"

/*
 * A 64-bit library of one page of headers and tables:
 *   0 header | 64 program headers | 0x400 dynamic section | 0x600 string table | 0x700 symbols | 0x800 hash table
 * loaded at address 0, and a writable segment at 0x8000 whose first bytes are RELRO.
 */
struct plan {
	uint64_t align, relro_size, data_size;
	uint16_t machine, type;
	uint32_t stack_flags;
	uint64_t dynamic_address;
};

static const struct plan plain = {.align = 16384, .relro_size = 0x4000, .data_size = 0x5000, .machine = 183, .type = 3,
				  .stack_flags = 6, .dynamic_address = 0x400};

static void put(uint8_t *image, size_t at, uint64_t value, size_t size)
{
	for (size_t i = 0; i < size; i++)
		image[at + i] = (uint8_t)(value >> (8 * i));
}

static void put_segment(uint8_t *image, size_t index, uint32_t type, uint32_t flags, uint64_t offset, uint64_t vaddr,
			uint64_t file_size, uint64_t memory_size, uint64_t align)
{
	size_t at = 64 + 56 * index;

	put(image, at, type, 4);
	put(image, at + 4, flags, 4);
	put(image, at + 8, offset, 8);
	put(image, at + 16, vaddr, 8);
	put(image, at + 32, file_size, 8);
	put(image, at + 40, memory_size, 8);
	put(image, at + 48, align, 8);
}

static void put_dynamic(uint8_t *image)
{
	static const uint64_t entries[][2] = {{1, 1}, {1, 9}, {14, 17}, {29, 25}, {5, 0x600}, {10, 0x100},
					      {6, 0x700}, {4, 0x800}, {30, 8}, {0, 0}};

	for (size_t i = 0; i < sizeof entries / sizeof entries[0]; i++) {
		put(image, 0x400 + 16 * i, entries[i][0], 8);
		put(image, 0x408 + 16 * i, entries[i][1], 8);
	}
	memcpy(image + 0x601, "libc.so\0libm.so\0libx.so\0$ORIGIN\0__stack_chk_fail\0__strcpy_chk", 61);
	put(image, 0x700 + 24, 33, 4);
	put(image, 0x700 + 48, 50, 4);
	put(image, 0x804, 3, 4);
}

static void make_image(uint8_t image[0x1000], const struct plan *plan)
{
	memset(image, 0, 0x1000);
	memcpy(image, "\177ELF\2\1\1", 7);
	put(image, 16, plan->type, 2);
	put(image, 18, plan->machine, 2);
	put(image, 20, 1, 4);
	put(image, 32, 64, 8);
	put(image, 54, 56, 2);
	put(image, 56, 5, 2);
	put_segment(image, 0, ELFIMAGE_LOAD, 5, 0, 0, 0x1000, 0x1000, plan->align);
	put_segment(image, 1, ELFIMAGE_LOAD, 6, 0, 0x8000, 0, plan->data_size, plan->align);
	put_segment(image, 2, ELFIMAGE_DYNAMIC, 6, 0x400, plan->dynamic_address, 0x200, 0x200, 8);
	put_segment(image, 3, ELFIMAGE_RELRO, 4, 0, 0x8000, 0, plan->relro_size, 1);
	put_segment(image, 4, ELFIMAGE_STACK, plan->stack_flags, 0, 0, 0, 0, 16);
	put_dynamic(image);
}

static struct elfimage read_image(const uint8_t *image, struct arena *arena, size_t len)
{
	struct source source = source_of(span_of(image, len));
	struct elfimage result;
	struct error err = {0};

	CHECK(elfimage_read(&result, &source, arena, &err));
	return result;
}

static struct elfimage read_plan(const struct plan *plan, struct arena *arena, size_t len)
{
	static uint8_t image[0x1000];

	make_image(image, plan);
	return read_image(image, arena, len);
}

TEST(elf_dynamic, "names, imports and flags of a library are read through its program headers, without sections")
{
	ARENA_CLEANUP struct arena arena = arena_new(1 << 20);
	struct elfimage image = read_plan(&plain, &arena, 0x1000);

	CHECK_TEXT(image.fault, NULL);
	CHECK_TEXT(image.needed, "libc.so libm.so");
	CHECK_TEXT(image.soname, "libx.so");
	CHECK_TEXT(image.runpath, "$ORIGIN");
	CHECK_TEXT(elfimage_abi(&image), "arm64-v8a");
	CHECK(image.bind_now && !image.text_relocations);
	CHECK(image.imports_stack_guard && image.imports_fortified);
}

TEST(elf_pages, "a RELRO region that ends inside a 16 KB page with data behind it is not safe on such pages")
{
	ARENA_CLEANUP struct arena arena = arena_new(1 << 20);
	struct plan plan = plain;
	struct elfimage image = read_plan(&plan, &arena, 0x1000);

	CHECK(elfimage_relro_fits(&image, 16384));
	CHECK_NUMBER(elfimage_segment_alignment(&image), 16384);
	plan.relro_size = 0x1000;
	image = read_plan(&plan, &arena, 0x1000);
	CHECK(!elfimage_relro_fits(&image, 16384));
	CHECK(elfimage_relro_fits(&image, 4096));
	plan.data_size = 0x1000;
	image = read_plan(&plan, &arena, 0x1000);
	CHECK(elfimage_relro_fits(&image, 16384));
	plan.align = 4096;
	image = read_plan(&plan, &arena, 0x1000);
	CHECK_NUMBER(elfimage_segment_alignment(&image), 4096);
}

TEST(elf_alignment, "an alignment that addresses and places in the file do not keep is none")
{
	ARENA_CLEANUP struct arena arena = arena_new(1 << 20);
	uint8_t bytes[0x1000];
	struct elfimage image;

	make_image(bytes, &plain);
	put_segment(bytes, 1, ELFIMAGE_LOAD, 6, 0x800, 0x9800, 0x100, 0x100, 16384);
	image = read_image(bytes, &arena, sizeof bytes);
	CHECK_TEXT(image.fault, NULL);
	CHECK_NUMBER(elfimage_segment_alignment(&image), 4096);
}

TEST(elf_unasked, "what the linker does not ask does not hide a library: sizes of headers and of PT_DYNAMIC, less memory than file")
{
	ARENA_CLEANUP struct arena arena = arena_new(1 << 20);
	uint8_t bytes[0x1000];
	struct elfimage image;

	make_image(bytes, &plain);
	put(bytes, 54, 0, 2);
	put_segment(bytes, 0, ELFIMAGE_LOAD, 5, 0, 0, 0x1000, 0x10, 16384);
	put_segment(bytes, 2, ELFIMAGE_DYNAMIC, 6, 0, 0x400, 0, 0, 8);
	image = read_image(bytes, &arena, sizeof bytes);
	CHECK_TEXT(image.fault, NULL);
	CHECK_TEXT(image.needed, "libc.so libm.so");
}

TEST(elf_overlap, "where segments overlap, the last one is what is mapped, in whole pages")
{
	ARENA_CLEANUP struct arena arena = arena_new(1 << 20);
	uint8_t bytes[0x2000] = {0};
	struct elfimage image;

	make_image(bytes, &plain);
	memcpy(bytes + 0x1000, bytes, 0x1000);
	memcpy(bytes + 0x1601, "libd.so", 7);
	put_segment(bytes, 1, ELFIMAGE_LOAD, 6, 0x1010, 0x20, 0x800, 0x800, 16384);
	image = read_image(bytes, &arena, sizeof bytes);
	CHECK_TEXT(image.fault, NULL);
	CHECK_TEXT(image.needed, "libd.so libm.so");
}

TEST(elf_class, "a machine of the other class has no ABI of Android")
{
	ARENA_CLEANUP struct arena arena = arena_new(1 << 20);
	struct plan plan = plain;
	struct elfimage image;

	plan.machine = 40;
	image = read_plan(&plan, &arena, 0x1000);
	CHECK_TEXT(image.fault, NULL);
	CHECK_TEXT(elfimage_abi(&image), NULL);
}

TEST(elf_names, "a name ends where its table does not let it go on")
{
	uint8_t table[ELFIMAGE_NAME_MAX + 8] = {0};
	struct span span = span_of(table, sizeof table);

	memset(table, 'a', sizeof table);
	CHECK_NUMBER(elfimage_name(span, 0).len, ELFIMAGE_NAME_MAX);
	CHECK_NUMBER(elfimage_name(span, 100).len, 0);
	CHECK_NUMBER(elfimage_name(span, sizeof table).len, 0);
	table[101] = 0;
	CHECK(span_is(elfimage_name(span, 100), "a"));
}

TEST(elf_faults, "what the linker would not load is said to be malformed, and every prefix is read in peace")
{
	ARENA_CLEANUP struct arena arena = arena_new(64 << 20);
	uint8_t bytes[0x1000];
	struct plan plan = plain;

	plan.type = 2;
	CHECK(read_plan(&plan, &arena, 0x1000).fault != NULL);
	plan = plain;
	plan.dynamic_address = 0x7000;
	CHECK(read_plan(&plan, &arena, 0x1000).fault != NULL);
	make_image(bytes, &plain);
	put(bytes, 20, 2, 4);
	CHECK(read_image(bytes, &arena, sizeof bytes).fault != NULL);
	make_image(bytes, &plain);
	put(bytes, 32, 60, 8);
	CHECK(read_image(bytes, &arena, sizeof bytes).fault != NULL);
	for (size_t len = 0; len < 0x1000; len++)
		CHECK(read_plan(&plain, &arena, len).fault != NULL);
}

TEST(elf_sections_end, "what a library has ends with its last section, however long its table of sections is, and however long each header")
{
	static const uint16_t header_sizes[] = {64, 40000};
	static uint8_t image[0x1000 + 4 * 40000 + 0x2000];
	ARENA_CLEANUP struct arena arena = arena_new(1 << 17);

	for (size_t i = 0; i < sizeof header_sizes / sizeof header_sizes[0]; i++) {
		uint64_t end = 0x1000 + 4u * header_sizes[i], last = 0x1000 + 3u * header_sizes[i];
		struct elfimage result;

		memset(image, 0, sizeof image);
		make_image(image, &plain);
		put(image, 40, 0x1000, 8);
		put(image, 58, header_sizes[i], 2);
		put(image, 60, 4, 2);
		put(image, last + 4, 1, 4);
		put(image, last + 24, end, 8);
		put(image, last + 32, 0x123, 8);
		result = read_image(image, &arena, sizeof image);
		CHECK_TEXT(result.fault, NULL);
		CHECK_NUMBER(result.end, end);
		CHECK_NUMBER(result.sections_end, end + 0x123);
	}
}
