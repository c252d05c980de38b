#include "bytes/error.h"

#include "bytes/plural.h"
#include "bytes/text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* What there is no room for is cut, and no character in two. */
static void put(char *text, size_t room, const char *format, va_list args)
{
	char chosen[PLURAL_MAX];

	if (vsnprintf(text, room, plural_format(format, args, chosen), args) >= (int)room)
		text_end_whole(text);
}

bool error_set(struct error *err, enum error_code code, const char *format, ...)
{
	va_list args;

	if (err == NULL || err->code != ERROR_NONE)
		return false;
	err->code = code;
	va_start(args, format);
	put(err->text, sizeof err->text, format, args);
	va_end(args);
	return false;
}

bool error_memory_at(struct error *err, const char *file, int line)
{
	return error_set(err, ERROR_MEMORY, "out of memory (%s:%d)", file, line);
}

bool error_errno(struct error *err, const char *format, ...)
{
	int number = errno;
	char reason[100];
	va_list args;
	size_t used;

	if (err == NULL || err->code != ERROR_NONE)
		return false;
	err->code = number == ENOMEM ? ERROR_MEMORY : ERROR_IO;
	snprintf(reason, sizeof reason, ": %s", strerror(number));
	va_start(args, format);
	put(err->text, sizeof err->text - strlen(reason), format, args);
	va_end(args);
	used = strlen(err->text);
	snprintf(err->text + used, sizeof err->text - used, "%s", reason);
	return false;
}
