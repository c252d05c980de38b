#include "zip_bytes.h"

#include <string.h>
#include <zlib.h>

static void put(struct buf *out, uint64_t value, size_t size)
{
	for (size_t i = 0; i < size; i++)
		buf_byte(out, i < sizeof value ? (uint8_t)(value >> (8 * i)) : 0);
}

/* version needed, flags, method, time, date, CRC, sizes, length of name, length of extra field */
static void put_common(struct buf *out, const struct file *file)
{
	size_t len = strlen(file->content);

	put(out, 20, 2);
	put(out, 0, 4);
	put(out, 0x5021000000000000 >> 32, 4);
	put(out, crc32(0, (const Bytef *)file->content, (uInt)len), 4);
	put(out, len, 4);
	put(out, len, 4);
	put(out, strlen(file->name), 2);
	put(out, 0, 2);
}

struct buf zip_of(const struct file *files)
{
	struct buf out = buf_new((size_t)32 << 20), directory = buf_new((size_t)32 << 20);
	size_t num = 0, start;

	for (; files[num].name != NULL; num++) {
		put(&directory, 0x02014B50, 4);
		put(&directory, 20, 2);
		put_common(&directory, &files[num]);
		put(&directory, 0, 10);
		put(&directory, out.len, 4);
		buf_text(&directory, files[num].name);
		put(&out, 0x04034B50, 4);
		put_common(&out, &files[num]);
		buf_text(&out, files[num].name);
		buf_text(&out, files[num].content);
	}
	start = out.len;
	buf_add(&out, directory.data, directory.len);
	put(&out, 0x06054B50, 4);
	put(&out, 0, 4);
	put(&out, num, 2);
	put(&out, num, 2);
	put(&out, directory.len, 4);
	put(&out, start, 4);
	put(&out, 0, 2);
	buf_free(&directory);
	return out;
}
