#include "judge/domain_name.h"

#include "bytes/buf.h"
#include "bytes/fold.h"
#include "bytes/text.h"

#define LABEL_MAX 63 /* letters of a label */
#define NAME_MAX_LEN 4096
/* Of RFC 3492, section 5. */
#define BASE 36
#define T_MIN 1
#define T_MAX 26
#define SKEW 38
#define DAMP 700
#define FIRST_BIAS 72
#define FIRST_CODE 0x80

static uint8_t digit(uint32_t value)
{
	return (uint8_t)(value < 26 ? 'a' + value : '0' + value - 26);
}

static uint32_t adapt(uint32_t delta, uint32_t num, bool is_first)
{
	uint32_t k = 0;

	delta = is_first ? delta / DAMP : delta / 2;
	for (delta += delta / num; delta > (BASE - T_MIN) * T_MAX / 2; k += BASE)
		delta /= BASE - T_MIN;
	return k + (BASE - T_MIN + 1) * delta / (delta + SKEW);
}

static void put_delta(struct buf *out, uint32_t delta, uint32_t bias)
{
	for (uint32_t k = BASE;; k += BASE) {
		uint32_t t = k <= bias + T_MIN ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias;

		if (delta < t)
			break;
		buf_byte(out, digit(t + (delta - t) % (BASE - t)));
		delta = (delta - t) / (BASE - t);
	}
	buf_byte(out, digit(delta));
}

static uint32_t least_from(const uint32_t *codes, size_t num, uint32_t from)
{
	uint32_t least = UINT32_MAX;

	for (size_t i = 0; i < num; i++)
		if (codes[i] >= from && codes[i] < least)
			least = codes[i];
	return least;
}

/* Section 6.3; at most 63 letters, so that no number overflows. */
static void put_punycode(struct buf *out, const uint32_t *codes, size_t num)
{
	uint32_t bias = FIRST_BIAS, next = FIRST_CODE, delta = 0, basic = 0, done;

	buf_text(out, "xn--");
	for (size_t i = 0; i < num; i++)
		if (codes[i] < FIRST_CODE) {
			buf_byte(out, (uint8_t)codes[i]);
			basic++;
		}
	if (basic > 0)
		buf_byte(out, '-');
	for (done = basic; done < num; delta++, next++) {
		uint32_t least = least_from(codes, num, next);

		delta += (least - next) * (done + 1);
		next = least;
		for (size_t i = 0; i < num; i++) {
			delta += codes[i] < next;
			if (codes[i] != next)
				continue;
			put_delta(out, delta, bias);
			bias = adapt(delta, done + 1, done == basic);
			delta = 0;
			done++;
		}
	}
}

/* Full-width to half-width, capitals to small letters, every dot of RFC 3490 to a dot. */
static uint32_t plain(uint32_t code)
{
	if (code == 0x3002 || code == 0xFF61)
		return '.';
	if (code >= 0xFF01 && code <= 0xFF5E)
		code -= 0xFEE0;
	return fold_lower(code);
}

static bool may_stand(uint32_t code)
{
	return code >= 0x80 ? !text_is_blank_code(code) && !text_is_unsafe(code)
			    : (code >= 'a' && code <= 'z') || (code >= '0' && code <= '9') || code == '-' || code == '_' || code == '*';
}

/* False for what is no label. */
static bool put_label(struct buf *out, const uint32_t *codes, size_t num)
{
	bool is_ascii = true, has_star = false;

	for (size_t i = 0; i < num; i++) {
		is_ascii = is_ascii && codes[i] < 0x80;
		has_star = has_star || codes[i] == '*';
		if (!may_stand(codes[i]))
			return false;
	}
	if (num == 0 || (!is_ascii && has_star))
		return false;
	if (!is_ascii)
		put_punycode(out, codes, num);
	for (size_t i = 0; is_ascii && i < num; i++)
		buf_byte(out, (uint8_t)codes[i]);
	return true;
}

const char *domain_name(struct arena *arena, struct span text)
{
	BUF_CLEANUP struct buf out = buf_new(NAME_MAX_LEN);
	uint32_t label[LABEL_MAX];
	size_t num = 0;

	while (text.len > 0) {
		size_t len = text_utf8_len(text);
		uint32_t code = len == 0 ? 0 : plain(text_utf8_code(text, len));
		uint32_t both = num == 0 ? 0 : fold_compose(label[num - 1], code);

		if (both != 0) {
			label[num - 1] = both;
			text = span_slice(text, len, text.len);
			continue;
		}
		if (len == 0 || (code != '.' && num == LABEL_MAX))
			return NULL;
		text = span_slice(text, len, text.len);
		if (code != '.') {
			label[num++] = code;
			continue;
		}
		if (!put_label(&out, label, num))
			return NULL;
		if (text.len > 0)
			buf_byte(&out, '.');
		num = 0;
	}
	if ((num > 0 && !put_label(&out, label, num)) || out.failed || out.len == 0)
		return NULL;
	return arena_text(arena, buf_span(&out));
}

static size_t find(struct span text, const char *any)
{
	size_t at = 0;

	while (at < text.len && (text.data[at] == '\0' || strchr(any, text.data[at]) == NULL))
		at++;
	return at;
}

struct span domain_name_host(struct span text)
{
	size_t at = find(text, ":");

	if (at + 2 < text.len && text.data[at + 1] == '/' && text.data[at + 2] == '/')
		text = span_slice(text, at + 3, text.len);
	else if (span_starts(text, "//"))
		text = span_slice(text, 2, text.len);
	text = span_slice(text, 0, find(text, "/?#"));
	at = find(text, "@");
	if (at < text.len)
		text = span_slice(text, at + 1, text.len);
	return span_slice(text, 0, find(text, ":"));
}
