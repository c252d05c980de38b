#include "bytes/plural.h"

#include <stdio.h>
#include <string.h>
#include <sys/types.h>

struct values {
	va_list list;
};

/* The star of "%.*s", or the digits that stand there; -1: neither. */
static int read_count(const char **at, struct values *values)
{
	int count = -1;

	if (**at == '*') {
		(*at)++;
		return va_arg(values->list, int);
	}
	for (; **at >= '0' && **at <= '9'; (*at)++)
		count = (count < 0 ? 0 : count * 10) + (**at - '0');
	return count;
}

static bool is_one_text(const char *text, int precision)
{
	return precision != 0 && text[0] == '1' && (precision == 1 || text[1] == '\0');
}

static bool is_one_number(const char *length, struct values *values)
{
	if (strncmp(length, "ll", 2) == 0)
		return va_arg(values->list, long long) == 1;
	if (*length == 'l')
		return va_arg(values->list, long) == 1;
	if (*length == 'z')
		return va_arg(values->list, ssize_t) == 1;
	return va_arg(values->list, int) == 1;
}

/* at: behind the "%"; where the conversion ends. Its value goes by. */
static const char *pass(const char *at, struct values *values, bool *is_one)
{
	const char *length;
	int precision = -1;

	at += strspn(at, "-+ #0");
	read_count(&at, values);
	if (*at == '.') {
		at++;
		precision = read_count(&at, values);
	}
	length = at;
	at += strspn(at, "lzh");
	*is_one = false;
	if (*at == 's')
		*is_one = is_one_text(va_arg(values->list, const char *), precision);
	else if (*at != '\0' && strchr("diux", *at) != NULL)
		*is_one = is_one_number(length, values);
	else if (*at == 'c')
		(void)va_arg(values->list, int);
	else if (*at == 'f')
		(void)va_arg(values->list, double);
	return *at == '\0' ? at : at + 1;
}

/* Where {one|many} ends, *bar at its bar; NULL: this is none. */
static const char *end_of(const char *at, const char **bar)
{
	const char *end = at + strcspn(at, "}%");

	*bar = memchr(at, '|', (size_t)(end - at));
	return *end == '}' && *bar != NULL ? end : NULL;
}

struct text {
	char *out;
	size_t len;
};

static bool add(struct text *text, const char *from, const char *to)
{
	size_t len = (size_t)(to - from);

	if (len >= PLURAL_MAX - text->len)
		return false;
	memcpy(text->out + text->len, from, len);
	text->len += len;
	text->out[text->len] = '\0';
	return true;
}

/* values NULL: is_one says it of all. */
static bool choose(const char *format, struct values *values, bool is_one, struct text *text)
{
	bool fits = true;

	while (fits && *format != '\0') {
		size_t plain = strcspn(format, "%{");
		const char *at = format + plain, *bar, *end;

		if (*at == '%') {
			at = values == NULL || at[1] == '%' ? at + 1 + (at[1] == '%') : pass(at + 1, values, &is_one);
			fits = add(text, format, at);
		} else if (*at == '{' && (end = end_of(at, &bar)) != NULL) {
			fits = add(text, format, at) && (is_one ? add(text, at + 1, bar) : add(text, bar + 1, end));
			at = end + 1;
		} else {
			at += *at == '{';
			fits = add(text, format, at);
		}
		format = at;
	}
	return fits;
}

const char *plural_format(const char *format, va_list args, char out[PLURAL_MAX])
{
	struct text text = {.out = out};
	struct values values;
	bool fits;

	if (strchr(format, '{') == NULL)
		return format;
	*out = '\0';
	va_copy(values.list, args);
	fits = choose(format, &values, false, &text);
	va_end(values.list);
	return fits ? out : format;
}

void plural_print(char *out, size_t room, const char *format, ...)
{
	char chosen[PLURAL_MAX];
	va_list args;

	va_start(args, format);
	vsnprintf(out, room, plural_format(format, args, chosen), args);
	va_end(args);
}

const char *plural_of(const char *format, bool is_one, char out[PLURAL_MAX])
{
	struct text text = {.out = out};

	*out = '\0';
	return choose(format, NULL, is_one, &text) ? out : NULL;
}
