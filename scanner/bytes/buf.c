#include "bytes/buf.h"

#include <stdio.h>
#include <stdlib.h>

#define FIRST_ROOM 256

struct buf buf_new(size_t cap)
{
	return (struct buf){.cap = cap};
}

void buf_free(struct buf *buf)
{
	free(buf->data);
	*buf = (struct buf){.cap = buf->cap};
}

bool buf_grow(struct buf *buf, size_t more)
{
	size_t room = buf->room > 0 ? buf->room : buf->cap < FIRST_ROOM ? buf->cap : FIRST_ROOM; /* never more than the cap */
	uint8_t *data;

	if (buf->failed || more > buf->cap - buf->len) {
		buf->failed = true;
		return false;
	}
	if (more <= buf->room - buf->len)
		return true;
	while (room < buf->len + more)
		room = room > buf->cap / 2 ? buf->cap : room * 2;
	data = realloc(buf->data, room);
	if (data == NULL) {
		buf->failed = true;
		return false;
	}
	buf->data = data;
	buf->room = room;
	return true;
}

void buf_text(struct buf *buf, const char *text)
{
	buf_add(buf, text, strlen(text));
}

void buf_vprintf(struct buf *buf, const char *format, va_list args)
{
	va_list again;
	int len;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (len < 0 || !buf_reserve(buf, (size_t)len + 1)) {
		buf->failed = true;
		return;
	}
	vsnprintf((char *)buf->data + buf->len, (size_t)len + 1, format, args);
	buf->len += (size_t)len;
}

void buf_printf(struct buf *buf, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	buf_vprintf(buf, format, args);
	va_end(args);
}
