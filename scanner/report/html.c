#include "report/html.h"

#include "bytes/digest.h"
#include "bytes/text.h"

#include <string.h>
#include <strings.h>

#define TEXT_CAP ((size_t)64 * 1024 * 1024)
#define SHA256_LEN 32

void html_text(struct buf *out, const char *text)
{
	BUF_CLEANUP struct buf visible = buf_new(TEXT_CAP);

	text_visible_line(&visible, text);
	out->failed = out->failed || visible.failed;
	for (size_t i = 0; i < visible.len; i++)
		switch (visible.data[i]) {
		case '&': buf_text(out, "&amp;"); break;
		case '<': buf_text(out, "&lt;"); break;
		case '>': buf_text(out, "&gt;"); break;
		case '"': buf_text(out, "&quot;"); break;
		case '\'': buf_text(out, "&#39;"); break;
		case '`': buf_text(out, "&#96;"); break;
		default: buf_byte(out, visible.data[i]);
		}
}

void html_name(struct buf *out, const char *name)
{
	BUF_CLEANUP struct buf piece = buf_new(TEXT_CAP);

	for (; *name != '\0'; name++) {
		buf_byte(&piece, (uint8_t)*name);
		if (name[1] != '\0' && strchr("._", *name) == NULL)
			continue;
		buf_byte(&piece, '\0');
		if (piece.failed) {
			out->failed = true;
			return;
		}
		html_text(out, (const char *)piece.data);
		if (name[1] != '\0')
			buf_text(out, "<wbr>");
		piece.len = 0;
	}
}

bool html_is_link(const char *text)
{
	BUF_CLEANUP struct buf visible = buf_new(TEXT_CAP);
	size_t len = strlen(text);

	if (strncasecmp(text, "https://", 8) != 0 && strncasecmp(text, "http://", 7) != 0)
		return false;
	text_visible(&visible, text);
	return !visible.failed && visible.len == len && memcmp(visible.data, text, len) == 0 && strpbrk(text, " \t\r\n\\") == NULL;
}

void html_style_source(struct buf *out, const char *css)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	uint8_t sha256[DIGEST_MAX] = {0};

	digest_of(DIGEST_SHA256, span_of_text(css), sha256);
	buf_text(out, "'sha256-");
	/* 32 bytes are ten groups of three, and two bytes that end in one "=". */
	for (size_t i = 0; i < SHA256_LEN; i += 3) {
		unsigned group = (unsigned)sha256[i] << 16 | (unsigned)sha256[i + 1] << 8 | (i + 2 < SHA256_LEN ? sha256[i + 2] : 0U);

		for (int shift = 18; shift >= (i + 2 < SHA256_LEN ? 0 : 6); shift -= 6)
			buf_byte(out, (uint8_t)digits[group >> shift & 63]);
	}
	buf_text(out, "='");
}
